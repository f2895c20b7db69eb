import { AludelError } from "../../errors.js";
import { apply } from "../../operation/apply.js";
import type {
  AlterTable,
  Operation,
  RenameIndex,
  RenameTable,
  ReplaceView,
  TableChange,
} from "../../operation/operation.js";
import { displayName, sameName } from "../../schema/name.js";
import type { Column, Schema, Table, View } from "../../schema/schema.js";
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
    case "renameConstraint":
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
    case "renameConstraint":
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

/** An index keeps its name as long as it lives. */
function renameIndex({ table, from, to }: RenameIndex, schema: Schema): Statement[] {
  const index = tableIn(schema, table).indexes.find(({ name }) => name === from);
  if (index === undefined) throw new AludelError("E_INDEX_UNKNOWN", `there is no index "${from}" to rename`);
  return [
    { sql: `DROP INDEX ${quoteIdentifier(from)}` },
    { sql: createIndexSql(table.name, { ...index, name: to }) },
  ];
}

function createViewSql({ name, query, columns }: View): Statement {
  const names = columns === undefined ? "" : ` (${quoteList(columns)})`;
  return { sql: `CREATE VIEW ${quoteIdentifier(name)}${names} AS ${query}` };
}

function dropViewSql({ name }: View): Statement {
  return { sql: `DROP VIEW ${quoteIdentifier(name)}` };
}

/** The triggers of a view go with it. */
function replaceView({ from, to }: ReplaceView, schema: Schema): Statement[] {
  const view = schema.views.find((candidate) => sameName(candidate, from));
  return [dropViewSql(from), createViewSql(to), ...(view?.triggers ?? []).map(({ sql }) => ({ sql }))];
}

function unsupported(what: string): AludelError {
  return new AludelError("E_OPERATION_UNSUPPORTED", `SQLite has no ${what}`, {
    hint: "Take the operation out of the revision, or run the revision on a database that has them.",
  });
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
    case "renameIndex":
      return renameIndex(operation, schema);
    case "createView":
      return [createViewSql(operation.view)];
    case "dropView":
      return [dropViewSql(operation.view)];
    case "replaceView":
      return replaceView(operation, schema);
    case "createTrigger":
      return [{ sql: operation.trigger.sql }];
    case "dropTrigger":
      return [{ sql: `DROP TRIGGER ${quoteIdentifier(operation.trigger.name)}` }];
    case "createEnum":
    case "dropEnum":
    case "renameEnum":
    case "alterEnum":
      throw unsupported("enum types");
    case "createSequence":
    case "dropSequence":
      throw unsupported("sequences");
    case "createSchema":
    case "dropSchema":
      throw unsupported("schemas");
    case "createExtension":
    case "dropExtension":
      throw unsupported("extensions");
    case "autocommit":
      return ddl(operation.operation, schema);
    case "execute":
      return [{ sql: operation.sql, ...(operation.parameters && { parameters: operation.parameters }) }];
    case "bulkInsert":
      return bulkInsert(operation);
  }
}

/** Whether {@link ddl} looks at the schema for the operation. */
export function needsSchema(operation: Operation): boolean {
  if (operation.kind === "autocommit") return needsSchema(operation.operation);
  if (operation.kind === "renameIndex" || operation.kind === "replaceView") return true;
  return operation.kind === "alterTable" && !operation.changes.every(isRename);
}
