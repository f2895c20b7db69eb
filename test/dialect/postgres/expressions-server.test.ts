import { describe, expect, it } from "vitest";
import type { ExpressionPair, Verdict } from "../../../src/dialect/dialect.js";
import { compareExpressions } from "../../../src/dialect/postgres/expressions.js";
import { builders } from "../../../src/operation/builders.js";
import { emptySchema, type Schema } from "../../../src/schema/schema.js";
import { makeDatabase, makeRole, openPostgres, type PostgresConnection } from "../../support/postgres.js";
import { postgresServers } from "../../support/servers.js";

const { table } = builders.createTable("t", (t) => [t.column("a", "integer"), t.column("b", "text")]);
const schema: Schema = { ...emptySchema, tables: [table] };
const object = { name: "t" };

function defaultPair(from: string, to: string): ExpressionPair {
  return { from, to, place: { object, part: "default", column: "b" }, where: "t.b default" };
}

function checkPair(from: string, to: string): ExpressionPair {
  return { from, to, place: { object, part: "check" }, where: "t check" };
}

const same: Verdict = { result: "same" };
const different: Verdict = { result: "different" };

async function compare(
  connection: PostgresConnection,
  ...pairs: readonly ExpressionPair[]
): Promise<Verdict[]> {
  return compareExpressions(pairs, { connection, from: schema, to: schema });
}

it("asks nobody where there is no database", async () => {
  const pairs = [defaultPair("1", " 1\n"), defaultPair("1", "2")];
  expect(await compareExpressions(pairs, { from: schema, to: schema })).toEqual([
    same,
    { result: "unknown", reason: "there is no database to ask" },
  ]);
});

