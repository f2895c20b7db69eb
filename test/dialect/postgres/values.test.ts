import { describe, expect, it } from "vitest";
import {
  conversion,
  conversionLoss,
  convertsValues,
  holdsValue,
  neutralValue,
} from "../../../src/dialect/postgres/values.js";
import { postgresServers } from "../../support/servers.js";
import { rolledBack } from "./carry-out.js";

describe("values change their spelling", () => {
  it.each([
    ["varchar(30)", "varchar(40)", false],
    ["varchar(30)", "text", false],
    ["char(3)", "text", false],
    ["integer", "bigint", false],
    ["bigint", "numeric", false],
    ["integer", "varchar", false],
    ["uuid", "text", false],
    ["timestamp(3)", "timestamp", false],
    ["varchar(40)", "varchar(30)", true],
    ["integer", "varchar(20)", true],
    ["bigint", "integer", true],
    ["bigint", "double precision", true],
    ["integer", "integer[]", true],
    ["numeric(10,2)", "numeric(10,3)", true],
    ["timestamp", "timestamptz", true],
    ["text", "citext", false],
    ["json", "jsonb", true],
  ])("from %s to %s: %s", (from, to, converts) => {
    expect(convertsValues(from, to)).toBe(converts);
  });
});

describe("conversion", () => {
  it.each([
    ["text", "integer", 'CAST("a"::integer AS integer)'],
    ["bigint", "integer", 'CAST("a" AS integer)'],
    ["text", "varchar(3)", '"a"'],
    ["integer", "varchar(3)", '"a"'],
    ["integer", "tier", 'CAST("a"::text::tier AS tier)'],
    ["text", "numeric(3,1)", 'CAST("a"::numeric AS numeric(3,1))'],
  ])("from %s to %s", (from, to, expression) => {
    expect(conversion('"a"', from, to, [{ name: "tier", values: [] }])).toBe(expression);
  });
});

/** The type, the values, the new type, and the values that lose something. */
const losses: readonly (readonly [
  from: string,
  values: readonly string[],
  to: string,
  lost: readonly string[],
])[] = [
  ["text", ["abc", "abcd"], "varchar(3)", ["abcd"]],
  ["text", ["a", "ab"], "char", ["ab"]],
  ["text", ["7", "007", "+7", "-07", "0", "0.5", "x", ""], "integer", ["007", "+7", "-07", "0.5"]],
  ["text", ["7", "007", "1.50"], "numeric", ["007"]],
  ["numeric", ["1.25", "1.2", "1.20", "NaN"], "numeric(5,1)", ["1.25"]],
  ["numeric", ["1.5", "2", "-3.0"], "bigint", ["1.5"]],
  ["bigint", ["9007199254740993", "5"], "double precision", ["9007199254740993"]],
  ["bigint", ["16777217", "16777216"], "real", ["16777217"]],
  ["numeric", ["0.1", "1.000"], "double precision", []],
  ["double precision", ["1e+20", "1.5", "Infinity"], "integer", ["1.5"]],
  ["integer", ["0", "1", "2", "-1"], "boolean", ["2", "-1"]],
  ["text", ["yes", "1", "3"], "boolean", ["3"]],
  [
    "timestamp",
    ["2020-01-02 00:00:00", "2020-01-02 03:00:00", "2020-01-02 00:00:00.5"],
    "date",
    ["2020-01-02 00:00:00.5", "2020-01-02 03:00:00"],
  ],
  ["timestamptz", ["2020-01-02 00:00:00+00", "2020-01-02 03:00:00+00"], "date", ["2020-01-02 03:00:00+00"]],
  ["timestamp", ["2020-01-02 03:00:00"], "time", ["2020-01-02 03:00:00"]],
  [
    "timestamp",
    ["2020-01-02 03:00:00.125", "2020-01-02 03:00:00.1"],
    "timestamp(2)",
    ["2020-01-02 03:00:00.125"],
  ],
  ["time", ["03:00:00.125", "03:00:00"], "time(0)", ["03:00:00.125"]],
  ["interval", ["1 day 00:00:00.5", "1 day"], "interval(0)", ["1 day 00:00:00.5"]],
  ["jsonb", ["1.5", "2", '"a"', "{}"], "integer", ["1.5"]],
  ["uuid", ["0b5e9d1e-0d0b-4c53-8e56-1a0b6f0a0f00"], "varchar(36)", []],
  ["integer[]", ["{1,2}"], "text", []],
  ["numeric[]", ["{1.6,2}", "{{1,2.0},{NULL,3}}"], "integer[]", ["{1.6,2}"]],
  ["numeric", ["1.6", "2"], "integer[]", ["1.6"]],
  [
    "timestamp[]",
    ["{2020-01-01 10:11:00}", "{2020-01-02 00:00:00,NULL}"],
    "date[]",
    ["{2020-01-01 10:11:00}"],
  ],
  ["varchar[]", ["{abc}", "{ab}"], "varchar(2)[]", ["{abc}"]],
];

