import { describe, expect, it } from "vitest";
import type { ExpressionPair, ExpressionPlace, Verdict } from "../../../src/dialect/dialect.js";
import { compareExpressions } from "../../../src/dialect/postgres/expressions.js";
import type { ObjectName } from "../../../src/schema/name.js";
import { type Column, emptySchema, type Schema, type Table } from "../../../src/schema/schema.js";
import { makeDatabase, type PostgresConnection } from "../../support/postgres.js";
import { postgresServers } from "../../support/servers.js";

function table(name: string, columns: Readonly<Record<string, string>>, more: Partial<Table> = {}): Table {
  return {
    name,
    columns: Object.entries(columns).map(([column, type]): Column => ({
      name: column,
      type,
      nullable: true,
    })),
    uniques: [],
    foreignKeys: [],
    checks: [],
    indexes: [],
    triggers: [],
    options: {},
    ...more,
  };
}

function view(name: string, query: string): Schema["views"][number] {
  return { name, query, triggers: [] };
}

function pair(place: ExpressionPlace, from: string, to: string): ExpressionPair {
  return { place, from, to, where: "somewhere" };
}

const defaultOf = (object: ObjectName, column: string): ExpressionPlace => ({
  object,
  part: "default",
  column,
});
const checkOf = (object: ObjectName): ExpressionPlace => ({ object, part: "check" });
const queryOf = (object: ObjectName): ExpressionPlace => ({ object, part: "query" });

interface Situation {
  readonly title: string;
  readonly sql: string;
  readonly from: Partial<Schema>;
  readonly to: Partial<Schema>;
  readonly pairs: readonly (readonly [ExpressionPair, Verdict["result"]])[];
}

const tiers = { name: "tier", values: ["basic", "gold"] };
const t = { name: "t" };

