import type { Operation } from "../../operation/operation.js";
import { sameName } from "../../schema/name.js";
import type { Schema } from "../../schema/schema.js";
import { quoteString } from "../standard/sql.js";
import { ddl, needsSchema } from "./ddl.js";
import { scriptGuard } from "./transaction.js";

/**
 * What must hold before a script rebuilds a table, which it knows from the revisions alone: a column, an index or a trigger
 * that somebody else gave the table would be lost.
 */
export function scriptGuards(operation: Operation, schema: Schema): string[] {
  if (operation.kind !== "alterTable" || !needsSchema(operation)) return [];
  if (!ddl(operation, schema).some(({ sql }) => sql.startsWith("DROP TABLE"))) return [];
  const table = schema.tables.find((candidate) => sameName(candidate, operation.table));
  if (table === undefined) return [];
  const name = quoteString(table.name);
  const listed = (names: readonly string[]): string => `(${names.map(quoteString).join(", ")})`;
  const columns = `SELECT count(*) FROM pragma_table_xinfo(${name})`;
  const others = listed([...table.indexes, ...table.triggers].map((object) => object.name));
  return [
    `(${columns}) = ${table.columns.length}`,
    `(${columns} WHERE name IN ${listed(table.columns.map((column) => column.name))}) = ${table.columns.length}`,
    "NOT EXISTS (SELECT 1 FROM sqlite_schema WHERE type IN ('index', 'trigger') AND sql IS NOT NULL" +
      ` AND tbl_name = ${name} COLLATE NOCASE AND name NOT IN ${others})`,
  ].map(scriptGuard);
}
