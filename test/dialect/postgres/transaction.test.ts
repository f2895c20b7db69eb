import { describe, expect, it } from "vitest";
import type { ScriptOptions, ScriptStatement, TransactionOptions } from "../../../src/dialect/dialect.js";
import { explain } from "../../../src/dialect/postgres/errors.js";
import { scriptHeader, transaction, transactionScript } from "../../../src/dialect/postgres/transaction.js";
import { leaseDatabase, type LeasedDatabase } from "../../support/postgres-lease.js";
import { hasPsql, runPsql } from "../../support/postgres-programs.js";
import { openPostgres, type PostgresConnection } from "../../support/postgres.js";
import { postgresServers } from "../../support/servers.js";

const options: TransactionOptions = { reshapes: false, retry: (attempt) => attempt() };

const settingsSql =
  "SELECT current_setting('lock_timeout') AS lock, current_setting('statement_timeout') AS statement, " +
  "current_setting('transaction_isolation') AS isolation";

const itsBackend = "SELECT pg_backend_pid() AS pid";

async function tablesOf(connection: PostgresConnection): Promise<unknown[]> {
  const rows = await connection.query(
    "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
  );
  return rows.map((row) => row["tablename"]);
}

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => "no failure",
    (error: unknown) => error,
  );
}

function script(statements: readonly ScriptStatement[], more: Partial<ScriptOptions> = {}): string {
  const lines = transactionScript(statements, { reshapes: false, guards: [], transaction: true, ...more });
  return [...scriptHeader, ...lines.map((line) => `${line};`)].join("\n");
}

