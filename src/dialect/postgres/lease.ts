import { randomUUID } from "node:crypto";
import { AludelError } from "../../errors.js";
import type { Connection, LockAttempt, MigratorLock, OwnConnection } from "../dialect.js";
import { hasState, isConnectionLost } from "./errors.js";
import { readLockingSession, type LockKey } from "./lock-key.js";

/** How long a lease holds without being renewed, by the clock of the server. */
const term = "interval '60 seconds'";
/** How often it is renewed, in milliseconds. */
const renewalPause = 15_000;

/** The error for a lock that is no longer ours. */
export function lockLost(cause?: unknown): AludelError {
  return new AludelError("E_LOCK_LOST", "the lock of the migrator is no longer ours", {
    cause,
    hint: "Another migrator may be at work by now. See where the database is with `aludel current`, then run the command again.",
  });
}

async function leasesExist(connection: Connection, { leases }: LockKey): Promise<boolean> {
  const [row] = await connection.query("SELECT pg_catalog.to_regclass($1) IS NOT NULL AS there", [leases]);
  return row?.["there"] === true;
}

/** Who has the lease of the key, if anybody. */
export async function readLeaseHolder(connection: Connection, key: LockKey): Promise<string | undefined> {
  if (!(await leasesExist(connection, key))) return undefined;
  const [row] = await connection.query(
    `SELECT holder FROM ${key.leases} WHERE key = $1 AND expires > now()`,
    [key.text],
  );
  return row === undefined ? undefined : String(row["holder"]);
}

/** Asks first whether the table is there, as `IF NOT EXISTS` needs the right to create it even then. */
async function createLeases(connection: Connection, key: LockKey): Promise<void> {
  if (await leasesExist(connection, key)) return;
  try {
    await connection.query(
      `CREATE TABLE IF NOT EXISTS ${key.leases} ` +
        "(key text PRIMARY KEY, holder text NOT NULL, token text NOT NULL, expires timestamptz NOT NULL)",
    );
  } catch (error) {
    // Two that create a table at once do not see each other, and one of them fails in the catalog's indexes.
    if (!hasState(error, "23505", "42P07", "42710") || !(await leasesExist(connection, key))) throw error;
  }
}

async function insertLease(
  connection: Connection,
  key: LockKey,
  holder: string,
  token: string,
): Promise<boolean> {
  const rows = await connection.query(
    `INSERT INTO ${key.leases} AS held (key, holder, token, expires) VALUES ($1, $2, $3, now() + ${term}) ` +
      "ON CONFLICT (key) DO UPDATE SET holder = excluded.holder, token = excluded.token, expires = excluded.expires " +
      "WHERE held.expires <= now() RETURNING token",
    [key.text, holder, token],
  );
  return rows.length > 0;
}

/** One statement at a time: the timer and the migrator share the connection. */
function inTurns(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
}

async function renew(connection: Connection, { leases, text }: LockKey, token: string): Promise<void> {
  const [row] = await connection.query(
    `WITH renewed AS (UPDATE ${leases} SET expires = now() + ${term} ` +
      "WHERE key = $1 AND token = $2 AND expires > now() RETURNING 1) SELECT count(*)::int AS count FROM renewed",
    [text, token],
  );
  if (row?.["count"] !== 1) throw lockLost();
}

async function deleteLease(connection: Connection, { leases, text }: LockKey, token: string): Promise<void> {
  await connection.query(`DELETE FROM ${leases} WHERE key = $1 AND token = $2`, [text, token]);
}

/** Renews the lease until it is released; the process may end meanwhile, and the lease then ends by itself. */
function keepLease(connection: OwnConnection, key: LockKey, token: string): MigratorLock {
  const inTurn = inTurns();
  const renewal = (): Promise<void> => inTurn(() => renew(connection, key, token));
  const timer = setInterval(() => {
    // What it fails with, the next check meets again, as it renews, too.
    renewal().catch(() => undefined);
  }, renewalPause).unref();
  return {
    check: async () => {
      try {
        await renewal();
      } catch (error) {
        throw error instanceof AludelError ? error : lockLost(error);
      }
    },
    release: async () => {
      clearInterval(timer);
      try {
        await inTurn(() => deleteLease(connection, key, token));
      } catch (error) {
        if (!isConnectionLost(error)) throw error;
      } finally {
        await connection.close();
      }
    },
  };
}

/**
 * Takes a lease, a row that holds for a minute and is renewed meanwhile: it needs no session, so that it works behind any
 * pooler. One who has the lock of a session looks for a lease after getting it, and we the other way round, so that never
 * both believe to be alone.
 */
export async function takeLease(
  connection: OwnConnection,
  key: LockKey,
  holder: string,
  nameOf: (session: { readonly name: string; readonly process: number }) => string,
): Promise<LockAttempt> {
  const token = randomUUID();
  await createLeases(connection, key);
  if (!(await insertLease(connection, key, holder, token))) {
    return { heldBy: (await readLeaseHolder(connection, key)) ?? "another migrator" };
  }
  const session = await readLockingSession(connection, key);
  if (session === undefined) return { lock: keepLease(connection, key, token) };
  await deleteLease(connection, key, token);
  return { heldBy: nameOf(session) };
}
