import { expect, test } from "vitest";
import { normalizeType } from "../../../src/dialect/postgres/normalize-type.js";

/** Canonical spellings, each with others that mean the same. */
const cases: Readonly<Record<string, readonly string[]>> = {
  smallint: ["int2", "SMALLINT", "pg_catalog.int2"],
  integer: ["int", "int4", "INTEGER", " Int ", '"pg_catalog"."int4"'],
  bigint: ["int8", "BigInt"],
  real: ["float4", "float(1)", "float(24)"],
  "double precision": ["float8", "float", "float(25)", "DOUBLE   PRECISION", "float(53)"],
  boolean: ["bool"],
  numeric: ["decimal", "dec", "NUMERIC"],
  "numeric(10,0)": ["numeric(10)", "decimal(10, 0)", "dec (10)"],
  "numeric(10,2)": ["decimal(10, 2)", "numeric ( 10 , 2 )"],
  "numeric(3,-1)": ["decimal(3,-1)"],
  "char(1)": ["char", "character", "character(1)", "nchar", "national character", "bpchar(1)"],
  "char(5)": ["character (5)", "bpchar(5)", "national char(5)"],
  bpchar: ["pg_catalog.bpchar", "BPCHAR"],
  '"char"': ['pg_catalog."char"'],
  varchar: ["character varying", "char varying", "national character varying"],
  "varchar(30)": ["character varying(30)", "CHARACTER  VARYING (30)", "varchar( 30 )"],
  "bit(1)": ["bit"],
  "bit(8)": ["BIT(8)"],
  varbit: ["bit varying"],
  "varbit(3)": ["bit varying(3)"],
  timestamp: ["timestamp without time zone"],
  "timestamp(3)": ["timestamp(3) without time zone", "TIMESTAMP (3) WITHOUT TIME ZONE"],
  "timestamp(6)": ["timestamp(9)"],
  timestamptz: ["timestamp with time zone"],
  "timestamptz(0)": ["timestamp(0) with time zone"],
  time: ["time without time zone"],
  "timetz(6)": ["time(6) with time zone", "timetz(7)"],
  interval: ["INTERVAL"],
  "interval(3)": ["interval (3)"],
  "interval day to second(3)": ["INTERVAL DAY TO SECOND (3)", "interval day to second(3)"],
  "interval year to month": ["interval  YEAR to month"],
  "integer[]": ["int[]", "int4[][]", "integer[3][4]", "integer ARRAY", "int array[4]", "int4 []"],
  "varchar(30)[]": ["character varying(30)[]", "character varying(30)[][]"],
  "timestamptz(3)[]": ["timestamp(3) with time zone[]"],
  customer_tier: ['"customer_tier"', "Customer_Tier"],
  '"Customer Tier"[]': ['"Customer Tier"[][]'],
  '"a""b.c"': ['"a""b.c"'],
  '"table"': ['"table"'],
  "app.tier": ['"app"."tier"', "APP.tier", 'app . "tier"'],
  '"App"."Tier"[]': ['"App"."Tier"[]'],
  'app."time"': ['app."time"'],
  citext: ["CITEXT"],
  "vector(3)": ["vector( 3 )"],
  geometry: ["geometry(Geometry)", "geometry(GEOMETRY,0)"],
  "geometry(Point)": ["geometry(point,0)", "GEOMETRY(POINT)"],
  "geometry(MultiPolygonZ,4326)": ["geometry(multipolygonz, 4326)"],
  "geometry(Geometry,3857)": ["geometry(geometry,3857)"],
  "geography(Point,4326)": ["geography(point)", "geography(Point, 4326)"],
  geography: ["GEOGRAPHY"],
};

test.each(Object.entries(cases))("%s", (canonical, others) => {
  for (const spelling of [canonical, ...others]) expect(normalizeType(spelling)).toBe(canonical);
});

test("a name is cut where the server cuts it, a type's among them", () => {
  const [long, kept] = ["n".repeat(70), "n".repeat(63)];
  expect(normalizeType(`${long}[]`)).toBe(`${kept}[]`);
  expect(normalizeType(`"${long}"."N${long}"`)).toBe(`${kept}."N${"n".repeat(62)}"`);
});

test("types that differ stay different", () => {
  const types = [
    "timestamp",
    "timestamp(6)",
    "varchar",
    "text",
    "bpchar",
    "char(1)",
    "numeric",
    "numeric(10,0)",
    "bit(1)",
    "varbit",
  ];
  expect(new Set(types.map(normalizeType)).size).toBe(types.length);
});
