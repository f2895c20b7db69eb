import type { DataSource, EntityMetadata } from "typeorm";
import type { View } from "../schema/schema.js";
import { readIndexes } from "./constraint.js";
import type { ModelContext } from "./model-context.js";
import { tableName } from "./table-name.js";

function viewQuery({ expression }: EntityMetadata, dataSource: DataSource): string | undefined {
  const query = typeof expression === "function" ? expression(dataSource).getQuery() : expression;
  return query?.trim().replace(/;$/, "").trimEnd();
}

/** Only the rows of a materialized view are stored, so that only they can be indexed. */
function materializedOf(metadata: EntityMetadata, context: ModelContext): Partial<View> {
  if (!metadata.tableMetadataArgs.materialized) return {};
  const indexes = readIndexes(metadata, context);
  return { materialized: true, ...(indexes.length === 0 ? {} : { indexes }) };
}

/** The view of the entity; none where its query is empty. */
export function readView(metadata: EntityMetadata, context: ModelContext): View[] {
  const query = viewQuery(metadata, context.dataSource);
  if (!query) return [];
  return [{ ...tableName(metadata, context), query, ...materializedOf(metadata, context), triggers: [] }];
}

/** Whether the view is ours to make: one without an expression is made elsewhere. */
export function isManagedView(metadata: EntityMetadata): boolean {
  return metadata.synchronize && Boolean(metadata.expression);
}
