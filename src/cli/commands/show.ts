import type { CommandModule } from "yargs";
import { openContext } from "../context.js";
import type { GlobalArguments } from "../global-options.js";
import { printJson, showJson } from "../json.js";
import { jsonOption } from "../read-options.js";
import { directionText } from "../text/changes.js";
import { revisionDetails } from "../text/revision.js";

interface ShowArguments extends GlobalArguments {
  readonly revision: string;
  readonly json: boolean;
}

/** `aludel show` */
export const showCommand: CommandModule<GlobalArguments, ShowArguments> = {
  command: "show <revision>",
  describe: "Show a revision and what it does",
  builder: (parser) =>
    parser
      .positional("revision", { type: "string", demandOption: true, describe: "The revision" })
      .option("json", jsonOption)
      .example("$0 show head", "show the newest one")
      .example("$0 show 4f1c", "show the one whose id begins so"),
  handler: async (args) => {
    const { show } = await import("../../command/show.js");
    const { terminal, options, place } = await openContext(args);
    const shown = await show(args.revision, { options });
    if (args.json) return printJson(terminal, showJson(shown));
    const { style } = terminal;
    for (const { revision, children, up, down } of shown) {
      const file = place(revision.file);
      terminal.print(revisionDetails(revision, { isHead: children.length === 0 }, { style, file }));
      terminal.print(`\n${directionText("up", up, style)}\n\n${directionText("down", down, style)}`);
    }
    if (shown.length === 0)
      terminal.note(`${args.revision} is before the first revision: there is nothing to show`);
  },
};
