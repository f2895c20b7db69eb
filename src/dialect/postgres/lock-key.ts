import { createHash } from "node:crypto";
import type { ObjectName } from "../../schema/name.js";
import type { Connection } from "../dialect.js";
import { quoteIdentifier } from "../standard/sql.js";

/** The name of the table of leases. */
export const leaseTable = "aludel_lock";

/** What migrators that must not work at the same time have in common. */
export interface LockKey {
  /** The version table, with its database and schema. */
  readonly text: string;
  /** The same as the two numbers of an advisory lock: 32 bits each, with a sign. */
  readonly numbers: readonly [number, number];
  /** The table of leases, in the schema of the version table, quoted. */
  readonly leases: string;
}

function numbersOf(text: string): [number, number] {
  const hash = createHash("sha256").update(text).digest();
  return [hash.readInt32BE(0), hash.readInt32BE(4)];
}

/** The key for a version table, which stands in the schema that the connection would create it in unless it says another. */
export async function readKey(connection: Connection, table: ObjectName): Promise<LockKey> {
  const [row] = await connection.query(
    "SELECT pg_catalog.current_database() AS database, pg_catalog.current_schema() AS schema",
  );
  const current = row?.["schema"];
  const schema = table.schema ?? (typeof current === "string" ? current : undefined);
  const text = JSON.stringify([row?.["database"], schema, table.name]);
  const names = [...(schema === undefined ? [] : [schema]), leaseTable];
  return { text, numbers: numbersOf(text), leases: names.map(quoteIdentifier).join(".") };
}

/** A session that has the advisory lock. */
export interface LockingSession {
  /** The id of the server's process for it. */
  readonly process: number;
  /** What it calls itself. */
  readonly name: string;
  /** Whether it is the session that asks. */
  readonly isOurs: boolean;
}

/** The session that has the advisory lock of the key. https://www.postgresql.org/docs/current/view-pg-locks.html */
export async function readLockingSession(
  connection: Connection,
  { numbers }: LockKey,
): Promise<LockingSession | undefined> {
  const [row] = await connection.query(
    "SELECT l.pid AS process, a.application_name AS name, l.pid = pg_catalog.pg_backend_pid() AS ours " +
      "FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid " +
      "JOIN pg_catalog.pg_database d ON d.oid = l.database " +
      "WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2 AND d.datname = pg_catalog.current_database() " +
      "AND l.classid::bigint = $1::bigint AND l.objid::bigint = $2::bigint",
    // The view shows the numbers without a sign.
    numbers.map((number) => number >>> 0),
  );
  if (row === undefined) return undefined;
  const name = row["name"];
  return {
    process: Number(row["process"]),
    name: typeof name === "string" ? name : "",
    isOurs: row["ours"] === true,
  };
}
