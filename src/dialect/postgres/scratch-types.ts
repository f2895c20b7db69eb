import type { EnumType } from "../../schema/schema.js";
import type { Connection } from "../dialect.js";
import { quoteIdentifier } from "../standard/sql.js";
import { literal } from "./rows-sql.js";
import { type Renames, renameKey } from "./scratch-names.js";
import { attempt, attemptStatements } from "./scratch.js";

/** Enum types that the database lacks, or has with other values: while in the scratch, ones of our own stand for them. */
export async function missingEnums(
  connection: Connection,
  defaultSchema: string | undefined,
  enums: readonly EnumType[],
): Promise<readonly EnumType[]> {
  if (enums.length === 0) return [];
  const rows = await connection.query(`
SELECT n.nspname::text AS schema, t.typname::text AS name,
  pg_catalog.json_agg(e.enumlabel::text ORDER BY e.enumsortorder)::text AS labels
FROM pg_catalog.pg_enum e
  JOIN pg_catalog.pg_type t ON t.oid = e.enumtypid
  JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
GROUP BY n.nspname, t.typname`);
  const labels = new Map(
    rows.map((row) => [renameKey(String(row["schema"]), String(row["name"])), String(row["labels"])]),
  );
  return enums.filter((type) => {
    const found = labels.get(renameKey(type.schema ?? defaultSchema, type.name));
    return found === undefined || JSON.stringify(JSON.parse(found)) !== JSON.stringify(type.values);
  });
}

/** Makes the enum types in the scratch; gives the names that stand for theirs. */
export async function createEnums(
  connection: Connection,
  defaultSchema: string | undefined,
  enums: readonly EnumType[],
): Promise<Renames> {
  const named = enums.map((type, index) => ({
    key: renameKey(type.schema ?? defaultSchema, type.name),
    // Those of the default schema are found by their bare names, too.
    name: `pg_temp.${quoteIdentifier(type.schema === undefined ? type.name : `aludel_enum_${index}`)}`,
    values: type.values.map(literal).join(", "),
  }));
  const failures = await attemptStatements(connection, named, (items) =>
    items.map(({ name, values }) => `CREATE TYPE ${name} AS ENUM (${values})`),
  );
  return new Map(named.filter((item) => !failures.has(item)).map(({ key, name }) => [key, name]));
}

/** Those of the types that the database knows. */
export async function knownTypes(
  connection: Connection,
  types: readonly string[],
): Promise<ReadonlySet<string>> {
  const { results } = await attempt(connection, [...new Set(types)], (items) => {
    const values = items.map((type) => `(${literal(type)})`).join(", ");
    return connection.query(
      `SELECT type FROM (VALUES ${values}) AS types (type) WHERE pg_catalog.to_regtype(type) IS NOT NULL`,
    );
  });
  return new Set(results.map((row) => String(row["type"])));
}
