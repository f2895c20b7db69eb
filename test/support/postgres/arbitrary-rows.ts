import type { Connection } from "../../../src/dialect/dialect.js";
import { postgres } from "../../../src/dialect/postgres/index.js";
import { quoteIdentifier } from "../../../src/dialect/standard/sql.js";
import { keyOf } from "../../../src/schema/name.js";
import type { Column, Table } from "../../../src/schema/schema.js";
import { typeName } from "../../../src/schema/type-name.js";
import {
  canBeNull,
  fillableTables,
  isKeyColumn,
  keptTables,
  rowNumbers,
  type Kept,
  type RowRules,
} from "../arbitrary-kept.js";
import type { Pair } from "../arbitrary-schema.js";
import { conversion, enumOf, movedValue, steadyValues } from "./arbitrary-conversion.js";
import { arrayTraits, baseTypes, enumTraits, type Traits } from "./arbitrary-type.js";

/** The columns of an exclusion, as its text is known here. */
function excludedColumns({ columns, exclusions = [] }: Table): string[][] {
  return exclusions.map(({ definition }) =>
    columns.map(({ name }) => name).filter((name) => definition.includes(`${quoteIdentifier(name)} WITH`)),
  );
}

/** PostgreSQL converts what it can, and refuses the rest. */
export const postgresRows: RowRules = {
  conversion,
  freeConversion: (before, after, pair) => movedValue(before, after, pair)?.way,
  exclusions: excludedColumns,
};

function traitsOf(type: string, pair: Pair, moved: string | undefined): Traits {
  const element = type.replace(/\[\]$/, "");
  const one = enumOf(element, pair.from);
  const steady = one === undefined ? [] : steadyValues(one, pair);
  const traits =
    one === undefined
      ? baseTypes.find((known) => known.type === element)
      : enumTraits(typeName(one), one.values, moved === undefined ? steady : [moved]);
  if (traits === undefined) throw new Error(`no such type: ${type}`);
  return element === type ? traits : arrayTraits(traits);
}

/** What a row holds in the column, as text; the second has NULL wherever it may. */
function valueFor(
  column: Column,
  row: number,
  table: Table,
  kept: Kept | undefined,
  pair: Pair,
): string | null {
  const isNull = row === 1 || kept?.conversions.get(column.name) === "impossible";
  if (isNull && canBeNull(column.name, table, kept, postgresRows)) return null;
  const after = kept?.after.table.columns.find(({ name }) => name === kept.newName(column.name));
  const isFree = !isKeyColumn(column.name, table, kept, postgresRows);
  const moved = isFree ? movedValue(column, after, pair)?.value : undefined;
  return traitsOf(column.type, pair, moved).value(row);
}

/** Puts rows into the tables of the first schema that can keep them; references are by row number. */
export async function fillPair(connection: Connection, pair: Pair): Promise<void> {
  const kept = keptTables(pair, postgresRows);
  const fillable = fillableTables(pair, postgresRows);
  await connection.query("SET session_replication_role = replica");
  for (const table of pair.from.tables.filter((one) => fillable.has(keyOf(one)))) {
    const columns = table.columns.filter(({ generated }) => generated === undefined);
    const rows = rowNumbers.map((row) =>
      columns.map((column) => valueFor(column, row, table, kept.get(keyOf(table)), pair)),
    );
    const places = rows.map(
      (row, at) => `(${row.map((_, own) => `$${at * row.length + own + 1}`).join(", ")})`,
    );
    const list = columns.map(({ name }) => quoteIdentifier(name)).join(", ");
    const sql = `INSERT INTO ${postgres.quote(table)} (${list}) OVERRIDING SYSTEM VALUE VALUES ${places.join(", ")}`;
    if (columns.length > 0) await connection.query(sql, rows.flat());
  }
  await connection.query("RESET session_replication_role");
}
