import { describe, expect, it } from "vitest";
import { ddl, needsSchema } from "../../../src/dialect/postgres/ddl.js";
import type { Operation, TableChange } from "../../../src/operation/operation.js";
import { emptySchema } from "../../../src/schema/schema.js";
import type { PostgresConnection } from "../../support/postgres.js";
import { postgresServers } from "../../support/servers.js";
import { readAll, rolledBack } from "./carry-out.js";

type Found = { readonly rows: number; readonly example: unknown };

/** Carries the operation out until a statement fails, and asks which rows forbid it. */
async function findViolations(connection: PostgresConnection, operation: Operation): Promise<Found> {
  const schema = needsSchema(operation) ? await readAll(connection) : emptySchema;
  for (const { sql, violations } of ddl(operation, schema)) {
    await connection.query("SAVEPOINT before");
    try {
      await connection.query(sql);
    } catch {
      await connection.query("ROLLBACK TO SAVEPOINT before");
      const [row] = await connection.query(violations ?? "SELECT 0 AS rows, 'nobody knows' AS example");
      return { rows: Number(row?.["rows"]), example: row?.["example"] };
    }
  }
  throw new Error("nothing failed");
}

function alter(...changes: TableChange[]): Operation {
  return { kind: "alterTable", table: { name: "t" }, changes };
}

const rows = `
CREATE TABLE p (id integer, "x y" integer, CONSTRAINT p_key UNIQUE (id, "x y")); INSERT INTO p VALUES (1, 1);
CREATE TABLE t (id integer PRIMARY KEY, email text, "x y" integer);
INSERT INTO t VALUES (1, 'a', 1), (2, 'A', 1), (3, 'a', NULL), (4, NULL, 9), (5, NULL, NULL);`;

/** What the rows forbid, and what is told about them. */
const cases: [what: string, operation: Operation, found: Found, sql?: string][] = [
  [
    "NULL",
    alter({ kind: "alterColumn", name: "email", from: { nullable: true }, to: { nullable: false } }),
    { rows: 2, example: "id = 4" },
  ],
  [
    "a column that every row must have",
    alter({ kind: "addColumn", column: { name: "n", type: "integer", nullable: false } }),
    { rows: 5, example: "id = 1" },
  ],
  [
    "NULL in an identity",
    alter({ kind: "alterColumn", name: "x y", from: {}, to: { identity: "ALWAYS" } }),
    { rows: 2, example: "id = 3" },
  ],
  [
    "a unique constraint",
    alter({ kind: "addConstraint", type: "unique", constraint: { columns: ["email"] } }),
    { rows: 2, example: "email = a" },
  ],
  [
    "the second of two constraints at once",
    alter(
      { kind: "addConstraint", type: "check", constraint: { expression: "id > 0" } },
      { kind: "addConstraint", type: "unique", constraint: { columns: ["email"] } },
    ),
    { rows: 2, example: "email = a" },
  ],
  [
    "a primary key, by the same value twice",
    alter({ kind: "addConstraint", type: "primaryKey", constraint: { columns: ["a", "b"] } }),
    { rows: 3, example: "a = 1, b = 2" },
    "CREATE TABLE t (a integer, b integer); INSERT INTO t VALUES (1, 2), (1, 2), (1, 2), (1, 3)",
  ],
  [
    "a primary key, by NULL",
    alter({ kind: "addConstraint", type: "primaryKey", constraint: { columns: ["a", "b"] } }),
    { rows: 1, example: "ctid = (0,2)" },
    "CREATE TABLE t (a integer, b integer); INSERT INTO t VALUES (1, 2), (1, NULL)",
  ],
  [
    "a check",
    alter({ kind: "addConstraint", type: "check", constraint: { expression: '"x y" < 5 AND t.id > 0' } }),
    { rows: 1, example: "id = 4" },
  ],
  [
    "a foreign key",
    alter({
      kind: "addConstraint",
      type: "foreignKey",
      constraint: { columns: ["id", "x y"], references: { name: "p" }, referencedColumns: ["id", "x y"] },
    }),
    { rows: 2, example: "id = 2 (id = 2, x y = 1)" },
  ],
  [
    "a foreign key that matches fully",
    alter({
      kind: "addConstraint",
      type: "foreignKey",
      constraint: {
        columns: ["id", "x y"],
        references: { name: "p" },
        referencedColumns: ["id", "x y"],
        match: "FULL",
      },
    }),
    { rows: 4, example: "id = 2 (id = 2, x y = 1)" },
  ],
  [
    "a foreign key to the table itself",
    alter({
      kind: "addConstraint",
      type: "foreignKey",
      constraint: { columns: ["x y"], references: { name: "t" }, referencedColumns: ["id"] },
    }),
    { rows: 1, example: "id = 4 (x y = 9)" },
  ],
  [
    "a unique index of an expression, on some rows",
    {
      kind: "createIndex",
      table: { name: "t" },
      index: { name: "i", unique: true, elements: [{ expression: "lower(email)" }], where: "id < 3" },
    },
    { rows: 2, example: "lower(email) = a" },
  ],
  [
    "a value of an enum that goes",
    { kind: "alterEnum", name: { name: "e" }, from: ["a", "b", "c"], to: ["a"], replacements: { b: "a" } },
    { rows: 1, example: "id = 2 (v = b, w = {a,c})" },
    `CREATE TYPE e AS ENUM ('a', 'b', 'c'); CREATE TABLE t (id integer PRIMARY KEY, v e, w e[]);
     INSERT INTO t VALUES (1, 'b', NULL), (2, 'b', '{a,c}'), (3, NULL, '{}')`,
  ],
  [
    "no value at all in place of one of an enum",
    { kind: "alterEnum", name: { name: "e" }, from: ["a", "b"], to: ["a"], replacements: { b: null } },
    { rows: 1, example: "id = 2 (v = b)" },
    `CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE t (id integer PRIMARY KEY, v e NOT NULL); INSERT INTO t VALUES (1, 'a'), (2, 'b')`,
  ],
];

describe.each(postgresServers)("$name tells which rows forbid", (server) => {
  const database = rolledBack(server);

  it.each(cases)("%s", async (...one) => {
    const [, operation, found, sql = rows] = one;
    const connection = database();
    await connection.exec(sql);
    expect(await findViolations(connection, operation)).toEqual(found);
  });
});
