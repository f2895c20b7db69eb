import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { dataSourceOf, findOptions } from "../../src/config/find-config.js";
import { run, stage, write } from "./project.js";

describe("a config is found", () => {
  const places = [
    { fixture: "config-json", dataSource: "src/data-source.ts", directory: "migrations", loads: [] },
    {
      fixture: "config-package-json",
      dataSource: "src/data-source.ts",
      directory: "src/revisions",
      loads: [],
    },
    { fixture: "config-mjs", dataSource: "src/data-source.ts", directory: "migrations", loads: [] },
    {
      fixture: "config-ts",
      dataSource: "aludel.config.ts",
      directory: "database/revisions",
      loads: ["@swc/core", "typeorm"],
    },
  ] as const;

  test.concurrent.each(places)(
    "from a folder below: $fixture",
    async ({ fixture, dataSource, directory, loads }) => {
      const root = stage(fixture);
      const { value, packages } = await run("options", [join(root, "src/entities")]);
      expect(value).toMatchObject({
        root,
        dataSource: join(root, dataSource),
        directory: join(root, directory),
      });
      expect(packages).toEqual(loads);
    },
  );

  test("where it holds the DataSource itself", async () => {
    const root = stage("config-ts");
    const outcome = await run("dataSource", [join(root, "aludel.config.ts")]);
    expect(outcome).toMatchObject({
      value: { tables: [/^author/, /^book/].map((name) => expect.stringMatching(name)) },
    });
  });

  test("in TypeScript without loading SWC, once it is in the cache", async () => {
    const root = stage(undefined);
    write(root, {
      "package.json": "{}",
      "aludel.config.ts": 'export default { directory: "here" as string };',
    });
    expect(await run("options", [root])).toMatchObject({
      value: { directory: join(root, "here") },
      packages: ["@swc/core"],
    });
    expect(await run("options", [root])).toMatchObject({
      value: { directory: join(root, "here") },
      packages: [],
    });
  });

  test("where `-c` names it, in any place", async () => {
    const root = stage("config-json");
    write(root, { "etc/other.json": '{ "directory": "x", "dataSource": "ds.js" }' });
    expect(await findOptions({ cwd: join(root, "src"), configFile: "../etc/other.json" })).toMatchObject({
      root: join(root, "etc"),
      directory: join(root, "etc/x"),
      dataSource: join(root, "etc/ds.js"),
    });
  });
});

test("the command line counts more than the config, its paths from the working directory", async () => {
  const root = stage("config-json");
  const cwd = join(root, "src");
  const overrides = { directory: "here", transaction: "all" } as const;
  expect(await findOptions({ cwd, dataSourceFile: "data-source.ts", overrides })).toMatchObject({
    root,
    dataSource: join(cwd, "data-source.ts"),
    directory: join(cwd, "here"),
    transaction: "all",
    versionTable: "schema_version",
  });
});

test("without a config, the package is the root and all is by default", async () => {
  const root = stage("cjs-circular");
  const options = await findOptions({ cwd: join(root, "src") });
  expect(options).toMatchObject({ root, directory: join(root, "migrations") });
  expect(options.dataSource).toBeUndefined();
});

describe("no data source", () => {
  const cases = [
    { files: { "src/data-source.ts": "" }, hint: "-d src/data-source.ts" },
    { files: { "src/db/data-source.js": "" }, hint: "-d src/db/data-source.js" },
    { files: {}, hint: "-d src/data-source.ts" },
  ];

  test.each(cases)("$hint", async ({ files, hint }) => {
    const root = stage(undefined);
    write(root, { "package.json": "{}", ...files });
    const options = await findOptions({ cwd: root });
    expect(() => dataSourceOf(options)).toThrow(
      expect.objectContaining({
        code: "E_DATA_SOURCE_MISSING",
        exitCode: 2,
        hint: expect.stringContaining(hint),
      }),
    );
  });
});

describe("a config that cannot be used", () => {
  const cases = [
    {
      files: { "aludel.config.json": "{ nope" },
      code: "E_CONFIG_INVALID",
      message: /aludel\.config\.json is not valid JSON/,
    },
    {
      files: { "package.json": '{ "aludel": 3 }' },
      code: "E_CONFIG_INVALID",
      message: /package\.json: the config must be an object/,
    },
    {
      files: { "aludel.config.json": '{ "lock": 3 }' },
      code: "E_CONFIG_INVALID",
      message: /aludel\.config\.json: unknown option "lock"/,
    },
    {
      files: { "aludel.config.mjs": "throw new Error('no')" },
      code: "E_LOAD_FAILED",
      message: /aludel\.config\.mjs threw an error.*: no/,
    },
    {
      files: { "aludel.config.ts": "export default {" },
      code: "E_SYNTAX",
      message: /aludel\.config\.ts:1: /,
    },
  ];

  test.concurrent.each(cases)("$code $message", async ({ files, code, message }) => {
    const root = stage(undefined);
    write(root, { "package.json": "{}", ...files });
    const { error } = await run("options", [root]);
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
  });

  test("one that `-c` names and that is not there", async () => {
    const finding = findOptions({ cwd: stage(undefined), configFile: "aludel.json" });
    await expect(finding).rejects.toMatchObject({
      code: "E_CONFIG_MISSING",
      exitCode: 2,
      message: expect.stringContaining("aludel.json"),
    });
  });
});
