import type { View, ViewRead } from "../../schema/schema.js";
import type { Catalog } from "./catalog.js";
import type { RelationRow } from "./catalog-rows.js";
import { present } from "./catalog-values.js";
import { readExtras, readTriggers } from "./introspect-extras.js";
import { readIndex } from "./introspect-index.js";

/** A view with all that belongs to it. Its query names its columns. */
export function readView(relation: RelationRow, catalog: Catalog): View {
  const columns = new Map((catalog.columns.get(relation.id) ?? []).map((row) => [row.number, row]));
  return {
    ...catalog.objectName(relation.schema, relation.name),
    query: present(relation.query),
    ...(relation.kind === "m" && { materialized: true as const }),
    indexes: (catalog.indexes.get(relation.id) ?? []).map((row) => readIndex(row, columns, catalog)),
    ...(relation.comment === undefined ? {} : { comment: relation.comment }),
    options: relation.options,
    triggers: readTriggers(relation, catalog),
    ...readExtras(relation, catalog),
  };
}

/** What the view reads. */
export function readReads(
  { id, schema, name }: RelationRow,
  { attachments, objectName }: Catalog,
): ViewRead[] {
  return (attachments.get(id) ?? [])
    .filter(({ kind }) => kind === "read")
    .map((row) => ({
      view: objectName(schema, name),
      from: objectName(row.details, row.name ?? ""),
      columns: row.columns,
    }));
}
