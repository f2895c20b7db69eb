import type { CommandModule } from "yargs";
import { openContext } from "../context.js";
import type { GlobalArguments } from "../global-options.js";
import { headsJson, printJson } from "../json.js";
import { problemsOf, reportProblems } from "../problems.js";
import { jsonOption, verboseOption } from "../read-options.js";
import { revisionDetails, revisionLine } from "../text/revision.js";

interface HeadsArguments extends GlobalArguments {
  readonly json: boolean;
  readonly verbose: boolean;
}

const isHead = true;

/** `aludel heads` */
export const headsCommand: CommandModule<GlobalArguments, HeadsArguments> = {
  command: "heads",
  describe: "Show the revisions that nothing follows",
  builder: (parser) =>
    parser
      .option("json", jsonOption)
      .option("verbose", verboseOption)
      .example("$0 heads", "one line, where the history is linear"),
  handler: async (args) => {
    const { heads } = await import("../../command/heads.js");
    const { terminal, options, place } = await openContext(args);
    const result = await heads({ options });
    const problems = problemsOf(result);
    const { style } = terminal;
    if (args.json) printJson(terminal, headsJson(result, problems));
    else {
      for (const revision of result.heads) {
        const file = place(revision.file);
        if (args.verbose) terminal.print(`${revisionDetails(revision, { isHead }, { style, file })}\n`);
        else terminal.print(revisionLine(revision, { isHead }, style));
      }
      if (result.heads.length === 0 && problems.length === 0)
        terminal.note(`no revisions in ${place(options.directory)}/`);
    }
    reportProblems(terminal, problems);
  },
};
