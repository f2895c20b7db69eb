import type { ObjectName } from "../../schema/name.js";
import type { Index, IndexElement } from "../../schema/schema.js";
import type { Statement } from "../dialect.js";
import { quoteIdentifier, quoteList } from "../standard/sql.js";
import { collationSql } from "./column-sql.js";
import { indexComment } from "./comment-sql.js";
import { beside, quote } from "./names.js";
import { literal } from "./rows-sql.js";

/** Storage parameters in their parentheses; a name such as `toast.autovacuum_enabled` has two parts. */
export function storageSql(storage: Readonly<Record<string, string>>): string {
  const parameters = Object.entries(storage).map(
    ([name, value]) => `${storageName(name)} = ${literal(value)}`,
  );
  return `(${parameters.join(", ")})`;
}

/** The name of a storage parameter, quoted. */
export function storageName(name: string): string {
  return name.split(".").map(quoteIdentifier).join(".");
}

/** ` WITH (…)`, where there are any. */
export function withStorage(storage: Readonly<Record<string, string>> | undefined): string {
  return storage === undefined || Object.keys(storage).length === 0 ? "" : ` WITH ${storageSql(storage)}`;
}

function elementSql(element: IndexElement): string {
  const subject = element.column === undefined ? `(${element.expression})` : quoteIdentifier(element.column);
  const words = [element.operatorClass, element.order, element.nulls && `NULLS ${element.nulls}`];
  return [`${subject}${collationSql(element)}`, ...words.filter((word) => word !== undefined)].join(" ");
}

/** The statement that creates the index, without its comment. https://www.postgresql.org/docs/current/sql-createindex.html */
function createSql(table: ObjectName, index: Index, concurrently: boolean): string {
  return [
    `CREATE ${index.unique ? "UNIQUE " : ""}INDEX ${concurrently ? "CONCURRENTLY " : ""}${quoteIdentifier(index.name)}`,
    ` ON ${quote(table)}${index.method === undefined ? "" : ` USING ${quoteIdentifier(index.method)}`}`,
    ` (${index.elements.map(elementSql).join(", ")})`,
    index.include === undefined || index.include.length === 0 ? "" : ` INCLUDE (${quoteList(index.include)})`,
    index.nullsNotDistinct ? " NULLS NOT DISTINCT" : "",
    withStorage(index.storage),
    index.where === undefined ? "" : ` WHERE ${index.where}`,
  ].join("");
}

/** The statements that create the index on that table or materialized view, the first of them the index itself. */
export function createIndex(
  table: ObjectName,
  index: Index,
  concurrently = false,
): [Statement, ...Statement[]] {
  return [{ sql: createSql(table, index, concurrently) }, ...indexComment(table, index)];
}

/** The statement that drops the index of that table. */
export function dropIndex(table: ObjectName, index: Index, concurrently = false): Statement {
  return { sql: `DROP INDEX ${concurrently ? "CONCURRENTLY " : ""}${quote(beside(table, index.name))}` };
}
