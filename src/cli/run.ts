import yargs, { type Argv } from "yargs";
import { realSystem } from "../command/system.js";
import { AludelError, exitCode, type ExitCode } from "../errors.js";
import { globalOptions, requireSingleValues, type GlobalArguments } from "./global-options.js";
import { openTerminal } from "./terminal.js";
import { errorText } from "./text/error.js";
import { usageError } from "./text/usage.js";

const widest = 110;

type Add = (parser: Argv<GlobalArguments>) => Promise<unknown>;

/** Adds each command to a parser, in the order of the help; a module is imported when its command is named. */
const commands: Readonly<Record<string, Add>> = {
  init: async (parser) => parser.command((await import("./commands/init.js")).initCommand),
  revision: async (parser) => parser.command((await import("./commands/revision.js")).revisionCommand),
  upgrade: async (parser) => parser.command((await import("./commands/upgrade.js")).upgradeCommand),
  downgrade: async (parser) => parser.command((await import("./commands/downgrade.js")).downgradeCommand),
  current: async (parser) => parser.command((await import("./commands/current.js")).currentCommand),
  history: async (parser) => parser.command((await import("./commands/history.js")).historyCommand),
  heads: async (parser) => parser.command((await import("./commands/heads.js")).headsCommand),
  show: async (parser) => parser.command((await import("./commands/show.js")).showCommand),
  stamp: async (parser) => parser.command((await import("./commands/stamp.js")).stampCommand),
  resolve: async (parser) => parser.command((await import("./commands/resolve.js")).resolveCommand),
  check: async (parser) => parser.command((await import("./commands/check.js")).checkCommand),
};

/** The command that a line begins with, or all of them where it begins with anything else. */
async function addCommands(parser: Argv<GlobalArguments>, [first = ""]: readonly string[]): Promise<void> {
  const named = Object.hasOwn(commands, first) ? [commands[first]] : Object.values(commands);
  for (const add of named) await add?.(parser);
}

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
    const parser = await parserOf(words);
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

async function parserOf(words: readonly string[]): Promise<Argv<GlobalArguments>> {
  const parser = globalOptions(yargs(words))
    .scriptName("aludel")
    .usage("$0 <command>\n\nSchema migrations for TypeORM.")
    .parserConfiguration(parserConfiguration)
    .epilogue(
      "A revision is an id, the beginning of one (4 characters or more), head, base, +2, -1, head-2; a range is from:to.",
    )
    .demandCommand(1, "no command is given")
    .strict()
    .recommendCommands()
    .check(requireSingleValues)
    .version(realSystem.version)
    .locale("en")
    .showHelpOnFail(false)
    .exitProcess(false);
  await addCommands(parser, words);
  return parser.wrap(Math.min(widest, parser.terminalWidth())).fail(failOf(parser, words));
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
