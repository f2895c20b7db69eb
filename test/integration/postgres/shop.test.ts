import { readdir } from "node:fs/promises";
import type { DataSource } from "typeorm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { autogenerate, check, downgrade, upgrade } from "../../../dist/index.js";
import { withSession } from "../../../dist/command/session.js";
import { schemaDifferences } from "../../../dist/schema/compare.js";
import { makeByHand } from "../../../fixtures/shop-postgres/by-hand.js";
import { unexplained } from "../../../fixtures/shop-postgres/false-differences.js";
import { v1ToV2, v2ToV3, type PostgresShopStep } from "../../../fixtures/shop-postgres/renames.js";
import { seed, seedAdded } from "../../../fixtures/shop-postgres/rows.js";
import {
  openShop,
  synchronize,
  versions,
  type ShopVersion,
} from "../../../fixtures/shop-postgres/versions.js";
import type { Schema } from "../../../src/schema/schema.js";
import { hasPgDump } from "../../support/postgres-programs.js";
import { dumpedObjects } from "../../support/schema-dump.js";
import { initialized, schemaLog } from "../../support/schema-log.js";
import { makeProjectDirectory, testSystem } from "../../support/project.js";
import { leaseDatabase, type LeasedDatabase } from "../../support/postgres-lease.js";
import { readNotes, writeNotes } from "../../support/typeorm-notes.js";
import { postgresServers } from "../../support/servers.js";

const nothing: PostgresShopStep = {
  renames: [],
  backfills: [],
  drops: [],
  renamedValues: [],
  mappedValues: [],
};
const steps: Readonly<Record<ShopVersion, PostgresShopStep>> = { 1: nothing, 2: v1ToV2, 3: v2ToV3 };

async function write(shop: DataSource, version: ShopVersion, options: object): Promise<void> {
  const { renames, backfills, renamedValues, mappedValues } = steps[version];
  await autogenerate(shop, {
    ...options,
    message: `version ${version}`,
    renames: [...renames],
    backfills: [...backfills],
    renamedValues: [...renamedValues],
    mappedValues: [...mappedValues],
    noRename: true,
  });
}

/** All that the three schemas of the shop hold, without the tables of the tool itself. */
async function introspect(shop: DataSource): Promise<Schema> {
  const schema = await withSession(shop, ({ dialect, connection }) =>
    dialect.introspect(connection, { schemas: "all" }),
  );
  return { ...schema, tables: schema.tables.filter(({ name }) => !/^aludel_|^typeorm_metadata$/.test(name)) };
}

async function countRows(shop: DataSource, schema: Schema): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  await initialized(shop, async (opened) => {
    for (const { name, schema: owner = "public" } of schema.tables) {
      const [row]: { n: string }[] = await opened.query(`SELECT count(*) AS n FROM "${owner}"."${name}"`);
      counts[`${owner}.${name}`] = Number(row?.n);
    }
  });
  return counts;
}

/**
 * A column that a later revision adds comes after the others; TypeORM makes the table of that version at once. From PostgreSQL
 * 18 on, NOT NULL has a name, which stays through a rename.
 */
function inOneOrder(statement: string): string {
  const plain = statement.replaceAll(/ CONSTRAINT "?\w+_not_null"? NOT NULL/g, " NOT NULL");
  const lines = plain.split("\n").map((line) => line.replace(/,$/, ""));
  return statement.startsWith("CREATE TABLE ") ? lines.toSorted().join("\n") : statement;
}

/** The server's dump without what a chain of revisions leaves otherwise than one `synchronize()`: extensions stay. */
async function comparable({ url }: LeasedDatabase): Promise<string[]> {
  const objects = await dumpedObjects(url);
  return objects
    .filter((object) => !object.includes("EXTENSION") || !object.includes('"uuid-ossp"'))
    .map(inOneOrder);
}

