import { beforeAll, describe, expect, it } from "vitest";
import type { ExpressionPair, ExpressionPlace, Verdict } from "../../../src/dialect/dialect.js";
import { compareExpressions } from "../../../src/dialect/postgres/expressions.js";
import { type Column, emptySchema, type Schema, type Table, type View } from "../../../src/schema/schema.js";
import { makeDatabase, type PostgresDatabase } from "../../support/postgres.js";
import { postgresServers } from "../../support/servers.js";

const structure = `
CREATE SCHEMA billing;
CREATE TYPE tier AS ENUM ('basic', 'gold');
CREATE TYPE billing.state AS ENUM ('open', 'paid');
CREATE TABLE customer (id integer PRIMARY KEY, name varchar(40), tier tier, data jsonb, at timestamptz, price numeric, "Odd" text);
CREATE TABLE invoice (id integer PRIMARY KEY, customer_id integer);
CREATE TABLE billing.invoice (id integer PRIMARY KEY, state billing.state);
CREATE TABLE big (a bigint, r int4range);
CREATE VIEW top AS SELECT id, name FROM customer WHERE tier = 'gold';
CREATE MATERIALIZED VIEW total AS SELECT name, count(*) AS n FROM customer GROUP BY name;
CREATE FUNCTION billing.twice(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 2 * $1';`;

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

const key = { primaryKey: { columns: ["id"] } };
const customer = {
  id: "integer",
  name: "varchar(40)",
  tier: "tier",
  data: "jsonb",
  at: "timestamptz",
  price: "numeric",
  Odd: "text",
};
const views: readonly View[] = [
  { name: "top", query: "SELECT id, name FROM customer WHERE tier = 'gold'", triggers: [] },
  {
    name: "total",
    materialized: true,
    query: "SELECT name, count(*) AS n FROM customer GROUP BY name",
    triggers: [],
  },
];
const schema: Schema = {
  ...emptySchema,
  schemas: ["billing"],
  enums: [
    { name: "tier", values: ["basic", "gold"] },
    { name: "state", schema: "billing", values: ["open", "paid"] },
  ],
  tables: [
    table("customer", customer, key),
    table("invoice", { id: "integer", customer_id: "integer" }, key),
    table("invoice", { id: "integer", state: "billing.state" }, { schema: "billing", ...key }),
    table("big", { a: "bigint", r: "int4range" }),
  ],
  views,
};

/** The schema with other columns of a table. */
function withColumns(name: string, columns: Readonly<Record<string, string>>, base = schema): Schema {
  return {
    ...base,
    tables: base.tables.map((old) =>
      old.name === name && old.schema === undefined ? { ...old, ...table(name, columns), ...key } : old,
    ),
  };
}

function pairOf(place: ExpressionPlace, from: string, to: string): ExpressionPair {
  return { from, to, place, where: "somewhere" };
}

type Result = Verdict["result"];
type Case = readonly [from: string, to: string, result: Result];

