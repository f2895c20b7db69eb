import { AludelError } from "../../errors.js";
import { apply } from "../../operation/apply.js";
import type { AlterTable, Operation, RenameTable, TableChange } from "../../operation/operation.js";
import { displayName, sameName } from "../../schema/name.js";
import type { Column, Schema, Table } from "../../schema/schema.js";
import { foldCase, mentions } from "../../schema/sql-text.js";
import type { Statement } from "../dialect.js";
import { quoteIdentifier, quoteList } from "../standard/sql.js";
import { rebuildSql } from "./rebuild.js";
import { bulkInsert } from "./rows-sql.js";
import { columnSql, createIndexSql, createTableSql, isLiteral } from "./table-sql.js";

function tableIn(schema: Schema, name: AlterTable["table"]): Table {
  const table = schema.tables.find((candidate) => sameName(candidate, name));
  if (table !== undefined) return table;
  throw new AludelError("E_TABLE_UNKNOWN", `there is no table "${displayName(name)}" to alter`, {
    hint: "A table made by SQL of your own is not known when a script is printed; alter it by SQL, too.",
  });
}

/** What ALTER TABLE ADD COLUMN can do. https://www.sqlite.org/lang_altertable.html#altertabaddcol */
function canAdd(column: Column): boolean {
  if (column.autoIncrement || column.generated?.stored) return false;
  if (column.generated !== undefined) return column.nullable;
  const isConstant = column.default === undefined || isLiteral(column.default);
  return isConstant && (column.nullable || (column.default !== undefined && !/^null$/i.test(column.default)));
}

/** What ALTER TABLE DROP COLUMN can do. https://www.sqlite.org/lang_altertable.html#altertabdropcol */
function canDrop({ name }: Column, table: Table, schema: Schema): boolean {
  const lists = [...table.uniques, ...table.foreignKeys, ...(table.primaryKey ? [table.primaryKey] : [])];
  const texts = [
    ...table.checks.map((check) => check.expression),
    ...table.columns.flatMap((column) => column.generated?.expression ?? []),
    ...table.indexes.flatMap((index) => [
      ...index.elements.map((element) => element.column ?? element.expression),
      ...(index.where === undefined ? [] : [index.where]),
    ]),
    ...schema.tables.flatMap((other) => other.triggers.map((trigger) => trigger.sql)),
    ...schema.views.map((view) => view.query),
  ];
  const referenced = schema.tables
    .flatMap((other) => other.foreignKeys)
    .some((key) => sameName(key.references, table) && key.referencedColumns.includes(name));
  return (
    !referenced &&
    !lists.some((list) => list.columns.includes(name)) &&
    !texts.some((text) => mentions(text, name))
  );
}

/** Whether ALTER TABLE can do the change; all else takes a rebuild. */
function isPlain(change: TableChange, table: Table, schema: Schema): boolean {
  switch (change.kind) {
    case "addColumn":
      return change.backfill === undefined && canAdd(change.column);
    case "dropColumn":
      return canDrop(change.column, table, schema);
    case "renameColumn":
      return true;
    case "alterColumn":
    case "addConstraint":
    case "dropConstraint":
    case "alterOptions":
      return false;
  }
}

/** ALTER TABLE does not drop the last column, even if another one is to come. */
function keepsColumn(before: Table, after: Table): boolean {
  const kept = new Set(after.columns.map(({ name }) => name));
  return before.columns.some(({ name, generated }) => generated === undefined && kept.has(name));
}

function plainSql(table: string, change: TableChange): Statement[] {
  const alter = `ALTER TABLE ${quoteIdentifier(table)}`;
  switch (change.kind) {
    case "addColumn":
      return [{ sql: `${alter} ADD COLUMN ${columnSql(change.column)}` }];
    case "dropColumn":
      return [{ sql: `${alter} DROP COLUMN ${quoteIdentifier(change.column.name)}` }];
    case "renameColumn":
      return [
        { sql: `${alter} RENAME COLUMN ${quoteIdentifier(change.from)} TO ${quoteIdentifier(change.to)}` },
      ];
    case "alterColumn":
    case "addConstraint":
    case "dropConstraint":
    case "alterOptions":
      return [];
  }
}

