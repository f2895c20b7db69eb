import { Client, escapeIdentifier } from "pg";

const prefix = /^aludel_test_(\d+)_/;

/** Whether a process of that id lives; of another user's, too. */
function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && "code" in error && error.code === "ESRCH");
  }
}

function isLeftOver(name: string): boolean {
  const pid = prefix.exec(name)?.[1];
  return pid !== undefined && !lives(Number(pid));
}

/** The names that the query gives, of what a process made that is gone. */
async function leftOver(client: Client, query: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(query);
  return rows.map(({ name }) => name).filter(isLeftOver);
}

/** Drops the databases and roles of test runs that are gone; one that somebody is connected to is not gone. */
export async function dropLeftovers(url: string): Promise<void> {
  const client = new Client(url);
  await client.connect();
  try {
    // Of several test runs at once, one drops.
    await client.query("SELECT pg_advisory_lock(hashtext('aludel_test'))");
    const databases = await leftOver(
      client,
      "SELECT datname AS name FROM pg_database d WHERE NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.datid = d.oid)",
    );
    for (const name of databases)
      await client.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`);
    const roles = await leftOver(
      client,
      "SELECT rolname AS name FROM pg_roles r WHERE NOT EXISTS (SELECT FROM pg_shdepend s WHERE s.refobjid = r.oid)",
    );
    for (const name of roles) await client.query(`DROP ROLE IF EXISTS ${escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}
