import type { Argv } from "yargs";
import type { Config } from "../config/options.js";
import type { TransactionMode } from "../runtime/migrate.js";
import type { GlobalArguments } from "./global-options.js";

/** What `upgrade` and `downgrade` both take. */
export interface MigrationArguments extends GlobalArguments {
  readonly sql: boolean;
  readonly yes: boolean;
  readonly transaction: TransactionMode | undefined;
  readonly verbose: boolean;
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
    .option("verbose", {
      alias: "v",
      type: "boolean",
      default: false,
      describe: "List each operation as it runs",
    });
}

/** What the arguments say about transactions, as options of the project. */
export function transactionOf({ transaction }: MigrationArguments): Pick<Config, "transaction"> {
  return transaction === undefined ? {} : { transaction };
}
