import type { DataSourceOptions } from "typeorm";
import type { Operation, SqlValue } from "../operation/operation.js";
import type { ObjectName } from "../schema/name.js";
import type { Column, Schema } from "../schema/schema.js";

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
}

/** Two spellings of an expression that may mean the same, and where they stand. */
export interface ExpressionPair {
  readonly from: string;
  readonly to: string;
  /** The object that carries them, for messages: `customer.tier default`. */
  readonly where: string;
}

/** What is known of an expression pair; `unknown` says why, and never becomes an operation. */
export type Verdict =
  | { readonly result: "same" }
  | { readonly result: "different" }
  | { readonly result: "unknown"; readonly reason: string };

/** What a migrator holds while it works, so that no other one works on the same database. */
export interface MigratorLock {
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
}

/** How the work in a transaction is made safe. */
export interface TransactionOptions {
  /** The work gives tables another shape: references are not followed meanwhile, and checked before the commit. */
  readonly reshapes: boolean;
  /** Tries again while somebody else holds the database, and gives up in the end. */
  readonly retry: <Result>(attempt: () => Promise<Result>) => Promise<Result>;
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
  /** Whether the column has a list of values that it may hold. */
  readonly isEnum: boolean;
}

/** How one family of databases says things. All SQL and all knowledge of a catalog is behind this. */
export interface Dialect {
  /** The family's name, as people write it. */
  readonly title: string;
  /** The column types that the version table and the log use. */
  readonly types: { readonly text: string; readonly integer: string };
  /** A table may be created with a foreign key to a table that does not exist yet. */
  readonly forwardReferences: boolean;
  /** The file that holds the database, where it is one; `undefined` for a server or for memory. */
  databaseFile(options: DataSourceOptions): string | undefined;
  /** Vendor and version of the server, such as `SQLite 3.46.1`. */
  server(connection: Connection): Promise<string>;
  /** Whether the database has a table of that name. */
  tableExists(connection: Connection, name: string): Promise<boolean>;
  /** All tables and views of the database, normalized, in a constant number of queries. */
  introspect(connection: Connection): Promise<Schema>;
  /** The schema in the dialect's canonical spelling; schemas that the database holds alike come out equal. */
  normalize(schema: Schema): Schema;
  /** The whole type that TypeORM means by those parts. */
  columnType(parts: TypeParts): string;
  /** Equal for names that cannot stand side by side, because the database takes them for the same. */
  foldName(name: string): string;
  /** The value that TypeORM puts into the database for a member of an enum. */
  enumValue(member: string): string;
  /** Whether values change their spelling when a column gets the other type. */
  convertsValues(from: string, to: string): boolean;
  /** The SQL condition of rows in which the column, quoted already, loses something when it gets that type. */
  conversionLoss(column: string, type: string): string;
  /** An SQL literal that the column takes, for rows that have lost their value. */
  neutralValue(column: Column): string;
  /** Whether the expressions of each pair mean the same, in the order of the pairs. */
  compareExpressions(
    pairs: readonly ExpressionPair[],
    connection: Connection | undefined,
  ): Promise<Verdict[]>;
  /** Whether {@link ddl} must know the schema before the operation. */
  needsSchema(operation: Operation): boolean;
  /** The parts of an operation that must run one by one, each on the schema that the one before left. */
  split(operation: Operation): readonly Operation[];
  /** The statements that carry out the operation on that schema. */
  ddl(operation: Operation, schema: Schema): Statement[];
  /** Whether the operation gives a table another shape, as {@link TransactionOptions} means it. */
  reshapes(operation: Operation): boolean;
  /** Does the work in one transaction: all of it, or, after any failure, nothing. */
  transaction<Result>(
    connection: Connection,
    options: TransactionOptions,
    work: () => Promise<Result>,
  ): Promise<Result>;
  /** The lines that a script begins with, so that it stops at the first error. */
  readonly scriptHeader: readonly string[];
  /** The statements that stop a script before the operation, where the database is not what the revisions make it. */
  scriptGuards(operation: Operation, schema: Schema): string[];
  /** The statements as a script that does what {@link transaction} does. */
  transactionScript(statements: readonly string[], options: ScriptOptions): string[];
  /** Takes the lock of the one migrator, or says who has it; never waits. */
  tryLock(request: LockRequest): Promise<LockAttempt>;
  /** What an error of the driver means to a user, where it is a known one. */
  explain(error: unknown): Explanation | undefined;
  /** A value as the driver takes it for a parameter. */
  bind(value: SqlValue): SqlValue;
  /** The single statements of a text with several. */
  splitStatements(sql: string): string[];
  /** A name as SQL writes it, quoted. */
  quote(name: ObjectName | string): string;
  /** A value as SQL writes it. */
  literal(value: SqlValue): string;
}
