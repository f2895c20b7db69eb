import type { CommandModule } from "yargs";
import { openContext, openDatabase } from "../context.js";
import type { GlobalArguments } from "../global-options.js";
import { migrationOptions, runningOf, type MigrationArguments } from "../migration-options.js";

interface DowngradeArguments extends MigrationArguments {
  readonly target: string;
  readonly force: boolean;
}

/** `aludel downgrade` */
export const downgradeCommand: CommandModule<GlobalArguments, DowngradeArguments> = {
  command: "downgrade <target>",
  describe: "Revert revisions, down to a target",
  builder: (parser) =>
    migrationOptions(parser)
      .positional("target", {
        type: "string",
        demandOption: true,
        describe: "The revision to go back to; with --sql, a range from:to",
      })
      .option("force", {
        type: "boolean",
        default: false,
        describe: "Go on, although a file changed after it was applied",
      })
      .example("$0 downgrade -1", "revert the last revision")
      .example("$0 downgrade 9be0", "revert all that came after that revision")
      .example("$0 downgrade base --yes", "revert everything, although rows are lost")
      .example("$0 downgrade --sql head:base > downgrade.sql", "write what it would run, run nothing"),
  handler: async (args) => {
    const { downgrade, downgradeScript } = await import("../../command/downgrade.js");
    const { printScript, runMigration } = await import("../migration.js");
    const context = await openContext(args, runningOf(args));
    const database = await openDatabase(context, { metadata: false });
    const { dataSource } = database;
    if (args.sql) {
      printScript(
        context.terminal,
        await downgradeScript(dataSource, args.target, { options: context.options }),
      );
      return;
    }
    await runMigration(context, database, args, async (options) =>
      downgrade(dataSource, args.target, options),
    );
  },
};
