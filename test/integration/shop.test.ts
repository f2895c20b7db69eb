import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { DataSource } from "typeorm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { autogenerate, check, downgrade, upgrade } from "../../dist/index.js";
import { withSession } from "../../dist/command/session.js";
import type { System } from "../../dist/command/system.js";
import { schemaDifferences } from "../../dist/schema/compare.js";
import { makeByHand } from "../../fixtures/shop/by-hand.js";
import { unexplained } from "../../fixtures/shop/false-differences.js";
import { v1ToV2, v2ToV3, type ShopStep } from "../../fixtures/shop/renames.js";
import { seed, seedAdded, type ShopVersion } from "../../fixtures/shop/rows.js";
import { openShop, versions } from "../../fixtures/shop/versions.js";
import type { Schema } from "../../src/schema/schema.js";
import { drivers, makeProject, testSystem, type TestProject } from "../support/project.js";

const nothing: ShopStep = { renames: [], backfills: [], drops: [] };
const steps: Readonly<Record<ShopVersion, ShopStep>> = { 1: nothing, 2: v1ToV2, 3: v2ToV3 };
const messages: Readonly<Record<ShopVersion, string>> = {
  1: "open the shop",
  2: "add gift messages and regions, call vendors suppliers",
  3: "add returns and loyalty, close the newsletter",
};

/** The shop as it stands in the repository: given ids, and a day per version. */
function shopSystem(): System {
  const ids = ["1a7e0c5d93b2", "6f40b8e2a91c", "c93d15f7e804"];
  const days = [Date.UTC(2026, 1, 2, 9), Date.UTC(2026, 4, 18, 14, 30), Date.UTC(2026, 10, 21, 10, 15)];
  let written = -1;
  return {
    ...testSystem(),
    newId: () => ids[(written += 1)] ?? "",
    now: () => days[Math.max(written, 0)] ?? 0,
  };
}

async function write(shop: DataSource, version: ShopVersion, options: object): Promise<string> {
  const { renames, backfills } = steps[version];
  const { created } = await autogenerate(shop, {
    ...options,
    message: messages[version],
    renames,
    backfills,
    noRename: true,
  });
  return created?.file ?? "";
}

async function introspect(shop: DataSource): Promise<Schema> {
  const schema = await withSession(shop, ({ dialect, connection }) =>
    dialect.introspect(connection, { schemas: [] }),
  );
  return { ...schema, tables: schema.tables.filter(({ name }) => name.startsWith("shop_")) };
}

async function initialized<Result>(
  shop: DataSource,
  work: (shop: DataSource) => Promise<Result>,
): Promise<Result> {
  await shop.initialize();
  try {
    return await work(shop);
  } finally {
    await shop.destroy();
  }
}

async function countRows(shop: DataSource, schema: Schema): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { name } of schema.tables) {
    const [row]: { n: number }[] = await shop.query(`SELECT count(*) AS n FROM "${name}"`);
    counts[name] = row?.n ?? -1;
  }
  return counts;
}

async function schemaLog(shop: DataSource): Promise<string[]> {
  const { upQueries } = await shop.driver.createSchemaBuilder().log();
  return upQueries.map(({ query }) => query.trim());
}

test("the worked example in migrations/ is what the tool writes, byte for byte", async () => {
  const project = await makeProject();
  try {
    const options = { cwd: project.directory, system: shopSystem() };
    for (const version of versions) {
      const open = () => openShop(version, { type: "better-sqlite3", database: project.file("shop.sqlite") });
      const file = await write(await open(), version, options);
      const name = file.slice(project.file("migrations").length + 1);
      await expect(await readFile(file, "utf8")).toMatchFileSnapshot(`../../migrations/${name}`);
      await upgrade(await open(), "head", { ...options, yes: true });
    }
    const repository = new URL("../../migrations/", import.meta.url);
    expect(await readdir(repository)).toEqual(await readdir(project.file("migrations")));
  } finally {
    await project.remove();
  }
});

