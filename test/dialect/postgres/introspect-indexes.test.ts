import { describe, expect, it } from "vitest";
import type { Index } from "../../../src/schema/schema.js";
import { postgresServers } from "../../support/servers.js";
import { schemaReader } from "./schema-reader.js";

const table = `
CREATE TYPE tier AS ENUM ('a');
CREATE DOMAIN short AS varchar(9);
CREATE TABLE t (a integer, b text, "C ""c""" varchar(9), d text COLLATE "C", j jsonb, n integer[], r int4range, s short,
  e tier, v tsvector, i inet);`;

const [a, b] = [{ column: "a" }, { column: "b" }];

/** An index by what stands behind `ON t`. */
const cases: Readonly<Record<string, Omit<Index, "name">>> = {
  "(a)": { elements: [a] },
  "USING btree (b, a)": { elements: [b, a] },
  "(a ASC NULLS LAST, b DESC NULLS FIRST)": { elements: [a, { ...b, order: "DESC" }] },
  "(a NULLS FIRST, b DESC NULLS LAST)": {
    elements: [
      { ...a, nulls: "FIRST" },
      { ...b, order: "DESC", nulls: "LAST" },
    ],
  },
  '("C ""c""") INCLUDE (b, a)': { elements: [{ column: 'C "c"' }], include: ["b", "a"] },
  '(b COLLATE "C", d, d COLLATE "POSIX")': {
    elements: [{ ...b, collation: "C" }, { column: "d" }, { column: "d", collation: "POSIX" }],
  },
  '(d COLLATE "default")': { elements: [{ column: "d", collation: "default" }] },
  '(b text_pattern_ops, "C ""c""" varchar_pattern_ops, s varchar_pattern_ops)': {
    elements: [
      { ...b, operatorClass: "text_pattern_ops" },
      { column: 'C "c"', operatorClass: "varchar_pattern_ops" },
      { column: "s", operatorClass: "varchar_pattern_ops" },
    ],
  },
  '(b text_ops, "C ""c""" text_ops, s text_ops, e enum_ops, n array_ops, r range_ops, i inet_ops)': {
    elements: [
      b,
      { column: 'C "c"' },
      { column: "s" },
      { column: "e" },
      { column: "n" },
      { column: "r" },
      { column: "i" },
    ],
  },
  "USING hash (b)": { elements: [b], method: "hash" },
  "USING gin (j)": { elements: [{ column: "j" }], method: "gin" },
  "USING gin (j jsonb_path_ops, n, v)": {
    elements: [{ column: "j", operatorClass: "jsonb_path_ops" }, { column: "n" }, { column: "v" }],
    method: "gin",
  },
  "USING gist (r, v tsvector_ops (siglen=100))": {
    elements: [{ column: "r" }, { column: "v", operatorClass: "tsvector_ops (siglen='100')" }],
    method: "gist",
  },
  "USING brin (a) WITH (pages_per_range = 4)": {
    elements: [a],
    method: "brin",
    storage: { pages_per_range: "4" },
  },
  "(a) WITH (fillfactor = 70)": { elements: [a], storage: { fillfactor: "70" } },
  "(a) WHERE b <> 'it''s $$ %' AND a > 0": {
    elements: [a],
    where: "((b <> 'it''s $$ %'::text) AND (a > 0))",
  },
  "(lower(b), (a + 1) DESC, a)": {
    elements: [{ expression: "lower(b)" }, { expression: "((a + 1))", order: "DESC" }, a],
  },
  '(lower(b) COLLATE "C", lower(d), lower(d) COLLATE "POSIX" text_pattern_ops NULLS FIRST)': {
    elements: [
      { expression: "lower(b)", collation: "C" },
      { expression: "lower(d)" },
      { expression: "lower(d)", collation: "POSIX", operatorClass: "text_pattern_ops", nulls: "FIRST" },
    ],
  },
  '((j -> \'a, b) COLLATE\' ->> \'c\') text_pattern_ops DESC, "C ""c""")': {
    elements: [
      {
        expression: "(((j -> 'a, b) COLLATE'::text) ->> 'c'::text))",
        operatorClass: "text_pattern_ops",
        order: "DESC",
      },
      { column: 'C "c"' },
    ],
  },
  "USING gin (to_tsvector('english', b), (j -> 'x') jsonb_path_ops)": {
    elements: [
      { expression: "to_tsvector('english'::regconfig, b)" },
      { expression: "((j -> 'x'::text))", operatorClass: "jsonb_path_ops" },
    ],
    method: "gin",
  },
};

describe.each(postgresServers)("indexes, $name", (server) => {
  const reader = schemaReader(server);

  it.each(Object.entries(cases))("%s", async (sql, index) => {
    const { indexes } = await reader.table(`${table} CREATE INDEX "I ""x""" ON t ${sql}`);
    expect(indexes).toEqual([{ name: 'I "x"', ...index }]);
  });

  it("reads unique ones and comments, and not those of constraints", async () => {
    const { indexes } = await reader.table(`
      CREATE TABLE t (a integer PRIMARY KEY, b text UNIQUE, r int4range, EXCLUDE USING gist (r WITH &&));
      CREATE UNIQUE INDEX i ON t (b); CREATE INDEX h ON t (a);
      COMMENT ON INDEX h IS 'about ''it''';`);
    expect(indexes).toEqual([
      { name: "h", elements: [a], comment: "about 'it'" },
      { name: "i", elements: [b], unique: true },
    ]);
  });

  it("lists the index that a foreign key refers to", async () => {
    const { indexes } = await reader.table(`
      CREATE TABLE t (a integer); CREATE UNIQUE INDEX i ON t (a);
      CREATE TABLE o (a integer REFERENCES t (a))`);
    expect(indexes).toEqual([{ name: "i", elements: [a], unique: true }]);
  });

  it("tells one that was left unfinished", async () => {
    await reader.schema("CREATE TABLE t (a integer); INSERT INTO t VALUES (1), (1)");
    const failed = reader.after("CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)");
    await expect(failed).rejects.toThrow(/could not create unique index/);
    const { tables } = await reader.after("");
    expect(tables[0]?.indexes).toEqual([{ name: "i", elements: [a], unique: true, invalid: true }]);
  });

  it.runIf(server.major >= 15)("reads NULLS NOT DISTINCT", async () => {
    const { indexes } = await reader.table(`${table} CREATE UNIQUE INDEX i ON t (a) NULLS NOT DISTINCT`);
    expect(indexes).toEqual([{ name: "i", elements: [a], unique: true, nullsNotDistinct: true }]);
  });
});
