import { describe, expect, test } from "vitest";
import { normalize, sameExpression } from "../../../src/dialect/sqlite/normalize.js";
import {
  canonicalCollation,
  canonicalDefault,
  canonicalType,
} from "../../../src/dialect/sqlite/normalize-column.js";
import { emptySchema, type Column, type Schema, type Table } from "../../../src/schema/schema.js";

const column: Column = { name: "a", type: "text", nullable: true };

function tableWith(parts: Partial<Table>): Table {
  return {
    name: "t",
    columns: [column],
    uniques: [],
    foreignKeys: [],
    checks: [],
    indexes: [],
    triggers: [],
    options: {},
    ...parts,
  };
}

function normalized(parts: Partial<Table>, ...others: readonly Table[]): Table | undefined {
  const schema: Schema = { ...emptySchema, tables: [tableWith(parts), ...others] };
  return normalize(schema).tables.find((table) => table.name === "t");
}

test.each([
  ["VARCHAR (20)", "varchar(20)"],
  ["decimal( 10, 2 )", "decimal(10,2)"],
  ["  Unsigned \n BIG int ", "unsigned big int"],
  ["character varying (20) array", "character varying(20) array"],
  ["numeric /* exact */ (-1, +2)", "numeric(-1,+2)"],
  ["int(11)", "int(11)"],
  ["", ""],
])("type: %j is %j", (type, expected) => {
  expect(canonicalType(type)).toBe(expected);
});

test.each([
  [undefined, undefined],
  ["NULL", undefined],
  ["(null)", undefined],
  ["'null'", "'null'"],
  ["((1))", "1"],
  ["( 'a' || 'b' )", "'a' || 'b'"],
  ["(1) + (2)", "(1) + (2)"],
  ["TRUE", "1"],
  ["(False)", "0"],
  ['"true"', "'true'"],
  ["- 1", "-1"],
  ["+1.0", "1.0"],
  ["1.0", "1.0"],
  ["'1'", "'1'"],
  ["0x1F", "0x1F"],
  ["x'0f'", "x'0f'"],
  ["current_Timestamp", "CURRENT_TIMESTAMP"],
  ["datetime('now')", "datetime('now')"],
  ["hello", "'hello'"],
  ["[it's]", "'it''s'"],
])("default: %j is %j", (text, expected) => {
  expect(canonicalDefault(text)).toBe(expected);
});

test.each([
  [undefined, undefined],
  ["binary", undefined],
  ["nocase", "NOCASE"],
  ["NOCASE", "NOCASE"],
])("collation: %j is %j", (collation, expected) => {
  expect(canonicalCollation(collation)).toBe(expected);
});

describe("int and NULL", () => {
  const key = { columns: ["A"] };
  const cases: readonly (readonly [string, string, Partial<Table>, string, boolean])[] = [
    ["int is integer", "int", {}, "integer", true],
    ["but not where it is the key", "INT", { primaryKey: key }, "int", true],
    ["the rowid is never NULL", "INTEGER", { primaryKey: key }, "integer", false],
    ["another key may be", "text", { primaryKey: key }, "text", true],
    [
      "one of several columns is not the rowid",
      "int",
      { primaryKey: { columns: ["a", "b"] } },
      "integer",
      true,
    ],
    [
      "WITHOUT ROWID has no rowid",
      "int",
      { primaryKey: key, options: { withoutRowid: true } },
      "integer",
      false,
    ],
    [
      "keys of STRICT tables are never NULL",
      "text",
      { primaryKey: key, options: { strict: true } },
      "text",
      false,
    ],
  ];

  test.each(cases)("%s", (_, type, parts, expectedType, nullable) => {
    expect(normalized({ columns: [{ ...column, type }], ...parts })?.columns[0]).toEqual({
      name: "a",
      type: expectedType,
      nullable,
    });
  });
});

test("ON CONFLICT ABORT is what happens anyway", () => {
  const table = normalized({
    columns: [{ ...column, nullable: false, notNullConflict: "ABORT" }],
    primaryKey: { columns: ["a"], onConflict: "ABORT" },
    uniques: [
      { columns: ["a"], onConflict: "ABORT" },
      { name: "u", columns: ["a"], onConflict: "FAIL" },
    ],
  });
  expect(table?.columns).toEqual([{ ...column, nullable: false }]);
  expect(table?.primaryKey).toEqual({ columns: ["a"] });
  expect(table?.uniques).toEqual([{ columns: ["a"] }, { name: "u", columns: ["a"], onConflict: "FAIL" }]);
});

