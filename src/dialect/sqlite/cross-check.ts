import type { Column, ForeignKey, PrimaryKey, TableOptions } from "../../schema/schema.js";
import { foldCase } from "../../schema/sql-text.js";
import type { ColumnRow, ForeignKeyRow } from "./catalog.js";
import { groupBy } from "./catalog.js";
import { canonicalDefault, canonicalType, isRowidAlias } from "./normalize-column.js";
import { sameExpression } from "./normalize.js";
import type { ParsedTable } from "./parse-table.js";

/** What the catalog knows of a table that its text says, too. */
export interface CatalogTable {
  readonly columns: readonly ColumnRow[];
  readonly foreignKeys: readonly ForeignKeyRow[];
  /** The columns of each index that SQLite made for a constraint. */
  readonly keys: readonly (readonly string[])[];
}

function sameDefault(left: string | undefined, right: string | undefined): boolean {
  const [first, second] = [canonicalDefault(left), canonicalDefault(right)];
  if (first === undefined || second === undefined) return first === second;
  return sameExpression(first, second);
}

/** Where SQLite adds NOT NULL by itself. https://www.sqlite.org/withoutrowid.html https://www.sqlite.org/stricttables.html */
function impliesNotNull(column: Column, primaryKey: PrimaryKey | undefined, options: TableOptions): boolean {
  if (!options.withoutRowid && !options.strict) return false;
  const key = primaryKey?.columns.map(foldCase) ?? [];
  return key.includes(foldCase(column.name)) && !isRowidAlias(column, primaryKey, options);
}

function generatedAs({ generated }: Column): number {
  if (generated === undefined) return 0;
  return generated.stored ? 3 : 2;
}

function columnDisagreement(parsed: ParsedTable, column: Column, row: ColumnRow): string | undefined {
  const { primaryKey, options } = parsed;
  if (column.name !== row.name) return `column "${row.name}"`;
  const facts: readonly (readonly [string, boolean])[] = [
    ["the type", canonicalType(column.type) === canonicalType(row.type)],
    ["NOT NULL", (!column.nullable || impliesNotNull(column, primaryKey, options)) === row.notNull],
    ["the default", sameDefault(column.default, row.default)],
    ["the expression", generatedAs(column) === row.hidden],
  ];
  const wrong = facts.find(([, agrees]) => !agrees);
  return wrong === undefined ? undefined : `${wrong[0]} of column "${row.name}"`;
}

function columnsDisagreement(parsed: ParsedTable, rows: readonly ColumnRow[]): string | undefined {
  if (parsed.columns.length !== rows.length) return "the number of columns";
  for (const [index, row] of rows.entries()) {
    const column = parsed.columns[index];
    const wrong = column === undefined ? "columns" : columnDisagreement(parsed, column, row);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

/** A list of names as one string, equal for names that SQLite takes for the same. */
function listKey(names: readonly string[]): string {
  return JSON.stringify(names.map(foldCase));
}

function sameSet(left: readonly string[], right: readonly string[]): boolean {
  const [first, second] = [new Set(left), new Set(right)];
  return first.size === second.size && [...first].every((item) => second.has(item));
}

function keysOfRows(rows: readonly ForeignKeyRow[]): string[] {
  return [...groupBy(rows, (row) => String(row.id)).values()].map((columns) => {
    const to = columns.flatMap((row) => (row.referencedColumn === undefined ? [] : [row.referencedColumn]));
    const actions = [columns[0]?.onDelete ?? "", columns[0]?.onUpdate ?? ""];
    const from = columns.map((row) => row.column);
    return [listKey([columns[0]?.references ?? ""]), listKey(from), listKey(to), ...actions].join();
  });
}

function keyOfParsed(key: ForeignKey): string {
  const actions = [key.onDelete ?? "NO ACTION", key.onUpdate ?? "NO ACTION"];
  return [
    listKey([key.references.name]),
    listKey(key.columns),
    listKey(key.referencedColumns),
    ...actions,
  ].join();
}

/** SQLite makes no index for a key that another one covers, nor for the alias of the rowid. */
function uniquesAgree({ uniques, primaryKey }: ParsedTable, keys: CatalogTable["keys"]): boolean {
  const primary = primaryKey === undefined ? [] : [listKey(primaryKey.columns)];
  return sameSet(
    [...uniques.map((unique) => listKey(unique.columns)), ...primary],
    [...keys.map(listKey), ...primary],
  );
}

/** What the text of a table and the catalog do not agree on, in words; `undefined` where they agree. */
export function disagreement(parsed: ParsedTable, catalog: CatalogTable): string | undefined {
  const { columns: rows } = catalog;
  const key = rows.filter((row) => row.primaryKey > 0).sort((a, b) => a.primaryKey - b.primaryKey);
  const facts: readonly (readonly [string, () => boolean])[] = [
    [
      "the primary key",
      () => listKey(parsed.primaryKey?.columns ?? []) === listKey(key.map((row) => row.name)),
    ],
    ["WITHOUT ROWID", () => (parsed.options.withoutRowid ?? false) === (rows[0]?.withoutRowid ?? false)],
    ["STRICT", () => (parsed.options.strict ?? false) === (rows[0]?.strict ?? false)],
    ["the unique constraints", () => uniquesAgree(parsed, catalog.keys)],
    ["the foreign keys", () => sameSet(parsed.foreignKeys.map(keyOfParsed), keysOfRows(catalog.foreignKeys))],
  ];
  return columnsDisagreement(parsed, rows) ?? facts.find(([, agrees]) => !agrees())?.[0];
}
