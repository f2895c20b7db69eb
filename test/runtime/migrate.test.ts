import { expect, test } from "vitest";
import type { Operations } from "../../src/operation/builders.js";
import type { ProgressEvent, TransactionMode } from "../../src/runtime/step.js";
import type { RevisionModule } from "../../src/runtime/record.js";
import { openRunner, stepOf } from "./run.js";

const create = (op: Operations, name: string): Promise<void> =>
  op.createTable(name, (table) => [table.column("id", "integer"), table.primaryKey(["id"])]);
const drop = (op: Operations, name: string): Promise<void> =>
  op.dropTable(name, (table) => [table.column("id", "integer"), table.primaryKey(["id"])]);

/** A revision that creates a table of that name, and drops it on the way down. */
const creating = (name: string): RevisionModule => ({
  up: (op) => create(op, name),
  down: (op) => drop(op, name),
});
/** A revision whose second statement fails. */
const failing = (name: string): RevisionModule => ({
  up: async (op) => {
    await create(op, name);
    await op.execute("INSERT INTO nowhere VALUES (1)");
  },
});

test("steps there and back leave their rows in the version table and the log", async () => {
  const runner = openRunner();
  const [a, b] = [creating("one"), creating("two")];
  expect(await runner.run([await stepOf("a", a), await stepOf("b", b)])).toBe(2);
  expect([await runner.tables(), await runner.current()]).toEqual([["one", "two"], ["b"]]);
  expect(await runner.run([await stepOf("b", b, { down: true }), await stepOf("a", a, { down: true })])).toBe(
    2,
  );
  expect([await runner.tables(), await runner.current()]).toEqual([[], []]);
  expect(await runner.log()).toEqual(["upgrade a", "upgrade b", "downgrade b", "downgrade a"]);
  expect(runner.events.map(({ kind }) => kind).slice(0, 3)).toEqual(["step", "operation", "done"]);
});

test.each<[TransactionMode, tables: string[], current: string[]]>([
  ["each", ["one"], ["a"]],
  ["all", [], []],
  ["none", ["one", "two"], ["a"]],
])("with --transaction %s, a failure leaves %j at %j", async (transaction, tables, current) => {
  const runner = openRunner();
  const steps = [
    await stepOf("a", creating("one")),
    await stepOf("b", failing("two")),
    await stepOf("c", creating("three")),
  ];
  await expect(runner.run(steps, { transaction })).rejects.toMatchObject({
    code: "E_STATEMENT_FAILED",
    message: expect.stringMatching(/b\.ts.*no such table: nowhere/),
  });
  expect([await runner.tables(), await runner.current()]).toEqual([tables, current]);
  expect(await runner.connection.query("PRAGMA foreign_keys")).toEqual([{ foreign_keys: 1 }]);
});

test("a revision without a transaction keeps what it did before it failed", async () => {
  const runner = openRunner();
  const step = await stepOf("a", failing("one"), { transaction: false });
  await expect(runner.run([step])).rejects.toMatchObject({ code: "E_STATEMENT_FAILED" });
  expect([await runner.tables(), await runner.current()]).toEqual([["one"], []]);
});

test("a revision without a transaction does not go into one with others", async () => {
  const runner = openRunner();
  const steps = [
    await stepOf("a", creating("one")),
    await stepOf("b", creating("two"), { transaction: false }),
  ];
  await expect(runner.run(steps, { transaction: "all" })).rejects.toMatchObject({
    code: "E_TRANSACTION_MODE",
  });
  expect(await runner.tables()).toEqual([]);
});

test.each<[name: string, up: RevisionModule["up"]]>([
  ["of the last operation", (op) => void create(op, "one")],
  ["of all operations", (op) => ["one", "two"].forEach((name) => void create(op, name))],
  [
    "of a helper with several operations",
    (op) => {
      const helper = async (): Promise<void> => {
        await create(op, "one");
        await create(op, "two");
        await op.query("SELECT 1");
        await create(op, "three");
      };
      void helper();
    },
  ],
])("a forgotten await %s loses nothing", async (_name, up) => {
  const runner = openRunner();
  const step = await stepOf("a", { up });
  await runner.run([step]);
  const made = runner.connection.statements.filter((sql) => sql.startsWith('CREATE TABLE "')).length;
  expect(await runner.tables()).toHaveLength(made);
  expect(made).toBe(step.recording.complete ? step.recording.operations.length : 3);
  const last = runner.connection.statements.filter((sql) => /^(?:CREATE|COMMIT)/.test(sql)).at(-1);
  expect(last, "all of it in the transaction").toBe("COMMIT");
});

test.each<[name: string, up: RevisionModule["up"], code: string]>([
  ["an operation fails", (op) => void op.execute("INSERT INTO nowhere VALUES (1)"), "E_STATEMENT_FAILED"],
  [
    "the revision throws",
    (op) => {
      for (const name of ["one", "two", "three"]) void create(op, name);
      throw new Error("changed its mind");
    },
    "E_REVISION_FAILED",
  ],
])("a forgotten await, and then %s: nothing is left", async (_name, up, code) => {
  const runner = openRunner();
  await expect(runner.run([await stepOf("a", { up })])).rejects.toMatchObject({ code });
  await new Promise((resolve) => void setImmediate(resolve));
  expect([await runner.tables(), await runner.current()]).toEqual([[], []]);
});

