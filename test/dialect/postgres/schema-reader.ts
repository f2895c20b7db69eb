import { beforeAll } from "vitest";
import { introspect } from "../../../src/dialect/postgres/introspect.js";
import type { Schema, Table, View } from "../../../src/schema/schema.js";
import { makeDatabase, type PostgresConnection, type PostgresDatabase } from "../../support/postgres.js";
import type { PostgresServer } from "../../support/servers.js";

/** Reads what some statements make, in a schema of their own that is the default one. */
export interface SchemaReader {
  /** What the statements made; `schemas` are read besides. */
  schema(sql: string, schemas?: readonly string[]): Promise<Schema>;
  /** What is in the last schema after one more statement. */
  after(sql: string): Promise<Schema>;
  /** The table of that name. */
  table(sql: string, name?: string): Promise<Table>;
  /** The view of that name. */
  view(sql: string, name?: string): Promise<View>;
}

function named<Item extends { readonly name: string }>(items: readonly Item[], name: string): Item {
  const found = items.find((item) => item.name === name);
  if (found === undefined) throw new Error(`no ${name} among ${items.map((item) => item.name).join(", ")}`);
  return found;
}

async function enterSchema(connection: PostgresConnection, name: string): Promise<void> {
  await connection.exec(`CREATE SCHEMA ${name}; SET search_path = ${name}`);
}

/** Makes a database for the tests of a file, and in it a schema for each reading. */
export function schemaReader(server: PostgresServer, extensions: readonly string[] = []): SchemaReader {
  let database: PostgresDatabase | undefined;
  let count = 0;
  beforeAll(async () => {
    database = await makeDatabase(server, { extensions });
  });
  const connection = (): PostgresConnection => {
    if (database === undefined) throw new Error("there is no database yet");
    return database.connection;
  };
  const reader: SchemaReader = {
    schema: async (sql, schemas = []) => {
      count += 1;
      await enterSchema(connection(), `scratch_${count}`);
      await connection().exec(sql);
      return introspect(connection(), { schemas });
    },
    after: async (sql) => {
      await connection().exec(sql);
      return introspect(connection(), { schemas: [] });
    },
    table: async (sql, name = "t") => named((await reader.schema(sql)).tables, name),
    view: async (sql, name = "v") => named((await reader.schema(sql)).views, name),
  };
  return reader;
}
