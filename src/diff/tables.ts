import type { AlterTable, IndexOperation, TableChange, TriggerOperation } from "../operation/operation.js";
import { equal } from "../schema/compare.js";
import { nameOf } from "../schema/name.js";
import type { Table } from "../schema/schema.js";
import { diffColumns } from "./columns.js";
import { diffConstraints, without } from "./constraints.js";

/**
 * The changes that make one state of a table the other, in the order that databases want: what depends on others goes
 * first and comes last.
 */
export function diffTable(from: Table, to: Table): TableChange[] {
  const columns = diffColumns(from, to);
  const constraints = diffConstraints(from, to);
  const options: TableChange[] = equal(from.options, to.options)
    ? []
    : [{ kind: "alterOptions", from: from.options, to: to.options }];
  return [
    ...constraints.dropped,
    ...columns.dropped,
    ...options,
    ...columns.added,
    ...columns.altered,
    ...constraints.added,
  ];
}

/** The one operation for all changes of a table, or none. */
export function alterTable(table: Table, changes: readonly TableChange[]): AlterTable[] {
  return changes.length === 0 ? [] : [{ kind: "alterTable", table: nameOf(table), changes }];
}

/** The indexes of the first state that the second has not, each as the operation of that kind. */
export function indexOperations(
  kind: IndexOperation["kind"],
  table: Table,
  others: Pick<Table, "indexes">,
): IndexOperation[] {
  return without(table.indexes, others.indexes).map((index) => ({ kind, table: nameOf(table), index }));
}

/** The triggers of the first state that the second has not, each as the operation of that kind. */
export function triggerOperations(
  kind: TriggerOperation["kind"],
  table: Table,
  others: Pick<Table, "triggers">,
): TriggerOperation[] {
  return without(table.triggers, others.triggers).map((trigger) => ({ kind, table: nameOf(table), trigger }));
}
