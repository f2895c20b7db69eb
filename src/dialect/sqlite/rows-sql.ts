import type { BulkInsert, SqlValue } from "../../operation/operation.js";
import type { Statement } from "../dialect.js";
import { chunkRows } from "../standard/bulk-insert.js";
import { quoteIdentifier, quoteList, quoteString } from "../standard/sql.js";

/** At most so many values go into one INSERT; SQLite before 3.32 took no more than 999. */
const maximumParameters = 900;

/** Numbers stand in the statement itself: as a parameter, better-sqlite3 would make 1.0 of 1. */
function isNumeric(value: SqlValue): boolean {
  return value === null || ["number", "bigint", "boolean"].includes(typeof value);
}

/** The statements that put the rows in. Throws `E_BULK_INSERT` where they do not have the same columns. */
export function bulkInsert(operation: BulkInsert): Statement[] {
  const { columns, chunks } = chunkRows(operation, maximumParameters);
  if (columns.length === 0) return [];
  const head = `INSERT INTO ${quoteIdentifier(operation.table.name)} (${quoteList(columns)}) VALUES`;
  return chunks.map((chunk) => {
    const places = chunk.map(
      (row) => `(${row.map((value) => (isNumeric(value) ? literal(value) : "?")).join(", ")})`,
    );
    return {
      sql: `${head} ${places.join(", ")}`,
      parameters: chunk.flat().filter((value) => !isNumeric(value)),
    };
  });
}

/** A value as SQLite writes it: booleans are 1 and 0, times are UTC text as TypeORM stores them. */
export function literal(value: SqlValue): string {
  if (value === null) return "NULL";
  if (typeof value === "bigint") return String(value);
  if (value instanceof Uint8Array) return `X'${Buffer.from(value).toString("hex")}'`;
  const bound = bindable(value);
  return typeof bound === "string" ? quoteString(bound) : String(bound);
}

/** A value that both SQLite drivers can bind. */
export function bindable(value: SqlValue): SqlValue {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (value instanceof Date) return value.toISOString().replace("T", " ").replace("Z", "");
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Uint8Array) return Buffer.from(value);
  return value;
}
