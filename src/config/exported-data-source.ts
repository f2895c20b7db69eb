import type { DataSource } from "typeorm";
import { AludelError, messageOf } from "../errors.js";

/** Whether a value is a DataSource, of whichever copy of TypeORM: its mark is shared by all of them. */
function isDataSource(value: unknown): value is DataSource {
  return (
    typeof value === "object" &&
    value !== null &&
    "@instanceof" in value &&
    value["@instanceof"] === Symbol.for("DataSource")
  );
}

/**
 * The one DataSource that a module exports: by default or by name, as it is, in a promise, from a function (one that is the
 * default or the only export), or as `dataSource` of an Aludel config. With several, the default export counts.
 *
 * @throws {AludelError} `E_DATA_SOURCE_NOT_EXPORTED`, `E_DATA_SOURCE_AMBIGUOUS`, `E_NOT_A_DATA_SOURCE` or `E_LOAD_FAILED`,
 * naming what the file exports.
 */
export async function exportedDataSource(file: string, module: unknown): Promise<DataSource> {
  const entries = exportsOf(module);
  const values = await Promise.all(
    entries.map(async ([name, value]) => [name, await settle(file, name, value, entries)] as const),
  );
  const found = values.filter(([, value]) => isDataSource(value));
  const distinct = new Set(found.map(([, value]) => value));
  const chosen = distinct.size === 1 ? found[0]?.[1] : found.find(([name]) => name === "default")?.[1];
  if (isDataSource(chosen)) return chosen;
  if (distinct.size > 1)
    throw ambiguous(
      file,
      found.map(([name]) => name),
    );
  throw noDataSource(file, values);
}

type Entry = readonly [name: string, value: unknown];

function exportsOf(module: unknown): readonly Entry[] {
  if (typeof module !== "object" || module === null || isDataSource(module) || module instanceof Promise) {
    return [["default", module]];
  }
  // Node adds "module.exports" to the namespace of CommonJS modules.
  return Object.entries(module).filter(([name]) => name !== "module.exports");
}

/** What an export stands for: promises are awaited, and the function that can only be meant is called. */
async function settle(file: string, name: string, value: unknown, all: readonly Entry[]): Promise<unknown> {
  try {
    const settled: unknown = await value;
    if (isConfig(settled))
      return await settle(file, `${name}.dataSource`, settled.dataSource, [[name, settled.dataSource]]);
    const isMeant = name.startsWith("default") || all.length === 1;
    if (typeof settled !== "function" || !isMeant || isClass(settled)) return settled;
    const result: unknown = await Reflect.apply(settled, undefined, []);
    return result;
  } catch (error) {
    if (!isPromiseOrFunction(value)) throw error;
    throw new AludelError("E_LOAD_FAILED", `the export "${name}" of ${file} failed: ${messageOf(error)}`, {
      hint: "The promise or function must give a DataSource; it need not be initialized.",
      cause: error,
    });
  }
}

function isConfig(value: unknown): value is { readonly dataSource: unknown } {
  return typeof value === "object" && value !== null && !isDataSource(value) && "dataSource" in value;
}

function isClass(value: unknown): boolean {
  return typeof value === "function" && /^class\b/.test(Function.prototype.toString.call(value));
}

function isPromiseOrFunction(value: unknown): boolean {
  return value instanceof Promise || typeof value === "function";
}

function ambiguous(file: string, names: readonly string[]): AludelError {
  return new AludelError(
    "E_DATA_SOURCE_AMBIGUOUS",
    `${file} exports ${names.length} data sources: ${names.join(", ")}`,
    {
      hint: "Export the one to migrate by default, or give each a file of its own.",
    },
  );
}

function noDataSource(file: string, values: readonly Entry[]): AludelError {
  const main = values.find(([name]) => name === "default") ?? values[0];
  if (main === undefined) {
    return new AludelError("E_DATA_SOURCE_NOT_EXPORTED", `${file} exports nothing`, { hint: howToExport });
  }
  if (looksLikeOptions(Object.fromEntries(values))) {
    return new AludelError(
      "E_NOT_A_DATA_SOURCE",
      `${file} exports the options of a DataSource, not a DataSource`,
      { hint: howToWrap },
    );
  }
  if (values.length === 1 || main[0] === "default") {
    const message = `${file} exports no DataSource: its export "${main[0]}" is ${inWords(main[1])}`;
    return new AludelError("E_NOT_A_DATA_SOURCE", message, {
      hint: looksLikeOptions(main[1]) ? howToWrap : howToExport,
    });
  }
  const list = values.map(([name, value]) => `${name} (${inWords(value)})`).join(", ");
  return new AludelError("E_DATA_SOURCE_NOT_EXPORTED", `${file} exports no DataSource; it exports ${list}`, {
    hint: howToExport,
  });
}

const howToExport = "Export it: `export const AppDataSource = new DataSource({ … })`.";
const howToWrap = "Export `new DataSource(options)` instead of the options.";

function looksLikeOptions(value: unknown): boolean {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

function inWords(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === "function") return isClass(value) ? `the class ${value.name}` : "a function";
  if (Array.isArray(value)) return "a list";
  if (typeof value !== "object") return `a ${typeof value}`;
  const name: unknown = value.constructor?.name;
  return typeof name === "string" && name !== "Object" ? `an instance of ${name}` : "a plain object";
}
