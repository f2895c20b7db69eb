import { describe, expect, test } from "vitest";
import { AludelError } from "../../src/errors.js";
import { checkConfig, defineConfig, resolveOptions } from "../../src/config/options.js";

test("everything has a default", () => {
  expect(resolveOptions({}, "/project")).toEqual({
    root: "/project",
    directory: "/project/migrations",
    versionTable: "aludel_version",
    logTable: "aludel_log",
    journalTable: "aludel_journal",
    waitTimeout: 60_000,
    lockTimeout: 5000,
    transaction: "each",
    ignore: [],
    constraintNames: "rename",
  });
});

test("what a config says counts, paths from its folder", () => {
  const config = defineConfig({
    dataSource: "src/data-source.ts",
    directory: "../revisions",
    versionTable: "v",
    logTable: "l",
    journalTable: "j",
    waitTimeout: 1,
    lockTimeout: 0,
    statementTimeout: 2,
    transaction: "none",
    ignore: ["legacy_*"],
    constraintNames: "keep",
  });
  checkConfig(config, "aludel.config.ts");
  expect(resolveOptions(config, "/project/app", "/project/app/aludel.config.ts")).toEqual({
    ...config,
    root: "/project/app",
    dataSource: "/project/app/src/data-source.ts",
    directory: "/project/revisions",
  });
});

test("a DataSource in a config is found in the config file again", () => {
  const config = { dataSource: () => Promise.reject(new Error("not called")) };
  checkConfig(config, "aludel.config.ts");
  expect(resolveOptions(config, "/project", "/project/aludel.config.ts").dataSource).toBe(
    "/project/aludel.config.ts",
  );
});

interface Wrong {
  readonly config: unknown;
  readonly message: string;
  readonly hint?: string;
}

const wrong: readonly Wrong[] = [
  { config: 3, message: "c.json: the config must be an object, it is 3" },
  { config: ["a"], message: 'c.json: the config must be an object, it is ["a"]' },
  { config: () => ({}), message: "c.json: the config must be an object, it is a function" },
  {
    config: { datasource: "a" },
    message: 'c.json: unknown option "datasource"',
    hint: 'Did you mean "dataSource"?',
  },
  {
    config: { dir: "a" },
    message: 'c.json: unknown option "dir"',
    hint: "The options are dataSource, directory,",
  },
  {
    config: { lockTimeOut: 1 },
    message: 'c.json: unknown option "lockTimeOut"',
    hint: 'Did you mean "lockTimeout"?',
  },
  { config: { toString: 1 }, message: 'c.json: unknown option "toString"' },
  { config: { dataSource: 1 }, message: 'c.json: "dataSource" must be the path of a data source file' },
  { config: { directory: "" }, message: 'c.json: "directory" must be a path, it is ""' },
  {
    config: { versionTable: null },
    message: 'c.json: "versionTable" must be the name of a table, it is null',
  },
  { config: { logTable: [] }, message: 'c.json: "logTable" must be the name of a table, it is []' },
  {
    config: { lockTimeout: "60s" },
    message: 'c.json: "lockTimeout" must be a number of milliseconds, 0 or more, it is "60s"',
  },
  {
    config: { statementTimeout: Number.NaN },
    message: 'c.json: "statementTimeout" must be a number of milliseconds, 0 or more, it is null',
  },
  {
    config: { lockTimeout: -1 },
    message: 'c.json: "lockTimeout" must be a number of milliseconds, 0 or more, it is -1',
  },
  {
    config: { transaction: "one" },
    message: 'c.json: "transaction" must be "each" or "all" or "none", it is "one"',
  },
  { config: { ignore: "a" }, message: 'c.json: "ignore" must be a list of table names, it is "a"' },
  {
    config: { constraintNames: true },
    message: 'c.json: "constraintNames" must be "rename" or "keep", it is true',
  },
];

describe("a config that is wrong", () => {
  test.each(wrong)("$message", ({ config, message, hint }) => {
    const check = (): void => checkConfig(config, "c.json");
    expect(check).toThrow(AludelError);
    expect(check).toThrow(
      expect.objectContaining({
        code: "E_CONFIG_INVALID",
        exitCode: 2,
        message: expect.stringContaining(message),
        hint: expect.stringContaining(hint ?? ""),
      }),
    );
  });
});
