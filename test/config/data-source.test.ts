import { existsSync } from "node:fs";
import { join } from "node:path";
import { DataSource } from "typeorm";
import type { Logger } from "typeorm";
import { describe, expect, test } from "vitest";
import { makeSafe } from "../../src/config/data-source.js";
import { buildMetadata } from "../../src/config/entity-metadata.js";
import { run, stage, write } from "./project.js";

const head =
  'import { DataSource } from "typeorm";\nconst make = () => new DataSource({ type: "better-sqlite3", database: "a.sqlite", entities: [] });\n';

describe("the exports of a data source file", () => {
  const good: readonly { readonly what: string; readonly code: string }[] = [
    { what: "one by name", code: "export const a = make();" },
    {
      what: "one by name beside other things",
      code: "export const b = 1; export class C {} export const a = make(); export const f = () => make();",
    },
    { what: "one by default", code: "export default make();" },
    { what: "the same one twice", code: "export const a = make(); export default a;" },
    { what: "two, one of them by default", code: "export const a = make(); export default make();" },
    { what: "a promise", code: "export const a = Promise.resolve(make());" },
    { what: "a function, by default", code: "export const b = 1; export default make;" },
    { what: "an async function, the only export", code: "export const a = async () => make();" },
    {
      what: "a promise of a function's promise",
      code: "export default Promise.resolve(async () => make());",
    },
    { what: "module.exports", code: "module.exports = make();" },
    { what: "a config", code: "export default { dataSource: () => make() };" },
  ];

  test.concurrent.each(good)("$what", async ({ code }) => {
    const directory = stage(undefined);
    write(directory, { "package.json": "{}", "a.ts": head + code });
    const { value, error } = await run("dataSource", [join(directory, "a.ts")]);
    expect(error).toBeUndefined();
    expect(value).toEqual({
      tables: [],
      warnings: [expect.stringContaining("has no entities: its `entities` are empty")],
    });
  });

  const bad: readonly { readonly export: string; readonly code: string; readonly message: RegExp }[] = [
    { export: "", code: "E_DATA_SOURCE_NOT_EXPORTED", message: /a\.ts exports nothing$/ },
    {
      export: "export const a = make(), b = make();",
      code: "E_DATA_SOURCE_AMBIGUOUS",
      message: /exports 2 data sources: a, b$/,
    },
    {
      export: "export const a = 1; export class B {} export const c = make;",
      code: "E_DATA_SOURCE_NOT_EXPORTED",
      message: /it exports B \(the class B\), a \(a number\), c \(a function\)$/,
    },
    {
      export: "export default {};",
      code: "E_NOT_A_DATA_SOURCE",
      message: /its export "default" is a plain object$/,
    },
    {
      export: "export default () => new Map();",
      code: "E_NOT_A_DATA_SOURCE",
      message: /its export "default" is an instance of Map$/,
    },
    {
      export: "export default class A {}",
      code: "E_NOT_A_DATA_SOURCE",
      message: /its export "default" is the class A$/,
    },
    {
      export: 'module.exports = { type: "sqlite", database: "a" };',
      code: "E_NOT_A_DATA_SOURCE",
      message: /exports the options of a DataSource/,
    },
    {
      export: "export default () => { throw new Error('no env'); };",
      code: "E_LOAD_FAILED",
      message: /the export "default" of .*a\.ts failed: no env$/,
    },
    {
      export: "export const a = Promise.reject(new Error('no net'));",
      code: "E_LOAD_FAILED",
      message: /the export "a" of .*a\.ts failed: no net$/,
    },
  ];

  test.concurrent.each(bad)("$code: $export", async ({ export: exported, code, message }) => {
    const directory = stage(undefined);
    write(directory, { "package.json": "{}", "a.ts": head + exported });
    const { error } = await run("dataSource", [join(directory, "a.ts")]);
    expect(error).toMatchObject({ code, message: expect.stringMatching(message), hint: expect.any(String) });
  });
});

const entityHead = 'import { Column, Entity, ManyToOne, PrimaryColumn, DataSource } from "typeorm";\n';
const entitySource = (classes: string, names: string): string =>
  `${entityHead}${classes}\nexport const a = new DataSource({ type: "better-sqlite3", database: "a.sqlite", entities: [${names}] });`;

interface Complaint {
  readonly what: string;
  readonly source: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly code: string;
  readonly message: RegExp;
  readonly hint: RegExp;
}

