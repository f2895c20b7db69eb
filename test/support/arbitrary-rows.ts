import type { Connection } from "../../src/dialect/dialect.js";
import { quoteIdentifier, quoteList } from "../../src/dialect/standard/sql.js";
import type { SqlValue } from "../../src/operation/operation.js";
import type { Column, Table } from "../../src/schema/schema.js";
import type { Pair } from "./arbitrary-schema.js";

/** Two rows are enough for a difference, and the smallest enums and booleans have two values. */
const rowNumbers = [0, 1];

/** A value that depends on the type and the row alone, so that a key finds the row that it refers to. */
function valueFor({ type, enumValues }: Column, row: number): SqlValue {
  if (enumValues !== undefined) return enumValues[row] ?? "";
  if (/date|time/.test(type)) return `2026-01-0${row + 1} 10:00:00`;
  if (/bool/.test(type)) return row;
  if (/blob/.test(type)) return new Uint8Array([row, 0, 255]);
  if (/char|text|clob/.test(type)) return `v${row + 1}'"é\n`;
  return /int/.test(type) ? row + 1 : row + 1.5;
}

/** A table on one side of a pair, what of it is on the other side, and what of that holds the same values there. */
interface Side {
  readonly table: Table;
  readonly shared: ReadonlySet<string>;
  readonly stable: ReadonlySet<string>;
}

/** A table that is on both sides, and the names that its columns have on the second. */
export interface Kept {
  readonly before: Side;
  readonly after: Side;
  readonly newName: (column: string) => string;
}

function keptOf(before: Table, after: Table, newName: Kept["newName"]): Kept {
  const there = (column: Column): Column | undefined =>
    after.columns.find(({ name }) => name === newName(column.name));
  const shared = before.columns.filter((column) => there(column) !== undefined);
  const stable = shared.filter((column) => {
    const other = there(column);
    return column.generated === undefined && other?.generated === undefined && column.type === other?.type;
  });
  const side = (table: Table, spell: (name: string) => string): Side => ({
    table,
    shared: new Set(shared.map(({ name }) => spell(name))),
    stable: new Set(stable.map(({ name }) => spell(name))),
  });
  return { before: side(before, String), after: side(after, newName), newName };
}

/** The tables that are on both sides, by their old names. */
export function keptTables({ from, to, renames }: Pair): Map<string, Kept> {
  const kept = new Map<string, Kept>();
  for (const before of from.tables) {
    const name = renames.tables.find((rename) => rename.from.name === before.name)?.to.name ?? before.name;
    const after = to.tables.find((table) => table.name === name);
    const columns = renames.columns.get(name) ?? [];
    const newName = (column: string): string =>
      columns.find((rename) => rename.from === column)?.to ?? column;
    if (after !== undefined) kept.set(before.name, keptOf(before, after, newName));
  }
  return kept;
}

function uniqueKeys(table: Table): (readonly string[])[] {
  return [
    ...(table.primaryKey === undefined ? [] : [table.primaryKey.columns]),
    ...table.uniques.map(({ columns }) => columns),
    ...table.indexes
      .filter((index) => index.unique)
      .map((index) => index.elements.map((element) => element.column ?? "")),
  ];
}

/** Whether each key has a column that tells the rows apart all the way. */
function keepsKeys({ table, stable }: Side): boolean {
  return uniqueKeys(table).every((key) => key.some((name) => stable.has(name)));
}

/** Whether the values of each column with a list of them stay as they are and are allowed on both sides. */
function keepsEnums({ before, after, newName }: Kept): boolean {
  return before.table.columns.every((column) => {
    const other = after.table.columns.find(({ name }) => name === newName(column.name));
    if (other === undefined || (other.enumValues ?? column.enumValues) === undefined) return true;
    if (!before.stable.has(column.name)) return false;
    const { enumValues = column.enumValues ?? [] } = other;
    return rowNumbers.every((row) => enumValues.includes(String(valueFor(column, row))));
  });
}

/** Whether each reference of a side is met by rows that stay, or is NULL because its column comes anew. */
function keepsReferences(
  { table, shared, stable }: Side,
  sideOf: (name: string) => Side | undefined,
): boolean {
  const comesEmpty = (name: string): boolean => {
    const column = table.columns.find((candidate) => candidate.name === name);
    return !shared.has(name) && column?.nullable === true && column.default === undefined;
  };
  return table.foreignKeys.every(({ columns, references, referencedColumns }) => {
    const target = sideOf(references.name)?.stable;
    const met = columns.every((name) => stable.has(name)) && referencedColumns.every((n) => target?.has(n));
    return met || columns.some(comesEmpty);
  });
}

/** The old names of the tables that can have rows all the way there and back. */
export function fillableTables(pair: Pair): Set<string> {
  const kept = keptTables(pair);
  const filled = new Set(pair.from.tables.map(({ name }) => name));
  const isFillable = (table: Table): boolean => {
    if (!table.foreignKeys.every(({ references }) => filled.has(references.name))) return false;
    const own = kept.get(table.name);
    if (own === undefined) return true;
    const there = [...kept].flatMap(([name, other]) => (filled.has(name) ? [other] : []));
    return (
      keepsKeys(own.before) &&
      keepsKeys(own.after) &&
      keepsEnums(own) &&
      keepsReferences(own.before, (name) => there.find(({ before }) => before.table.name === name)?.before) &&
      keepsReferences(own.after, (name) => there.find(({ after }) => after.table.name === name)?.after)
    );
  };
  for (let count = -1; count !== filled.size;) {
    count = filled.size;
    for (const table of pair.from.tables) if (!isFillable(table)) filled.delete(table.name);
  }
  return filled;
}

function keyColumns({ table }: Side): string[] {
  return [...uniqueKeys(table).flat(), ...table.foreignKeys.flatMap(({ columns }) => columns)];
}

/** Whether the second row may hold NULL there: no key and no reference has the column. */
function mayBeNull(column: Column, table: Table, kept: Kept | undefined): boolean {
  const keys = keyColumns({ table, shared: new Set(), stable: new Set() });
  if (!column.nullable || keys.includes(column.name)) return false;
  return kept === undefined || !keyColumns(kept.after).includes(kept.newName(column.name));
}

/** Puts rows into the tables of the first schema that can keep them; references are by row number. */
export async function fillPair(connection: Connection, pair: Pair): Promise<void> {
  const kept = keptTables(pair);
  const fillable = fillableTables(pair);
  await connection.query("PRAGMA foreign_keys = OFF");
  for (const table of pair.from.tables.filter(({ name }) => fillable.has(name))) {
    const columns = table.columns.filter(({ generated }) => generated === undefined);
    const places = columns.map(() => "?").join(", ");
    const sql = `INSERT INTO ${quoteIdentifier(table.name)} (${quoteList(columns.map(({ name }) => name))}) VALUES (${places})`;
    for (const row of rowNumbers) {
      const isNull = (column: Column): boolean => row === 1 && mayBeNull(column, table, kept.get(table.name));
      const values = columns.map((column) => (isNull(column) ? null : valueFor(column, row)));
      await connection.query(sql, values);
    }
  }
  await connection.query("PRAGMA foreign_keys = ON");
}
