import { describe as group, expect, test } from "vitest";
import { diff, noRenames, type Renames } from "../../src/diff/diff.js";
import { noEnumAnswers, type EnumAnswers } from "../../src/diff/enums.js";
import { apply, applyAll } from "../../src/operation/apply.js";
import { invertAll } from "../../src/operation/invert.js";
import { tableElements } from "../../src/operation/table-builder.js";
import { schemaDifferences } from "../../src/schema/compare.js";
import { emptySchema, type Schema, type Table } from "../../src/schema/schema.js";
import { enumOf, following, lines, references, schema, table, view, withIndexes } from "./support.js";
import { problemsOf } from "./validity.js";

const { column, check, exclusion, foreignKey, unique } = tableElements;

type Case = readonly [
  name: string,
  from: Schema,
  to: Schema,
  expected: readonly string[],
  known?: { readonly renames?: Renames; readonly answers?: EnumAnswers },
];

function renamed(owner: string, from: string, to: string): Renames {
  return { tables: [], columns: new Map([[owner, [{ kind: "renameColumn", from, to }]]]) };
}

function answered(name: string, renames: Record<string, string>): EnumAnswers {
  return new Map([[name, { renames }]]);
}

/** Every schema on the way must be one that the database takes, in both directions. */
function expectValid(from: Schema, operations: ReturnType<typeof diff>): void {
  let now = from;
  for (const operation of operations) {
    now = apply(now, operation);
    expect(problemsOf(now, following), lines([operation]).join()).toEqual([]);
  }
}

function expectCase([
  ,
  from,
  to,
  expected,
  { renames = noRenames, answers = noEnumAnswers } = {},
]: Case): void {
  const up = diff(from, to, renames, following, answers);
  const down = invertAll(up);
  expect(lines(up)).toEqual(expected);
  expect(schemaDifferences(applyAll(from, up), to)).toEqual([]);
  expect(schemaDifferences(applyAll(to, down), from)).toEqual([]);
  expectValid(from, up);
  expectValid(to, down);
}

/** The table, its primary key under that name. */
function withKeyNamed(owner: Table, name: string): Table {
  return { ...owner, ...(owner.primaryKey && { primaryKey: { ...owner.primaryKey, name } }) };
}

const named = (name: string, text = "id > 0"): Table => table("a", check(text, { name }));
const code = (type = "integer"): ReturnType<typeof column> => column("code", type, { nullable: false });

const constraintCases: readonly Case[] = [
  [
    "another name",
    schema(named("CHK_old")),
    schema(named("CHK_new")),
    ["~ constraint CHK_old of a is renamed to CHK_new"],
  ],
  [
    "another name of the primary key",
    schema(withKeyNamed(table("a"), "a_pkey")),
    schema(withKeyNamed(table("a"), "PK_a")),
    ["~ constraint a_pkey of a is renamed to PK_a"],
  ],
  [
    "names that change places",
    schema(table("a", check("id > 0", { name: "x" }), check("id > 1", { name: "y" }))),
    schema(table("a", check("id > 0", { name: "y" }), check("id > 1", { name: "x" }))),
    [
      "~ constraint x of a is renamed to _aludel_renamed_x / ~ constraint y of a is renamed to x / " +
        "~ constraint _aludel_renamed_x of a is renamed to y",
    ],
  ],
  [
    "another name and another text",
    schema(named("CHK_old")),
    schema(named("CHK_new", "id > 1")),
    ["- check CHK_old on a: id > 0 / + check CHK_new on a: id > 1"],
  ],
  [
    "an exclusion",
    schema(table("a", exclusion("USING gist (id WITH =)", { name: "XCL" }))),
    schema(table("a", exclusion("USING gist (id WITH <>)", { name: "XCL" }))),
    ["- exclusion XCL on a: USING gist (id WITH =) / + exclusion XCL on a: USING gist (id WITH <>)"],
  ],
  [
    "a name that moves to another table",
    schema(table("a"), table("b", unique(["id"], { name: "UQ" }))),
    schema(table("a", unique(["id"], { name: "UQ" })), table("b")),
    ["- unique UQ on b (id)", "+ unique UQ on a (id)"],
  ],
  [
    "a name that a new table takes from one that goes",
    schema(table("old", unique(["id"], { name: "UQ" }))),
    schema(table("neu", unique(["id"], { name: "UQ" }))),
    ["- unique UQ on old (id)", "+ table neu", "- table old"],
  ],
  [
    "names of two tables that change places are made anew",
    schema(table("a", unique(["id"], { name: "x" })), table("b", unique(["id"], { name: "y" }))),
    schema(table("a", unique(["id"], { name: "y" })), table("b", unique(["id"], { name: "x" }))),
    ["- unique x on a (id)", "- unique y on b (id)", "+ unique y on a (id)", "+ unique x on b (id)"],
  ],
  [
    "a foreign key under another name",
    schema(table("a"), table("b", column("ref", "integer"), foreignKey(["ref"], "a", ["id"], { name: "x" }))),
    schema(table("a"), table("b", column("ref", "integer"), foreignKey(["ref"], "a", ["id"], { name: "y" }))),
    ["~ constraint x of b is renamed to y"],
  ],
];

