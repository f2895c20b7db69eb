import { describe, expect, it } from "vitest";
import { explain } from "../../../src/dialect/postgres/errors.js";
import { leaseDatabase } from "../../support/postgres-lease.js";
import { makeDatabase, makeRole, openPostgres, type PostgresConnection } from "../../support/postgres.js";
import { postgresServers } from "../../support/servers.js";
import { errorCases } from "./error-cases.js";
import { requestFor } from "./migrators.js";

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => "no failure",
    (error: unknown) => error,
  );
}

describe.each(postgresServers)("explain, $name", (server) => {
  it.each(errorCases)("%s; %s: %s", async (setup, sql, code, message, hint) => {
    const database = await leaseDatabase(server);
    const other = await openPostgres(database.url);
    await other.query("SELECT pg_advisory_lock(1, 1)");
    const connection = await requestFor(database.url, "").connect({ type: "postgres", url: database.url });
    for (const statement of setup.split("; ").filter((part) => part !== ""))
      await connection.query(statement);
    const error = await failureOf(connection.query(sql));
    await Promise.all([connection.close(), other.close()]);
    await database.release();
    expect(explain(error)).toMatchObject({
      code,
      message: expect.stringContaining(message),
      hint: expect.stringContaining(hint),
    });
  });

  it("says which transactions that wait for each other, or disturb each other, may try again", async () => {
    const database = await leaseDatabase(server);
    await database.connection.exec("CREATE TABLE a (id integer); INSERT INTO a VALUES (1), (2)");
    const [first, second] = [await openPostgres(database.url), await openPostgres(database.url)];
    const update = (connection: PostgresConnection, id: number): Promise<unknown> =>
      connection.query("UPDATE a SET id = id WHERE id = $1", [id]);
    for (const connection of [first, second]) await connection.exec("SET deadlock_timeout = 50; BEGIN");
    await Promise.all([update(first, 1), update(second, 2)]);
    const outcomes = await Promise.allSettled([update(first, 2), update(second, 1)]);
    const [deadlock] = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
    expect(explain(deadlock)).toMatchObject({ code: "E_DEADLOCK", passes: true });
    for (const connection of [first, second])
      await connection.exec("ROLLBACK; BEGIN ISOLATION LEVEL REPEATABLE READ");
    await Promise.all([first.query("SELECT FROM a"), update(second, 1)]);
    await second.query("COMMIT");
    const error = await failureOf(update(first, 1));
    expect(explain(error)).toMatchObject({ code: "E_SERIALIZATION", passes: true });
    await Promise.all([first.close(), second.close()]);
    await database.release();
  });

  it("knows a connection that was cut, and one that TypeORM gave up then", async () => {
    const database = await leaseDatabase(server);
    const connection = await requestFor(database.url, "").connect({ type: "postgres", url: database.url });
    const [row] = await connection.query("SELECT pg_backend_pid() AS pid");
    const [cut] = await Promise.all([
      failureOf(connection.query("SELECT pg_sleep(60)")),
      database.connection.query("SELECT pg_terminate_backend($1)", [Number(row?.["pid"])]),
    ]);
    expect(explain(cut)).toMatchObject({
      code: "E_CONNECTION_LOST",
      hint: expect.stringContaining("undone"),
    });
    await expect
      .poll(async () => explain(await failureOf(connection.query("SELECT 1"))))
      .toMatchObject({ code: "E_CONNECTION_LOST" });
    await connection.close();
    await database.release();
  });

  describe("for a role without rights", () => {
    const missing: readonly (readonly [sql: string, message: string, hint: string])[] = [
      ["CREATE TABLE b ()", "permission denied for schema public", "GRANT USAGE, CREATE ON SCHEMA public TO"],
      ["CREATE SCHEMA b", "permission denied for database", "GRANT CONNECT, CREATE ON DATABASE"],
      ["ALTER TABLE a ADD b integer", "must be owner of table a", "GRANT the_owner TO the_role"],
      ["INSERT INTO a VALUES (1)", "permission denied for table a", "GRANT ALL ON a TO the_role"],
      ["SELECT * FROM v", "permission denied for view v", "GRANT ALL ON v TO the_role"],
      ["SELECT nextval('s')", "permission denied for sequence s", "GRANT ALL ON SEQUENCE s TO the_role"],
      ["SELECT f()", "permission denied for function f", "GRANT EXECUTE ON FUNCTION f TO the_role"],
      ["CREATE EXTENSION plpgsql", "permission denied to create extension", 'CREATE EXTENSION "plpgsql"'],
      ["SET ROLE postgres", "permission denied to set role", "Log in with a role that has the right"],
    ];

    it.each(missing)("%s: %s", async (sql, message, hint) => {
      const role = await makeRole(server);
      const database = await makeDatabase(server);
      await database.connection.exec(
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC; CREATE TABLE a (id integer); CREATE SEQUENCE s; " +
          "CREATE VIEW v AS SELECT 1; CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1'; " +
          "REVOKE EXECUTE ON FUNCTION f() FROM PUBLIC; DROP EXTENSION plpgsql",
      );
      const connection = await openPostgres(role.urlOf(database));
      const error = await failureOf(connection.query(sql));
      await connection.close();
      await database.drop();
      await role.drop();
      expect(explain(error)).toMatchObject({
        code: "E_PERMISSION",
        message: expect.stringContaining(message),
        hint: expect.stringContaining(hint),
      });
    });
  });
});

