import { randomBytes } from "node:crypto";
import { Client, escapeIdentifier, Pool } from "pg";
import type { DataSourceOptions } from "typeorm";
import { afterAll } from "vitest";
import type { Connection } from "../../src/dialect/dialect.js";
import type { PostgresServer } from "./servers.js";

/** A connection of a test's own, with what a test needs besides. */
export interface PostgresConnection extends Connection {
  /** Runs several statements. */
  exec(sql: string): Promise<void>;
  close(): Promise<void>;
  /** Makes it as it was opened, but that it knows the catalog by now; rejects where it was cut. */
  reset(): Promise<void>;
  /** Every statement that was run by `query`, in order. */
  readonly statements: readonly string[];
}

/** An empty database for one test. */
export interface PostgresDatabase {
  readonly name: string;
  readonly url: string;
  /** What TypeORM's data source needs to connect. */
  readonly dataSourceOptions: Extract<DataSourceOptions, { type: "postgres" }>;
  readonly connection: PostgresConnection;
  /** Drops it, whoever is connected. */
  drop(): Promise<void>;
}

/** A role that may log in, and nothing else. */
export interface PostgresRole {
  readonly name: string;
  /** The URL of a database for this role. */
  urlOf(database: { readonly url: string }): string;
  /** Drops it; it must own nothing by then. */
  drop(): Promise<void>;
}

/** Opens a connection, to be closed by the test. */
export async function openPostgres(url: string): Promise<PostgresConnection> {
  const client = new Client(url);
  // A connection that is cut says so at its next query, too.
  client.on("error", () => {});
  await client.connect();
  const statements: string[] = [];
  return {
    statements,
    query: async (sql, parameters = []) => {
      statements.push(sql);
      const { rows } = await client.query<Record<string, unknown>>(sql, [...parameters]);
      return rows;
    },
    exec: async (sql) => void (await client.query(sql)),
    close: () => client.end(),
    reset: async () => {
      await client.query("ROLLBACK");
      await client.query("DISCARD ALL");
      statements.length = 0;
    },
  };
}

const pools = new Map<string, Pool>();
const made = new Set<{ drop(): Promise<void> }>();

/** Runs a statement that makes or drops something of the whole server. */
async function administer(server: PostgresServer, sql: string): Promise<void> {
  const pool = pools.get(server.url) ?? new Pool({ connectionString: server.url, max: 1 });
  pools.set(server.url, pool);
  await pool.query(sql);
}

afterAll(async () => {
  for (const thing of [...made].toReversed()) await thing.drop();
  await Promise.all([...pools.values()].map((pool) => pool.end()));
  pools.clear();
});

function newName(): string {
  return `aludel_test_${process.pid}_${randomBytes(6).toString("hex")}`;
}

/** Makes a role without any right beyond what everybody has. */
export async function makeRole(server: PostgresServer): Promise<PostgresRole> {
  const name = newName();
  const password = randomBytes(12).toString("hex");
  await administer(server, `CREATE ROLE ${name} LOGIN PASSWORD '${password}'`);
  const role: PostgresRole = {
    name,
    urlOf: (database) => {
      const url = new URL(database.url);
      return Object.assign(url, { username: name, password }).href;
    },
    drop: async () => {
      await administer(server, `DROP ROLE ${name}`);
      made.delete(role);
    },
  };
  made.add(role);
  return role;
}

/** What a new database is to have. */
export interface DatabaseOptions {
  /** Made by the superuser. */
  readonly extensions?: readonly string[];
  /** Whom it belongs to; its URL and its connection are that role's. */
  readonly owner?: PostgresRole;
}

/** Makes a database with nothing in it; it is dropped after the tests of the file at the latest. */
export async function makeDatabase(
  server: PostgresServer,
  { extensions = [], owner }: DatabaseOptions = {},
): Promise<PostgresDatabase> {
  const name = newName();
  // Nobody can be connected to template0, and nobody has put anything into it.
  const clause = owner === undefined ? "" : ` OWNER ${owner.name}`;
  await administer(server, `CREATE DATABASE ${name} TEMPLATE template0${clause}`);
  const superuserUrl = Object.assign(new URL(server.url), { pathname: `/${name}` }).href;
  await createExtensions(superuserUrl, extensions);
  const url = owner?.urlOf({ url: superuserUrl }) ?? superuserUrl;
  const connection = await openPostgres(url);
  const database: PostgresDatabase = {
    name,
    url,
    dataSourceOptions: { type: "postgres", url },
    connection,
    drop: async () => {
      await connection.close();
      await administer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      made.delete(database);
    },
  };
  made.add(database);
  return database;
}

async function createExtensions(url: string, extensions: readonly string[]): Promise<void> {
  if (extensions.length === 0) return;
  const connection = await openPostgres(url);
  for (const extension of extensions)
    await connection.query(`CREATE EXTENSION ${escapeIdentifier(extension)} CASCADE`);
  await connection.close();
}
