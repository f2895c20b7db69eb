import nodeModule, { createRequire } from "node:module";
import { sep } from "node:path";
import { MessageChannel } from "node:worker_threads";
import * as esmHooks from "./esm-hooks.js";
import { isTypeScript } from "./module-format.js";
import type { ModuleFormat } from "./module-format.js";
import { resolveImport } from "./resolve.js";
import { loaderState, setLoaderState } from "./state.js";
import type { LoaderState, Program } from "./state.js";
import { transpile } from "./transpile.js";

interface CommonJsModule {
  _compile(code: string, file: string): unknown;
}

const require = createRequire(import.meta.url);

let isRequireHooked = false;
let sendState: ((state: LoaderState) => void) | undefined;

/**
 * Makes this process take TypeScript files in a module system; once is enough, more does no harm. What is CommonJS never
 * imports, so it does without the hooks of `import`: on Node 20 their thread takes a tenth of a second to start.
 */
export function installTypeScript(format: ModuleFormat): void {
  if (!isRequireHooked) installRequireHook();
  isRequireHooked = true;
  if (format === "module") sendState ??= installImportHooks();
}

/**
 * Makes every file of the project load anew, in new module instances: as the project's own compiler made it, or with
 * undefined as SWC makes it.
 */
export function reloadWith(program: Program | undefined): void {
  setLoaderState({ generation: loaderState().generation + 1, program });
  sendState?.(loaderState());
  for (const file of Object.keys(require.cache)) {
    if (!file.includes(`${sep}node_modules${sep}`)) forget(file);
  }
}

/** Makes one CommonJS file load anew when it is required next. */
export function forget(file: string): void {
  delete require.cache[file];
}

function installRequireHook(): void {
  // eslint-disable-next-line typescript/no-deprecated -- the one hook of `require` that all supported versions of Node have
  const { extensions } = require;
  for (const extension of [".ts", ".tsx", ".mts", ".cts"]) {
    extensions[extension] = (module: unknown, file: string) => compileModule(module, file);
  }
  const resolveFilename: unknown = Reflect.get(nodeModule, "_resolveFilename");
  if (typeof resolveFilename !== "function") return;
  Reflect.set(
    nodeModule,
    "_resolveFilename",
    function (this: unknown, ...parameters: readonly unknown[]): unknown {
      const [request, parent] = parameters;
      return resolveRequire(request, parent) ?? Reflect.apply(resolveFilename, this, parameters);
    },
  );
}

function compileModule(module: unknown, file: string): void {
  // eslint-disable-next-line no-underscore-dangle -- Node's name, and what every hook of `require` calls
  if (isCommonJsModule(module)) module._compile(transpile(file, "commonjs"), file);
}

function isCommonJsModule(module: unknown): module is CommonJsModule {
  return typeof module === "object" && module !== null && "_compile" in module;
}

function resolveRequire(request: unknown, parent: unknown): string | undefined {
  if (typeof request !== "string" || typeof parent !== "object" || parent === null) return undefined;
  const importer = "filename" in parent ? parent.filename : undefined;
  if (typeof importer !== "string" || !isTypeScript(importer)) return undefined;
  return resolveImport(request, importer);
}

/** Hooks in this thread where Node has them (22.15, 23.5), else in a thread of their own. */
function installImportHooks(): (state: LoaderState) => void {
  const registerHooks: unknown = Reflect.get(nodeModule, "registerHooks");
  if (typeof registerHooks === "function") {
    Reflect.apply(registerHooks, nodeModule, [{ resolve: esmHooks.resolve, load: esmHooks.load }]);
    return () => undefined;
  }
  const { port1, port2 } = new MessageChannel();
  port1.unref();
  port1.postMessage(loaderState());
  nodeModule.register("./esm-hooks.js", {
    parentURL: import.meta.url,
    data: { port: port2 },
    transferList: [port2],
  });
  return (state) => port1.postMessage(state);
}
