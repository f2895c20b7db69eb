import { expect, test } from "vitest";
import { neededExtensions, uuidDefault } from "../../../src/dialect/postgres/extensions.js";
import { type Column, emptySchema, type Schema, type Table } from "../../../src/schema/schema.js";

function schemaWith(columns: readonly Partial<Column>[], parts: Partial<Table> = {}): Schema {
  const table: Table = {
    name: "item",
    columns: columns.map((column, index) => ({ name: `c${index}`, type: "text", nullable: true, ...column })),
    uniques: [],
    foreignKeys: [],
    checks: [],
    indexes: [],
    triggers: [],
    options: {},
    ...parts,
  };
  return { ...emptySchema, tables: [table] };
}

const needs: readonly (readonly [string, Schema, readonly string[]])[] = [
  ["nothing", schemaWith([{ type: "uuid", default: "gen_random_uuid()" }]), []],
  [
    "types",
    schemaWith(["citext", "hstore[]", "ltree", "cube"].map((type) => ({ type }))),
    ["citext", "cube", "hstore", "ltree"],
  ],
  ["PostGIS, once", schemaWith([{ type: "geometry(Point,4326)" }, { type: "geography" }]), ["postgis"]],
  ["pgvector, once", schemaWith([{ type: "vector(3)" }, { type: "halfvec[]" }]), ["vector"]],
  ["generated UUIDs", schemaWith([{ type: "uuid", default: "uuid_generate_v4()" }]), ["uuid-ossp"]],
  [
    "a UUID of a name",
    schemaWith([{ generated: { expression: "UUID_GENERATE_V5(uuid_ns_url(), id)", stored: true } }]),
    ["uuid-ossp"],
  ],
  ["the name of a function as a text", schemaWith([{ default: "'uuid_generate_v4()'" }]), []],
  ["exclusions", schemaWith([], { exclusions: [{ definition: "USING gist (a WITH =)" }] }), ["btree_gist"]],
  ["no exclusions", schemaWith([], { exclusions: [] }), []],
  [
    "an enum of that name",
    { ...schemaWith([{ type: "cube" }]), enums: [{ name: "cube", values: ["a"] }] },
    [],
  ],
  ["a type of that beginning", schemaWith([{ type: "cube_side" }]), []],
];

test.each(needs)("%s", (_, schema, expected) => {
  expect(neededExtensions(schema, { type: "postgres" })).toEqual(expected.map((name) => ({ name })));
});

test("the data source may name more, or none", () => {
  const schema = schemaWith([{ type: "citext" }]);
  const options = { type: "postgres", extensions: ["pg_trgm", "citext"] } as const;
  expect(neededExtensions(schema, options)).toEqual([{ name: "citext" }, { name: "pg_trgm" }]);
  expect(neededExtensions(schema, { ...options, installExtensions: false })).toEqual([]);
});

test("who generates UUIDs", () => {
  expect(uuidDefault({ type: "postgres" })).toBe("uuid_generate_v4()");
  expect(uuidDefault({ type: "postgres", uuidExtension: "uuid-ossp" })).toBe("uuid_generate_v4()");
  expect(uuidDefault({ type: "postgres", uuidExtension: "pgcrypto" })).toBe("gen_random_uuid()");
});
