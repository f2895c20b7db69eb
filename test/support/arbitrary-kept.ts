import { keyOf, type ObjectName } from "../../src/schema/name.js";
import type { Column, Table } from "../../src/schema/schema.js";
import type { Pair } from "./arbitrary-schema.js";

/** Two rows are enough for a difference, and the smallest enums and booleans have two values. */
export const rowNumbers = [0, 1];

/**
 * What becomes of a column's values on the other side: they are spelled alike, or are the same again on the way back, or may
 * be others by then, or cannot be converted unless they are NULL.
 */
export type Conversion = "alike" | "back" | "lossy" | "impossible";

/** How a family of databases treats rows. */
export interface RowRules {
  /** What becomes of the values of a column; those of a computed one are others in any case. */
  readonly conversion: (before: Column, after: Column, pair: Pair) => Conversion;
  /** The same of a column that no key has, where its rows hold values that are not as steady; if it is another way. */
  readonly freeConversion: (before: Column, after: Column, pair: Pair) => Conversion | undefined;
  /** The columns of each constraint that forbids two rows, beside the keys; a part that is no column is empty. */
  readonly exclusions: (table: Table) => readonly (readonly string[])[];
}

/** A table on one side of a pair, what of it is on the other side, and what of that has the same values there and back. */
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
  /** By the old names of its columns. */
  readonly conversions: ReadonlyMap<string, Conversion>;
}

function isComputed(before: Column | undefined, after: Column | undefined): boolean {
  return before?.generated !== undefined || after?.generated !== undefined;
}

function keptOf(
  before: Table,
  after: Table,
  newName: Kept["newName"],
  conversion: (before: Column, after: Column) => Conversion,
): Kept {
  const conversions = new Map(
    before.columns.flatMap((column) => {
      const other = columnOf(after, newName(column.name));
      if (other === undefined) return [];
      const way = conversion(column, other);
      return [[column.name, isComputed(column, other) && way !== "impossible" ? "lossy" : way] as const];
    }),
  );
  const shared = [...conversions.keys()];
  const stable = shared.filter((name) => /alike|back/.test(conversions.get(name) ?? ""));
  const side = (table: Table, spell: (name: string) => string): Side => ({
    table,
    shared: new Set(shared.map(spell)),
    stable: new Set(stable.map(spell)),
  });
  return { before: side(before, String), after: side(after, newName), newName, conversions };
}

/** The tables that are on both sides, by the keys of their old names. */
export function keptTables(pair: Pair, { conversion }: RowRules): Map<string, Kept> {
  const { from, to, renames } = pair;
  const kept = new Map<string, Kept>();
  for (const before of from.tables) {
    const old = keyOf(before);
    const key = keyOf(renames.tables.find((rename) => keyOf(rename.from) === old)?.to ?? before);
    const after = to.tables.find((table) => keyOf(table) === key);
    const columns = renames.columns.get(key) ?? [];
    const newName = (column: string): string =>
      columns.find((rename) => rename.from === column)?.to ?? column;
    if (after !== undefined)
      kept.set(
        old,
        keptOf(before, after, newName, (a, b) => conversion(a, b, pair)),
      );
  }
  return kept;
}

function columnOf(table: Table | undefined, name: string): Column | undefined {
  return table?.columns.find((column) => column.name === name);
}

function isNullable(table: Table, name: string): boolean {
  return columnOf(table, name)?.nullable ?? false;
}

/** The columns whose values must be the same: there, or back again; NULL that is forbidden there gets a value. */
export function comparedColumns(kept: Kept, way: "there" | "back", pair: Pair, rules: RowRules): string[] {
  const { before, after, newName, conversions } = kept;
  const conversionOf = (name: string): Conversion | undefined => {
    const [old, now] = [columnOf(before.table, name), columnOf(after.table, newName(name))];
    const isKey = isKeyColumn(name, before.table, kept, rules);
    const free = isKey ? undefined : old && now && rules.freeConversion(old, now, pair);
    return free ?? conversions.get(name);
  };
  return [...before.stable].filter(
    (name) =>
      (way === "back" ? ["alike", "back"] : ["alike"]).includes(conversionOf(name) ?? "") &&
      (isNullable(after.table, newName(name)) || !isNullable(before.table, name)),
  );
}

