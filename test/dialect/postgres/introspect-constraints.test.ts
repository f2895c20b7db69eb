import { describe, expect, it } from "vitest";
import type { Table } from "../../../src/schema/schema.js";
import { postgresServers } from "../../support/servers.js";
import { schemaReader } from "./schema-reader.js";

const columns = "a integer, b integer, c integer, r int4range";
const target = "CREATE TABLE other (x integer, y integer, PRIMARY KEY (x, y), UNIQUE (y));";

/** What a table has besides its columns, by the text that it is made with. */
const cases: Readonly<Record<string, Partial<Table>>> = {
  "": {},
  "PRIMARY KEY (b, a)": { primaryKey: { name: "t_pkey", columns: ["b", "a"] } },
  'CONSTRAINT "PK ""t""" PRIMARY KEY (a) INCLUDE (c, b) DEFERRABLE': {
    primaryKey: {
      name: 'PK "t"',
      columns: ["a"],
      include: ["c", "b"],
      deferrable: "INITIALLY IMMEDIATE",
    },
  },
  "CONSTRAINT u UNIQUE (c, a) DEFERRABLE INITIALLY DEFERRED, UNIQUE (b) INCLUDE (a)": {
    uniques: [
      { name: "t_b_a_key", columns: ["b"], include: ["a"] },
      { name: "u", columns: ["c", "a"], deferrable: "INITIALLY DEFERRED" },
    ],
  },
  "CONSTRAINT f FOREIGN KEY (b, a) REFERENCES other": {
    foreignKeys: [
      { name: "f", columns: ["b", "a"], references: { name: "other" }, referencedColumns: ["x", "y"] },
    ],
  },
  "CONSTRAINT f FOREIGN KEY (b, a) REFERENCES other (y, x) MATCH FULL": {
    foreignKeys: [
      {
        name: "f",
        columns: ["b", "a"],
        references: { name: "other" },
        referencedColumns: ["y", "x"],
        match: "FULL",
      },
    ],
  },
  "CONSTRAINT f FOREIGN KEY (b) REFERENCES other (y) MATCH SIMPLE ON DELETE CASCADE ON UPDATE SET NULL": {
    foreignKeys: [
      {
        name: "f",
        columns: ["b"],
        references: { name: "other" },
        referencedColumns: ["y"],
        onDelete: "CASCADE",
        onUpdate: "SET NULL",
      },
    ],
  },
  "CONSTRAINT f FOREIGN KEY (b) REFERENCES other (y) ON DELETE RESTRICT ON UPDATE SET DEFAULT DEFERRABLE": {
    foreignKeys: [
      {
        name: "f",
        columns: ["b"],
        references: { name: "other" },
        referencedColumns: ["y"],
        onDelete: "RESTRICT",
        onUpdate: "SET DEFAULT",
        deferrable: "INITIALLY IMMEDIATE",
      },
    ],
  },
  "CONSTRAINT f FOREIGN KEY (b) REFERENCES other (y) ON DELETE NO ACTION INITIALLY DEFERRED": {
    foreignKeys: [
      {
        name: "f",
        columns: ["b"],
        references: { name: "other" },
        referencedColumns: ["y"],
        deferrable: "INITIALLY DEFERRED",
      },
    ],
  },
  "UNIQUE (b), CONSTRAINT f FOREIGN KEY (b) REFERENCES t (b)": {
    uniques: [{ name: "t_b_key", columns: ["b"] }],
    foreignKeys: [{ name: "f", columns: ["b"], references: { name: "t" }, referencedColumns: ["b"] }],
  },
  "CHECK (a > 0), CONSTRAINT \"50 %\" CHECK (b::text <> 'it''s $$\n\\ü') NO INHERIT": {
    checks: [
      { name: "50 %", expression: "((b)::text <> 'it''s $$\n\\ü'::text)", noInherit: true },
      { name: "t_a_check", expression: "(a > 0)" },
    ],
  },
  "EXCLUDE USING gist (r WITH &&)": {
    exclusions: [{ name: "t_r_excl", definition: "USING gist (r WITH &&)" }],
  },
  "EXCLUDE USING gist (r WITH &&) WHERE (a > 0) DEFERRABLE": {
    exclusions: [
      {
        name: "t_r_excl",
        definition: "USING gist (r WITH &&) WHERE ((a > 0))",
        deferrable: "INITIALLY IMMEDIATE",
      },
    ],
  },
  'CONSTRAINT e EXCLUDE (("a" + 1) WITH =) INITIALLY DEFERRED': {
    exclusions: [
      { name: "e", definition: "USING btree (((a + 1)) WITH =)", deferrable: "INITIALLY DEFERRED" },
    ],
  },
};

