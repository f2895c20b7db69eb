import type { Connection, Row } from "../dialect.js";
import { quoteIdentifier } from "../standard/sql.js";

/**
 * Settings that the text of an expression depends on as the server gives it, or the time that reading takes (`jit`, as the
 * catalog's queries are never worth compiling). Where a setting has several parts, those left out stay.
 * https://www.postgresql.org/docs/current/runtime-config-client.html
 */
const settings: Readonly<Record<string, string>> = {
  DateStyle: "ISO",
  IntervalStyle: "postgres",
  TimeZone: "UTC",
  extra_float_digits: "1",
  bytea_output: "hex",
  quote_all_identifiers: "off",
  standard_conforming_strings: "on",
  jit: "off",
};

const names = ["search_path", ...Object.keys(settings)];

/** A setting of our own; unlike the server's it needs no rights and means nothing to anybody else. */
const mark = "'aludel.in_transaction'";

const rememberSql = `SELECT ${[
  `pg_catalog.set_config(${mark}, 'yes', true) AS mark`,
  ...names.map((name) => `pg_catalog.current_setting('${name}') AS "${name}"`),
].join(", ")}`;

/** What is set locally is kept to the end of a transaction: `inside` says whether the statement before was in this one. */
const setSql = `SELECT ${[
  `pg_catalog.current_setting(${mark}, true) = 'yes' AS inside`,
  ...names.map((name, index) => `pg_catalog.set_config('${name}', $${index + 1}, true)`),
].join(", ")}`;

/** Temporary objects come last, so that they never stand in front of those of the schema. */
function pinnedValues(defaultSchema: string | undefined): string[] {
  const path = defaultSchema === undefined ? "pg_temp" : `${quoteIdentifier(defaultSchema)}, pg_temp`;
  return [path, ...Object.values(settings)];
}

async function set(connection: Connection, values: readonly string[]): Promise<boolean> {
  const [row] = await connection.query(setSql, values);
  return row?.["inside"] === true;
}

function remembered(row: Row | undefined): string[] {
  return names.map((name) => String(row?.[name]));
}

/** Does the work and then the rest; where the work fails, its error counts, whatever becomes of the rest. */
async function workThen<Result>(
  work: () => Promise<Result>,
  after: { readonly success: () => Promise<unknown>; readonly failure: () => Promise<unknown> },
): Promise<Result> {
  let result: Result;
  try {
    result = await work();
  } catch (error) {
    await Promise.allSettled([after.failure()]);
    throw error;
  }
  await after.success();
  return result;
}

/**
 * Does the work while expressions read back have one spelling, whatever the connection is set to: names in the default
 * schema unqualified and all others qualified. Outside of a transaction it opens one that only reads, and sees one state of
 * the database, and ends it; inside of one it leaves the settings as they were. A transaction that the work made
 * fail has lost them already, and gives the old ones back when it, or its savepoint, is rolled back.
 */
export async function pinned<Result>(
  connection: Connection,
  defaultSchema: string | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  const [before] = await connection.query(rememberSql);
  const values = pinnedValues(defaultSchema);
  if (await set(connection, values)) {
    const restore = (): Promise<boolean> => set(connection, remembered(before));
    return workThen(work, { success: restore, failure: restore });
  }
  await connection.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  const both = async (): Promise<Result> => {
    await set(connection, values);
    return work();
  };
  return workThen(both, {
    success: () => connection.query("COMMIT"),
    failure: () => connection.query("ROLLBACK"),
  });
}
