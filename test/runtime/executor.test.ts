import { expect, test } from "vitest";
import { sqlite } from "../../src/dialect/sqlite/index.js";
import { builders } from "../../src/operation/builders.js";
import type { Operation } from "../../src/operation/operation.js";
import { createExecutor } from "../../src/runtime/executor.js";
import { openSqlite } from "../support/sqlite.js";

const { alterTable, createTable, execute, renameTable } = builders;
const make = (name: string): Operation => createTable(name, (table) => [table.column("id", "integer")]);

test("operations run in the order in which they come, awaited or not", async () => {
  const connection = openSqlite();
  const executor = createExecutor({ dialect: sqlite, connection });
  void executor.run(make("a"));
  void executor.run(renameTable("a", "b"));
  const rows = executor.query("SELECT name FROM sqlite_schema", []);
  void executor.run(renameTable("b", "c"));
  await executor.done();
  expect(await rows).toEqual([{ name: "b" }]);
  expect(await connection.query("SELECT name FROM sqlite_schema")).toEqual([{ name: "c" }]);
});

test("after a failure nothing more runs, and done tells of it", async () => {
  const connection = openSqlite();
  const executor = createExecutor({ dialect: sqlite, connection });
  const failures = [execute("INSERT INTO nowhere VALUES (1)"), make("a")].map((operation) =>
    executor.run(operation),
  );
  const settled = await Promise.allSettled([...failures, executor.done()]);
  expect(settled.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
  expect(await connection.query("SELECT name FROM sqlite_schema")).toEqual([]);
});

test("an error says which operation it was, and what it means", async () => {
  const connection = openSqlite();
  connection.exec("CREATE TABLE t (a integer); INSERT INTO t VALUES (1), (1)");
  const executor = createExecutor({ dialect: sqlite, connection });
  await expect(executor.run(alterTable("t", (table) => [table.addUnique(["a"])]))).rejects.toMatchObject({
    code: "E_ROWS_BREAK_CONSTRAINT",
    message: expect.stringMatching(/^\+ unique on t \(a\): rows break a constraint/),
  });
});

test("each part of an operation is wrapped by itself", async () => {
  const connection = openSqlite();
  connection.exec("CREATE TABLE t (a integer)");
  const wrapped: Operation[] = [];
  const around = async (operation: Operation, work: () => Promise<void>): Promise<void> => {
    wrapped.push(operation);
    await work();
  };
  const executor = createExecutor({ dialect: sqlite, connection, around });
  const change = alterTable("t", (table) => [table.renameColumn("a", "b"), table.addCheck("b > 0")]);
  await executor.run(change);
  expect(wrapped).toEqual([
    alterTable("t", (table) => [table.renameColumn("a", "b")]),
    alterTable("t", (table) => [table.addCheck("b > 0")]),
  ]);
});

test("an aborted signal stops before the next statement", async () => {
  const connection = openSqlite();
  const executor = createExecutor({
    dialect: sqlite,
    connection,
    signal: AbortSignal.abort(new Error("stopped")),
  });
  await expect(executor.run(make("a"))).rejects.toThrow("stopped");
  expect(connection.statements).toEqual([]);
});
