import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { columnRenames, tableRenames } from "../../src/diff/rename-answers.js";
import { inOrder } from "../../src/diff/rename-order.js";
import { columnRenameQuestions, tableRenameQuestions } from "../../src/diff/rename-questions.js";
import { parseRename, renameAnswer } from "../../src/diff/rename.js";
import { builders } from "../../src/operation/builders.js";
import { exitCode } from "../../src/errors.js";
import { emptySchema, type Schema, type Table } from "../../src/schema/schema.js";
import { hostileTexts } from "../support/arbitrary-operation.js";
import { propertyOptions } from "../support/arbitrary-seed.js";

/** A table with columns written as `name type`. */
function table(name: string, ...columns: readonly string[]): Table {
  return builders.createTable(name, (t) =>
    columns.map((column) => {
      const [own = "", type = "integer"] = column.split(" ");
      return t.column(own, type);
    }),
  ).table;
}

function schema(...tables: readonly Table[]): Schema {
  return { ...emptySchema, tables };
}

/** A table with a column that is counted up. */
function counted(name: string, column: string): Table {
  return builders.createTable(name, (t) => [t.column(column, "integer", { autoIncrement: true })]).table;
}

/** The same by the SQL standard. */
function identity(name: string, column: string): Table {
  return builders.createTable(name, (t) => [t.column(column, "integer", { identity: "ALWAYS" })]).table;
}

const names = hostileTexts.filter((name) => name !== "");

test("every answer that is asked for can be typed", () => {
  fc.assert(
    fc.property(
      fc.array(names, { minLength: 1, maxLength: 3 }),
      fc.array(names, { minLength: 1, maxLength: 2 }),
      (path, to) => {
        expect(parseRename(renameAnswer(path, to).text)).toMatchObject({ path, to });
      },
    ),
    propertyOptions,
  );
});

test.each<[text: string, path: string[], to: string[]]>([
  ["customer:client", ["customer"], ["client"]],
  ["customer.nick:handle", ["customer", "nick"], ["handle"]],
  ["billing.customer.nick:handle", ["billing", "customer", "nick"], ["handle"]],
  ["customer:sales.customer", ["customer"], ["sales", "customer"]],
  ['"a.b"."c:d":"e""f"', ["a.b", "c:d"], ['e"f']],
])("%s is understood", (text, path, to) => {
  expect(parseRename(text)).toEqual({ path, to, text });
});

test.each(["", "customer", "customer:", ":client", "a:b:c", "a..b:c", 'a".b:c', "customer.:x", "a:b.c.d"])(
  '"%s" is not',
  (text) => {
    expect(() => parseRename(text)).toThrow(
      expect.objectContaining({ code: "E_RENAME_SYNTAX", exitCode: exitCode.usage }),
    );
  },
);

const letters = ["a", "b", "c", "d", "e", "f", "g", "h"];

test("names change in an order in which each is free when it is taken", () => {
  const rings = fc
    .uniqueArray(fc.constantFrom(...letters.slice(0, 6)), { minLength: 1 })
    .chain((from) =>
      fc.tuple(
        fc.constant(from),
        fc.shuffledSubarray(letters, { minLength: from.length, maxLength: from.length }),
      ),
    );
  fc.assert(
    fc.property(rings, ([from, to]) => {
      const kept = new Set(from);
      const now = new Map([...from].map((name) => [name, name]));
      const changes = from.flatMap((name, index) => {
        const wanted = to[index] ?? name;
        return wanted === name ? [] : [{ from: name, to: wanted }];
      });
      fc.pre(changes.every((one) => !kept.has(one.to) || changes.some((other) => other.from === one.to)));
      for (const change of inOrder(changes)) {
        expect([now.has(change.from), now.has(change.to)]).toEqual([true, false]);
        now.set(change.to, now.get(change.from) ?? "");
        now.delete(change.from);
      }
      const wanted = from.map((name, index) => [to[index], name] as const);
      expect(Object.fromEntries(now)).toEqual(Object.fromEntries(wanted));
    }),
    propertyOptions,
  );
});

/** What asks about every table. */
const rules = { isOurs: () => true, defaultSchema: "public" };

function inSales(one: Table): Table {
  return { ...one, schema: "sales" };
}

function enumTable(name: string, type: string, ...values: readonly string[]): Schema {
  return { ...schema(table(name, `kind ${type}`)), enums: [{ name: type, values }] };
}

function tableQuestions(from: Schema, to: Schema): string[] {
  return tableRenameQuestions(from, to, rules).map(
    (question) =>
      `${question.from}: ${question.candidates.join()}${question.isSimilar === true ? ", similar" : ""}`,
  );
}

