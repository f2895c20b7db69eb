import { expect } from "vitest";
import { autogenerate, upgrade } from "../../dist/index.js";
import { describe as describeOperation } from "../../dist/operation/describe.js";
import { applyRenames } from "../../dist/diff/diff.js";
import { settleExpressions } from "../../dist/diff/expressions.js";
import { schemaDifferences } from "../../dist/schema/compare.js";
import type { Connection, Dialect } from "../../src/dialect/dialect.js";
import type { Renames } from "../../src/diff/diff.js";
import type { RenameColumn } from "../../src/operation/operation.js";
import { keyOf } from "../../src/schema/name.js";
import type { Schema } from "../../src/schema/schema.js";
import { fill, readRows } from "../support/fill.js";
import type { Entities, SchemaOptions, TestProject } from "../support/project.js";
import type { Target } from "../support/targets.js";

/** Answers as the command line takes them. */
export interface GivenAnswers {
  readonly renames?: string[];
  readonly noRename?: boolean;
  readonly backfills?: string[];
  readonly drops?: string[];
  readonly renamedValues?: string[];
  readonly mappedValues?: string[];
}

/** Options of the project's config. */
export interface GivenConfig {
  readonly ignore?: readonly string[];
  readonly constraintNames?: "rename" | "keep";
}

/** The schema of a database, without the tables of the tool itself. */
async function schemaOf(connection: Connection, dialect: Dialect): Promise<Schema> {
  const schema = await dialect.introspect(connection, { schemas: "all" });
  return { ...schema, tables: schema.tables.filter(({ name }) => !name.startsWith("aludel_")) };
}

/** What the database of that name holds. */
export async function introspect(project: TestProject, database?: string): Promise<Schema> {
  return project.onDatabase(schemaOf, database);
}

/** What the first database holds, with its rows. */
export async function readState(project: TestProject): Promise<State> {
  return project.onDatabase(async (connection, dialect) => {
    const schema = await schemaOf(connection, dialect);
    return { schema, rows: await readRows(connection, dialect, schema) };
  });
}

export async function runAll(
  project: TestProject,
  statements: readonly string[],
  database?: string,
): Promise<void> {
  const work = async (connection: Connection): Promise<void> => {
    for (const sql of statements) await connection.query(sql);
  };
  await project.onDatabase(work, database);
}

/** Puts these rows into the database, or some into every table. */
export async function putRows(
  project: TestProject,
  rows: readonly string[] | undefined,
  database?: string,
): Promise<void> {
  if (rows !== undefined) return runAll(project, rows, database);
  await project.onDatabase(
    async (connection, dialect) => fill(connection, dialect, await schemaOf(connection, dialect)),
    database,
  );
}

/** Functions by their text, as JSON has none. */
function withFunctions(_key: string, value: unknown): unknown {
  return typeof value === "function" ? String(value) : value;
}

const built = new Map<string, Promise<Schema>>();

/** What {@link buildDirectly} gives, made once for entities that are plain data. */
export async function builtDirectly(
  target: Target,
  entities: Entities,
  schemaOptions: SchemaOptions = {},
  config: GivenConfig = {},
): Promise<Schema> {
  const isPlain = entities.every((entity) => typeof entity !== "function") && !schemaOptions.namingStrategy;
  if (!isPlain) return buildDirectly(target, entities, schemaOptions, config);
  const key = JSON.stringify([target.name, entities, schemaOptions, config], withFunctions);
  const schema = built.get(key) ?? buildDirectly(target, entities, schemaOptions, config);
  built.set(key, schema);
  return schema;
}

/** The database that the entities make by themselves, from nothing. */
async function buildDirectly(
  target: Target,
  entities: Entities,
  schemaOptions: SchemaOptions,
  config: GivenConfig,
): Promise<Schema> {
  const project = await target.makeProject();
  try {
    const options = { ...project.options, ...config };
    const dataSource = project.dataSource(entities, undefined, schemaOptions);
    await autogenerate(dataSource, { ...options, message: "all" });
    await upgrade(dataSource, "head", options);
    return await introspect(project);
  } finally {
    await project.remove();
  }
}

/** What TypeORM and Aludel derive names from, as a digest, says nothing to a reader, and differs between versions. */
function withoutDigests(text: string): string {
  return text.replaceAll(/\b(PK|UQ|REL|FK|IDX|CHK|XCL)_[0-9a-f]{20,}/g, "$1_#");
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
  const tables = new Map(renames.tables.map(({ from, to }) => [keyOf(from), keyOf(to)]));
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
    (schema.tables.find((table) => keyOf(table) === name)?.columns ?? []).map((column) => column.name);
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
export async function expectEqualSchemas(
  project: TestProject,
  actual: Schema,
  wanted: Schema,
  what: string,
): Promise<void> {
  if (schemaDifferences(actual, wanted).length === 0) return;
  const { schema } = await project.onDatabase((connection, dialect) =>
    settleExpressions(actual, wanted, (pairs) =>
      dialect.compareExpressions(pairs, { connection, from: actual, to: wanted }),
    ),
  );
  expect(schemaDifferences(actual, schema), what).toEqual([]);
}