const plainIndex = (name: string, unusual = {}): Parameters<typeof withIndexes>[1] => ({
  name,
  elements: [{ column: "id" }],
  ...unusual,
});

const indexCases: readonly Case[] = [
  [
    "another name",
    schema(withIndexes(table("a"), plainIndex("old"))),
    schema(withIndexes(table("a"), plainIndex("new"))),
    ["~ index old is renamed to new"],
  ],
  [
    "names that go round over two tables",
    schema(withIndexes(table("a"), plainIndex("x")), withIndexes(table("b"), plainIndex("y"))),
    schema(withIndexes(table("a"), plainIndex("y")), withIndexes(table("b"), plainIndex("x"))),
    [
      "~ index x is renamed to _aludel_renamed_x",
      "~ index y is renamed to x",
      "~ index _aludel_renamed_x is renamed to y",
    ],
  ],
  [
    "one that was left unfinished is made anew",
    schema(withIndexes(table("a"), plainIndex("x", { invalid: true }))),
    schema(withIndexes(table("a"), plainIndex("x"))),
    ["- index x on a (id)", "+ index x on a (id)"],
  ],
  [
    "an index whose name a constraint takes",
    schema(withIndexes(table("a"), plainIndex("x"))),
    schema(withIndexes(table("a", unique(["id"], { name: "x" })), plainIndex("y"))),
    ["- index x on a (id)", "+ unique x on a (id)", "+ index y on a (id)"],
  ],
  [
    "a constraint whose name an index takes",
    schema(withIndexes(table("a", unique(["id"], { name: "x" })), plainIndex("y"))),
    schema(withIndexes(table("a"), plainIndex("x"))),
    ["- unique x on a (id)", "~ index y is renamed to x"],
  ],
  [
    "under a new table name",
    schema(withIndexes(table("a"), plainIndex("IDX_a"))),
    schema(withIndexes(table("b"), plainIndex("IDX_b"))),
    ["~ table a is renamed to b", "~ index IDX_a is renamed to IDX_b"],
    {
      renames: {
        tables: [{ kind: "renameTable", from: { name: "a" }, to: { name: "b" } }],
        columns: new Map(),
      },
    },
  ],
];

const typed = (type: string): Table =>
  table("a", column("ref", type), foreignKey(["ref"], "z", ["code"], { name: "FK" }));
const target = (type: string): Table => table("z", code(type), unique(["code"], { name: "UQ" }));
const uniqueIndex: Parameters<typeof withIndexes>[1] = {
  name: "IDX_code",
  elements: [{ column: "code" }],
  unique: true,
};
const toCode = table("b", column("ref", "integer"), foreignKey(["ref"], "z", ["code"], { name: "FK" }));
const noKey = table("b", column("ref", "integer"));

