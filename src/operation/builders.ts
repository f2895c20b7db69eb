import type { Index, IndexElement } from "../schema/schema.js";
import type {
  AlterTable,
  BulkInsert,
  Execute,
  IndexOperation,
  Operation,
  RenameTable,
  SqlValue,
  TableChange,
  TableOperation,
  TriggerOperation,
  ViewOperation,
} from "./operation.js";
import {
  tableChanges,
  tableElements,
  tableOf,
  toName,
  type NameInput,
  type TableElement,
} from "./table-builder.js";

/** Lists the elements of a table, made with the functions of its argument. */
export type TableDefinition = (table: typeof tableElements) => readonly TableElement[];

/** Lists the changes of a table, made with the functions of its argument. */
export type TableAlteration = (table: typeof tableChanges) => readonly TableChange[];

/** One element of an index: a column by its name, or an object that says more. */
export type IndexElementInput = string | IndexElement;

/** What an index is besides its name and elements. */
export type IndexOptions = Omit<Index, "name" | "elements">;

function toIndex(name: string, elements: readonly IndexElementInput[], options: IndexOptions): Index {
  const full = elements.map((element) => (typeof element === "string" ? { column: element } : element));
  return { name, elements: full, ...options };
}

/** From the arguments of a method of `op` to the operation that it stands for. */
export const builders = {
  /** Creates a table: `op.createTable("tier", (table) => [table.column("id", "integer"), table.primaryKey(["id"])])`. */
  createTable: (name: NameInput, definition: TableDefinition): TableOperation => ({
    kind: "createTable",
    table: tableOf(name, definition(tableElements)),
  }),
  /** Drops a table with its rows. What it was is given whole, so that the revision can be undone. */
  dropTable: (name: NameInput, definition: TableDefinition): TableOperation => ({
    kind: "dropTable",
    table: tableOf(name, definition(tableElements)),
  }),
  /** Gives a table another name; what refers to it follows. */
  renameTable: (from: NameInput, to: NameInput): RenameTable => ({
    kind: "renameTable",
    from: toName(from),
    to: toName(to),
  }),
  /** Changes a table, all at once: `op.alterTable("customer", (table) => [table.renameColumn("nick", "handle")])`. */
  alterTable: (name: NameInput, alteration: TableAlteration): AlterTable => ({
    kind: "alterTable",
    table: toName(name),
    changes: alteration(tableChanges),
  }),
  /** Creates an index: `op.createIndex("customer", "IDX_email", ["email"], { unique: true })`. */
  createIndex: (
    table: NameInput,
    name: string,
    elements: readonly IndexElementInput[],
    options: IndexOptions = {},
  ): IndexOperation => ({
    kind: "createIndex",
    table: toName(table),
    index: toIndex(name, elements, options),
  }),
  /** Drops an index, given whole. */
  dropIndex: (
    table: NameInput,
    name: string,
    elements: readonly IndexElementInput[],
    options: IndexOptions = {},
  ): IndexOperation => ({ kind: "dropIndex", table: toName(table), index: toIndex(name, elements, options) }),
  /** Creates a view of a query. */
  createView: (name: NameInput, query: string, options: ViewOptions = {}): ViewOperation => ({
    kind: "createView",
    view: { ...toName(name), query, ...options, triggers: [] },
  }),
  /** Drops a view, given whole. */
  dropView: (name: NameInput, query: string, options: ViewOptions = {}): ViewOperation => ({
    kind: "dropView",
    view: { ...toName(name), query, ...options, triggers: [] },
  }),
  /** Creates a trigger; `sql` is the whole `CREATE TRIGGER` statement. */
  createTrigger: (table: NameInput, name: string, sql: string): TriggerOperation => ({
    kind: "createTrigger",
    table: toName(table),
    trigger: { name, sql },
  }),
  /** Drops a trigger, given whole. */
  dropTrigger: (table: NameInput, name: string, sql: string): TriggerOperation => ({
    kind: "dropTrigger",
    table: toName(table),
    trigger: { name, sql },
  }),
  /** Runs SQL of your own: one statement with parameters, or any number of statements without. */
  execute: (sql: string, parameters?: readonly SqlValue[]): Execute => ({
    kind: "execute",
    sql,
    ...(parameters === undefined ? {} : { parameters }),
  }),
  /** Puts rows into a table: `op.bulkInsert("tier", [{ id: 1, name: "basic" }])`. */
  bulkInsert: (table: NameInput, rows: BulkInsert["rows"]): BulkInsert => ({
    kind: "bulkInsert",
    table: toName(table),
    rows,
  }),
};

/** What a view is besides its name and query. */
export interface ViewOptions {
  readonly columns?: readonly string[];
}

type Methods = {
  readonly [Name in keyof typeof builders]: (
    ...parameters: Parameters<(typeof builders)[Name]>
  ) => Promise<void>;
};

/**
 * What a revision works with: `up(op)` and `down(op)` get it. Each method makes one operation and resolves when it was
 * carried out; operations run one after the other, in the order they were called.
 */
export interface Operations extends Methods {
  /** Reads rows: each is an object by column name. Parameters are written as the driver wants them (`?` on SQLite). */
  query(sql: string, parameters?: readonly SqlValue[]): Promise<Record<string, unknown>[]>;
}

/** Where the operations of a revision go: to a database, into a script, or into a list. */
export interface OperationSink {
  run(operation: Operation): Promise<void>;
  query(sql: string, parameters: readonly SqlValue[]): Promise<Record<string, unknown>[]>;
}

/** The same promise. A revision that forgets to await it must not end the process: the sink knows of the failure. */
function watched<Result>(work: Promise<Result>): Promise<Result> {
  work.catch(() => undefined);
  return work;
}

/**
 * The `op` of a revision, on top of a sink. The promises are the sink's own: one that nobody awaits must not end the
 * process when it fails, and the sink knows of it.
 */
export function createOperations(sink: OperationSink): Operations {
  const method =
    <Parameters extends readonly unknown[]>(build: (...parameters: Parameters) => Operation) =>
    (...parameters: Parameters): Promise<void> =>
      watched(sink.run(build(...parameters)));
  return {
    createTable: method(builders.createTable),
    dropTable: method(builders.dropTable),
    renameTable: method(builders.renameTable),
    alterTable: method(builders.alterTable),
    createIndex: method(builders.createIndex),
    dropIndex: method(builders.dropIndex),
    createView: method(builders.createView),
    dropView: method(builders.dropView),
    createTrigger: method(builders.createTrigger),
    dropTrigger: method(builders.dropTrigger),
    execute: method(builders.execute),
    bulkInsert: method(builders.bulkInsert),
    query: (sql, parameters = []) => watched(sink.query(sql, parameters)),
  };
}
