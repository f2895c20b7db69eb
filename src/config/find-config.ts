import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { lilconfig } from "lilconfig";
import { AludelError, exitCode, messageOf } from "../errors.js";
import { checkConfig, resolveOptions } from "./options.js";
import type { Config, Options } from "./options.js";

/** Where to look, and what the command line says. */
export interface FindOptions {
  /** The working directory: the search goes up from here, and the paths below are relative to it. */
  readonly cwd: string;
  /** `-c`: the config file, instead of a search. */
  readonly configFile?: string | undefined;
  /** `-d`: the data source file, whatever the config says. */
  readonly dataSourceFile?: string | undefined;
  /** What takes the place of single options of the config file. */
  readonly overrides?: Config;
}

const searchPlaces = [
  ...["ts", "mts", "cts", "js", "mjs", "cjs", "json"].map((extension) => `aludel.config.${extension}`),
  "package.json",
];

const usualDataSources = [
  "data-source",
  "datasource",
  "ormconfig",
  "database/data-source",
  "db/data-source",
].flatMap((name) =>
  ["src/", ""].flatMap((folder) => [".ts", ".js"].map((extension) => folder + name + extension)),
);

/**
 * The options of the project that a directory belongs to: the nearest `aludel.config.*`, or `"aludel"` in package.json,
 * upwards. Without one, the defaults, with paths relative to the nearest package.json.
 *
 * @throws {AludelError} `E_CONFIG_MISSING` for a named file that is not there, `E_CONFIG_INVALID`, or why it cannot be loaded.
 */
export async function findOptions(find: FindOptions): Promise<Options> {
  const { cwd, dataSourceFile, overrides = {} } = find;
  const found = await findConfig(find);
  const root = found === undefined ? packageRoot(cwd) : dirname(found.file);
  const options = resolveOptions(
    { ...found?.config, ...fromWorkingDirectory(overrides, cwd) },
    root,
    found?.file,
  );
  return dataSourceFile === undefined ? options : { ...options, dataSource: resolve(cwd, dataSourceFile) };
}

/**
 * The file that exports the project's DataSource.
 *
 * @throws {AludelError} `E_DATA_SOURCE_MISSING` when nothing names one; its hint shows files that look like one.
 */
export function dataSourceOf(options: Options): string {
  if (options.dataSource !== undefined) return options.dataSource;
  const likely =
    usualDataSources.find((file) => existsSync(join(options.root, file))) ?? "src/data-source.ts";
  throw new AludelError(
    "E_DATA_SOURCE_MISSING",
    "no data source is named: the database and the entities are unknown",
    {
      hint: `Name the file that exports your DataSource: \`-d ${likely}\`, or \`"aludel": { "dataSource": "${likely}" }\` in package.json.`,
      exitCode: exitCode.usage,
    },
  );
}

interface FoundConfig {
  readonly file: string;
  readonly config: Config;
}

async function findConfig({ cwd, configFile }: FindOptions): Promise<FoundConfig | undefined> {
  const explorer = lilconfig("aludel", { searchPlaces, loaders, cache: false });
  if (configFile === undefined) {
    const found = await explorer.search(cwd);
    return found === null ? undefined : checked(found.filepath, found.config);
  }
  const file = resolve(cwd, configFile);
  if (!existsSync(file)) {
    throw new AludelError("E_CONFIG_MISSING", `the config file ${file} does not exist`, {
      hint: "Check the path after `-c`.",
      exitCode: exitCode.usage,
    });
  }
  const found = await explorer.load(file);
  return checked(file, found?.config ?? {});
}

function checked(file: string, config: unknown): FoundConfig {
  checkConfig(config, file);
  // A promise that fails is reported where it is needed; here it must not end the process.
  if (config.dataSource instanceof Promise) config.dataSource.catch(() => undefined);
  return { file, config };
}

const loaders = {
  ...Object.fromEntries(
    [".ts", ".mts", ".cts", ".js", ".mjs", ".cjs"].map((extension) => [extension, loadConfig]),
  ),
  ".json": parseJson,
};

async function loadConfig(file: string): Promise<unknown> {
  // Most projects have their config in JSON: they do without the loader.
  const { loadModule } = await import("./load-module.js");
  const exported = await loadModule(file);
  return typeof exported === "object" && exported !== null && "default" in exported
    ? exported.default
    : exported;
}

function parseJson(file: string, content: string): unknown {
  try {
    const parsed: unknown = JSON.parse(content.replace(/^\uFEFF/, ""));
    return parsed;
  } catch (error) {
    throw new AludelError("E_CONFIG_INVALID", `${file} is not valid JSON: ${messageOf(error)}`, {
      hint: "Mend the file; JSON takes neither comments nor trailing commas.",
      exitCode: exitCode.usage,
      cause: error,
    });
  }
}

function packageRoot(directory: string): string {
  for (let current = resolve(directory); ; current = dirname(current)) {
    if (existsSync(join(current, "package.json"))) return current;
    if (dirname(current) === current) return resolve(directory);
  }
}

/** Paths on the command line are relative to the working directory, wherever the config file is. */
function fromWorkingDirectory(overrides: Config, cwd: string): Config {
  const directory = overrides.directory === undefined ? {} : { directory: resolve(cwd, overrides.directory) };
  const dataSource =
    typeof overrides.dataSource === "string" ? { dataSource: resolve(cwd, overrides.dataSource) } : {};
  const given = Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined));
  return { ...given, ...directory, ...dataSource };
}
