import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DataSource, EntitySchema, type DataSourceOptions, type EntitySchemaOptions } from "typeorm";
import { withSession } from "../../dist/command/session.js";
import type { System } from "../../dist/command/system.js";
import type { Connection, Dialect } from "../../src/dialect/dialect.js";
import { runScript } from "./shell.js";
import { openSqlite } from "./sqlite.js";

/** Makes a class with TypeORM's decorators, for what an EntitySchema cannot say. */
export type MakeClass = () => new () => object;

/** Entities as data: each is made an EntitySchema or a class anew for every data source. */
export type Entities = readonly (EntitySchemaOptions<Record<string, unknown>> | MakeClass)[];

/** The entities as a data source takes them. */
export function entitiesOf(entities: Entities): (EntitySchema | ReturnType<MakeClass>)[] {
  return entities.map((entity) => (typeof entity === "function" ? entity() : new EntitySchema(entity)));
}

/** Options of a data source that change the schema. */
export type SchemaOptions = Partial<Pick<DataSourceOptions, "entityPrefix" | "namingStrategy">> & {
  readonly schema?: string;
};

type Driver = "better-sqlite3" | "sqlite";

/** Why the driver cannot be used on this machine, or nothing where it can. */
function problemOf(driver: Driver): string | undefined {
  const require = createRequire(import.meta.url);
  try {
    if (driver === "sqlite") require("sqlite3");
    else new (require("better-sqlite3"))(":memory:").close();
    return undefined;
  } catch (error) {
    return `${driver} does not load: ${String(error)}`;
  }
}

/** Whether tests run on the driver: on a laptop one that does not load is left out, loudly; anywhere else it is a failure. */
function isTested(driver: Driver): boolean {
  const problem = problemOf(driver);
  if (problem === undefined) return true;
  if (process.env["CI"] !== undefined) throw new Error(problem);
  process.stderr.write(`NOT TESTED: ${problem}\n`);
  return false;
}

const known: readonly Driver[] =
  process.env["TYPEORM"] === "1" ? ["better-sqlite3"] : ["better-sqlite3", "sqlite"];

/** The SQLite drivers that the TypeORM under test knows, as far as this machine has them. */
export const drivers: readonly Driver[] = known.filter(isTested);

/** A directory of its own for a test, and what runs in it. */
export interface TestProject {
  readonly directory: string;
  /** What every command takes. */
  readonly options: { readonly cwd: string; readonly system: System };
  /** A data source for those entities on the database of that name, which must have been added; the first one if absent. */
  dataSource(entities: Entities, database?: string, extra?: SchemaOptions): DataSource;
  /** Does something on a connection of the test's own to the database of that name; the first one if absent. */
  onDatabase<Result>(
    work: (connection: Connection, dialect: Dialect) => Promise<Result>,
    database?: string,
  ): Promise<Result>;
  /** Makes another, empty database. */
  addDatabase(name: string): Promise<void>;
  /** Runs a script with the shell of the database; rejects where it stops. */
  runScript(database: string, sql: string): Promise<void>;
  /** Part of what the shell says when a script is not for the state of the database. */
  readonly scriptRefusal: string;
  /** What the server's own program writes of the schema of that database, a statement each; absent where there is none. */
  readonly dumpSchema?: (database: string) => Promise<string[]>;
  /** All that the database holds, byte for byte, to see that nothing changed. */
  dump(): Promise<unknown>;
  file(name: string): string;
  remove(): Promise<void>;
}

/** A clock that goes on by a minute at each look, and ids that count. */
export function testSystem(): System {
  let minutes = 0;
  let ids = 0;
  return {
    now: () => Date.UTC(2026, 0, 1) + 60_000 * (minutes += 1),
    newId: () => String((ids += 1)).padStart(12, "a"),
    wait: async () => {},
    random: () => 0.5,
    user: "tester",
    process: "process 1",
    version: "0.0.0",
  };
}

/** Makes a directory that is a project without anything in it. */
export async function makeProjectDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "aludel-test-"));
  await mkdir(join(directory, "migrations"));
  await writeFile(
    join(directory, "package.json"),
    JSON.stringify({ name: "test", type: "module", private: true }),
  );
  return directory;
}

/** The text of every object and every row. */
async function dump(file: string): Promise<unknown> {
  const connection = openSqlite(file);
  try {
    const objects = await connection.query("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name");
    const rows: unknown[] = [];
    for (const { type, name } of objects) {
      if (type === "table") rows.push(await connection.query(`SELECT * FROM "${String(name)}"`));
    }
    return { objects, rows };
  } finally {
    connection.close();
  }
}

/** Makes an empty project on SQLite in a directory of its own. */
export async function makeProject(driver: (typeof drivers)[number] = "better-sqlite3"): Promise<TestProject> {
  const directory = await makeProjectDirectory();
  const file = (name: string): string => join(directory, name);
  const first = "db.sqlite";
  const dataSource: TestProject["dataSource"] = (entities, database = first, extra = {}) =>
    new DataSource({
      type: driver,
      database: file(database),
      entities: entitiesOf(entities),
      ...extra,
    });
  return {
    directory,
    options: { cwd: directory, system: testSystem() },
    file,
    dataSource,
    onDatabase: (work, database) =>
      withSession(dataSource([], database), ({ connection, dialect }) => work(connection, dialect)),
    addDatabase: async () => {},
    runScript: (database, sql) => runScript(file(database), sql),
    scriptRefusal: "CHECK constraint failed",
    dump: () => dump(file(first)),
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}