/** The type of the column, and its default in the database's spelling and in the author's. */
const defaults: readonly (readonly [type: string, ...Case])[] = [
  ["tier", "'basic'::tier", "'basic'", "same"],
  ["tier", "'basic'::tier", "'gold'", "different"],
  ["tier", "'basic'::tier", "'premium'", "different"],
  ["tier[]", "'{basic}'::tier[]", "'{ basic }'", "same"],
  ["tier[]", "'{}'::tier[]", "ARRAY[]::tier[]", "same"],
  ["billing.state", "'open'::billing.state", "'open'", "same"],
  ["varchar(40)", "'a'::character varying", "'a'", "same"],
  ["varchar(40)", "'a'::character varying", "'b'", "different"],
  ["varchar(40)", "'15'::character varying", "15", "different"],
  ["varchar(40)", "''::character varying", "''", "same"],
  ["varchar(40)", "''::character varying", "NULL", "different"],
  ["varchar(3)", "'abc'::character varying", "'abcd'", "different"],
  ["text", "NULL::text", "null", "same"],
  ["text", "'a'::text", "E'\\x61'", "same"],
  ["text", "'it''s'::text", "'it''s'", "same"],
  ["text", "'a\\b'::text", "'a\\b'", "same"],
  ["text", "'a\nb :: $$ 100%'::text", "'a\nb :: $$ 100%'", "same"],
  ["text", "'now()'::text", "'now()'", "same"],
  ["text", "'now()'::text", "'CURRENT_TIMESTAMP'", "different"],
  ["text", "'A'::text", "'a'", "different"],
  ["text", "(upper('a'::text) || 'B'::text)", "upper('a') || 'B'", "same"],
  ["integer", "15", "20", "different"],
  ["integer", "5", "'5'", "same"],
  ["integer", "'-1'::integer", "-1", "same"],
  ["integer", "twice(5)", "10", "different"],
  ["integer", "billing.twice(5)", "billing.twice( 5 )", "same"],
  ["integer", "billing.twice(5)", "10", "different"],
  ["bigint", "'0'::bigint", "0", "same"],
  ["numeric", "5", "5.0", "same"],
  ["numeric", "0.5", "'0.5'", "same"],
  ["numeric", "0.5", "0.05", "different"],
  ["numeric(10,2)", "5", "'5.00'", "same"],
  ["double precision", "'5'::double precision", "5.0", "same"],
  ["real", "5.0", "'5'", "same"],
  ["boolean", "false", "'false'", "same"],
  ["boolean", "false", "true", "different"],
  ["boolean", "true", "'t'", "same"],
  ["timestamptz", "now()", "CURRENT_TIMESTAMP", "same"],
  ["timestamptz", "now()", "NOW()", "same"],
  ["timestamptz", "now()", "transaction_timestamp()", "same"],
  ["timestamptz", "now()", "clock_timestamp()", "different"],
  ["timestamptz", "now()", "'now()'", "different"],
  ["timestamptz", "'2020-01-01 00:00:00+00'::timestamp with time zone", "'now()'", "unknown"],
  ["timestamptz", "'2020-01-01 00:00:00+00'::timestamp with time zone", "'2020-01-01T02:00+02'", "same"],
  ["timestamptz(3)", "('now'::text)::timestamp(3) with time zone", "CURRENT_TIMESTAMP(3)", "same"],
  ["timestamptz(3)", "('now'::text)::timestamp(3) with time zone", "CURRENT_TIMESTAMP(2)", "different"],
  ["timestamp", "LOCALTIMESTAMP", "('now'::text)::timestamp without time zone", "same"],
  ["timestamp", "LOCALTIMESTAMP", "CURRENT_TIMESTAMP", "different"],
  ["date", "CURRENT_DATE", "('now'::text)::date", "same"],
  ["date", "CURRENT_DATE", "now()", "different"],
  ["date", "'2020-01-01'::date", "'2020-1-1'", "same"],
  ["timestamp", "timezone('utc'::text, CURRENT_TIMESTAMP)", "TIMEZONE('utc', CURRENT_TIMESTAMP)", "same"],
  ["timestamp", "(now() + '1 day'::interval)", "now() + interval '1 day'", "same"],
  ["time", "'10:00:00'::time without time zone", "'10:00'", "same"],
  ["interval", "'14 days'::interval", "'2 weeks'", "same"],
  ["interval", "'14 days'::interval", "INTERVAL '14 days'", "same"],
  ["interval", "'1 mon'::interval", "'30 days'", "different"],
  ["uuid", "gen_random_uuid()", "GEN_RANDOM_UUID()", "same"],
  ["uuid", "gen_random_uuid()", "uuid_generate_v4()", "different"],
  ["text[]", `'{"a b",c}'::text[]`, "'{a b,c}'", "same"],
  ["text[]", "'{}'::text[]", "ARRAY[]::text[]", "same"],
  ["text[]", "'{a,b}'::text[]", "ARRAY['a', 'b']", "same"],
  ["integer[]", "'{}'::integer[]", "ARRAY[]::integer[]", "same"],
  ["integer[]", "'{1,2}'::integer[]", "'{2,1}'", "different"],
  ["timestamptz(3)[]", "'{}'::timestamp(3) with time zone[]", "'{}'", "same"],
  ["jsonb", `'{"a": 1}'::jsonb`, `'{"a":1}'`, "same"],
  ["jsonb", "'{}'::jsonb", "'{}'::jsonb", "same"],
  ["json", `'{"a":1, "b":2}'::json`, `'{"b": 2, "a": 1}'`, "same"],
  ["json", `'{"a":1}'::json`, `'{"a":2}'`, "different"],
  ["bit(3)", "'101'::\"bit\"", "B'101'", "same"],
  ["money", "'$0.00'::money", "'0'", "same"],
  ["bytea", "'\\x00ff'::bytea", "'\\x00FF'", "same"],
  ["inet", "'::1'::inet", "'0::1'", "same"],
  ["int4range", "'[1,10)'::int4range", "'[1,9]'", "same"],
  ["point", "'(1,2)'::point", "'1,2'", "same"],
  ["char(3)", "'a'::bpchar", "'a'", "same"],
  ["integer", "nextval('none_seq'::regclass)", "nextval('no_seq')", "unknown"],
  ["integer", "(", "())", "unknown"],
  ["integer", "1", "2; SELECT 3", "different"],
  ["integer", "1", "1 -- one", "same"],
];

