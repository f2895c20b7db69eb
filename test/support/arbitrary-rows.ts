import type { Connection } from "../../src/dialect/dialect.js";
import { quoteIdentifier, quoteList } from "../../src/dialect/standard/sql.js";
import type { SqlValue } from "../../src/operation/operation.js";
import type { Column } from "../../src/schema/schema.js";
import { canBeNull, fillableTables, keptTables, rowNumbers, type RowRules } from "./arbitrary-kept.js";
import type { Pair } from "./arbitrary-schema.js";

/** A value that depends on the type and the row alone, so that a key finds the row that it refers to. */
function valueFor({ type, enumValues }: Column, row: number): SqlValue {
  if (enumValues !== undefined) return enumValues[row] ?? "";
  if (/date|time/.test(type)) return `2026-01-0${row + 1} 10:00:00`;
  if (/bool/.test(type)) return row;
  if (/blob/.test(type)) return new Uint8Array([row, 0, 255]);
  if (/char|text|clob/.test(type)) return `v${row + 1}'"é\n`;
  return /int/.test(type) ? row + 1 : row + 1.5;
}

/** Values with a list of them stay as they are, and are allowed on both sides. */
function keepsEnum(column: Column, other: Column): boolean {
  const { enumValues = column.enumValues } = other;
  if (enumValues === undefined) return true;
  if (column.generated !== undefined || other.generated !== undefined) return false;
  const values = rowNumbers.map((row) => String(valueFor(column, row)));
  return column.type === other.type && values.every((value) => enumValues.includes(value));
}

/** SQLite keeps every value in every column. */
export const sqliteRows: RowRules = {
  conversion: (before, after) => {
    if (!keepsEnum(before, after)) return "impossible";
    return before.type === after.type ? "alike" : "lossy";
  },
  freeConversion: () => undefined,
  exclusions: () => [],
};

/** Puts rows into the tables of the first schema that can keep them; references are by row number. */
export async function fillPair(connection: Connection, pair: Pair): Promise<void> {
  const kept = keptTables(pair, sqliteRows);
  const fillable = fillableTables(pair, sqliteRows);
  await connection.query("PRAGMA foreign_keys = OFF");
  for (const table of pair.from.tables.filter(({ name }) => fillable.has(name))) {
    const columns = table.columns.filter(({ generated }) => generated === undefined);
    const places = columns.map(() => "?").join(", ");
    const sql = `INSERT INTO ${quoteIdentifier(table.name)} (${quoteList(columns.map(({ name }) => name))}) VALUES (${places})`;
    for (const row of rowNumbers) {
      const values = columns.map((column) => {
        const own = kept.get(table.name);
        const isNull = row === 1 || own?.conversions.get(column.name) === "impossible";
        return isNull && canBeNull(column.name, table, own, sqliteRows) ? null : valueFor(column, row);
      });
      await connection.query(sql, values);
    }
  }
  await connection.query("PRAGMA foreign_keys = ON");
}
