import { readFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";

/** The two module systems of Node, in the words of its loader. */
export type ModuleFormat = "module" | "commonjs";

const byExtension: ReadonlyMap<string, ModuleFormat> = new Map([
  [".mts", "module"],
  [".mjs", "module"],
  [".cts", "commonjs"],
  [".cjs", "commonjs"],
]);

const typescriptExtensions: ReadonlySet<string> = new Set([".ts", ".tsx", ".mts", ".cts"]);

const typeByDirectory = new Map<string, ModuleFormat | undefined>();

/** Whether a path names a TypeScript file. */
export function isTypeScript(file: string): boolean {
  return typescriptExtensions.has(extname(file));
}

/** The module system that a file's extension or the nearest package.json declares; undefined if neither does. */
export function declaredFormat(file: string): ModuleFormat | undefined {
  return byExtension.get(extname(file)) ?? packageType(dirname(file));
}

/** The module system of a file: as declared, else CommonJS, as Node and TypeORM have it. */
export function moduleFormat(file: string): ModuleFormat {
  return declaredFormat(file) ?? "commonjs";
}

function packageType(directory: string): ModuleFormat | undefined {
  if (!typeByDirectory.has(directory)) typeByDirectory.set(directory, readPackageType(directory));
  return typeByDirectory.get(directory);
}

function readPackageType(directory: string): ModuleFormat | undefined {
  const manifest = readJson(join(directory, "package.json"));
  const parent = dirname(directory);
  if (manifest === undefined) return parent === directory ? undefined : packageType(parent);
  const type =
    typeof manifest === "object" && manifest !== null && "type" in manifest ? manifest.type : undefined;
  return type === "module" || type === "commonjs" ? type : undefined;
}

/** The content of a JSON file; undefined if there is none that can be read, null if it is not JSON. */
export function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
