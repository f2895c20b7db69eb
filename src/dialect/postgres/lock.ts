import type { DataSourceOptions } from "typeorm";
import type { Connection, LockAttempt, LockRequest, MigratorLock, OwnConnection } from "../dialect.js";
import { isConnectionLost } from "./errors.js";
import { lockLost, readLeaseHolder, takeLease } from "./lease.js";
import { readKey, readLockingSession, type LockingSession, type LockKey } from "./lock-key.js";
import { isPooled } from "./pooler.js";

const prefix = "aludel: ";

/** A name of a session as the server keeps it: 63 bytes of ASCII. https://www.postgresql.org/docs/current/runtime-config-logging.html#GUC-APPLICATION-NAME */
function sessionName(holder: string): string {
  return `${prefix}${holder}`.replaceAll(/[^ -~]/g, "?").slice(0, 63);
}

/** The holder as others are told. */
function holderOf({ name, process }: Pick<LockingSession, "name" | "process">): string {
  const holder = name.startsWith(prefix) ? name.slice(prefix.length) : name || "another session";
  return `${holder} (process ${process} of the server)`;
}

/**
 * The options for a connection of the lock: kept alive while the work goes on elsewhere, without replicas, entities and all
 * that TypeORM does besides.
 */
function lockOptions(options: DataSourceOptions): DataSourceOptions {
  if (options.type !== "postgres") return options;
  const extra: unknown = options.extra;
  return {
    ...options,
    entities: [],
    subscribers: [],
    migrations: [],
    logging: false,
    cache: false,
    extra: { ...(typeof extra === "object" ? extra : {}), keepAlive: true, max: 1 },
    ...(options.replication && { replication: { ...options.replication, slaves: [] } }),
  };
}

/**
 * Names the session, and sees to it that nothing ends it while it is idle and the work goes on. Only now that it is known
 * to be our own: a pooler would hand the name on to others.
 */
async function prepareSession(connection: Connection, holder: string): Promise<void> {
  await connection.query(
    "SELECT pg_catalog.set_config(s.name, CASE s.name WHEN 'application_name' THEN $1 ELSE '0' END, false) " +
      "FROM pg_catalog.pg_settings s WHERE s.name IN ('application_name', 'idle_session_timeout', 'statement_timeout')",
    [sessionName(holder)],
  );
}

function sessionLock(connection: OwnConnection, key: LockKey): MigratorLock {
  return {
    check: async () => {
      const session = await readLockingSession(connection, key).catch((error: unknown) => {
        throw lockLost(error);
      });
      if (session?.isOurs !== true) throw lockLost();
    },
    release: async () => {
      try {
        await connection.query("SELECT pg_catalog.pg_advisory_unlock($1, $2)", [...key.numbers]);
      } catch (error) {
        // The server has ended the lock with the connection.
        if (!isConnectionLost(error)) throw error;
      } finally {
        await connection.close();
      }
    },
  };
}

/** Takes the lock of the session; then looks for a lease, as {@link takeLease} looks for a session. */
async function takeSessionLock(
  connection: OwnConnection,
  key: LockKey,
  holder: string,
): Promise<LockAttempt> {
  await prepareSession(connection, holder);
  const [row] = await connection.query("SELECT pg_catalog.pg_try_advisory_lock($1, $2) AS got", [
    ...key.numbers,
  ]);
  if (row?.["got"] !== true) {
    const session = await readLockingSession(connection, key);
    return { heldBy: session === undefined ? "another migrator" : holderOf(session) };
  }
  const heldBy = await readLeaseHolder(connection, key);
  if (heldBy !== undefined) return { heldBy };
  return { lock: sessionLock(connection, key) };
}

async function attempt(
  connection: OwnConnection,
  request: LockRequest,
  options: DataSourceOptions,
): Promise<LockAttempt> {
  const key = await readKey(connection, request.table);
  const session = await readLockingSession(connection, key);
  if (session !== undefined) return { heldBy: holderOf(session) };
  const heldBy = await readLeaseHolder(connection, key);
  if (heldBy !== undefined) return { heldBy };
  if (!(await isPooled(connection, () => request.connect(options))))
    return takeSessionLock(connection, key, request.holder);
  return takeLease(connection, key, request.holder, holderOf);
}

/**
 * Locks by an advisory lock of a session of its own, which the server ends with the connection, whatever way that ends;
 * behind a pooler, where no session is ours, by a lease. Neither holds up anybody but migrators.
 * https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS
 */
export async function tryLock(request: LockRequest): Promise<LockAttempt> {
  const options = lockOptions(request.options);
  const connection = await request.connect(options);
  try {
    const outcome = await attempt(connection, request, options);
    if ("heldBy" in outcome) await connection.close();
    return outcome;
  } catch (error) {
    await Promise.allSettled([connection.close()]);
    throw error;
  }
}