/** One value, or several, of as many types as there are conversions from. */
const samples: Readonly<Record<string, string>> = {
  text: "'', '-', '.', '1.', '1e5', '12:00', '2020-13-45 25:61', E'\\\\x', '{}', '999999999999999999999999999999999999999'",
  numeric: "1e130, 'NaN'",
  "double precision": "1e300, 'NaN', '-Infinity', 1e-300",
  real: "1e38",
  bigint: "9223372036854775807",
  money: "1.5",
  boolean: "true",
  date: "'infinity', '0044-03-15 BC'",
  timestamp: "'infinity', '0044-03-15 12:00:00 BC'",
  timestamptz: "'-infinity', '294276-12-31 12:00:00'",
  interval: "'-1 mon 3 days'",
  bytea: "'\\xff00'",
  json: "'[1]'",
  jsonb: "'null'",
  "integer[]": "'{{1,2},{3,4}}'",
  inet: "'10.0.0.1/8'",
  int4range: "'empty'",
  "bit(3)": "'101'",
  xml: "'<a/>'",
  point: "'(1,2)'",
  tsvector: "'a:1'",
};

const targets = [
  "smallint",
  "integer",
  "bigint",
  "real",
  "double precision",
  "numeric",
  "numeric(5,2)",
  "money",
  "boolean",

  "varchar",
  "varchar(3)",
  "char(2)",
  "text",
  "date",
  "time",
  "time(0)",
  "timetz(1)",
  "timestamp",
  "timestamp(0)",

  "timestamptz(2)",
  "interval",
  "interval(0)",
  "interval year",
  "uuid",
  "json",
  "jsonb",
  "integer[]",
  "bit(3)",
  "other",
];

describe.each(postgresServers)("$name", (server) => {
  const database = rolledBack(server);

  it.each(losses)("finds what is lost of %s %j as %s", async (from, values, to, lost) => {
    const connection = database();
    await connection.exec(`SET LOCAL TimeZone = 'UTC'; CREATE TABLE t (v text, "c c" ${from})`);
    await connection.query(`INSERT INTO t SELECT v, v::${from} FROM unnest($1::text[]) AS v`, [
      `{${values.map((value) => JSON.stringify(value)).join(",")}}`,
    ]);
    const found = await connection.query(
      `SELECT v FROM t WHERE ${conversionLoss('"c c"', to)} ORDER BY v COLLATE "C"`,
    );
    expect(found.map(({ v }) => v)).toEqual(lost.toSorted());
  });

  it.each(Object.entries(samples))(
    "is asked about every type of %s without an error",
    async (from, values) => {
      const connection = database();
      const list = values.split(", ").map((value) => `(${value}::${from})`);
      await connection.exec(`CREATE TABLE t (c ${from}); INSERT INTO t VALUES ${list.join(", ")}, (NULL)`);
      const conditions = targets.map((to) => `count(*) FILTER (WHERE ${conversionLoss("c", to)})`);
      const [row] = await connection.query(
        `SELECT ${conditions.map((one, place) => `${one} AS c${place}`).join(", ")} FROM t`,
      );
      expect(Object.keys(row ?? {})).toHaveLength(targets.length);
    },
  );

  it("knows who holds a value of an enum", async () => {
    const connection = database();
    await connection.exec(
      "CREATE TYPE e AS ENUM ('it''s', 'b'); CREATE TABLE t (c e, d e[]); INSERT INTO t VALUES ('it''s', '{b}'), ('b', '{b,it''s}'), (NULL, NULL)",
    );
    const count = async (condition: string): Promise<unknown> =>
      (await connection.query(`SELECT count(*)::integer AS n FROM t WHERE ${condition}`))[0]?.["n"];
    expect(await count(holdsValue("c", "e", "it's"))).toBe(1);
    expect(await count(holdsValue("d", "e[]", "b"))).toBe(2);
    expect(await count(holdsValue("c", "e", "gone"))).toBe(0);
  });

  it("takes the neutral value of every type", async () => {
    const connection = database();
    await connection.exec("CREATE TYPE e AS ENUM ('a', 'b')");
    const types = [
      "varchar(2)",
      "char(3)",
      "text",
      "name",
      "integer",
      "numeric(3,1)",
      "real",
      "boolean",
      "money",
      "oid",

      "date",
      "timestamp(3)",
      "timestamptz",
      "time",
      "timetz(2)",
      "interval(3)",
      "uuid",
      "json",
      "jsonb",
      "jsonpath",

      "bytea",
      "xml",
      "bit(5)",
      "varbit(3)",
      "varbit",
      "tsvector",
      "tsquery",
      "inet",
      "cidr",
      "macaddr",
      "macaddr8",

      "point",
      "line",
      "lseg",
      "box",
      "path",
      "polygon",
      "circle",
      "pg_lsn",
      "int4range",
      "tstzrange",
      "integer[]",
      "e",
      "e[]",

      ...(server.major >= 14 ? ["nummultirange"] : []),
    ];
    const columns = types.map((type, place) => ({ name: `c${place}`, type, nullable: false }));
    await connection.exec(
      `CREATE TABLE t (${columns.map(({ name, type }) => `${name} ${type} NOT NULL`).join(", ")})`,
    );
    await connection.exec(`INSERT INTO t VALUES (${columns.map(neutralValue).join(", ")})`);
    expect(await connection.query("SELECT count(*)::integer AS n FROM t")).toEqual([{ n: 1 }]);
  });
});

describe("the neutral value of a type of an extension", () => {
  it.each([
    ["citext", "''"],
    ["hstore", "''"],
    ["vector(3)", "'[0,0,0]'"],
    ["geometry(Point,4326)", "'POINT EMPTY'"],
    ["geography(MultiPolygonZ,4326)", "'MULTIPOLYGON Z EMPTY'"],
    ["geometry", "'POINT EMPTY'"],
  ])("%s: %s", (type, value) => {
    expect(neutralValue({ name: "c", type, nullable: false })).toBe(value);
  });
});
