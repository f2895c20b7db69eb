import type { DataSource } from "typeorm";
import { describe, expect, test } from "vitest";
import { autogenerate, upgrade } from "../../dist/index.js";
import { drivers, makeProject, type Entities, type SchemaOptions } from "../support/project.js";
import { groups } from "./cases/all.js";

interface EntitySet {
  readonly name: string;
  readonly entities: Entities;
  readonly options: SchemaOptions;
}

/** Every set of entities that a round trip begins or ends with, once. */
const sets: readonly EntitySet[] = [
  ...new Map(
    Object.entries(groups)
      .flatMap(([group, cases]) =>
        cases.flatMap(({ name, from, to, options = {} }): EntitySet[] => [
          { name: `${group}: before ${name}`, entities: from, options },
          { name: `${group}: after ${name}`, entities: to, options },
        ]),
      )
      .filter(({ entities }) => entities.length > 0)
      .map((set): [string, EntitySet] => [JSON.stringify([set.entities, set.options], plain), set]),
  ).values(),
];

/** What TypeORM cannot put into a database at all, by the beginning of the name, with the reason. */
const notForTypeOrm: readonly (readonly [RegExp, string])[] = [
  [/^column defaults: after literals/, "does not escape an apostrophe in a default"],
  [/^foreign keys: after ON DELETE SET NULL → SET DEFAULT/, "writes ON DELETE DEFAULT, which is no SQL"],
  [/^views: after a view without an expression/, "creates a view of nothing"],
  [
    /^names: (?:before|after) (?:an apostrophe|double quotes)/,
    "does not escape quotes in names (0.3), in text (1.x)",
  ],
];

/** Whole tables that TypeORM alone would make again. */
const falseDifferences: readonly (readonly [RegExp, string])[] = [
  [
    /^column defaults: after expressions/,
    "compares defaults by their letters: `+5` is not 5, `current_timestamp` not CURRENT_TIMESTAMP",
  ],
];

function plain(_key: string, value: unknown): unknown {
  return typeof value === "function" ? String(value) : value;
}

async function schemaLog(shop: DataSource): Promise<string[]> {
  const { upQueries } = await shop.driver.createSchemaBuilder().log();
  return upQueries.map(({ query }) => query.trim());
}

async function initialized<Result>(
  dataSource: DataSource,
  work: (opened: DataSource) => Promise<Result>,
): Promise<Result> {
  await dataSource.initialize();
  try {
    return await work(dataSource);
  } finally {
    await dataSource.destroy();
  }
}

type Notes = { readonly create: string; readonly rows: readonly Record<string, unknown>[] } | undefined;

/** TypeORM compares views and generated columns with its own notes, not with the database. */
async function readNotes(dataSource: DataSource): Promise<Notes> {
  const [table]: { sql: string }[] = await dataSource.query(
    "SELECT sql FROM sqlite_schema WHERE name = 'typeorm_metadata'",
  );
  if (table === undefined) return undefined;
  return { create: table.sql, rows: await dataSource.query('SELECT * FROM "typeorm_metadata"') };
}

async function writeNotes(dataSource: DataSource, notes: Notes): Promise<void> {
  if (notes === undefined) return;
  await dataSource.query(notes.create);
  for (const row of notes.rows) {
    const columns = Object.keys(row).map((column) => `"${column}"`);
    const places = columns.map(() => "?");
    await dataSource.query(
      `INSERT INTO "typeorm_metadata" (${columns.join()}) VALUES (${places.join()})`,
      Object.values(row),
    );
  }
}

function isListed(list: readonly (readonly [RegExp, string])[], name: string): boolean {
  return list.some(([pattern]) => pattern.test(name));
}

describe.each(drivers)("TypeORM and Aludel on %s", (driver) => {
  const named = (list: readonly (readonly [RegExp, string])[], wanted: boolean): readonly EntitySet[] =>
    sets.filter(({ name }) => isListed(list, name) === wanted);

  test.each(named(notForTypeOrm, false))("agree on $name", async ({ name, entities, options }) => {
    const project = await makeProject(driver);
    const { options: commandOptions } = project;
    const open = (database: string): DataSource => project.dataSource(entities, database, options);
    try {
      const known = await initialized(open("synchronized.sqlite"), async (opened) => {
        await opened.synchronize();
        return { notes: await readNotes(opened), log: await schemaLog(opened) };
      });
      const found = await autogenerate(open("synchronized.sqlite"), {
        ...commandOptions,
        message: "nothing",
      });
      expect(found.difference?.up, "autogenerate finds nothing after synchronize()").toEqual([]);

      await autogenerate(open("upgraded.sqlite"), { ...commandOptions, message: "all" });
      await upgrade(open("upgraded.sqlite"), "head", commandOptions);
      const log = await initialized(open("upgraded.sqlite"), async (opened) => {
        await writeNotes(opened, known.notes);
        return schemaLog(opened);
      });
      const beyond = log.filter((statement) => !known.log.includes(statement));
      const message = "schema:log finds nothing after upgrade that it does not find after synchronize()";
      expect(beyond.length > 0, message).toBe(isListed(falseDifferences, name));
    } finally {
      await project.remove();
    }
  });

  test.each(named(notForTypeOrm, true))("differ on $name", async ({ entities, options }) => {
    const project = await makeProject(driver);
    try {
      const open = (): DataSource => project.dataSource(entities, "db.sqlite", options);
      const differs = initialized(open(), (opened) => opened.synchronize()).then(
        async () =>
          (await autogenerate(open(), { ...project.options, noRename: true })).difference?.up.length !== 0,
        (error: unknown) =>
          /syntax error|incomplete input|unrecognized token|duplicate column/.test(String(error)),
      );
      expect(await differs).toBe(true);
    } finally {
      await project.remove();
    }
  });
});
