import { messageOf } from "../../errors.js";
import type { Connection, ScriptOptions, ScriptStatement, TransactionOptions } from "../dialect.js";
import { stateOf, verify } from "./verify.js";

async function isEnforced(connection: Connection): Promise<boolean> {
  const [row] = await connection.query("PRAGMA foreign_keys");
  return Number(row?.["foreign_keys"]) === 1;
}

/** SQLite ends the transaction itself after some errors, such as a full disk; then there is nothing to roll back. */
async function rollback(connection: Connection): Promise<void> {
  try {
    await connection.query("ROLLBACK");
  } catch (error) {
    if (!/no transaction is active/.test(messageOf(error))) throw error;
  }
}

/** Whether the connection is in a transaction, which nothing but the attempt to begin one can tell. */
export async function hasTransaction(connection: Connection): Promise<boolean> {
  try {
    await connection.query("BEGIN");
  } catch (error) {
    if (/within a transaction/.test(messageOf(error))) return true;
    throw error;
  }
  await connection.query("ROLLBACK");
  return false;
}

async function inTransaction<Result>(
  connection: Connection,
  { reshapes, retry }: TransactionOptions,
  work: () => Promise<Result>,
): Promise<Result> {
  await retry(() => connection.query("BEGIN IMMEDIATE"));
  try {
    const before = await stateOf(connection, reshapes);
    const result = await work();
    await verify(connection, before);
    await retry(() => connection.query("COMMIT"));
    return result;
  } catch (error) {
    await rollback(connection);
    throw error;
  }
}

/**
 * Does the work between BEGIN IMMEDIATE and COMMIT. Where tables get another shape, foreign keys are off around it,
 * which SQLite allows outside of a transaction only, and what they protect is checked before the commit.
 * https://www.sqlite.org/lang_altertable.html#otheralter
 */
export async function transaction<Result>(
  connection: Connection,
  options: TransactionOptions,
  work: () => Promise<Result>,
): Promise<Result> {
  const suspended = options.reshapes && (await isEnforced(connection));
  if (suspended) await connection.query("PRAGMA foreign_keys = OFF");
  try {
    return await inTransaction(connection, options, work);
  } finally {
    await connection.query("PRAGMA legacy_alter_table = OFF");
    if (suspended) await connection.query("PRAGMA foreign_keys = ON");
  }
}

/** The `sqlite3` shell goes on after an error unless told otherwise. https://www.sqlite.org/cli.html */
export const scriptHeader = [".bail on"];

/** The statement of a script that fails where the condition does not hold. */
export function scriptGuard(condition: string): string {
  return `INSERT INTO _aludel_check VALUES (${condition})`;
}

/**
 * The same as a script for the `sqlite3` shell, which rolls back when it stops. A condition that does not hold is no
 * error by itself, so a constraint makes one of it.
 */
export function transactionScript(statements: readonly ScriptStatement[], options: ScriptOptions): string[] {
  const orphans = "SELECT count(*) AS orphans FROM pragma_foreign_key_check";
  const body = [
    "CREATE TEMP TABLE _aludel_check (holds integer CHECK (holds))",
    ...options.guards.map(scriptGuard),
    ...(options.reshapes ? [`CREATE TEMP TABLE _aludel_before AS ${orphans}`] : []),
    ...statements.flatMap(({ sql, outside }) =>
      outside && options.transaction ? ["COMMIT", sql, "BEGIN IMMEDIATE"] : [sql],
    ),
    ...(options.reshapes
      ? [scriptGuard(`(${orphans}) <= (SELECT orphans FROM _aludel_before)`), "DROP TABLE _aludel_before"]
      : []),
    "DROP TABLE _aludel_check",
  ];
  const whole = options.transaction ? ["BEGIN IMMEDIATE", ...body, "COMMIT"] : body;
  return options.reshapes ? ["PRAGMA foreign_keys = OFF", ...whole, "PRAGMA foreign_keys = ON"] : whole;
}