describe.each(drivers)("the shop on %s", (type) => {
  let project: TestProject;
  const schemas = new Map<ShopVersion, Schema>();
  const counts = new Map<ShopVersion, Record<string, number>>();
  const open = (version: ShopVersion, database = "shop.sqlite"): Promise<DataSource> =>
    openShop(version, { type, database: project.file(database) });

  beforeAll(async () => {
    project = await makeProject(type);
  });
  afterAll(() => project.remove());

  test.sequential.each(versions)("goes to version %i with rows in every table", async (version) => {
    await write(await open(version), version, project.options);
    await upgrade(await open(version), "head", { ...project.options, yes: true });
    const shop = await open(version);
    expect((await check(shop, project.options)).changes).toEqual([]);
    await initialized(await open(version), async (seeded) => {
      if (version === 1) await makeByHand(seeded);
      await (version === 1 ? seed(seeded, 1) : seedAdded(seeded, version));
    });
    const schema = await introspect(shop);
    schemas.set(version, schema);
    const rows = await initialized(await open(version), (seeded) => countRows(seeded, schema));
    counts.set(version, rows);
    expect(Object.entries(rows).filter(([, count]) => count < 1)).toEqual([]);
    expect((await check(await open(version), project.options)).changes).toEqual([]);
  });

  test.sequential("what was made by hand is still there", async () => {
    const { difference } = await check(await open(3), project.options);
    expect(difference.unmanaged.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      "index customer_email_lower",
      "trigger customer_email_changed",
    ]);
    const rows = await initialized(await open(3), (shop) =>
      shop.query(
        "SELECT name FROM sqlite_schema WHERE name IN ('shop_legacy_order', 'customer_email_lower', 'customer_email_changed') ORDER BY name",
      ),
    );
    expect(rows).toHaveLength(3);
  });

  test.sequential.each([2, 1] as const)(
    "goes back to version %i with the rows that it had",
    async (version) => {
      await downgrade(await open(version), "-1", { ...project.options, yes: true });
      const shop = await open(version);
      const before = schemas.get(version);
      if (before === undefined) throw new Error("the shop was not at that version");
      expect(schemaDifferences(await introspect(shop), before)).toEqual([]);
      const rows = await initialized(shop, (opened) => countRows(opened, before));
      const lost = new Set(v2ToV3.drops);
      const expected = Object.entries(counts.get(version) ?? {}).map(([name, count]) => [
        name,
        lost.has(name) ? 0 : count,
      ]);
      expect(rows).toEqual(Object.fromEntries(expected));
    },
  );

  test.sequential("goes back to nothing, and forward again over rows", async () => {
    await downgrade(await open(1), "base", { ...project.options, yes: true });
    expect((await introspect(await open(1))).tables.map(({ name }) => name)).toEqual(["shop_legacy_order"]);
    await upgrade(await open(3), "head", { ...project.options, yes: true });
    expect((await check(await open(3), project.options)).changes).toEqual([]);
  });

  test.sequential.each(versions)(
    "TypeORM's schema:log finds nothing to do after our upgrade to version %i",
    async (version) => {
      const synchronized = await open(version, `synchronized-${version}.sqlite`);
      await synchronized.initialize();
      await synchronized.synchronize();
      const metadata: Record<string, unknown>[] = await synchronized.query(
        'SELECT * FROM "typeorm_metadata"',
      );
      const [table]: { sql: string }[] = await synchronized.query(
        "SELECT sql FROM sqlite_schema WHERE name = 'typeorm_metadata'",
      );
      await synchronized.destroy();
      // TypeORM compares views and generated columns with its own notes, not with the database.
      const ids = (await readdir(project.file("migrations"))).map((name) => name.split("_")[1] ?? "");
      await upgrade(await open(version, `upgraded-${version}.sqlite`), ids[version - 1], {
        ...project.options,
        yes: true,
      });
      const statements = await initialized(
        await open(version, `upgraded-${version}.sqlite`),
        async (shop) => {
          await shop.query(table?.sql ?? "");
          for (const row of metadata) {
            const columns = Object.keys(row)
              .map((column) => `"${column}"`)
              .join(", ");
            const places = Object.keys(row)
              .map(() => "?")
              .join(", ");
            await shop.query(
              `INSERT INTO "typeorm_metadata" (${columns}) VALUES (${places})`,
              Object.values(row),
            );
          }
          return schemaLog(shop);
        },
      );
      expect(unexplained(version, statements)).toEqual([]);
    },
  );

  test.sequential.each(versions)(
    "autogenerate finds nothing after TypeORM's synchronize() of version %i",
    async (version) => {
      const empty = await makeProject(type);
      try {
        const shop = await openShop(version, {
          type,
          database: join(project.directory, `synchronized-${version}.sqlite`),
        });
        const { created, difference } = await autogenerate(shop, { ...empty.options, message: "nothing" });
        expect({ created, up: difference?.up }).toEqual({ created: undefined, up: [] });
      } finally {
        await empty.remove();
      }
    },
  );
});
