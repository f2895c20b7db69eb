import type { CommandModule } from "yargs";
import { openContext, openDatabase } from "../context.js";
import type { GlobalArguments } from "../global-options.js";

interface StampArguments extends GlobalArguments {
  readonly revisions: string[];
  readonly purge: boolean;
}

/** `aludel stamp` */
export const stampCommand: CommandModule<GlobalArguments, StampArguments> = {
  command: "stamp <revisions..>",
  describe: "Set the revision that the database is at, without running anything",
  builder: (parser) =>
    parser
      .positional("revisions", {
        type: "string",
        array: true,
        demandOption: true,
        describe: "The revision, or one of each branch",
      })
      .option("purge", {
        type: "boolean",
        default: false,
        describe: "Forget first all that the version table says, and a revision that is under way",
      })
      .example("$0 stamp head", "a database that has the whole schema already")
      .example("$0 stamp --purge 4f1c", "a database that is at a revision whose file is lost"),
  handler: async (args) => {
    const { stamp } = await import("../../command/stamp.js");
    const context = await openContext(args);
    const { terminal, options } = context;
    const { dataSource, name } = await openDatabase(context, { metadata: false });
    const { before, after } = await stamp(dataSource, args.revisions, { options, purge: args.purge });
    terminal.print(`${name} is stamped ${listed(after)}; it was ${listed(before)}`);
  },
};

function listed(ids: readonly string[]): string {
  return ids.length === 0 ? "base" : ids.join(", ");
}
