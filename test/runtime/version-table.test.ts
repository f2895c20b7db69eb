import { expect, test } from "vitest";
import { sqlite } from "../../src/dialect/sqlite/index.js";
import {
  createStatements,
  logStatement,
  readChecksums,
  readCurrent,
  requireAt,
  rowStatement,
  type LogEntry,
} from "../../src/runtime/version-table.js";
import { openSqlite, type TestConnection } from "../support/sqlite.js";

const names = { version: { name: 'ver"sion' }, log: { name: "größe log" }, journal: { name: "j" } };

async function create(): Promise<TestConnection> {
  const connection = openSqlite();
  for (const { sql } of createStatements(sqlite, names)) await connection.query(sql);
  return connection;
}

test("without a version table, nothing is known", async () => {
  const connection = openSqlite();
  expect(await readCurrent(connection, sqlite, names)).toBeUndefined();
  expect(await readChecksums(connection, sqlite, names)).toEqual(new Map());
});

test("the tables are made once, under any name", async () => {
  const connection = await create();
  for (const { sql } of createStatements(sqlite, names)) await connection.query(sql);
  expect(await readCurrent(connection, sqlite, names)).toEqual([]);
});

test("rows come, change and go", async () => {
  const connection = await create();
  const changes = [
    { kind: "insert", id: "it's" },
    { kind: "insert", id: "a" },
    { kind: "update", from: "it's", to: "b" },
    { kind: "delete", id: "a" },
  ] as const;
  for (const change of changes) {
    const { sql, parameters } = rowStatement(change, sqlite, names);
    await connection.query(sql, parameters);
  }
  expect(await readCurrent(connection, sqlite, names)).toEqual(["b"]);
});

test("the checksum that counts is that of the last upgrade, if it had one", async () => {
  const connection = await create();
  const log = async (
    revision: string,
    direction: LogEntry["direction"],
    checksum?: string,
  ): Promise<void> => {
    const entry = { revision, direction, at: "", milliseconds: 1, checksum, by: "", tool: "" };
    const { sql, parameters } = logStatement(entry, sqlite, names);
    await connection.query(sql, parameters);
  };
  await log("a", "upgrade", "old");
  await log("a", "downgrade", "other");
  await log("a", "upgrade", "new");
  await log("b", "upgrade", "known");
  await log("b", "upgrade");
  await log("c", "stamp", "never");
  expect(await readChecksums(connection, sqlite, names)).toEqual(new Map([["a", "new"]]));
});

test.each<[before: string[], found: string[], message: string]>([
  [["a"], [], "expected to say a, but it says nothing"],
  [[], ["a"], "expected to say nothing, but it says a"],
  [["a", "b"], ["b"], "expected to say a, b, but it says b"],
])("no step from %j on a database at %j", (before, found, message) => {
  expect(() => requireAt({ before }, found)).toThrow(
    expect.objectContaining({ code: "E_VERSION_TABLE_CHANGED", message: expect.stringContaining(message) }),
  );
});

test("the order of ids does not count", () => {
  expect(() => requireAt({ before: ["a", "b"] }, ["b", "a"])).not.toThrow();
});
