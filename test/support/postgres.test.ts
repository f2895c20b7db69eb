import { describe, expect, it } from "vitest";
import { leaseDatabase } from "./postgres-lease.js";
import { hasPgDump, hasPsql, pgDump, runPsql } from "./postgres-programs.js";
import { makeDatabase, makeRole } from "./postgres.js";
import { postgresServers } from "./servers.js";

const clutter = `
CREATE TYPE mood AS ENUM ('good', 'bad');
CREATE TYPE pair AS (a integer, b integer);
CREATE TYPE floats AS RANGE (subtype = float8);
CREATE DOMAIN short AS varchar(10) CHECK (value <> '');
CREATE FUNCTION twice(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 2 * $1';
CREATE AGGREGATE total(integer) (SFUNC = int4pl, STYPE = integer);
CREATE OPERATOR === (LEFTARG = integer, RIGHTARG = integer, FUNCTION = int4eq);
CREATE COLLATION plain (LOCALE = 'C');
CREATE EXTENSION hstore;
CREATE EXTENSION cube SCHEMA public;
CREATE EXTENSION earthdistance;
CREATE TABLE "T 1" (id serial PRIMARY KEY, mood mood, "s p" short, data hstore, n integer CHECK (twice(n) > 0));
COMMENT ON TABLE "T 1" IS 'a table';
CREATE STATISTICS st ON id, n FROM "T 1";
CREATE VIEW v AS SELECT id, twice(n) AS n FROM "T 1";
CREATE MATERIALIZED VIEW m AS SELECT * FROM v;
CREATE INDEX ON m (n);
CREATE SCHEMA "Other";
CREATE TABLE "Other".part (id integer, r floats) PARTITION BY RANGE (id);
CREATE TABLE public.part_1 PARTITION OF "Other".part FOR VALUES FROM (1) TO (2);
CREATE TEMPORARY TABLE passing (id integer);
CREATE FUNCTION say() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN RAISE NOTICE ''said''; END';
CREATE EVENT TRIGGER said ON ddl_command_end EXECUTE FUNCTION say();
ANALYZE;`;

describe.each(postgresServers)("databases of tests, $name", (server) => {
  it("are of the version that the server's name says", async () => {
    const { connection } = await makeDatabase(server);
    expect(await connection.query("SHOW server_version")).toEqual([
      { server_version: expect.stringMatching(new RegExp(`^${server.major}\\.`)) },
    ]);
    expect(connection.statements).toEqual(["SHOW server_version"]);
  });

  it("have the extensions asked for, and are their owner's", async () => {
    const owner = await makeRole(server);
    const { name, connection } = await makeDatabase(server, { extensions: ["citext"], owner });
    await connection.exec("CREATE SCHEMA s; CREATE TABLE s.t (c citext)");
    expect(
      await connection.query("SELECT current_user::text AS role, current_database()::text AS database"),
    ).toEqual([{ role: owner.name, database: name }]);
  });

  it("are gone once they are dropped", async () => {
    const { connection } = await makeDatabase(server);
    const database = await makeDatabase(server);
    const count = `SELECT count(*)::integer AS count FROM pg_database WHERE datname = '${database.name}'`;
    expect(await connection.query(count)).toEqual([{ count: 1 }]);
    await database.drop();
    expect(await connection.query(count)).toEqual([{ count: 0 }]);
  });

  it("are lent again when what was in them is dropped", async () => {
    const first = await leaseDatabase(server);
    await first.connection.exec(clutter);
    await first.release();
    const second = await leaseDatabase(server);
    expect(second.name).toBe(first.name);
    expect(second.connection.statements).toEqual([]);
    await second.connection.exec(clutter);
    await second.release();
  });

  it.skipIf(!hasPgDump(server))("are dumped like new ones when they are lent again", async () => {
    const used = await leaseDatabase(server);
    await used.connection.exec(clutter);
    expect(await pgDump(used.url)).toContain("CREATE TABLE");
    await used.release();
    const [again, fresh] = [await leaseDatabase(server), await makeDatabase(server)];
    expect(again.name).toBe(used.name);
    expect(await pgDump(again.url)).toBe(await pgDump(fresh.url));
    await again.release();
  });

  it.each([
    ["a setting", (name: string) => `ALTER DATABASE ${name} SET search_path = nowhere`],
    ["a comment", () => "COMMENT ON SCHEMA public IS 'ours'"],
    ["a right", () => "GRANT ALL ON SCHEMA public TO pg_monitor"],
    ["another public schema", () => "DROP SCHEMA public; CREATE SCHEMA public"],
    ["a publication", () => "CREATE PUBLICATION everything"],
    ["a foreign server", () => "CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w"],
    ["a cast", () => "CREATE CAST (boolean AS date) WITH INOUT"],
    ["default rights", () => "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC"],
    ["a large object", () => "SELECT lo_create(0)"],
  ])("are not lent again with %s", async (_, sql) => {
    const used = await leaseDatabase(server);
    await used.connection.exec(sql(used.name));
    await used.release();
    const again = await leaseDatabase(server);
    expect(again.name).not.toBe(used.name);
    await again.release();
  });

  it.skipIf(!hasPsql)("are what psql scripts run in, up to the first error", async () => {
    const { url, connection } = await makeDatabase(server);
    expect(await runPsql(url, "CREATE TABLE t (n integer);\n\\echo done\n")).toBe("CREATE TABLE\ndone\n");
    const broken = runPsql(url, "INSERT INTO t VALUES (1);\nINSERT INTO u VALUES (1);\nDROP TABLE t;");
    await expect(broken).rejects.toThrow('psql:<stdin>:2: ERROR:  relation "u" does not exist');
    expect(await connection.query("SELECT n FROM t")).toEqual([{ n: 1 }]);
  });
});
