import { describe, expect, it } from "vitest";
import { invert } from "../../../src/operation/invert.js";
import type { Operation, TableChange } from "../../../src/operation/operation.js";
import type { Column, Table } from "../../../src/schema/schema.js";
import type { PostgresServer } from "../../support/servers.js";
import { postgresServers } from "../../support/servers.js";
import { carryOut, readAll, rolledBack, stateDifferences, surprises } from "./carry-out.js";

/** What the database holds, the operation, and what else changes because it follows. */
interface Case {
  readonly what: string;
  readonly sql?: string;
  readonly operation: Operation;
  readonly differences?: readonly string[];
  readonly since?: number;
}

function table(name: string, columns: readonly Column[], rest: Partial<Table> = {}): Table {
  return {
    name,
    columns,
    uniques: [],
    foreignKeys: [],
    checks: [],
    indexes: [],
    triggers: [],
    options: {},
    ...rest,
  };
}

function alter(...changes: TableChange[]): Operation {
  return { kind: "alterTable", table: { name: "t" }, changes };
}

const id: Column = { name: "id", type: "integer", nullable: false };
const room: Column = { name: "room", type: "integer", nullable: false };

const everything: Table = table(
  'odd "name"',
  [
    {
      ...id,
      autoIncrement: true,
      sequence: { start: "10", increment: "5", minimum: "5", maximum: "1000", cache: "2", cycle: true },
    },
    { name: "small", type: "smallint", nullable: false, autoIncrement: true },
    {
      name: "big",
      type: "bigint",
      nullable: false,
      identity: "ALWAYS",
      sequence: { increment: "-1", start: "-5" },
    },
    { name: "first", type: "varchar(20)", nullable: true, collation: "C", comment: "it's \\ 'given'" },
    {
      name: "whole",
      type: "text",
      nullable: true,
      generated: { expression: "upper((first)::text)", stored: true },
    },
    { name: "flag", type: "boolean", nullable: false, default: "((1 > 2) AND true)" },
    { name: "at", type: "timestamptz", nullable: false, default: "now()" },
    room,
    { name: "to", type: "integer", nullable: true },
  ],
  {
    primaryKey: {
      name: "pk",
      columns: ["id"],
      include: ["room"],
      deferrable: "INITIALLY IMMEDIATE",
      comment: "key",
    },
    uniques: [
      { name: "u1", columns: ["room", "small"], include: ["first"], comment: "unique" },
      { name: "u2", columns: ["small"], deferrable: "INITIALLY DEFERRED" },
      { name: "u3", columns: ["small", "room"] },
    ],
    checks: [
      { name: "c1", expression: "(room > 0)", comment: "check" },
      { name: "c2", expression: "(small > 0)", noInherit: true },
      { name: "c3", expression: "(big < 0)", notValid: true },
    ],
    exclusions: [
      {
        name: "x1",
        definition: "USING btree (room WITH =) WHERE ((flag = true))",
        deferrable: "INITIALLY DEFERRED",
        comment: "excluded",
      },
    ],
    foreignKeys: [
      {
        name: "f1",
        columns: ["small", "to"],
        references: { name: 'odd "name"' },
        referencedColumns: ["small", "room"],
        match: "FULL",
        onDelete: "CASCADE",
        onUpdate: "RESTRICT",
        deferrable: "INITIALLY DEFERRED",
        comment: "to itself",
      },
    ],
    options: {
      unlogged: true,
      storage: { fillfactor: "70", "toast.autovacuum_enabled": "false" },
      comment: "all of it",
    },
  },
);