function isRename(change: TableChange): boolean {
  return change.kind === "renameColumn";
}

/**
 * The parts of an operation that run one by one: renames of columns are carried out by SQLite itself, which rewrites
 * what refers to them, before a rebuild reads the table again.
 */
export function split(operation: Operation): readonly Operation[] {
  if (operation.kind !== "alterTable") return [operation];
  const groups: TableChange[][] = [];
  for (const change of operation.changes) {
    const last = groups.at(-1);
    const previous = last?.at(-1);
    if (last !== undefined && previous !== undefined && isRename(previous) === isRename(change))
      last.push(change);
    else groups.push([change]);
  }
  return groups.map((changes) => ({ ...operation, changes }));
}

function alterTable(operation: AlterTable, schema: Schema): Statement[] {
  const { changes } = operation;
  if (changes.every(isRename)) return changes.flatMap((change) => plainSql(operation.table.name, change));
  const before = tableIn(schema, operation.table);
  if (before.unsupported !== undefined) {
    throw new AludelError(
      "E_TABLE_UNSUPPORTED",
      `table "${displayName(before)}" cannot be altered safely: ${before.unsupported.join(", ")}`,
      { hint: "Write the change as SQL of your own with op.execute(…)." },
    );
  }
  const after = tableIn(apply(schema, operation), operation.table);
  if (keepsColumn(before, after) && changes.every((change) => isPlain(change, before, schema))) {
    return changes.flatMap((change) => plainSql(before.name, change));
  }
  return rebuildSql(before, after, changes);
}

/** SQLite takes a name in other letters for one that is there already, so it goes by a name in between. */
function renameTable({ from, to }: RenameTable): Statement[] {
  const sql = (old: string, name: string): Statement => ({
    sql: `ALTER TABLE ${quoteIdentifier(old)} RENAME TO ${quoteIdentifier(name)}`,
  });
  if (foldCase(from.name) !== foldCase(to.name)) return [sql(from.name, to.name)];
  const between = `_aludel_renamed_${from.name}`;
  return [sql(from.name, between), sql(between, to.name)];
}

/** The statements that carry out the operation; `schema` is what the database holds before it. */
export function ddl(operation: Operation, schema: Schema): Statement[] {
  switch (operation.kind) {
    case "createTable":
      return [{ sql: createTableSql(operation.table) }];
    case "dropTable":
      return [{ sql: `DROP TABLE ${quoteIdentifier(operation.table.name)}` }];
    case "renameTable":
      return renameTable(operation);
    case "alterTable":
      return alterTable(operation, schema);
    case "createIndex":
      return [{ sql: createIndexSql(operation.table.name, operation.index) }];
    case "dropIndex":
      return [{ sql: `DROP INDEX ${quoteIdentifier(operation.index.name)}` }];
    case "createView": {
      const columns = operation.view.columns === undefined ? "" : ` (${quoteList(operation.view.columns)})`;
      return [
        { sql: `CREATE VIEW ${quoteIdentifier(operation.view.name)}${columns} AS ${operation.view.query}` },
      ];
    }
    case "dropView":
      return [{ sql: `DROP VIEW ${quoteIdentifier(operation.view.name)}` }];
    case "createTrigger":
      return [{ sql: operation.trigger.sql }];
    case "dropTrigger":
      return [{ sql: `DROP TRIGGER ${quoteIdentifier(operation.trigger.name)}` }];
    case "execute":
      return [{ sql: operation.sql, ...(operation.parameters && { parameters: operation.parameters }) }];
    case "bulkInsert":
      return bulkInsert(operation);
  }
}

/** Whether {@link ddl} looks at the schema for the operation. */
export function needsSchema(operation: Operation): boolean {
  return operation.kind === "alterTable" && !operation.changes.every(isRename);
}
