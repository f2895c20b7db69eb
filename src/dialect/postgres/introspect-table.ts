import type { Table, TableOptions } from "../../schema/schema.js";
import type { Catalog } from "./catalog.js";
import type { RelationRow } from "./catalog-rows.js";
import { readColumn } from "./introspect-column.js";
import { readConstraints } from "./introspect-constraint.js";
import { readExtras, readTriggers } from "./introspect-extras.js";
import { readIndex } from "./introspect-index.js";

/** What sort of table it is, where it is no ordinary one. */
function unsupportedKinds(relation: RelationRow): string[] {
  const { partitionKey, partitionBound, parents, server, rowType, method } = relation;
  return [
    ...(partitionKey === undefined ? [] : [`partitioned by ${partitionKey}`]),
    ...(partitionBound === undefined ? [] : [`partition of ${parents.join(", ")} ${partitionBound}`]),
    ...(partitionBound !== undefined || parents.length === 0 ? [] : [`inherits from ${parents.join(", ")}`]),
    ...(server === undefined ? [] : [`foreign table of the server "${server}"`]),
    ...(rowType === undefined ? [] : [`table of the type ${rowType}`]),
    ...(method === undefined || method === "heap" ? [] : [`stored by the access method "${method}"`]),
  ];
}

function optionsOf({ unlogged, options, comment }: RelationRow): TableOptions {
  return {
    ...(unlogged && { unlogged: true as const }),
    storage: options,
    ...(comment === undefined ? {} : { comment }),
  };
}

/** A table with all that belongs to it; what the model cannot hold of it is told in words, never guessed. */
export function readTable(relation: RelationRow, catalog: Catalog): Table {
  const unsupported = unsupportedKinds(relation);
  const report = (problem: string): void => void unsupported.push(problem);
  const rows = catalog.columns.get(relation.id) ?? [];
  const byNumber = new Map(rows.map((row) => [row.number, row]));
  const names = new Map(rows.map((row) => [row.number, row.name]));
  const table = {
    ...catalog.objectName(relation.schema, relation.name),
    columns: rows.map((row) => readColumn(row, catalog, report)),
    ...readConstraints(catalog.constraints.get(relation.id) ?? [], names, catalog, report),
    indexes: (catalog.indexes.get(relation.id) ?? []).map((row) => readIndex(row, byNumber, catalog)),
    triggers: readTriggers(relation, catalog),
    options: optionsOf(relation),
    ...readExtras(relation, catalog),
  };
  return unsupported.length === 0 ? table : { ...table, unsupported };
}
