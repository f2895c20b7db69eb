import { spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { freePort, inServerDirectory, type KeptProcess } from "./kept-process.js";

/** A pooler in front of one database. */
export interface PgBouncer extends KeptProcess {
  /** The database's URL through the pooler. */
  readonly url: string;
}

// Debian keeps it where only root looks.
const pgbouncer = ["pgbouncer", "/usr/sbin/pgbouncer"].find(
  (path) => spawnSync(path, ["--version"]).status === 0,
);

function isThere(): boolean {
  if (pgbouncer !== undefined) return true;
  if (process.env["CI"] !== undefined) throw new Error("pgbouncer is not installed");
  process.stderr.write("NOT TESTED: pgbouncer is not installed\n");
  return false;
}

/** Whether {@link startPgBouncer} works here; else a test that needs it is skipped. */
export const hasPgBouncer: boolean = isThere();

function configuration(url: URL, settings: Readonly<Record<string, string | number>>): string {
  const password = url.password === "" ? "" : ` password='${decodeURIComponent(url.password)}'`;
  const login = `user='${decodeURIComponent(url.username)}'${password}`;
  const lines = Object.entries(settings).map(([key, value]) => `${key} = ${value}`);
  return [
    "[databases]",
    `${url.pathname.slice(1)} = host=${url.hostname} port=${url.port || 5432} ${login}`,
    "[pgbouncer]",
    ...lines,
    "",
  ].join("\n");
}

/**
 * Starts PgBouncer in transaction mode, as whom the URL names. A connection gets another server connection at each
 * transaction if there are several; the settings, of `pgbouncer.ini`, go before those that are usual here.
 */
export async function startPgBouncer(
  database: { readonly url: string },
  settings: Readonly<Record<string, string | number>> = {},
): Promise<PgBouncer> {
  const port = await freePort();
  const url = new URL(database.url);
  const text = configuration(url, {
    listen_addr: "127.0.0.1",
    listen_port: port,
    unix_socket_dir: "",
    auth_type: "any",
    pool_mode: "transaction",
    server_round_robin: 1,
    ...settings,
  });
  const server = await inServerDirectory(
    "pgbouncer",
    (directory) => writeFile(join(directory, "pgbouncer.ini"), text),
    (place) =>
      place.start({
        command: [pgbouncer ?? "pgbouncer", join(place.directory, "pgbouncer.ini")],
        ready: "process up",
        signal: "KILL",
      }),
  );
  return { ...server, url: Object.assign(url, { host: `127.0.0.1:${port}` }).href };
}
