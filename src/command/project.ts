import { readRevisions } from "../revision/directory.js";
import { graphOf, inspectGraph, type InspectedGraph, type RevisionGraph } from "../revision/graph.js";
import type { RevisionDirectory } from "../revision/directory.js";
import type { Config, Options } from "../config/options.js";
import { findOptions } from "../config/find-config.js";
import { realSystem, type System } from "./system.js";

/** What every command takes besides its own arguments. What is absent comes from the project's config, or its default. */
export interface CommandOptions extends Partial<Pick<Config, Exclude<keyof Config, "dataSource">>> {
  /** Where to look for a config, and what a relative `directory` is relative to; the working directory if absent. */
  readonly cwd?: string;
  /** The options, found already. */
  readonly options?: Options;
  /** Clock, ids and names, to be put in place of the real ones. */
  readonly system?: System;
}

/** The options and the outside world of one command. */
export interface Project {
  readonly options: Options;
  readonly system: System;
}

/** The options of the project, found where the command runs, with those that the caller gives on top. */
export async function openProject(given: CommandOptions): Promise<Project> {
  const { cwd = process.cwd(), options: found, system = realSystem, ...config } = given;
  const options = found ?? (await findOptions({ cwd, overrides: config }));
  return { options, system };
}

/** The revision directory of the project and the graph of what it holds. Throws for the first problem of either. */
export async function readGraph({ options }: Project): Promise<RevisionGraph> {
  return graphOf(await readRevisions(options.directory));
}

/** The revision directory and as much of its graph as hangs together. */
export interface InspectedDirectory extends InspectedGraph {
  readonly directory: RevisionDirectory;
}

/** What the revision directory holds, whatever is wrong with parts of it. */
export async function inspectDirectory({ options }: Project): Promise<InspectedDirectory> {
  const directory = await readRevisions(options.directory);
  return { directory, ...inspectGraph(directory.revisions) };
}
