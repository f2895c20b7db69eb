import { describe as group, expect, test } from "vitest";
import { diff, noRenames, type Renames } from "../../src/diff/diff.js";
import { sqlite } from "../../src/dialect/sqlite/index.js";
import { tableElements } from "../../src/operation/table-builder.js";
import { emptySchema, type Generated, type Index, type Schema } from "../../src/schema/schema.js";
import { keyed, lines, references, schema, table, view, withIndexes } from "./support.js";

const { column, check, foreignKey, options, unique } = tableElements;

const index: Index = { name: "IDX", elements: [{ column: "id" }] };
const circle = [table("a", ...references("b")), table("b", ...references("a"))];

function computed(source: string): { readonly generated: Generated } {
  return { generated: { expression: `lower(${source})`, stored: true } };
}

function computedText(source: string): string {
  return JSON.stringify(computed(source).generated);
}

group("operations", () => {
  test.each<[name: string, from: Schema, to: Schema, expected: string[]]>([
    ["nothing", schema(...circle), schema(...circle.toReversed()), []],
    [
      "parents before children",
      emptySchema,
      schema(table("a", ...references("b")), table("b", ...references("c")), table("c")),
      ["+ table c", "+ table b", "+ table a"],
    ],
    [
      "children before parents, indexes first",
      schema(withIndexes(table("a"), index), table("b", ...references("a"))),
      emptySchema,
      ["- index IDX on a (id)", "- table b", "- table a"],
    ],
    [
      "a circle of new tables",
      emptySchema,
      schema(...circle),
      ["+ table b", "+ table a", "+ foreign key on b (ref) → a"],
    ],
    [
      "a circle of tables that go",
      schema(...circle),
      emptySchema,
      ["- foreign key on b (ref) → a", "- table a", "- table b"],
    ],
    ["a table that refers to itself", emptySchema, schema(table("a", ...references("a"))), ["+ table a"]],
    [
      "a parent that goes, its child stays",
      schema(table("a", ...references("b")), table("b")),
      schema(table("a", column("ref", "integer"))),
      ["- foreign key on a (ref) → b", "- table b"],
    ],
    [
      "columns come in their order and go in reverse",
      schema(table("a", column("x", "text"), column("y", "text"))),
      schema(table("a", column("u", "text"), column("v", "text"))),
      ["- column a.y text / - column a.x text / + column a.u text / + column a.v text"],
    ],
    [
      "what is computed comes after what it is computed from and goes before it",
      schema(table("a", column("x", "text", computed("y")), column("y", "text"))),
      schema(table("a", column("u", "text", computed("v")), column("v", "text"))),
      [`- column a.x text / - column a.y text / + column a.v text / + column a.u text`],
    ],
    [
      "a column that changes is computed from one that goes, and then from one that comes",
      schema(table("a", column("x", "text", computed("y")), column("y", "text"))),
      schema(table("a", column("x", "text", computed("z")), column("z", "text"))),
      [
        `+ column a.z text / ~ column a.x: generated ${computedText("y")} → ${computedText("z")} / - column a.y text`,
      ],
    ],
    [
      "a column that comes is computed from one that changes",
      schema(table("a", column("x", "integer"))),
      schema(table("a", column("x", "text"), column("y", "text", computed("x")))),
      ["~ column a.x: type integer → text / + column a.y text"],
    ],
    [
      "what depends on a column goes before it",
      schema(
        withIndexes(table("a", column("x", "text"), unique(["x"]), check("x > 0")), {
          name: "IDX",
          elements: [{ column: "x" }],
        }),
      ),
      schema(table("a")),
      ["- index IDX on a (x)", "- check on a: x > 0 / - unique on a (x) / - column a.x text"],
    ],
    [
      "one operation for all changes of a table",
      schema(table("a", column("x", "text"))),
      schema(table("a", column("x", "integer", { default: "1" }), unique(["x"]), options({ strict: true }))),
      [
        '~ options of a: {} → {"strict":true} / ~ column a.x: type text → integer, default none → 1 / + unique on a (x)',
      ],
    ],
    [
      "an index that changes goes and comes under one name",
      schema(withIndexes(table("a"), index)),
      schema(withIndexes(table("a"), { ...index, unique: true })),
      ["- index IDX on a (id)", "+ unique index IDX on a (id)"],
    ],
    [
      "an index that moves to another table",
      schema(withIndexes(table("a"), index), table("b")),
      schema(table("a"), withIndexes(table("b"), index)),
      ["- index IDX on a (id)", "+ index IDX on b (id)"],
    ],
    [
      "a constraint that is there twice on one side",
      schema(table("a", check("id > 0"))),
      schema(table("a", check("id > 0"), check("id > 0"))),
      ["+ check on a: id > 0"],
    ],
    [
      "a constraint's name",
      schema(table("a", unique(["id"], { name: "UQ_old" }))),
      schema(table("a", unique(["id"], { name: "UQ_new" }))),
      ["- unique UQ_old on a (id) / + unique UQ_new on a (id)"],
    ],
    [
      "the columns of a primary key, in another order",
      schema({ ...table("a", column("x", "text")), primaryKey: { columns: ["id", "x"] } }),
      schema({ ...table("a", column("x", "text")), primaryKey: { columns: ["x", "id"] } }),
      ["- primary key of a (id, x) / + primary key of a (x, id)"],
    ],
    [
      "a view after the views that it reads",
      emptySchema,
      schema(table("t"), view("a", "SELECT id FROM b"), view("b", "SELECT id FROM t")),
      ["+ table t", "+ view b", "+ view a"],
    ],
    [
      "a view that changes takes those along that read it",
      schema(table("t"), view("a", "SELECT id FROM b"), view("b", "SELECT id FROM t"), view("c", "SELECT 1")),
      schema(
        table("t"),
        view("a", "SELECT id FROM b"),
        view("b", "SELECT id, 1 FROM t"),
        view("c", "SELECT 1"),
      ),
      ["- view a", "- view b", "+ view b", "+ view a"],
    ],
    [
      "a table that becomes a view",
      schema(table("a")),
      schema(view("a", "SELECT 1")),
      ["- table a", "+ view a"],
    ],
  ])("%s", (_name, from, to, expected) => {
    expect(lines(diff(from, to))).toEqual(expected);
  });

  test("where tables may refer to tables to come, no key stands apart", () => {
    const operations = diff(emptySchema, schema(...circle), noRenames, sqlite.abilities);
    expect(lines(operations)).toEqual(["+ table b", "+ table a"]);
  });
});

