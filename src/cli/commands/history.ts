import type { CommandModule } from "yargs";
import { needsCurrent } from "../../revision/reference.js";
import { openContext, openDatabase } from "../context.js";
import type { GlobalArguments } from "../global-options.js";
import { historyJson, printJson } from "../json.js";
import { problemsOf, reportProblems } from "../problems.js";
import { jsonOption, verboseOption } from "../read-options.js";
import { historyLine, revisionDetails } from "../text/revision.js";

interface HistoryArguments extends GlobalArguments {
  readonly range: string | undefined;
  readonly "indicate-current": boolean;
  readonly json: boolean;
  readonly verbose: boolean;
}

/** `aludel history` */
export const historyCommand: CommandModule<GlobalArguments, HistoryArguments> = {
  command: "history",
  describe: "List the revisions, the newest first",
  builder: (parser) =>
    parser
      .option("range", {
        alias: "r",
        type: "string",
        nargs: 1,
        describe: "Only those in from:to, both included",
      })
      .option("indicate-current", {
        alias: "i",
        type: "boolean",
        default: false,
        describe: "Ask the database, too: mark where it is, and files that changed since they were applied",
      })
      .option("json", jsonOption)
      .option("verbose", verboseOption)
      .example("$0 history", "list all revisions; needs no database")
      .example("$0 history -i", "mark the one that the database is at")
      .example("$0 history -r -3:", "list the last three and the one before them")
      .example("$0 history -r current:head", "list the current one and what is pending"),
  handler: async (args) => {
    const { history } = await import("../../command/history.js");
    const context = await openContext(args);
    const { terminal, options, place } = context;
    const range = args.range === undefined ? {} : { range: args.range };
    const asksDatabase = args.indicateCurrent || (args.range !== undefined && needsCurrent(args.range));
    const database = asksDatabase ? await openDatabase(context, { metadata: false }) : undefined;
    const result = await history({ options, ...range }, database?.dataSource);
    const problems = problemsOf(result);
    if (args.json) printJson(terminal, historyJson(result, problems));
    else {
      const { style } = terminal;
      for (const { revision, ...marks } of result.entries) {
        const file = place(revision.file);
        if (args.verbose) terminal.print(`${revisionDetails(revision, marks, { style, file })}\n`);
        else terminal.print(historyLine({ revision, ...marks }, style));
      }
      if (result.entries.length === 0 && problems.length === 0)
        terminal.note(`no revisions in ${place(options.directory)}/`);
    }
    for (const id of result.unknownCurrent) {
      terminal.warn(`the database is at ${id}, which no revision file has`);
    }
    reportProblems(terminal, problems);
  },
};
