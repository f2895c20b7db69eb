import type { FailureCase } from "../../round-trip-failure.js";
import { entity, manyToOne, view, type Columns, type Entity } from "../entity.js";

const text = { type: "varchar", nullable: true } as const;
const integer = { type: "integer" } as const;
const item = (columns: Columns, extra: Partial<Entity> = {}): Entity => entity("item", columns, extra);
const undone = "It was rolled back; the revisions before it stay.";

/** Another type that values of rows do not fit. */
function misfit(
  name: string,
  from: Columns[string],
  to: Columns[string],
  value: string,
  says: string,
): FailureCase {
  return {
    name: `values that cannot be converted: ${name}`,
    from: [item({ a: from })],
    to: [item({ a: to })],
    rows: [`INSERT INTO item (id, a) VALUES (1, ${value})`],
    fails: "upgrade",
    code: "E_CANNOT_CONVERT",
    says: ["~ column item.a: type", "values cannot be converted to the new type", says],
  };
}

const conversions: readonly FailureCase[] = [
  misfit(
    "text to integer",
    text,
    { ...integer, nullable: true },
    "'12 apples'",
    'invalid input syntax for type integer: "12 apples"',
  ),
  misfit("bigint to integer", { type: "bigint" }, integer, "3000000000", "out of range"),
  misfit("text to uuid", text, { type: "uuid", nullable: true }, "'x'", "uuid"),
  misfit("text to jsonb", { type: "text" }, { type: "jsonb" }, "'{'", "json"),
  misfit(
    "a number that has too many digits",
    { type: "numeric" },
    { type: "numeric", precision: 3, scale: 1 },
    "1234.5",
    "numeric field overflow",
  ),
  misfit("text to a timestamp", text, { type: "timestamptz", nullable: true }, "'someday'", "timestamp"),
  {
    name: "values that cannot be converted, on the way down",
    from: [item({ a: integer })],
    to: [item({ a: { type: "varchar" } })],
    meanwhile: ["INSERT INTO item (id, a) VALUES (9, 'nine')"],
    fails: "downgrade",
    code: "E_CANNOT_CONVERT",
    says: [
      "downgrade of",
      "~ column item.a: type varchar → integer",
      'invalid input syntax for type integer: "nine"',
    ],
  },
  {
    name: "a text that is too long by now",
    from: [item({ a: { type: "varchar", length: 9 } })],
    to: [item({ a: { type: "varchar", length: 3 } })],
    rows: ["INSERT INTO item (id, a) VALUES (1, 'much more')"],
    fails: "upgrade",
    code: "E_CANNOT_CONVERT",
    says: ["~ column item.a: type varchar(9) → varchar(3)", "value too long"],
  },
];

const country = entity("country", {
  code: { type: "varchar", primary: true },
  zone: { type: "varchar", primary: true },
});
const columns = { country_code: text, country_zone: text };
const city = (extra: Partial<Entity>): Entity => entity("city", columns, extra);

