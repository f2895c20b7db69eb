import type { Operation, SqlValue } from "../operation/operation.js";
import type { ObjectName } from "../schema/name.js";
import type { Schema } from "../schema/schema.js";

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

/** What a dialect is asked before a lock is tried again or given up. */
export interface LockRequest {
  /** How long to try, in milliseconds. */
  readonly timeout: number;
  /** Who asks, as others are told while they wait. */
  readonly holder: string;
  /** Opens another connection of the same driver; on SQLite to another file. */
  readonly connect: (database?: string) => Promise<Connection & { close(): Promise<void> }>;
  /** Waits that many milliseconds. */
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Is told once, when the lock is held by somebody else, by whom. */
  readonly onWait: (holder: string) => void;
}

/** What may go wrong in a database that only a look at the whole of it tells, before a transaction is committed. */
export interface Violation {
  readonly code: `E_${string}`;
  readonly message: string;
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
  /** The columns types that the version table and the log use. */
  readonly types: { readonly text: string; readonly integer: string };
  /** Vendor and version of the server, such as `SQLite 3.46.1`. */
  server(connection: Connection): Promise<string>;
  /** All tables and views of the database, normalized, in a constant number of queries. */
  introspect(connection: Connection): Promise<Schema>;
  /** The schema in the dialect's canonical spelling; schemas that the database holds alike come out equal. */
  normalize(schema: Schema): Schema;
  /** The whole type that TypeORM means by those parts. */
  columnType(parts: TypeParts): string;
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
  /** The single statements of a text with several. */
  splitStatements(sql: string): string[];
  /** A name as SQL writes it, quoted. */
  quote(name: ObjectName | string): string;
  /** A value as SQL writes it. */
  literal(value: SqlValue): string;
}
