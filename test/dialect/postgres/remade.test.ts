import { describe, expect, test } from "vitest";
import { ddl } from "../../../src/dialect/postgres/ddl.js";
import { introspect } from "../../../src/dialect/postgres/introspect.js";
import { builders } from "../../../src/operation/builders.js";
import type { Operation } from "../../../src/operation/operation.js";
import { leaseDatabase } from "../../support/postgres-lease.js";
import { makeRole, type PostgresConnection } from "../../support/postgres.js";
import { postgresServers } from "../../support/servers.js";

async function run(connection: PostgresConnection, ...operations: readonly Operation[]): Promise<void> {
  for (const operation of operations) {
    const schema = await introspect(connection, { schemas: "all" });
    for (const { sql } of ddl(operation, schema)) await connection.query(sql);
  }
}

async function sequencesOf(connection: PostgresConnection): Promise<unknown[]> {
  const rows = await connection.query("SELECT relname FROM pg_class WHERE relkind = 'S' ORDER BY relname");
  return rows.map(({ relname }) => relname);
}

describe.each(postgresServers)("on $name", (server) => {
  test.each([
    ["in one transaction", "BEGIN", "COMMIT"],
    ["each by itself", "SELECT 1", "SELECT 1"],
  ])(
    "a view that goes and comes again keeps its owner and what is granted on it, %s",
    async (_way, begin, end) => {
      const [database, owner, reader] = [
        await leaseDatabase(server),
        await makeRole(server),
        await makeRole(server),
      ];
      const { connection } = database;
      await connection.exec(`
      CREATE TABLE item (id integer, name text, note text);
      CREATE VIEW names AS SELECT id, name, note FROM item;
      GRANT SELECT ON names TO PUBLIC;
      GRANT SELECT, UPDATE ON names TO ${reader.name} WITH GRANT OPTION;
      GRANT UPDATE (name, note) ON names TO ${reader.name};
      GRANT SELECT ON item TO ${owner.name};
      ALTER VIEW names OWNER TO ${owner.name};`);
      const grants = (): Promise<unknown[]> =>
        connection.query(`
        SELECT relowner::regrole::text AS owner, relacl::text AS acl, (SELECT string_agg(attname || attacl::text, ' ')
          FROM pg_attribute WHERE attrelid = c.oid) AS columns FROM pg_class AS c WHERE relname = 'names'`);
      const [before] = await grants();

      await connection.query(begin);
      await run(
        connection,
        builders.dropView("names", "SELECT 1", { keepGrants: true }),
        builders.createView("names", "SELECT id, name, note, 1 AS one FROM item", { keepGrants: true }),
      );
      await connection.query(end);
      expect(await grants()).toEqual([before]);

      await run(
        connection,
        builders.dropView("names", "SELECT 1", { keepGrants: true }),
        builders.createView("names", "SELECT id, name FROM item", { keepGrants: true }),
      );
      const [after] = await grants();
      expect(after).toMatchObject({ columns: expect.not.stringContaining("note") });
      expect(await connection.query("SELECT to_regclass('pg_temp._aludel_grants') AS kept")).toEqual([
        { kept: null },
      ]);
      await connection.exec("DROP TABLE item CASCADE");
      await database.release();
    },
  );

  test("a view that is made anew is granted to nobody whom it was not granted to before", async () => {
    const [database, reader] = [await leaseDatabase(server), await makeRole(server)];
    const { connection } = database;
    await connection.exec(`
      CREATE TABLE item (n integer);
      CREATE VIEW ns AS SELECT n FROM item;
      CREATE MATERIALIZED VIEW more AS SELECT n FROM ns;
      ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO ${reader.name};`);
    const granted = (): Promise<unknown[]> =>
      connection.query(`SELECT relname FROM pg_class, aclexplode(relacl) AS g
        WHERE g.grantee <> relowner AND relname IN ('ns', 'more', 'other')`);
    await run(
      connection,
      builders.alterTable("item", (table) => [
        table.alterColumn("n", { type: "integer" }, { type: "bigint" }),
      ]),
    );
    expect(await granted()).toEqual([]);
    await connection.exec("CREATE VIEW other AS SELECT 1; REVOKE ALL ON other FROM PUBLIC, " + reader.name);
    await run(
      connection,
      builders.dropView("other", "SELECT 1", { keepGrants: true }),
      builders.createView("other", "SELECT 2", { keepGrants: true }),
    );
    expect(await granted()).toEqual([]);
    await connection.exec(`ALTER DEFAULT PRIVILEGES REVOKE SELECT ON TABLES FROM ${reader.name}`);
    await database.release();
  });

  test("what is granted on a sequence, and said of it, outlives serial → identity → serial", async () => {
    const [database, counter] = [await leaseDatabase(server), await makeRole(server)];
    const { connection } = database;
    await connection.exec(`
      CREATE TABLE item (id serial PRIMARY KEY);
      GRANT USAGE, SELECT ON SEQUENCE item_id_seq TO ${counter.name};
      COMMENT ON SEQUENCE item_id_seq IS 'it''s';`);
    const said = (): Promise<unknown[]> =>
      connection.query(
        "SELECT relacl::text AS acl, obj_description(oid) AS note FROM pg_class WHERE relname = 'item_id_seq'",
      );
    const before = await said();
    const [serial, identity] = [{ autoIncrement: true }, { identity: "BY DEFAULT" }] as const;
    const change = (from: object, to: object): Operation =>
      builders.alterTable("item", (table) => [table.alterColumn("id", from, to)]);
    await run(connection, change(serial, identity));
    expect(await said()).toEqual(before);
    await run(connection, change(identity, serial));
    expect(await said()).toEqual(before);
    await connection.exec("DROP TABLE item");
    await database.release();
  });

  test("an enum that is made anew keeps its owner and whom it is granted to", async () => {
    const [database, owner, user] = [
      await leaseDatabase(server),
      await makeRole(server),
      await makeRole(server),
    ];
    const { connection } = database;
    await connection.exec(`
      CREATE TYPE tier AS ENUM ('a', 'b');
      CREATE TABLE item (tier tier);
      REVOKE USAGE ON TYPE tier FROM PUBLIC;
      GRANT USAGE ON TYPE tier TO ${user.name} WITH GRANT OPTION;
      ALTER TYPE tier OWNER TO ${owner.name};`);
    const rights = (): Promise<unknown[]> =>
      connection.query(`SELECT typowner, g.grantee, g.is_grantable FROM pg_type, aclexplode(typacl) AS g
        WHERE typname = 'tier' ORDER BY g.grantee`);
    const before = await rights();
    await run(connection, builders.alterEnum("tier", ["a", "b"], ["b", "a"]));
    expect(await rights()).toEqual(before);
    await connection.exec("DROP TABLE item; DROP TYPE tier");
    await database.release();
  });

  test("sequences follow the names of their table and column, unless they were named by hand", async () => {
    const database = await leaseDatabase(server);
    const { connection } = database;
    await connection.exec(`
      CREATE TABLE item (id serial, number integer GENERATED ALWAYS AS IDENTITY, ticket serial, plain integer);
      ALTER SEQUENCE item_ticket_seq RENAME TO tickets;`);
    await run(connection, builders.renameTable("item", { schema: "public", name: "Thing" }));
    expect(await sequencesOf(connection)).toEqual(["Thing_id_seq", "Thing_number_seq", "tickets"]);
    await run(
      connection,
      builders.alterTable("Thing", (table) => [
        table.renameColumn("id", "key"),
        table.renameColumn("ticket", "card"),
        table.renameColumn("plain", "simple"),
      ]),
    );
    expect(await sequencesOf(connection)).toEqual(["Thing_key_seq", "Thing_number_seq", "tickets"]);
    await database.release();
  });
});
