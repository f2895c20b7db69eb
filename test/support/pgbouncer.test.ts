import { afterEach, describe, expect, it } from "vitest";
import type { KeptProcess } from "./kept-process.js";
import { hasPgBouncer, startPgBouncer } from "./pgbouncer.js";
import { leaseDatabase } from "./postgres-lease.js";
import { openPostgres } from "./postgres.js";
import { postgresServers } from "./servers.js";

const started: KeptProcess[] = [];

afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.stop()));
});

const backend = "SELECT pg_backend_pid() AS pid, current_database()::text AS name";

describe.skipIf(!hasPgBouncer).each(postgresServers)("the pooler, $name", (server) => {
  it("changes the server connection between transactions, not within", async () => {
    const database = await leaseDatabase(server);
    const pooler = await startPgBouncer(database);
    started.push(pooler);
    const [first, second] = [await openPostgres(pooler.url), await openPostgres(pooler.url)];
    await first.query("BEGIN");
    const [inside] = await first.query(backend);
    const [other] = await second.query(backend);
    expect(await first.query(backend)).toEqual([inside]);
    expect(inside).toMatchObject({ name: database.name });
    expect(other).not.toEqual(inside);
    await first.query("COMMIT");
    const later = [await first.query(backend), await first.query(backend)];
    expect(later.flat()).toEqual(expect.arrayContaining([inside, other]));
    await Promise.all([first.close(), second.close()]);
    await database.release();
  });

  it("cannot be reached once it is stopped", async () => {
    const database = await leaseDatabase(server);
    const pooler = await startPgBouncer(database);
    await (await openPostgres(pooler.url)).close();
    await pooler.stop();
    await expect(openPostgres(pooler.url)).rejects.toThrow("ECONNREFUSED");
    await database.release();
  });
});
