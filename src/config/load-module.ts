import { existsSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { AludelError } from "../errors.js";
import { loadError } from "./load-error.js";
import { forget, installTypeScript } from "./typescript/hooks.js";
import { isTypeScript, moduleFormat } from "./typescript/module-format.js";
import { registeredLoader } from "./typescript/registered-loader.js";
import { settingsFor } from "./typescript/settings.js";

/** How to load a module. */
export interface LoadOptions {
  /** Evaluate the file again, as it is now, even if this process loaded it before. */
  readonly fresh?: boolean;
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
  const fresh = options.fresh ?? false;
  if (!existsSync(file)) {
    throw new AludelError("E_FILE_NOT_FOUND", `${file} does not exist`, { hint: "Check the path." });
  }
  try {
    const path = realpathSync.native(file);
    const format = moduleFormat(path);
    if (isTypeScript(path) && registeredLoader() === undefined) {
      settingsFor(path);
      installTypeScript(format);
    }
    return await (format === "module" ? importFile(path, fresh) : requireFile(path, fresh));
  } catch (error) {
    throw loadError(file, error);
  }
}

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
