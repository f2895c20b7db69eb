import type { CommandModule } from "yargs";
import type { Resolution } from "../../command/resolve.js";
import { AludelError, exitCode } from "../../errors.js";
import { underWayText } from "../../runtime/journal.js";
import { openContext, openDatabase } from "../context.js";
import type { GlobalArguments } from "../global-options.js";

type ResolveArguments = GlobalArguments & Readonly<Record<Resolution, boolean>>;

const resolutions: readonly Resolution[] = ["done", "undone", "changed"];

/** `aludel resolve` */
export const resolveCommand: CommandModule<GlobalArguments, ResolveArguments> = {
  command: "resolve",
  describe: "Say what became of an operation that was cut short outside of a transaction",
  builder: (parser) =>
    parser
      .option("done", { type: "boolean", default: false, describe: "It is done" })
      .option("undone", { type: "boolean", default: false, describe: "It is not, and nothing is left of it" })
      .option("changed", {
        type: "boolean",
        default: false,
        describe: "The file changed: what is done are its first operations as it is now",
      })
      .example("$0 resolve --done", "the next upgrade goes on behind it")
      .example("$0 resolve --undone", "the next upgrade runs it again")
      .example("$0 resolve --changed", "the next upgrade goes on in a file that was mended"),
  handler: async (args) => {
    const resolution = resolutionOf(args);
    const { resolve } = await import("../../command/resolve.js");
    const context = await openContext(args);
    const { dataSource } = await openDatabase(context, { metadata: false });
    const { after } = await resolve(dataSource, resolution, { options: context.options });
    context.terminal.print(underWayText(after));
  },
};

function resolutionOf(args: ResolveArguments): Resolution {
  const [resolution, ...others] = resolutions.filter((name) => args[name]);
  if (resolution !== undefined && others.length === 0) return resolution;
  throw new AludelError("E_USAGE", "resolve needs one of --done, --undone and --changed", {
    hint: "`aludel current` shows what was cut short.",
    exitCode: exitCode.usage,
  });
}
