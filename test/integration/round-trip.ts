import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { DataSource } from "typeorm";
import { expect } from "vitest";
import { autogenerate, check, downgrade, downgradeScript, upgrade, upgradeScript } from "../../dist/index.js";
import { noRenames } from "../../dist/diff/diff.js";
import type { Renames } from "../../src/diff/diff.js";
import type { Index, Schema } from "../../src/schema/schema.js";
import type { Entities, SchemaOptions, TestProject } from "../support/project.js";
import type { Target } from "../support/targets.js";
import {
  builtDirectly,
  expectEqualSchemas,
  expectRowsKept,
  introspect,
  linesOf,
  objectsNamed,
  putRows,
  readState,
  runAll,
  type GivenAnswers,
  type GivenConfig,
  type State,
  underNewNames,
} from "./round-trip-support.js";

type Finding = readonly [sql: string, rows: readonly unknown[]];

/** A change of the entities, and what must come of it. */
export interface RoundTripCase {
  readonly name: string;
  readonly from: Entities;
  readonly to: Entities;
  /** What autogenerate finds, a line per change: `+ column customer.tier varchar`; digests in names are `#`. */
  readonly expected: readonly string[];
  /** What is another way on PostgreSQL. */
  readonly onPostgres?: Partial<Omit<RoundTripCase, "name" | "only" | "since" | "onPostgres">>;
  /** The one family of databases that it is for, where others cannot say it. */
  readonly only?: Target["family"];
  /** The first version of the server that knows such things. */
  readonly since?: number;
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
  readonly finds?: readonly Finding[];
  /** The same, once it was upgraded for the first time. */
  readonly findsAfter?: readonly Finding[];
}

interface Trial {
  readonly test: RoundTripCase;
  readonly target: Target;
  readonly project: TestProject;
  readonly options: TestProject["options"] & GivenConfig;
}

async function expectFound(project: TestProject, findings: readonly Finding[] = []): Promise<void> {
  for (const [sql, found] of findings) {
    expect(await project.onDatabase((connection) => connection.query(sql)), sql).toEqual(found);
  }
}

async function stateOf({ project, test }: Trial): Promise<State> {
  const state = await readState(project);
  await expectFound(project, test.finds);
  return state;
}

function expectKept({ test }: Trial, from: State, to: State): void {
  expectRowsKept(test.changes ?? [], from, to);
  const survives = test.survives ?? [];
  expect(objectsNamed(to.schema, survives)).toEqual(objectsNamed(from.schema, survives));
}

/** The database as the entities make it, with rows in every table. */
async function begin(trial: Trial): Promise<State> {
  const { test, project, options } = trial;
  const from = project.dataSource(test.from, undefined, test.options);
  await autogenerate(from, { ...options, message: "from" });
  await upgrade(from, "head", options);
  expect((await check(from, options)).changes, "nothing changed").toEqual([]);
  await runAll(project, test.byHand ?? []);
  await putRows(project, test.rows);
  return stateOf(trial);
}

/** Everything that must hold for a change of the entities, there and back, with rows in every table. */
export async function roundTrip(test: RoundTripCase, target: Target): Promise<void> {
  const project = await target.makeProject();
  const trial: Trial = { test, target, project, options: { ...project.options, ...test.config } };
  try {
    const before = await begin(trial);
    const to = project.dataSource(test.to, undefined, test.options);
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

function finished(index: Index): Index {
  const { invalid: _, ...rest } = index;
  return rest;
}

/** Schemas and extensions stay on the way down, as others may use them by now; and no index is left unfinished again. */
function withLeftovers(before: Schema, { schemas, extensions }: Schema): Schema {
  const tables = before.tables.map((table) => ({ ...table, indexes: table.indexes.map(finished) }));
  return { ...before, tables, schemas, extensions };
}

async function thereAndBack(trial: Trial, to: DataSource, before: State, renames: Renames): Promise<void> {
  const { test, project, target } = trial;
  const options = { ...trial.options, yes: true };
  await upgrade(to, "head", options);
  const after = await stateOf(trial);
  await expectFound(project, test.findsAfter);
  if (test.byHand === undefined && !test.keeps) {
    const direct = await builtDirectly(target, test.to, test.options, test.config);
    await expectEqualSchemas(project, after.schema, direct, "upgraded, against built directly");
  }
  expect((await check(to, options)).changes, "nothing left to do").toEqual([]);
  expectKept(trial, underNewNames(before, renames), after);

  await downgrade(to, "-1", options);
  const back = await stateOf(trial);
  const wanted = withLeftovers(before.schema, after.schema);
  await expectEqualSchemas(project, back.schema, wanted, "downgraded, against before");
  expectKept(trial, after, underNewNames(back, renames));

  await upgrade(to, "head", options);
  await expectEqualSchemas(project, (await stateOf(trial)).schema, after.schema, "upgraded again");
  if (runsOffline(trial)) await expectSameOffline(trial, to, before.schema, after.schema);
}

/** The database that scripts run on. */
const offline = "offline.sqlite";

function runsOffline({ test, target }: Trial): boolean {
  return target.runsScripts && test.byHand === undefined && test.offline !== false;
}

/** A database at the first of the two revisions, for the scripts. */
async function beginOffline({ test, project, options }: Trial): Promise<string> {
  await project.addDatabase(offline);
  if (test.from.length === 0) return "base";
  const first = "aaaaaaaaaaa1";
  await upgrade(project.dataSource(test.from, offline, test.options), first, options);
  await putRows(project, test.rows, offline);
  return first;
}

async function expectSameOffline(trial: Trial, to: DataSource, before: Schema, after: Schema): Promise<void> {
  const { project, options } = trial;
  const first = await beginOffline(trial);
  const second = first === "base" ? "aaaaaaaaaaa1" : "aaaaaaaaaaa2";
  const up = await upgradeScript(to, `${first}:${second}`, options);
  await project.runScript(offline, up.sql);
  const upgraded = await introspect(project, offline);
  await expectEqualSchemas(project, upgraded, after, "upgraded by a script");
  await expect(project.runScript(offline, up.sql), "a script stops on the wrong database").rejects.toThrow(
    project.scriptRefusal,
  );
  const down = await downgradeScript(to, `${second}:${first}`, options);
  await project.runScript(offline, down.sql);
  const downgraded = await introspect(project, offline);
  await expectEqualSchemas(project, downgraded, withLeftovers(before, after), "downgraded by a script");
}
