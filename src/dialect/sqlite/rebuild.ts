import type { TableChange } from "../../operation/operation.js";
import type { Column, Table } from "../../schema/schema.js";
import type { Statement } from "../dialect.js";
import { quoteIdentifier, quoteString } from "../standard/sql.js";
import { createIndexSql, createTableSql } from "./table-sql.js";

interface CopiedColumn {
  readonly name: string;
  readonly source: string;
}

function copied(column: Column, before: Table, changes: readonly TableChange[]): CopiedColumn[] {
  if (column.generated !== undefined) return [];
  const name = quoteIdentifier(column.name);
  const added = changes.find((change) => change.kind === "addColumn" && change.column.name === column.name);
  if (added?.kind === "addColumn") {
    return added.backfill === undefined ? [] : [{ name: column.name, source: `(${added.backfill})` }];
  }
  if (!before.columns.some((old) => old.name === column.name)) return [];
  const altered = changes.find((change) => change.kind === "alterColumn" && change.name === column.name);
  const backfill = altered?.kind === "alterColumn" && !column.nullable ? altered.backfill : undefined;
  return [{ name: column.name, source: backfill === undefined ? name : `coalesce(${name}, ${backfill})` }];
}

/** Where no column stays, the rows still do: one column names its default, all others get theirs. */
function withoutSource(after: Table): CopiedColumn[] {
  const column = after.columns.find(({ generated }) => generated === undefined);
  return column === undefined ? [] : [{ name: column.name, source: `(${column.default ?? "NULL"})` }];
}

function hasRowidAlias({ columns, primaryKey }: Table): boolean {
  const [key, ...others] = primaryKey?.columns ?? [];
  return others.length === 0 && columns.some(({ name, type }) => name === key && type === "integer");
}

/**
 * The name under which the rowid can be copied, where it is a number of its own: a full-text index with external content
 * and the like find their rows by it. https://www.sqlite.org/lang_createtable.html#rowid
 */
function rowidName(before: Table, after: Table): string[] {
  const tables = [before, after];
  if (tables.some((table) => table.options.withoutRowid || hasRowidAlias(table))) return [];
  const taken = new Set(tables.flatMap((table) => table.columns.map(({ name }) => name.toLowerCase())));
  return ["rowid", "_rowid_", "oid"].filter((name) => !taken.has(name)).slice(0, 1);
}

/** A conflict clause of a constraint must not drop rows on the way, so that of the statement takes its place. */
function copySql(
  before: Table,
  after: Table,
  temporary: string,
  changes: readonly TableChange[],
): Statement[] {
  const shared = after.columns.flatMap((column) => copied(column, before, changes));
  const columns = shared.length > 0 ? shared : withoutSource(after);
  const rowid = rowidName(before, after);
  const names = [...rowid, ...columns.map(({ name }) => quoteIdentifier(name))].join(", ");
  const sources = [...rowid, ...columns.map(({ source }) => source)].join(", ");
  return [
    {
      sql: `INSERT OR ABORT INTO ${quoteIdentifier(temporary)} (${names}) SELECT ${sources} FROM ${quoteIdentifier(before.name)}`,
    },
  ];
}

function hasCounter(table: Table): boolean {
  return table.columns.some((column) => column.autoIncrement);
}

/** AUTOINCREMENT never gives an id twice, so the counter moves along. https://www.sqlite.org/autoinc.html */
function counterSql(before: Table, after: Table, temporary: string): Statement[] {
  if (!hasCounter(before) || !hasCounter(after)) return [];
  const [from, to] = [quoteString(before.name), quoteString(temporary)];
  return [
    { sql: `DELETE FROM sqlite_sequence WHERE name = ${to}` },
    {
      sql: `INSERT INTO sqlite_sequence (name, seq) SELECT ${to}, seq FROM sqlite_sequence WHERE name = ${from}`,
    },
  ];
}

/**
 * The statements that give a table another shape: a new table, the rows, the old table's name. Foreign keys must be off
 * meanwhile, or dropping the old table would delete the rows that refer to it; with `legacy_alter_table` the rename
 * leaves alone what refers to the table by its name: views, triggers, and foreign keys of other tables.
 * https://www.sqlite.org/lang_altertable.html#otheralter
 */
export function rebuildSql(before: Table, after: Table, changes: readonly TableChange[]): Statement[] {
  const temporary = `_aludel_new_${after.name}`;
  return [
    { sql: createTableSql(after, temporary) },
    ...copySql(before, after, temporary, changes),
    ...counterSql(before, after, temporary),
    { sql: `DROP TABLE ${quoteIdentifier(before.name)}` },
    { sql: "PRAGMA legacy_alter_table = ON" },
    { sql: `ALTER TABLE ${quoteIdentifier(temporary)} RENAME TO ${quoteIdentifier(after.name)}` },
    { sql: "PRAGMA legacy_alter_table = OFF" },
    ...after.indexes.map((index) => ({ sql: createIndexSql(after.name, index) })),
    ...after.triggers.map(({ sql }) => ({ sql })),
  ];
}
