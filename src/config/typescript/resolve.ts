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
    const file = candidates(base).find(isFile);
    if (file !== undefined) return realpathSync(file);
  }
  return undefined;
}

function candidates(base: string): readonly string[] {
  const extension = extname(base);
  const stem = base.slice(0, base.length - extension.length);
  return [
    ...(sourcesOf.get(extension) ?? []).map((source) => stem + source),
    base,
    ...extensions.map((added) => base + added),
    ...extensions.map((added) => join(base, `index${added}`)),
  ];
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
