import { expect, test } from "vitest";
import type { TransactionOptions } from "../../src/dialect/dialect.js";
import { sqlite } from "../../src/dialect/sqlite/index.js";
import { createParts, type Parts } from "../../src/runtime/parts.js";
import { openSqlite, type TestConnection } from "../support/sqlite.js";

interface Stage {
  readonly connection: TestConnection;
  readonly parts: Parts;
  /** What happened, besides the statements. */
  readonly told: string[];
  readonly insert: (value: number) => Promise<unknown>;
  readonly rows: () => Promise<unknown[]>;
}

function stage(options: { readonly first?: () => Promise<void> } = {}): Stage {
  const connection = openSqlite();
  connection.exec("CREATE TABLE t (a)");
  const told: string[] = [];
  const retry: TransactionOptions["retry"] = (attempt) => attempt();
  const tell = (word: string) => async (): Promise<void> => void told.push(word);
  const parts = createParts({
    dialect: sqlite,
    connection,
    options: { retry },
    before: tell("before"),
    first: options.first ?? tell("first"),
  });
  return {
    connection,
    parts,
    told,
    insert: (value) => connection.query("INSERT INTO t VALUES (?)", [value]),
    rows: async () => (await connection.query("SELECT a FROM t ORDER BY a")).map(({ a }) => a),
  };
}

test("a transaction begins when it is needed, once, and what is in it is committed as a whole", async () => {
  const { parts, told, insert, rows } = stage();
  expect(parts.isOpen()).toBe(false);
  await parts.open(false);
  await insert(1);
  await parts.open(false);
  await insert(2);
  expect([parts.isOpen(), told]).toEqual([true, ["before", "first"]]);
  await parts.commit();
  await parts.rollback(new Error("too late"));
  expect([parts.isOpen(), await rows()]).toEqual([false, [1, 2]]);
});

test("what is rolled back is not there, what was committed before is", async () => {
  const { parts, told, insert, rows } = stage();
  await parts.open(false);
  await insert(1);
  await parts.commit();
  await parts.open(false);
  await insert(2);
  await parts.rollback(new Error("no"));
  expect([await rows(), told]).toEqual([[1], ["before", "first", "before", "first"]]);
});

test("without a transaction there is nothing to end", async () => {
  const { connection, parts } = stage();
  await parts.commit();
  await parts.rollback(new Error("no"));
  expect(connection.statements).toEqual([]);
});

test("a transaction that cannot begin fails", async () => {
  const { connection, parts } = stage();
  connection.exec("BEGIN");
  await expect(parts.open(false)).rejects.toMatchObject({ code: "E_IN_TRANSACTION" });
  expect(parts.isOpen()).toBe(false);
});

test("a transaction whose first look fails can be rolled back", async () => {
  const { connection, parts } = stage({ first: () => Promise.reject(new Error("changed")) });
  await expect(parts.open(false)).rejects.toThrow("changed");
  await parts.rollback(new Error("changed"));
  expect(connection.statements.at(-1)).toBe("PRAGMA legacy_alter_table = OFF");
  expect(connection.statements).toContain("ROLLBACK");
});

test("a commit that fails tells so", async () => {
  const { connection, parts } = stage();
  connection.exec("CREATE TABLE p (id integer PRIMARY KEY); CREATE TABLE c (p REFERENCES p)");
  await parts.open(true);
  connection.exec("PRAGMA defer_foreign_keys = ON; INSERT INTO c VALUES (7)");
  await expect(parts.commit()).rejects.toMatchObject({ code: "E_FOREIGN_KEY_VIOLATION" });
});
