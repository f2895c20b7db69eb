import type { CommandModule } from "yargs";
import { openContext, openDatabase } from "../context.js";
import type { GlobalArguments } from "../global-options.js";
import { migrationOptions, runningOf, type MigrationArguments } from "../migration-options.js";

interface UpgradeArguments extends MigrationArguments {
  readonly target: string;
}

/** `aludel upgrade` */
export const upgradeCommand: CommandModule<GlobalArguments, UpgradeArguments> = {
  command: "upgrade [target]",
  describe: "Apply revisions, up to the head or another target",
  builder: (parser) =>
    migrationOptions(parser)
      .positional("target", {
        type: "string",
        default: "head",
        describe: "The revision to go to; with --sql, or a range from:to",
      })
      .example("$0 upgrade", "apply all that is pending")
      .example("$0 upgrade +1", "apply the next revision")
      .example("$0 upgrade 4f1c", "apply up to that revision")
      .example("$0 upgrade --sql 9be0:head > upgrade.sql", "write what it would run, run nothing"),
  handler: async (args) => {
    const { upgrade, upgradeScript } = await import("../../command/upgrade.js");
    const { printScript, runMigration } = await import("../migration.js");
    const context = await openContext(args, runningOf(args));
    const database = await openDatabase(context, { metadata: false });
    const { dataSource } = database;
    if (args.sql) {
      printScript(
        context.terminal,
        await upgradeScript(dataSource, args.target, { options: context.options }),
      );
      return;
    }
    await runMigration(context, database, args, async (options) => upgrade(dataSource, args.target, options));
  },
};