const keyCases: readonly Case[] = [
  [
    "both ends get a type that does not go with the old one",
    schema(typed("integer"), target("integer")),
    schema(typed("uuid"), target("uuid")),
    [
      "- foreign key FK on a (ref) → z",
      "~ column a.ref: type integer → uuid",
      "~ column z.code: type integer → uuid",
      "+ foreign key FK on a (ref) → z",
    ],
  ],
  [
    "both ends get a type that goes with the old one",
    schema(typed("integer"), target("integer")),
    schema(typed("bigint"), target("bigint")),
    ["~ column a.ref: type integer → bigint", "~ column z.code: type integer → bigint"],
  ],
  [
    "a key with another name whose ends get another type",
    schema(typed("integer"), target("integer")),
    schema(
      table("a", column("ref", "uuid"), foreignKey(["ref"], "z", ["code"], { name: "other" })),
      target("uuid"),
    ),
    [
      "- foreign key FK on a (ref) → z",
      "~ column a.ref: type integer → uuid",
      "~ column z.code: type integer → uuid",
      "+ foreign key other on a (ref) → z",
    ],
  ],
  [
    "a key that goes, of a table that goes, when its other end gets another type",
    schema(typed("integer"), target("integer")),
    schema(target("uuid")),
    ["- foreign key FK on a (ref) → z", "~ column z.code: type integer → uuid", "- table a"],
  ],
  [
    "a key of a new table to a column that gets another type",
    schema(target("integer")),
    schema(typed("uuid"), target("uuid")),
    ["+ table a", "~ column z.code: type integer → uuid", "+ foreign key FK on a (ref) → z"],
  ],
  [
    "a key to a unique constraint that comes",
    schema(noKey, table("z", code())),
    schema(toCode, target("integer")),
    ["+ unique UQ on z (code)", "+ foreign key FK on b (ref) → z"],
  ],
  [
    "a key to a unique constraint that goes",
    schema(toCode, target("integer")),
    schema(noKey, table("z", code())),
    ["- foreign key FK on b (ref) → z", "- unique UQ on z (code)"],
  ],
  [
    "a key to a column that comes, from a new table",
    schema(table("z")),
    schema(toCode, target("integer")),
    ["+ table b", "+ column z.code integer / + unique UQ on z (code)", "+ foreign key FK on b (ref) → z"],
  ],
  [
    "a key to a unique index that comes",
    schema(noKey, table("z", code())),
    schema(toCode, withIndexes(table("z", code()), uniqueIndex)),
    ["+ unique index IDX_code on z (code)", "+ foreign key FK on b (ref) → z"],
  ],
  [
    "a key to a unique index of a table that goes",
    schema(toCode, withIndexes(table("z", code()), uniqueIndex)),
    schema(noKey),
    ["- foreign key FK on b (ref) → z", "- unique index IDX_code on z (code)", "- table z"],
  ],
  [
    "a key that stays, when what it needs is made anew",
    schema(toCode, target("integer")),
    schema(toCode, table("z", code(), unique(["code"], { name: "UQ", nullsNotDistinct: true }))),
    [
      "- foreign key FK on b (ref) → z",
      "- unique UQ on z (code) / + unique UQ on z (code)",
      "+ foreign key FK on b (ref) → z",
    ],
  ],
  [
    "a key that stays, when what it needs gets another name",
    schema(toCode, target("integer")),
    schema(toCode, table("z", code(), unique(["code"], { name: "UQ_new" }))),
    ["~ constraint UQ of z is renamed to UQ_new"],
  ],
  [
    "a key whose column gets another name, and that must go early",
    schema(toCode, target("integer")),
    schema(table("b", column("link", "integer")), table("z", code())),
    ["~ column b.ref is renamed to link", "- foreign key FK on b (link) → z", "- unique UQ on z (code)"],
    { renames: renamed("b", "ref", "link") },
  ],
  [
    "a circle of new tables",
    emptySchema,
    schema(table("a", ...references("b")), table("b", ...references("a"))),
    ["+ table b", "+ table a", "+ foreign key on b (ref) → a"],
  ],
  [
    "a key to a new table stays with its table",
    schema(noKey),
    schema(toCode, target("integer")),
    ["+ table z", "+ foreign key FK on b (ref) → z"],
  ],
];

