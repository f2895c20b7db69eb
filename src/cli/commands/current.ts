import type { CommandModule } from "yargs";
import type { CurrentResult } from "../../command/current.js";
import { underWayText } from "../../runtime/journal.js";
import { openContext, openDatabase, type Context } from "../context.js";
import type { GlobalArguments } from "../global-options.js";
import { currentJson, printJson } from "../json.js";
import { jsonOption, verboseOption } from "../read-options.js";
import { revisionDetails, revisionLine } from "../text/revision.js";

interface CurrentArguments extends GlobalArguments {
  readonly json: boolean;
  readonly verbose: boolean;
}

/** `aludel current` */
export const currentCommand: CommandModule<GlobalArguments, CurrentArguments> = {
  command: "current",
  describe: "Show the revision that the database is at",
  builder: (parser) =>
    parser
      .option("json", jsonOption)
      .option("verbose", verboseOption)
      .example("$0 current", "print its id and message")
      .example("$0 current -v", "and its file, parents and documentation"),
  handler: async (args) => {
    const { current } = await import("../../command/current.js");
    const context = await openContext(args);
    const { dataSource, name } = await openDatabase(context, { metadata: false });
    const result = await current(dataSource, { options: context.options });
    if (args.json) return printJson(context.terminal, currentJson(result));
    printCurrent(context, result, name, args.verbose);
  },
};

function printCurrent(
  { terminal, place }: Context,
  { revisions, stamped, atHead, underWay }: CurrentResult,
  name: string,
  verbose: boolean,
): void {
  const { style } = terminal;
  for (const { id, revision, isHead } of revisions) {
    if (revision === undefined) {
      terminal.print(id);
      terminal.warn(`${name} is at ${id}, which no revision file has`);
    } else if (verbose) {
      terminal.print(`${revisionDetails(revision, { isHead }, { style, file: place(revision.file) })}\n`);
    } else terminal.print(revisionLine(revision, { isHead }, style));
  }
  if (underWay !== undefined) {
    terminal.warn(`a revision is under way: ${underWayText(underWay)}`);
    return;
  }
  if (!stamped) terminal.note(`${name} is unstamped: it was never upgraded or stamped`);
  else if (revisions.length === 0) terminal.note(`${name} is at base: no revision is applied`);
  else if (!atHead && revisions.every(({ revision }) => revision !== undefined))
    terminal.note(`${name} is not at the head; \`aludel upgrade\` brings it there`);
}
