import { realpathSync, statSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, extname, join, resolve } from "node:path";
import { settingsFor } from "./settings.js";

/** What an import of JavaScript may mean in a TypeScript project. */
const sourcesOf: ReadonlyMap<string, readonly string[]> = new Map([
  [".js", [".ts", ".tsx"]],
  [".jsx", [".tsx"]],
  [".mjs", [".mts"]],
  [".cjs", [".cts"]],
]);

const extensions = [".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", ".cjs", ".json"];

/**
 * The file that an import in a TypeScript file means, where TypeScript resolves it and Node does not: `.js` for `.ts`,
 * no extension, an index file, `paths` and `baseUrl`. Undefined for all else, which is Node's to resolve.
 */
export function resolveImport(specifier: string, importer: string): string | undefined {
  if (isBuiltin(specifier)) return undefined;
  const bases = /^(\.{0,2}\/|\.{1,2}$|[a-z]:)/i.test(specifier)
    ? [resolve(dirname(importer), specifier)]
    : settingsFor(importer).aliases(specifier);
  for (const base of bases) {
    for (const file of candidates(base)) {
      if (isFile(file)) return realpathSync.native(file);
    }
  }
  return undefined;
}

/** The likely ones first: each costs a call of the file system. */
function* candidates(base: string): Generator<string> {
  const extension = extname(base);
  const stem = base.slice(0, base.length - extension.length);
  for (const source of sourcesOf.get(extension) ?? []) yield stem + source;
  if (extensions.includes(extension)) yield base;
  for (const added of extensions) yield base + added;
  for (const added of extensions) yield join(base, `index${added}`);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
