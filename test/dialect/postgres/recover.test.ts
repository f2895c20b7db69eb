import { describe, expect, it } from "vitest";
import { extendEnum } from "../../../src/dialect/postgres/enum-sql.js";
import { recover } from "../../../src/dialect/postgres/recover.js";
import type { AlterEnum, IndexOperation, Operation } from "../../../src/operation/operation.js";
import { leaseDatabase } from "../../support/postgres-lease.js";
import type { PostgresConnection } from "../../support/postgres.js";
import { postgresServers } from "../../support/servers.js";

const undone = { state: "undone", cleanup: [] };
const table = { name: "item" };

const create: IndexOperation = {
  kind: "createIndex",
  table,
  index: { name: "i", elements: [{ column: "a" }], unique: true },
  concurrently: true,
};
const drop: IndexOperation = { ...create, kind: "dropIndex" };
const withIndex = (index: Partial<IndexOperation["index"]>): IndexOperation => ({
  ...create,
  index: { ...create.index, ...index },
});
const dropped = { state: "undone", cleanup: ['DROP INDEX CONCURRENTLY IF EXISTS "i"'] };

const values: AlterEnum = {
  kind: "alterEnum",
  name: { name: "tier" },
  from: ["basic", "gold"],
  to: ["basic", "silver", "golden", "platinum"],
  renames: { gold: "golden" },
};

const execute: Operation = { kind: "execute", sql: "VACUUM", parameters: [] };

/** What the database holds, the operation, and what became of it. */
type Case = readonly [what: string, sql: string, operation: Operation, recovery: unknown];

const cases: readonly Case[] = [
  ["an index that is not there", "", create, undone],
  ["an index that is there", "CREATE UNIQUE INDEX i ON item (a)", create, { state: "done" }],
  ["an index that is not unique", "CREATE INDEX i ON item (a)", create, undone],
  ["an index of another column", "CREATE UNIQUE INDEX i ON item (b)", create, undone],
  ["an index of another order", "CREATE UNIQUE INDEX i ON item (b, a)", create, undone],
  ["an index with a predicate", "CREATE UNIQUE INDEX i ON item (a) WHERE a > 0", create, undone],
  ["an index of another table", "CREATE UNIQUE INDEX i ON other (a)", create, undone],
  ["a table of the same name", "CREATE TABLE i (a integer)", create, undone],
  [
    "an index whose comment is missing",
    "CREATE UNIQUE INDEX i ON item (a)",
    withIndex({ comment: "c" }),
    dropped,
  ],
  [
    "an index with its comment",
    "CREATE UNIQUE INDEX i ON item (a); COMMENT ON INDEX i IS 'c'",
    withIndex({ comment: "c" }),
    { state: "done" },
  ],
  [
    "an index with all that it can have",
    "CREATE INDEX i ON item USING gist ((point(a, b)), a_box) INCLUDE (b) WHERE a > 0",
    {
      ...create,
      index: {
        name: "i",
        method: "gist",
        elements: [{ expression: "point(a,b)" }, { column: "a_box" }],
        include: ["b"],
        where: "(a > 0)",
      },
    },
    { state: "done" },
  ],
  [
    "an index that runs in a transaction",
    "CREATE UNIQUE INDEX i ON item (a)",
    { kind: "createIndex", table, index: create.index },
    undone,
  ],
  ["a dropped index that is gone", "", drop, { state: "done" }],
  ["a dropped index that is there", "CREATE INDEX i ON item (a)", drop, undone],
  ["values of which none is there", "CREATE TYPE tier AS ENUM ('basic', 'gold')", values, undone],
  [
    "values that are all there",
    "CREATE TYPE tier AS ENUM ('basic', 'silver', 'golden', 'platinum')",
    values,
    { state: "done" },
  ],
  ["values of which one was added", "CREATE TYPE tier AS ENUM ('basic', 'silver', 'gold')", values, undone],
  [
    "a value that was renamed",
    "CREATE TYPE tier AS ENUM ('basic', 'silver', 'golden')",
    values,
    { state: "undone", cleanup: [`ALTER TYPE "tier" RENAME VALUE 'golden' TO 'gold'`] },
  ],
  [
    "values that changed places, half way",
    "CREATE TYPE tier AS ENUM ('passing', 'basic')",
    {
      ...values,
      from: ["basic", "gold"],
      to: ["gold", "basic", "new"],
      renames: { basic: "gold", gold: "basic" },
    },
    {
      state: "undone",
      cleanup: [
        `ALTER TYPE "tier" RENAME VALUE 'passing' TO '_aludel_value_0'`,
        `ALTER TYPE "tier" RENAME VALUE 'basic' TO '_aludel_value_1'`,
        `ALTER TYPE "tier" RENAME VALUE '_aludel_value_0' TO 'basic'`,
        `ALTER TYPE "tier" RENAME VALUE '_aludel_value_1' TO 'gold'`,
      ],
    },
  ],
  [
    "a new value that has the old name of another",
    "CREATE TYPE tier AS ENUM ('premium', 'gold')",
    { ...values, from: ["gold"], to: ["premium", "gold", "new"], renames: { gold: "premium" } },
    { state: "unknown" },
  ],
  ["values of a type that is another", "CREATE TYPE tier AS ENUM ('x')", values, undone],
  ["a view", "", { kind: "dropView", view: { name: "v", query: "SELECT 1", triggers: [] } }, undone],
  ["SQL of the author", "", execute, undone],
  [
    "SQL of the author outside of transactions",
    "",
    { kind: "autocommit", operation: execute },
    { state: "unknown" },
  ],
  [
    "an index outside of transactions",
    "CREATE UNIQUE INDEX i ON item (a)",
    { kind: "autocommit", operation: create },
    { state: "done" },
  ],
];

