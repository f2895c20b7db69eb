import { describe, expect, test } from "vitest";
import { makeByHand } from "../../../fixtures/shop/by-hand.js";
import { openShop, type ShopOptions, versions } from "../../../fixtures/shop/versions.js";
import type { Connection } from "../../../src/dialect/dialect.js";
import { sqlite } from "../../../src/dialect/sqlite/index.js";
import { introspect } from "../../../src/dialect/sqlite/introspect.js";
import { createIndexSql, createTableSql } from "../../../src/dialect/sqlite/table-sql.js";
import { readModel } from "../../../src/model/read-model.js";
import { schemaDifferences } from "../../../src/schema/compare.js";
import { emptySchema, type Schema } from "../../../src/schema/schema.js";
import { sqliteWith } from "../../support/sqlite.js";

// The sqlite3 driver is gone from TypeORM 1.x.
const drivers: readonly ShopOptions["type"][] =
  process.env["TYPEORM"] === "1" ? ["better-sqlite3"] : ["sqlite", "better-sqlite3"];

/** The tables of the schema, made again by the statements of the dialect, and read again. */
async function madeAgain({ tables }: Schema): Promise<Schema> {
  const statements = tables.flatMap((table) => [
    createTableSql(table),
    ...table.indexes.map((index) => createIndexSql(table.name, index)),
    ...table.triggers.map((trigger) => trigger.sql),
  ]);
  const connection = sqliteWith(statements.join(";\n"));
  const schema = await introspect(connection);
  connection.close();
  return schema;
}

describe.each(drivers.flatMap((type) => versions.map((version) => ({ version, type }))))(
  "the shop at version $version, as TypeORM makes it with $type",
  ({ version, type }) => {
    test("is read as its entities say", async () => {
      const shop = await openShop(version, { type, database: ":memory:" });
      await shop.initialize();
      await shop.synchronize();
      const connection: Connection = { query: (sql, parameters) => shop.query(sql, [...(parameters ?? [])]) };
      const schema = await introspect(connection);
      expect(schemaDifferences(readModel(shop, sqlite).schema, schema)).toEqual(["tables.typeorm_metadata"]);

      await makeByHand(shop);
      const { tables } = await introspect(connection);
      await shop.destroy();
      expect(tables.flatMap((table) => table.unsupported ?? [])).toEqual([]);
      expect(await madeAgain({ ...emptySchema, tables })).toEqual({ ...emptySchema, tables });
    });
  },
);