describe.each(postgresServers)("the shop on $name", (server) => {
  const isDumped = hasPgDump(server);
  let directory: string;
  let database: LeasedDatabase;
  const schemas = new Map<ShopVersion, Schema>();
  const counts = new Map<ShopVersion, Record<string, number>>();
  const system = testSystem();
  const open = (version: ShopVersion, where = database): Promise<DataSource> =>
    openShop(version, where.dataSourceOptions);
  const options = () => ({ cwd: directory, system, yes: true });

  beforeAll(async () => {
    directory = await makeProjectDirectory();
    database = await leaseDatabase(server);
  });
  afterAll(() => database.release());

  test.sequential.each(versions)("goes to version %i with rows in every table", async (version) => {
    await write(await open(version), version, options());
    await upgrade(await open(version), "head", options());
    expect((await check(await open(version), options())).changes).toEqual([]);
    await initialized(await open(version), async (shop) => {
      if (version === 1) await makeByHand(shop);
      await (version === 1 ? seed(shop, 1) : seedAdded(shop, version));
    });
    const schema = await introspect(await open(version));
    schemas.set(version, schema);
    const rows = await countRows(await open(version), schema);
    counts.set(version, rows);
    expect(Object.entries(rows).filter(([, count]) => count < 1)).toEqual([]);
    expect((await check(await open(version), options())).changes).toEqual([]);
  });

  test.sequential("what was made by hand is still there, and listed", async () => {
    const { difference } = await check(await open(3), options());
    expect(difference.unmanaged.map(({ kind, name }) => `${kind} ${name}`).toSorted()).toEqual([
      "enum import_state",
      "exclusion warehouse_apart",
      "grant SELECT TO PUBLIC",
      "grant SELECT TO PUBLIC",
      "index customer_email_trigram",
      "index order_number_total",
      "index product_price_rounded",
      "option fillfactor = 90",
      "option row security",
      "policy address_for_all",
      "rule setting_stays",
      "sequence import_number",
      "statistics order_line_variant",
      "table import_batch",
      "trigger customer_email_changed",
      "trigger order_shipped",
      "view price_list",
    ]);
  });

  test.sequential(
    "does not go back over rows with values that came later, before they are changed",
    async () => {
      await expect(downgrade(await open(3), "-1", options())).rejects.toMatchObject({
        code: "E_VALUE_IN_USE",
        message: expect.stringContaining("returned of sales.order_status (2 rows)"),
      });
      await initialized(await open(3), async (shop) => {
        await shop.query(`UPDATE "sales"."order" SET "status" = 'paid' WHERE "status" = 'returned'`);
        await shop.query(
          `UPDATE "sales"."shipment" SET "history" = array_replace("history", 'returned', 'paid')`,
        );
      });
    },
  );

  test.sequential.each([2, 1] as const)(
    "goes back to version %i with the rows that it had",
    async (version) => {
      await downgrade(await open(version), "-1", options());
      const before = schemas.get(version);
      if (before === undefined) throw new Error("the shop was not at that version");
      const now = await introspect(await open(version));
      // TypeORM itself creates pgcrypto when an application at version 2 or 3 starts.
      expect(schemaDifferences({ ...now, extensions: before.extensions }, before)).toEqual([]);
      const rows = await countRows(await open(version), before);
      const lost = new Set(v2ToV3.drops);
      const expected = Object.entries(counts.get(version) ?? {}).map(([name, count]) => [
        name,
        lost.has(name.replace("public.", "")) ? 0 : count,
      ]);
      expect(rows).toEqual(Object.fromEntries(expected));
    },
  );

  test.sequential("goes back to nothing, and forward again over what was made by hand", async () => {
    await initialized(await open(1), async (shop) => {
      await shop.query(`DROP VIEW "price_list"`);
      await shop.query(`ALTER TABLE "import_batch" DROP CONSTRAINT "import_batch_productId_fkey"`);
    });
    await downgrade(await open(1), "base", options());
    const { tables } = await introspect(await open(1));
    expect(tables.map(({ name }) => name)).toEqual(["import_batch", "legacy_order"]);
    await upgrade(await open(3), "head", options());
    expect((await check(await open(3), options())).changes).toEqual([]);
  });

  test.sequential.each(versions)(
    "TypeORM's schema:log finds nothing to do after our upgrade to version %i, and the server dumps the same",
    async (version) => {
      const synchronized = await leaseDatabase(server);
      const upgraded = await leaseDatabase(server);
      const notes = await initialized(await open(version, synchronized), async (shop) => {
        await synchronize(shop);
        return readNotes(shop);
      });
      const ids = (await readdir(`${directory}/migrations`)).map((name) => name.split("_")[1] ?? "");
      await upgrade(await open(version, upgraded), ids[version - 1], options());
      const statements = await initialized(await open(version, upgraded), async (shop) => {
        await writeNotes(shop, notes);
        return schemaLog(shop);
      });
      expect(unexplained(version, statements)).toEqual([]);
      const theirs = isDumped ? await comparable(synchronized) : [];
      expect(isDumped ? await comparable(upgraded) : []).toEqual(theirs);
      await synchronized.release();
      await upgraded.release();
    },
  );

  test.sequential.each(versions)(
    "autogenerate finds nothing after TypeORM's synchronize() of version %i",
    async (version) => {
      const synchronized = await leaseDatabase(server);
      await initialized(await open(version, synchronized), synchronize);
      const empty = { cwd: await makeProjectDirectory(), system };
      const { created, difference } = await autogenerate(await open(version, synchronized), {
        ...empty,
        message: "nothing",
      });
      expect({ created, up: difference?.up }).toEqual({ created: undefined, up: [] });
      await synchronized.release();
    },
  );
});
