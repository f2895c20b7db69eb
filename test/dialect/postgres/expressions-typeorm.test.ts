import { DataSource, EntitySchema, type EntitySchemaColumnOptions } from "typeorm";
import { describe, expect, it } from "vitest";
import type { ExpressionPair } from "../../../src/dialect/dialect.js";
import { compareExpressions } from "../../../src/dialect/postgres/expressions.js";
import { builders } from "../../../src/operation/builders.js";
import { emptySchema } from "../../../src/schema/schema.js";
import { makeDatabase, type PostgresConnection } from "../../support/postgres.js";
import { postgresServers } from "../../support/servers.js";

/** Defaults that TypeORM itself takes for changed each time, or has done so, and their likes. */
const columns: readonly EntitySchemaColumnOptions[] = [
  { type: "boolean", default: "false" },
  { type: "boolean", default: true },
  { type: "integer", default: () => "null" },
  { type: "integer", default: -1 },
  { type: "integer", default: "5" },
  { type: "bigint", default: 0 },
  { type: "numeric", default: 0.5 },
  { type: "numeric", precision: 10, scale: 2, default: 5 },
  { type: "double precision", default: 5 },
  { type: "real", default: () => "5.0" },
  { type: "timestamptz", default: () => "now() + interval '1 day'" },
  { type: "timestamptz", default: () => "CURRENT_TIMESTAMP" },
  { type: "timestamptz", precision: 3, default: () => "CURRENT_TIMESTAMP(3)" },
  { type: "timestamp", default: () => "LOCALTIMESTAMP" },
  { type: "timestamp", default: () => "TIMEZONE('utc', CURRENT_TIMESTAMP)" },
  { type: "timestamp", default: () => "timezone('utc'::text, now())" },
  { type: "date", default: () => "CURRENT_DATE" },
  { type: "time", default: () => "LOCALTIME(2)" },
  { type: "timetz", default: () => "CURRENT_TIME" },
  { type: "time", default: "10:00" },
  { type: "text", default: () => "'abc'::text" },
  { type: "text", default: () => "upper('a') || 'B'" },
  { type: "text", default: "" },
  { type: "text", default: "//slash 100% a\\b $$ ::text" },
  { type: "text", default: "it''s" },
  { type: "varchar", length: 20, default: "now()" },
  { type: "text", array: true, default: ["a b", "c"] },
  { type: "text", array: true, default: `{ "a", "b" }` },
  { type: "text", array: true, default: () => "ARRAY[]::text[]" },
  { type: "timestamptz", precision: 3, array: true, default: [] },
  { type: "jsonb", default: "{}" },
  { type: "jsonb", default: () => `'{"a":1}'::jsonb` },
  { type: "jsonb", default: { b: [1, null], a: "x" } },
  { type: "json", default: { b: 1, a: 2 } },
  { type: "enum", enum: ["a", "b c"], default: "a" },
  { type: "enum", enum: ["a", "b c"], array: true, default: ["b c", "a"] },
  { type: "uuid", default: () => "gen_random_uuid()" },
  { type: "bit", length: "3", default: () => "B'101'" },
  { type: "money", default: 0 },
  { type: "interval", default: "14 days" },
  { type: "interval", default: () => "INTERVAL '2 weeks'" },
  { type: "inet", default: "127.0.0.1" },
  { type: "int4range", default: "[1,9]" },
  { type: "char", length: 5, default: "a" },
  { type: "bytea", default: "\\x00FF" },
  { type: "tsvector", default: "fat cat" },
  { type: "point", default: "(1,2)" },
];

const checks = [
  "price > 0",
  `"name" IN ('a', 'b')`,
  "name ~ '^[a-z]+$' AND length(name) BETWEEN 1 AND 10",
  "NOT (price < 0 OR price > 100)",
  "coalesce(name, '') <> ''",
  "(price::integer % 2) = 0",
  `"thing"."price" is not null`,
  "data->>'x' IS NOT NULL and data ? 'y'",
  "name::text like 'a%' escape '!'",
  "created < date '2100-01-01' + interval '1' month",
  "array_length(tags, 1) is distinct from 0 and tags <@ ARRAY['a','b']",
  "CASE WHEN price = 1 THEN name IS NULL ELSE true END",
];

