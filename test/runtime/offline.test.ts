import { describe, expect, test } from "vitest";
import { sqlite } from "../../src/dialect/sqlite/index.js";
import type { SqlValue } from "../../src/operation/operation.js";
import { replay, script } from "../../src/runtime/offline.js";
import { record, type RevisionModule } from "../../src/runtime/record.js";
import type { LoadedStep } from "../../src/runtime/step.js";
import { emptySchema } from "../../src/schema/schema.js";
import { openSqlite } from "../support/sqlite.js";
import { names, openRunner, stepOf } from "./run.js";

function scriptOf(...steps: readonly LoadedStep[]): string[] {
  return script(steps, { dialect: sqlite, names, schema: emptySchema, now: () => 0, by: "me", tool: "0" });
}

const one: RevisionModule = {
  up: async (op) => {
    await op.createTable("a", (table) => [
      table.column("x", "text", { nullable: true }),
      table.column("y", "text", { default: "'?'" }),
    ]);
    await op.createTrigger(
      "a",
      "log",
      "CREATE TRIGGER log AFTER INSERT ON a BEGIN SELECT '?;'; SELECT 2; END",
    );
    await op.bulkInsert("a", [{ x: "it's ?" }, { x: null }]);
    await op.alterTable("a", (table) => [
      table.addCheck("x <> ';'"),
      table.addColumn("z", "integer", { backfill: "7" }),
    ]);
    await op.execute("INSERT INTO a (x, z) VALUES (?, 1); -- a note?", ["a;b"]);
  },
};
const two: RevisionModule = { up: (op) => op.renameTable("a", "b") };

test("a script does what runs online do, and only where it may begin", async () => {
  const steps = [await stepOf("a", one), await stepOf("b", two)];
  const runner = openRunner();
  await runner.run(steps);
  const offline = openSqlite();
  const sql = scriptOf(...steps)
    .filter((line) => !line.startsWith("."))
    .join("\n");
  offline.exec(sql);
  const rows = "SELECT * FROM b ORDER BY rowid";
  expect(await offline.query(rows)).toEqual(await runner.connection.query(rows));
  expect(await sqlite.introspect(offline, { schemas: [] })).toEqual(
    await sqlite.introspect(runner.connection, { schemas: [] }),
  );
  expect(await offline.query("SELECT revision FROM aludel_version")).toEqual([{ revision: "b" }]);
  expect(() => offline.exec(sql)).toThrow(/CHECK constraint failed: holds/);
});

describe("parameters", () => {
  test.each<[sql: string, parameters: SqlValue[], expected: string]>([
    ["SELECT ?, ?", [1, "a"], "SELECT 1, 'a'"],
    ["SELECT '?', \"?\", `?`, [?], ?", [1], "SELECT '?', \"?\", `?`, [?], 1"],
    ["SELECT ? -- ?\n, ? /* ? */", [1, 2], "SELECT 1 -- ?\n, 2"],
    ["SELECT ?2, ?1, ?2", [1, 2], "SELECT 2, 1, 2"],
    ["SELECT ?1, ?", [1, 2], "SELECT 1, 2"],
    ["SELECT ?", ["?"], "SELECT '?'"],
    ["SELECT ?, ?", ["it's", null], "SELECT 'it''s', NULL"],
    ["SELECT ?", [new Uint8Array([0, 255])], "SELECT X'00ff'"],
    ["SELECT ?", [true], "SELECT 1"],
  ])("%j with %j", async (sql, parameters, expected) => {
    const lines = scriptOf(await stepOf("a", { up: (op) => op.execute(sql, parameters) }));
    expect(lines.join("\n")).toContain(`\n${expected};\n`);
  });
});

test("a revision that asks the database cannot be printed", async () => {
  const step = await stepOf("a", { up: async (op) => void (await op.query("SELECT 1")) });
  expect(() => scriptOf(step)).toThrow(expect.objectContaining({ code: "E_OFFLINE" }));
});

test("a message of several lines stays on its line", async () => {
  const step = await stepOf("a", { up: (op) => op.execute("SELECT 1") });
  const revision = { ...step.step.revision, message: "a\nDROP TABLE b;\r\nc" };
  expect(scriptOf({ ...step, step: { ...step.step, revision } })).toContain(
    "-- upgrade a: a DROP TABLE b; c",
  );
});

test("a replay knows the schema that is made, and what it cannot know", async () => {
  const recordings = [
    { id: "a", recording: await record("a", one.up) },
    { id: "b", recording: await record("b", two.up) },
    { id: "c", recording: await record("c", (op) => op.renameTable("made by hand", "c")) },
    { id: "d", recording: await record("d", async (op) => void (await op.query("SELECT 1"))) },
  ];
  const { schema, incomplete } = replay(recordings, sqlite);
  expect(schema.tables.map(({ name }) => name)).toEqual(["b"]);
  expect(incomplete).toEqual(["a", "c", "d"]);
});
