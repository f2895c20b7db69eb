import type { DataSourceOptions } from "typeorm";
import type { Hazard } from "../operation/hazards.js";
import type { Operation, SqlValue } from "../operation/operation.js";
import type { ObjectName } from "../schema/name.js";
import type { Column, EnumType, Extension, Schema } from "../schema/schema.js";

/** A row as the driver gives it: values by column name. */
export type Row = Readonly<Record<string, unknown>>;

/** One connection to a database, on which statements run one after the other. */
export interface Connection {
  /** Runs one statement and gives its rows, none where it returns none. */
  query(sql: string, parameters?: readonly SqlValue[]): Promise<Row[]>;
}

/** One SQL statement, ready to run. */
export interface Statement {
  readonly sql: string;
  readonly parameters?: readonly SqlValue[];
  /** A query that counts the rows that forbid the statement (`rows`) and shows one of them (`example`). */
  readonly violations?: string;
}

/** Where an expression stands: the object, by its name in the target schema, and the part of it. */
export type ExpressionPlace = { readonly object: ObjectName } & (
  | { readonly part: "default" | "generated"; readonly column: string }
  | { readonly part: "check" | "exclusion" | "query" }
  | { readonly part: "element" | "predicate"; readonly index: string }
  | { readonly part: "trigger"; readonly trigger: string }
);

/** Two spellings of an expression that may mean the same, and where they stand. */
export interface ExpressionPair {
  readonly from: string;
  readonly to: string;
  readonly place: ExpressionPlace;
  /** The object that carries them, for messages: `customer.tier default`. */
  readonly where: string;
}

/** What expressions are compared in. */
export interface ExpressionContext {
  /** Absent where there is no database yet. */
  readonly connection?: Connection | undefined;
  /** The schema that the first spellings come from, with the new names. */
  readonly from: Schema;
  /** The schema that the second spellings come from. */
  readonly to: Schema;
}

/** What is known of an expression pair; `unknown` says why, and never becomes an operation. */
export type Verdict =
  | { readonly result: "same" }
  | { readonly result: "different" }
  | { readonly result: "unknown"; readonly reason: string };

/** What a migrator holds while it works, so that no other one works on the same database. */
export interface MigratorLock {
  /** Rejects with `E_LOCK_LOST` where the lock is no longer ours. */
  check(): Promise<void>;
  release(): Promise<void>;
}

/** A connection of our own, to be closed by us. */
export interface OwnConnection extends Connection {
  close(): Promise<void>;
}

/** What a dialect needs to lock a database against other migrators. */
export interface LockRequest {
  /** The options of the data source that is migrated. */
  readonly options: DataSourceOptions;
  /** Who asks, as others are told while they wait. */
  readonly holder: string;
  /** The version table: migrators with another one do not disturb each other. */
  readonly table: ObjectName;
  /** Opens another connection with the same driver and other options. */
  readonly connect: (options: DataSourceOptions) => Promise<OwnConnection>;
}

/** A lock that was got, or who has it. */
export type LockAttempt = { readonly lock: MigratorLock } | { readonly heldBy: string };

/** What an error of the driver means to a user. */
export interface Explanation {
  readonly code: `E_${string}`;
  readonly message: string;
  readonly hint?: string;
  /** Somebody else is in the way for a while: the same may succeed later. */
  readonly passes?: true;
}

/** How long statements may take, in milliseconds; absent where that is not limited. */
export interface StatementLimits {
  /** How long a statement waits for others to let go of a table. */
  readonly lockTimeout?: number;
  readonly statementTimeout?: number;
}

/** What an operation meets. */
export interface EffectContext {
  /** What the database holds before it. */
  readonly schema: Schema;
  /** What ran before it in the same transaction, whose locks are held still. */
  readonly before: readonly Operation[];
}

/** How the work in a transaction is made safe. */
export interface TransactionOptions extends StatementLimits {
  /** The work gives tables another shape: references are not followed meanwhile, and checked before the commit. */
  readonly reshapes: boolean;
  /** Tries again while somebody else holds the database, and gives up in the end. */
  readonly retry: <Result>(attempt: () => Promise<Result>) => Promise<Result>;
}

