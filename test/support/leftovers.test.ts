import { randomBytes } from "node:crypto";
import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { dropLeftovers } from "./leftovers.js";
import { makeDatabase, makeRole, openPostgres } from "./postgres.js";
import { postgresServers } from "./servers.js";

/** The id of a process that is gone. */
const gone = spawnSync("true").pid;

describe.each(postgresServers)("what test runs left behind, $name", (server) => {
  it("is dropped when nobody uses it, and only then", async () => {
    const name = `aludel_test_${gone}_${randomBytes(6).toString("hex")}`;
    const [owner, living] = [await makeRole(server), await makeDatabase(server)];
    const { connection } = living;
    for (const sql of [`CREATE ROLE ${name}`, `CREATE DATABASE ${name} OWNER ${name}`])
      await connection.query(sql);
    const there = async (): Promise<string[]> => {
      const names = [name, living.name, owner.name].map((text) => `'${text}'`).join(", ");
      const rows = await connection.query(`
        SELECT rolname::text AS name FROM pg_roles WHERE rolname IN (${names})
        UNION ALL SELECT datname FROM pg_database WHERE datname IN (${names})`);
      return rows.map((row) => String(row["name"])).toSorted();
    };
    const all = [name, name, living.name, owner.name].toSorted();
    const user = await openPostgres(Object.assign(new URL(server.url), { pathname: `/${name}` }).href);
    await connection.query("SELECT pg_advisory_unlock_all()");
    await dropLeftovers(server.url);
    expect(await there()).toEqual(all);
    await user.close();
    const left = async (): Promise<string[]> => {
      await dropLeftovers(server.url);
      return there();
    };
    // The server takes a moment to see that the connection is closed.
    await expect.poll(left, { timeout: 30_000 }).toEqual([living.name, owner.name].toSorted());
    await connection.close();
  });
});
