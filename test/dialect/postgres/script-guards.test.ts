import { describe, expect, it } from "vitest";
import { ddl } from "../../../src/dialect/postgres/ddl.js";
import { scriptGuards } from "../../../src/dialect/postgres/script-guards.js";
import { scriptHeader, transactionScript } from "../../../src/dialect/postgres/transaction.js";
import type { AlterEnum, AlterTable, Operation, ReplaceView } from "../../../src/operation/operation.js";
import { emptySchema, type Schema, type Table, type View } from "../../../src/schema/schema.js";
import { leaseDatabase } from "../../support/postgres-lease.js";
import { hasPsql, runPsql } from "../../support/postgres-programs.js";
import { makeRole } from "../../support/postgres.js";
import { postgresServers } from "../../support/servers.js";

const customer: Table = {
  name: "Customer",
  columns: [
    { name: "id", type: "integer", nullable: false },
    { name: "twice", type: "integer", nullable: true, generated: { expression: "id * 2", stored: true } },
    { name: "tier", type: "tier", nullable: true, default: "'basic'" },
    { name: "name", type: "text", nullable: true },
  ],
  primaryKey: { name: "customer_key", columns: ["id"] },
  uniques: [{ name: "customer_twice", columns: ["twice"] }],
  foreignKeys: [],
  checks: [{ name: "positive", expression: "twice > 0" }],
  indexes: [{ name: "customer_twice_name", elements: [{ column: "twice" }, { column: "name" }] }],
  triggers: [],
  options: {},
};

const view = (name: string, from: string, more: Partial<View> = {}): View => ({
  name,
  query: `SELECT id, tier FROM ${from}`,
  triggers: [],
  ...more,
});

const schema: Schema = {
  ...emptySchema,
  enums: [{ name: "tier", values: ["basic", "gold"] }],
  tables: [customer],
  views: [
    view("first", '"Customer"', { comment: "the first" }),
    view("second", "first", {
      materialized: true,
      indexes: [{ name: "second_id", elements: [{ column: "id" }] }],
    }),
  ],
};

/** What the revisions made. */
const made = `
CREATE TYPE tier AS ENUM ('basic', 'gold');
CREATE TABLE "Customer" (
  id integer CONSTRAINT customer_key PRIMARY KEY,
  twice integer GENERATED ALWAYS AS (id * 2) STORED CONSTRAINT customer_twice UNIQUE,
  tier tier DEFAULT 'basic', name text, CONSTRAINT positive CHECK (twice > 0)
);
CREATE INDEX customer_twice_name ON "Customer" (twice, name);
CREATE VIEW first AS SELECT id, tier FROM "Customer";
COMMENT ON VIEW first IS 'the first';
CREATE MATERIALIZED VIEW second AS SELECT id, tier FROM first;
CREATE INDEX second_id ON second (id);
INSERT INTO "Customer" (id) VALUES (7);`;

const retype: AlterTable = {
  kind: "alterTable",
  table: customer,
  changes: [{ kind: "alterColumn", name: "id", from: { type: "integer" }, to: { type: "bigint" } }],
};

const rebuild: AlterEnum = {
  kind: "alterEnum",
  name: { name: "tier" },
  from: ["basic", "gold"],
  to: ["gold", "basic"],
};

const replace: ReplaceView = {
  kind: "replaceView",
  from: view("first", '"Customer"'),
  to: { ...view("first", '"Customer"'), query: 'SELECT id, tier, name FROM "Customer"' },
};

const rename: AlterTable = {
  ...retype,
  changes: [{ kind: "renameColumn", from: "name", to: "title" }],
};

const generated = { expression: "id * 2", stored: true };
const settle: AlterTable = {
  ...retype,
  changes: [{ kind: "alterColumn", name: "twice", from: { generated }, to: {} }],
};

const viewMessage = (name: string): string => `the view ${name} has something on it`;

