import type { DataSource } from "typeorm";
import type { Config, Options } from "../config/options.js";
import type { GlobalArguments } from "./global-options.js";
import { openTerminal, type Terminal } from "./terminal.js";
import { shortPath } from "./text/path.js";

/** What a command works with. */
export interface Context {
  readonly terminal: Terminal;
  /** The options of the project, with what the command line says on top. */
  readonly options: Options;
  /** A path as people type it here. */
  readonly place: (path: string) => string;
}

type ContextArguments = Pick<GlobalArguments, "config" | "directory" | "no-color"> &
  Partial<Pick<GlobalArguments, "data-source">>;

/** Finds the options of the project. */
export async function openContext(args: ContextArguments, overrides: Config = {}): Promise<Context> {
  const { findOptions } = await import("../config/find-config.js");
  const cwd = process.cwd();
  const options = await findOptions({
    cwd,
    configFile: args.config,
    dataSourceFile: args["data-source"],
    overrides: { ...overrides, ...(args.directory === undefined ? {} : { directory: args.directory }) },
  });
  return {
    terminal: openTerminal({ colors: !args["no-color"] }),
    options,
    place: (path) => shortPath(path, cwd),
  };
}

/** A DataSource that is not connected yet, and its database as people know it. */
export interface Database {
  readonly dataSource: DataSource;
  readonly name: string;
}

/** Loads the project's DataSource, with the metadata of its entities where they are needed; prints its warnings. */
export async function openDatabase(
  { terminal, options, place }: Context,
  { metadata }: { readonly metadata: boolean },
): Promise<Database> {
  const { dataSourceOf } = await import("../config/find-config.js");
  const { loadDataSource } = await import("../config/data-source.js");
  const { databaseName } = await import("../command/session.js");
  // A relative database path or entity glob means the same from every folder of the project.
  process.chdir(options.root);
  const { dataSource, warnings } = await loadDataSource(dataSourceOf(options), { metadata });
  for (const warning of warnings) terminal.warn(warning);
  return { dataSource, name: place(databaseName(dataSource)) };
}
