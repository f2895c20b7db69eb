import { expect, test } from "vitest";
import type { Dialect } from "../../src/dialect/dialect.js";
import { sqlite } from "../../src/dialect/sqlite/index.js";
import { builders } from "../../src/operation/builders.js";
import { runOperation, type OperationContext } from "../../src/runtime/run-operation.js";
import { openSqlite, sqliteWith, type TestConnection } from "../support/sqlite.js";

const { alterTable, createTable, execute } = builders;

function contextOf(connection: TestConnection, options: Partial<OperationContext> = {}): OperationContext {
  return { dialect: sqlite, connection, inTransaction: false, ...options };
}

test("an error says which operation it was, and what it means", async () => {
  const connection = sqliteWith("CREATE TABLE t (a integer); INSERT INTO t VALUES (1), (1)");
  const operation = alterTable("t", (table) => [table.addUnique(["a"])]);
  await expect(runOperation(operation, contextOf(connection))).rejects.toMatchObject({
    code: "E_ROWS_BREAK_CONSTRAINT",
    message: expect.stringMatching(/^\+ unique on t \(a\): rows break a constraint/),
  });
});

test("an aborted signal stops before the next statement", async () => {
  const connection = openSqlite();
  const signal = AbortSignal.abort(new Error("stopped"));
  const operation = createTable("a", (table) => [table.column("id", "integer")]);
  await expect(runOperation(operation, contextOf(connection, { signal }))).rejects.toThrow("stopped");
  expect(connection.statements).toEqual([]);
});

test("parts run one by one, each on the schema that the one before left", async () => {
  const connection = sqliteWith("CREATE TABLE t (a integer)");
  const change = alterTable("t", (table) => [table.renameColumn("a", "b"), table.addCheck("b > 0")]);
  await runOperation(change, contextOf(connection));
  expect(await connection.query("SELECT sql FROM sqlite_schema")).toEqual([
    { sql: expect.stringMatching(/"b" integer[^]*CHECK \(b > 0\)/) },
  ]);
});

/** A dialect whose every operation inserts a row, and asks that question where it fails. */
function insertingWith(violations: string): Dialect {
  return { ...sqlite, ddl: () => [{ sql: "INSERT INTO t VALUES (1)", violations }] };
}

const unique = "CREATE TABLE t (a UNIQUE); INSERT INTO t VALUES (1)";
const add = createTable("x", () => []);
const question = (rows: number): string => `SELECT ${rows} AS "rows", '(a) = (1)' AS example`;

test.each<[name: string, violations: string, message: RegExp]>([
  ["one row", question(1), /^\+ table x: rows break a constraint: 1 row, \(a\) = \(1\)$/],
  ["several rows", question(3), /: 3 rows, such as \(a\) = \(1\)$/],
  ["no rows", question(0), /UNIQUE constraint failed/],
  ["a question that fails", "SELECT nothing", /UNIQUE constraint failed/],
])("a statement that rows forbid, with %s", async (_name, violations, message) => {
  for (const inTransaction of [true, false]) {
    const connection = sqliteWith(unique);
    if (inTransaction) connection.exec("BEGIN; INSERT INTO t VALUES (2)");
    const context = contextOf(connection, { dialect: insertingWith(violations), inTransaction });
    await expect(runOperation(add, context)).rejects.toMatchObject({
      code: "E_ROWS_BREAK_CONSTRAINT",
      message: expect.stringMatching(message),
    });
    expect(connection.statements.includes("ROLLBACK TO SAVEPOINT aludel_statement")).toBe(inTransaction);
  }
});

test("a statement that no row forbids leaves no savepoint", async () => {
  const connection = sqliteWith("CREATE TABLE t (a UNIQUE); BEGIN");
  await runOperation(
    add,
    contextOf(connection, { dialect: insertingWith(question(1)), inTransaction: true }),
  );
  expect(connection.statements).toEqual([
    "SAVEPOINT aludel_statement",
    "INSERT INTO t VALUES (1)",
    "RELEASE SAVEPOINT aludel_statement",
  ]);
});

test("parameters go with one statement only", async () => {
  await expect(
    runOperation(execute("SELECT ?; SELECT 1", [1]), contextOf(openSqlite())),
  ).rejects.toMatchObject({ code: "E_PARAMETERS" });
});
