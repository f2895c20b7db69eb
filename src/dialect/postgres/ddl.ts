import { apply } from "../../operation/apply.js";
import type {
  AlterTable,
  ExtensionOperation,
  IndexOperation,
  Operation,
  ReplaceView,
} from "../../operation/operation.js";
import { sameName } from "../../schema/name.js";
import type { Schema } from "../../schema/schema.js";
import type { Statement } from "../dialect.js";
import { quoteIdentifier } from "../standard/sql.js";
import { alterTable, changeNeedsSchema, splitChanges } from "./alter-table.js";
import { viewsAround, withReaders } from "./dependents.js";
import { doBlock } from "./do-block.js";
import { rebuildEnum } from "./enum-rebuild.js";
import { addedValues, createEnum, extendEnum, isRebuild } from "./enum-sql.js";
import { createIndex, dropIndex } from "./index-sql.js";
import { followTable } from "./follow-sequence.js";
import { clearGrants, keepGrants, restoreGrants } from "./kept-grants.js";
import { move } from "./move-sql.js";
import { beside, quote } from "./names.js";
import { bulkInsert, literal } from "./rows-sql.js";
import { createSequence } from "./sequence-sql.js";
import { createTable } from "./table-sql.js";
import { createView, dropView } from "./view-sql.js";
import { indexViolations } from "./violations.js";

/** Whether {@link ddl} looks at the schema for the operation. */
export function needsSchema(operation: Operation): boolean {
  if (operation.kind === "autocommit") return needsSchema(operation.operation);
  if (operation.kind === "renameTable") return true;
  if (operation.kind === "renameEnum") return operation.from.schema !== operation.to.schema;
  if (operation.kind === "alterTable") {
    return operation.changes.some((change) => change.kind === "renameColumn" || changeNeedsSchema(change));
  }
  if (operation.kind === "alterEnum") return isRebuild(operation);
  return operation.kind === "replaceView";
}

/**
 * The parts of an operation that run one by one: what gives columns another type takes off what reads them as it is at that
 * moment, with the names that it has by then.
 */
export function split(operation: Operation): readonly Operation[] {
  if (operation.kind === "autocommit") {
    return split(operation.operation).map((part) => ({ ...operation, operation: part }));
  }
  if (operation.kind !== "alterTable") return [operation];
  return splitChanges(operation.changes).map((changes) => ({ ...operation, changes }));
}

function alterInParts(operation: AlterTable, schema: Schema): Statement[] {
  const statements: Statement[] = [];
  let current = schema;
  const runs = splitChanges(operation.changes);
  for (const [place, changes] of runs.entries()) {
    const part = { ...operation, changes };
    statements.push(...alterTable(part, current));
    if (place < runs.length - 1) current = apply(current, part);
  }
  return statements;
}

/** `IF NOT EXISTS` asks for the right to create before it looks. https://www.postgresql.org/docs/current/sql-createschema.html */
function createSchema(name: string): Statement {
  const isThere = `EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = ${literal(name)})`;
  return doBlock([], [`IF NOT ${isThere} THEN CREATE SCHEMA ${quoteIdentifier(name)}; END IF;`]);
}

function createExtension({ name, schema }: ExtensionOperation["extension"]): Statement {
  const place = schema === undefined ? "" : ` SCHEMA ${quoteIdentifier(schema)}`;
  return { sql: `CREATE EXTENSION IF NOT EXISTS ${quoteIdentifier(name)}${place}` };
}

function index({ kind, table, index: one, concurrently }: IndexOperation): Statement[] {
  if (kind === "dropIndex") return [dropIndex(table, one, concurrently)];
  const [create, ...rest] = createIndex(table, one, concurrently);
  const violations = indexViolations(table, one);
  return [{ ...create, ...(violations === undefined ? {} : { violations }) }, ...rest];
}

/** Views that read it are made anew around it; what stands on it is that which is there, whatever the operation says. */
function replaceView({ from, to }: ReplaceView, schema: Schema): Statement[] {
  const current = schema.views.find((view) => sameName(view, from)) ?? from;
  const { triggers, indexes, extras } = current;
  const replaced = { ...to, triggers, ...(indexes && { indexes }), ...(extras && { extras }) };
  const views = withReaders([current], schema);
  const { off } = viewsAround(views);
  const { on } = viewsAround(views.map((view) => (view === current ? replaced : view)));
  return [...off, ...on];
}