/** What somebody else did, the operation, and what the script says. */
const stops: readonly (readonly [sql: string, operation: Operation, message: string])[] = [
  [
    'CREATE VIEW other AS SELECT id FROM "Customer"',
    retype,
    "a view that the revisions do not know reads Customer.id",
  ],
  [
    "CREATE VIEW other AS SELECT id FROM second",
    retype,
    "a view that the revisions do not know reads Customer.id",
  ],
  ["GRANT SELECT ON first TO PUBLIC", retype, viewMessage("first")],
  ["GRANT SELECT (id) ON first TO PUBLIC", retype, viewMessage("first")],
  ["GRANT SELECT ON second TO PUBLIC", retype, viewMessage("second")],
  ["CREATE INDEX other ON second (tier)", retype, viewMessage("second")],
  ["CREATE RULE other AS ON DELETE TO first DO INSTEAD NOTHING", retype, viewMessage("first")],
  [
    "CREATE TRIGGER other INSTEAD OF INSERT ON first FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    retype,
    viewMessage("first"),
  ],
  ["COMMENT ON VIEW first IS 'another'", retype, viewMessage("first")],
  ["COMMENT ON COLUMN second.id IS 'one'", retype, viewMessage("second")],
  ["GRANT SELECT ON first TO PUBLIC", replace, viewMessage("first")],
  ["GRANT SELECT ON first TO PUBLIC", rebuild, viewMessage("first")],
  ['CREATE INDEX other ON "Customer" (twice)', retype, "Customer has something on twice"],
  ['CREATE INDEX other ON "Customer" ((twice + 1))', retype, "Customer has something on twice"],
  [
    'ALTER TABLE "Customer" ADD CONSTRAINT other CHECK (twice < 99)',
    retype,
    "Customer has something on twice",
  ],
  ['CREATE STATISTICS other ON twice, name FROM "Customer"', retype, "Customer has something on twice"],
  ['GRANT SELECT (twice) ON "Customer" TO PUBLIC', retype, "Customer has something on twice"],
  ["CREATE TABLE other (tier tier)", rebuild, "the type tier is used"],
  ["CREATE TABLE other (tiers tier[])", rebuild, "the type tier is used"],
  ["CREATE DOMAIN high AS tier; CREATE TABLE other (tier high)", rebuild, "the type tier is used"],
  ["CREATE TYPE pair AS (one tier, two tier)", rebuild, "the type tier is used"],
  ['ALTER TABLE "Customer" ADD other tier', rebuild, "the type tier is used"],
  ["REVOKE USAGE ON TYPE tier FROM PUBLIC", rebuild, "the type tier is used"],
  [
    'CREATE VIEW other AS SELECT tier FROM "Customer"',
    rebuild,
    "a view that the revisions do not know reads Customer.tier",
  ],
];

const passes: readonly (readonly [sql: string, operation: Operation])[] = [
  ["", retype],
  ["", rebuild],
  ["", replace],
  ['CREATE VIEW other AS SELECT name FROM "Customer"', retype],
  ["CREATE TABLE other (id integer); CREATE VIEW another AS SELECT id FROM other", retype],
  ['CREATE VIEW other AS SELECT twice FROM "Customer"', settle],
  ['CREATE INDEX other ON "Customer" (twice)', settle],
  ['CREATE INDEX other ON "Customer" (name)', retype],
  ['GRANT SELECT ON "Customer" TO PUBLIC', retype],
  ["CREATE TYPE other AS ENUM ('a'); CREATE TABLE another (a other, b text[])", rebuild],
  ['GRANT SELECT ON first TO PUBLIC; CREATE VIEW other AS SELECT * FROM "Customer"', rename],
];

function scriptOf(operation: Operation): string {
  const statements = [...scriptGuards(operation, schema), ...ddl(operation, schema).map(({ sql }) => sql)];
  const lines = transactionScript(
    statements.map((sql) => ({ sql })),
    { reshapes: false, guards: [], transaction: true },
  );
  return [...scriptHeader, ...lines.map((line) => `${line};`)].join("\n");
}

describe.skipIf(!hasPsql).each(postgresServers)("scriptGuards, $name", (server) => {
  /** What `psql` says to the script, on what the revisions made and somebody else changed. */
  async function outcome(sql: string, operation: Operation): Promise<string> {
    const database = await leaseDatabase(server);
    try {
      await database.connection.exec(`${made} ${sql}`);
      return await runPsql(database.url, scriptOf(operation)).catch(String);
    } finally {
      await database.release();
    }
  }

  it.each(stops)("stop the script after %s", async (sql, operation, message) => {
    expect(await outcome(sql, operation)).toContain(message);
  });

  it.each(passes)("let the script go on after %s", async (sql, operation) => {
    expect(await outcome(sql, operation)).toBe("");
  });

  it("let rights be that everything gets by default", async () => {
    const role = await makeRole(server);
    const database = await leaseDatabase(server);
    await database.connection.exec(
      `ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO ${role.name}; ${made}`,
    );
    expect(await runPsql(database.url, scriptOf(retype))).toBe("");
    await database.connection.exec(`GRANT INSERT ON first TO ${role.name}`);
    await expect(runPsql(database.url, scriptOf(retype))).rejects.toThrow(viewMessage("first"));
    await database.connection.exec(`DROP OWNED BY ${role.name}`);
    await database.release();
    await role.drop();
  });

  it("are none where nothing is made anew", () => {
    expect(scriptGuards(rename, schema)).toEqual([]);
  });
});
