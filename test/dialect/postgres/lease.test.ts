import { afterEach, describe, expect, it, vi } from "vitest";
import { explain } from "../../../src/dialect/postgres/errors.js";
import { tryLock } from "../../../src/dialect/postgres/lock.js";
import { isPooled } from "../../../src/dialect/postgres/pooler.js";
import { hasPgBouncer, startPgBouncer, type PgBouncer } from "../../support/pgbouncer.js";
import { leaseDatabase, type LeasedDatabase } from "../../support/postgres-lease.js";
import { makeDatabase, makeRole, openPostgres } from "../../support/postgres.js";
import { postgresServers } from "../../support/servers.js";
import { got, lockAs, mostAtOnce, requestFor, waitForLock } from "./migrators.js";

const started: PgBouncer[] = [];

afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(started.splice(0).map((pooler) => pooler.stop()));
});

async function poolerFor(
  database: { readonly url: string },
  settings?: Readonly<Record<string, string | number>>,
): Promise<PgBouncer> {
  const pooler = await startPgBouncer(database, settings);
  started.push(pooler);
  return pooler;
}

const countSql = "SELECT count(*)::int AS count FROM aludel_lock WHERE expires > now()";
const readExpiry = "SELECT expires::text AS expires FROM aludel_lock";
const expire = "UPDATE aludel_lock SET expires = now() - interval '1 second'";

