import { describe, expect, it } from "vitest";
import { tryLock } from "../../../src/dialect/postgres/lock.js";
import { leaseDatabase, type LeasedDatabase } from "../../support/postgres-lease.js";
import type { PostgresConnection } from "../../support/postgres.js";
import { postgresServers } from "../../support/servers.js";
import { got, lockAs, mostAtOnce, requestFor } from "./migrators.js";

/** The names of the sessions in the database, besides the one that asks. */
async function sessionsAt(connection: PostgresConnection): Promise<unknown[]> {
  const rows = await connection.query(
    "SELECT application_name AS name FROM pg_stat_activity WHERE datname = current_database() " +
      "AND backend_type = 'client backend' AND pid <> pg_backend_pid() ORDER BY 1",
  );
  return rows.map((row) => row["name"]);
}

const killMigrators =
  "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() " +
  "AND application_name LIKE 'aludel: %'";

describe.each(postgresServers)("the lock of a session, $name", (server) => {
  async function withDatabase(test: (database: LeasedDatabase) => Promise<void>): Promise<void> {
    const database = await leaseDatabase(server);
    try {
      await test(database);
    } finally {
      await database.release();
    }
  }

  it("is had by one migrator, whom others are told", () =>
    withDatabase(async ({ url }) => {
      const lock = got(await lockAs(url, "alice, process 12"));
      expect(await lockAs(url, "bob")).toEqual({
        heldBy: expect.stringMatching(/^alice, process 12 \(process \d+ of the server\)$/),
      });
      await lock.check();
      await lock.release();
      await got(await lockAs(url, "bob")).release();
    }));

  it("leaves no connection behind", () =>
    withDatabase(async ({ url, connection }) => {
      const lock = got(await lockAs(url, "alice"));
      await lockAs(url, "bob");
      await expect.poll(() => sessionsAt(connection)).toEqual(["aludel: alice"]);
      await lock.release();
      await expect.poll(() => sessionsAt(connection)).toEqual([]);
    }));

  it("makes no table", () =>
    withDatabase(async ({ url, connection }) => {
      await got(await lockAs(url, "alice")).release();
      expect(await connection.query("SELECT 1 FROM pg_tables WHERE tablename = 'aludel_lock'")).toEqual([]);
    }));

  it.each([
    ["a long name", "a".repeat(200), `aludel: ${"a".repeat(55)}`],
    ["letters beyond ASCII", "Jürgen\n", "aludel: J?rgen?"],
    ["quotes", `o'"; --`, `aludel: o'"; --`],
  ])("shows %s as far as the server can", (_what, holder, name) =>
    withDatabase(async ({ url, connection }) => {
      const lock = got(await lockAs(url, holder));
      expect(await sessionsAt(connection)).toContain(name);
      await lock.release();
    }),
  );

  it.each([
    ["of another name", { name: "other" }],
    ["in another schema", { name: "aludel_version", schema: "billing" }],
  ])("does not disturb migrators with a version table %s", (_what, table) =>
    withDatabase(async ({ url }) => {
      const locks = [got(await lockAs(url, "alice")), got(await lockAs(url, "bob", table))];
      expect(await lockAs(url, "carol", table)).toEqual({ heldBy: expect.stringContaining("bob") });
      for (const lock of locks) await lock.release();
    }),
  );

  it("knows the default schema by its name, too", () =>
    withDatabase(async ({ url }) => {
      const lock = got(await lockAs(url, "alice"));
      const attempt = await lockAs(url, "bob", { name: "aludel_version", schema: "public" });
      expect(attempt).toEqual({ heldBy: expect.stringContaining("alice") });
      await lock.release();
    }));

  it("does not disturb migrators of another database", () =>
    withDatabase(({ url }) =>
      withDatabase(async (other) => {
        const lock = got(await lockAs(url, "alice"));
        const attempt = await lockAs(other.url, "bob");
        expect(attempt).toHaveProperty("lock");
        await got(attempt).release();
        await lock.release();
      }),
    ));

  it("is lost with its connection, and can be had again", () =>
    withDatabase(async ({ url, connection }) => {
      const lock = got(await lockAs(url, "alice"));
      await connection.query(killMigrators);
      await expect.poll(() => sessionsAt(connection)).toEqual([]);
      await expect(lock.check()).rejects.toMatchObject({ code: "E_LOCK_LOST" });
      await lock.release();
      await got(await lockAs(url, "bob")).release();
    }));

  it("is lost where its session lets go of it", () =>
    withDatabase(async ({ url }) => {
      const request = requestFor(url, "alice");
      const lock = got(await tryLock(request));
      await request.connections[0]?.query("SELECT pg_advisory_unlock_all()");
      await expect(lock.check()).rejects.toMatchObject({ code: "E_LOCK_LOST" });
      await lock.release();
    }));

  it("closes its connection when it cannot ask", () =>
    withDatabase(async ({ url, connection }) => {
      const request = requestFor(url, "alice");
      const connect: typeof request.connect = (options) =>
        request.connections.length === 0
          ? request.connect(options)
          : Promise.reject(new Error("no second one"));
      await expect(tryLock({ ...request, connect })).rejects.toThrow("no second one");
      await expect.poll(() => sessionsAt(connection)).toEqual([]);
    }));

  it("is had by one of three at a time", () =>
    withDatabase(async ({ url }) => {
      expect(await mostAtOnce([url, url, url])).toBe(1);
    }));

  it("is not ended by time-outs of the server", () =>
    withDatabase(async ({ url, connection, name }) => {
      const settings = ["statement_timeout", ...(server.major < 14 ? [] : ["idle_session_timeout"])];
      for (const setting of settings) await connection.exec(`ALTER DATABASE ${name} SET ${setting} = 60000`);
      const request = requestFor(url, "alice");
      const lock = got(await tryLock(request));
      for (const setting of settings) {
        expect(await request.connections[0]?.query(`SHOW ${setting}`)).toEqual([{ [setting]: "0" }]);
      }
      await lock.release();
    }));
});