/** A statement of a script. */
export interface ScriptStatement {
  readonly sql: string;
  /** It cannot be in a transaction: what is before it is committed first. */
  readonly outside?: true;
}

/** How statements are put into a script. */
export interface ScriptOptions {
  /** As in {@link TransactionOptions}. */
  readonly reshapes: boolean;
  /** SQL conditions that must hold before the first statement; else the script stops with an error. */
  readonly guards: readonly string[];
  /** Whether the statements are one transaction. */
  readonly transaction: boolean;
}

/** The parts that TypeORM keeps a column's type in. */
export interface TypeParts {
  readonly type: string;
  readonly length: string;
  readonly precision: number | null | undefined;
  readonly scale: number | null | undefined;
  readonly isArray: boolean;
  /** The enum type that the column has, or `true` where its values are kept with the column. */
  readonly enum?: ObjectName | true;
  readonly spatialFeatureType?: string | undefined;
  readonly srid?: number | undefined;
}

/** What TypeORM says of the kind of an index. */
export interface IndexParts {
  readonly isSpatial: boolean;
  /** The access method that its author named, from TypeORM 1.0 on. */
  readonly type?: string | undefined;
}

/** What a database can do that changes which operations are needed. */
export interface Abilities {
  /** A table may be created with a foreign key to a table that does not exist yet. */
  readonly forwardReferences: boolean;
  /** Constraints and indexes get another name without being made anew. */
  readonly renamesConstraints: boolean;
  /** Views go with the tables and columns that they read when those get another name or type, and can be replaced. */
  readonly followingViews: boolean;
  /** A foreign key may stay while a column at one of its ends gets the other type. */
  readonly keepsForeignKeys: (from: string, to: string) => boolean;
}

/** Which part of a database is introspected. */
export interface IntrospectRequest {
  /** The names of the schemas to read besides the default one; all that there are, where it is `all`. */
  readonly schemas: readonly string[] | "all";
}

/** What is known of an operation that was cut short. */
export type Recovery =
  /** Its effect is there. */
  | { readonly state: "done" }
  /** It has no effect once those statements are run. */
  | { readonly state: "undone"; readonly cleanup: readonly string[] }
  /** Nobody can know. */
  | { readonly state: "unknown" };

