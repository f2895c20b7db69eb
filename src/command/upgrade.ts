import type { DataSource } from "typeorm";
import type { CommandOptions } from "./project.js";
import { runMigration, type MigrateOptions, type MigrateResult } from "./migrate.js";
import { migrationScript, type ScriptResult } from "./migration-script.js";

/**
 * Applies the revisions between where the database is and the target (`head`, an id, `+1` …), each in a transaction of its
 * own unless told otherwise. One migrator works at a time: others wait, and then find nothing to do. A database file
 * that is missing is made. Throws `E_DESTRUCTIVE` where rows would be lost and nobody agreed, `E_LOCK_TIMEOUT`,
 * `E_DATABASE_REVISION_UNKNOWN`, and the failure of the first revision that fails, which leaves those before it applied.
 *
 * @example await upgrade(dataSource, "head")
 */
export async function upgrade(
  dataSource: DataSource,
  target = "head",
  options: MigrateOptions = {},
): Promise<MigrateResult> {
  return runMigration(dataSource, target, "upgrade", options);
}

/** The SQL that `upgrade` would run to the target, from base or over a range `from:to`. Opens no database. */
export async function upgradeScript(
  dataSource: DataSource,
  target = "head",
  options: CommandOptions = {},
): Promise<ScriptResult> {
  return migrationScript(dataSource, target, "upgrade", options);
}