/** The statements that carry out the operation; `schema` is what the database holds before it. */
export function ddl(operation: Operation, schema: Schema): Statement[] {
  switch (operation.kind) {
    case "createTable":
      return createTable(operation.table);
    case "dropTable":
      return [{ sql: `DROP TABLE ${quote(operation.table)}` }];
    case "renameTable":
      return [
        ...move("TABLE", operation.from, operation.to, schema),
        ...followTable(operation.from, operation.to, schema),
      ];
    case "alterTable":
      return alterInParts(operation, schema);
    case "createIndex":
    case "dropIndex":
      return index(operation);
    case "renameIndex": {
      const old = beside(operation.table, operation.from);
      return [{ sql: `ALTER INDEX ${quote(old)} RENAME TO ${quoteIdentifier(operation.to)}` }];
    }
    case "createView":
      return [
        ...createView(operation.view),
        ...(operation.keepGrants ? [clearGrants(operation.view), restoreGrants(operation.view)] : []),
      ];
    case "dropView":
      return [...(operation.keepGrants ? [keepGrants(operation.view)] : []), dropView(operation.view)];
    case "replaceView":
      return replaceView(operation, schema);
    case "createTrigger":
      return [{ sql: operation.trigger.sql }];
    case "dropTrigger":
      return [
        { sql: `DROP TRIGGER ${quoteIdentifier(operation.trigger.name)} ON ${quote(operation.table)}` },
      ];
    case "createEnum":
      return createEnum(operation.enum);
    case "dropEnum":
      return [{ sql: `DROP TYPE ${quote(operation.enum)}` }];
    case "renameEnum":
      return move("TYPE", operation.from, operation.to, schema);
    case "alterEnum":
      return isRebuild(operation) ? rebuildEnum(operation, schema) : extendEnum(operation);
    case "createSequence":
      return [createSequence(operation.sequence)];
    case "dropSequence":
      return [{ sql: `DROP SEQUENCE ${quote(operation.sequence)}` }];
    case "createSchema":
      return [createSchema(operation.name)];
    case "dropSchema":
      return [{ sql: `DROP SCHEMA ${quoteIdentifier(operation.name)}` }];
    case "createExtension":
      return [createExtension(operation.extension)];
    case "dropExtension":
      return [{ sql: `DROP EXTENSION ${quoteIdentifier(operation.extension.name)}` }];
    case "execute":
      return [{ sql: operation.sql, ...(operation.parameters && { parameters: operation.parameters }) }];
    case "bulkInsert":
      return bulkInsert(operation);
    case "autocommit":
      return ddl(operation.operation, schema);
  }
}

/** What an operation says of values: numbers too large for JSON are text there. */
function textOf(operation: Operation): string {
  return JSON.stringify(operation, (_key, value: unknown) =>
    typeof value === "bigint" ? String(value) : value,
  );
}

/** Whether the operation may say the value: as it is, as a literal of SQL, or within SQL that nobody reads here. */
function mayUse(operation: Operation, value: string): boolean {
  if (operation.kind === "execute") return true;
  if (operation.kind === "alterEnum" || operation.kind === "dropEnum") return false;
  const text = textOf(operation);
  return [value, value.replaceAll("'", "''")].some((spelling) =>
    text.includes(JSON.stringify(spelling).slice(1, -1)),
  );
}

/**
 * Whether the operation cannot be in one transaction with those that follow it there. A new value of an enum cannot be used
 * before it is committed. https://www.postgresql.org/docs/current/sql-altertype.html
 */
export function breaksTransaction(operation: Operation, later: readonly Operation[]): boolean {
  if (operation.kind === "createIndex" || operation.kind === "dropIndex") {
    return operation.concurrently === true;
  }
  if (operation.kind !== "alterEnum") return operation.kind === "autocommit";
  if (isRebuild(operation)) return false;
  return addedValues(operation).some((value) => later.some((other) => mayUse(other, value)));
}
