import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Connection, Dialect } from "../../src/dialect/dialect.js";
import { sqlite } from "../../src/dialect/sqlite/index.js";
import type { RevisionModule } from "../../src/runtime/record.js";
import { readCurrent } from "../../src/runtime/version-table.js";
import { names, openRunner, stepOf, type Runner } from "./run.js";

/** As PostgreSQL: a concurrent index is in no transaction, and the catalog tells whether it is there. So do rows of SQL here. */
const dialect: Dialect = {
  ...sqlite,
  breaksTransaction: (operation) => operation.kind === "createIndex" && operation.concurrently === true,
  recover: async (operation, connection) => {
    const isSql = operation.kind === "autocommit" && operation.operation.kind === "execute";
    const found = await connection.query(
      isSql ? "SELECT 1 FROM t WHERE a > 10" : "SELECT 1 FROM sqlite_schema WHERE name = 'i'",
    );
    return found.length === 0 ? { state: "undone", cleanup: [] } : { state: "done" };
  },
};

const revision: RevisionModule = {
  up: async (op) => {
    await op.createTable("t", (table) => [
      table.column("a", "integer"),
      table.column("b", "text", { nullable: true }),
    ]);
    await op.bulkInsert("t", [{ a: 1 }, { a: 2 }]);
    await op.createIndex("t", "i", ["a"], { concurrently: true });
    await op.execute("UPDATE t SET a = a + 10");
    await op.autocommit((apart) => apart.bulkInsert("t", [{ a: 3 }]));
    await op.alterTable("t", (table) => [table.renameColumn("b", "c"), table.addCheck("a > 0")]);
    await op.createIndex("t", "j", ["c"]);
  },
};

let directory = "";
beforeAll(async () => void (directory = await mkdtemp(join(tmpdir(), "aludel-kill-"))));
afterAll(() => rm(directory, { recursive: true, force: true }));

/** A connection to a process that ends before the statement with that number. */
function dyingAt(last: number, connection: Connection): Connection {
  let count = 0;
  return {
    query: (sql, parameters) => {
      count += 1;
      return count > last
        ? Promise.reject(new Error("the process ended"))
        : connection.query(sql, parameters);
    },
  };
}

async function isApplied({ connection }: Runner): Promise<boolean> {
  const at = (await readCurrent(connection, sqlite, names)) ?? [];
  return at.includes("a");
}

async function outcomeOf(file: string): Promise<unknown> {
  const runner = openRunner(file);
  const outcome = {
    rows: await runner.connection.query("SELECT a, c FROM t ORDER BY a"),
    schema: await runner.connection.query(
      "SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'aludel%' ORDER BY name",
    ),
    current: await runner.current(),
    log: await runner.log(),
    journal: await runner.journal(),
  };
  runner.connection.close();
  return outcome;
}

test.each([true, false])("ends anywhere, with a transaction: %s, and goes on right", async (transaction) => {
  const step = await stepOf("a", revision, transaction ? {} : { transaction: false });
  const whole = openRunner(join(directory, `whole-${transaction}.sqlite`));
  await whole.run([step], { dialect });
  const statements = whole.connection.statements.length;
  whole.connection.close();
  const expected = await outcomeOf(join(directory, `whole-${transaction}.sqlite`));
  expect(expected).toMatchObject({
    rows: [{ a: 3 }, { a: 11 }, { a: 12 }],
    current: ["a"],
    log: ["upgrade a"],
  });

  let parted = 0;
  for (let last = 1; last < statements; last += 1) {
    const file = join(directory, `${transaction}-${last}.sqlite`);
    const first = openRunner(file);
    await first.run([step], { dialect, connection: dyingAt(last, first.connection) }).catch(() => undefined);
    // The end of a process ends its transaction.
    first.connection.close();
    const second = openRunner(file);
    if ((await second.journal()) !== undefined) parted += 1;
    if (!(await isApplied(second))) await second.run([step], { dialect });
    second.connection.close();
    expect(await outcomeOf(file), `after ${last} statements`).toEqual(expected);
  }
  expect(parted).toBeGreaterThan(20);
});