/** The parts of a table that a case speaks of, those that are empty left out. */
function partsOf(table: Table): Partial<Table> {
  const entries = Object.entries(table).filter(
    ([key, value]) => key !== "name" && key !== "columns" && Object.keys(value).length > 0,
  );
  return Object.fromEntries(entries);
}

describe.each(postgresServers)("constraints, $name", (server) => {
  const reader = schemaReader(server);

  it.each(Object.entries(cases))("(%s)", async (sql, parts) => {
    const table = await reader.table(`${target} CREATE TABLE t (${columns}${sql === "" ? "" : `, ${sql}`})`);
    expect(partsOf(table)).toEqual(parts);
  });

  it("reads constraints that rows were never checked for, and comments", async () => {
    const table = await reader.table(`
      ${target} CREATE TABLE t (${columns}, CONSTRAINT p PRIMARY KEY (a));
      ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID,
        ADD CONSTRAINT f FOREIGN KEY (b) REFERENCES other (y) NOT VALID;
      COMMENT ON CONSTRAINT p ON t IS 'the ''key''';
      COMMENT ON CONSTRAINT c ON t IS 'check';`);
    expect(partsOf(table)).toEqual({
      primaryKey: { name: "p", columns: ["a"], comment: "the 'key'" },
      checks: [{ name: "c", expression: "(a > 0)", notValid: true, comment: "check" }],
      foreignKeys: [
        {
          name: "f",
          columns: ["b"],
          references: { name: "other" },
          referencedColumns: ["y"],
          notValid: true,
        },
      ],
    });
  });

  it("reads columns by their names after others are gone, and keys to schemas that are not read", async () => {
    const table = await reader.table(`
      CREATE SCHEMA "Far away"; CREATE TABLE "Far away".o (gone integer, "Y" integer UNIQUE);
      ALTER TABLE "Far away".o DROP COLUMN gone;
      CREATE TABLE t (gone integer, a integer REFERENCES "Far away".o ("Y"), b integer, UNIQUE (b, a));
      ALTER TABLE t DROP COLUMN gone;`);
    expect(partsOf(table)).toEqual({
      uniques: [{ name: "t_b_a_key", columns: ["b", "a"] }],
      foreignKeys: [
        {
          name: "t_a_fkey",
          columns: ["a"],
          references: { schema: "Far away", name: "o" },
          referencedColumns: ["Y"],
        },
      ],
    });
  });

  it("reads a key to a partitioned table once", async () => {
    const { foreignKeys } = await reader.table(`
      CREATE TABLE p (a integer PRIMARY KEY) PARTITION BY RANGE (a);
      CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (9);
      CREATE TABLE t (a integer CONSTRAINT f REFERENCES p)`);
    expect(foreignKeys.map(({ name }) => name)).toEqual(["f"]);
  });

  it.runIf(server.major >= 15)("reads NULLS NOT DISTINCT and the columns that a deletion sets", async () => {
    const table = await reader.table(`
      ${target} CREATE TABLE t (${columns}, CONSTRAINT u UNIQUE NULLS NOT DISTINCT (a),
        CONSTRAINT f FOREIGN KEY (a, b) REFERENCES other ON DELETE SET NULL (b),
        CONSTRAINT g FOREIGN KEY (a, b) REFERENCES other ON DELETE SET DEFAULT (b, a))`);
    const key = { columns: ["a", "b"], references: { name: "other" }, referencedColumns: ["x", "y"] };
    expect(partsOf(table)).toEqual({
      uniques: [{ name: "u", columns: ["a"], nullsNotDistinct: true }],
      foreignKeys: [
        { name: "f", ...key, onDelete: "SET NULL", onDeleteColumns: ["b"] },
        { name: "g", ...key, onDelete: "SET DEFAULT" },
      ],
    });
  });

  it.runIf(server.major >= 18)("leaves out, and tells, what is not enforced or about periods", async () => {
    const table = await reader.table(`
      CREATE TABLE o (k int4range, r int4range, PRIMARY KEY (k, r WITHOUT OVERLAPS));
      CREATE TABLE t (a integer CONSTRAINT c CHECK (a > 0) NOT ENFORCED, k int4range, r int4range,
        CONSTRAINT u UNIQUE (k, r WITHOUT OVERLAPS),
        CONSTRAINT f FOREIGN KEY (k, PERIOD r) REFERENCES o (k, PERIOD r))`);
    expect(partsOf(table)).toEqual({
      unsupported: [
        'its constraint "c" is NOT ENFORCED',
        'its constraint "f" is of a PERIOD',
        'its constraint "u" is of a PERIOD WITHOUT OVERLAPS',
      ],
    });
  });
});