const constraints: readonly FailureCase[] = [
  {
    name: "rows of two values break a unique",
    from: [item({ a: text, b: integer })],
    to: [item({ a: text, b: integer }, { uniques: [{ name: "u", columns: ["b", "a"] }] })],
    rows: [
      "INSERT INTO item (id, a, b) VALUES (1, 'x', 1), (2, 'x', 1), (3, 'x', 1), (4, NULL, 2), (5, NULL, 2)",
    ],
    fails: "upgrade",
    code: "E_ROWS_BREAK_CONSTRAINT",
    says: ["+ unique u on item (b, a)", "3 rows, such as b = 1, a = x"],
  },
  {
    name: "rows break a unique index with a condition",
    from: [item({ a: text, b: integer })],
    to: [
      item(
        { a: text, b: integer },
        { indices: [{ name: "i", columns: ["a"], unique: true, where: "b > 1" }] },
      ),
    ],
    rows: ["INSERT INTO item (id, a, b) VALUES (1, 'x', 1), (2, 'x', 1), (3, 'y', 2), (4, 'y', 2)"],
    fails: "upgrade",
    code: "E_ROWS_BREAK_CONSTRAINT",
    says: ["+ unique index i on item (a)", "2 rows, such as a = y"],
  },
  {
    name: "rows break a composite foreign key",
    from: [country, city({})],
    to: [
      country,
      city({
        relations: {
          country: manyToOne("country", {
            joinColumn: [
              { name: "country_code", referencedColumnName: "code" },
              { name: "country_zone", referencedColumnName: "zone" },
            ],
          }),
        },
      }),
    ],
    rows: [
      "INSERT INTO country VALUES ('ch', 'a')",
      "INSERT INTO city (id, country_code, country_zone) VALUES (1, 'ch', 'a'), (2, 'ch', 'b'), (3, 'ch', NULL)",
    ],
    fails: "upgrade",
    code: "E_ROWS_BREAK_CONSTRAINT",
    says: ["+ foreign key FK_", "1 row, id = 2 (country_code = ch, country_zone = b)"],
    hint: `Mend the rows first, or add a step to the revision that does.\n${undone}`,
  },
  {
    name: "rows break an exclusion",
    from: [item({ during: { type: "daterange" } })],
    to: [
      item(
        { during: { type: "daterange" } },
        { exclusions: [{ name: "x", expression: "USING gist (during WITH &&)" }] },
      ),
    ],
    rows: [
      "INSERT INTO item (id, during) VALUES (1, '[2026-01-01,2026-02-01)'), (2, '[2026-01-15,2026-03-01)')",
    ],
    fails: "upgrade",
    code: "E_ROWS_BREAK_CONSTRAINT",
    says: ["+ exclusion x on item", "rows break a constraint"],
  },
  {
    name: "a unique that was taken off is missed by nobody, but on the way down rows break it",
    from: [item({ a: text }, { uniques: [{ name: "u", columns: ["a"] }] })],
    to: [item({ a: text })],
    meanwhile: ["INSERT INTO item (id, a) VALUES (10, 'x'), (11, 'x')"],
    fails: "downgrade",
    code: "E_ROWS_BREAK_CONSTRAINT",
    says: ["+ unique u on item (a)", "2 rows, such as a = x"],
  },
];

const tiers = (values: string[], extra: Columns[string] = { type: "enum" }): Columns => ({
  tier: { ...extra, type: "enum", enum: values, enumName: "tier" },
});

/** Something by hand that does not bear that the value `b` goes. */
function bound(name: string, byHand: string, says: string, extra: Partial<FailureCase> = {}): FailureCase {
  return {
    name: `a value goes and there is ${name}`,
    from: [item(tiers(["a", "b"]))],
    to: [item(tiers(["a"]))],
    rows: ["INSERT INTO item (id, tier) VALUES (1, 'a')"],
    byHand: [byHand],
    fails: "upgrade",
    code: "E_DEPENDENTS",
    says: [says],
    ...extra,
  };
}

const boundEnums: readonly FailureCase[] = [
  bound(
    "an index that names it",
    "CREATE TABLE legacy (id integer, tier tier); CREATE INDEX i ON legacy (id) WHERE tier = 'b'",
    "a value of tier goes (b) that is named by index i of legacy",
    { hint: `Change or drop it first, by hand or in a revision before.\n${undone}` },
  ),
  bound(
    "a check that names it",
    "CREATE TABLE legacy (tier tier CONSTRAINT c CHECK (tier IN ('a', 'b')))",
    "named by check c of legacy",
  ),
  bound(
    "a default that names it",
    "CREATE TABLE legacy (tier tier DEFAULT 'b')",
    "the default of legacy.tier",
  ),
  bound("a view that names it", "CREATE VIEW v AS SELECT id FROM item WHERE tier = 'b'", "named by view v"),
  bound("a policy that names it", "CREATE POLICY p ON item USING (tier <> 'b')", "named by policy p of item"),
  bound("a domain", "CREATE DOMAIN high AS tier", "the type tier is made anew, and type high has it"),
  bound(
    "a composite type",
    "CREATE TYPE pair AS (one tier, two tier[])",
    "column one of composite type pair",
  ),
  bound(
    "a function",
    "CREATE FUNCTION f(tier) RETURNS integer LANGUAGE sql AS 'SELECT 1'",
    "function f(tier) has it",
  ),
  bound(
    "a table that is parted by it",
    "CREATE TABLE parted (tier tier) PARTITION BY LIST (tier)",
    "part of the partition key",
  ),
];

