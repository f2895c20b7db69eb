import type { Connection, OwnConnection } from "../dialect.js";

/** Which process of the server answered, since when it serves, and what time it is there, in seconds. */
interface Backend {
  readonly process: number;
  readonly start: number;
  readonly now: number;
}

async function readBackend(connection: Connection): Promise<Backend> {
  const [row] = await connection.query(
    "SELECT a.pid AS process, extract(epoch FROM a.backend_start)::text AS start, " +
      "extract(epoch FROM pg_catalog.clock_timestamp())::text AS now " +
      "FROM pg_catalog.pg_stat_activity a WHERE a.pid = pg_catalog.pg_backend_pid()",
  );
  return { process: Number(row?.["process"]), start: Number(row?.["start"]), now: Number(row?.["now"]) };
}

/**
 * Whether a pooler may give a connection another session of the server with each transaction, so that no lock of a session
 * is ours. The server begins a process for each connection: one that was there before its connection was opened, that
 * serves two, or that changes, belongs to a pooler. A pooler that keeps sessions apart can be taken for one that does not.
 * https://www.pgbouncer.org/features.html
 */
export async function isPooled(
  connection: Connection,
  connect: () => Promise<OwnConnection>,
): Promise<boolean> {
  const first = await readBackend(connection);
  const other = await connect();
  try {
    const second = await readBackend(other);
    if (second.process === first.process || second.start < first.now) return true;
  } finally {
    await other.close();
  }
  return (await readBackend(connection)).process !== first.process;
}
