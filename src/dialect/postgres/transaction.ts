import { AludelError } from "../../errors.js";
import type {
  Connection,
  ScriptOptions,
  ScriptStatement,
  StatementLimits,
  TransactionOptions,
} from "../dialect.js";
import { transactionEnded } from "../standard/transaction-ended.js";
import { doBlock } from "./do-block.js";
import { hasState, isConnectionLost } from "./errors.js";
import { literal } from "./rows-sql.js";

/** A setting of our own, kept to the end of the transaction that it was set in. */
const mark = "'aludel.transaction'";
const setMark = `SELECT pg_catalog.set_config(${mark}, 'yes', true)`;

/** Whether the connection is in the transaction that {@link transaction} began. */
export async function hasTransaction(connection: Connection): Promise<boolean> {
  const [row] = await connection.query(`SELECT pg_catalog.current_setting(${mark}, true) AS mark`);
  return row?.["mark"] === "yes";
}

/**
 * Whether the connection is in a transaction: what is set locally is gone with the next statement, unless that is in the
 * same one.
 */
export async function isInTransaction(connection: Connection): Promise<boolean> {
  try {
    await connection.query(setMark);
    return await hasTransaction(connection);
  } catch (error) {
    if (hasState(error, "25P02")) return true;
    throw error;
  }
}

async function requireNoTransaction(connection: Connection): Promise<void> {
  if (!(await isInTransaction(connection))) return;
  throw new AludelError("E_IN_TRANSACTION", "the connection of the data source is in a transaction already", {
    hint: "Commit it, or upgrade with a data source of its own.",
  });
}

/** The limits hold for this transaction only, so that a pooler gives them to nobody else. */
async function begin(connection: Connection, limits: StatementLimits): Promise<void> {
  await connection.query("BEGIN ISOLATION LEVEL READ COMMITTED");
  await connection.query(setMark);
  const values = { lock_timeout: limits.lockTimeout, statement_timeout: limits.statementTimeout };
  for (const [name, milliseconds] of Object.entries(values)) {
    if (milliseconds === undefined) continue;
    await connection.query("SELECT pg_catalog.set_config($1, $2, true)", [name, String(milliseconds)]);
  }
}

/**
 * COMMIT answers without an error where an earlier error was caught and all is rolled back, and where a statement ended the
 * transaction; asking before finds out. https://www.postgresql.org/docs/current/sql-commit.html
 */
async function commit(connection: Connection): Promise<void> {
  if (!(await hasTransaction(connection))) throw transactionEnded();
  await connection.query("COMMIT");
}

/** The server rolls back by itself when the connection is gone. */
async function rollback(connection: Connection): Promise<void> {
  try {
    await connection.query("ROLLBACK");
  } catch (error) {
    if (!isConnectionLost(error)) throw error;
  }
}

/**
 * Does the work between BEGIN and COMMIT, each of its statements within the limits. Throws `E_IN_TRANSACTION` where the
 * connection is in a transaction already, and `E_TRANSACTION_ENDED` where the work ends it.
 * https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-LOCK-TIMEOUT
 */
export async function transaction<Result>(
  connection: Connection,
  options: TransactionOptions,
  work: () => Promise<Result>,
): Promise<Result> {
  await requireNoTransaction(connection);
  try {
    await begin(connection, options);
    const result = await work();
    await commit(connection);
    return result;
  } catch (error) {
    await rollback(connection);
    throw error;
  }
}

/**
 * `psql` goes on after an error unless told otherwise, and tells of every statement.
 * https://www.postgresql.org/docs/current/app-psql.html
 */
export const scriptHeader = [
  "\\set ON_ERROR_STOP on",
  "\\set QUIET on",
  "SET client_min_messages = warning;",
  "SET standard_conforming_strings = on;",
  "SET default_transaction_isolation = 'read committed';",
];

/** The statement of a script that fails with that message where the condition does not hold. */
export function scriptGuard(condition: string, message: string, hint: string): string {
  return doBlock(
    [],
    [
      `IF (${condition}) IS NOT TRUE THEN`,
      `  RAISE EXCEPTION USING MESSAGE = ${literal(message)}, HINT = ${literal(hint)};`,
      "END IF;",
    ],
  ).sql;
}

const placeMessage = "the database is not at the revision that this part of the script begins at";

function placeGuard(condition: string): string {
  return scriptGuard(condition, placeMessage, `Nothing of this part was done. Expected: ${condition}`);
}

/**
 * The same as a script for `psql`, which leaves its transaction, and so undoes it, when it stops. What cannot be in a
 * transaction stands between two.
 */
export function transactionScript(statements: readonly ScriptStatement[], options: ScriptOptions): string[] {
  const all: ScriptStatement[] = [
    ...options.guards.map((condition) => ({ sql: placeGuard(condition) })),
    ...statements,
  ];
  if (!options.transaction) return all.map(({ sql }) => sql);
  const lines: string[] = [];
  let isOpen = false;
  for (const { sql, outside } of all) {
    if (isOpen === (outside === true)) lines.push(isOpen ? "COMMIT" : "BEGIN");
    isOpen = outside !== true;
    lines.push(sql);
  }
  return isOpen ? [...lines, "COMMIT"] : lines;
}
