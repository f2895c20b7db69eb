import { afterEach, beforeAll, beforeEach } from "vitest";
import { ddl, needsSchema, split } from "../../../src/dialect/postgres/ddl.js";
import { introspect } from "../../../src/dialect/postgres/introspect.js";
import { normalize } from "../../../src/dialect/postgres/normalize.js";
import { apply } from "../../../src/operation/apply.js";
import type { Operation } from "../../../src/operation/operation.js";
import { schemaDifferences } from "../../../src/schema/compare.js";
import { emptySchema, type Extra, type Schema } from "../../../src/schema/schema.js";
import { makeDatabase, type PostgresConnection, type PostgresDatabase } from "../../support/postgres.js";
import type { PostgresServer } from "../../support/servers.js";

/** All that the database holds. */
export function readAll(connection: PostgresConnection): Promise<Schema> {
  return introspect(connection, { schemas: "all" });
}

/** Carries the operation out as a revision does: part by part, each on the schema that the one before left. */
export async function carryOut(connection: PostgresConnection, operation: Operation): Promise<void> {
  for (const part of split(operation)) {
    const schema = needsSchema(part) ? await readAll(connection) : emptySchema;
    for (const { sql, parameters } of ddl(part, schema)) await connection.query(sql, parameters);
  }
}

/** What nobody describes, by what it is on. */
function extrasOf(schema: Schema): Record<string, readonly Extra[]> {
  const owners = [...schema.tables, ...schema.views];
  return Object.fromEntries(
    owners.map(({ schema: home, name, extras }) => [`${home ?? ""}.${name}`, extras ?? []]),
  );
}

/** Where two states of a database differ, with what nobody describes. */
export function stateDifferences(left: Schema, right: Schema): string[] {
  const [before, after] = [extrasOf(left), extrasOf(right)];
  const owners = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return [
    ...schemaDifferences(left, right),
    ...owners
      .filter((owner) => JSON.stringify(before[owner]) !== JSON.stringify(after[owner]))
      .map((owner) => `${owner}: ${JSON.stringify(before[owner])} is now ${JSON.stringify(after[owner])}`),
  ];
}

/** Carries the operation out, and tells where the database is then another one than the operation says. */
export async function surprises(connection: PostgresConnection, operation: Operation): Promise<string[]> {
  const expected = normalize(apply(await readAll(connection), operation));
  await carryOut(connection, operation);
  return stateDifferences(expected, await readAll(connection));
}

/** The connection of a database for the tests of a file; each is in a transaction that is rolled back. */
export function rolledBack(server: PostgresServer): () => PostgresConnection {
  let database: PostgresDatabase | undefined;
  const connection = (): PostgresConnection => {
    if (database === undefined) throw new Error("there is no database yet");
    return database.connection;
  };
  beforeAll(async () => {
    database = await makeDatabase(server);
  });
  beforeEach(() => connection().exec("BEGIN"));
  afterEach(() => connection().exec("ROLLBACK"));
  return connection;
}
