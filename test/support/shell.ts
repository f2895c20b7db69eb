import { execFile, spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { openSqlite } from "./sqlite.js";

const run = promisify(execFile);
const hasShell = spawnSync("sqlite3", ["--version"]).status === 0;
if (!hasShell && process.env["CI"] !== undefined) throw new Error("the sqlite3 shell is not installed");
if (!hasShell)
  process.stderr.write("NOT TESTED: the sqlite3 shell is not installed; better-sqlite3 runs the scripts\n");

/** Runs a script with the `sqlite3` shell; rejects where it stops. Without a shell, better-sqlite3 stops in the same way. */
export async function runScript(database: string, sql: string): Promise<void> {
  const script = `${database}.sql`;
  await writeFile(script, sql);
  if (hasShell) {
    const { stderr } = await run("sqlite3", [database, `.read ${script}`]);
    if (stderr !== "") throw new Error(stderr);
    return;
  }
  const connection = openSqlite(database);
  try {
    connection.exec(sql.replace(/^\.bail on$/m, ""));
  } finally {
    connection.close();
  }
}
