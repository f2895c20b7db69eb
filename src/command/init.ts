import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { openProject, type CommandOptions } from "./project.js";

/** What `init` takes. */
export interface InitOptions extends CommandOptions {
  /** The data source file to name in the config, relative to the project. */
  readonly dataSourceFile?: string;
}

/** What was made; what was there already is left as it is. */
export interface InitResult {
  /** The revision directory. */
  readonly directory: string;
  /** The config file, where one was written. */
  readonly configFile?: string;
  /** Whether the directory was there already. */
  readonly existed: boolean;
}

/** Makes the revision directory, and a config file where a data source is named and no config is there yet. */
export async function init(options: InitOptions = {}): Promise<InitResult> {
  const { options: found } = await openProject(options);
  const existed = existsSync(found.directory);
  await mkdir(found.directory, { recursive: true });
  const configFile = join(found.root, "aludel.config.json");
  if (options.dataSourceFile === undefined || found.dataSource !== undefined)
    return { directory: found.directory, existed };
  const config = {
    dataSource: options.dataSourceFile,
    directory: relative(found.root, found.directory) || ".",
  };
  await writeFile(configFile, `${JSON.stringify(config, null, 2)}\n`, { flag: "wx" });
  return { directory: found.directory, configFile, existed };
}
