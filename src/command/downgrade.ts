import type { DataSource } from "typeorm";
import type { CommandOptions } from "./project.js";
import { runMigration, type MigrateOptions, type MigrateResult } from "./migrate.js";
import { migrationScript, type ScriptResult } from "./migration-script.js";

/**
 * Reverts revisions until the database is at the target (`-1`, an id, `base`). Throws `E_IRREVERSIBLE` for a revision
 * without a way back, `E_REVISION_CHANGED` for a file that is not what was applied (unless forced), and all that
 * `upgrade` throws.
 */
export async function downgrade(
  dataSource: DataSource,
  target: string,
  options: MigrateOptions = {},
): Promise<MigrateResult> {
  return runMigration(dataSource, target, "downgrade", options);
}

/** The SQL that `downgrade` would run over a range `from:to`. Opens no database. */
export async function downgradeScript(
  dataSource: DataSource,
  range: string,
  options: CommandOptions = {},
): Promise<ScriptResult> {
  return migrationScript(dataSource, range, "downgrade", options);
}
