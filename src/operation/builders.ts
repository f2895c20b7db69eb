import { AludelError } from "../errors.js";
import type { EnumType, Extension, Index, IndexElement, Sequence, View } from "../schema/schema.js";
import type {
  AlterEnum,
  AlterTable,
  BulkInsert,
  EnumOperation,
  Execute,
  ExtensionOperation,
  IndexOperation,
  Operation,
  RenameEnum,
  RenameIndex,
  RenameTable,
  ReplaceView,
  SchemaOperation,
  SequenceOperation,
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

/** What an index is besides its name and elements, and how it is created or dropped. */
export type IndexOptions = Omit<Index, "name" | "elements"> & Pick<IndexOperation, "concurrently">;

function indexOperation(
  kind: IndexOperation["kind"],
  table: NameInput,
  name: string,
  elements: readonly IndexElementInput[],
  { concurrently, ...options }: IndexOptions,
): IndexOperation {
  const full = elements.map((element) => (typeof element === "string" ? { column: element } : element));
  const index: Index = { name, elements: full, ...options };
  return { kind, table: toName(table), index, ...(concurrently === undefined ? {} : { concurrently }) };
}

/** Fails where an author forgot to return what the function made, which TypeScript sees and plain JavaScript does not. */
function requireList<Item>(method: string, name: NameInput, list: readonly Item[]): readonly Item[] {
  if (Array.isArray(list)) return list;
  throw new AludelError(
    "E_REVISION_FAILED",
    `op.${method}(${JSON.stringify(name)}, …): the function returns no list`,
    {
      hint: "Write it with brackets: (table) => [ … ], or with a return.",
    },
  );
}

function view(name: NameInput, { query, ...options }: ViewDefinition): View {
  return { ...toName(name), query, ...options, triggers: [] };
}

function viewOperation(
  kind: ViewOperation["kind"],
  name: NameInput,
  query: string,
  { keepGrants, ...options }: ViewOperationOptions,
): ViewOperation {
  const made = view(name, { query, ...options });
  return { kind, view: made, ...(keepGrants === undefined ? {} : { keepGrants }) };
}

function sequenceOperation(
  kind: SequenceOperation["kind"],
  name: NameInput,
  { type, ...options }: SequenceInput,
): SequenceOperation {
  return { kind, sequence: { ...toName(name), ...(type === undefined ? {} : { type }), options } };
}

/** From the arguments of a method of `op` to the operation that it stands for. */
export const builders = {
  /** Creates a table: `op.createTable("tier", (table) => [table.column("id", "integer"), table.primaryKey(["id"])])`. */
  createTable: (name: NameInput, definition: TableDefinition): TableOperation => ({
    kind: "createTable",
    table: tableOf(name, requireList("createTable", name, definition(tableElements))),
  }),
  /** Drops a table with its rows. What it was is given whole, so that the revision can be undone. */
  dropTable: (name: NameInput, definition: TableDefinition): TableOperation => ({
    kind: "dropTable",
    table: tableOf(name, requireList("dropTable", name, definition(tableElements))),
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
    changes: requireList("alterTable", name, alteration(tableChanges)),
  }),
  /** Creates an index: `op.createIndex("customer", "IDX_email", ["email"], { unique: true })`. */
  createIndex: (
    table: NameInput,
    name: string,
    elements: readonly IndexElementInput[],
    options: IndexOptions = {},
  ): IndexOperation => indexOperation("createIndex", table, name, elements, options),
  /** Drops an index, given whole. */
  dropIndex: (
    table: NameInput,
    name: string,
    elements: readonly IndexElementInput[],
    options: IndexOptions = {},
  ): IndexOperation => indexOperation("dropIndex", table, name, elements, options),
  /** Gives an index another name. */
  renameIndex: (table: NameInput, from: string, to: string): RenameIndex => ({
    kind: "renameIndex",
    table: toName(table),
    from,
    to,
  }),
  /** Creates a view of a query. */
  createView: (name: NameInput, query: string, options: ViewOperationOptions = {}): ViewOperation =>
    viewOperation("createView", name, query, options),
  /** Drops a view, given whole. */
  dropView: (name: NameInput, query: string, options: ViewOperationOptions = {}): ViewOperation =>
    viewOperation("dropView", name, query, options),
  /** Gives a view another query: what it was, then what it becomes. What is granted on it, and its triggers, stay. */
  replaceView: (name: NameInput, from: ViewDefinition, to: ViewDefinition): ReplaceView => ({
    kind: "replaceView",
    from: view(name, from),
    to: view(name, to),
  }),
  /** Creates an enum type: `op.createEnum("tier", ["basic", "gold"])`. */
  createEnum: (name: NameInput, values: readonly string[], options: EnumOptions = {}): EnumOperation => ({
    kind: "createEnum",
    enum: { ...toName(name), values, ...options },
  }),
  /** Drops an enum type, given whole. */
  dropEnum: (name: NameInput, values: readonly string[], options: EnumOptions = {}): EnumOperation => ({
    kind: "dropEnum",
    enum: { ...toName(name), values, ...options },
  }),
  /** Gives an enum type another name; columns follow. */
  renameEnum: (from: NameInput, to: NameInput): RenameEnum => ({
    kind: "renameEnum",
    from: toName(from),
    to: toName(to),
  }),
  /**
   * Gives an enum type another list of values: `op.alterEnum("tier", ["basic", "gold"], ["basic", "premium"],
   * { renames: { gold: "premium" } })`. Rows that hold a value that goes get its replacement; without one they forbid it.
   */
  alterEnum: (
    name: NameInput,
    from: readonly string[],
    to: readonly string[],
    answers: EnumAnswer = {},
  ): AlterEnum => ({ kind: "alterEnum", name: toName(name), from, to, ...answers }),
  /** Creates a sequence that belongs to no column: `op.createSequence("ticket", { start: "1000" })`. */
  createSequence: (name: NameInput, options: SequenceInput = {}): SequenceOperation =>
    sequenceOperation("createSequence", name, options),
  /** Drops a sequence, given whole. */
  dropSequence: (name: NameInput, options: SequenceInput = {}): SequenceOperation =>
    sequenceOperation("dropSequence", name, options),
  /** Creates a schema where it is not there yet. */
  createSchema: (name: string): SchemaOperation => ({ kind: "createSchema", name }),
  /** Drops a schema; it must be empty. */
  dropSchema: (name: string): SchemaOperation => ({ kind: "dropSchema", name }),
  /** Creates an extension where it is not there yet. */
  createExtension: (name: string, options: Omit<Extension, "name"> = {}): ExtensionOperation => ({
    kind: "createExtension",
    extension: { name, ...options },
  }),
  /** Drops an extension. */
  dropExtension: (name: string, options: Omit<Extension, "name"> = {}): ExtensionOperation => ({
    kind: "dropExtension",
    extension: { name, ...options },
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
type ViewOptions = Pick<View, "columns" | "materialized" | "comment" | "options">;

/** The same, and how the view is created or dropped. */
export type ViewOperationOptions = ViewOptions & Pick<ViewOperation, "keepGrants">;

/** What a view is besides its name. */
export type ViewDefinition = Pick<View, "query"> & ViewOptions;

/** What an enum type is besides its name and values. */
export type EnumOptions = Pick<EnumType, "comment">;

/** What becomes of values that do not stay: their new spelling, or what rows get instead (`null` for none). */
export type EnumAnswer = Pick<AlterEnum, "renames" | "replacements">;

/** How a sequence counts. */
export type SequenceInput = Sequence["options"] & Pick<Sequence, "type">;

type Methods = {
  readonly [Name in keyof typeof builders]: (
    ...parameters: Parameters<(typeof builders)[Name]>
  ) => Promise<void>;
};

/**
 * What a revision works with: `up(op)` and `down(op)` get it. Each method makes one operation and resolves when it was
 * carried out; operations run one after the other, in the order they were called. A revision may be called again, after a
 * failure that passes or to go on where it stopped: what it does besides `op`, such as calling a service, it does twice then.
 */
export interface Operations extends Methods {
  /**
   * Runs operations outside of the transaction of the revision, each by itself: what is before them is committed, what is
   * after them is in a new transaction. `await op.autocommit((op) => op.execute("VACUUM customer"))`.
   */
  autocommit(work: (op: Operations) => Promise<void> | void): Promise<void>;
  /** Reads rows: each is an object by column name. Parameters are written as the driver wants them (`?` on SQLite, `$1` on PostgreSQL). */
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
  const outside: OperationSink = {
    ...sink,
    run: async (operation) => sink.run({ kind: "autocommit", operation }),
  };
  return {
    createTable: method(builders.createTable),
    dropTable: method(builders.dropTable),
    renameTable: method(builders.renameTable),
    alterTable: method(builders.alterTable),
    createIndex: method(builders.createIndex),
    dropIndex: method(builders.dropIndex),
    renameIndex: method(builders.renameIndex),
    createView: method(builders.createView),
    dropView: method(builders.dropView),
    replaceView: method(builders.replaceView),
    createTrigger: method(builders.createTrigger),
    dropTrigger: method(builders.dropTrigger),
    createEnum: method(builders.createEnum),
    dropEnum: method(builders.dropEnum),
    renameEnum: method(builders.renameEnum),
    alterEnum: method(builders.alterEnum),
    createSequence: method(builders.createSequence),
    dropSequence: method(builders.dropSequence),
    createSchema: method(builders.createSchema),
    dropSchema: method(builders.dropSchema),
    createExtension: method(builders.createExtension),
    dropExtension: method(builders.dropExtension),
    execute: method(builders.execute),
    bulkInsert: method(builders.bulkInsert),
    query: (sql, parameters = []) => watched(sink.query(sql, parameters)),
    autocommit: (work) => watched(Promise.resolve(createOperations(outside)).then(work)),
  };
}
