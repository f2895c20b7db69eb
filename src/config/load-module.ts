import { existsSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { AludelError, messageOf } from "../errors.js";
import { loadError } from "./load-error.js";
import { forget, installTypeScript } from "./typescript/hooks.js";
import { isTypeScript, moduleFormat } from "./typescript/module-format.js";
import type { ModuleFormat } from "./typescript/module-format.js";
import { registeredLoader } from "./typescript/registered-loader.js";
import { settingsFor } from "./typescript/settings.js";

/** How to load a module. */
export interface LoadOptions {
  /** Evaluate the file again, as it is now, even if this process loaded it before. */
  readonly fresh?: boolean;
  /**
   * The file imports types at most, as revision files do: in TypeScript it is then run as CommonJS whatever its project is,
   * which is quicker. One that awaits at its top level is loaded as the project says all the same.
   */
  readonly standalone?: boolean;
}

let freshLoads = 0;

/**
 * Loads a TypeScript or JavaScript file, ES module or CommonJS as its extension and package.json say, and returns what it
 * exports: the namespace of an ES module, `module.exports` of a CommonJS one. A loader that the user registered is used, else
 * our own; JavaScript is left to Node.
 *
 * @throws {AludelError} `E_FILE_NOT_FOUND`, `E_SYNTAX`, `E_IMPORT_NOT_FOUND`, `E_TSCONFIG` or `E_LOAD_FAILED`, each naming the file.
 */
export async function loadModule(file: string, options: LoadOptions = {}): Promise<unknown> {
  const { fresh = false, standalone = false } = options;
  if (!existsSync(file)) {
    throw new AludelError("E_FILE_NOT_FOUND", `${file} does not exist`, { hint: "Check the path." });
  }
  try {
    const path = realpathSync.native(file);
    const isOurs = isTypeScript(path) && registeredLoader() === undefined;
    const format = moduleFormat(path);
    if (isOurs) settingsFor(path);
    if (isOurs && standalone && format === "module") return await loadStandalone(path, fresh);
    return await loadAs(format, path, fresh, isOurs);
  } catch (error) {
    throw loadError(file, error);
  }
}

async function loadAs(format: ModuleFormat, path: string, fresh: boolean, isOurs: boolean): Promise<unknown> {
  if (isOurs) installTypeScript(format);
  return format === "module" ? importFile(path, fresh) : requireFile(path, fresh);
}

async function loadStandalone(path: string, fresh: boolean): Promise<unknown> {
  try {
    return await loadAs("commonjs", path, fresh, true);
  } catch (error) {
    if (!needsModule.test(messageOf(error))) throw error;
    return loadAs("module", path, fresh, true);
  }
}

/** What Node says, by its version, when CommonJS has `await` at its top level: it takes the file for an ES module then. */
const needsModule = /^(exports is not defined|await is only valid|Unknown file extension)/;

async function importFile(path: string, fresh: boolean): Promise<unknown> {
  const url = pathToFileURL(path);
  if (fresh) url.search = `?fresh=${++freshLoads}`;
  return import(url.href);
}

async function requireFile(path: string, fresh: boolean): Promise<unknown> {
  if (fresh) forget(path);
  try {
    return createRequire(path)(path);
  } catch (error) {
    // JavaScript that turns out to be an ES module with top-level await.
    if (error instanceof Error && "code" in error && error.code === "ERR_REQUIRE_ASYNC_MODULE") {
      return importFile(path, fresh);
    }
    throw error;
  }
}
