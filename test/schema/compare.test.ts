import { describe, expect, test } from "vitest";
import { builders } from "../../src/operation/builders.js";
import { compareText, equal, schemaDifferences, sortSchema } from "../../src/schema/compare.js";
import { emptySchema, type Schema, type Table } from "../../src/schema/schema.js";

test.each<[name: string, left: unknown, right: unknown, same: boolean]>([
  ["a missing key and one without a value", { a: 1 }, { a: 1, b: undefined }, true],
  ["keys in another order", { a: 1, b: 2 }, { b: 2, a: 1 }, true],
  ["lists in another order", [1, 2], [2, 1], false],
  ["a list and a longer one", [1], [1, undefined], false],
  ["a list and an object with its keys", ["a"], { 0: "a" }, false],
  ["nothing and null", undefined, null, false],
  ["a number and its text", 1, "1", false],
  ["nested values", { a: [{ b: 1 }] }, { a: [{ b: 1 }] }, true],
  ["a key that every object inherits", {}, { constructor: "x" }, false],
])("equal: %s", (_name, left, right, same) => {
  expect([equal(left, right), equal(right, left)]).toEqual([same, same]);
});

test("text is ordered by code unit, as on every machine", () => {
  expect(["é", "a", "Z", "z", "_"].toSorted(compareText)).toEqual(["Z", "_", "a", "z", "é"]);
});

const { table } = builders.createTable("customer", (t) => [
  t.column("id", "integer"),
  t.column("name", "varchar(64)"),
  t.primaryKey(["id"]),
  t.unique(["name"], { name: "UQ_b" }),
  t.unique(["id", "name"], { name: "UQ_a" }),
]);
const view = { name: "names", query: "SELECT 1", triggers: [] };
const schemaOf = (...tables: readonly Table[]): Schema => ({ ...emptySchema, tables, views: [view] });

test("a sorted schema has its lists in one order, and columns in theirs", () => {
  const sorted = sortSchema(schemaOf({ ...table, name: "z" }, table));
  expect(sorted.tables.map(({ name }) => name)).toEqual(["customer", "z"]);
  expect(sorted.tables[0]?.uniques.map(({ name }) => name)).toEqual(["UQ_a", "UQ_b"]);
  expect(sorted.tables[0]?.columns.map(({ name }) => name)).toEqual(["id", "name"]);
});

describe("schemaDifferences", () => {
  const [id, name] = table.columns;
  const withName = (change: object): Table => ({
    ...table,
    columns: [id, name]
      .flatMap((column) => column ?? [])
      .map((c) => (c.name === "name" ? { ...c, ...change } : c)),
  });
  test.each<[what: string, other: Schema, paths: string[]]>([
    ["nothing", schemaOf(table), []],
    ["the order of columns", schemaOf({ ...table, columns: table.columns.toReversed() }), []],
    ["the order of constraints", schemaOf({ ...table, uniques: table.uniques.toReversed() }), []],
    ["a type", schemaOf(withName({ type: "text" })), ["tables.customer.columns.name.type"]],
    [
      "an attribute of one side",
      schemaOf(withName({ default: "1" })),
      ["tables.customer.columns.name.default"],
    ],
    [
      "a column",
      schemaOf({ ...table, columns: table.columns.slice(0, 1) }),
      ["tables.customer.columns.name"],
    ],
    ["a view", { ...schemaOf(table), views: [] }, ["views.names"]],
    ["a view's query", { ...schemaOf(table), views: [{ ...view, query: "" }] }, ["views.names.query"]],
    ["everything", emptySchema, ["tables.customer", "views.names"]],
    ["a table named like a property", schemaOf(table, { ...table, name: "__proto__" }), expect.any(Array)],
  ])("%s", (_what, other, paths) => {
    const found = schemaDifferences(schemaOf(table), other);
    expect(found).toEqual(paths);
    expect(schemaDifferences(other, schemaOf(table))).toHaveLength(found.length);
  });

  test("a table named like a property that all objects have is not overlooked", () => {
    for (const odd of ["__proto__", "constructor", "toString"])
      expect(
        schemaDifferences(emptySchema, { ...emptySchema, tables: [{ ...table, name: odd }] }),
      ).not.toEqual([]);
  });
});
