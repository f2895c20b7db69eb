import { expect, test } from "vitest";
import { sqlite } from "../../src/dialect/sqlite/index.js";
import { builders } from "../../src/operation/builders.js";
import type { Operation } from "../../src/operation/operation.js";
import { createExecutor, type Executor } from "../../src/runtime/executor.js";
import { runOperation } from "../../src/runtime/run-operation.js";
import { openSqlite, type TestConnection } from "../support/sqlite.js";

const { createTable, execute, renameTable } = builders;
const make = (name: string): Operation => createTable(name, (table) => [table.column("id", "integer")]);

function executorOn(connection: TestConnection): Executor {
  return createExecutor({
    run: (operation) => runOperation(operation, { dialect: sqlite, connection, inTransaction: false }),
    query: async (sql) => [...(await connection.query(sql))],
  });
}

test("operations run in the order in which they come, awaited or not", async () => {
  const connection = openSqlite();
  const executor = executorOn(connection);
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
  const executor = executorOn(connection);
  const failures = [execute("INSERT INTO nowhere VALUES (1)"), make("a")].map((operation) =>
    executor.run(operation),
  );
  const settled = await Promise.allSettled([...failures, executor.done()]);
  expect(settled.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
  expect(await connection.query("SELECT name FROM sqlite_schema")).toEqual([]);
});
