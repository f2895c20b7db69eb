import type {
  AlterTable,
  ConstraintChange,
  IndexOperation,
  Operation,
  RenameIndex,
  TableChange,
  TriggerOperation,
} from "../operation/operation.js";
import { equal } from "../schema/compare.js";
import { nameOf, type ObjectName } from "../schema/name.js";
import type { Index, Table, Trigger } from "../schema/schema.js";
import { diffColumns } from "./columns.js";
import { diffConstraints, without, type MayRenameConstraint } from "./constraints.js";
import { inOrder, type NameChange } from "./rename-order.js";

/** What is different between two states of a table. */
export interface TableDifference {
  readonly dropped: readonly ConstraintChange[];
  /** What happens to its columns and options. */
  readonly columns: readonly TableChange[];
  /** The constraints that get another name. */
  readonly renamed: readonly NameChange[];
  readonly added: readonly ConstraintChange[];
}

/** A table that is there before and after. */
export interface KeptTable {
  readonly old: Table;
  readonly table: Table;
  readonly difference: TableDifference;
  readonly indexes: IndexDifference;
}

/** The tables of two schemas. */
export interface TableSets {
  readonly kept: readonly KeptTable[];
  readonly created: readonly Table[];
  readonly dropped: readonly Table[];
}

/** What may get another name, of what belongs to a table. */
export interface MayRename {
  readonly constraint: MayRenameConstraint;
  readonly index: MayRenameIndex;
}

/** What is different between two states of a table, its triggers aside. */
export function diffTable(old: Table, table: Table, mayRename: MayRename): KeptTable {
  const columns = diffColumns(old, table);
  const constraints = diffConstraints(old, table, mayRename.constraint);
  const options: TableChange[] = equal(old.options, table.options)
    ? []
    : [{ kind: "alterOptions", from: old.options, to: table.options }];
  return {
    old,
    table,
    indexes: diffIndexes(old, table, mayRename.index),
    difference: {
      ...constraints,
      columns: [...columns.dropped, ...options, ...columns.added, ...columns.altered, ...columns.late],
    },
  };
}

/**
 * The changes that make one state of a table the other, in the order that databases want: what depends on others goes
 * first and comes last.
 */
export function tableChanges({ dropped, columns, renamed, added }: TableDifference): TableChange[] {
  const renames = inOrder(renamed).map((change): TableChange => ({ kind: "renameConstraint", ...change }));
  return [...dropped, ...columns, ...renames, ...added];
}

/** The one operation for all changes of a table, or none. */
export function alterTable(table: ObjectName, changes: readonly TableChange[]): AlterTable[] {
  return changes.length === 0 ? [] : [{ kind: "alterTable", table: nameOf(table), changes }];
}

/** A table or view, as far as its indexes and triggers go. */
export interface Owner extends ObjectName {
  readonly indexes?: readonly Index[];
  readonly triggers: readonly Trigger[];
}

/** Whether an index of that table or view may get the name `to` instead of being made anew. */
export type MayRenameIndex = (owner: ObjectName, change: NameChange) => boolean;

/** What becomes of the indexes of a table or view. */
export interface IndexDifference {
  readonly dropped: readonly IndexOperation[];
  readonly renamed: readonly RenameIndex[];
  readonly created: readonly IndexOperation[];
}

/** The indexes that go, that come, and that get another name. */
export function diffIndexes(
  from: Owner | undefined,
  to: Owner | undefined,
  mayRename: MayRenameIndex,
): IndexDifference {
  const [before, after] = [from?.indexes ?? [], to?.indexes ?? []];
  const owner = to ?? from;
  if (owner === undefined) return { dropped: [], renamed: [], created: [] };
  const table = nameOf(owner);
  let created = without(after, before);
  const renamed: RenameIndex[] = [];
  const dropped = without(before, after).filter((index) => {
    const same = created.find(
      (other) =>
        equal({ ...index, name: "" }, { ...other, name: "" }) &&
        mayRename(table, { from: index.name, to: other.name }),
    );
    if (same === undefined) return true;
    renamed.push({ kind: "renameIndex", table, from: index.name, to: same.name });
    created = created.filter((other) => other !== same);
    return false;
  });
  const operation = (kind: IndexOperation["kind"], index: Index): IndexOperation => ({ kind, table, index });
  return {
    dropped: dropped.map((index) => operation("dropIndex", index)),
    renamed,
    created: created.map((index) => operation("createIndex", index)),
  };
}

/** The triggers of the first state that the second has not, each as the operation of that kind. */
export function triggerOperations(
  kind: TriggerOperation["kind"],
  owner: Owner,
  others: Pick<Owner, "triggers"> = { triggers: [] },
): TriggerOperation[] {
  return without(owner.triggers, others.triggers).map((trigger) => ({ kind, table: nameOf(owner), trigger }));
}

/** The index renames of all tables, in an order in which each name is free when it is taken. */
export function orderIndexRenames(renames: readonly RenameIndex[]): Operation[] {
  const schemas = [...new Set(renames.map(({ table }) => table.schema))];
  return schemas.flatMap((schema) => {
    const here = renames.filter(({ table }) => table.schema === schema);
    const owners = new Map(here.map(({ from, table }) => [from, table]));
    return inOrder(here).flatMap((change): Operation[] => {
      const table = owners.get(change.from);
      if (table === undefined) return [];
      owners.set(change.to, table);
      return [{ kind: "renameIndex", table, ...change }];
    });
  });
}
