import type { CommandModule } from "yargs";
import type { CheckResult } from "../../command/check.js";
import { exitCode } from "../../errors.js";
import { openContext, openDatabase } from "../context.js";
import type { GlobalArguments } from "../global-options.js";
import { checkJson, printJson } from "../json.js";
import { jsonOption, verboseOption } from "../read-options.js";
import type { Terminal } from "../terminal.js";
import { changeLine, uncomparedWarnings, unmanagedNotes } from "../text/changes.js";

interface CheckArguments extends GlobalArguments {
  readonly json: boolean;
  readonly verbose: boolean;
}

/** `aludel check` */
export const checkCommand: CommandModule<GlobalArguments, CheckArguments> = {
  command: "check",
  describe: "Tell whether the entities differ from the database, or files from what was applied",
  builder: (parser) =>
    parser
      .option("json", jsonOption)
      .option("verbose", verboseOption)
      .example("$0 check", "exit code 0: no difference, 3: differences, 4: the database is behind"),
  handler: async (args) => {
    const { check } = await import("../../command/check.js");
    const context = await openContext(args);
    const { terminal, options } = context;
    const { dataSource, name } = await openDatabase(context, { metadata: true });
    const result = await check(dataSource, { options });
    if (args.json) printJson(terminal, checkJson(result, name));
    else printCheck(terminal, result, name, args.verbose);
    if (result.changes.length + result.changedFiles.length > 0) terminal.endWith(exitCode.differences);
  },
};

function printCheck(terminal: Terminal, result: CheckResult, name: string, verbose: boolean): void {
  const { changes, changedFiles, difference } = result;
  if (changes.length > 0) terminal.print(`The entities differ from ${name}:`);
  for (const change of changes) terminal.print(changeLine(change, terminal.style));
  for (const file of changedFiles) terminal.print(`${file} changed since it was applied`);
  if (changes.length + changedFiles.length === 0)
    terminal.print(`No differences: ${name} has what the entities say`);
  for (const note of unmanagedNotes(difference.unmanaged, verbose)) terminal.note(note);
  for (const warning of uncomparedWarnings(difference)) terminal.warn(warning);
}