const becoming: readonly FailureCase[] = [
  {
    name: "a text that becomes an enum holds what that does not have",
    from: [item({ tier: { type: "varchar" } })],
    to: [item(tiers(["a", "b"]))],
    rows: ["INSERT INTO item (id, tier) VALUES (1, 'x'), (2, 'x'), (3, 'a'), (4, 'it''s')"],
    fails: "revision",
    code: "E_VALUE_IN_USE",
    says: ["rows hold values that go: tier.it's (1 row), tier.x (2 rows)"],
    hint: "Say what they get instead:\n  --map-value 'tier.it'\\''s:a' (or another value)\n  --map-value tier.x:a (or another value)",
    exitCode: 6,
  },
  {
    name: "texts that become enums hold what those do not have: all at once, NULL only where all columns take it",
    from: [
      item({
        tier: { type: "varchar" },
        rank: { type: "varchar", nullable: true },
        size: { type: "varchar" },
      }),
    ],
    to: [
      item({
        tier: { type: "enum", enum: ["a"], enumName: "tier" },
        rank: { type: "enum", enum: ["a"], enumName: "tier", nullable: true },
        size: { type: "enum", enum: ["s"], enumName: "size" },
      }),
    ],
    rows: ["INSERT INTO item (id, tier, rank, size) VALUES (1, 'x', 'x', 'l'), (2, 'a', 'y', 's')"],
    fails: "revision",
    code: "E_VALUE_IN_USE",
    says: ["rows hold values that go: tier.x (2 rows), tier.y (1 row), size.l (1 row)"],
    hint: "Say what they get instead:\n  --map-value tier.x:a (or another value)\n  --map-value tier.y:a (or another value)\n  --map-value size.l:s (or another value)",
    exitCode: 6,
  },
  {
    name: "a text that becomes an enum gets what that does not have either",
    from: [item({ tier: { type: "varchar" } })],
    to: [item(tiers(["a", "b"]))],
    rows: ["INSERT INTO item (id, tier) VALUES (1, 'x')"],
    answers: { mappedValues: ["tier.x:c"] },
    fails: "revision",
    code: "E_VALUE_UNKNOWN",
    says: ['--map-value tier.x:c: enum "tier" has no value "c"'],
    exitCode: 2,
  },
  {
    name: "a text that becomes an enum gets NULL where that is forbidden",
    from: [item({ tier: { type: "varchar" } })],
    to: [item(tiers(["a", "b"]))],
    rows: ["INSERT INTO item (id, tier) VALUES (1, 'x')"],
    answers: { mappedValues: ["tier.x:null"] },
    fails: "revision",
    code: "E_VALUE_UNKNOWN",
    says: ["--map-value tier.x:null: item.tier must have a value"],
    exitCode: 2,
  },
];

const enums: readonly FailureCase[] = [
  ...becoming,
  ...boundEnums,
  {
    name: "a value goes that rows hold",
    from: [item(tiers(["a", "b", "c"]))],
    to: [item(tiers(["a", "c"]))],
    rows: ["INSERT INTO item (id, tier) VALUES (1, 'b'), (2, 'b'), (3, 'a')"],
    answers: { noRename: true },
    fails: "revision",
    code: "E_VALUE_IN_USE",
    says: ["rows hold values that go: tier.b (2 rows)"],
    hint: "Say what they get instead:\n  --map-value tier.b:a (or another value)",
    exitCode: 6,
  },
  {
    name: "a value goes that rows of a column which takes NULL hold",
    from: [item(tiers(["a", "b"], { type: "enum", nullable: true }))],
    to: [item(tiers(["a"], { type: "enum", nullable: true }))],
    rows: ["INSERT INTO item (id, tier) VALUES (1, 'b')"],
    fails: "revision",
    code: "E_VALUE_IN_USE",
    says: ["rows hold values that go: tier.b (1 row)"],
    hint: "Say what they get instead:\n  --map-value tier.b:a (or another value), or --map-value tier.b:null",
    exitCode: 6,
  },
  {
    name: "a value may have been renamed",
    from: [item(tiers(["a", "b"]))],
    to: [item(tiers(["a", "c"]))],
    fails: "revision",
    code: "E_RENAME_UNDECIDED",
    says: ["value", "b went, and c came"],
    exitCode: 6,
  },
  {
    name: "a value gets into rows after the revision was written",
    from: [item(tiers(["a", "b", "c"]))],
    to: {
      up: `  await op.alterEnum("tier", ["a", "b", "c"], ["a", "c"]);`,
    },
    rows: ["INSERT INTO item (id, tier) VALUES (1, 'b'), (2, 'b')"],
    fails: "upgrade",
    code: "E_VALUE_IN_USE",
    says: ["rows hold values that go: removes the value b of tier (2 rows)"],
    exitCode: 6,
  },
];