/** How one family of databases says things. All SQL and all knowledge of a catalog is behind this. */
export interface Dialect {
  /** The family's name, as people write it. */
  readonly title: string;
  /** The column types that the version table and the log use. */
  readonly types: { readonly text: string; readonly integer: string };
  readonly abilities: Abilities;
  /** An enum is a type of its own, which several columns may have; else its values belong to the column. */
  readonly enumTypes: boolean;
  /** The index methods that an entity of any TypeORM can ask for, besides the default one. */
  readonly indexMethods: readonly string[];
  /** Primary keys have names. */
  readonly namedPrimaryKeys: boolean;
  /** The default schema of the connection, whose name is left out of the names of what is in it; none where there are no schemas. */
  defaultSchema(connection: Connection): Promise<string | undefined>;
  /** The schema that a data source puts everything into, where not the default one of its connections. */
  ownSchema(options: DataSourceOptions): string | undefined;
  /** The extensions without which the schema that a data source wants cannot be made. */
  neededExtensions(schema: Schema, options: DataSourceOptions): Extension[];
  /** The default of a column whose values are generated as UUIDs, where the database makes them. */
  uuidDefault(options: DataSourceOptions): string | undefined;
  /** The file that holds the database, where it is one; `undefined` for a server or for memory. */
  databaseFile(options: DataSourceOptions): string | undefined;
  /** Vendor and version of the server, such as `SQLite 3.46.1`. */
  server(connection: Connection): Promise<string>;
  /** Whether the database has a table of that name. */
  tableExists(connection: Connection, name: ObjectName): Promise<boolean>;
  /** All that the schemas concerned hold, normalized, in a constant number of queries. */
  introspect(connection: Connection, request: IntrospectRequest): Promise<Schema>;
  /** The schema in the dialect's canonical spelling; schemas that the database holds alike come out equal. */
  normalize(schema: Schema): Schema;
  /** The whole type that TypeORM means by those parts. */
  columnType(parts: TypeParts): string;
  /** What the database makes of a strategy by which TypeORM has values generated, where it counts them up. */
  counter(strategy: string): "autoIncrement" | "identity" | undefined;
  /** The access method that TypeORM means for an index; none for the default one. */
  indexMethod(index: IndexParts): string | undefined;
  /** Equal for names that cannot stand side by side, because the database takes them for the same. */
  foldName(name: string): string;
  /** The value that TypeORM puts into the database for a member of an enum. */
  enumValue(member: string): string;
  /** Whether values change their spelling when a column gets the other type. */
  convertsValues(from: string, to: string): boolean;
  /** The SQL expression that makes the other type of a column, quoted already, as changing its type does, and fails alike. */
  conversion(column: string, from: string, to: string, enums: readonly EnumType[]): string;
  /** The SQL condition of rows in which the column, quoted already, loses something when it gets that type. */
  conversionLoss(column: string, type: string): string;
  /** The SQL condition of rows in which the column, quoted already and of that type, holds that value of its enum. */
  holdsValue(column: string, type: string, value: string): string;
  /** An SQL literal that the column takes, for rows that have lost their value. */
  neutralValue(column: Column): string;
  /** Whether the expressions of each pair mean the same, in the order of the pairs. */
  compareExpressions(pairs: readonly ExpressionPair[], context: ExpressionContext): Promise<Verdict[]>;
  /** Whether {@link ddl} must know the schema before the operation. */
  needsSchema(operation: Operation): boolean;
  /** The parts of an operation that must run one by one, each on the schema that the one before left. */
  split(operation: Operation): readonly Operation[];
  /** The statements that carry out the operation on that schema. */
  ddl(operation: Operation, schema: Schema): Statement[];
  /** Whether the operation gives a table another shape, as {@link TransactionOptions} means it. */
  reshapes(operation: Operation): boolean;
  /** Whether the operation cannot be in one transaction with those that follow it there. */
  breaksTransaction(operation: Operation, later: readonly Operation[]): boolean;
  /** What must run before an operation is tried again that was cut short, and whether it was done already. */
  recover(operation: Operation, connection: Connection): Promise<Recovery>;
  /** What the operation holds up or costs, beyond what every dialect knows. */
  effects(operation: Operation, context: EffectContext): Hazard[];
  /** Does the work in one transaction: all of it, or, after any failure, nothing. */
  transaction<Result>(
    connection: Connection,
    options: TransactionOptions,
    work: () => Promise<Result>,
  ): Promise<Result>;
  /** Whether the transaction that {@link transaction} began goes on: SQL of an author's own may have ended it. */
  hasTransaction(connection: Connection): Promise<boolean>;
  /** The lines that a script begins with, so that it stops at the first error. */
  readonly scriptHeader: readonly string[];
  /** The statements that stop a script before the operation, where the database is not what the revisions make it. */
  scriptGuards(operation: Operation, schema: Schema): string[];
  /** The statements as a script that does what {@link transaction} does. */
  transactionScript(statements: readonly ScriptStatement[], options: ScriptOptions): string[];
  /** The names of tables that {@link tryLock} may make. */
  readonly lockTables: readonly string[];
  /** Takes the lock of the one migrator, or says who has it; never waits. */
  tryLock(request: LockRequest): Promise<LockAttempt>;
  /** What an error of the driver means to a user, where it is a known one. */
  explain(error: unknown): Explanation | undefined;
  /** What stands for a parameter of a statement, counted from 1. */
  parameter(position: number): string;
  /** The statement with each parameter written where it goes. */
  inline(sql: string, parameters: readonly SqlValue[]): string;
  /** A value as the driver takes it for a parameter. */
  bind(value: SqlValue): SqlValue;
  /** The single statements of a text with several. */
  splitStatements(sql: string): string[];
  /** A name as SQL writes it, quoted. */
  quote(name: ObjectName | string): string;
  /** A value as SQL writes it. */
  literal(value: SqlValue): string;
}
