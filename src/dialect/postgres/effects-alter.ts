import type { AddColumn, AlterColumn, AlterTable, TableChange } from "../../operation/operation.js";
import { displayName, sameName, type ObjectName } from "../../schema/name.js";
import type { Index, Schema, Table } from "../../schema/schema.js";
import { mentions } from "../../schema/sql-text.js";
import { isNotValid, type TypedConstraint } from "./constraint-sql.js";
import { readersOf } from "./dependents.js";
import { fillsAnew, type Effect, type Effects } from "./effects-words.js";
import { isConstant, isSameForAllRows } from "./expression-sql.js";
import { closesTable, partnersOf } from "./locks.js";
import { isReshaping } from "./reshape.js";
import { partsOf, rewritesRows } from "./type-change.js";

/** https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES */
function addColumn({ column, backfill }: AddColumn, table: ObjectName): Effect[] {
  const name = displayName(table);
  if (backfill !== undefined && column.generated === undefined && !isConstant(backfill)) {
    return [{ does: `fills ${name}.${column.name} in every row`, closed: [table] }];
  }
  const isCounted = column.autoIncrement === true || column.identity !== undefined;
  const isStored = column.generated?.stored === true;
  const isVolatile = column.default !== undefined && !isSameForAllRows(column.default);
  const rewrites = isCounted || isStored || (isVolatile && backfill === undefined);
  return rewrites ? [{ does: `rewrites ${name}`, closed: [table] }] : [];
}

function changesType({ from, to, using }: AlterColumn): boolean {
  if (using !== undefined) return true;
  return to.type !== undefined && (from.type === undefined || rewritesRows(from.type, to.type));
}

/** An index whose rows can stay as they are has neither expression nor predicate, and the same operators for the new type. */
function isRebuilt({ elements, where }: Index, { name, from, to }: AlterColumn): boolean {
  const texts = [where ?? "", ...elements.flatMap(({ expression }) => expression ?? [])];
  if (texts.some((text) => mentions(text, name))) return true;
  const hasColumn = elements.some(({ column }) => column === name);
  const bases = [from.type ?? "", to.type ?? ""].map((type) => partsOf(type).base);
  return hasColumn && new Set(bases).size === 2 && bases.includes("citext");
}

/** What is looked at again when a column gets a type that its values fit already. */
function recheck(change: AlterColumn, { checks, indexes, ...table }: Table): Effect[] {
  if (change.to.type === undefined) return [];
  const closed = [table];
  return [
    ...(checks.some(({ expression }) => mentions(expression, change.name))
      ? [{ does: `scans ${displayName(table)}`, closed }]
      : []),
    ...indexes
      .filter((index) => isRebuilt(index, change))
      .map(({ name }) => ({ does: `rebuilds the index ${name} of ${displayName(table)}`, closed })),
  ];
}

function alterColumn(change: AlterColumn, table: ObjectName, isClosed: boolean, state?: Table): Effect[] {
  const { name, from, to, backfill } = change;
  const path = `${displayName(table)}.${name}`;
  const computes = to.generated?.stored === true || (from.generated?.stored === false && !to.generated);
  if (changesType(change) || computes) return [{ does: `rewrites ${displayName(table)}`, closed: [table] }];
  const isNew = (["identity", "autoIncrement"] as const).some(
    (attribute) => to[attribute] !== undefined && from[attribute] === undefined,
  );
  const losesDefault = "default" in from && from.default !== to.default;
  const filled =
    isClosed || losesDefault || isReshaping(change) ? { closed: [table] } : { closed: [], readOnly: [table] };
  return [
    ...("collation" in from || "collation" in to
      ? [{ does: `rebuilds the indexes on ${path}`, closed: [table] }]
      : []),
    ...(state === undefined ? [] : recheck(change, state)),
    ...(backfill === undefined ? [] : [{ does: `fills ${path} where it is NULL`, ...filled }]),
    ...(to.nullable === false ? [{ does: `scans ${displayName(table)}`, closed: [table] }] : []),
    ...(isNew ? [{ does: `looks for the last value of ${path}`, closed: [table] }] : []),
  ];
}

function addConstraint(added: TypedConstraint, table: ObjectName, isClosed: boolean): Effect[] {
  const name = displayName(table);
  if (isNotValid(added)) return [];
  if (added.type === "check") return [{ does: `scans ${name}`, closed: [table] }];
  if (added.type !== "foreignKey") return [{ does: `builds an index of ${name}`, closed: [table] }];
  const { references } = added.constraint;
  const others = sameName(references, table) ? [] : [references];
  return isClosed
    ? [{ does: `scans ${name}`, closed: [table], readOnly: others }]
    : [{ does: `scans ${name}`, closed: [], readOnly: [table, ...others] }];
}

interface Situation {
  /** Whether the table is closed already when the change comes. */
  readonly isClosed: boolean;
  /** The table as the database has it, where that is known. */
  readonly state: Table | undefined;
}

function changeEffects(change: TableChange, table: ObjectName, { isClosed, state }: Situation): Effect[] {
  switch (change.kind) {
    case "addColumn":
      return addColumn(change, table);
    case "alterColumn":
      return alterColumn(change, table, isClosed, state);
    case "addConstraint":
      return addConstraint(change, table, isClosed);
    case "alterOptions":
      return change.from.unlogged === change.to.unlogged
        ? []
        : [{ does: `rewrites ${displayName(table)}`, closed: [table] }];
    case "dropColumn":
    case "dropConstraint":
    case "renameColumn":
    case "renameConstraint":
      return [];
  }
}

function isScan({ does, closed }: Effect): boolean {
  return does.startsWith("scans ") && closed.length > 0;
}

/** What is written anew need not be scanned as well, and nobody wants to read the same twice. */
function condense(all: readonly Effect[]): Effect[] {
  const rewrites = all.some(({ does }) => does.startsWith("rewrites "));
  const unique = new Map(all.map((effect) => [JSON.stringify(effect), effect]));
  return [...unique.values()].filter(
    (effect) => !(rewrites && isScan(effect) && (effect.readOnly ?? []).length === 0),
  );
}

/** What the changes of a table do to all its rows. */
export function alterTableEffects({ table, changes }: AlterTable, schema: Schema): Effects {
  const state = schema.tables.find((candidate) => sameName(candidate, table));
  const reshaped = changes.filter(isReshaping).map(({ name }) => name);
  const views = state === undefined ? [] : readersOf([{ table: state, columns: reshaped }], schema);
  const besides = [...partnersOf(table, reshaped, schema), ...views];
  const all = changes.flatMap((change, place) => {
    // Subcommands of one statement have the strongest lock of them all, wherever they stand.
    const others = change.kind === "addConstraint" ? changes : changes.slice(0, place);
    return changeEffects(change, table, { isClosed: others.some(closesTable), state });
  });
  const effects = all.map((effect) =>
    effect.closed.length === 0 ? effect : { ...effect, closed: [...effect.closed, ...besides] },
  );
  return {
    subject: table,
    effects: condense([...effects, ...fillsAnew([table, ...besides], views)]),
    remade: views,
  };
}
