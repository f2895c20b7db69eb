import { isAbsolute } from "node:path";
import { fileURLToPath } from "node:url";
import { AludelError, messageOf } from "../errors.js";
import { isTypeScript, moduleFormat } from "./typescript/module-format.js";
import { registeredLoader } from "./typescript/registered-loader.js";
import { sourceLine } from "./typescript/transpile.js";

/**
 * Says what went wrong when a file was loaded: which file, what was tried, what to do. An `AludelError` is returned as it is;
 * the error that was thrown is the cause.
 */
export function loadError(file: string, error: unknown): AludelError {
  if (error instanceof AludelError) return error;
  const { code, message, hint } = explain(file, error);
  return new AludelError(code, message, {
    hint: `${hint}\nTried: ${file} ${howLoaded(file)}.`,
    cause: error,
  });
}

interface Explanation {
  readonly code: `E_${string}`;
  readonly message: string;
  readonly hint: string;
}

function explain(file: string, error: unknown): Explanation {
  return (
    missingImport(file, error) ??
    topLevelAwait(file, error) ??
    syntaxError(file, error) ??
    thrown(file, error)
  );
}

/** https://nodejs.org/api/errors.html#module_not_found: the importing file is in `requireStack`, or told in the message. */
function missingImport(file: string, error: unknown): Explanation | undefined {
  const code = codeOf(error);
  if (code !== "MODULE_NOT_FOUND" && code !== "ERR_MODULE_NOT_FOUND") return undefined;
  const message = messageOf(error);
  const specifier = /^Cannot find (?:module|package) '([^']+)'/.exec(message)?.[1];
  if (specifier === undefined) return undefined;
  const importer = / imported from (.+)$/m.exec(message)?.[1] ?? firstOfRequireStack(error) ?? file;
  const isPackage = !specifier.startsWith(".") && !isAbsolute(specifier);
  return {
    code: "E_IMPORT_NOT_FOUND",
    message: `${importer} imports "${specifier}", which cannot be found`,
    hint: isPackage
      ? `Install it (\`npm install ${packageName(specifier)}\`) or, if it is an alias, name it under "paths" in tsconfig.json.`
      : "Check the path of the import, and that the file exists.",
  };
}

function syntaxError(file: string, error: unknown): Explanation | undefined {
  if (!(error instanceof SyntaxError)) return undefined;
  const own = /^Cannot compile (.+)$/.exec(error.message)?.[1];
  const place =
    own === undefined
      ? /^(?:file:\/\/)?(\/.+:\d+|[A-Z]:\\.+:\d+)$/.exec(firstLine(error.stack))?.[1]
      : undefined;
  return {
    code: "E_SYNTAX",
    message: own ?? `${place ?? file}: ${error.message}`,
    hint: "Mend the file: TypeScript or Node cannot read it as it is.",
  };
}

function topLevelAwait(file: string, error: unknown): Explanation | undefined {
  // Node takes CommonJS that awaits for an ES module, which then has no `exports`.
  if (
    !/^(exports is not defined|await is only valid)/.test(messageOf(error)) ||
    moduleFormat(file) === "module"
  ) {
    return undefined;
  }
  return {
    code: "E_LOAD_FAILED",
    message: `${file} is CommonJS, where \`await\` at the top level is not possible`,
    hint: 'Export a promise or an async function, name the file .mts, or set "type": "module" in package.json.',
  };
}

function thrown(file: string, error: unknown): Explanation {
  const place = throwingPlace(error);
  return {
    code: "E_LOAD_FAILED",
    message: `${file} threw an error while it was loaded: ${firstLine(messageOf(error))}`,
    hint: place === undefined ? "The file must load without errors." : `It was thrown at ${place}.`,
  };
}

/** The first place of the stack that is in the user's code, in the source rather than in what it was compiled to. */
function throwingPlace(error: unknown): string | undefined {
  const frames = error instanceof Error ? (error.stack ?? "").split("\n") : [];
  const frame = frames.find((line) => /^\s+at .*:\d+:\d+\)?$/.test(line) && !/node_modules|node:/.test(line));
  const [, url, line, column] = /\(?((?:file:\/\/)?[^()\s]+):(\d+):(\d+)\)?$/.exec(frame ?? "") ?? [];
  if (url === undefined) return undefined;
  const path = url.startsWith("file:") ? fileURLToPath(url) : url;
  const isCompiledHere = isTypeScript(path) && registeredLoader() === undefined;
  return `${path}:${isCompiledHere ? sourceLine(path, Number(line), Number(column)) : line}`;
}

function howLoaded(file: string): string {
  const format = moduleFormat(file) === "module" ? "as an ES module" : "as CommonJS";
  if (!isTypeScript(file)) return `${format}, by Node`;
  return `${format}, by ${registeredLoader() ?? "the TypeScript loader of Aludel"}`;
}

function codeOf(error: unknown): unknown {
  return typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
}

function firstOfRequireStack(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("requireStack" in error)) return undefined;
  const stack: unknown = error.requireStack;
  const first: unknown = Array.isArray(stack) ? stack[0] : undefined;
  return typeof first === "string" ? first : undefined;
}

function packageName(specifier: string): string {
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}

function firstLine(text: string | undefined): string {
  return text?.split("\n", 1)[0] ?? "";
}
