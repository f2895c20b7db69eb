import { describe, expect, it } from "vitest";
import { pinned } from "../../../src/dialect/postgres/session-settings.js";
import type { Connection } from "../../../src/dialect/dialect.js";
import { openPostgres, type PostgresConnection } from "../../support/postgres.js";
import { postgresServers } from "../../support/servers.js";

const settings = [
  "search_path",
  "DateStyle",
  "IntervalStyle",
  "TimeZone",
  "extra_float_digits",
  "bytea_output",
  "quote_all_identifiers",
  "standard_conforming_strings",
  "jit",
  "transaction_read_only",
  "transaction_isolation",
];

/** What the caller's connection is set to, none of it what is pinned. */
const given = [
  '"$user", "Odd "" path", pg_temp',
  "German, DMY",
  "sql_standard",
  "Asia/Tokyo",
  "-5",
  "escape",
  "on",
  "off",
  "on",
];

const pinnedTo = ["ISO, DMY", "postgres", "UTC", "1", "hex", "off", "on", "off"];

async function settingsOf(connection: Connection): Promise<unknown[]> {
  const columns = settings.map((name) => `current_setting('${name}') AS "${name}"`);
  const [row] = await connection.query(`SELECT ${columns.join(", ")}`);
  return settings.map((name) => row?.[name]);
}

describe.each(postgresServers)("pinned, $name", (server) => {
  async function withConnection(test: (connection: PostgresConnection) => Promise<void>): Promise<void> {
    const connection = await openPostgres(server.url);
    try {
      for (const [index, value] of given.entries()) {
        await connection.query("SELECT set_config($1, $2, false)", [settings[index] ?? "", value]);
      }
      await test(connection);
    } finally {
      await connection.close();
    }
  }

  it("opens a transaction that only reads, outside of one, and ends it", () =>
    withConnection(async (connection) => {
      const before = await settingsOf(connection);
      const seen = await pinned(connection, 'a"b', () => settingsOf(connection));
      expect(seen).toEqual(['"a""b", pg_temp', ...pinnedTo, "on", "repeatable read"]);
      expect(await settingsOf(connection)).toEqual(before);
      await expect(connection.query("SAVEPOINT x")).rejects.toThrow(/transaction block/);
    }));

  it("leaves the settings of a transaction as they were, for the rest of it and after", () =>
    withConnection(async (connection) => {
      const outside = await settingsOf(connection);
      await connection.exec("BEGIN; SET LOCAL TimeZone = 'Europe/Rome'");
      const inside = await settingsOf(connection);
      const seen = await pinned(connection, undefined, () => settingsOf(connection));
      expect(seen).toEqual(["pg_temp", ...pinnedTo, "off", "read committed"]);
      expect(await settingsOf(connection)).toEqual(inside);
      await connection.exec("COMMIT");
      expect(await settingsOf(connection)).toEqual(outside);
    }));

  it("works in a pinned one", () =>
    withConnection(async (connection) => {
      const [inner, outer] = await pinned(connection, "a", async () => [
        await pinned(connection, "b", () => settingsOf(connection)),
        await settingsOf(connection),
      ]);
      expect(inner?.[0]).toBe('"b", pg_temp');
      expect(outer?.[0]).toBe('"a", pg_temp');
    }));

  it("passes an error of the work on, and leaves no transaction behind", () =>
    withConnection(async (connection) => {
      const before = await settingsOf(connection);
      await expect(pinned(connection, "a", () => connection.query("SELECT nothing"))).rejects.toThrow(
        /column "nothing" does not exist/,
      );
      expect(await settingsOf(connection)).toEqual(before);
    }));

  it("passes it on in a transaction, whose settings come back with the savepoint", () =>
    withConnection(async (connection) => {
      await connection.exec("BEGIN");
      const before = await settingsOf(connection);
      await connection.exec("SAVEPOINT before");
      await expect(pinned(connection, "a", () => connection.query("SELECT nothing"))).rejects.toThrow(
        /column "nothing" does not exist/,
      );
      await connection.exec("ROLLBACK TO before");
      expect(await settingsOf(connection)).toEqual(before);
    }));

  it("restores the settings of a transaction that an error of another sort leaves whole", () =>
    withConnection(async (connection) => {
      await connection.exec("BEGIN");
      const before = await settingsOf(connection);
      const failed = pinned(connection, "a", () => Promise.reject(new Error("of the work")));
      await expect(failed).rejects.toThrow("of the work");
      expect(await settingsOf(connection)).toEqual(before);
    }));
});