describe.each(postgresServers)("recover, $name", (server) => {
  async function withTables(
    sql: string,
    test: (connection: PostgresConnection) => Promise<void>,
  ): Promise<void> {
    const database = await leaseDatabase(server);
    try {
      await database.connection.exec(
        `CREATE TABLE item (a integer, b integer, a_box box); CREATE TABLE other (a integer); ${sql}`,
      );
      await test(database.connection);
    } finally {
      await database.release();
    }
  }

  it.each(cases)("knows %s", (_what, sql, operation, recovery) =>
    withTables(sql, async (connection) => {
      expect(await recover(operation, connection)).toEqual(recovery);
    }),
  );

  it("clears away what a failed attempt left", () =>
    withTables("INSERT INTO item VALUES (1), (1)", async (connection) => {
      const attempt = (): Promise<unknown> =>
        connection.query("CREATE UNIQUE INDEX CONCURRENTLY i ON item (a)");
      await expect(attempt()).rejects.toMatchObject({ code: "23505" });
      const recovery = await recover(create, connection);
      expect(recovery).toEqual(dropped);
      await connection.query("DELETE FROM item");
      await expect(attempt()).rejects.toMatchObject({ code: "42P07" });
      for (const sql of recovery.state === "undone" ? recovery.cleanup : []) await connection.query(sql);
      await attempt();
      expect(await recover(create, connection)).toEqual({ state: "done" });
    }));

  it("drops a leftover that is to be dropped anyway", () =>
    withTables("INSERT INTO item VALUES (1), (1)", async (connection) => {
      const attempt = connection.query("CREATE UNIQUE INDEX CONCURRENTLY i ON item (a)");
      await expect(attempt).rejects.toMatchObject({ code: "23505" });
      expect(await recover(drop, connection)).toEqual(undone);
    }));

  it("finds an index in another schema", () =>
    withTables(
      `CREATE SCHEMA "b""c"; CREATE TABLE "b""c".item (a integer); CREATE UNIQUE INDEX i ON "b""c".item (a)`,
      async (connection) => {
        const schema = `b"c`;
        expect(await recover({ ...create, table: { ...table, schema } }, connection)).toEqual({
          state: "done",
        });
        expect(await recover(create, connection)).toEqual(undone);
      },
    ));

  it.each([0, 1, 2, 3])("ends right after an attempt that came to statement %i", (count) =>
    withTables("CREATE TYPE tier AS ENUM ('basic', 'gold')", async (connection) => {
      const statements = extendEnum(values).map(({ sql }) => sql);
      expect(statements).toHaveLength(3);
      for (const sql of statements.slice(0, count)) await connection.query(sql);
      const recovery = await recover(values, connection);
      const rest = recovery.state === "undone" ? [...recovery.cleanup, ...statements] : [];
      for (const sql of rest) await connection.query(sql);
      expect(await recover(values, connection)).toEqual({ state: "done" });
    }),
  );

  it("reads a type in another schema, with quotes in its values", () =>
    withTables(`CREATE SCHEMA b; CREATE TYPE b."T" AS ENUM ('o''clock')`, async (connection) => {
      const operation: AlterEnum = {
        kind: "alterEnum",
        name: { name: "T", schema: "b" },
        from: ["a"],
        to: ["o'clock", "z"],
        renames: { a: "o'clock" },
      };
      const recovery = await recover(operation, connection);
      for (const sql of recovery.state === "undone" ? recovery.cleanup : []) await connection.query(sql);
      expect(await connection.query(`SELECT enum_range(NULL::b."T")::text AS values`)).toEqual([
        { values: "{a}" },
      ]);
    }));
});
