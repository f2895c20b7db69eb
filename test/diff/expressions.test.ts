import { expect, test } from "vitest";
import { settleExpressions } from "../../src/diff/expressions.js";
import type { ExpressionPair, Verdict } from "../../src/dialect/dialect.js";
import { builders } from "../../src/operation/builders.js";
import { emptySchema, type Schema } from "../../src/schema/schema.js";

/** A schema with one expression of every kind, each ending with that word. */
function schemaWith(word: string): Schema {
  const { table } = builders.createTable("t", (t) => [
    t.column("a", "integer", { default: `default ${word}` }),
    t.column("b", "integer", { generated: { expression: `generated ${word}`, stored: true } }),
    t.check(`check ${word}`, { name: "CHK" }),
    t.exclusion(`exclusion ${word}`, { name: "XCL" }),
  ]);
  const { index } = builders.createIndex("t", "IDX", [{ expression: `element ${word}` }], {
    where: `where ${word}`,
  });
  return {
    ...emptySchema,
    tables: [{ ...table, indexes: [index] }],
    views: [{ name: "v", query: `query ${word}`, indexes: [index], triggers: [] }],
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
    [
      "t.a default",
      "t.b expression",
      "t check CHK",
      "t exclusion XCL",
      "t index IDX",
      "t index IDX",
      "v",
      "v index IDX",
      "v index IDX",
    ],
  ]);
  const [table, view] = [{ name: "t" }, { name: "v" }];
  expect(asked.map((pairs) => pairs.map(({ place }) => place))).toEqual([
    [
      { object: table, part: "default", column: "a" },
      { object: table, part: "generated", column: "b" },
      { object: table, part: "check" },
      { object: table, part: "exclusion" },
      { object: table, part: "element", index: "IDX" },
      { object: table, part: "predicate", index: "IDX" },
      { object: view, part: "query" },
      { object: view, part: "element", index: "IDX" },
      { object: view, part: "predicate", index: "IDX" },
    ],
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
  expect(settled.unknown).toHaveLength(9);
  expect(settled.unknown[0]).toEqual({ where: "t.a default", reason: "not there" });
});

test("what is new is nobody's to spell", async () => {
  const asked: ExpressionPair[][] = [];
  await settleExpressions(emptySchema, schemaWith("new"), answer({ result: "same" }, asked));
  expect(asked).toEqual([]);
});

test("the same texts in two places are two questions", async () => {
  const asked: ExpressionPair[][] = [];
  const twice = (word: string): Schema => ({
    ...emptySchema,
    tables: [
      builders.createTable("t", (t) => [
        t.column("a", "integer", { default: word }),
        t.column("b", "text", { default: word }),
      ]).table,
    ],
  });
  await settleExpressions(twice("old"), twice("new"), answer({ result: "same" }, asked));
  expect(asked.flat().map(({ where }) => where)).toEqual(["t.a default", "t.b default"]);
});

test("an index under another name is compared with one of the same columns", async () => {
  const named = (name: string, where: string): Schema => {
    const { table } = builders.createTable("t", (t) => [t.column("a", "integer")]);
    return {
      ...emptySchema,
      tables: [{ ...table, indexes: [{ name, elements: [{ column: "a" }], where }] }],
    };
  };
  const settled = await settleExpressions(
    named("old", "(a > 0)"),
    named("new", "a > 0"),
    answer({ result: "same" }),
  );
  expect(settled.schema).toEqual(named("new", "(a > 0)"));
});

test("a view whose columns got other names is not asked about, nor one upon it: their old text is void", async () => {
  const asked: ExpressionPair[][] = [];
  const views = (word: string): Schema => ({
    ...emptySchema,
    tables: [builders.createTable("t", (t) => [t.column("y", "integer")]).table],
    views: ["v", "w", "other"].map((name) => ({ name, query: `${word} ${name}`, triggers: [] })),
    reads: [
      { view: { name: "v" }, from: { name: "t" }, columns: ["y"] },
      { view: { name: "w" }, from: { name: "v" }, columns: ["x"] },
    ],
  });
  const renames = {
    tables: [],
    columns: new Map([["t", [{ kind: "renameColumn" as const, from: "x", to: "y" }]]]),
  };
  const settled = await settleExpressions(
    views("old"),
    views("new"),
    answer({ result: "unknown", reason: "void" }, asked),
    renames,
  );
  expect(asked.flat().map(({ where }) => where)).toEqual(["other"]);
  expect(settled.schema.views.map(({ query }) => query)).toEqual(["new v", "new w", "old other"]);
});
