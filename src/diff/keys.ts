import type { Abilities } from "../dialect/dialect.js";
import { applyChange } from "../operation/apply-change.js";
import type { AlterTable, ConstraintChange } from "../operation/operation.js";
import { keyOf, type ObjectName } from "../schema/name.js";
import type { ForeignKey, Table } from "../schema/schema.js";
import { addedConstraints, droppedConstraints } from "./constraints.js";
import type { IndexNames } from "./index-names.js";
import { forwardKeys, sortTables } from "./order.js";
import { alterTable, type KeptTable, type TableSets } from "./tables.js";
import { turnovers, type Turnover } from "./turnover.js";

/**
 * The tables without those constraints that cannot come or go together with all else of their table. Those that come or go
 * whole stand with parents first.
 */
export interface MovedConstraints extends TableSets {
  /** What must go before anything else changes. */
  readonly early: readonly AlterTable[];
  /** What must not come before all else is there. */
  readonly late: readonly AlterTable[];
}

type Turnovers = ReadonlyMap<string, Turnover>;

/** Whether the key has a column at one of its ends that gets a type with which it cannot stay. */
function isRetyped(key: ForeignKey, owner: Table, all: Turnovers): boolean {
  const own = all.get(keyOf(owner));
  const other = all.get(keyOf(key.references));
  return (
    key.columns.some((column) => own?.retyped.has(column)) ||
    key.referencedColumns.some((column) => other?.retyped.has(column))
  );
}

function goesEarly(key: ForeignKey, owner: Table, all: Turnovers): boolean {
  return isRetyped(key, owner, all) || (all.get(keyOf(key.references))?.isLosing(key) ?? false);
}

function comesLate(key: ForeignKey, owner: Table, all: Turnovers): boolean {
  return isRetyped(key, owner, all) || (all.get(keyOf(key.references))?.isGaining(key) ?? false);
}

/** What stays of a table's own changes, and what is carried out before and after all others. */
interface Moved<Item> {
  readonly item: Item;
  readonly early: readonly ConstraintChange[];
  readonly late: readonly ConstraintChange[];
}

type KeyChange = Extract<ConstraintChange, { readonly type: "foreignKey" }>;

function keyChange(kind: ConstraintChange["kind"], constraint: ForeignKey): KeyChange {
  return { kind, type: "foreignKey", constraint };
}

function isOfKey(change: ConstraintChange): change is KeyChange {
  return change.type === "foreignKey";
}

/** The keys that are the same before and after, but for their name, and in the way meanwhile. */
function stayingKeys({ old, table, difference }: KeptTable, all: Turnovers): ForeignKey[] {
  const gone = difference.dropped.filter(isOfKey).map(({ constraint }) => constraint);
  return old.foreignKeys.filter((key) => !gone.includes(key) && goesEarly(key, table, all));
}

/** Whether a constraint that goes is in the way of changes of other tables. */
function isInTheWay(change: ConstraintChange, table: Table, all: Turnovers, names: IndexNames): boolean {
  return isOfKey(change)
    ? goesEarly(change.constraint, table, all)
    : names.isWantedElsewhere(table, change.type, change.constraint.name);
}

function moveInKept(kept: KeptTable, all: Turnovers, names: IndexNames): Moved<KeptTable> {
  const { table, difference } = kept;
  const staying = stayingKeys(kept, all);
  const newNames = new Map(difference.renamed.map(({ from, to }) => [from, to]));
  const again = staying.map((key): ForeignKey => {
    const name = key.name === undefined ? undefined : newNames.get(key.name);
    return name === undefined ? key : { ...key, name };
  });
  const early = difference.dropped.filter((change) => isInTheWay(change, table, all, names));
  const late = difference.added.filter(
    (change) => isOfKey(change) && comesLate(change.constraint, table, all),
  );
  return {
    item: {
      ...kept,
      difference: {
        ...difference,
        dropped: difference.dropped.filter((change) => !early.includes(change)),
        renamed: difference.renamed.filter(({ from }) => !staying.some(({ name }) => name === from)),
        added: difference.added.filter((change) => !late.includes(change)),
      },
    },
    early: [...early, ...staying.map((key) => keyChange("dropConstraint", key))],
    late: [...late, ...again.map((key) => keyChange("addConstraint", key))],
  };
}

function moveInCreated(table: Table, forward: readonly ForeignKey[], all: Turnovers): Moved<Table> {
  const late = addedConstraints(table)
    .filter(isOfKey)
    .filter(({ constraint }) => forward.includes(constraint) || comesLate(constraint, table, all));
  const drops = late.map(({ constraint }) => keyChange("dropConstraint", constraint));
  return { item: drops.reduce<Table>(applyChange, table), early: [], late };
}

function moveInDropped(
  table: Table,
  forward: readonly ForeignKey[],
  all: Turnovers,
  names: IndexNames,
): Moved<Table> {
  const early = droppedConstraints(table).filter(
    (change) =>
      (isOfKey(change) && forward.includes(change.constraint)) || isInTheWay(change, table, all, names),
  );
  return { item: early.reduce<Table>(applyChange, table), early, late: [] };
}

/** The changes of each table in one operation. */
function inOperations(
  moved: readonly Moved<ObjectName>[],
  changesOf: (one: Moved<ObjectName>) => readonly ConstraintChange[],
): AlterTable[] {
  return moved.flatMap((one) => alterTable(one.item, changesOf(one)));
}

/**
 * Takes out the constraints that cannot come or go with their table: keys that refer to tables, keys and types that are not
 * there yet or must go first, and constraints whose names other tables need. In the reverse of the whole difference what is
 * early comes last, and what is late goes first.
 */
export function moveConstraints(
  tables: TableSets,
  names: IndexNames,
  abilities: Abilities,
): MovedConstraints {
  const { kept } = tables;
  const [created, dropped] = [sortTables(tables.created), sortTables(tables.dropped)];
  if (abilities.forwardReferences) return { kept, created, dropped, early: [], late: [] };
  const all = turnovers(tables, names, abilities);
  const forward = new Map([...forwardKeys(created), ...forwardKeys(dropped)]);
  const ofKept = kept.map((one) => moveInKept(one, all, names));
  const ofCreated = created.map((table) => moveInCreated(table, forward.get(table) ?? [], all));
  const ofDropped = dropped.map((table) => moveInDropped(table, forward.get(table) ?? [], all, names));
  const ofAll: readonly Moved<ObjectName>[] = [
    ...ofKept.map((one) => ({ ...one, item: one.item.table })),
    ...ofCreated,
    ...ofDropped,
  ];
  return {
    kept: ofKept.map(({ item }) => item),
    created: ofCreated.map(({ item }) => item),
    dropped: ofDropped.map(({ item }) => item),
    early: [
      ...inOperations(ofAll, ({ early }) => early.filter(isOfKey)),
      ...inOperations(ofAll, ({ early }) => early.filter((change) => !isOfKey(change))),
    ],
    late: inOperations(ofAll, ({ late }) => late),
  };
}
