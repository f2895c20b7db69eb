import type { Column, Index, Table, Trigger } from "../../schema/schema.js";
import { foldCase } from "../../schema/sql-text.js";
import type { Catalog, ColumnRow, ObjectRow } from "./catalog.js";
import { disagreement } from "./cross-check.js";
import { readIndex } from "./introspect-index.js";
import { type ParsedTable, parseTable } from "./parse-table.js";
import { attempt, TokenReader } from "./token-reader.js";

/** What belongs to a table or view, as `sqlite_schema` lists it. */
export interface Belongings {
  readonly indexes: readonly ObjectRow[];
  readonly triggers: readonly Trigger[];
}

/** What the catalog alone says of a table. */
function fromCatalog(rows: readonly ColumnRow[]): ParsedTable {
  const columns = rows.map((row): Column => ({
    name: row.name,
    type: row.type,
    nullable: !row.notNull,
    ...(row.default === undefined ? {} : { default: row.default }),
  }));
  const key = rows.filter((row) => row.primaryKey > 0).toSorted((a, b) => a.primaryKey - b.primaryKey);
  return {
    columns,
    ...(key.length === 0 ? {} : { primaryKey: { columns: key.map((row) => row.name) } }),
    uniques: [],
    foreignKeys: [],
    checks: [],
    options: {},
    unsupported: [],
  };
}

function keysOf(indexes: readonly ObjectRow[], catalog: Catalog): string[][] {
  return indexes
    .filter((index) => index.sql === undefined)
    .map((index) => (catalog.indexColumns.get(index.name) ?? []).map((row) => row.column ?? ""));
}

function readDefinition({ name, sql }: ObjectRow, { indexes }: Belongings, catalog: Catalog): ParsedTable {
  const table = catalog.tables.get(name);
  const problems: string[] = [];
  const parsed = attempt(
    () => parseTable(sql ?? ""),
    (problem) => problems.push(problem),
  );
  if (parsed !== undefined && parsed.unsupported.length === 0) {
    const foreignKeys = catalog.foreignKeys.get(name) ?? [];
    const wrong = disagreement(parsed, { table, foreignKeys, keys: keysOf(indexes, catalog) });
    if (wrong !== undefined) problems.push(`${wrong} reads differently in its text`);
  }
  if (parsed !== undefined && problems.length === 0) return parsed;
  return {
    ...fromCatalog(table?.columns ?? []),
    unsupported: problems.map((problem) => `its definition could not be read: ${problem}`),
  };
}

function readIndexes(indexes: readonly ObjectRow[], catalog: Catalog, unsupported: string[]): Index[] {
  return indexes.flatMap(({ name, sql }) => {
    if (sql === undefined) return [];
    const index = attempt(
      () => readIndex(name, sql, catalog.indexColumns.get(name) ?? []),
      (problem) => unsupported.push(`its index ${JSON.stringify(name)} could not be read: ${problem}`),
    );
    return index === undefined ? [] : [index];
  });
}

function virtualModule(sql: string): string {
  const reader = new TokenReader(sql);
  reader.expect("CREATE", "VIRTUAL", "TABLE");
  reader.take("IF", "NOT", "EXISTS");
  reader.objectName();
  reader.expect("USING");
  return reader.identifier();
}

/** Whether the object is a virtual table: SQLite itself writes these words. */
export function isVirtual({ type, sql }: ObjectRow): boolean {
  return type === "table" && /^CREATE VIRTUAL TABLE\b/i.test(sql ?? "");
}

/** A virtual table: listed, and no more. */
export function readVirtualTable({ name, sql }: ObjectRow): Table {
  const module = attempt(() => virtualModule(sql ?? ""));
  const unsupported = [`virtual table using ${module ?? "a module of its own"}`];
  return { name, ...fromCatalog([]), indexes: [], triggers: [], unsupported };
}

/** The names that shadow tables of a virtual table begin with: `document_` of `document_data`. */
function shadowReason(name: string, virtualTables: readonly string[]): string {
  const owner = virtualTables
    .filter((table) => foldCase(name).startsWith(`${foldCase(table)}_`))
    .toSorted((left, right) => right.length - left.length)[0];
  return `shadow table of ${owner ?? "a virtual table"}`;
}

/** An ordinary table, with all that belongs to it; names are spelled as in the text. */
export function readTable(
  object: ObjectRow,
  belongings: Belongings,
  catalog: Catalog,
  virtualTables: readonly string[],
): Table {
  const { unsupported: problems, ...parsed } = readDefinition(object, belongings, catalog);
  const shadow = catalog.tables.get(object.name)?.shadow ?? false;
  const unsupported = [...(shadow ? [shadowReason(object.name, virtualTables)] : []), ...problems];
  const indexes = readIndexes(belongings.indexes, catalog, unsupported);
  return {
    name: object.name,
    ...parsed,
    indexes,
    triggers: belongings.triggers,
    ...(unsupported.length === 0 ? {} : { unsupported }),
  };
}