/** Expressions on the table customer. */
const checks: readonly Case[] = [
  ["(price > (0)::numeric)", "price > 0", "same"],
  ["(price > (0)::numeric)", "price>=0", "different"],
  [
    "(((name)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])))",
    "name IN ('a', 'b')",
    "same",
  ],
  [
    "(((name)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])))",
    "name IN ('b', 'a')",
    "different",
  ],
  ["(((price >= (1)::numeric) AND (price <= (9)::numeric)))", "price BETWEEN 1 AND 9", "same"],
  ["((tier = ANY (ARRAY['basic'::tier, 'gold'::tier])))", "tier IN ('basic', 'gold')", "same"],
  ["((tier = 'basic'::tier))", "customer.tier = 'basic'", "same"],
  ["((tier = 'basic'::tier))", "public.customer.tier = 'basic'", "same"],
  ["((tier = 'basic'::tier))", "tier = 'premium'", "different"],
  ["(((\"Odd\" <> ''::text)))", "\"Odd\" <> ''", "same"],
  ["(((\"Odd\" <> ''::text)))", "Odd <> ''", "different"],
  ["((billing.twice(id) > 0))", "billing.twice(id) > 0", "same"],
  ["(((data ->> 'x'::text) IS NOT NULL))", "data->>'x' IS NOT NULL", "same"],
  ["((name)::text ~~ 'a%'::text)", "name LIKE 'a%'", "same"],
  ["(a > 0)", "(a > 1)", "unknown"],
  ["(id > 0)", "id > 0 -- always", "same"],
];

/** Elements of an index on the table customer. */
const elements: readonly Case[] = [
  ["lower((name)::text)", "LOWER(name)", "same"],
  ["lower((name)::text)", "upper(name)", "different"],
  ["((price + (1)::numeric))", "price+1", "same"],
  ["((price + (1)::numeric))", "price+3", "different"],
  ["((price + (1)::numeric))", "1+price", "different"],
  ["((data -> 'x'::text))", "data->'x'", "same"],
  ["(((data -> 'x'::text))::integer)", "cast(data->'x' as integer)", "same"],
  ["((price)::text || (name)::text)", "price::text || name", "same"],
];

const generated: readonly (readonly [type: string, ...Case])[] = [
  ["text", "upper((name)::text)", "upper(name)", "same"],
  ["text", "upper((name)::text)", "lower(name)", "different"],
  ["varchar(9)", "'a'::character varying", "'a'", "same"],
  ["integer", "(id * 5)", "id*5", "same"],
  ["integer", "(id * 5)", "id * 42", "different"],
  ["bigint", "(id * 5)", "(id * 5)::bigint", "different"],
  ["integer", "id", "random()", "different"],
  ["tier", "'basic'::tier", "'basic'", "same"],
];

const exclusions: readonly Case[] = [
  ["USING gist (r WITH &&)", 'USING GIST ("r" with &&)', "same"],
  ["USING gist (r WITH &&) WHERE ((a > 0))", "using gist (r with &&) where (a > 0)", "same"],
  ["USING gist (r WITH &&) WHERE ((a > 0))", "USING gist (r WITH &&)", "different"],
  ["USING gist (r WITH &&)", "USING gist (r WITH =)", "different"],
  ["USING gist (none WITH &&)", "USING gist (no WITH &&)", "unknown"],
];

