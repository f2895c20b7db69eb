import { rm } from "node:fs/promises";
import { join } from "node:path";
import { DataSource } from "typeorm";
import { postgres } from "../../dist/dialect/postgres/index.js";
import { entitiesOf, makeProjectDirectory, testSystem, type TestProject } from "./project.js";
import { leaseDatabase, type LeasedDatabase } from "./postgres-lease.js";
import { openPostgres } from "./postgres.js";
import { hasPgDump, runPsql } from "./postgres-programs.js";
import { dumpedObjects } from "./schema-dump.js";
import type { PostgresServer } from "./servers.js";
import { warmDriver } from "./warm-pool.js";

/** The catalogs that hold what somebody made, each with the column that tells objects of users from the server's own. */
const catalogs: readonly (readonly [name: string, id: string])[] = [
  ["pg_attrdef", "oid"],
  ["pg_attribute", "attrelid"],
  ["pg_class", "oid"],
  ["pg_constraint", "oid"],
  ["pg_description", "objoid"],
  ["pg_enum", "oid"],
  ["pg_extension", "oid"],
  ["pg_index", "indexrelid"],
  ["pg_namespace", "oid"],
  ["pg_policy", "oid"],
  ["pg_proc", "oid"],
  ["pg_rewrite", "oid"],
  ["pg_sequence", "seqrelid"],
  ["pg_statistic_ext", "oid"],
  ["pg_trigger", "oid"],
  ["pg_type", "oid"],
];

/** What the server changes by itself, for its planner and its vacuum. */
const volatile =
  "ARRAY['relpages', 'reltuples', 'relallvisible', 'relallfrozen', 'relfrozenxid', 'relminmxid', 'relhasindex']";

/** What users have made in a database, and every row of every table, in the order in which the server gives them. */
async function contentOf(url: string): Promise<unknown> {
  const connection = await openPostgres(url);
  try {
    const objects = catalogs.map(
      ([name, id]) =>
        `SELECT '${name}' AS catalog, (to_jsonb(one) - ${volatile})::text AS row FROM ${name} AS one WHERE ${id}::bigint >= 16384`,
    );
    const found: unknown[] = [await connection.query(`${objects.join(" UNION ALL ")} ORDER BY 1, 2`)];
    const tables = await connection.query(
      "SELECT oid::regclass::text AS name FROM pg_class WHERE relkind IN ('r', 'm') AND relispopulated AND relnamespace::regnamespace::text !~ '^(pg_|information_schema)' ORDER BY 1",
    );
    for (const { name } of tables) found.push([name, await connection.query(`TABLE ${String(name)}`)]);
    return found;
  } finally {
    await connection.close();
  }
}

/** Makes an empty project on a PostgreSQL server in a directory of its own. */
export async function makePostgresProject(server: PostgresServer): Promise<TestProject> {
  const directory = await makeProjectDirectory();
  const databases = new Map<string, LeasedDatabase>();
  const first = "db";
  databases.set(first, await leaseDatabase(server));
  const databaseOf = (name: string): LeasedDatabase => {
    const found = databases.get(name);
    if (found === undefined) throw new Error(`the test has no database ${name}`);
    return found;
  };
  return {
    directory,
    options: { cwd: directory, system: testSystem() },
    file: (name) => join(directory, name),
    dataSource: (entities, database = first, extra = {}) =>
      new DataSource({
        ...databaseOf(database).dataSourceOptions,
        driver: warmDriver,
        entities: entitiesOf(entities),
        // TypeORM makes an index with CONCURRENTLY only then.
        migrationsTransactionMode: "none",
        ...extra,
      }),
    onDatabase: (work, database = first) => work(databaseOf(database).connection, postgres),
    addDatabase: async (name) => void databases.set(name, await leaseDatabase(server)),
    runScript: async (database, sql) => void (await runPsql(databaseOf(database).url, sql)),
    scriptRefusal: "the database is not at the revision that this part of the script begins at",
    ...(hasPgDump(server) && { dumpSchema: (database: string) => dumpedObjects(databaseOf(database).url) }),
    dump: () => contentOf(databaseOf(first).url),
    remove: async () => {
      for (const database of databases.values()) await database.release();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