const thing = new EntitySchema({
  name: "Thing",
  tableName: "thing",
  columns: {
    id: { type: "integer", primary: true },
    name: { type: "varchar" },
    price: { type: "numeric" },
    data: { type: "jsonb" },
    created: { type: "timestamp" },
    tags: { type: "text", array: true },
    ...Object.fromEntries(columns.map((column, index) => [`c${index}`, column])),
  },
  checks: checks.map((expression, index) => ({ name: `check_${index}`, expression })),
  indices: checks.map((where, index) => ({ name: `index_${index}`, columns: ["price"], where })),
});

async function texts(connection: PostgresConnection, sql: string): Promise<ReadonlyMap<string, string>> {
  return new Map((await connection.query(sql)).map((row) => [String(row["name"]), String(row["text"])]));
}

const storedDefaults = `SELECT a.attname::text AS name, pg_get_expr(d.adbin, d.adrelid) AS text
  FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum`;
const storedChecks = `SELECT conname::text AS name, pg_get_expr(conbin, conrelid) AS text FROM pg_constraint WHERE contype = 'c'`;
const storedPredicates = `SELECT indexrelid::regclass::text AS name, pg_get_expr(indpred, indrelid) AS text
  FROM pg_index WHERE indpred IS NOT NULL AND indexrelid::regclass::text LIKE 'index%'`;

describe.each(postgresServers)("what TypeORM creates is what the entity says, $name", (server) => {
  it("defaults, checks and predicates", async () => {
    const { connection, dataSourceOptions } = await makeDatabase(server);
    const dataSource = new DataSource({ ...dataSourceOptions, entities: [thing], synchronize: true });
    await dataSource.initialize();
    const metadata = dataSource.getMetadata(thing);
    const object = { name: "thing" };
    const stored = await texts(connection, storedDefaults);
    const defaults = metadata.columns.flatMap((column): ExpressionPair[] => {
      const to = dataSource.driver.normalizeDefault(column);
      const from = stored.get(column.databaseName);
      if (to === undefined || from === undefined) return [];
      return [
        {
          from,
          to,
          place: { object, part: "default", column: column.databaseName },
          where: column.databaseName,
        },
      ];
    });
    const named = async (
      sql: string,
      prefix: string,
      part: "check" | "predicate",
    ): Promise<ExpressionPair[]> => {
      const found = await texts(connection, sql);
      return checks.map((to, index) => {
        const place = part === "check" ? { object, part } : { object, part, index: `index_${index}` };
        return { from: found.get(`${prefix}${index}`) ?? "", to, place, where: part };
      });
    };
    const { table } = builders.createTable("thing", (t) =>
      metadata.columns.map((column) =>
        t.column(column.databaseName, typeOf(dataSource, column.databaseName)),
      ),
    );
    await dataSource.destroy();
    const pairs = [
      ...defaults,
      ...(await named(storedChecks, "check_", "check")),
      ...(await named(storedPredicates, "index_", "predicate")),
    ];
    // DEFAULT NULL is not stored.
    expect(pairs).toHaveLength(columns.length - 1 + 2 * checks.length);
    const schema = { ...emptySchema, tables: [table] };
    const verdicts = await compareExpressions(pairs, { connection, from: schema, to: schema });
    const wrong = pairs.flatMap(({ from, to }, index) =>
      verdicts[index]?.result === "same" ? [] : [{ from, to, verdict: verdicts[index] }],
    );
    expect(wrong).toEqual([]);
  });
});

/** The type of a column, as TypeORM writes it. */
function typeOf(dataSource: DataSource, name: string): string {
  const column = dataSource.getMetadata(thing).columns.find(({ databaseName }) => databaseName === name);
  if (column === undefined) throw new Error(`there is no column ${name}`);
  if (column.type === "enum") return `"thing_${name}_enum"${column.isArray ? "[]" : ""}`;
  const { driver } = dataSource;
  const type = driver.normalizeType(column);
  const length = driver.getColumnLength(column);
  const digits = [column.precision, column.scale].filter((number) => typeof number === "number").join(",");
  const modifier = length === "" ? digits : length;
  const [base, ...zone] = type.split(/ (?=with)/);
  return `${base}${modifier === "" ? "" : `(${modifier})`} ${zone.join(" ")}${column.isArray ? "[]" : ""}`.trim();
}
