import { resolve } from "node:path";
import type { DataSource } from "typeorm";
import { AludelError, exitCode } from "../errors.js";
import type { TransactionMode } from "../runtime/step.js";
import { nearest } from "./nearest.js";

/** What a data source file, or `dataSource` of a config file, may give: a DataSource, a promise of one, a function for one. */
export type DataSourceLike = DataSource | Promise<DataSource> | (() => DataSource | Promise<DataSource>);

/** What a user writes in `aludel.config.ts` or under `"aludel"` in package.json; nothing is required. */
export interface Config {
  /** The path of the file that exports the DataSource, or, in a JavaScript or TypeScript config, the DataSource itself. */
  readonly dataSource?: string | DataSourceLike;
  /** The revision directory; `migrations` if absent. */
  readonly directory?: string;
  /** The name of the version table; `aludel_version` if absent. */
  readonly versionTable?: string;
  /** The name of the log table; `aludel_log` if absent. */
  readonly logTable?: string;
  /** The name of the table that says how far a revision came that is not one transaction; `aludel_journal` if absent. */
  readonly journalTable?: string;
  /** How long to wait for another migrator, and to try again what others are in the way of, in milliseconds; 60000 if absent. */
  readonly waitTimeout?: number;
  /** How long a statement waits for others to let go of a table, in milliseconds, 0 for as long as it takes; 5000 if absent. */
  readonly lockTimeout?: number;
  /** How long a statement may take, in milliseconds; as long as it takes if absent. */
  readonly statementTimeout?: number;
  /** How revisions are put into transactions, where the database can; `each` if absent. */
  readonly transaction?: TransactionMode;
  /** Names of tables to leave out of autogenerate; `*` stands for any characters. */
  readonly ignore?: readonly string[];
  /**
   * What autogenerate does with constraints and indexes that differ in nothing but their name: `rename` (if absent) gives
   * them the name that the entities imply, `keep` leaves them as they are.
   */
  readonly constraintNames?: "rename" | "keep";
}

/** The options of a project, with every default filled in and every path absolute. */
export interface Options {
  /** The directory that the config file's paths are relative to. */
  readonly root: string;
  /** The file that exports the DataSource: a data source file, or the config file that holds one. */
  readonly dataSource?: string;
  readonly directory: string;
  readonly versionTable: string;
  readonly logTable: string;
  readonly journalTable: string;
  readonly waitTimeout: number;
  readonly lockTimeout: number;
  readonly statementTimeout?: number;
  readonly transaction: TransactionMode;
  readonly ignore: readonly string[];
  readonly constraintNames: "rename" | "keep";
}

/** Returns a config as it is: a place to hang the type on, for editors. */
export function defineConfig(config: Config): Config {
  return config;
}

/** What may stand under a key, in words and as a test. */
interface Rule {
  readonly expected: string;
  readonly accepts: (value: unknown) => boolean;
}

const milliseconds: Rule = {
  expected: "a number of milliseconds, 0 or more",
  accepts: (value) => typeof value === "number" && Number.isFinite(value) && value >= 0,
};

const rules: Readonly<Record<keyof Config, Rule>> = {
  dataSource: {
    expected: "the path of a data source file, a DataSource, or a promise of or function for one",
    accepts: (value) =>
      isName(value) || typeof value === "function" || (typeof value === "object" && value !== null),
  },
  directory: { expected: "a path", accepts: isName },
  versionTable: { expected: "the name of a table", accepts: isName },
  logTable: { expected: "the name of a table", accepts: isName },
  journalTable: { expected: "the name of a table", accepts: isName },
  waitTimeout: milliseconds,
  lockTimeout: milliseconds,
  statementTimeout: milliseconds,
  transaction: oneOf("each", "all", "none"),
  ignore: {
    expected: "a list of table names",
    accepts: (value) => Array.isArray(value) && value.every(isName),
  },
  constraintNames: oneOf("rename", "keep"),
};

/**
 * Checks what a config file holds.
 *
 * @throws {AludelError} `E_CONFIG_INVALID` that names the file and the first key that is unknown or has a wrong value.
 */
export function checkConfig(config: unknown, source: string): asserts config is Config {
  if (typeof config !== "object" || config === null || Array.isArray(config)) {
    throw invalid(
      `${source}: the config must be an object, it is ${inWords(config)}`,
      'Export `{ dataSource: "src/data-source.ts" }`.',
    );
  }
  for (const [key, value] of Object.entries(config)) {
    if (!isKey(key)) throw invalid(`${source}: unknown option "${key}"`, suggestion(key));
    const { expected, accepts } = rules[key];
    if (value !== undefined && !accepts(value)) {
      throw invalid(
        `${source}: "${key}" must be ${expected}, it is ${inWords(value)}`,
        `Change "${key}", or leave it out.`,
      );
    }
  }
}

/** Fills in the defaults; paths are relative to `root`, and a DataSource given as such is found in the config file again. */
export function resolveOptions(config: Config, root: string, configFile?: string): Options {
  const dataSource =
    typeof config.dataSource === "string"
      ? resolve(root, config.dataSource)
      : config.dataSource && configFile;
  return {
    root,
    ...(dataSource === undefined ? {} : { dataSource }),
    directory: resolve(root, config.directory ?? "migrations"),
    versionTable: config.versionTable ?? "aludel_version",
    logTable: config.logTable ?? "aludel_log",
    journalTable: config.journalTable ?? "aludel_journal",
    waitTimeout: config.waitTimeout ?? 60_000,
    lockTimeout: config.lockTimeout ?? 5000,
    ...(config.statementTimeout === undefined ? {} : { statementTimeout: config.statementTimeout }),
    transaction: config.transaction ?? "each",
    ignore: config.ignore ?? [],
    constraintNames: config.constraintNames ?? "rename",
  };
}

function oneOf(...values: readonly string[]): Rule {
  const expected = values.map((value) => JSON.stringify(value)).join(" or ");
  return { expected, accepts: (value) => typeof value === "string" && values.includes(value) };
}

function isName(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function isKey(key: string): key is keyof Config {
  return Object.hasOwn(rules, key);
}

function invalid(message: string, hint: string): AludelError {
  return new AludelError("E_CONFIG_INVALID", message, { hint, exitCode: exitCode.usage });
}

function suggestion(key: string): string {
  const keys = Object.keys(rules);
  const meant = nearest(key, keys);
  return meant === undefined ? `The options are ${keys.join(", ")}.` : `Did you mean "${meant}"?`;
}

function inWords(value: unknown): string {
  if (typeof value === "function") return "a function";
  return JSON.stringify(value) ?? "undefined";
}
