import Database from "better-sqlite3";
import type { Connection, Row } from "../../src/dialect/dialect.js";
import type { SqlValue } from "../../src/operation/operation.js";

/** A connection of a test's own, with what a test needs besides. */
export interface TestConnection extends Connection {
  /** Runs several statements. */
  exec(sql: string): void;
  close(): void;
  /** Every statement that was run by `query`, in order. */
  readonly statements: readonly string[];
}

/** Opens a database file, or one in memory, with better-sqlite3. */
export function openSqlite(file = ":memory:"): TestConnection {
  const database = new Database(file);
  const statements: string[] = [];
  const run = (sql: string, parameters: readonly SqlValue[]): Row[] => {
    statements.push(sql);
    const statement = database.prepare(sql);
    if (statement.reader) return statement.all(...parameters);
    statement.run(...parameters);
    return [];
  };
  return {
    statements,
    query: async (sql, parameters = []) => run(sql, parameters),
    exec: (sql) => void database.exec(sql),
    close: () => void database.close(),
  };
}

/** A database in memory that was made by those statements. */
export function sqliteWith(sql: string): TestConnection {
  const connection = openSqlite();
  connection.exec(sql);
  return connection;
}
