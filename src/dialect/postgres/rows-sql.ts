import type { BulkInsert, SqlValue } from "../../operation/operation.js";
import type { Statement } from "../dialect.js";
import { chunkRows } from "../standard/bulk-insert.js";
import { quoteList, quoteString } from "../standard/sql.js";
import { quote } from "./names.js";

/**
 * At most so many values go into one INSERT; the protocol takes no more than 65535 parameters.
 * https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
const maximumParameters = 20_000;

/**
 * The statements that put the rows in; a value for an identity column is taken, even for one that is always generated.
 * Throws `E_BULK_INSERT` where the rows do not have the same columns.
 */
export function bulkInsert(operation: BulkInsert): Statement[] {
  const { table, rows } = operation;
  const { columns, chunks } = chunkRows(operation, maximumParameters);
  if (columns.length === 0) return rows.map(() => ({ sql: `INSERT INTO ${quote(table)} DEFAULT VALUES` }));
  const head = `INSERT INTO ${quote(table)} (${quoteList(columns)}) OVERRIDING SYSTEM VALUE VALUES`;
  return chunks.map((chunk) => {
    let position = 0;
    const places = chunk.map((row) => `(${row.map(() => `$${(position += 1)}`).join(", ")})`);
    return { sql: `${head} ${places.join(", ")}`, parameters: chunk.flat() };
  });
}

/** A text as a literal that means the same whatever `standard_conforming_strings` says. */
function textLiteral(text: string): string {
  const quoted = quoteString(text);
  return text.includes("\\") ? `E${quoted.replaceAll("\\", "\\\\")}` : quoted;
}

/**
 * A value as SQL writes it: like a parameter, its type is that of its place, so that a number fits a `jsonb` column, too.
 * https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-CONSTANTS
 */
export function literal(value: SqlValue): string {
  if (value === null) return "NULL";
  if (value instanceof Uint8Array) return textLiteral(`\\x${Buffer.from(value).toString("hex")}`);
  return textLiteral(String(bindable(value)));
}

function padded(value: number, digits: number): string {
  return String(value).padStart(digits, "0");
}

/** `+02:00`, from the minutes that the local time is behind. */
function offsetText(minutesBehind: number): string {
  const minutes = Math.abs(minutesBehind);
  return `${minutesBehind > 0 ? "-" : "+"}${padded(Math.floor(minutes / 60), 2)}:${padded(minutes % 60, 2)}`;
}

/**
 * A time as the driver writes it for TypeORM: local, with the offset, which a column without time zone leaves out. The
 * year before 1 is 1 BC. https://www.postgresql.org/docs/current/datatype-datetime.html
 */
function timeText(time: Date): string {
  const year = time.getFullYear();
  const date = [
    padded(year < 1 ? 1 - year : year, 4),
    padded(time.getMonth() + 1, 2),
    padded(time.getDate(), 2),
  ];
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map((part) => padded(part, 2));
  const era = year < 1 ? " BC" : "";
  return `${date.join("-")} ${clock.join(":")}.${padded(time.getMilliseconds(), 3)}${offsetText(time.getTimezoneOffset())}${era}`;
}

/** A value that the driver can bind. */
export function bindable(value: SqlValue): SqlValue {
  if (value instanceof Date) return timeText(value);
  if (typeof value === "bigint") return String(value);
  if (value instanceof Uint8Array) return Buffer.from(value);
  return value;
}