describe.skipIf(!hasPgBouncer).each(postgresServers)("the lease behind a pooler, $name", (server) => {
  async function withDatabase(test: (database: LeasedDatabase) => Promise<void>): Promise<void> {
    const database = await leaseDatabase(server);
    try {
      await test(database);
    } finally {
      await database.release();
    }
  }

  async function withPooler(test: (database: LeasedDatabase, url: string) => Promise<void>): Promise<void> {
    await withDatabase(async (database) => test(database, (await poolerFor(database)).url));
  }

  it.each([
    ["in turns", 1],
    ["the last one first", 0],
  ])("is taken where server connections are used %s", (_what, server_round_robin) =>
    withDatabase(async (database) => {
      const { url } = await poolerFor(database, { server_round_robin });
      const idle = [await openPostgres(url), await openPostgres(url)];
      await Promise.all(idle.map((connection) => connection.query("SELECT pg_sleep(0.05)")));
      const lock = got(await lockAs(url, "alice"));
      expect(await database.connection.query(countSql)).toEqual([{ count: 1 }]);
      await lock.check();
      await lock.release();
      expect(await database.connection.query(countSql)).toEqual([{ count: 0 }]);
      await Promise.all(idle.map((connection) => connection.close()));
    }),
  );

  it("is taken where there is one server connection only", () =>
    withDatabase(async (database) => {
      const { url } = await poolerFor(database, { default_pool_size: 1 });
      const lock = got(await lockAs(url, "alice"));
      expect(await database.connection.query(countSql)).toEqual([{ count: 1 }]);
      await lock.release();
    }));

  it("leaves no lock and no name in the sessions of the pooler", () =>
    withPooler(async ({ connection }, url) => {
      await got(await lockAs(url, "alice")).release();
      const own = "database = (SELECT oid FROM pg_database WHERE datname = current_database())";
      const locks = `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND ${own}`;
      expect(await connection.query(locks)).toEqual([]);
      const other = await openPostgres(url);
      expect(await other.query("SHOW application_name")).toEqual([{ application_name: "" }]);
      await other.close();
    }));

  it("is had by one migrator, whom others are told", () =>
    withPooler(async ({ url: direct }, url) => {
      const lock = got(await lockAs(url, "alice, process 12"));
      expect(await lockAs(url, "bob")).toEqual({ heldBy: "alice, process 12" });
      expect(await lockAs(direct, "bob")).toEqual({ heldBy: "alice, process 12" });
      await lock.release();
      await got(await lockAs(url, "bob")).release();
    }));

  it("is not had while another migrator is connected directly", () =>
    withPooler(async ({ url: direct }, url) => {
      const lock = got(await lockAs(direct, "alice"));
      expect(await lockAs(url, "bob")).toEqual({ heldBy: expect.stringContaining("alice") });
      await lock.release();
      await got(await lockAs(url, "bob")).release();
    }));

  it("is given back where somebody got the lock of a session meanwhile", () =>
    withPooler(async ({ url: direct, connection }, url) => {
      const alice = requestFor(url, "alice");
      let opened = 0;
      const bobs: Awaited<ReturnType<typeof lockAs>>[] = [];
      const connect: typeof alice.connect = async (options) => {
        // By the time of the second connection, alice has looked for others and seen nobody.
        if (++opened === 2) bobs.push(await lockAs(direct, "bob"));
        return alice.connect(options);
      };
      expect(await tryLock({ ...alice, connect })).toEqual({ heldBy: expect.stringContaining("bob") });
      expect(await connection.query(countSql)).toEqual([{ count: 0 }]);
      for (const bob of bobs) await got(bob).release();
    }));

  it("goes before the lock of a session that is got meanwhile", () =>
    withPooler(async ({ url: direct }, url) => {
      const alice = requestFor(direct, "alice");
      let opened = 0;
      const bobs: Awaited<ReturnType<typeof lockAs>>[] = [];
      const connect: typeof alice.connect = async (options) => {
        if (++opened === 2) bobs.push(await lockAs(url, "bob"));
        return alice.connect(options);
      };
      expect(await tryLock({ ...alice, connect })).toEqual({ heldBy: "bob" });
      for (const bob of bobs) await got(bob).release();
      await (await waitForLock(direct, "carol")).release();
    }));

  it("ends by itself, and is lost then, whoever has it", () =>
    withPooler(async ({ connection, url: direct }, url) => {
      const lock = got(await lockAs(url, "alice"));
      await connection.query(expire);
      await expect(lock.check()).rejects.toMatchObject({ code: "E_LOCK_LOST" });
      const next = got(await lockAs(url, "bob"));
      await expect(lock.check()).rejects.toMatchObject({ code: "E_LOCK_LOST" });
      await lock.release();
      await next.check();
      await connection.query(expire);
      await got(await lockAs(direct, "carol")).release();
      await next.release();
    }));

  it("is renewed while its migrator works", () =>
    withPooler(async ({ connection }, url) => {
      vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
      const lock = got(await lockAs(url, "alice"));
      const before = await connection.query(readExpiry);
      vi.advanceTimersByTime(15_000);
      vi.useRealTimers();
      await expect.poll(() => connection.query(readExpiry)).not.toEqual(before);
      await lock.release();
    }));

  it("is lost with the pooler, and no renewal ends the process", () =>
    withDatabase(async (database) => {
      const pooler = await startPgBouncer(database);
      vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
      const lock = got(await lockAs(pooler.url, "alice"));
      await pooler.stop();
      vi.advanceTimersByTime(15_000);
      await expect(lock.check()).rejects.toMatchObject({ code: "E_LOCK_LOST" });
      await lock.release();
      await database.connection.query(expire);
      await got(await lockAs(database.url, "bob")).release();
    }));

  it("is had by one of six at a time, behind poolers and not", () =>
    withPooler(async ({ url: direct }, url) => {
      expect(await mostAtOnce([url, url, url, direct, direct, direct])).toBe(1);
    }));

  it("stands in the schema of the version table", () =>
    withPooler(async ({ connection }, url) => {
      await connection.exec(`CREATE SCHEMA "Bill ""ing"`);
      const lock = got(await lockAs(url, "alice", { name: "versions", schema: `Bill "ing` }));
      expect(await connection.query(`SELECT holder FROM "Bill ""ing".aludel_lock`)).toEqual([
        { holder: "alice" },
      ]);
      await lock.release();
    }));

  it("works for a role that may not create tables, once its table is there", async () => {
    const role = await makeRole(server);
    const database = await makeDatabase(server);
    await database.connection.exec("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
    const { url } = await poolerFor({ url: role.urlOf(database) });
    const refused = await lockAs(url, "alice").catch((error: unknown) => explain(error)?.code);
    expect(refused).toBe("E_PERMISSION");
    await database.connection.exec(
      "CREATE TABLE aludel_lock (key text PRIMARY KEY, holder text NOT NULL, token text NOT NULL, " +
        `expires timestamptz NOT NULL); GRANT ALL ON aludel_lock TO ${role.name}`,
    );
    await got(await lockAs(url, "alice")).release();
    await Promise.all(started.splice(0).map((pooler) => pooler.stop()));
    await database.drop();
    await role.drop();
  });

  it("is not needed with sessions of our own", () =>
    withDatabase(async (database) => {
      const pooled = await isPooled(database.connection, () => openPostgres(database.url));
      expect(pooled).toBe(false);
    }));
});