const x = column("x", "integer");
const y = column("y", "integer");

const viewCases: readonly Case[] = [
  [
    "another query",
    schema(table("t"), view("v", "SELECT id FROM t")),
    schema(table("t"), view("v", "SELECT id FROM t WHERE id > 0")),
    ["~ view v gets another query"],
  ],
  [
    "a column that comes is there first",
    schema(table("t"), view("v", "SELECT id FROM t")),
    schema(table("t", x), view("v", "SELECT id, x FROM t")),
    ["+ column t.x integer", "~ view v gets another query"],
  ],
  [
    "a column that goes is no longer read",
    schema(table("t", x), view("v", "SELECT id, x FROM t")),
    schema(table("t"), view("v", "SELECT id FROM t")),
    ["- view v", "- column t.x integer", "+ view v"],
  ],
  [
    "one column for another",
    schema(table("t", x), view("v", "SELECT x FROM t")),
    schema(table("t", y), view("v", "SELECT y FROM t")),
    ["- view v", "- column t.x integer / + column t.y integer", "+ view v"],
  ],
  [
    "a table that gets another name takes its views along",
    schema(table("t"), view("v", 'SELECT "id" FROM "t"')),
    schema(table("u"), view("v", 'SELECT "id" FROM "u"')),
    ["~ table t is renamed to u"],
    {
      renames: {
        tables: [{ kind: "renameTable", from: { name: "t" }, to: { name: "u" } }],
        columns: new Map(),
      },
    },
  ],
  [
    "a column that gets another name, and the views upon it, whose columns keep the old one",
    schema(table("t", x), view("v", "SELECT x FROM t"), view("w", "SELECT x FROM v")),
    schema(table("t", y), view("v", "SELECT y FROM t"), view("w", "SELECT y FROM v")),
    ["- view w", "- view v", "~ column t.x is renamed to y", "+ view v", "+ view w"],
    { renames: renamed("t", "x", "y") },
  ],
  [
    "plain ↔ materialized",
    schema(table("t"), view("v", "SELECT id FROM t")),
    schema(table("t"), view("v", "SELECT id FROM t", { materialized: true })),
    ["- view v", "+ materialized view v"],
  ],
  [
    "the indexes of a materialized view",
    schema(
      table("t"),
      view("v", "SELECT id FROM t", { materialized: true, indexes: [plainIndex("a"), plainIndex("old")] }),
    ),
    schema(
      table("t"),
      view("v", "SELECT id FROM t", {
        materialized: true,
        indexes: [plainIndex("b", { unique: true }), plainIndex("new")],
      }),
    ),
    ["- index old on v (id)", "~ index a is renamed to new", "+ unique index b on v (id)"],
  ],
  [
    "a new materialized view with its indexes, and one that goes",
    schema(table("t"), view("v", "SELECT id FROM t", { materialized: true, indexes: [plainIndex("x")] })),
    schema(table("t"), view("w", "SELECT id FROM t", { materialized: true, indexes: [plainIndex("x")] })),
    ["- index x on v (id)", "- materialized view v", "+ materialized view w", "+ index x on w (id)"],
  ],
  [
    "a new view before one that comes to read it",
    schema(table("t"), view("a", "SELECT id FROM t")),
    schema(table("t"), view("a", "SELECT id FROM b"), view("b", "SELECT id FROM t")),
    ["+ view b", "~ view a gets another query"],
  ],
  [
    "a view that goes, and one that no longer reads it",
    schema(table("t"), view("a", "SELECT id FROM b"), view("b", "SELECT id FROM t")),
    schema(table("t"), view("a", "SELECT id FROM t")),
    ["- view a", "- view b", "+ view a"],
  ],
  [
    "views that both change and read each other are made anew",
    schema(table("t", x), view("a", "SELECT x FROM b"), view("b", "SELECT id, x FROM t")),
    schema(table("t", x), view("a", "SELECT id FROM b"), view("b", "SELECT id FROM t")),
    ["- view a", "- view b", "+ view b", "+ view a"],
  ],
  [
    "a view upon one that changes stays",
    schema(table("t", x), view("a", "SELECT id FROM b"), view("b", "SELECT id FROM t")),
    schema(table("t", x), view("a", "SELECT id FROM b"), view("b", "SELECT id, x FROM t")),
    ["~ view b gets another query"],
  ],
  [
    "a trigger of a view that stays",
    schema(
      table("t"),
      view("v", "SELECT id FROM t", { triggers: [{ name: "log", sql: "CREATE TRIGGER log" }] }),
    ),
    schema(table("t"), view("v", "SELECT id FROM t")),
    ["- trigger log on v"],
  ],
];