group("renames", () => {
  const renameTable = (from: string, to: string): Renames => ({
    tables: [{ kind: "renameTable", from: { name: from }, to: { name: to } }],
    columns: new Map(),
  });
  const renameColumn = (owner: string, from: string, to: string): Renames => ({
    tables: [],
    columns: new Map([[owner, [{ kind: "renameColumn", from, to }]]]),
  });

  test.each<[name: string, from: Schema, to: Schema, renames: Renames, expected: string[]]>([
    [
      "a table, its keys follow",
      schema(table("a"), table("b", ...references("a"))),
      schema(table("z"), table("b", ...references("z"))),
      renameTable("a", "z"),
      ["~ table a is renamed to z"],
    ],
    [
      "a column and its type at once",
      schema(table("a", column("x", "text"))),
      schema(table("a", column("y", "varchar"))),
      renameColumn("a", "x", "y"),
      ["~ column a.x is renamed to y / ~ column a.y: type text → varchar"],
    ],
    [
      "a view around what it reads",
      schema(table("a", column("x", "text")), view("v", "SELECT x FROM a")),
      schema(table("a", column("y", "text")), view("v", "SELECT y FROM a")),
      renameColumn("a", "x", "y"),
      ["- view v", "~ column a.x is renamed to y", "+ view v"],
    ],
    [
      "an index that changes goes under the old name of its column",
      schema(withIndexes(table("a", column("x", "text")), { name: "IDX", elements: [{ column: "x" }] })),
      schema(table("a", column("y", "text"))),
      renameColumn("a", "x", "y"),
      ["- index IDX on a (x)", "~ column a.x is renamed to y"],
    ],
    [
      "a column before a key of a table that stays says its new name",
      schema(table("a"), keyed("z", "old")),
      schema(table("a", column("ref", "integer"), foreignKey(["ref"], "z", ["new"])), keyed("z", "new")),
      renameColumn("z", "old", "new"),
      ["~ column z.old is renamed to new", "+ column a.ref integer / + foreign key on a (ref) → z"],
    ],
  ])("%s", (_name, from, to, renames, expected) => {
    expect(lines(diff(from, to, renames))).toEqual(expected);
  });
});
