import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { explain } from "../../../src/dialect/postgres/errors.js";
import { startEmbedded, type EmbeddedServer } from "../../support/embedded-postgres.js";
import { hasPgBouncer, startPgBouncer } from "../../support/pgbouncer.js";
import { openPostgres, type PostgresConnection } from "../../support/postgres.js";
import { postgresServers } from "../../support/servers.js";
import { explained, password } from "./explained.js";

describe("explain, logging in", () => {
  let server: EmbeddedServer;

  const hba = [
    "host all alice 127.0.0.1/32 scram-sha-256",
    "host all bob 127.0.0.1/32 reject",
    "hostssl all carol 127.0.0.1/32 trust",
    "host all postgres,dave,nologin,crowd 127.0.0.1/32 trust",
  ];

  beforeAll(async () => {
    server = await startEmbedded("embedded-postgres-13");
    const connection = await openPostgres(server.url);
    await connection.exec(
      "SET password_encryption = 'scram-sha-256'; CREATE ROLE alice LOGIN PASSWORD 'right'",
    );
    await connection.exec("CREATE ROLE crowd LOGIN CONNECTION LIMIT 0; CREATE ROLE nologin");
    const [row] = await connection.query("SHOW hba_file");
    const lines = hba.map((line) => `('${line}')`).join(", ");
    await connection.exec(`COPY (VALUES ${lines}) TO '${String(row?.["hba_file"])}'`);
    await connection.query("SELECT pg_reload_conf()");
    await connection.close();
  });

  afterAll(() => server.stop());

  function urlFor(user: string, word = "", database = "postgres"): string {
    return Object.assign(new URL(server.url), {
      username: user,
      password: encodeURIComponent(word),
      pathname: `/${database}`,
    }).href;
  }

  it.each([
    [
      "a wrong password",
      "alice",
      password,
      'password authentication failed for user "alice"',
      "the password",
    ],
    ["no password", "alice", "", "password", "Set the `password`"],
    ["a role that is not there", "dave", password, 'role "dave" does not exist', "Check the username"],
    [
      "a role that may not log in",
      "nologin",
      password,
      'role "nologin" is not permitted to log in',
      "Check the username",
    ],
    ["a role that is sent away", "bob", password, "pg_hba.conf rejects connection", "set `ssl`"],
    ["a role that must come encrypted", "carol", password, "no pg_hba.conf entry", "set `ssl`"],
  ])("knows %s", async (_what, user, word, message, hint) => {
    // The server reads pg_hba.conf again at some moment after it was asked to.
    await expect
      .poll(() => explained({ url: urlFor(user, word) }))
      .toMatchObject({
        code: "E_DATABASE_REFUSED_LOGIN",
        message: expect.stringContaining(message),
        hint: expect.stringContaining(hint),
      });
  });

  it("knows a database that is missing, and says how to make it", async () => {
    expect(await explained({ url: urlFor("postgres", password, 'my%20"shop') })).toMatchObject({
      code: "E_DATABASE_MISSING",
      message: expect.stringContaining("does not exist"),
      hint: expect.stringContaining("CREATE DATABASE"),
    });
  });

  it("knows a role that has too many connections", async () => {
    expect(await explained({ url: urlFor("crowd") })).toMatchObject({ code: "E_TOO_MANY_CONNECTIONS" });
  });
});

describe.skipIf(!hasPgBouncer).each(postgresServers.slice(-1))("explain, behind a pooler", ({ url }) => {
  const at = (change: Partial<URL>): string => Object.assign(new URL(url), change).href;

  /** What is said of the error of two connections, each in a transaction. */
  async function pooled(
    target: string,
    settings: Readonly<Record<string, string | number>>,
  ): Promise<unknown> {
    const pooler = await startPgBouncer({ url: target }, settings);
    const opened: PostgresConnection[] = [];
    try {
      for (let count = 0; count < 2; count++) {
        const connection = await openPostgres(pooler.url);
        opened.push(connection);
        await connection.query("BEGIN");
      }
      return "no failure";
    } catch (error) {
      return explain(error);
    } finally {
      for (const connection of opened) await connection.close();
      await pooler.stop();
    }
  }

  it.each([
    ["a database that the server does not have", at({ pathname: "/nowhere" }), {}, "E_DATABASE_MISSING"],
    ["a server that refuses the login", at({ username: "nobody_at_all" }), {}, "E_DATABASE_REFUSED_LOGIN"],
    [
      "a pooler that knows nobody",
      url,
      { auth_type: "md5", auth_file: "/dev/null" },
      "E_DATABASE_REFUSED_LOGIN",
    ],
    ["a pooler without transactions", url, { pool_mode: "statement" }, "E_POOLER"],
    ["a pooler that is full", url, { max_client_conn: 1 }, "E_TOO_MANY_CONNECTIONS"],
  ])("knows %s", async (_what, target, settings, code) => {
    expect(await pooled(target, settings)).toMatchObject({ code });
  });
});
