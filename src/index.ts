export { defineConfig, type Config, type DataSourceLike, type Options } from "./config/options.js";
export { AludelError, exitCode, type ExitCode } from "./errors.js";
export type { Operations } from "./operation/builders.js";
export { check, type CheckResult } from "./command/check.js";
export { current, type CurrentResult } from "./command/current.js";
export { downgrade, downgradeScript } from "./command/downgrade.js";
export { heads, type HeadsResult } from "./command/heads.js";
export { history, type HistoryOptions, type HistoryResult } from "./command/history.js";
export { init, type InitOptions, type InitResult } from "./command/init.js";
export type { MigrateOptions, MigrateResult } from "./command/migrate.js";
export type { ScriptResult } from "./command/migration-script.js";
export type { CommandOptions } from "./command/project.js";
export type { BackfillQuestion, Loss, Questioner, ValueQuestion } from "./command/questioner.js";
export {
  autogenerate,
  createRevision,
  type RevisionOptions,
  type RevisionResult,
} from "./command/revision.js";
export { resolve, type Resolution, type ResolveResult } from "./command/resolve.js";
export { show, type ShownRevision } from "./command/show.js";
export { stamp, type StampOptions, type StampResult } from "./command/stamp.js";
export type { System } from "./command/system.js";
export { upgrade, upgradeScript } from "./command/upgrade.js";
export type { RenameQuestion } from "./diff/rename.js";
export type { Operation, SqlValue } from "./operation/operation.js";
