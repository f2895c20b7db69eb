import { realpathSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { MessagePort } from "node:worker_threads";
import { receiveMessageOnPort } from "node:worker_threads";
import { declaredFormat, isTypeScript } from "./module-format.js";
import type { ModuleFormat } from "./module-format.js";
import { resolveImport } from "./resolve.js";
import { loaderState, setLoaderState } from "./state.js";
import type { LoaderState } from "./state.js";
import { transpile } from "./transpile.js";

/*
 * The hooks of https://nodejs.org/api/module.html#customization-hooks, written so that they serve both ways to install them:
 * `module.registerHooks` (in this thread, results at once) and `module.register` (in a thread of their own, promises).
 */

interface ResolveContext {
  readonly parentURL?: string | undefined;
  readonly conditions?: readonly string[];
}

interface Resolved {
  readonly url: string;
  readonly format?: string | null | undefined;
  readonly shortCircuit?: boolean | undefined;
}

interface Loaded {
  readonly format: string;
  readonly source?: string | undefined;
  readonly shortCircuit?: boolean;
}

type Next<Context, Result> = (value: string, context: Context) => Result | Promise<Result>;

let port: MessagePort | undefined;

/** Called by `module.register` in the thread of the hooks; the port brings the state of the main thread's loader. */
export function initialize(data: { readonly port: MessagePort }): void {
  port = data.port;
}

/** Resolves the imports of TypeScript files as TypeScript does, and gives every TypeScript file its module format. */
export function resolve(
  specifier: string,
  context: ResolveContext,
  next: Next<ResolveContext, Resolved>,
): Resolved | Promise<Resolved> {
  if (context.conditions?.includes("require") === true) return next(specifier, context);
  receiveState();
  const importer =
    context.parentURL?.startsWith("file:") === true ? fileURLToPath(context.parentURL) : undefined;
  const byTypeScript = importer !== undefined && isTypeScript(importer);
  if (specifier.startsWith("file:")) return marked({ url: specifier }, byTypeScript, next, context);
  const file = byTypeScript ? resolveImport(specifier, importer) : undefined;
  if (file !== undefined) return marked({ url: pathToFileURL(file).href }, byTypeScript, next, context);
  const resolved = next(specifier, context);
  return resolved instanceof Promise
    ? resolved.then((found) => mark(found, byTypeScript))
    : mark(resolved, byTypeScript);
}

/** Gives the JavaScript of TypeScript files; those in CommonJS are left to the hook of `require`. */
export function load(
  url: string,
  context: { readonly format?: string | null | undefined },
  next: Next<{ readonly format?: string | null | undefined }, Loaded>,
): Loaded | Promise<Loaded> {
  const file = typeScriptFile(url);
  if (file === undefined) return next(url, context);
  receiveState();
  if (context.format !== "module") return { format: "commonjs", shortCircuit: true };
  return { format: "module", source: transpile(file, "module"), shortCircuit: true };
}

function receiveState(): void {
  if (port === undefined) return;
  for (
    let received = receiveMessageOnPort(port);
    received !== undefined;
    received = receiveMessageOnPort(port)
  ) {
    const state: LoaderState = received.message;
    setLoaderState(state);
  }
}

function marked(
  found: Resolved,
  byTypeScript: boolean,
  next: Next<ResolveContext, Resolved>,
  context: ResolveContext,
): Resolved | Promise<Resolved> {
  const result = mark(found, byTypeScript);
  return result.shortCircuit === true ? result : next(found.url, context);
}

function mark(found: Resolved, byTypeScript: boolean): Resolved {
  const file = typeScriptFile(found.url);
  if (file === undefined) return found;
  const url = pathToFileURL(realpathSync.native(file));
  const { generation } = loaderState();
  url.search = new URL(found.url).search || (generation === 0 ? "" : `?generation=${generation}`);
  return { url: url.href, format: importFormat(file, byTypeScript), shortCircuit: true };
}

/** A file of a package that does not say is what the module that imports it is: there it is meant to be bundled. */
function importFormat(file: string, byTypeScript: boolean): ModuleFormat {
  return declaredFormat(file) ?? (byTypeScript ? "module" : "commonjs");
}

function typeScriptFile(url: string): string | undefined {
  if (!url.startsWith("file:")) return undefined;
  const file = fileURLToPath(url);
  return isTypeScript(file) ? file : undefined;
}
