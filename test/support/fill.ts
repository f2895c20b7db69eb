import type { Connection } from "../../src/dialect/dialect.js";
import { sortTables } from "../../src/diff/order.js";
import type { SqlValue } from "../../src/operation/operation.js";
import type { Column, Schema, Table } from "../../src/schema/schema.js";

/** A value that depends on the type and the row alone, so that a key finds the row that it refers to. */
function valueFor(column: Column, row: number): SqlValue {
  if (column.enumValues !== undefined) return column.enumValues[row % column.enumValues.length] ?? "";
  if (/json/.test(column.type)) return JSON.stringify({ row, text: "it's" });
  if (/date|time/.test(column.type)) return `2026-01-${String(row + 1).padStart(2, "0")} 10:00:00`;
  if (/bool/.test(column.type)) return row % 2;
  if (/blob/.test(column.type)) return new Uint8Array([row, 0, 255]);
  if (/char|text|clob/.test(column.type)) return `v${row + 1}'"é\n`;
  if (/int/.test(column.type)) return row + 1;
  return row + 1.5;
}

function rowOf(table: Table, row: number): [string, SqlValue][] {
  return table.columns
    .filter((column) => column.generated === undefined)
    .map((column) => [column.name, valueFor(column, row)]);
}

/** Puts rows into every table, parents first; references are by row number, so all of them are met. */
export async function fill(connection: Connection, schema: Schema, rows = 3): Promise<void> {
  await connection.query("PRAGMA foreign_keys = OFF");
  for (const table of sortTables(schema.tables)) {
    for (let row = 0; row < rows; row += 1) {
      const entries = rowOf(table, row);
      const names = entries.map(([name]) => `"${name.replaceAll('"', '""')}"`).join(", ");
      const places = entries.map(() => "?").join(", ");
      await connection.query(
        `INSERT INTO "${table.name.replaceAll('"', '""')}" (${names}) VALUES (${places})`,
        entries.map(([, value]) => value),
      );
    }
  }
  await connection.query("PRAGMA foreign_keys = ON");
}

/** The rows of every table, each with its columns by name; the order of rows does not count. */
export async function readRows(
  connection: Connection,
  schema: Schema,
): Promise<Map<string, Record<string, unknown>[]>> {
  const result = new Map<string, Record<string, unknown>[]>();
  for (const table of schema.tables) {
    result.set(table.name, [
      ...(await connection.query(`SELECT * FROM "${table.name.replaceAll('"', '""')}"`)),
    ]);
  }
  return result;
}