const complaints: readonly Complaint[] = [
  {
    what: "no primary key",
    source: entitySource("@Entity() class User { @Column() name: string; }", "User"),
    code: "E_ENTITY_METADATA",
    message: /Entity "User" does not have a primary column/,
    hint: /@PrimaryColumn/,
  },
  {
    what: "a type that the database has not",
    source: entitySource(
      '@Entity() class User { @PrimaryColumn() id: number; @Column("tsvector" as "text") words: string; }',
      "User",
    ),
    code: "E_ENTITY_METADATA",
    message: /"tsvector" in "User\.words" is not supported/,
    hint: /Choose a type/,
  },
  {
    what: "no type at all",
    source: entitySource("@Entity() class User { @PrimaryColumn() id: number; }", "User"),
    files: { "tsconfig.json": '{ "compilerOptions": { "experimentalDecorators": true } }' },
    code: "E_ENTITY_METADATA",
    message: /the column type of User#id is not known/,
    hint: /"emitDecoratorMetadata": true/,
  },
  {
    what: "a relation to an entity that is not listed",
    source: entitySource(
      "@Entity() class Tag { @PrimaryColumn() id: number; }\n@Entity() class User { @PrimaryColumn() id: number; @ManyToOne(() => Tag) tag: Tag; }",
      "User",
    ),
    code: "E_ENTITY_METADATA",
    message: /User#tag points at is not an entity of the data source/,
    hint: /Add it to `entities`/,
  },
  {
    what: "no driver",
    source: 'import { DataSource } from "typeorm";\nexport const a = new DataSource({ type: "oracle" });',
    code: "E_DRIVER_MISSING",
    message: /driver oracledb is not installed/,
    hint: /npm install oracledb/,
  },
  {
    what: "no TypeORM",
    source: 'import "missing";\nimport { DataSource } from "typeorm";\nexport const a = new DataSource({});',
    files: { "src/node_modules/typeorm/package.json": '{ "main": "./missing.js" }' },
    code: "E_TYPEORM_MISSING",
    message: /TypeORM is not installed where .*a\.ts can import it/,
    hint: /npm install typeorm reflect-metadata/,
  },
  {
    what: "a TypeORM that is too old",
    source: 'import { DataSource } from "typeorm";\nexport const a = new DataSource({});',
    files: {
      "src/node_modules/typeorm/package.json": '{ "version": "0.2.45" }',
      "src/node_modules/typeorm/index.js": "",
    },
    code: "E_TYPEORM_VERSION",
    message: /TypeORM 0\.2\.45 is not supported/,
    hint: /0\.3\.20/,
  },
];

test.concurrent.each(complaints)("$what", async ({ source, files = {}, code, message, hint }) => {
  const directory = stage(undefined);
  write(directory, { "package.json": "{}", "src/a.ts": source, ...files });
  const { error } = await run("dataSource", [join(directory, "src/a.ts")]);
  expect(error).toMatchObject({
    code,
    message: expect.stringMatching(message),
    hint: expect.stringMatching(hint),
  });
});

test("a glob that matches nothing is warned about", async () => {
  const directory = stage(undefined);
  const source =
    'import { DataSource } from "typeorm";\nexport default new DataSource({ type: "better-sqlite3", database: "a", entities: ["dist/*.js"] });';
  write(directory, { "package.json": "{}", "a.ts": source });
  const { value } = await run("dataSource", [join(directory, "a.ts")], { cwd: directory });
  expect(value).toMatchObject({
    warnings: [expect.stringContaining("has no entities: nothing matches dist/*.js")],
  });
});

describe("a DataSource made safe", () => {
  const queries: string[] = [];
  const logger: Logger = {
    logQuery: (query) => queries.push(query),
    logQueryError: () => undefined,
    logQuerySlow: () => undefined,
    logSchemaBuild: () => undefined,
    logMigration: () => undefined,
    log: (_level, message) => queries.push(String(message)),
  };

  const dangerous = (): DataSource =>
    new DataSource({
      type: "better-sqlite3",
      database: ":memory:",
      synchronize: true,
      dropSchema: true,
      migrationsRun: true,
      migrations: [join(import.meta.dirname, "nothing-of-this-name/*.js")],
      subscribers: [join(import.meta.dirname, "nothing-of-this-name/*.js")],
      cache: true,
      logging: true,
      logger,
    });

  test("does nothing by itself when it connects", async () => {
    const dataSource = dangerous();
    expect(makeSafe(dataSource, "a.ts")).toEqual([]);
    await buildMetadata(dataSource);
    await dataSource.initialize();
    expect(await dataSource.query("SELECT name FROM sqlite_master")).toEqual([]);
    await dataSource.destroy();
    expect(queries).toEqual([]);
  });

  test("that is initialized already is warned about", async () => {
    const dataSource = new DataSource({ type: "better-sqlite3", database: ":memory:" });
    await dataSource.initialize();
    expect(makeSafe(dataSource, "a.ts")).toEqual([
      expect.stringContaining("a.ts initializes its DataSource itself"),
    ]);
    await dataSource.destroy();
  });
});

test("nothing is connected to", async () => {
  const directory = stage("cjs-circular");
  await run("dataSource", [join(directory, "src/data-source.ts")], { cwd: directory });
  expect(existsSync(join(directory, "library.sqlite"))).toBe(false);
});
