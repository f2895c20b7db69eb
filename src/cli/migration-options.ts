import type { Argv } from "yargs";
import type { Config } from "../config/options.js";
import type { TransactionMode } from "../runtime/step.js";
import { parseDuration } from "./duration.js";
import type { GlobalArguments } from "./global-options.js";
import { flag } from "./text/usage.js";

/** What `upgrade` and `downgrade` both take. */
export interface MigrationArguments extends GlobalArguments {
  readonly sql: boolean;
  readonly yes: boolean;
  readonly transaction: TransactionMode | undefined;
  readonly verbose: boolean;
  readonly "lock-timeout": string | undefined;
  readonly "statement-timeout": string | undefined;
  readonly "wait-timeout": string | undefined;
}

const modes: readonly TransactionMode[] = ["each", "all", "none"];

/** Adds the options that `upgrade` and `downgrade` both take. */
export function migrationOptions(parser: Argv<GlobalArguments>): Argv<MigrationArguments> {
  return parser
    .option("sql", {
      type: "boolean",
      default: false,
      describe: "Print the SQL instead of running it; opens no database",
    })
    .option("yes", { alias: "y", type: "boolean", default: false, describe: "Go on, although data is lost" })
    .option("transaction", {
      choices: modes,
      nargs: 1,
      describe: "One transaction for each revision, for all, or none (default: each)",
    })
    .option("lock-timeout", {
      ...duration,
      describe: "How long a statement waits for a table that others use, such as 500ms (default: 5s)",
    })
    .option("statement-timeout", {
      ...duration,
      describe: "How long a statement may take, such as 10min (default: as long as it takes)",
    })
    .option("wait-timeout", {
      ...duration,
      describe: "How long to wait for another migrator, and to try again, such as 5min (default: 60s)",
    })
    .option("verbose", {
      alias: "v",
      type: "boolean",
      default: false,
      describe: "List each operation as it runs",
    });
}

const duration = { type: "string", requiresArg: true, nargs: 1 } as const;

/** What the arguments say about transactions and time, as options of the project. Throws `E_DURATION`. */
export function runningOf(
  args: MigrationArguments,
): Pick<Config, "transaction" | "lockTimeout" | "statementTimeout" | "waitTimeout"> {
  const { transaction } = args;
  const lockTimeout = durationOf(args, "lock-timeout");
  const statementTimeout = durationOf(args, "statement-timeout");
  const waitTimeout = durationOf(args, "wait-timeout");
  return {
    ...(transaction === undefined ? {} : { transaction }),
    ...(lockTimeout === undefined ? {} : { lockTimeout }),
    ...(statementTimeout === undefined ? {} : { statementTimeout }),
    ...(waitTimeout === undefined ? {} : { waitTimeout }),
  };
}

function durationOf(
  args: MigrationArguments,
  name: "lock-timeout" | "statement-timeout" | "wait-timeout",
): number | undefined {
  const text = args[name];
  return text === undefined ? undefined : parseDuration(text, flag(name));
}
