import type { Connection, Dialect } from "../../src/dialect/dialect.js";
import { sortTables } from "../../src/diff/order.js";
import type { SqlValue } from "../../src/operation/operation.js";
import { keyOf } from "../../src/schema/name.js";
import type { Column, Schema, Table } from "../../src/schema/schema.js";
import { isOfType } from "../../src/schema/type-name.js";

/** A value that depends on the type and the row alone, so that a key finds the row that it refers to. */
function sqliteValue(column: Column, row: number): SqlValue {
  if (column.enumValues !== undefined) return column.enumValues[row % column.enumValues.length] ?? "";
  if (/json/.test(column.type)) return JSON.stringify({ row, text: "it's" });
  if (/date|time/.test(column.type)) return `2026-01-${String(row + 1).padStart(2, "0")} 10:00:00`;
  if (/bool/.test(column.type)) return row % 2;
  if (/blob/.test(column.type)) return new Uint8Array([row, 0, 255]);
  if (/char|text|clob/.test(column.type)) return `v${row + 1}'"é\n`;
  if (/int/.test(column.type)) return row + 1;
  return row + 1.5;
}

/** What a row holds in a column of a type of PostgreSQL, as text that the server reads. */
const postgresTexts: readonly (readonly [RegExp, (row: number) => string])[] = [
  [/^jsonb?$/, (row) => JSON.stringify({ row, text: "it's" })],
  [/^jsonpath$/, (row) => `$."r${row}"`],
  [/^tstzrange|^tsrange/, (row) => `[2026-01-0${row + 1} 10:00, 2026-02-0${row + 1} 10:00)`],
  [/^daterange/, (row) => `[2026-01-0${row + 1}, 2026-02-0${row + 1})`],
  [/^ts(?:tz)?multirange/, (row) => `{[2026-01-0${row + 1} 10:00, 2026-02-0${row + 1} 10:00)}`],
  [/^datemultirange/, (row) => `{[2026-01-0${row + 1}, 2026-02-0${row + 1})}`],
  [/^(?:int|num)\d*multirange/, (row) => `{[${row}, ${row + 10})}`],
  [/^(?:int|num)\d*range/, (row) => `[${row}, ${row + 10})`],
  [/^interval/, (row) => `${row + 1} days`],
  [/^time(?:tz)?(?:\(|$)/, (row) => `10:00:0${row}`],
  [/^date|^timestamp/, (row) => `2026-01-0${row + 1} 10:00:00`],
  [/^boolean/, (row) => String(row % 2 === 0)],
  [/^bytea/, (row) => `\\x0${row}00ff`],
  [/^uuid/, (row) => `00000000-0000-4000-8000-00000000000${row}`],
  [/^(?:inet|cidr)/, (row) => `10.0.0.${row}`],
  [/^macaddr8/, (row) => `08:00:2b:01:02:03:04:0${row}`],
  [/^macaddr/, (row) => `08:00:2b:01:02:0${row}`],
  [/^point/, (row) => `(${row},1)`],
  [/^lseg/, (row) => `[(${row},1),(2,2)]`],
  [/^line/, (row) => `{1,2,${row}}`],
  [/^box/, (row) => `(${row},${row}),(0,0)`],
  [/^path|^polygon/, (row) => `((${row},1),(2,2))`],
  [/^circle/, (row) => `<(${row},1),2>`],
  [/^xml/, (row) => `<a>${row}</a>`],
  [/^tsvector|^tsquery/, (row) => `'word${row}'`],
  [/^hstore/, (row) => `"key"=>"${row}"`],
  [/^ltree/, (row) => `top.n${row}`],
  [/^cube/, (row) => `(${row}, 1)`],
  [/^(?:smallint|integer|bigint|oid|money)/, (row) => String(row + 1)],
  [/^(?:numeric|real|double precision)/, (row) => String(row + 1)],
];

function lengthOf(type: string): number {
  return Number(/\((\d+)\)/.exec(type)?.[1] ?? 100);
}

function postgresText(type: string, row: number, schema: Schema): string {
  if (type.endsWith("[]")) return `{${JSON.stringify(postgresText(type.slice(0, -2), row, schema))}}`;
  const found = schema.enums.find((candidate) => isOfType(type, candidate));
  if (found !== undefined) return found.values[row % found.values.length] ?? "";
  if (/^(?:var)?bit/.test(type))
    return String(row % 2).padStart(type === "bit(1)" ? 1 : lengthOf(type) % 100 || 1, "1");
  const known = postgresTexts.find(([pattern]) => pattern.test(type));
  if (known !== undefined) return known[1](row);
  return `${row + 1}'"é\n`.slice(0, lengthOf(type));
}

function rowOf(table: Table, row: number, dialect: Dialect, schema: Schema): [string, SqlValue][] {
  return table.columns
    .filter((column) => column.generated === undefined)
    .map((column) => [
      column.name,
      dialect.enumTypes ? postgresText(column.type, row, schema) : sqliteValue(column, row),
    ]);
}

/** Puts rows into every table, parents first; references are by row number, so all of them are met. */
export async function fill(
  connection: Connection,
  dialect: Dialect,
  schema: Schema,
  rows = 3,
): Promise<void> {
  const [unchecked, checked, overriding] = dialect.enumTypes
    ? ["SET session_replication_role = replica", "RESET session_replication_role", "OVERRIDING SYSTEM VALUE "]
    : ["PRAGMA foreign_keys = OFF", "PRAGMA foreign_keys = ON", ""];
  await connection.query(unchecked);
  for (const table of sortTables(schema.tables)) {
    for (let row = 0; row < rows; row += 1) {
      const entries = rowOf(table, row, dialect, schema);
      const names = entries.map(([name]) => dialect.quote(name)).join(", ");
      const places = entries.map((_, index) => dialect.parameter(index + 1)).join(", ");
      await connection.query(
        entries.length === 0
          ? `INSERT INTO ${dialect.quote(table)} DEFAULT VALUES`
          : `INSERT INTO ${dialect.quote(table)} (${names}) ${overriding}VALUES (${places})`,
        entries.map(([, value]) => value),
      );
    }
  }
  await connection.query(checked);
}

/** The rows of every table, each with its columns by name; the order of rows does not count. */
export async function readRows(
  connection: Connection,
  dialect: Dialect,
  schema: Schema,
): Promise<Map<string, Record<string, unknown>[]>> {
  const result = new Map<string, Record<string, unknown>[]>();
  for (const table of schema.tables) {
    result.set(keyOf(table), [...(await connection.query(`SELECT * FROM ${dialect.quote(table)}`))]);
  }
  return result;
}
