import type { Connection } from "../dialect.js";
import { isConnectionLost } from "./errors.js";
import { isInTransaction } from "./transaction.js";

/** What came of what was tried: the results of what worked, and the errors of the other items. */
export interface Attempt<Item, Result> {
  readonly results: readonly Result[];
  readonly failures: ReadonlyMap<Item, unknown>;
}

/** Does the work and undoes it, whatever comes of it; an error of the work counts more than one of the undoing. */
async function undone<Result>(
  connection: Connection,
  begin: string,
  undo: string,
  work: () => Promise<Result>,
): Promise<Result> {
  await connection.query(begin);
  let result: Result;
  try {
    result = await work();
  } catch (error) {
    await Promise.allSettled([connection.query(undo)]);
    throw error;
  }
  await connection.query(undo);
  return result;
}

/** Does the work within a transaction, and undoes whatever it did to the database and its settings. */
export async function undoneAfter<Result>(
  connection: Connection,
  work: () => Promise<Result>,
): Promise<Result> {
  const undo = "ROLLBACK TO SAVEPOINT aludel_scratch; RELEASE SAVEPOINT aludel_scratch";
  return undone(connection, "SAVEPOINT aludel_scratch", undo, work);
}

/** Does the work in a transaction of its own, or within the one that is open, and undoes whatever it did. */
export async function inScratch<Result>(
  connection: Connection,
  work: () => Promise<Result>,
): Promise<Result> {
  if (await isInTransaction(connection)) return undoneAfter(connection, work);
  return undone(connection, "BEGIN", "ROLLBACK", work);
}

/**
 * Does the work for all items at once. Where the server refuses something of it, the halves are tried, until those items
 * are found that it refuses. It is within a transaction.
 */
export async function attempt<Item, Result>(
  connection: Connection,
  items: readonly Item[],
  work: (items: readonly Item[]) => Promise<readonly Result[]>,
): Promise<Attempt<Item, Result>> {
  if (items.length === 0) return { results: [], failures: new Map() };
  // A text with a syntax error is refused as a whole, so that the savepoint cannot be a part of it.
  await connection.query("SAVEPOINT aludel_attempt");
  try {
    const results = await work(items);
    await connection.query("RELEASE SAVEPOINT aludel_attempt");
    return { results, failures: new Map() };
  } catch (error) {
    if (isConnectionLost(error)) throw error;
    await connection.query("ROLLBACK TO SAVEPOINT aludel_attempt; RELEASE SAVEPOINT aludel_attempt");
    if (items.length === 1) return { results: [], failures: new Map(items.map((item) => [item, error])) };
  }
  const middle = Math.ceil(items.length / 2);
  const first = await attempt(connection, items.slice(0, middle), work);
  const second = await attempt(connection, items.slice(middle), work);
  return {
    results: [...first.results, ...second.results],
    failures: new Map([...first.failures, ...second.failures]),
  };
}

/** Runs statements that give no rows, in one round trip as far as the server takes them; gives the errors of the others. */
export async function attemptStatements<Item>(
  connection: Connection,
  items: readonly Item[],
  statementsOf: (items: readonly Item[]) => readonly string[],
): Promise<ReadonlyMap<Item, unknown>> {
  const { failures } = await attempt(connection, items, async (some): Promise<readonly never[]> => {
    await connection.query(statementsOf(some).join(";\n"));
    return [];
  });
  return failures;
}
