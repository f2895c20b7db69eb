import { execFile } from "node:child_process";
import { copyFile, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { expect } from "vitest";
import { autogenerate, check, downgrade, downgradeScript, upgrade, upgradeScript } from "../../dist/index.js";
import { withSession } from "../../dist/command/session.js";
import { describe as describeOperation } from "../../dist/operation/describe.js";
import type { Connection } from "../../src/dialect/dialect.js";
import { schemaDifferences } from "../../dist/schema/compare.js";
import type { Schema } from "../../src/schema/schema.js";
import { fill, readRows } from "../support/fill.js";
import {
  makeProject,
  type drivers,
  type Entities,
  type SchemaOptions,
  type TestProject,
} from "../support/project.js";

const run = promisify(execFile);

/** A change of the entities, and what must come of it. */
export interface RoundTripCase {
  readonly name: string;
  readonly from: Entities;
  readonly to: Entities;
  /** What autogenerate finds, a line per change: `+ column customer.tier varchar`. */
  readonly expected: readonly string[];
  readonly answers?: {
    readonly renames?: string[];
    readonly noRename?: boolean;
    readonly backfills?: string[];
    readonly drops?: string[];
  };
  /** SQL that a database administrator ran by hand on the database before. */
  readonly byHand?: readonly string[];
  /** Rows that are put in instead of generated ones. */
  readonly rows?: readonly string[];
  /** The values of these columns (`table.column`) may change on the way. */
  readonly changes?: readonly string[];
  readonly options?: SchemaOptions;
  /** What differs by name only because the old name stays. */
  readonly keeps?: boolean;
}

async function introspect(project: TestProject, database: string): Promise<Schema> {
  return withSession(project.dataSource([], database), ({ dialect, connection }) =>
    dialect.introspect(connection),
  );
}

async function onDatabase<Result>(
  project: TestProject,
  database: string,
  work: (connection: Connection) => Promise<Result>,
): Promise<Result> {
  return withSession(project.dataSource([], database), ({ connection }) => work(connection));
}

const ownTables = new Set(["aludel_version", "aludel_log"]);

function withoutOwn(schema: Schema): Schema {
  return { ...schema, tables: schema.tables.filter((table) => !ownTables.has(table.name)) };
}

/** The database that the entities make by themselves, from nothing. */
async function buildDirectly(test: RoundTripCase, entities: Entities): Promise<Schema> {
  const project = await makeProject();
  try {
    const dataSource = project.dataSource(entities, "direct.sqlite", test.options);
    await autogenerate(dataSource, { ...project.options, message: "all" });
    await upgrade(dataSource, "head", project.options);
    return withoutOwn(await introspect(project, "direct.sqlite"));
  } finally {
    await project.remove();
  }
}

function linesOf(operations: Parameters<typeof describeOperation>[0][]): string[] {
  return operations.flatMap(describeOperation).map(({ sign, text }) => `${sign} ${text}`);
}

type Rows = Map<string, Record<string, unknown>[]>;

/** The rows with only those columns, as texts in one order: what must be the same before and after. */
function comparable(rows: Rows, columnsOf: (table: string) => readonly string[]): Record<string, string[]> {
  return Object.fromEntries(
    [...rows].map(([table, list]) => [
      table,
      list.map((row) => JSON.stringify(columnsOf(table).map((column) => [column, row[column]]))).sort(),
    ]),
  );
}

function expectRowsKept(
  test: RoundTripCase,
  before: Rows,
  after: Rows,
  dropped: Schema,
  other: Schema,
): void {
  const shared = (table: string): string[] => {
    const kept = dropped.tables.find(({ name }) => name === table);
    const there = other.tables.find(({ name }) => name === table);
    const names = new Set((there?.columns ?? []).map(({ name }) => name));
    return (kept?.columns ?? [])
      .map(({ name }) => name)
      .filter((name) => names.has(name) && !(test.changes ?? []).includes(`${table}.${name}`));
  };
  const tables = other.tables.map(({ name }) => name);
  const pick = (rows: Rows): Rows => new Map([...rows].filter(([table]) => tables.includes(table)));
  expect(comparable(pick(after), shared)).toEqual(comparable(pick(before), shared));
}

async function shell(database: string, sql: string): Promise<void> {
  const script = `${database}.sql`;
  await writeFile(script, sql);
  const { stderr } = await run("sqlite3", [database, `.read ${script}`]);
  expect(stderr).toBe("");
}

/** Everything that must hold for a change of the entities, there and back, with rows in every table. */
export async function roundTrip(test: RoundTripCase, driver: (typeof drivers)[number]): Promise<void> {
  const project = await makeProject(driver);
  const { options } = project;
  try {
    const from = project.dataSource(test.from, "db.sqlite", test.options);
    await autogenerate(from, { ...options, message: "from" });
    await upgrade(from, "head", options);
    for (const sql of test.byHand ?? [])
      await onDatabase(project, "db.sqlite", (connection) => connection.query(sql));
    const before = withoutOwn(await introspect(project, "db.sqlite"));
    if (test.rows === undefined)
      await onDatabase(project, "db.sqlite", (connection) => fill(connection, before));
    else
      for (const sql of test.rows)
        await onDatabase(project, "db.sqlite", (connection) => connection.query(sql));
    const rowsBefore = await onDatabase(project, "db.sqlite", (connection) => readRows(connection, before));
    await copyFile(project.file("db.sqlite"), project.file("offline.sqlite"));

    const to = project.dataSource(test.to, "db.sqlite", test.options);
    const found = await autogenerate(to, { ...options, message: "to", ...test.answers });
    expect(linesOf([...(found.difference?.up ?? [])])).toEqual(test.expected);
    if (found.created === undefined) return;

    await upgrade(to, "head", { ...options, yes: true });
    const after = withoutOwn(await introspect(project, "db.sqlite"));
    if (test.byHand === undefined && !test.keeps)
      expect(schemaDifferences(after, await buildDirectly(test, test.to))).toEqual([]);
    expect((await check(to, options)).changes).toEqual([]);
    const rowsAfter = await onDatabase(project, "db.sqlite", (connection) => readRows(connection, after));
    expectRowsKept(test, rowsBefore, rowsAfter, before, after);

    await downgrade(to, "-1", { ...options, yes: true });
    expect(schemaDifferences(withoutOwn(await introspect(project, "db.sqlite")), before)).toEqual([]);
    const rowsBack = await onDatabase(project, "db.sqlite", (connection) => readRows(connection, before));
    expectRowsKept(test, rowsBefore, rowsBack, after, before);

    await upgrade(to, "head", { ...options, yes: true });
    expect(schemaDifferences(withoutOwn(await introspect(project, "db.sqlite")), after)).toEqual([]);
    if (test.byHand === undefined) await expectSameOffline(project, to, before, after);
  } finally {
    await project.remove();
  }
}

async function expectSameOffline(
  project: TestProject,
  to: ReturnType<TestProject["dataSource"]>,
  before: Schema,
  after: Schema,
): Promise<void> {
  const [first = "", second = ""] = ["aaaaaaaaaaa1", "aaaaaaaaaaa2"];
  const up = await upgradeScript(to, `${first}:${second}`, project.options);
  await shell(project.file("offline.sqlite"), up.sql);
  expect(schemaDifferences(withoutOwn(await introspect(project, "offline.sqlite")), after)).toEqual([]);
  await expect(
    shell(project.file("offline.sqlite"), up.sql),
    "a script stops on the wrong database",
  ).rejects.toThrow();
  const down = await downgradeScript(to, `${second}:${first}`, project.options);
  await shell(project.file("offline.sqlite"), down.sql);
  expect(schemaDifferences(withoutOwn(await introspect(project, "offline.sqlite")), before)).toEqual([]);
}