describe.each(postgresServers)("$name", (server) => {
  it("asks nothing about equal texts, nor about triggers", async () => {
    const { connection } = await makeDatabase(server);
    const trigger: ExpressionPair = {
      from: "CREATE TRIGGER x",
      to: "CREATE TRIGGER y",
      place: { object, part: "trigger", trigger: "x" },
      where: "t trigger",
    };
    expect(await compare(connection, checkPair("a > 0", "a > 0 "), trigger)).toEqual([same, different]);
    expect(connection.statements).toEqual([]);
  });

  it("takes as many round trips for many pairs as for few", async () => {
    const { connection } = await makeDatabase(server);
    const ask = async (count: number): Promise<number> => {
      const before = connection.statements.length;
      const pairs = Array.from({ length: count }, (_, index) => [
        defaultPair(`'${index}'::text`, `'${index}'`),
        defaultPair(`('${index}'::text || ''::text)`, `'${index}'`),
        checkPair(`(a > ${index})`, `a>${index}`),
      ]).flat();
      expect(new Set((await compare(connection, ...pairs)).map(({ result }) => result))).toEqual(
        new Set(["same"]),
      );
      return connection.statements.length - before;
    };
    const few = await ask(2);
    expect(few).toBeLessThan(50);
    expect(await ask(600)).toBe(few);
  });

  it("finds the text that the server refuses among many", async () => {
    const { connection } = await makeDatabase(server);
    const pairs = Array.from({ length: 300 }, (_, index) => [
      defaultPair(`'${index}'::text`, `'${index}'`),
      checkPair(`(a > ${index})`, index === 77 ? "a >" : `a>${index}`),
    ]).flat();
    const verdicts = await compare(connection, ...pairs);
    expect(
      verdicts
        .map((verdict, index) => ({ verdict, index }))
        .filter(({ verdict }) => verdict.result !== "same"),
    ).toEqual([{ verdict: different, index: 155 }]);
    expect(connection.statements.length).toBeLessThan(100);
  });

  it("leaves a transaction and its settings as they were", async () => {
    const { connection } = await makeDatabase(server);
    await connection.exec(
      "BEGIN; CREATE TABLE t (a integer, b text); SET LOCAL search_path = public, pg_temp",
    );
    await connection.exec("SET LOCAL DateStyle = German; INSERT INTO t VALUES (1)");
    expect(
      await compare(connection, defaultPair("'x'::text", "'x'"), checkPair("(a > 0)", "a >> 0 >")),
    ).toEqual([same, different]);
    expect(
      await connection.query(
        "SELECT a, current_setting('search_path') AS path, current_setting('DateStyle') AS style FROM t",
      ),
    ).toEqual([{ a: 1, path: "public, pg_temp", style: "German, DMY" }]);
    await connection.exec("COMMIT");
    expect(await connection.query("SELECT a FROM t")).toEqual([{ a: 1 }]);
  });

  it("leaves no transaction open", async () => {
    const { connection } = await makeDatabase(server);
    await compare(connection, defaultPair("'x'::text", "'x'"));
    const [first, second] = [
      await connection.query("SELECT txid_current()::text AS id"),
      await connection.query("SELECT txid_current()::text AS id"),
    ];
    expect(first).not.toEqual(second);
  });

  it("finds functions of the author where the connection does, and reads them back as introspection does", async () => {
    const { connection } = await makeDatabase(server);
    await connection.exec(`
      CREATE SCHEMA ext; SET search_path = public, ext;
      CREATE FUNCTION ext.twice(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 2 * $1'`);
    expect(
      await compare(
        connection,
        checkPair("(ext.twice(a) > 0)", "twice(a) > 0"),
        defaultPair("(ext.twice(1))::text", "twice(1)::text"),
        defaultPair("(ext.twice(1))::text", "'2'"),
      ),
    ).toEqual([same, same, different]);
  });

  it("keeps away from tables that others work on", async () => {
    const database = await makeDatabase(server);
    const { connection } = database;
    await connection.exec("CREATE TABLE t (a integer, b text); SET lock_timeout = 200");
    const other = await openPostgres(database.url);
    await other.exec("BEGIN; LOCK TABLE t IN ACCESS EXCLUSIVE MODE");
    const pairs = [checkPair("(a > 0)", "a>0"), defaultPair("'x'::text", "'x'")];
    expect(await compare(connection, ...pairs)).toEqual([same, same]);
    await other.close();
  });

  it("knows nothing without the right to try things out", async () => {
    const database = await makeDatabase(server);
    const role = await makeRole(server);
    await database.connection.exec(`REVOKE TEMPORARY ON DATABASE ${database.name} FROM PUBLIC`);
    const connection = await openPostgres(role.urlOf(database));
    expect(await compare(connection, defaultPair("'x'::text", "'x'"), checkPair("(a > 0)", "a>1"))).toEqual([
      { result: "unknown", reason: expect.stringMatching(/permission denied to create temporary tables/) },
      { result: "unknown", reason: expect.stringMatching(/permission denied to create temporary tables/) },
    ]);
    await connection.close();
  });

  it("needs no right but to try things out, and knows nothing of functions that it has no right to", async () => {
    const database = await makeDatabase(server);
    const role = await makeRole(server);
    await database.connection.exec(`
      CREATE TABLE t (a integer, b text); CREATE SCHEMA ext;
      CREATE FUNCTION ext.twice(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 2 * $1'`);
    const connection = await openPostgres(role.urlOf(database));
    expect(
      await compare(
        connection,
        checkPair("(a > 0)", "a>0"),
        checkPair("(a > 0)", "a>1"),
        checkPair("(ext.twice(a) > 0)", "ext.twice(a)>0"),
      ),
    ).toEqual([
      same,
      different,
      { result: "unknown", reason: expect.stringMatching(/permission denied for schema ext/) },
    ]);
    await connection.close();
  });

  it("knows nothing where nothing may be written", async () => {
    const { connection } = await makeDatabase(server);
    await connection.exec("SET default_transaction_read_only = on");
    expect(await compare(connection, defaultPair("'x'::text", "'x'"))).toEqual([
      { result: "unknown", reason: expect.stringMatching(/read-only transaction/) },
    ]);
  });

  it("fails where the connection is cut", async () => {
    const { connection } = await makeDatabase(server);
    const cut = "SELECT pg_terminate_backend(pg_backend_pid())";
    const query: PostgresConnection["query"] = async (sql, parameters) =>
      connection.query(sql.replace(/^CREATE TEMPORARY TABLE defaults/, `${cut}; $&`), parameters);
    const asked = compare({ ...connection, query }, defaultPair("'x'::text", "'x'"));
    await expect(asked).rejects.toThrow(/terminat/);
  });
});