describe("questions", () => {
  test.each<[name: string, from: Schema, to: Schema, expected: string[]]>([
    ["a table of the same shape", schema(table("a", "x")), schema(table("b", "x")), ["a: b"]],
    ["its columns in another order", schema(table("a", "x", "y")), schema(table("b", "y", "x")), ["a: b"]],
    ["another type", schema(table("a", "x text")), schema(table("b", "x")), []],
    [
      "several",
      schema(table("a", "x"), table("b", "x")),
      schema(table("c", "x"), table("d", "x")),
      ["a: c,d", "b: c,d"],
    ],
    ["one that stays", schema(table("a", "x")), schema(table("a", "x"), table("b", "x")), []],
    [
      "more than half of the columns",
      schema(table("a", "x", "y", "z")),
      schema(table("b", "x", "y", "c")),
      ["a: b, similar"],
    ],
    ["half of them", schema(table("a", "x", "y")), schema(table("b", "x", "z")), []],
    ["half of the larger one's", schema(table("a", "x")), schema(table("b", "x", "y")), []],
    [
      "longer, and of the same kind",
      schema(table("a", "x varchar(20)", "y integer", "z timestamp")),
      schema(table("b", "x text", "y bigint", "z timestamptz")),
      ["a: b, similar"],
    ],
    [
      "of the same names and other types",
      schema(table("a", "x", "y", "z")),
      schema(table("b", "x", "y text", "z uuid")),
      [],
    ],
    [
      "the most alike first",
      schema(table("a", "x", "y", "z")),
      schema(table("b", "x", "y", "c"), table("c", "x", "y", "z")),
      ["a: c,b, similar"],
    ],
    ["the same in another schema", schema(table("a", "x")), schema(inSales(table("a", "x"))), ["a: sales.a"]],
    [
      "a similar one in another schema",
      schema(inSales(table("a", "x", "y", "z"))),
      schema(table("b", "x", "y")),
      ["sales.a: public.b, similar"],
    ],
    [
      "similar columns of similar enums",
      enumTable("a", "a_kind_enum", "x", "y"),
      enumTable("b", "b_kind_enum", "x"),
      ["a: b, similar"],
    ],
  ])("tables: %s", (_name, from, to, expected) => {
    expect(tableQuestions(from, to)).toEqual(expected);
  });

  test("a table that stays unless it was renamed must be the same in all of its columns, and in its schema", () => {
    const foreign = { ...rules, isOurs: () => false };
    const old = schema(table("a", "x", "y", "z"));
    expect(tableRenameQuestions(old, schema(table("b", "x", "y", "z")), foreign)).toHaveLength(1);
    expect(tableRenameQuestions(old, schema(table("b", "x", "y")), foreign)).toEqual([]);
    expect(tableRenameQuestions(old, schema(inSales(table("a", "x", "y", "z"))), foreign)).toEqual([]);
  });

  test("types with the same values count as the same, as their names follow those of tables and columns", () => {
    const of = (name: string, column: string, type: string, ...values: readonly string[]): Schema => ({
      ...schema(table(name, `${column} ${type}`)),
      enums: [{ name: type, values }],
    });
    const before = of("t", "a", "t_a_enum", "x", "y");
    expect(columnRenameQuestions(before, of("t", "b", "t_b_enum", "x", "y"))).toHaveLength(1);
    expect(columnRenameQuestions(before, of("t", "b", "t_b_enum", "x"))).toEqual([]);
    expect(tableQuestions(before, of("u", "a", "u_a_enum", "x", "y"))).toEqual(["t: u"]);
  });

  test.each<[name: string, from: Table, to: Table, expected: string[]]>([
    ["of the same type", table("t", "a"), table("t", "b"), ["t.a: b"]],
    ["of another type", table("t", "a"), table("t", "b text"), []],
    ["counted up, or not", table("t", "a"), counted("t", "b"), []],
    ["counted up by the column or by the standard", counted("t", "a"), identity("t", "b"), ["t.a: b"]],
    ["in a table of another name", table("t", "a"), table("u", "b"), []],
    ["only added", table("t", "a"), table("t", "a", "b"), []],
  ])("columns: %s", (_name, from, to, expected) => {
    const found = columnRenameQuestions(schema(from), schema(to));
    expect(found.map(({ path, candidates }) => `${path.join(".")}: ${candidates.join()}`)).toEqual(expected);
  });
});

describe("answers that cannot be", () => {
  const from = schema(table("a", "x", "y"), table("b", "x"));
  const to = schema(table("b", "x"), table("c", "x"), table("d", "x"));
  test.each<[answers: string[], message: string]>([
    [["a:nothing"], 'no entity has a table "nothing"'],
    [["a:b"], 'the database already has a table "b"'],
    [["a:c", "a:d"], 'table "a" cannot have two new names'],
  ])("tables: %j", (answers, message) => {
    expect(() => tableRenames(from, to, answers.map(parseRename))).toThrow(
      expect.objectContaining({ code: "E_RENAME_UNKNOWN", message: expect.stringContaining(message) }),
    );
  });

  test.each<[answers: string[], message: string]>([
    [["nothing:x"], 'there is no table "nothing"'],
    [["nothing.x:y"], 'there is no table "nothing"'],
    [["b.nothing:x"], '"nothing"'],
    [["b.x:nothing"], '"nothing"'],
  ])("columns: %j", (answers, message) => {
    expect(() => columnRenames(from, to, [], answers.map(parseRename))).toThrow(
      expect.objectContaining({ code: "E_RENAME_UNKNOWN", message: expect.stringContaining(message) }),
    );
  });
});
