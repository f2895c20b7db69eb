import type { DataSource } from "typeorm";

/** TypeORM compares views and generated columns with its own notes in `typeorm_metadata`, not with the database. */
export type Notes = readonly Readonly<Record<string, unknown>>[] | undefined;

function tableOf({ driver, options }: DataSource): string {
  const schema = "schema" in options && typeof options.schema === "string" ? options.schema : undefined;
  const path = schema === undefined ? ["typeorm_metadata"] : [schema, "typeorm_metadata"];
  return path.map((name) => driver.escape(name)).join(".");
}

/** What TypeORM noted in a database that it made; nothing where it made no notes. */
export async function readNotes(dataSource: DataSource): Promise<Notes> {
  const runner = dataSource.createQueryRunner();
  try {
    const table = tableOf(dataSource);
    const exists = await runner.hasTable(table.replaceAll('"', ""));
    return exists ? await runner.query(`SELECT * FROM ${table}`) : undefined;
  } finally {
    await runner.release();
  }
}

/** Makes the same notes in another database. */
export async function writeNotes(dataSource: DataSource, notes: Notes): Promise<void> {
  if (notes === undefined) return;
  const table = tableOf(dataSource);
  await dataSource.query(
    `CREATE TABLE ${table} ("type" varchar NOT NULL, "database" varchar, "schema" varchar, "table" varchar, "name" varchar, "value" text)`,
  );
  for (const { type, database, schema, table: noted, name, value } of notes) {
    const owner = database === null ? null : dataSource.driver.database;
    const isPostgres = dataSource.options.type === "postgres";
    const places = [1, 2, 3, 4, 5, 6].map((place) => (isPostgres ? `$${place}` : "?")).join(", ");
    await dataSource.query(`INSERT INTO ${table} VALUES (${places})`, [
      type,
      owner,
      schema,
      noted,
      name,
      value,
    ]);
  }
}
