import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { LockRequest } from "../../../src/dialect/dialect.js";
import { tryLock } from "../../../src/dialect/sqlite/lock.js";
import { openSqlite } from "../../support/sqlite.js";

async function inDirectory(work: (database: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "aludel-lock-"));
  try {
    await work(join(directory, "db.sqlite"));
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** Runs `afterOpening` between the opening of the lock file and the attempt to lock it. */
function requestFor(
  database: string,
  holder: string,
  afterOpening = async (_file: string): Promise<void> => {},
): LockRequest {
  const lockFile = `${database}.aludel-lock`;
  return {
    options: { type: "better-sqlite3", database },
    holder,
    table: { name: "aludel_version" },
    connect: async () => {
      const connection = openSqlite(lockFile);
      await connection.query("PRAGMA user_version");
      await afterOpening(lockFile);
      return {
        query: async (sql, parameters) => connection.query(sql, parameters),
        close: async () => connection.close(),
      };
    },
  };
}

describe("the lock file", () => {
  it("is had by one at a time, whom others are told", () =>
    inDirectory(async (database) => {
      const first = await tryLock(requestFor(database, "alice"));
      expect(await tryLock(requestFor(database, "bob"))).toEqual({ heldBy: "alice" });
      if ("lock" in first) await first.lock.release();
      expect(await tryLock(requestFor(database, "bob"))).toHaveProperty("lock");
    }));

  it("counts as held where its holder took it away after it was opened", () =>
    inDirectory(async (database) => {
      const alice = await tryLock(requestFor(database, "alice"));
      const release = async (): Promise<void> => {
        if ("lock" in alice) await alice.lock.release();
      };
      expect(await tryLock(requestFor(database, "bob", release))).toEqual({ heldBy: "another process" });
      expect(await tryLock(requestFor(database, "bob"))).toHaveProperty("lock");
    }));
});