const moves: readonly FailureCase[] = [
  {
    name: "a table may have moved to another schema",
    from: [item({ a: text, b: text })],
    to: [{ ...item({ a: text, b: text, c: text }), schema: "sales" }],
    fails: "revision",
    code: "E_RENAME_UNDECIDED",
    says: ["table item went, and sales.item of a similar shape came"],
    hint: "Say which: --rename item:sales.item\n  --no-rename (for all that is left)",
    exitCode: 6,
  },
  {
    name: "a table may have moved to the default schema, or been renamed in its own",
    from: [{ ...item({ a: text }), schema: "sales" }],
    to: [item({ a: text }), { ...entity("thing", { a: text }), schema: "sales" }],
    fails: "revision",
    code: "E_RENAME_UNDECIDED",
    says: ["table sales.item went, and public.item or thing of the same shape came"],
    hint:
      "Say which: --rename sales.item:public.item\n  --rename sales.item:thing\n  " +
      "--no-rename (for all that is left)",
    exitCode: 6,
  },
  {
    name: "a table moves to where another one has an index of the same name",
    from: [item({ a: text }), { ...entity("two_item", { b: text }), tableName: "item", schema: "two" }],
    to: [
      { ...item({ a: text }), schema: "two" },
      { ...entity("two_item", { b: text }), tableName: "old", schema: "two" },
    ],
    answers: { renames: ["item:two.item", "two.item:old"] },
    fails: "revision",
    code: "E_MOVE_BLOCKED",
    says: ["table item cannot become two.item: two.old has an index PK_"],
    exitCode: 2,
  },
  {
    name: "a table moves to a schema where no entity wants it",
    from: [item({ a: text })],
    to: [{ ...item({ a: text }), schema: "sales" }],
    answers: { renames: ["item:billing.item"] },
    fails: "revision",
    code: "E_RENAME_UNKNOWN",
    says: ["--rename item:billing.item", 'no entity has a table "billing.item"'],
    exitCode: 2,
  },
];

const inTheWay: readonly FailureCase[] = [
  {
    name: "a view of no entity reads a column that goes, by way of another view",
    from: [item({ a: text, b: text })],
    to: [item({ b: text })],
    byHand: [
      "CREATE VIEW lower_one AS SELECT id, a FROM item",
      "CREATE VIEW upper_one AS SELECT a FROM lower_one",
    ],
    fails: "revision",
    code: "E_UNMANAGED_IN_THE_WAY",
    says: ["lower_one"],
    exitCode: 6,
  },
  {
    name: "a view came after the revision was written",
    from: [item({ a: text, b: text })],
    to: {
      up: `  await op.alterTable("item", (table) => [table.dropColumn("a", "varchar", { nullable: true })]);`,
    },
    byHand: ["CREATE VIEW mine AS SELECT a FROM item"],
    fails: "upgrade",
    code: "E_VIEW_IN_THE_WAY",
    says: ["- column item.a varchar", "view mine depends on column a"],
  },
  {
    name: "a table goes that a view of no entity reads",
    from: [item({ a: text }), entity("other", {})],
    to: [item({ a: text })],
    byHand: ["CREATE VIEW mine AS SELECT id FROM other"],
    fails: "revision",
    code: "E_UNMANAGED_IN_THE_WAY",
    says: ["mine"],
    exitCode: 6,
  },
  {
    name: "a policy needs a column that goes",
    from: [item({ a: text, b: text })],
    to: [item({ b: text })],
    byHand: ["CREATE POLICY own ON item USING (a = current_user)"],
    fails: "revision",
    code: "E_UNMANAGED_IN_THE_WAY",
    says: ["policy own of table item"],
    exitCode: 6,
  },
  {
    name: "a foreign key of a table of no entity needs a key that goes",
    from: [item({ code: { type: "varchar", unique: true } })],
    to: [item({ code: { type: "varchar" } })],
    byHand: [`CREATE TABLE legacy (code varchar REFERENCES item (code))`],
    rows: [],
    fails: "upgrade",
    code: "E_DEPENDENTS",
    says: ["- unique UQ_", "legacy"],
  },
  {
    name: "a view of an entity is made anew that another one reads by hand",
    from: [item({ a: text, b: text }), view("v", "SELECT id, a FROM item")],
    to: [item({ b: text }), view("v", "SELECT id, b FROM item")],
    byHand: ["CREATE VIEW mine AS SELECT id FROM v", "CREATE VIEW upon AS SELECT id FROM mine"],
    fails: "revision",
    code: "E_UNMANAGED_IN_THE_WAY",
    says: ["a view is dropped and made anew that is used by what no entity describes: view mine of table v"],
    hint: "If it may go: --drop mine",
    exitCode: 6,
  },
  {
    name: "a view of an entity takes columns away that another one reads by hand",
    from: [item({ a: text }), view("v", "SELECT id, a FROM item")],
    to: [item({ a: text }), view("v", "SELECT id FROM item")],
    byHand: ["CREATE VIEW mine AS SELECT a FROM v"],
    fails: "upgrade",
    code: "E_OBJECT_MISSING",
    says: ["~ view v gets another query"],
  },
];