describe.each(postgresServers)("transaction, $name", (server) => {
  async function withDatabase(test: (database: LeasedDatabase) => Promise<void>): Promise<void> {
    const database = await leaseDatabase(server);
    try {
      await test(database);
    } finally {
      await database.release();
    }
  }

  it("keeps what is done in it, and gives the result", () =>
    withDatabase(async ({ connection, url }) => {
      const result = await transaction(connection, options, async () => {
        await connection.query("CREATE TABLE a (id integer)");
        const other = await openPostgres(url);
        expect(await tablesOf(other)).toEqual([]);
        await other.close();
        return 7;
      });
      expect(result).toBe(7);
      expect(await tablesOf(connection)).toEqual(["a"]);
    }));

  it("undoes all of it after a failure", () =>
    withDatabase(async ({ connection }) => {
      const work = transaction(connection, options, async () => {
        await connection.query("CREATE TABLE a (id integer)");
        await connection.query("SELECT 1 / 0");
      });
      await expect(work).rejects.toThrow("division by zero");
      expect(await tablesOf(connection)).toEqual([]);
    }));

  it("sets limits for itself alone", () =>
    withDatabase(async ({ connection }) => {
      await connection.query("SET default_transaction_isolation = 'serializable'");
      const limits = { ...options, lockTimeout: 1234, statementTimeout: 5678 };
      const [inside] = await transaction(connection, limits, () => connection.query(settingsSql));
      expect(inside).toEqual({ lock: "1234ms", statement: "5678ms", isolation: "read committed" });
      expect(await connection.query(settingsSql)).toEqual([
        { lock: "0", statement: "0", isolation: "serializable" },
      ]);
    }));

  it("leaves limits that nobody gave as they are", () =>
    withDatabase(async ({ connection }) => {
      await connection.query("SET lock_timeout = 77");
      const [inside] = await transaction(connection, options, () => connection.query(settingsSql));
      expect(inside).toMatchObject({ lock: "77ms", statement: "0" });
    }));

  it("stops at a lock that another session holds", () =>
    withDatabase(async ({ connection, url }) => {
      await connection.query("CREATE TABLE a (id integer)");
      const other = await openPostgres(url);
      await other.exec("BEGIN; LOCK TABLE a IN ACCESS SHARE MODE");
      const work = transaction(connection, { ...options, lockTimeout: 50 }, () =>
        connection.query("ALTER TABLE a ADD b integer"),
      );
      expect(explain(await failureOf(work))).toMatchObject({ code: "E_LOCKED", passes: true });
      await other.close();
    }));

  it("stops a statement that takes too long", () =>
    withDatabase(async ({ connection }) => {
      const work = transaction(connection, { ...options, statementTimeout: 50 }, () =>
        connection.query("SELECT pg_sleep(60)"),
      );
      expect(explain(await failureOf(work))).toMatchObject({ code: "E_STATEMENT_TIMEOUT" });
    }));

  it.each([
    ["a transaction", "BEGIN"],
    ["one that failed", "BEGIN; SELECT 1 / 0"],
  ])("refuses a connection that is in %s", (_what, sql) =>
    withDatabase(async ({ connection }) => {
      await failureOf(connection.exec(sql));
      const work = transaction(connection, options, async () => "not reached");
      expect(await failureOf(work)).toMatchObject({ code: "E_IN_TRANSACTION" });
      await connection.query("ROLLBACK");
      await expect(transaction(connection, options, async () => "reached")).resolves.toBe("reached");
    }),
  );

  it("fails where the work goes on after an error", () =>
    withDatabase(async ({ connection }) => {
      const work = transaction(connection, options, async () => {
        await connection.query("CREATE TABLE a (id integer)");
        await failureOf(connection.query("SELECT 1 / 0"));
      });
      expect(explain(await failureOf(work))).toMatchObject({ code: "E_TRANSACTION_ABORTED" });
      expect(await tablesOf(connection)).toEqual([]);
    }));

  it.each(["COMMIT", "ROLLBACK", "COMMIT; BEGIN"])("fails where the work says %s", (sql) =>
    withDatabase(async ({ connection }) => {
      const work = transaction(connection, options, () => connection.exec(sql));
      expect(await failureOf(work)).toMatchObject({ code: "E_TRANSACTION_ENDED" });
      await expect(transaction(connection, options, async () => "again")).resolves.toBe("again");
    }),
  );

  it("gives the first error where the connection is cut", () =>
    withDatabase(async ({ connection, url }) => {
      const other = await openPostgres(url);
      const work = transaction(connection, options, async () => {
        await connection.query("CREATE TABLE a (id integer)");
        const [backend] = await connection.query(itsBackend);
        await Promise.all([
          other.query("SELECT pg_terminate_backend($1)", [Number(backend?.["pid"])]),
          connection.query("SELECT pg_sleep(60)"),
        ]);
      });
      const error = await failureOf(work);
      expect(error).toMatchObject({ code: "57P01" });
      expect(explain(error)).toMatchObject({ code: "E_CONNECTION_LOST" });
      expect(await tablesOf(other)).toEqual([]);
      await other.close();
    }));

  it("checks what is deferred at the end", () =>
    withDatabase(async ({ connection }) => {
      await connection.exec(
        "CREATE TABLE a (id integer UNIQUE DEFERRABLE INITIALLY DEFERRED); INSERT INTO a VALUES (1)",
      );
      const work = transaction(connection, options, () => connection.query("INSERT INTO a VALUES (1)"));
      expect(explain(await failureOf(work))).toMatchObject({ code: "E_ROWS_BREAK_CONSTRAINT" });
      expect(await connection.query("SELECT * FROM a")).toHaveLength(1);
    }));

  describe.skipIf(!hasPsql)("script", () => {
    it("does what can be in a transaction and what cannot, in their order, in silence", () =>
      withDatabase(async ({ connection, url }) => {
        const text = script([
          { sql: "CREATE TABLE a (id integer)" },
          { sql: "CREATE INDEX CONCURRENTLY i ON a (id)", outside: true },
          { sql: "DROP INDEX CONCURRENTLY i", outside: true },
          { sql: "CREATE TABLE IF NOT EXISTS a (id integer)" },
          { sql: "CREATE TABLE b (id integer)" },
        ]);
        await expect(runPsql(url, text)).resolves.toBe("");
        expect(await tablesOf(connection)).toEqual(["a", "b"]);
      }));

    it("undoes its transaction when it stops", () =>
      withDatabase(async ({ connection, url }) => {
        const text = script([
          { sql: "CREATE TABLE a (id integer)" },
          { sql: "CREATE INDEX CONCURRENTLY i ON a (id)", outside: true },
          { sql: "CREATE TABLE b (id integer)" },
          { sql: "SELECT 1 / 0" },
          { sql: "CREATE TABLE c (id integer)" },
        ]);
        await expect(runPsql(url, text)).rejects.toThrow("division by zero");
        expect(await tablesOf(connection)).toEqual(["a"]);
      }));

    it.each(["false", "NULL", "'$aludel$ % ''' IS NULL"])("stops at the guard %s", (condition) =>
      withDatabase(async ({ connection, url }) => {
        const text = script([{ sql: "CREATE TABLE a (id integer)" }], { guards: ["true", condition] });
        const error = await failureOf(runPsql(url, text));
        expect(String(error)).toContain("the database is not at the revision");
        expect(String(error)).toContain(`Expected: ${condition}`);
        expect(await tablesOf(connection)).toEqual([]);
      }),
    );
  });
});

describe("transactionScript", () => {
  const [inside, outside]: readonly ScriptStatement[] = [
    { sql: "inside" },
    { sql: "outside", outside: true },
  ];
  const cases: readonly (readonly [string, readonly (ScriptStatement | undefined)[], readonly string[]])[] = [
    ["nothing", [], []],
    ["one inside", [inside], ["BEGIN", "inside", "COMMIT"]],
    ["one outside", [outside], ["outside"]],
    ["two outside", [outside, outside], ["outside", "outside"]],
    ["outside first", [outside, inside], ["outside", "BEGIN", "inside", "COMMIT"]],
    ["outside last", [inside, outside], ["BEGIN", "inside", "COMMIT", "outside"]],
    [
      "outside between",
      [inside, outside, inside, inside],
      ["BEGIN", "inside", "COMMIT", "outside", "BEGIN", "inside", "inside", "COMMIT"],
    ],
  ];

  it.each(cases)("opens and closes transactions where it must: %s", (_what, statements, lines) => {
    const given = statements.filter((statement) => statement !== undefined);
    expect(transactionScript(given, { reshapes: false, guards: [], transaction: true })).toEqual(lines);
  });

  it("opens none without being asked to", () => {
    const given = [{ sql: "one" }, { sql: "two", outside: true } as const];
    expect(transactionScript(given, { reshapes: false, guards: [], transaction: false })).toEqual([
      "one",
      "two",
    ]);
  });
});