test("names in constraints and indexes are spelled as the columns are", () => {
  const table = normalized({
    columns: [
      { ...column, name: "Ab" },
      { ...column, name: "É" },
    ],
    primaryKey: { columns: ["AB"] },
    uniques: [{ columns: ["aB", "é"] }],
    indexes: [{ name: "i", elements: [{ column: "AB", collation: "nocase" }, { expression: "lower(AB)" }] }],
    foreignKeys: [{ columns: ["ab"], references: { name: "T" }, referencedColumns: ["ab"] }],
  });
  expect(table).toMatchObject({
    primaryKey: { columns: ["Ab"] },
    uniques: [{ columns: ["Ab", "é"] }],
    indexes: [{ elements: [{ column: "Ab", collation: "NOCASE" }, { expression: "lower(AB)" }] }],
    foreignKeys: [{ columns: ["Ab"], references: { name: "t" }, referencedColumns: ["Ab"] }],
  });
});

describe("foreign keys", () => {
  const parent = { ...tableWith({ primaryKey: { columns: ["A"] } }), name: "P" };

  test("without columns refer to the primary key", () => {
    const key = { columns: ["a"], references: { name: "p" }, referencedColumns: [] };
    expect(normalized({ foreignKeys: [key] }, parent)?.foreignKeys).toEqual([
      { columns: ["a"], references: { name: "P" }, referencedColumns: ["a"] },
    ]);
  });

  test.each([
    ["a table that is missing", { columns: ["a"], references: { name: "q" }, referencedColumns: [] }],
    ["a key of another size", { columns: ["a", "b"], references: { name: "P" }, referencedColumns: [] }],
  ])("to %s stay as they are", (_, key) => {
    expect(normalized({ foreignKeys: [key] }, parent)?.foreignKeys).toEqual([key]);
  });

  test("MATCH SIMPLE is what happens anyway", () => {
    const key = { columns: ["a"], references: { name: "q" }, referencedColumns: ["b"] };
    const keys = [
      { ...key, match: "SIMPLE" as const },
      { ...key, match: "FULL" as const },
    ];
    expect(normalized({ foreignKeys: keys })?.foreignKeys).toEqual([{ ...key, match: "FULL" }, key]);
  });
});

test("lists are sorted, and normalizing again changes nothing", () => {
  const schema: Schema = {
    ...emptySchema,
    tables: [
      {
        ...tableWith({
          checks: [
            { name: "b", expression: "1" },
            { name: "a", expression: "2" },
          ],
        }),
        name: "z",
      },
      tableWith({ columns: [{ ...column, type: "INT", default: "(TRUE)", collation: "binary" }] }),
    ],
    views: [
      { name: "w", query: "select  1", triggers: [] },
      { name: "v", query: "select 2", triggers: [] },
    ],
  };
  const once = normalize(schema);
  expect(once.tables.map((table) => table.name)).toEqual(["t", "z"]);
  expect(once.tables[1]?.checks.map((check) => check.name)).toEqual(["a", "b"]);
  expect(once.views.map((view) => view.query)).toEqual(["select 2", "select  1"]);
  expect(normalize(once)).toEqual(once);
});

describe("expressions", () => {
  test.each([
    ["a>1", " a > 1 "],
    ["a > 1", "A /* x */ > -- y\n 1"],
    ["a > 1", "((a > 1))"],
    ["LOWER(Name) IS NOT null", "lower(name) is not NULL"],
    [`"a" > [b] AND \`c\` = d`, "a > b and c = d"],
    ["x'AB'", "X'ab'"],
    ["1E5 + 0XF", "1e5 + 0xf"],
    ["SELECT a FROM b", 'select "a"\nfrom "b"'],
  ])("%j is %j", (left, right) => {
    expect(sameExpression(left, right)).toBe(true);
    expect(sameExpression(right, left)).toBe(true);
  });

  test.each([
    ["a > 1", "a >= 1"],
    ["a > 1", "a > 1.0"],
    ["'a'", "'A'"],
    ["'a b'", "'a  b'"],
    ['"a"', "'a'"],
    ["'1'", "1"],
    ['"1"', "1"],
    ['"null"', "null"],
    ['a IS "current_date"', "a IS current_date"],
    ["x NATURAL JOIN y", 'x "natural" JOIN y'],
    ["(a) + (b)", "a + b"],
    ["a", "a b"],
    ["É", "é"],
    [`"'x"`, "'x'"],
    ["a b", '"a b"'],
    ["", "a"],
  ])("%j is not %j", (left, right) => {
    expect(sameExpression(left, right)).toBe(false);
    expect(sameExpression(right, left)).toBe(false);
  });
});