const cases: readonly Case[] = [
  { what: "a table with everything", operation: { kind: "createTable", table: everything } },
  { what: "a table without columns", operation: { kind: "createTable", table: table("t", []) } },
  {
    what: "nulls that are not distinct",
    since: 15,
    operation: {
      kind: "createTable",
      table: table("t", [room], { uniques: [{ name: "u", columns: ["room"], nullsNotDistinct: true }] }),
    },
  },
  {
    what: "only some columns set to null",
    since: 15,
    sql: "CREATE TABLE p (a integer, b integer, CONSTRAINT p_key PRIMARY KEY (a, b)); CREATE TABLE t (a integer, b integer)",
    operation: alter({
      kind: "addConstraint",
      type: "foreignKey",
      constraint: {
        name: "f",
        columns: ["a", "b"],
        references: { name: "p" },
        referencedColumns: ["a", "b"],
        onDelete: "SET NULL",
        onDeleteColumns: ["b"],
      },
    }),
  },
  {
    what: "a virtual column",
    since: 18,
    operation: {
      kind: "createTable",
      table: table("t", [
        room,
        {
          name: "v",
          type: "integer",
          nullable: true,
          generated: { expression: "(room + 1)", stored: false },
        },
      ]),
    },
  },
  {
    what: "constraints that come and are not valid",
    sql: "CREATE TABLE t (id integer PRIMARY KEY, room integer); INSERT INTO t VALUES (1, -5)",
    operation: alter(
      {
        kind: "addConstraint",
        type: "check",
        constraint: { name: "c", expression: "(room > 0)", notValid: true, comment: "later" },
      },
      {
        kind: "addConstraint",
        type: "foreignKey",
        constraint: {
          name: "f",
          columns: ["room"],
          references: { name: "t" },
          referencedColumns: ["id"],
          notValid: true,
        },
      },
    ),
  },
  {
    what: "columns of every sort that come to rows",
    sql: "CREATE TABLE t (id integer); INSERT INTO t VALUES (1), (2)",
    operation: alter(
      {
        kind: "addColumn",
        column: { name: "a", type: "text", nullable: false, comment: "c" },
        backfill: "'x'",
      },
      {
        kind: "addColumn",
        column: { name: "b", type: "text", nullable: false, default: "'d'::text" },
        backfill: "'x'::text",
      },
      {
        kind: "addColumn",
        column: { name: "c", type: "integer", nullable: false, default: "5" },
        backfill: "id * 2",
      },
      {
        kind: "addColumn",
        column: {
          name: "d",
          type: "integer",
          nullable: false,
          autoIncrement: true,
          sequence: { increment: "3" },
        },
      },
      { kind: "addColumn", column: { name: "e", type: "bigint", nullable: false, identity: "ALWAYS" } },
      {
        kind: "addColumn",
        column: { name: "f", type: "integer", nullable: false, autoIncrement: true },
        backfill: "id + 40",
      },
      {
        kind: "addColumn",
        column: {
          name: "g",
          type: "integer",
          nullable: true,
          generated: { expression: "(id + 1)", stored: true },
        },
      },
      {
        kind: "addColumn",
        column: { name: "h", type: "text", nullable: true, collation: "C" },
        backfill: "id::text",
      },
      { kind: "addConstraint", type: "unique", constraint: { name: "u", columns: ["d"] } },
      { kind: "addConstraint", type: "primaryKey", constraint: { name: "p", columns: ["e", "a"] } },
    ),
  },
  {
    what: "names of columns and constraints, and a type, at once",
    sql: `CREATE TABLE t (a integer, b varchar(5), CONSTRAINT k UNIQUE (a)); CREATE VIEW v AS SELECT a, b FROM t WHERE b <> ''`,
    operation: alter(
      { kind: "renameColumn", from: "a", to: "x y" },
      { kind: "renameConstraint", from: "k", to: "K" },
      { kind: "alterColumn", name: "x y", from: { type: "integer" }, to: { type: "bigint" } },
      { kind: "renameColumn", from: "b", to: "a" },
      { kind: "alterColumn", name: "a", from: { type: "varchar(5)" }, to: { type: "text" } },
    ),
    differences: ["views.v.query"],
  },
  {
    what: "options of a table",
    sql: "CREATE UNLOGGED TABLE t (a integer) WITH (fillfactor = 70, autovacuum_enabled = false)",
    operation: alter({
      kind: "alterOptions",
      from: { unlogged: true, storage: { fillfactor: "70", autovacuum_enabled: "false" } },
      to: { storage: { fillfactor: "80" }, comment: "c" },
    }),
  },
  {
    what: "a default, NULL and a comment",
    sql: "CREATE TABLE t (a integer, b integer NOT NULL DEFAULT 1); COMMENT ON COLUMN t.b IS 'c'; INSERT INTO t VALUES (NULL, 2)",
    operation: alter(
      {
        kind: "alterColumn",
        name: "a",
        from: { nullable: true },
        to: { nullable: false, default: "7" },
        backfill: "b + 1",
      },
      {
        kind: "alterColumn",
        name: "b",
        from: { nullable: false, default: "1", comment: "c" },
        to: { nullable: true, comment: "d" },
      },
    ),
  },
  {
    what: "a collation, with an index on it and a view that reads it",
    sql: "CREATE TABLE t (a text DEFAULT 'x'); CREATE INDEX i ON t (a); CREATE VIEW v AS SELECT a FROM t",
    operation: alter({ kind: "alterColumn", name: "a", from: {}, to: { collation: "C" } }),
  },
  {
    what: "a value for a key that waits for the end of the transaction",
    sql: `CREATE TABLE p (id integer PRIMARY KEY); INSERT INTO p VALUES (1);
      CREATE TABLE t (a integer, CONSTRAINT f FOREIGN KEY (a) REFERENCES p (id) DEFERRABLE INITIALLY DEFERRED); INSERT INTO t VALUES (NULL)`,
    operation: alter({
      kind: "alterColumn",
      name: "a",
      from: { nullable: true },
      to: { nullable: false },
      backfill: "1",
    }),
  },
  {
    what: "constraints that nobody named",
    sql: "CREATE TABLE t (a integer UNIQUE CHECK (a > 0), b integer CHECK (b > 0) REFERENCES t (a), PRIMARY KEY (a, b), UNIQUE (b))",
    operation: alter(
      {
        kind: "dropConstraint",
        type: "foreignKey",
        constraint: { name: "t_b_fkey", columns: ["b"], references: { name: "t" }, referencedColumns: ["a"] },
      },
      { kind: "dropConstraint", type: "check", constraint: { name: "t_b_check", expression: "(b > 0)" } },
      { kind: "dropConstraint", type: "unique", constraint: { name: "t_b_key", columns: ["b"] } },
      { kind: "dropConstraint", type: "primaryKey", constraint: { name: "t_pkey", columns: ["a", "b"] } },
    ),
    differences: [],
  },
  {
    what: "an index with everything",
    sql: "CREATE TABLE t (a text, b integer, c integer)",
    operation: {
      kind: "createIndex",
      table: { name: "t" },
      index: {
        name: "i",
        elements: [
          { column: "a", order: "DESC", nulls: "LAST", collation: "C", operatorClass: "text_pattern_ops" },
          { expression: "lower(a)" },
          { column: "b", nulls: "FIRST" },
        ],
        unique: true,
        include: ["c"],
        where: "(b > 5)",
        storage: { fillfactor: "70" },
        comment: "an index",
      },
    },
  },
  {
    what: "an index of another method",
    sql: "CREATE TABLE t (a jsonb)",
    operation: {
      kind: "createIndex",
      table: { name: "t" },
      index: { name: "i", method: "gin", elements: [{ column: "a", operatorClass: "jsonb_path_ops" }] },
    },
  },
  {
    what: "the name of an index",
    sql: 'CREATE SCHEMA "S"; CREATE TABLE "S".t (a integer); CREATE INDEX i ON "S".t (a)',
    operation: { kind: "renameIndex", table: { schema: "S", name: "t" }, from: "i", to: "I 2" },
  },
  {
    what: "the name and the schema of a table",
    sql: "CREATE SCHEMA s; CREATE TABLE t (id serial PRIMARY KEY)",
    operation: { kind: "renameTable", from: { name: "t" }, to: { schema: "s", name: "T 2" } },
  },
  {
    what: "the name and the schema of an enum",
    sql: "CREATE SCHEMA s; CREATE TYPE e AS ENUM ('a'); CREATE TABLE t (a e DEFAULT 'a', b e[])",
    operation: { kind: "renameEnum", from: { name: "e" }, to: { schema: "s", name: "E 2" } },
  },
  {
    what: "an enum",
    operation: { kind: "createEnum", enum: { name: "e", values: ["it's", "a\\b", ""], comment: "c" } },
  },
  {
    what: "a sequence",
    operation: {
      kind: "createSequence",
      sequence: {
        name: "q",
        type: "integer",
        options: { increment: "-2", minimum: "-100", maximum: "50", start: "10", cache: "3", cycle: true },
      },
    },
  },
  { what: "a schema", operation: { kind: "createSchema", name: 'S "1"' } },
  {
    what: "a view with everything",
    sql: "CREATE TABLE t (a integer)",
    operation: {
      kind: "createView",
      view: {
        name: "v",
        query: "SELECT 1 AS a",
        options: { security_barrier: "true" },
        comment: "c",
        triggers: [],
      },
    },
  },
  {
    what: "a materialized view",
    sql: "CREATE TABLE t (a integer)",
    operation: {
      kind: "createView",
      view: {
        name: "v",
        query: "SELECT 1 AS a",
        materialized: true,
        options: { fillfactor: "70" },
        comment: "c",
        triggers: [],
      },
    },
  },
  {
    what: "another query, with what stands on the view and what reads it",
    sql: `CREATE TABLE t (a integer, b integer); CREATE MATERIALIZED VIEW v AS SELECT 1 AS a; CREATE UNIQUE INDEX i ON v (a);
      CREATE VIEW w AS SELECT a FROM v; GRANT SELECT ON v, w TO PUBLIC; COMMENT ON VIEW w IS 'reader'; CREATE VIEW x AS SELECT 1 AS n FROM w`,
    operation: {
      kind: "replaceView",
      from: { name: "v", query: "SELECT 1 AS a", materialized: true, triggers: [] },
      to: {
        name: "v",
        query: "SELECT 2 AS b,\n    1 AS a",
        materialized: true,
        triggers: [],
        comment: "new",
      },
    },
  },
];

function casesFor({ major }: PostgresServer): Case[] {
  return cases.filter(({ since = 0 }) => since <= major);
}

describe.each(postgresServers)("$name makes", (server) => {
  const database = rolledBack(server);

  it.each(casesFor(server))("$what, and takes it back", async ({ sql = "", operation, differences = [] }) => {
    const connection = database();
    await connection.exec(sql);
    const before = await readAll(connection);
    expect(await surprises(connection, operation)).toEqual(differences);
    const inverse = invert(operation);
    if (inverse !== undefined) await carryOut(connection, inverse);
    expect(stateDifferences(before, await readAll(connection))).toEqual([]);
  });
});
