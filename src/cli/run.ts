import yargs, { type Argv } from "yargs";
import { realSystem } from "../command/system.js";
import { AludelError, exitCode, type ExitCode } from "../errors.js";
import { checkCommand } from "./commands/check.js";
import { currentCommand } from "./commands/current.js";
import { downgradeCommand } from "./commands/downgrade.js";
import { headsCommand } from "./commands/heads.js";
import { historyCommand } from "./commands/history.js";
import { initCommand } from "./commands/init.js";
import { revisionCommand } from "./commands/revision.js";
import { showCommand } from "./commands/show.js";
import { stampCommand } from "./commands/stamp.js";
import { upgradeCommand } from "./commands/upgrade.js";
import { globalOptions, requireSingleValues } from "./global-options.js";
import { openTerminal } from "./terminal.js";
import { errorText } from "./text/error.js";
import { usageError } from "./text/usage.js";

const widest = 110;

/** Names on the command line are names: `1e5` is no number, `--no-rename` no negation, `a.b` no object. */
const parserConfiguration = {
  "boolean-negation": false,
  "dot-notation": false,
  "greedy-arrays": false,
  "parse-numbers": false,
  "parse-positional-numbers": false,
};

/** Carries out a command line, prints what it gives, and resolves to the exit code; throws nothing. */
export async function run(words: readonly string[]): Promise<ExitCode> {
  const terminal = openTerminal({ colors: !words.includes("--no-color") });
  try {
    const parser = parserOf(words);
    if (words.length === 0) {
      terminal.note(await parser.getHelp());
      return exitCode.usage;
    }
    await parser.parseAsync();
    return terminal.exitCode();
  } catch (error) {
    terminal.note(errorText(error, { debug: words.includes("--debug"), style: terminal.errorStyle }));
    return error instanceof AludelError ? error.exitCode : exitCode.failed;
  } finally {
    await terminal.flush();
  }
}

function parserOf(words: readonly string[]): Argv {
  const parser = globalOptions(yargs(words));
  return parser
    .scriptName("aludel")
    .usage("$0 <command>\n\nSchema migrations for TypeORM.")
    .parserConfiguration(parserConfiguration)
    .command(initCommand)
    .command(revisionCommand)
    .command(upgradeCommand)
    .command(downgradeCommand)
    .command(currentCommand)
    .command(historyCommand)
    .command(headsCommand)
    .command(showCommand)
    .command(stampCommand)
    .command(checkCommand)
    .epilogue(
      "A revision is an id, the beginning of one (4 characters or more), head, base, +2, -1, head-2; a range is from:to.",
    )
    .demandCommand(1, "no command is given")
    .strict()
    .recommendCommands()
    .check(requireSingleValues)
    .version(realSystem.version)
    .locale("en")
    .wrap(Math.min(widest, parser.terminalWidth()))
    .showHelpOnFail(false)
    .exitProcess(false)
    .fail(failOf(parser, words));
}

/** What yargs calls for a line that it refuses, and with the error of a command that failed. */
function failOf(
  parser: Argv,
  words: readonly string[],
): (message: string | null, error: Error | undefined) => never {
  return (message, error) => {
    if (error !== undefined && error.name !== "YError") throw error;
    const { argv = { _: [] }, aliases = {} } = parser.parsed || {};
    const [first] = words.filter((word) => !word.startsWith("-"));
    throw usageError({
      message: message ?? error?.message ?? "wrong usage",
      words: argv._.length > 0 || first === undefined ? argv._.map(String) : [first],
      options: Object.keys(aliases),
    });
  };
}
