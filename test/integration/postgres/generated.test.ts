import * as fc from "fast-check";
import { expect, test } from "vitest";
import { postgres } from "../../../src/dialect/postgres/index.js";
import { fillableTables } from "../../support/arbitrary-kept.js";
import type { Pair } from "../../support/arbitrary-schema.js";
import { propertyOptions } from "../../support/arbitrary-seed.js";
import { makeDatabase, type PostgresConnection } from "../../support/postgres.js";
import { otherSchema } from "../../support/postgres/arbitrary-draft.js";
import { fillPair, postgresRows } from "../../support/postgres/arbitrary-rows.js";
import { pairsFor } from "../../support/postgres/arbitrary-schema.js";
import { postgresServers, type PostgresServer } from "../../support/servers.js";
import { explained, thereAndBack, type Ground } from "../there-and-back.js";

const other = postgres.quote(otherSchema);
const emptying = `
SET client_min_messages = error;
DROP SCHEMA IF EXISTS public, ${other} CASCADE;
CREATE SCHEMA public;`;

const leftovers = `
SELECT relname AS name FROM pg_class WHERE relname LIKE '%aludel%'
UNION ALL SELECT typname FROM pg_type WHERE typname LIKE '%aludel%'
UNION ALL SELECT enumlabel FROM pg_enum WHERE enumlabel LIKE '%aludel%'
UNION ALL SELECT conname FROM pg_constraint WHERE conname LIKE '%aludel%'`;

const unfinished = `
SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid
UNION ALL SELECT confrelid::regclass FROM pg_constraint WHERE NOT convalidated`;

function groundOf(connection: PostgresConnection): Ground {
  return {
    dialect: postgres,
    connection,
    schemas: [otherSchema],
    rules: postgresRows,
    read: (name) => `${name}::text`,
    fill: (pair) => fillPair(connection, pair),
    expectSound: async () => {
      expect(await connection.query(leftovers)).toEqual([]);
      expect(await connection.query(unfinished)).toEqual([]);
    },
  };
}

async function onPostgres(connection: PostgresConnection, pair: Pair): Promise<void> {
  await connection.exec(emptying);
  await explained((tell) => thereAndBack(groundOf(connection), pair, tell));
}

/** One version sees them all, the others some, as little is different there. */
function countFor(server: PostgresServer): number {
  const isNewest = server === postgresServers.at(-1);
  return isNewest ? Math.max(500, propertyOptions.numRuns) : 100;
}

test.concurrent.each(postgresServers)(
  "generated pairs of schemas on $name: there and back on a live database, with rows",
  { timeout: 1_200_000 },
  async (server) => {
    const { connection } = await makeDatabase(server);
    let [tables, filled] = [0, 0];
    const property = fc.asyncProperty(pairsFor(server.major), async (pair) => {
      tables += pair.from.tables.length;
      filled += fillableTables(pair, postgresRows).size;
      await onPostgres(connection, pair);
    });
    await fc.assert(property, { ...propertyOptions, numRuns: countFor(server) });
    expect(filled / tables, "most tables hold rows").toBeGreaterThan(0.5);
  },
);