function uniqueKeys(table: Table, { exclusions }: RowRules): (readonly string[])[] {
  return [
    ...(table.primaryKey === undefined ? [] : [table.primaryKey.columns]),
    ...table.uniques.map(({ columns }) => columns),
    ...table.indexes
      .filter((index) => index.unique)
      .map((index) => index.elements.map((element) => element.column ?? "")),
    ...exclusions(table),
  ];
}

/** Whether each key has a column that tells the rows apart all the way. */
function keepsKeys({ table, stable }: Side, rules: RowRules): boolean {
  return uniqueKeys(table, rules).every((key) => key.some((name) => stable.has(name)));
}

/** Whether each reference of a side is met by rows that stay, or is NULL because its column comes anew. */
function keepsReferences(
  { table, shared, stable }: Side,
  sideOf: (name: ObjectName) => Side | undefined,
): boolean {
  const comesEmpty = (name: string): boolean => {
    const column = columnOf(table, name);
    return !shared.has(name) && column?.nullable === true && column.default === undefined;
  };
  return table.foreignKeys.every(({ columns, references, referencedColumns, match }) => {
    const target = sideOf(references)?.stable;
    const met = columns.every((name) => stable.has(name)) && referencedColumns.every((n) => target?.has(n));
    return met || (match === "FULL" ? columns.every(comesEmpty) : columns.some(comesEmpty));
  });
}

/** The keys of the old names of the tables that can have rows all the way there and back. */
export function fillableTables(pair: Pair, rules: RowRules): Set<string> {
  const kept = keptTables(pair, rules);
  const filled = new Set(pair.from.tables.map(keyOf));
  const isFillable = (table: Table): boolean => {
    if (!table.foreignKeys.every(({ references }) => filled.has(keyOf(references)))) return false;
    const own = kept.get(keyOf(table));
    if (own === undefined) return true;
    const there = [...kept].flatMap(([name, other]) => (filled.has(name) ? [other] : []));
    const sideOf =
      (side: "before" | "after") =>
      (name: ObjectName): Side | undefined =>
        there.find((one) => keyOf(one[side].table) === keyOf(name))?.[side];
    return (
      keepsKeys(own.before, rules) &&
      keepsKeys(own.after, rules) &&
      [...own.conversions].every(
        ([name, way]) => way !== "impossible" || canBeNull(name, table, own, rules),
      ) &&
      keepsReferences(own.before, sideOf("before")) &&
      keepsReferences(own.after, sideOf("after"))
    );
  };
  for (let count = -1; count !== filled.size;) {
    count = filled.size;
    for (const table of pair.from.tables) if (!isFillable(table)) filled.delete(keyOf(table));
  }
  return filled;
}

function keyColumns(table: Table, rules: RowRules): string[] {
  return [...uniqueKeys(table, rules).flat(), ...table.foreignKeys.flatMap(({ columns }) => columns)];
}

/** Whether a key or a reference has the column, on either side. */
export function isKeyColumn(name: string, table: Table, kept: Kept | undefined, rules: RowRules): boolean {
  if (keyColumns(table, rules).includes(name)) return true;
  return kept !== undefined && keyColumns(kept.after.table, rules).includes(kept.newName(name));
}

/** Whether a row may hold NULL there: no key and no reference has the column, and what NULL becomes can be converted back. */
export function canBeNull(name: string, table: Table, kept: Kept | undefined, rules: RowRules): boolean {
  if (!isNullable(table, name) || isKeyColumn(name, table, kept, rules)) return false;
  const [column, other] = [columnOf(table, name), kept && columnOf(kept.after.table, kept.newName(name))];
  const isFilled = other !== undefined && !other.nullable && other.type !== column?.type;
  return !isFilled && !isComputed(column, other);
}