const fillings: readonly FailureCase[] = [
  {
    name: "a value for rows reads a column as the type that it no longer has",
    from: [item({ a: integer, b: text })],
    to: [item({ a: { type: "jsonb" }, b: { type: "varchar" } })],
    rows: ["INSERT INTO item (id, a, b) VALUES (1, 7, NULL)"],
    answers: { backfills: ["item.b=(a + 1)::text"] },
    fails: "revision",
    code: "E_BACKFILL_INVALID",
    says: ["the value for item.b", "operator does not exist: jsonb + integer"],
    exitCode: 2,
  },
];

/** A name in a revision by hand that nothing has. */
function typo(name: string, change: string, code: string, problem: string): FailureCase {
  return {
    name: `a revision by hand names ${name} that no revision made`,
    from: [item({ a: text })],
    to: { up: change },
    fails: "upgrade",
    code,
    says: [],
    hint: `The revision names something that no revision made: ${problem}. Check how it is spelled there.\n${undone}`,
  };
}

const typos: readonly FailureCase[] = [
  typo(
    "a table",
    `await op.alterTable("itme", (table) => [table.addColumn("b", "integer", { nullable: true })]);`,
    "E_OBJECT_MISSING",
    'there is no table "itme"',
  ),
  typo(
    "a table whose column gets another type",
    `await op.alterTable("itme", (table) => [table.alterColumn("a", { type: "varchar" }, { type: "text" })]);`,
    "E_TABLE_UNKNOWN",
    'there is no table "itme"',
  ),
  typo(
    "a column",
    `await op.alterTable("item", (table) => [table.renameColumn("aa", "b")]);`,
    "E_OBJECT_MISSING",
    'table "item" has no column "aa"',
  ),
  typo(
    "a column that gets another type",
    `await op.alterTable("item", (table) => [table.alterColumn("aa", { type: "varchar" }, { type: "text" })]);`,
    "E_OPERATION_CONFLICT",
    'table "item" has no column "aa"',
  ),
  {
    name: "a revision names what somebody dropped by hand",
    from: [item({ a: text, b: text })],
    to: { up: `await op.alterTable("item", (table) => [table.renameColumn("a", "c")]);` },
    byHand: ["ALTER TABLE item DROP a"],
    fails: "upgrade",
    code: "E_OBJECT_MISSING",
    says: ['column "a" does not exist'],
    hint: `Check how the revision spells it. If that is right, the database has less than its revisions made: \`aludel check\` shows what. A type or function may need an extension.\n${undone}`,
  },
];

/** Failures that only PostgreSQL knows. */
export const postgresFailures = {
  conversions,
  constraints,
  enums,
  fillings,
  typos,
  moves,
  "in the way": inTheWay,
};
