import type { Connection, Dialect } from "../dialect/dialect.js";
import { AludelError } from "../errors.js";
import { builders } from "../operation/builders.js";
import type { Direction } from "../revision/resolve.js";
import { createWhereAbsent, insertStatement, readCurrent, type TableNames } from "./version-table.js";

/** How far a revision came that is under way, because it is not one transaction. */
export interface JournalEntry {
  readonly revision: string;
  readonly direction: Direction;
  /** How many of its operations are done. */
  readonly done: number;
  /** How many operations it has, where that is known. */
  readonly total: number | undefined;
  /** The fingerprint of the operations that are done; absent where there are none, or the file may have others by now. */
  readonly fingerprint: string | undefined;
  /** The operation that runs outside of a transaction, or ran there when all ended. */
  readonly running: RunningOperation | undefined;
}

/** An operation that was begun and may be done, or not. */
export interface RunningOperation {
  /** Its statement, or what it does, for people. */
  readonly text: string;
  /** Of the operations that are done, and this one. */
  readonly fingerprint: string;
}

/** What of a database the journal works with. */
export interface JournalContext {
  readonly dialect: Dialect;
  readonly connection: Connection;
  readonly names: TableNames;
}

/** The revision that is under way in the database, where one is. */
export async function readJournal({
  dialect,
  connection,
  names,
}: JournalContext): Promise<JournalEntry | undefined> {
  if (!(await dialect.tableExists(connection, names.journal))) return undefined;
  const [row] = await connection.query(`SELECT * FROM ${dialect.quote(names.journal)}`);
  if (row === undefined) return undefined;
  const textOf = (column: string): string | undefined => {
    const value = row[column];
    return typeof value === "string" ? value : undefined;
  };
  const [text, fingerprint] = [textOf("running"), textOf("running_fingerprint")];
  return {
    revision: String(row["revision"]),
    direction: row["direction"] === "downgrade" ? "downgrade" : "upgrade",
    done: Number(row["done"]),
    total: row["total"] === null ? undefined : Number(row["total"]),
    fingerprint: textOf("fingerprint"),
    running: text === undefined || fingerprint === undefined ? undefined : { text, fingerprint },
  };
}

/** Makes the journal where it is not there yet. */
export async function createJournal({ dialect, connection, names }: JournalContext): Promise<void> {
  if (await dialect.tableExists(connection, names.journal)) return;
  const { text, integer } = dialect.types;
  const journal = builders.createTable(names.journal, (table) => [
    table.column("revision", text),
    table.column("direction", text),
    table.column("done", integer),
    table.column("total", integer, { nullable: true }),
    table.column("fingerprint", text, { nullable: true }),
    table.column("running", text, { nullable: true }),
    table.column("running_fingerprint", text, { nullable: true }),
    table.column("at", text),
    table.primaryKey(["revision"]),
  ]);
  for (const { sql } of createWhereAbsent(journal, dialect)) await connection.query(sql);
}

/** Writes down how far a revision came, `at` a time in ISO 8601. The journal must be there. */
export async function writeJournal(entry: JournalEntry, at: string, context: JournalContext): Promise<void> {
  const { dialect, connection, names } = context;
  await clearJournal(context);
  const values = {
    revision: entry.revision,
    direction: entry.direction,
    done: entry.done,
    total: entry.total ?? null,
    fingerprint: entry.fingerprint ?? null,
    running: entry.running?.text ?? null,
    running_fingerprint: entry.running?.fingerprint ?? null,
    at,
  };
  const { sql, parameters } = insertStatement(names.journal, values, dialect);
  await connection.query(sql, parameters);
}

/** Says that no revision is under way any more. The journal must be there. */
export async function clearJournal({ dialect, connection, names }: JournalContext): Promise<void> {
  await connection.query(`DELETE FROM ${dialect.quote(names.journal)}`);
}

/** `2 of 5 operations of the upgrade to 4f1c9a0b2d7e are done` */
export function underWayText({ revision, direction, done, total, running }: JournalEntry): string {
  const all = total === undefined ? "" : ` of ${total}`;
  const counted = `${done}${all} ${(total ?? done) === 1 ? "operation" : "operations"}`;
  const which = direction === "upgrade" ? `the upgrade to ${revision}` : `the downgrade of ${revision}`;
  const cut = running === undefined ? "" : `, and it was cut short while this ran: ${running.text}`;
  return `${counted} of ${which} ${done === 1 ? "is" : "are"} done${cut}`;
}

/** Throws `E_REVISION_UNDER_WAY` where one is. */
export async function requireNothingUnderWay(context: JournalContext): Promise<void> {
  const entry = await readJournal(context);
  if (entry === undefined) return;
  throw underWayError(entry, (await readCurrent(context.connection, context.dialect, context.names)) ?? []);
}

/** The error for whoever wants anything else than to finish the revision that is under way. */
export function underWayError(entry: JournalEntry, current: readonly string[]): AludelError {
  const finish = entry.direction === "upgrade" ? `aludel upgrade ${entry.revision}` : "aludel downgrade -1";
  const stamp = `aludel stamp --purge ${current.length === 0 ? "base" : current.join(" ")}`;
  return new AludelError("E_REVISION_UNDER_WAY", `a revision is under way: ${underWayText(entry)}`, {
    hint: `Finish it first: \`${finish}\`.\nOr undo by hand what it did, and forget it: \`${stamp}\`.`,
  });
}