const tier = (...values: readonly string[]): ReturnType<typeof enumOf> => enumOf("tier_enum", ...values);
const customer = (text?: string, type = "tier_enum"): Table =>
  table(
    "customer",
    text === undefined ? column("tier", type) : column("tier", type, { default: `'${text}'::${type}` }),
  );

const enumCases: readonly Case[] = [
  [
    "a new one before the column that has it",
    schema(table("customer")),
    schema(customer("basic"), tier("basic", "gold")),
    ["+ enum tier_enum (basic, gold)", "+ column customer.tier tier_enum"],
  ],
  [
    "one that goes after the table that has it",
    schema(customer(), tier("basic")),
    emptySchema,
    ["- table customer", "- enum tier_enum (basic)"],
  ],
  [
    "a value that comes, and its use",
    schema(customer("basic"), tier("basic")),
    schema(customer("gold"), tier("basic", "gold")),
    ["+ value tier_enum.gold", "~ column customer.tier: default 'basic'::tier_enum → 'gold'::tier_enum"],
  ],
  [
    "a value that goes, and its use before",
    schema(customer("gold"), tier("basic", "gold")),
    schema(customer("basic"), tier("basic")),
    ["~ column customer.tier: default 'gold'::tier_enum → 'basic'::tier_enum", "- value tier_enum.gold"],
  ],
  [
    "one value for another, in use",
    schema(customer("silver"), tier("basic", "silver", "top")),
    schema(customer("gold"), tier("basic", "gold", "top")),
    [
      "+ value tier_enum.gold",
      "~ column customer.tier: default 'silver'::tier_enum → 'gold'::tier_enum",
      "- value tier_enum.silver",
    ],
  ],
  [
    "one value for another, said nowhere",
    schema(customer("basic"), tier("basic", "silver")),
    schema(customer("basic"), tier("basic", "gold")),
    ["- value tier_enum.silver / + value tier_enum.gold"],
  ],
  [
    "a value under another name, in use",
    schema(customer("gold"), tier("basic", "gold")),
    schema(customer("premium"), tier("basic", "premium")),
    ["~ value tier_enum.gold is renamed to premium"],
    { answers: answered("tier_enum", { gold: "premium" }) },
  ],
  [
    "another order",
    schema(customer(), tier("a", "b")),
    schema(customer(), tier("b", "a")),
    ["~ values of tier_enum in another order: b, a"],
  ],
  [
    "another name",
    schema(customer("basic"), tier("basic")),
    schema(customer("basic", "rank_enum"), enumOf("rank_enum", "basic")),
    ["~ enum tier_enum is renamed to rank_enum"],
  ],
  [
    "another name and another value",
    schema(customer("basic"), tier("basic")),
    schema(customer("basic", "rank_enum"), enumOf("rank_enum", "basic", "gold")),
    ["~ enum tier_enum is renamed to rank_enum", "+ value rank_enum.gold"],
  ],
  [
    "an array of it",
    schema(table("t", column("all", "tier_enum[]")), tier("basic")),
    schema(table("t", column("all", "rank_enum[]")), enumOf("rank_enum", "basic")),
    ["~ enum tier_enum is renamed to rank_enum"],
  ],
  [
    "one that two columns shared, each with its own now",
    schema(table("t", column("x", "tier_enum"), column("y", "tier_enum")), tier("basic")),
    schema(
      table("t", column("x", "x_enum"), column("y", "y_enum")),
      enumOf("x_enum", "basic"),
      enumOf("y_enum", "basic"),
    ),
    ["~ enum tier_enum is renamed to x_enum", "+ enum y_enum (basic)", "~ column t.y: type x_enum → y_enum"],
  ],
  [
    "one that is still wanted elsewhere is not renamed",
    schema(table("t", column("x", "tier_enum"), column("y", "tier_enum")), tier("basic")),
    schema(
      table("t", column("x", "x_enum"), column("y", "tier_enum")),
      enumOf("x_enum", "basic"),
      tier("basic"),
    ),
    ["+ enum x_enum (basic)", "~ column t.x: type tier_enum → x_enum"],
  ],
  [
    "text becomes an enum and back",
    schema(table("t", column("x", "text"), column("y", "y_enum")), enumOf("y_enum", "a")),
    schema(table("t", column("x", "x_enum"), column("y", "text")), enumOf("x_enum", "a")),
    [
      "+ enum x_enum (a)",
      "~ column t.x: type text → x_enum / ~ column t.y: type y_enum → text",
      "- enum y_enum (a)",
    ],
  ],
  [
    "a check, an index and a view that say a value that goes",
    schema(
      withIndexes(table("t", column("x", "tier_enum"), check("x <> 'silver'::tier_enum", { name: "CHK" })), {
        name: "IDX",
        elements: [{ column: "x" }],
        where: "x = 'silver'::tier_enum",
      }),
      view("v", "SELECT x FROM t WHERE x = 'silver'::tier_enum"),
      tier("basic", "silver"),
    ),
    schema(
      withIndexes(table("t", column("x", "tier_enum"), check("x <> 'gold'::tier_enum", { name: "CHK" })), {
        name: "IDX",
        elements: [{ column: "x" }],
        where: "x = 'gold'::tier_enum",
      }),
      view("v", "SELECT x FROM t WHERE x = 'gold'::tier_enum"),
      tier("basic", "gold"),
    ),
    [
      "+ value tier_enum.gold",
      "- index IDX on t (x)",
      "- check CHK on t: x <> 'silver'::tier_enum / + check CHK on t: x <> 'gold'::tier_enum",
      "+ index IDX on t (x)",
      "~ view v gets another query",
      "- value tier_enum.silver",
    ],
  ],
];

