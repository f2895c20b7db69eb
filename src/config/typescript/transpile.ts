import { readFileSync } from "node:fs";
import { createRequire, SourceMap } from "node:module";
import { extname } from "node:path";
import type { Options as SwcOptions } from "@swc/core";
import { messageOf } from "../../errors.js";
import { cacheDirectory, hash, readCache, writeCache } from "./cache.js";
import { guardTypes } from "./guard-types.js";
import type { ModuleFormat } from "./module-format.js";
import { moduleFormat, readJson } from "./module-format.js";
import { settingsFor } from "./settings.js";
import type { CompilerSettings } from "./settings.js";
import { loaderState } from "./state.js";

/** Changes whenever the same source would become another JavaScript by a change of this file. */
const REVISION = "1";

const require = createRequire(import.meta.url);

/**
 * The JavaScript of a TypeScript file in a module system, from the cache when its content was seen before; SWC is not
 * even loaded then. What the project's own compiler made of the file is taken where it was asked for.
 *
 * @throws {SyntaxError} that begins with `Cannot compile FILE:LINE:`.
 */
export function transpile(file: string, format: ModuleFormat): string {
  const emitted = loaderState().program?.emitted.get(file);
  const source = readFileSync(emitted ?? file, "utf8");
  const options = swcOptions(file, format, settingsFor(file).compiler, emitted !== undefined);
  const key = hash(REVISION, swcVersion(), JSON.stringify(options), source);
  const directory = cacheDirectory(file);
  const name = `${hash(file, format)}.js`;
  const cached = directory && readCache(directory, name, key);
  if (cached !== undefined) return cached;
  const code = guardTypes(compile(source, file, options));
  if (directory !== undefined) writeCache(directory, name, key, code);
  return code;
}

/** The line of a TypeScript file that a place in its JavaScript comes from. */
export function sourceLine(file: string, line: number, column: number): number {
  const [, encoded] =
    /\/\/# sourceMappingURL=data:application\/json;base64,(.+)/.exec(transpile(file, moduleFormat(file))) ??
    [];
  if (encoded === undefined) return line;
  const found = new SourceMap(JSON.parse(Buffer.from(encoded, "base64").toString())).findEntry(
    line - 1,
    column - 1,
  );
  return "originalLine" in found ? found.originalLine + 1 : line;
}

/** All of SWC that is used here; it is required where it is needed, because loading it takes longer than a warm run. */
interface Compiler {
  transformSync(source: string, options: SwcOptions): { readonly code: string };
}

function compile(source: string, file: string, options: SwcOptions): string {
  const swc: Compiler = require("@swc/core");
  try {
    return swc.transformSync(source, options).code;
  } catch (error) {
    throw new SyntaxError(describe(messageOf(error), file), { cause: error });
  }
}

/** SWC draws the place in the file below its message; one line is enough. Its column is always 1. */
function describe(message: string, file: string): string {
  const [first = "", place = ""] = message.split("\n").filter((line) => line.trim() !== "");
  const line = /:(\d+):\d+\]\s*$/.exec(place)?.[1];
  const reason = first.replace(/^\s*[x×]\s*/, "");
  return `Cannot compile ${file}${line === undefined ? "" : `:${line}`}: ${reason}`;
}

function swcOptions(
  file: string,
  format: ModuleFormat,
  settings: CompilerSettings,
  emitted: boolean,
): SwcOptions {
  return {
    filename: file,
    swcrc: false,
    configFile: false,
    isModule: emitted ? "unknown" : true,
    sourceMaps: emitted ? false : "inline",
    inlineSourcesContent: false,
    jsc: {
      target: "es2022",
      keepClassNames: true,
      parser: emitted
        ? { syntax: "ecmascript" }
        : { syntax: "typescript", decorators: true, tsx: extname(file) === ".tsx" },
      transform: {
        legacyDecorator: settings.legacyDecorators,
        decoratorMetadata: settings.decoratorMetadata,
        useDefineForClassFields: settings.defineFields,
        verbatimModuleSyntax: settings.verbatim,
        react: { runtime: settings.jsx?.startsWith("react-jsx") ? "automatic" : "classic" },
      },
    },
    module: {
      type: format === "commonjs" ? "commonjs" : "es6",
      importInterop: settings.interop ? "swc" : "none",
    },
  };
}

let version: string | undefined;

function swcVersion(): string {
  if (version === undefined) {
    const manifest = readJson(require.resolve("@swc/core/package.json"));
    const found =
      typeof manifest === "object" && manifest !== null && "version" in manifest ? manifest.version : "";
    version = String(found);
  }
  return version;
}
