import type { RoundTripCase } from "../round-trip.js";
import { entity, manyToOne, type Columns, type Entity } from "./entity.js";

type Extra = Partial<Entity>;

/** A column `a` that becomes `b`, with what else there is about it on both sides. */
function renamed(
  name: string,
  from: readonly [Columns, Extra?],
  to: readonly [Columns, Extra?],
  expected: readonly string[],
  extra: Partial<RoundTripCase> = {},
  more: readonly Entity[] = [],
): RoundTripCase {
  return {
    name,
    from: [entity("item", ...from), ...more],
    to: [entity("item", ...to), ...more],
    expected,
    answers: { renames: ["item.a:b"] },
    ...extra,
  };
}

const text = { type: "varchar", nullable: true } as const;
const stored = { type: "int", generatedType: "STORED", nullable: true } as const;
const line = "~ column item.a is renamed to b";
const keyRenamed = "~ constraint PK_# of item is renamed to PK_#";
const enumRenamed = "~ enum item_a_enum is renamed to item_b_enum";
const onPostgres = { expected: [line, keyRenamed] };
const parent = (key: string): Entity =>
  entity("parent", { [key]: { type: "integer", primary: true }, name: { type: "varchar" } });

export const renamedColumnCases: readonly RoundTripCase[] = [
  renamed("a plain column", [{ a: text }], [{ b: text }], [line]),
  renamed(
    "a column of many, in its place",
    [{ x: text, a: text, y: text }],
    [{ x: text, b: text, y: text }],
    [line],
  ),
  renamed(
    "and changed",
    [{ a: { type: "varchar", length: 10 } }],
    [{ b: { type: "varchar", length: 20, default: "x" } }],
    [line, "~ column item.b: type varchar(10) → varchar(20), default none → 'x'"],
  ),
  renamed(
    "and an enum",
    [{ a: { type: "simple-enum", enum: ["x", "y"] } }],
    [{ b: { type: "simple-enum", enum: ["x", "y"] } }],
    [line],
    { onPostgres: { expected: [enumRenamed, line] } },
  ),
  renamed(
    "and an enum that changes",
    [{ a: { type: "simple-enum", enum: ["x", "y"] } }],
    [{ b: { type: "simple-enum", enum: ["x", "y", "z"] } }],
    [line, '~ column item.b: enumValues ["x","y"] → ["x","y","z"]'],
    { onPostgres: { expected: [enumRenamed, "+ value item_b_enum.z", line] } },
  ),
  renamed(
    "the primary key",
    [{ a: { type: "integer", primary: true }, note: text }],
    [{ b: { type: "integer", primary: true }, note: text }],
    [line],
    { onPostgres },
  ),
  renamed(
    "the primary key that counts up",
    [{ a: { type: "integer", primary: true, generated: true }, note: text }],
    [{ b: { type: "integer", primary: true, generated: true }, note: text }],
    [line],
    {
      finds: [["SELECT seq FROM sqlite_sequence WHERE name = 'item'", [{ seq: 3 }]]],
      onPostgres: { expected: [line, keyRenamed], finds: [] },
    },
  ),
  renamed(
    "a part of a composite primary key",
    [{ a: { type: "integer", primary: true }, x: { type: "varchar", primary: true }, note: text }],
    [{ b: { type: "integer", primary: true }, x: { type: "varchar", primary: true }, note: text }],
    [line],
    { onPostgres },
  ),
  renamed(
    "named index, unique and check follow",
    [
      { a: { type: "integer" } },
      {
        indices: [{ name: "i", columns: ["a"], where: "a > 1" }],
        uniques: [{ name: "u", columns: ["a"] }],
        checks: [{ name: "c", expression: "a > 0" }],
      },
    ],
    [
      { b: { type: "integer" } },
      {
        indices: [{ name: "i", columns: ["b"], where: "b > 1" }],
        uniques: [{ name: "u", columns: ["b"] }],
        checks: [{ name: "c", expression: "b > 0" }],
      },
    ],
    [line],
  ),
  renamed(
    "derived names change with the column",
    [{ a: { type: "integer", unique: true } }, { indices: [{ columns: ["a"] }] }],
    [{ b: { type: "integer", unique: true } }, { indices: [{ columns: ["b"] }] }],
    [
      "- index IDX_# on item (a)",
      line,
      "- unique UQ_# on item (b)",
      "+ unique UQ_# on item (b)",
      "+ index IDX_# on item (b)",
    ],
    {
      onPostgres: {
        expected: [line, "~ constraint UQ_# of item is renamed to UQ_#", "~ index IDX_# is renamed to IDX_#"],
      },
    },
  ),
  renamed(
    "derived names stay where the config says so",
    [{ a: { type: "integer", unique: true } }, { indices: [{ columns: ["a"] }] }],
    [{ b: { type: "integer", unique: true } }, { indices: [{ columns: ["b"] }] }],
    [line],
    { config: { constraintNames: "keep" }, keeps: true },
  ),
  renamed(
    "a computed column follows",
    [{ a: { type: "int" }, twice: { ...stored, asExpression: "a * 2" } }],
    [{ b: { type: "int" }, twice: { ...stored, asExpression: "b * 2" } }],
    [line],
  ),
  renamed(
    "a computed column itself",
    [{ x: { type: "int" }, a: { ...stored, asExpression: "x * 2" } }],
    [{ x: { type: "int" }, b: { ...stored, asExpression: "x * 2" } }],
    [line],
  ),
  renamed(
    "a text that is like the name stays",
    [{ a: { type: "varchar" } }, { checks: [{ name: "c", expression: "a <> 'a'" }] }],
    [{ b: { type: "varchar" } }, { checks: [{ name: "c", expression: "b <> 'a'" }] }],
    [line],
  ),
  renamed(
    "the column of a foreign key",
    [{ note: text }, { relations: { parent: manyToOne("parent", { joinColumn: { name: "a" } }) } }],
    [{ note: text }, { relations: { parent: manyToOne("parent", { joinColumn: { name: "b" } }) } }],
    [line, "- foreign key FK_# on item (b) → parent", "+ foreign key FK_# on item (b) → parent"],
    { onPostgres: { expected: [line, "~ constraint FK_# of item is renamed to FK_#"] } },
    [parent("id")],
  ),
  {
    name: "the column that foreign keys refer to",
    from: [
      parent("a"),
      entity("item", {}, { relations: { parent: manyToOne("parent", { joinColumn: { name: "up" } }) } }),
    ],
    to: [
      parent("b"),
      entity(
        "item",
        {},
        {
          relations: {
            parent: manyToOne("parent", { joinColumn: { name: "up" } }),
          },
        },
      ),
    ],
    answers: { renames: ["parent.a:b"] },
    expected: ["~ column parent.a is renamed to b"],
    onPostgres: {
      expected: ["~ column parent.a is renamed to b", "~ constraint PK_# of parent is renamed to PK_#"],
    },
  },
  {
    name: "a column of a table that is renamed, too",
    from: [entity("item", { a: text }, { indices: [{ name: "i", columns: ["a"] }] })],
    to: [entity("thing", { b: text }, { indices: [{ name: "i", columns: ["b"] }] })],
    answers: { renames: ["item:thing", "item.a:b"] },
    expected: ["~ table item is renamed to thing", "~ column thing.a is renamed to b"],
    onPostgres: {
      expected: [
        "~ table item is renamed to thing",
        "~ column thing.a is renamed to b",
        "~ constraint PK_# of thing is renamed to PK_#",
      ],
    },
  },
  {
    name: "two columns at once",
    from: [entity("item", { a: text, c: text })],
    to: [entity("item", { b: text, d: text })],
    answers: { renames: ["item.a:b", "item.c:d"] },
    expected: [line, "~ column item.c is renamed to d"],
  },
  {
    name: "one after the other: a → b while b → c",
    from: [entity("item", { a: text, b: text })],
    to: [entity("item", { b: text, c: text })],
    answers: { renames: ["item.a:b", "item.b:c"] },
    expected: ["~ column item.b is renamed to c", line],
  },
  {
    name: "two columns swap their names",
    from: [entity("item", { a: text, b: { type: "int" } })],
    to: [entity("item", { a: { type: "int" }, b: text })],
    answers: { renames: ["item.a:b", "item.b:a"] },
    expected: [
      "~ column item.a is renamed to _aludel_renamed_a",
      "~ column item.b is renamed to a",
      "~ column item._aludel_renamed_a is renamed to b",
    ],
  },
  {
    name: "three columns in a ring",
    from: [entity("item", { a: text, b: { type: "int" }, c: { type: "real" } })],
    to: [entity("item", { b: text, c: { type: "int" }, a: { type: "real" } })],
    answers: { renames: ["item.a:b", "item.b:c", "item.c:a"] },
    expected: [
      "~ column item.a is renamed to _aludel_renamed_a",
      "~ column item.c is renamed to a",
      "~ column item.b is renamed to c",
      "~ column item._aludel_renamed_a is renamed to b",
    ],
  },
  {
    name: "not renamed, as the answer says: dropped and added",
    from: [entity("item", { a: text })],
    to: [entity("item", { b: text })],
    answers: { noRename: true },
    expected: ["- column item.a varchar", "+ column item.b varchar"],
  },
  {
    name: "other letters only",
    from: [entity("item", { total: text })],
    to: [entity("item", { Total: text })],
    expected: ["~ column item.total is renamed to Total"],
    onPostgres: { answers: { renames: ["item.total:Total"] } },
  },
  {
    name: "with its table, while a column that every row must have goes",
    from: [entity("item", { a: text, gone: text })],
    to: [entity("thing", { b: text })],
    answers: { renames: ["item:thing", "item.a:b"], noRename: true },
    expected: [
      "~ table item is renamed to thing",
      "~ column thing.a is renamed to b",
      "- column thing.gone varchar",
    ],
    onPostgres: {
      expected: [
        "~ table item is renamed to thing",
        "~ column thing.a is renamed to b",
        "- column thing.gone varchar",
        "~ constraint PK_# of thing is renamed to PK_#",
      ],
    },
  },
];