const sequence = { name: "s", options: {} };

const objectCases: readonly Case[] = [
  [
    "a schema and an extension before the table that needs them",
    emptySchema,
    {
      ...schema({ ...table("t"), schema: "billing" }),
      schemas: ["billing"],
      extensions: [{ name: "citext" }],
    },
    ["+ schema billing", "+ extension citext", "+ table billing.t"],
  ],
  [
    "they go after it",
    {
      ...schema({ ...table("t"), schema: "billing" }),
      schemas: ["billing"],
      extensions: [{ name: "citext" }],
    },
    emptySchema,
    ["- table billing.t", "- extension citext", "- schema billing"],
  ],
  [
    "an extension is the same wherever it is",
    { ...emptySchema, extensions: [{ name: "citext" }] },
    { ...emptySchema, extensions: [{ name: "citext" }] },
    [],
  ],
  [
    "a sequence that changes",
    { ...emptySchema, sequences: [sequence] },
    { ...emptySchema, sequences: [{ ...sequence, options: { increment: "2" } }] },
    ["- sequence s", "+ sequence s"],
  ],
  [
    "how a column is counted, and what is said of it",
    schema(table("t", column("n", "integer", { identity: "ALWAYS", sequence: { start: "2" } }))),
    schema(table("t", column("n", "integer", { identity: "BY DEFAULT", comment: "number" }))),
    ['~ column t.n: identity ALWAYS → BY DEFAULT, sequence {"start":"2"} → none, comment none → number'],
  ],
];

group.each([
  ["constraints", constraintCases],
  ["indexes", indexCases],
  ["foreign keys", keyCases],
  ["views", viewCases],
  ["enums", enumCases],
  ["all else", objectCases],
])("%s", (_name, cases) => {
  test.each(cases.map((one): [string, Case] => [one[0], one]))("%s", (_case, one) => {
    expectCase(one);
  });
});
