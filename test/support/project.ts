import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DataSource, EntitySchema, type DataSourceOptions, type EntitySchemaOptions } from "typeorm";
import type { System } from "../../dist/command/system.js";

/** Entities as data: each is made an EntitySchema anew for every data source. */
export type Entities = readonly EntitySchemaOptions<Record<string, unknown>>[];

/** Options of a data source that change the schema. */
export type SchemaOptions = Partial<Pick<DataSourceOptions, "entityPrefix" | "namingStrategy">>;

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
  /** A data source for those entities on the database of that name. */
  dataSource(entities: Entities, database?: string, extra?: SchemaOptions): DataSource;
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
    user: "tester",
    process: "process 1",
    version: "0.0.0",
  };
}

/** Makes an empty project in a directory of its own. */
export async function makeProject(driver: (typeof drivers)[number] = "better-sqlite3"): Promise<TestProject> {
  const directory = await mkdtemp(join(tmpdir(), "aludel-test-"));
  await mkdir(join(directory, "migrations"));
  await writeFile(
    join(directory, "package.json"),
    JSON.stringify({ name: "test", type: "module", private: true }),
  );
  const file = (name: string): string => join(directory, name);
  return {
    directory,
    options: { cwd: directory, system: testSystem() },
    file,
    dataSource: (entities, database = "db.sqlite", extra = {}) =>
      new DataSource({
        type: driver,
        database: file(database),
        entities: entities.map((entity) => new EntitySchema(entity)),
        ...extra,
      }),
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}
