import { access, constants, rm } from "node:fs/promises";
import type { DataSourceOptions } from "typeorm";
import { AludelError, messageOf } from "../../errors.js";
import { isRecord } from "../../schema/compare.js";
import type { LockAttempt, LockRequest, OwnConnection } from "../dialect.js";
import { isBusy, isReadOnly } from "./errors.js";

/** The file that holds the database; `undefined` for one in memory. */
export function databaseFile(options: DataSourceOptions): string | undefined {
  const { database } = options;
  return typeof database === "string" && database !== "" && database !== ":memory:" ? database : undefined;
}

async function readHolder(connection: OwnConnection): Promise<string> {
  try {
    const [row] = await connection.query("SELECT holder FROM holder");
    const holder = row?.["holder"];
    return typeof holder === "string" ? holder : "another process";
  } catch (error) {
    if (isBusy(error) || /no such table/.test(String(error))) return "another process";
    throw error;
  }
}

/** Writes who holds the lock, then takes it: a reader sees only what was committed before. */
async function take(connection: OwnConnection, holder: string): Promise<void> {
  await connection.query("BEGIN IMMEDIATE");
  await connection.query("CREATE TABLE IF NOT EXISTS holder (holder text)");
  await connection.query("DELETE FROM holder");
  await connection.query("INSERT INTO holder VALUES (?)", [holder]);
  await connection.query("COMMIT");
  await connection.query("BEGIN IMMEDIATE");
}

/**
 * Ends the lock and takes its file away. Whoever opened that file a moment ago may get the lock of a file without a name,
 * beside another who makes a new one: then the write lock of the database and the second look at the version table,
 * which every revision begins with, still keep them apart.
 */
async function release(connection: OwnConnection, lockFile: string): Promise<void> {
  await connection.close();
  await rm(lockFile, { force: true });
}

/** Whether the file was taken away after it was opened: then it is not there, or another one that can be written. */
async function wasTakenAway(lockFile: string, error: unknown): Promise<boolean> {
  if (!isReadOnly(error)) return false;
  return access(lockFile, constants.W_OK).then(
    () => true,
    (reason: unknown) => isRecord(reason) && reason["code"] === "ENOENT",
  );
}

/** Who has the lock that could not be got; nothing where that is not why. */
async function holderBehind(
  error: unknown,
  connection: OwnConnection,
  lockFile: string,
): Promise<string | undefined> {
  if (isBusy(error)) return readHolder(connection);
  return (await wasTakenAway(lockFile, error)) ? "another process" : undefined;
}

/**
 * Locks by the write lock of a small database beside the one that is migrated: the operating system ends it with the
 * process, whatever way that ends, and readers and writers of the database itself are not held up between revisions.
 * https://www.sqlite.org/lockingv3.html
 */
export async function tryLock(request: LockRequest): Promise<LockAttempt> {
  const file = databaseFile(request.options);
  if (file === undefined) return { lock: { check: async () => {}, release: async () => {} } };
  const lockFile = `${file}.aludel-lock`;
  const connection = await request
    .connect(sidecarOptions(request.options, lockFile))
    .catch((error: unknown) => Promise.reject(unusable(lockFile, error)));
  try {
    await connection.query("PRAGMA busy_timeout = 0");
    await take(connection, request.holder);
    // Only the end of this process ends the lock.
    return { lock: { check: async () => {}, release: () => release(connection, lockFile) } };
  } catch (error) {
    const heldBy = await holderBehind(error, connection, lockFile);
    await connection.close();
    if (heldBy === undefined) throw unusable(lockFile, error);
    return { heldBy };
  }
}

function unusable(lockFile: string, error: unknown): AludelError {
  return new AludelError("E_LOCK_FILE", `the lock file ${lockFile} cannot be used: ${messageOf(error)}`, {
    cause: error,
    hint: "The database itself is not touched. Delete the lock file if no other migrator runs, and check who may write there.",
  });
}

function sidecarOptions(options: DataSourceOptions, database: string): DataSourceOptions {
  switch (options.type) {
    case "better-sqlite3":
      return {
        type: options.type,
        database,
        ...(options.driver === undefined ? {} : { driver: options.driver }),
      };
    case "sqlite":
      return {
        type: options.type,
        database,
        ...(options.driver === undefined ? {} : { driver: options.driver }),
      };
    default:
      return options;
  }
}
