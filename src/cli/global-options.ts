import type { Argv } from "yargs";
import { AludelError, exitCode } from "../errors.js";
import { flag } from "./text/usage.js";

/** What every command takes. */
export interface GlobalArguments {
  readonly "data-source": string | undefined;
  readonly config: string | undefined;
  readonly directory: string | undefined;
  readonly debug: boolean;
  readonly "no-color": boolean;
}

/** Adds the options that every command takes. */
export function globalOptions(parser: Argv): Argv<GlobalArguments> {
  return parser
    .option("data-source", {
      alias: "d",
      ...path,
      describe: "The file that exports the TypeORM DataSource",
    })
    .option("config", { alias: "c", ...path, describe: "The config file, instead of a search for one" })
    .option("directory", { ...path, describe: "The revision directory (default: migrations)" })
    .option("debug", { type: "boolean", default: false, describe: "Show where errors come from" })
    .option("no-color", { type: "boolean", default: false, describe: "Print without colours" })
    .help()
    .alias("help", "h");
}

const path = { type: "string", requiresArg: true, nargs: 1 } as const;

/** A check that fails where an option that takes one value is given several times. */
export function requireSingleValues(args: Readonly<Record<string, unknown>>): true {
  const twice = Object.keys(args).find((key) => !lists.has(key) && Array.isArray(args[key]));
  if (twice === undefined) return true;
  throw new AludelError("E_USAGE", `${flag(twice)} is given more than once`, {
    hint: "Keep one of them.",
    exitCode: exitCode.usage,
  });
}

const lists = new Set([
  "_",
  "rename",
  "rename-value",
  "renameValue",
  "map-value",
  "mapValue",
  "backfill",
  "drop",
  "revisions",
]);
