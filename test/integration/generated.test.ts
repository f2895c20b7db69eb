import * as fc from "fast-check";
import { expect, test } from "vitest";
import { sqlite } from "../../src/dialect/sqlite/index.js";
import { fillableTables } from "../support/arbitrary-kept.js";
import { fillPair, sqliteRows } from "../support/arbitrary-rows.js";
import { pairs, type Pair } from "../support/arbitrary-schema.js";
import { propertyOptions } from "../support/arbitrary-seed.js";
import { openSqlite, type TestConnection } from "../support/sqlite.js";
import { explained, thereAndBack, type Ground } from "./there-and-back.js";

function groundOf(connection: TestConnection): Ground {
  return {
    dialect: sqlite,
    connection,
    schemas: [],
    rules: sqliteRows,
    read: (name) => `quote(${name})`,
    fill: (pair) => fillPair(connection, pair),
    expectSound: async () => {
      expect(await connection.query("PRAGMA foreign_key_check")).toEqual([]);
      expect(await connection.query("PRAGMA integrity_check")).toEqual([{ integrity_check: "ok" }]);
      const leftovers = "SELECT name FROM sqlite_schema WHERE name LIKE '%aludel%'";
      expect(await connection.query(leftovers)).toEqual([]);
    },
  };
}

async function onSqlite(pair: Pair): Promise<void> {
  const connection = openSqlite();
  try {
    await connection.query("PRAGMA foreign_keys = ON");
    await explained((tell) => thereAndBack(groundOf(connection), pair, tell));
  } finally {
    connection.close();
  }
}

test(
  "500 generated pairs of schemas: there and back on a live database, with rows",
  { timeout: 300_000 },
  async () => {
    let [tables, filled] = [0, 0];
    await fc.assert(
      fc.asyncProperty(pairs, async (pair) => {
        tables += pair.from.tables.length;
        filled += fillableTables(pair, sqliteRows).size;
        await onSqlite(pair);
      }),
      { ...propertyOptions, numRuns: Math.max(500, propertyOptions.numRuns) },
    );
    expect(filled / tables, "most tables hold rows").toBeGreaterThan(0.5);
  },
);
