import { Client } from "pg";
import type { TestProject } from "vitest/node";
import { startEmbedded, type EmbeddedPackage, type EmbeddedServer } from "./embedded-postgres.js";
import { dropLeftovers } from "./leftovers.js";
import type { PostgresServer } from "./servers.js";

const { env } = process;

/** Says so where a server is not used, without which the suite can go on. */
function announce(what: string, error: unknown): void {
  process.stderr.write(`NOT TESTED: ${what}: ${error instanceof Error ? error.message : String(error)}\n`);
}

/** On a laptop, what is missing is left out, loudly; anywhere else it is a failure. */
function leaveOut(what: string, error: unknown): [] {
  if (env["CI"] !== undefined) throw new Error(`${what}: ${String(error)}`, { cause: error });
  announce(what, error);
  return [];
}

/** Asks the server which version it is. */
async function connectTo(url: string): Promise<PostgresServer> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    const { rows } = await client.query<{ version: string }>(
      "SELECT current_setting('server_version_num') AS version",
    );
    const major = Math.floor(Number(rows[0]?.version) / 10_000);
    return { name: `PostgreSQL ${major}`, major, url };
  } finally {
    await client.end();
  }
}

async function serverAt(text: string): Promise<PostgresServer[]> {
  const url = new URL(text);
  const title = `${url.protocol}//${url.host}`;
  if (!/^postgres(?:ql)?:$/.test(url.protocol)) {
    announce(title, "the suite has no tests for such a server");
    return [];
  }
  if (url.pathname.length <= 1) url.pathname = "/postgres";
  try {
    return [await connectTo(url.href)];
  } catch (error) {
    return leaveOut(title, error);
  }
}

/** The server that listens where PostgreSQL does, where there is one. */
async function usualServer(): Promise<PostgresServer[]> {
  const url = new URL(`postgres://${env["PGHOST"] ?? "127.0.0.1"}:${env["PGPORT"] ?? 5432}/postgres`);
  Object.assign(url, { username: env["PGUSER"] ?? "postgres", password: env["PGPASSWORD"] ?? "" });
  try {
    return [await connectTo(url.href)];
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ECONNREFUSED"))
      announce(`postgres://${url.host}`, error);
    return [];
  }
}

/** The servers of `TEST_DATABASES`, else the usual one. */
async function find(): Promise<PostgresServer[]> {
  const list = (env["TEST_DATABASES"] ?? "").split(",").filter((text) => text.trim() !== "");
  if (list.length === 0) return usualServer();
  return (await Promise.all(list.map(serverAt))).flat();
}

/** The packages whose servers are needed besides: any where there is none, elsewhere than on a laptop both ends of the range. */
function packagesBeside(servers: readonly PostgresServer[]): EmbeddedPackage[] {
  const lacks = (version: number): boolean => !servers.some(({ major }) => major === version);
  const isThorough = env["CI"] !== undefined;
  const packages: EmbeddedPackage[] = [];
  if (lacks(18) && (isThorough || (servers.length === 0 && !env["TEST_DATABASES"])))
    packages.push("embedded-postgres");
  if (lacks(13) && (isThorough || env["TEST_POSTGRES_13"] === "1")) packages.push("embedded-postgres-13");
  return packages;
}

async function start(name: EmbeddedPackage): Promise<EmbeddedServer[]> {
  try {
    return [await startEmbedded(name)];
  } catch (error) {
    return leaveOut(`PostgreSQL of the package ${name}`, error);
  }
}

/** Finds and starts the servers, hands them to the tests, and stops what it started. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const servers = await find();
  const dropAll = async (): Promise<void> => {
    await Promise.all(servers.map(({ url }) => dropLeftovers(url)));
  };
  await dropAll();
  const started = (await Promise.all(packagesBeside(servers).map(start))).flat();
  const ours = await Promise.all(started.map(({ url }) => connectTo(url)));
  const all = [...servers, ...ours].toSorted((a, b) => a.major - b.major);
  if (all.length === 0) leaveOut("PostgreSQL", "no server is there, and none could be started");
  project.provide("postgresServers", all);
  return async () => {
    await Promise.all([dropAll(), ...started.map((server) => server.stop())]);
  };
}
