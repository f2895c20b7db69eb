import { copyFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { DataSource } from "typeorm";
import { expect } from "vitest";
import { autogenerate, check, downgrade, downgradeScript, upgrade, upgradeScript } from "../../dist/index.js";
import { noRenames } from "../../dist/diff/diff.js";
import type { Renames } from "../../src/diff/diff.js";
import type { Schema } from "../../src/schema/schema.js";
import { fill, readRows } from "../support/fill.js";
import { runScript } from "../support/shell.js";
import { makeProject, type Entities, type SchemaOptions, type TestProject } from "../support/project.js";
import {
  buildDirectly,
  databaseName,
  expectEqualSchemas,
  expectRowsKept,
  introspect,
  linesOf,
  objectsNamed,
  onDatabase,
  runAll,
  type Driver,
  type GivenAnswers,
  type GivenConfig,
  type State,
  underNewNames,
} from "./round-trip-support.js";

/** A change of the entities, and what must come of it. */
export interface RoundTripCase {
  readonly name: string;
  readonly from: Entities;
  readonly to: Entities;
  /** What autogenerate finds, a line per change: `+ column customer.tier varchar`; digests in names are `#`. */
  readonly expected: readonly string[];
  readonly answers?: GivenAnswers;
  readonly config?: GivenConfig;
  /** SQL that a database administrator ran by hand on the database before. */
  readonly byHand?: readonly string[];
  /** Rows that are put in instead of generated ones. */
  readonly rows?: readonly string[];
  /** The values of these columns (`table.column`) may change on the way. */
  readonly changes?: readonly string[];
  readonly options?: SchemaOptions;
  /** What differs from a database built directly is meant to: names that stay, things of an administrator. */
  readonly keeps?: boolean;
  /** `false` where the `sqlite3` shell cannot read what the script must say. */
  readonly offline?: false;
  /** Tables, views, indexes and triggers that are the same before, after and back. */
  readonly survives?: readonly string[];
  /** Queries that find these rows before, after and back. */
  readonly finds?: readonly (readonly [sql: string, rows: readonly unknown[]])[];
}

interface Trial {
  readonly test: RoundTripCase;
  readonly project: TestProject;
  readonly options: TestProject["options"] & GivenConfig;
}

async function stateOf({ project, test }: Trial): Promise<State> {
  const schema = await introspect(project);
  const rows = await onDatabase(project, (connection) => readRows(connection, schema));
  for (const [sql, found] of test.finds ?? []) {
    expect(await onDatabase(project, (connection) => connection.query(sql)), sql).toEqual(found);
  }
  return { schema, rows };
}

function expectKept({ test }: Trial, from: State, to: State): void {
  expectRowsKept(test.changes ?? [], from, to);
  const survives = test.survives ?? [];
  expect(objectsNamed(to.schema, survives)).toEqual(objectsNamed(from.schema, survives));
}

/** The database as the entities make it, with rows in every table. */
async function begin(trial: Trial): Promise<State> {
  const { test, project, options } = trial;
  const from = project.dataSource(test.from, databaseName, test.options);
  await autogenerate(from, { ...options, message: "from" });
  await upgrade(from, "head", options);
  expect((await check(from, options)).changes, "nothing changed").toEqual([]);
  await runAll(project, test.byHand ?? []);
  const schema = await introspect(project);
  if (test.rows === undefined) await onDatabase(project, (connection) => fill(connection, schema));
  else await runAll(project, test.rows);
  await copyFile(project.file(databaseName), project.file("offline.sqlite"));
  return stateOf(trial);
}

/** Everything that must hold for a change of the entities, there and back, with rows in every table. */
export async function roundTrip(test: RoundTripCase, driver: Driver): Promise<void> {
  const project = await makeProject(driver);
  const trial: Trial = { test, project, options: { ...project.options, ...test.config } };
  try {
    const before = await begin(trial);
    const to = project.dataSource(test.to, databaseName, test.options);
    const found = await autogenerate(to, { ...trial.options, message: "to", ...test.answers });
    expect(linesOf(found.difference?.up ?? [])).toEqual(test.expected);
    if (found.created === undefined) await expectNoFile(trial);
    else await thereAndBack(trial, to, before, found.difference?.renames ?? noRenames);
  } finally {
    await project.remove();
  }
}

async function expectNoFile({ project, test }: Trial): Promise<void> {
  const files = await readdir(join(project.directory, "migrations"));
  expect(files).toHaveLength(test.from.length === 0 ? 0 : 1);
}

async function thereAndBack(trial: Trial, to: DataSource, before: State, renames: Renames): Promise<void> {
  const { test } = trial;
  const options = { ...trial.options, yes: true };
  await upgrade(to, "head", options);
  const after = await stateOf(trial);
  if (test.byHand === undefined && !test.keeps) {
    const direct = await buildDirectly(test.to, test.options, test.config);
    await expectEqualSchemas(after.schema, direct, "upgraded, against built directly");
  }
  expect((await check(to, options)).changes, "nothing left to do").toEqual([]);
  expectKept(trial, underNewNames(before, renames), after);

  await downgrade(to, "-1", options);
  const back = await stateOf(trial);
  await expectEqualSchemas(back.schema, before.schema, "downgraded, against before");
  expectKept(trial, after, underNewNames(back, renames));

  await upgrade(to, "head", options);
  await expectEqualSchemas((await stateOf(trial)).schema, after.schema, "upgraded again");
  if (test.byHand === undefined && test.offline !== false)
    await expectSameOffline(trial, to, before.schema, after.schema);
}

async function expectSameOffline(
  { project, options, test }: Trial,
  to: DataSource,
  before: Schema,
  after: Schema,
): Promise<void> {
  const [first, second] =
    test.from.length === 0 ? ["base", "aaaaaaaaaaa1"] : ["aaaaaaaaaaa1", "aaaaaaaaaaa2"];
  const database = project.file("offline.sqlite");
  const up = await upgradeScript(to, `${first}:${second}`, options);
  await runScript(database, up.sql);
  await expectEqualSchemas(await introspect(project, "offline.sqlite"), after, "upgraded by a script");
  await expect(runScript(database, up.sql), "a script stops on the wrong database").rejects.toThrow(
    "CHECK constraint failed",
  );
  const down = await downgradeScript(to, `${second}:${first}`, options);
  await runScript(database, down.sql);
  await expectEqualSchemas(await introspect(project, "offline.sqlite"), before, "downgraded by a script");
}
