import { expect, test } from "vitest";
import { settleExpressions } from "../../src/diff/expressions.js";
import type { ExpressionPair, Verdict } from "../../src/dialect/dialect.js";
import { builders } from "../../src/operation/builders.js";
import type { Schema } from "../../src/schema/schema.js";

/** A schema with one expression of every kind, each ending with that word. */
function schemaWith(word: string): Schema {
  const { table } = builders.createTable("t", (t) => [
    t.column("a", "integer", { default: `default ${word}` }),
    t.column("b", "integer", { generated: { expression: `generated ${word}`, stored: true } }),
    t.check(`check ${word}`, { name: "CHK" }),
  ]);
  const { index } = builders.createIndex("t", "IDX", ["a"], { where: `where ${word}` });
  return {
    tables: [{ ...table, indexes: [index] }],
    views: [{ name: "v", query: `query ${word}`, triggers: [] }],
  };
}

const answer =
  (verdict: Verdict, asked: ExpressionPair[][] = []) =>
  async (pairs: readonly ExpressionPair[]): Promise<Verdict[]> => {
    asked.push([...pairs]);
    return pairs.map(() => verdict);
  };

test("equal texts are not asked about", async () => {
  const asked: ExpressionPair[][] = [];
  const settled = await settleExpressions(
    schemaWith("x"),
    schemaWith("x"),
    answer({ result: "same" }, asked),
  );
  expect([settled.schema, asked]).toEqual([schemaWith("x"), []]);
});

test("texts that differ are asked about in one batch, and spelled as the database does where they are the same", async () => {
  const asked: ExpressionPair[][] = [];
  const settled = await settleExpressions(
    schemaWith("old"),
    schemaWith("new"),
    answer({ result: "same" }, asked),
  );
  expect(settled).toEqual({ schema: schemaWith("old"), unknown: [] });
  expect(asked.map((pairs) => pairs.map(({ where }) => where))).toEqual([
    ["t.a default", "t.b expression", "t check CHK", "t index IDX", "v"],
  ]);
});

test("texts that say something else stay", async () => {
  const settled = await settleExpressions(
    schemaWith("old"),
    schemaWith("new"),
    answer({ result: "different" }),
  );
  expect(settled).toEqual({ schema: schemaWith("new"), unknown: [] });
});

test("what nobody knows stays as the database has it, and is told", async () => {
  const verdict: Verdict = { result: "unknown", reason: "not there" };
  const settled = await settleExpressions(schemaWith("old"), schemaWith("new"), answer(verdict));
  expect(settled.schema).toEqual(schemaWith("old"));
  expect(settled.unknown).toHaveLength(5);
  expect(settled.unknown[0]).toEqual({ where: "t.a default", reason: "not there" });
});

test("what is new is nobody's to spell", async () => {
  const asked: ExpressionPair[][] = [];
  const nothing = { tables: [], views: [] };
  await settleExpressions(nothing, schemaWith("new"), answer({ result: "same" }, asked));
  expect(asked).toEqual([]);
});
