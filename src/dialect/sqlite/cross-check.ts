import type { Column, ForeignKey } from "../../schema/schema.js";
import { foldCase } from "../../schema/sql-text.js";
import type { ColumnRow, ForeignKeyRow, TableRow } from "./catalog.js";
import { groupBy } from "./catalog.js";
import { canonicalDefault, canonicalType, impliesNotNull, isRowidAlias } from "./normalize-column.js";
import { sameExpression } from "./normalize.js";
import type { ParsedTable } from "./parse-table.js";

/** What the catalog knows of a table that its text says, too. */
export interface CatalogTable {
  readonly table: TableRow | undefined;
  readonly foreignKeys: readonly ForeignKeyRow[];
  /** The columns of each index that SQLite made for a constraint. */
  readonly keys: readonly (readonly string[])[];
}

function sameDefault(left: string | undefined, right: string | undefined): boolean {
  if (left === right) return true;
  const [first, second] = [canonicalDefault(left), canonicalDefault(right)];
  if (first === undefined || second === undefined) return first === second;
  return sameExpression(first, second);
}

/** The catalog tells NOT NULL of a key that SQLite keeps so by itself, but not of the rowid. */
function isNotNull(column: Column, { primaryKey, options }: ParsedTable): boolean {
  if (!column.nullable) return true;
  return impliesNotNull(column, primaryKey, options) && !isRowidAlias(column, primaryKey, options);
}

function generatedAs({ generated }: Column): number {
  if (generated === undefined) return 0;
  return generated.stored ? 3 : 2;
}

function sameType(left: string, right: string): boolean {
  return left === right || canonicalType(left) === canonicalType(right);
}

function columnDisagreement(parsed: ParsedTable, column: Column, row: ColumnRow): string | undefined {
  const name = `column ${JSON.stringify(row.name)}`;
  if (column.name !== row.name) return name;
  if (!sameType(column.type, row.type)) return `the type of ${name}`;
  if (isNotNull(column, parsed) !== row.notNull) return `NOT NULL of ${name}`;
  if (!sameDefault(column.default, row.default)) return `the default of ${name}`;
  return generatedAs(column) === row.hidden ? undefined : `the expression of ${name}`;
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
  const { table } = catalog;
  const rows = table?.columns ?? [];
  const key = rows.filter((row) => row.primaryKey > 0).toSorted((a, b) => a.primaryKey - b.primaryKey);
  const facts: readonly (readonly [string, () => boolean])[] = [
    [
      "the primary key",
      () => listKey(parsed.primaryKey?.columns ?? []) === listKey(key.map((row) => row.name)),
    ],
    ["WITHOUT ROWID", () => (parsed.options.withoutRowid ?? false) === (table?.withoutRowid ?? false)],
    ["STRICT", () => (parsed.options.strict ?? false) === (table?.strict ?? false)],
    ["the unique constraints", () => uniquesAgree(parsed, catalog.keys)],
    ["the foreign keys", () => sameSet(parsed.foreignKeys.map(keyOfParsed), keysOfRows(catalog.foreignKeys))],
  ];
  return columnsDisagreement(parsed, rows) ?? facts.find(([, agrees]) => !agrees())?.[0];
}
