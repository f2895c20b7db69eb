import { expect } from "vitest";
import { autogenerate, upgrade } from "../../dist/index.js";
import { withSession } from "../../dist/command/session.js";
import { describe as describeOperation } from "../../dist/operation/describe.js";
import { applyRenames } from "../../dist/diff/diff.js";
import { settleExpressions } from "../../dist/diff/expressions.js";
import { sqlite } from "../../dist/dialect/sqlite/index.js";
import { schemaDifferences } from "../../dist/schema/compare.js";
import type { Connection } from "../../src/dialect/dialect.js";
import type { Renames } from "../../src/diff/diff.js";
import type { RenameColumn } from "../../src/operation/operation.js";
import type { Schema } from "../../src/schema/schema.js";
import {
  makeProject,
  type drivers,
  type Entities,
  type SchemaOptions,
  type TestProject,
} from "../support/project.js";

/** Answers as the command line takes them. */
export interface GivenAnswers {
  readonly renames?: string[];
  readonly noRename?: boolean;
  readonly backfills?: string[];
  readonly drops?: string[];
}

/** Options of the project's config. */
export interface GivenConfig {
  readonly ignore?: readonly string[];
  readonly constraintNames?: "rename" | "keep";
}

export type Driver = (typeof drivers)[number];

export const databaseName = "db.sqlite";

/** The schema of a database, without the tables of the tool itself. */
export async function introspect(project: TestProject, database = databaseName): Promise<Schema> {
  const schema = await withSession(project.dataSource([], database), ({ dialect, connection }) =>
    dialect.introspect(connection),
  );
  return { ...schema, tables: schema.tables.filter(({ name }) => !/^aludel_(?:version|log)$/.test(name)) };
}

export async function onDatabase<Result>(
  project: TestProject,
  work: (connection: Connection) => Promise<Result>,
): Promise<Result> {
  return withSession(project.dataSource([], databaseName), ({ connection }) => work(connection));
}

export async function runAll(project: TestProject, statements: readonly string[]): Promise<void> {
  await onDatabase(project, async (connection) => {
    for (const sql of statements) await connection.query(sql);
  });
}

/** The database that the entities make by themselves, from nothing. */
export async function buildDirectly(
  entities: Entities,
  schemaOptions: SchemaOptions | undefined,
  config: GivenConfig | undefined,
): Promise<Schema> {
  const project = await makeProject();
  try {
    const options = { ...project.options, ...config };
    const dataSource = project.dataSource(entities, databaseName, schemaOptions);
    await autogenerate(dataSource, { ...options, message: "all" });
    await upgrade(dataSource, "head", options);
    return await introspect(project);
  } finally {
    await project.remove();
  }
}

/** What TypeORM and Aludel derive names from, as a digest, says nothing to a reader, and differs between versions. */
function withoutDigests(text: string): string {
  return text.replaceAll(/\b(PK|UQ|REL|FK|IDX|CHK)_[0-9a-f]{20,}/g, "$1_#");
}

export function linesOf(operations: readonly Parameters<typeof describeOperation>[0][]): string[] {
  return operations.flatMap(describeOperation).map(({ sign, text }) => withoutDigests(`${sign} ${text}`));
}

/** What a database holds at one moment. */
export interface State {
  readonly schema: Schema;
  readonly rows: Rows;
}

function renameKey(row: Record<string, unknown>, { from, to }: RenameColumn): Record<string, unknown> {
  const { [from]: value, ...rest } = row;
  return { ...rest, [to]: value };
}

/** The state under the names that tables and columns get by the renames. */
export function underNewNames({ schema, rows }: State, renames: Renames): State {
  const tables = new Map(renames.tables.map(({ from, to }) => [from.name, to.name]));
  const renamed = [...rows].map(([name, list]) => {
    const table = tables.get(name) ?? name;
    const columns = renames.columns.get(table) ?? [];
    return [table, list.map((row) => columns.reduce(renameKey, row))] as const;
  });
  return { schema: applyRenames(schema, renames), rows: new Map(renamed) };
}

type Rows = ReadonlyMap<string, readonly Record<string, unknown>[]>;

/** The rows with only those columns, as texts in one order: what must be the same before and after. */
function comparableRows(
  rows: Rows,
  columnsOf: (table: string) => readonly string[],
): Record<string, string[]> {
  return Object.fromEntries(
    [...rows].map(([table, list]) => [
      table,
      list.map((row) => JSON.stringify(columnsOf(table).map((column) => [column, row[column]]))).toSorted(),
    ]),
  );
}

/** The rows of all tables that both schemas have hold the same in all columns that both have. */
export function expectRowsKept(
  changes: readonly string[],
  { rows: before, schema: schemaBefore }: State,
  { rows: after, schema: schemaAfter }: State,
): void {
  const columnsOf = (schema: Schema, name: string): string[] =>
    (schema.tables.find((table) => table.name === name)?.columns ?? []).map((column) => column.name);
  const shared = (table: string): string[] =>
    columnsOf(schemaBefore, table).filter(
      (name) => columnsOf(schemaAfter, table).includes(name) && !changes.includes(`${table}.${name}`),
    );
  const pick = (rows: Rows): Rows =>
    new Map([...rows].filter(([table]) => before.has(table) && after.has(table)));
  expect(comparableRows(pick(after), shared)).toEqual(comparableRows(pick(before), shared));
}

/** The tables, views, indexes and triggers of those names, as they are in the schema. */
export function objectsNamed(schema: Schema, names: readonly string[]): Record<string, unknown> {
  const owners = [...schema.tables, ...schema.views];
  const parts = [
    ...schema.tables.flatMap((table) => table.indexes),
    ...owners.flatMap((owner) => owner.triggers),
  ];
  const all = [...owners, ...parts];
  return Object.fromEntries(names.map((name) => [name, all.find((object) => object.name === name)]));
}

/** The schemas are equal; expressions may be spelled differently where they mean the same. */
export async function expectEqualSchemas(actual: Schema, wanted: Schema, what: string): Promise<void> {
  const { schema } = await settleExpressions(actual, wanted, (pairs) =>
    sqlite.compareExpressions(pairs, undefined),
  );
  expect(schemaDifferences(actual, schema), what).toEqual([]);
}
