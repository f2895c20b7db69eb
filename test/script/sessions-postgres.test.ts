import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startEmbedded, type EmbeddedServer } from "../support/embedded-postgres.js";
import { makeDatabase, makeRole, openPostgres } from "../support/postgres.js";
import { postgresServers, type PostgresServer } from "../support/servers.js";
import { replaySession, type Scene } from "./session.js";

const directory = join(import.meta.dirname, "../../fixtures/sessions-postgres");
const names = readdirSync(directory).filter((name) => name.endsWith(".txt"));

/** As for the sessions on SQLite: `UPDATE_SESSIONS=1 vitest run test/script`. */
const update = process.env["UPDATE_SESSIONS"] === "1";

const programs = Object.fromEntries(
  ["sql", "meanwhile", "cutting", "unchanged"].map((action) => [action, ["postgres.mjs", action]]),
);

/** The session as it is written, and as it went. */
interface Played {
  readonly written: string;
  readonly session: string;
}

async function replay(name: string, scene: Scene): Promise<Played> {
  const file = join(directory, name);
  const written = readFileSync(file, "utf8");
  const session = await replaySession(written, scene);
  if (update) writeFileSync(file, session);
  return { written: update ? session : written, session };
}

/** Plays a session in a database of its own, in which a role without rights, `clerk`, may create in the schema public. */
async function play(server: PostgresServer, name: string): Promise<Played> {
  const [role, database] = [await makeRole(server), await makeDatabase(server)];
  try {
    await database.connection.exec(
      `REVOKE CREATE ON SCHEMA public FROM PUBLIC; GRANT CREATE, USAGE ON SCHEMA public TO ${role.name}`,
    );
    return await replay(name, {
      project: "sessions-postgres/project",
      programs,
      env: {
        DATABASE_URL: role.urlOf(database),
        ADMIN_URL: database.url,
        DATABASE: database.name,
        ROLE: role.name,
      },
      mask: (text) => text.replaceAll(database.name, "shop").replaceAll(role.name, "clerk"),
    });
  } finally {
    await database.drop();
    await role.drop();
  }
}

describe.each(postgresServers)("sessions at the command line, $name", (server) => {
  it.concurrent.each(names.filter((name) => name !== "login.txt"))(
    "%s",
    { timeout: 240_000 },
    async (name) => {
      const { written, session } = await play(server, name);
      expect(session).toBe(written);
    },
  );
});

describe("sessions at the command line, logging in", () => {
  let server: EmbeddedServer;

  beforeAll(async () => {
    server = await startEmbedded("embedded-postgres-13");
    const connection = await openPostgres(server.url);
    await connection.exec(
      "SET password_encryption = 'scram-sha-256'; CREATE ROLE alice LOGIN PASSWORD 'right'",
    );
    await connection.exec("CREATE DATABASE shop");
    const [row] = await connection.query("SHOW hba_file");
    const lines = ["host all alice 127.0.0.1/32 scram-sha-256", "host all postgres 127.0.0.1/32 trust"];
    const values = lines.map((line) => `('${line}')`).join(", ");
    await connection.exec(`COPY (VALUES ${values}) TO '${String(row?.["hba_file"])}'`);
    await connection.query("SELECT pg_reload_conf()");
    await connection.close();
  });
  afterAll(() => server.stop());

  it("login.txt", async () => {
    // The server reads pg_hba.conf again at some moment after it was asked to.
    await expect
      .poll(() => openPostgres(server.url.replace("postgres@", "alice:wrong@")).catch(String))
      .toContain("password authentication failed");
    const { host, port } = new URL(server.url);
    const { written, session } = await replay("login.txt", {
      project: "sessions-postgres/project",
      programs,
      env: { HOST: host, ADMIN_URL: server.url },
      mask: (text) => text.replaceAll(port, "{port}"),
    });
    expect(session).toBe(written);
  });
});