const situations: readonly Situation[] = [
  {
    title: "an enum type that is new",
    sql: "CREATE TABLE t (c varchar)",
    from: { tables: [table("t", { c: "varchar" })] },
    to: { tables: [table("t", { c: "tier", d: "tier[]" })], enums: [tiers] },
    pairs: [
      [pair(defaultOf(t, "c"), "'basic'::character varying", "'basic'"), "different"],
      [pair(defaultOf(t, "d"), "'{basic}'::tier[]", "'{\"basic\"}'"), "same"],
      [pair(checkOf(t), "((c = 'basic'::tier))", "c IN ('basic')"), "same"],
    ],
  },
  {
    title: "an enum type in a schema that is new",
    sql: "CREATE TABLE t (c varchar)",
    from: { tables: [table("t", { c: "varchar" })] },
    to: { tables: [table("t", { c: "app.tier" })], enums: [{ ...tiers, schema: "app" }], schemas: ["app"] },
    pairs: [
      [pair(defaultOf(t, "c"), "'basic'::app.tier", "'basic'"), "same"],
      [pair(checkOf(t), "((c = 'basic'::app.tier))", `c = 'basic'::"app"."tier"`), "same"],
    ],
  },
  {
    title: "an enum type with other values",
    sql: "CREATE TYPE tier AS ENUM ('basic', 'gold'); CREATE TABLE t (c tier)",
    from: { tables: [table("t", { c: "tier" })], enums: [tiers] },
    to: {
      tables: [table("t", { c: "tier" })],
      enums: [{ ...tiers, values: ["basic", "premium"] }],
      views: [view("v", "SELECT c FROM t WHERE c <> 'basic'")],
    },
    pairs: [
      [pair(defaultOf(t, "c"), "'basic'::tier", "'basic'"), "same"],
      [pair(defaultOf(t, "c"), "'gold'::tier", "'premium'"), "different"],
      [pair(defaultOf(t, "c"), "'premium'::tier", "'premium'"), "same"],
      [
        pair(checkOf(t), "((c = ANY (ARRAY['basic'::tier, 'premium'::tier])))", "c IN ('basic', 'premium')"),
        "same",
      ],
      [
        pair(
          queryOf({ name: "v" }),
          " SELECT t.c\n   FROM t\n  WHERE (t.c <> 'basic'::tier);",
          "SELECT c FROM t WHERE c <> 'basic'",
        ),
        "same",
      ],
    ],
  },
  {
    title: "enum types of one name in two schemas",
    sql: "CREATE SCHEMA app",
    from: {},
    to: {
      tables: [table("t", { c: "tier", d: "app.tier" })],
      enums: [tiers, { name: "tier", schema: "app", values: ["other"] }],
    },
    pairs: [
      [pair(defaultOf(t, "c"), "'gold'::tier", "'gold'"), "same"],
      [pair(defaultOf(t, "d"), "'other'::app.tier", "'other'"), "same"],
      [pair(defaultOf(t, "d"), "'other'::app.tier", "'gold'"), "different"],
    ],
  },
  {
    title: "a type of an extension that is to come",
    sql: "CREATE TABLE t (c varchar(5))",
    from: { tables: [table("t", { c: "varchar(5)" })] },
    to: { tables: [table("t", { c: "citext", d: "citext" })] },
    pairs: [
      [pair(defaultOf(t, "c"), "'a'::character varying", "'a'"), "same"],
      [pair(defaultOf(t, "c"), "'a'::character varying", "'b'"), "different"],
      [pair(checkOf(t), "(((c)::text <> ''::text))", "c <> ''"), "same"],
    ],
  },
  {
    title: "a column with another type",
    sql: "CREATE TABLE t (c integer, d varchar(5))",
    from: { tables: [table("t", { c: "integer", d: "varchar(5)" })] },
    to: { tables: [table("t", { c: "bigint", d: "text" })] },
    pairs: [
      [pair(checkOf(t), "(c > 0)", "c>0"), "same"],
      [pair(checkOf(t), "((d)::text <> ''::text)", "d <> ''"), "same"],
      [pair(defaultOf(t, "d"), "'a'::character varying", "'a'"), "same"],
    ],
  },
  {
    title: "a column with another name",
    sql: "CREATE TABLE t (id integer, old integer)",
    from: { tables: [table("t", { id: "integer", fresh: "integer" })] },
    to: {
      tables: [table("t", { id: "integer", fresh: "integer" })],
      views: [view("v", "SELECT fresh FROM t")],
    },
    pairs: [
      [pair(checkOf(t), "(fresh > 0)", "t.fresh>0"), "same"],
      [pair(queryOf({ name: "v" }), " SELECT t.fresh\n   FROM t", "SELECT fresh FROM t"), "same"],
      [pair(queryOf({ name: "v" }), " SELECT t.fresh\n   FROM t", "SELECT * FROM t"), "different"],
      [pair({ object: t, part: "predicate", index: "i" }, "(fresh IS NULL)", "fresh is null"), "same"],
    ],
  },
  {
    title: "a table with another name",
    sql: "CREATE TABLE old (id integer)",
    from: { tables: [table("t", { id: "integer" })] },
    to: { tables: [table("t", { id: "integer" })], views: [view("v", "SELECT t.* FROM t")] },
    pairs: [
      [pair(checkOf(t), "(id > 0)", "t.id > 0"), "same"],
      [pair(queryOf({ name: "v" }), " SELECT t.id\n   FROM t;", "SELECT t.* FROM t;"), "same"],
      [pair(queryOf({ name: "v" }), " SELECT t.id\n   FROM t;", 'SELECT "t"."id" FROM "public"."t"'), "same"],
    ],
  },
  {
    title: "a column that is new",
    sql: "CREATE TABLE t (id integer PRIMARY KEY, a integer)",
    from: { tables: [table("t", { id: "integer", a: "integer" }, { primaryKey: { columns: ["id"] } })] },
    to: {
      tables: [
        table("t", { b: "integer", a: "integer", id: "integer" }, { primaryKey: { columns: ["id"] } }),
      ],
      views: [view("v", "")],
    },
    pairs: [
      [pair(checkOf(t), "(a > 0)", "a > 0 AND b > 0"), "different"],
      [pair(queryOf({ name: "v" }), " SELECT t.id,\n    t.a\n   FROM t", "SELECT id, a FROM t"), "same"],
      [pair(queryOf({ name: "v" }), " SELECT t.id,\n    t.a\n   FROM t", "SELECT * FROM t"), "different"],
      [
        pair(queryOf({ name: "v" }), " SELECT t.id,\n    t.a,\n    t.b\n   FROM t", "SELECT * FROM t"),
        "same",
      ],
      [
        pair(
          queryOf({ name: "v" }),
          " SELECT t.id,\n    t.a\n   FROM t\n  GROUP BY t.id;",
          "SELECT id, a FROM public.t GROUP BY id",
        ),
        "same",
      ],
      [pair({ object: t, part: "element", index: "i" }, "((a + 1))", "a+1"), "same"],
    ],
  },
  {
    title: "views that read views that change",
    sql: "CREATE TABLE t (id integer); CREATE VIEW a AS SELECT id FROM t; CREATE VIEW b AS SELECT id FROM a",
    from: {
      tables: [table("t", { id: "integer" })],
      views: [view("a", "SELECT t.id FROM t"), view("b", "SELECT a.id FROM a")],
    },
    to: {
      tables: [table("t", { id: "integer", n: "integer" })],
      views: [view("a", "SELECT id, n FROM t"), view("b", "SELECT * FROM a")],
    },
    pairs: [
      [pair(queryOf({ name: "a" }), " SELECT t.id\n   FROM t;", "SELECT id, n FROM t"), "different"],
      [pair(queryOf({ name: "b" }), " SELECT a.id\n   FROM a;", "SELECT id FROM a"), "same"],
      [pair(queryOf({ name: "b" }), " SELECT a.id\n   FROM a;", "SELECT * FROM a"), "different"],
    ],
  },
  {
    title: "an index of a materialized view",
    sql: "CREATE TABLE t (id integer); CREATE MATERIALIZED VIEW m AS SELECT id FROM t",
    from: { tables: [table("t", { id: "integer" })], views: [view("m", "SELECT id FROM t")] },
    to: { tables: [table("t", { id: "integer" })], views: [view("m", "SELECT id FROM t")] },
    pairs: [
      [pair({ object: { name: "m" }, part: "element", index: "i" }, "((id + 1))", "id+1"), "same"],
      [pair({ object: { name: "m" }, part: "predicate", index: "i" }, "(id > 0)", "id>1"), "different"],
    ],
  },
  {
    title: "tables of one name in two schemas",
    sql: "CREATE SCHEMA app; CREATE TABLE t (a integer); CREATE TABLE app.t (b integer)",
    from: { tables: [table("t", { a: "integer" }), table("t", { b: "integer" }, { schema: "app" })] },
    to: {
      tables: [table("t", { a: "integer" }), table("t", { b: "integer", c: "text" }, { schema: "app" })],
      views: [view("v", "")],
    },
    pairs: [
      [pair(checkOf(t), "(a > 0)", "a>0"), "same"],
      [pair(checkOf({ name: "t", schema: "app" }), "(b > 0)", "t.b>0"), "same"],
      [pair(checkOf({ name: "t", schema: "app" }), "(b > 0)", "app.t.b>0 AND c = ''"), "different"],
      [pair(checkOf({ name: "t", schema: "app" }), "(b > 0)", "a>0"), "different"],
      [
        pair(
          queryOf({ name: "v" }),
          " SELECT x.a,\n    y.b\n   FROM t x,\n    app.t y;",
          `SELECT x.a, y.b FROM t x, "app"."t" y`,
        ),
        "same",
      ],
    ],
  },
  {
    title: "a view beside a table of the name that it reads in the default schema",
    sql: "CREATE SCHEMA app; CREATE TABLE t (a integer); CREATE TABLE app.t (b integer); CREATE VIEW app.v AS SELECT a FROM t",
    from: {
      tables: [table("t", { a: "integer" }), table("t", { b: "integer" }, { schema: "app" })],
      views: [{ ...view("v", "SELECT t.a FROM t"), schema: "app" }],
    },
    to: {
      tables: [
        table("t", { a: "integer", n: "tier" }),
        table("t", { b: "integer", c: "text" }, { schema: "app" }),
      ],
      views: [{ ...view("v", "SELECT a FROM t"), schema: "app" }],
      enums: [tiers],
    },
    pairs: [
      [pair(queryOf({ name: "v", schema: "app" }), " SELECT t.a\n   FROM t;", "SELECT a FROM t"), "same"],
      [
        pair(queryOf({ name: "v", schema: "app" }), " SELECT t.a\n   FROM t;", "SELECT a, n FROM t"),
        "different",
      ],
    ],
  },
  {
    title: "a view on the table of the same name in another schema",
    sql: "CREATE SCHEMA app; CREATE TABLE t (a integer); CREATE TABLE app.t (b integer); CREATE VIEW v AS SELECT b FROM app.t",
    from: {
      tables: [table("t", { a: "integer" }), table("t", { b: "integer" }, { schema: "app" })],
      views: [view("v", "SELECT t.b FROM app.t")],
    },
    to: {
      tables: [table("t", { a: "integer" }), table("t", { b: "integer", c: "text" }, { schema: "app" })],
      views: [view("v", 'SELECT b FROM "app"."t"')],
    },
    pairs: [
      [pair(queryOf({ name: "v" }), " SELECT t.b\n   FROM app.t;", 'SELECT b FROM "app"."t"'), "same"],
      [
        pair(queryOf({ name: "v" }), " SELECT t.b\n   FROM app.t;", 'SELECT b, c FROM "app"."t"'),
        "different",
      ],
    ],
  },
  {
    title: "quoted and reserved names",
    sql: `CREATE TABLE "user ""x""" ("order" integer, "A b" text)`,
    from: { tables: [table('user "x"', { order: "integer", "A b": "text" })] },
    to: { tables: [table('user "x"', { order: "integer", "A b": "text", "c;d": "text" })] },
    pairs: [
      [pair(checkOf({ name: 'user "x"' }), '("order" > 0)', '"user ""x"""."order">0'), "same"],
      [pair(checkOf({ name: 'user "x"' }), `("A b" <> 'x'::text)`, `"A b" != 'x'`), "same"],
    ],
  },
];

describe.each(postgresServers)("$name", (server) => {
  it.each(situations)("compares with $title", async ({ sql, from, to, pairs }) => {
    const { connection } = await makeDatabase(server);
    await connection.exec(sql);
    const before = await dump(connection);
    const verdicts = await compareExpressions(
      pairs.map(([asked]) => asked),
      { connection, from: { ...emptySchema, ...from }, to: { ...emptySchema, ...to } },
    );
    expect(verdicts.map(({ result }) => result)).toEqual(pairs.map(([, result]) => result));
    expect(await dump(connection)).toEqual(before);
  });
});

/** Everything that a scratch may have left behind. */
async function dump(connection: PostgresConnection): Promise<unknown> {
  return connection.query(`
    SELECT (SELECT count(*) FROM pg_class) AS relations, (SELECT count(*) FROM pg_type) AS types,
      (SELECT count(*) FROM pg_namespace WHERE nspname !~ '^pg_') AS schemas, current_setting('search_path') AS path`);
}