describe("explain", () => {
  const server = (code: string, message: string, more: object = {}): Error =>
    Object.assign(new Error(message), { code, ...more });

  it.each([
    [
      "a disk that is full",
      server("53100", 'could not extend file "base/1/2": No space left'),
      "E_DISK",
      "Make room",
    ],
    [
      "locks without room",
      server("53200", "out of shared memory", {
        hint: "You might need to increase max_locks_per_transaction.",
      }),
      "E_OUT_OF_MEMORY",
      "max_locks_per_transaction",
    ],
    ["memory that is used up", server("53200", "out of memory"), "E_OUT_OF_MEMORY", "maintenance_work_mem"],
    [
      "a query that was canceled",
      server("57014", "canceling statement due to user request"),
      "E_CANCELED",
      "again",
    ],
    [
      "a catalog that another process changed",
      server("XX000", "tuple concurrently updated"),
      "E_SERIALIZATION",
      "again",
    ],
    [
      "a replica",
      server("25006", "cannot execute CREATE TABLE in a read-only transaction"),
      "E_DATABASE_READONLY",
      "replica",
    ],
    [
      "an idle transaction",
      server("25P03", "terminating connection due to idle-in-transaction timeout"),
      "E_CONNECTION_LOST",
      "time-out",
    ],
    ["a reset", server("ECONNRESET", "read ECONNRESET", { syscall: "read" }), "E_CONNECTION_LOST", "undone"],
    ["a broken pipe", server("EPIPE", "write EPIPE", { syscall: "write" }), "E_CONNECTION_LOST", "undone"],
    ["an end without a word", new Error("Connection terminated unexpectedly"), "E_CONNECTION_LOST", "undone"],
    [
      "an error as the cause of another",
      new Error("outer", { cause: server("53100", "full") }),
      "E_DISK",
      "Make room",
    ],
  ])("knows %s", (_what, error, code, hint) => {
    expect(explain(error)).toMatchObject({ code, hint: expect.stringContaining(hint) });
  });

  it.each([
    ["an error of the revision", new TypeError("x is not a function")],
    [
      "a file that is missing",
      server("ENOENT", "ENOENT: no such file or directory, open 'x'", { syscall: "open" }),
    ],
    ["a syntax error", server("42601", 'syntax error at or near "x"')],
    ["what is no error", "text"],
    ["nothing", undefined],
  ])("leaves alone %s", (_what, error) => {
    expect(explain(error)).toBeUndefined();
  });
});
