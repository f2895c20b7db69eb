import type { DataSource } from "typeorm";
import { AludelError } from "../errors.js";
import { readJournal, writeJournal, type JournalEntry } from "../runtime/journal.js";
import { acquireLock, retryWhileBusy } from "./lock.js";
import { namesFor } from "./names.js";
import { openProject, type CommandOptions } from "./project.js";
import { requireDatabase, withSession } from "./session.js";

/**
 * What somebody found out about a revision that is under way: the operation that was cut short is `done`, or `undone` with
 * nothing left of it; or the file `changed`, and what is done are the first operations of it as it is now.
 */
export type Resolution = "done" | "undone" | "changed";

/** How far the revision came that is under way. */
export interface ResolveResult {
  readonly before: JournalEntry;
  readonly after: JournalEntry;
}

function resolved(entry: JournalEntry, resolution: Resolution): JournalEntry {
  const { running } = entry;
  if (resolution === "changed") {
    if (running === undefined) return { ...entry, fingerprint: undefined };
    throw new AludelError("E_INTERRUPTED_OPERATION", `an operation was cut short: ${running.text}`, {
      hint: "Say first what became of it: `aludel resolve --done` or `aludel resolve --undone`.",
    });
  }
  if (running === undefined) {
    throw new AludelError("E_NOTHING_UNDER_WAY", "no operation was cut short", {
      hint: "`aludel current` shows how far the revision came that is under way; the command that began it goes on from there.",
    });
  }
  if (resolution === "undone") return { ...entry, running: undefined };
  return { ...entry, done: entry.done + 1, fingerprint: running.fingerprint, running: undefined };
}

/**
 * Writes down what nobody but a person can know of the revision that is under way, so that the next upgrade or downgrade
 * goes on from there; changes nothing else. Throws `E_NOTHING_UNDER_WAY` where there is nothing to say.
 */
export async function resolve(
  dataSource: DataSource,
  resolution: Resolution,
  options: CommandOptions = {},
): Promise<ResolveResult> {
  const project = await openProject(options);
  requireDatabase(dataSource);
  const names = namesFor(project, dataSource);
  return withSession(dataSource, async ({ connection, dialect }) => {
    const lock = await acquireLock(project, dialect, dataSource, {});
    const context = { dialect, connection, names };
    try {
      const before = await readJournal(context);
      if (before === undefined) {
        throw new AludelError("E_NOTHING_UNDER_WAY", "no revision is under way", {
          hint: "There is nothing to resolve; `aludel current` shows where the database is.",
        });
      }
      const after = resolved(before, resolution);
      const retry = retryWhileBusy(project, dialect, {});
      const at = new Date(project.system.now()).toISOString();
      await dialect.transaction(connection, { reshapes: false, retry }, () =>
        writeJournal(after, at, context),
      );
      return { before, after };
    } finally {
      await lock.release();
    }
  });
}