test("a revision that catches the failure of an operation still fails", async () => {
  const runner = openRunner();
  const up: RevisionModule["up"] = (op) =>
    op.execute("INSERT INTO nowhere VALUES (1)").catch(() => undefined);
  await expect(runner.run([await stepOf("a", { up })])).rejects.toMatchObject({ code: "E_STATEMENT_FAILED" });
});

test.each<[what: string, up: RevisionModule["up"], tables: string[]]>([
  ["ROLLBACK", (op) => create(op, "one").then(() => op.execute("ROLLBACK")), []],
  ["COMMIT", (op) => create(op, "one").then(() => op.execute("COMMIT; SELECT 1")), ["one"]],
  [
    "COMMIT and goes on",
    (op) => create(op, "one").then(() => op.execute("COMMIT; CREATE TABLE two (a)")),
    ["one"],
  ],
  [
    "ROLLBACK in a question",
    (op) => create(op, "one").then(async () => void (await op.query("ROLLBACK"))),
    [],
  ],
])("a revision that says %s does not count as applied", async (_what, up, tables) => {
  const runner = openRunner();
  await expect(runner.run([await stepOf("a", { up })])).rejects.toMatchObject({
    code: "E_TRANSACTION_ENDED",
    message: expect.stringContaining("a.ts"),
    hint: expect.not.stringContaining("It was rolled back"),
  });
  expect([await runner.tables(), await runner.current(), await runner.log()]).toEqual([tables, [], []]);
});

test("a revision without down is refused before anything runs", async () => {
  const runner = openRunner();
  const [one, two] = [creating("one"), { up: creating("two").up }];
  await runner.run([await stepOf("a", one), await stepOf("b", two)]);
  const steps = [await stepOf("b", two, { down: true }), await stepOf("a", one, { down: true })];
  await expect(runner.run(steps)).rejects.toMatchObject({ code: "E_IRREVERSIBLE" });
  expect(await runner.current()).toEqual(["b"]);
});

test("a version table that says something else stops the run", async () => {
  const runner = openRunner();
  await runner.run([await stepOf("a", creating("one"))]);
  await expect(runner.run([await stepOf("c", creating("three"))])).rejects.toMatchObject({
    code: "E_VERSION_TABLE_CHANGED",
    message: expect.stringContaining("expected to say b, but it says a"),
  });
  expect([await runner.tables(), await runner.current()]).toEqual([["one"], ["a"]]);
});

test.each<[TransactionMode, tables: string[], message: string]>([
  ["each", ["one"], "interrupted after 1 of 2 revisions"],
  ["all", [], "interrupted after 0 of 2 revisions"],
])("an abort in the middle, with --transaction %s, leaves %j", async (transaction, tables, message) => {
  const runner = openRunner();
  const stop = new AbortController();
  const up: RevisionModule["up"] = async (op) => {
    await create(op, "two");
    await create(op, "three");
  };
  const steps = [await stepOf("a", creating("one")), await stepOf("b", { up })];
  let operations = 0;
  const onProgress = ({ kind }: ProgressEvent): void => {
    if (kind === "operation" && (operations += 1) === 3) stop.abort();
  };
  const options = { transaction, signal: stop.signal, onProgress };
  await expect(runner.run(steps, options)).rejects.toMatchObject({ code: "E_INTERRUPTED", message });
  expect(await runner.tables()).toEqual(tables);
});

test("a reference without its row is refused, and nothing changes", async () => {
  const runner = openRunner();
  const setUp: RevisionModule = {
    up: async (op) => {
      await create(op, "parent");
      await op.createTable("child", (table) => [table.column("parent", "integer")]);
      await op.bulkInsert("child", [{ parent: 7 }]);
    },
  };
  const addKey: RevisionModule = {
    up: (op) => op.alterTable("child", (table) => [table.addForeignKey(["parent"], "parent", ["id"])]),
  };
  await runner.run([await stepOf("a", setUp)]);
  await expect(runner.run([await stepOf("b", addKey)])).rejects.toMatchObject({
    code: "E_FOREIGN_KEY_VIOLATION",
  });
  expect(await runner.current()).toEqual(["a"]);
  expect(await runner.connection.query("PRAGMA foreign_key_list(child)")).toEqual([]);
});

test("values go in and come out", async () => {
  const runner = openRunner();
  const seen: unknown[] = [];
  const up: RevisionModule["up"] = async (op) => {
    await op.execute("CREATE TABLE t (a, b); CREATE TABLE u (c)");
    await op.bulkInsert("t", [
      { a: true, b: new Date(0) },
      { a: 2n, b: null },
      { a: "it's", b: null },
    ]);
    await op.execute("UPDATE t SET b = ? WHERE a = ?", ["?", 1]);
    seen.push(...(await op.query("SELECT a, b FROM t WHERE a IS NOT ?", [2])));
  };
  await runner.run([await stepOf("a", { up })]);
  expect(seen).toEqual([
    { a: 1, b: "?" },
    { a: "it's", b: null },
  ]);
});

test("parameters go with one statement only", async () => {
  const runner = openRunner();
  const up: RevisionModule["up"] = (op) => op.execute("SELECT ?; SELECT 1", [1]);
  await expect(runner.run([await stepOf("a", { up })])).rejects.toMatchObject({ code: "E_PARAMETERS" });
});