const queries: readonly Case[] = [
  [" SELECT customer.id,\n    customer.name\n   FROM customer", "SELECT id, name FROM customer;", "same"],
  [
    " SELECT customer.id,\n    customer.name\n   FROM customer",
    'SELECT "c"."id", "c"."name" FROM "customer" "c"',
    "different",
  ],
  [
    " SELECT c.id,\n    c.name\n   FROM customer c",
    'SELECT "c"."id", "c"."name" FROM "public"."customer" "c"',
    "same",
  ],
  [" SELECT invoice.id,\n    invoice.customer_id\n   FROM invoice", "SELECT * FROM invoice", "same"],
  [" SELECT invoice.id\n   FROM billing.invoice", "SELECT id FROM billing.invoice", "same"],
  [" SELECT invoice.id\n   FROM billing.invoice", "SELECT id FROM invoice", "different"],
  [" SELECT top.id\n   FROM top", "SELECT id FROM top", "same"],
  [
    " SELECT c.id\n   FROM customer c\n  WHERE ((c.name)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))",
    "SELECT id FROM customer c WHERE name IN ('a', 'b')",
    "same",
  ],
  [
    " SELECT c.id,\n    c.name\n   FROM customer c\n  GROUP BY c.id",
    "SELECT id, name FROM customer c GROUP BY id",
    "same",
  ],
  ["SELECT id FROM customer", "SELECT id FROM customer; DROP TABLE customer", "different"],
  ["SELECT now()", "SELECT current_timestamp", "different"],
];

describe.each(postgresServers)("$name", (server) => {
  let database: PostgresDatabase;

  beforeAll(async () => {
    database = await makeDatabase(server);
    await database.connection.exec(structure);
  });

  /** Compares all in one batch; gives the cases with what came out. */
  const compared = async (
    cases: readonly Case[],
    placeOf: (index: number) => ExpressionPlace,
    to: Schema = schema,
  ): Promise<Case[]> => {
    const pairs = cases.map(([from, wanted], index) => pairOf(placeOf(index), from, wanted));
    const { connection } = database;
    const verdicts = await compareExpressions(pairs, { connection, from: schema, to });
    return cases.map(([from, wanted], index) => [from, wanted, verdicts[index]?.result ?? "unknown"]);
  };
  const object = { name: "customer" };

  it("compares defaults", async () => {
    const types = Object.fromEntries(defaults.map(([type], index) => [`c${index}`, type]));
    const to = { ...schema, tables: [...schema.tables, table("t", types)] };
    const cases = defaults.map(([, ...rest]): Case => rest);
    const place = (index: number): ExpressionPlace => ({
      object: { name: "t" },
      part: "default",
      column: `c${index}`,
    });
    expect(await compared(cases, place, to)).toEqual(cases);
  });

  it.each(["in a table as it is", "in a table that gets another column"])(
    "compares checks %s",
    async (how) => {
      const to =
        how === "in a table as it is" ? schema : withColumns("customer", { ...customer, extra: "integer" });
      expect(await compared(checks, () => ({ object, part: "check" }), to)).toEqual(checks);
      expect(await compared(checks, () => ({ object, part: "predicate", index: "i" }), to)).toEqual(checks);
    },
  );

  it("compares elements of indexes", async () => {
    expect(await compared(elements, () => ({ object, part: "element", index: "i" }))).toEqual(elements);
  });

  it("compares generated columns", async () => {
    const types = Object.fromEntries(generated.map(([type], index) => [`c${index}`, type]));
    const cases = generated.map(([, ...rest]): Case => rest);
    const to = withColumns("customer", { ...customer, ...types });
    const place = (index: number): ExpressionPlace => ({ object, part: "generated", column: `c${index}` });
    expect(await compared(cases, place, to)).toEqual(cases);
  });

  it("compares exclusions", async () => {
    const place: ExpressionPlace = { object: { name: "big" }, part: "exclusion" };
    expect(await compared(exclusions, () => place)).toEqual(exclusions);
  });

  it("compares the queries of views", async () => {
    expect(await compared(queries, () => ({ object: { name: "v" }, part: "query" }))).toEqual(queries);
  });
});
