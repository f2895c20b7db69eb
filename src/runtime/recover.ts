import type { Recovery } from "../dialect/dialect.js";
import { AludelError } from "../errors.js";
import type { Operation } from "../operation/operation.js";
import type { RevisionFile } from "../revision/directory.js";
import { underWayText, type JournalEntry } from "./journal.js";
import { fingerprintAfter } from "./record.js";
import { innerOf, runStatement, type OperationContext } from "./run-operation.js";
import { statementError, wordsFor } from "./statement-error.js";
import type { StepRun } from "./step.js";

/**
 * Finds out what became of an operation that was cut short, and cleans up after it where it is not done. Throws
 * `E_REVISION_CHANGED_UNDERWAY` where the file has another one in its place, and `E_INTERRUPTED_OPERATION` where nobody
 * can know.
 */
export async function recoverOperation(
  operation: Operation,
  before: string | undefined,
  entry: JournalEntry,
  { loaded, context, parts }: StepRun,
): Promise<"done" | "undone"> {
  const isSame = entry.running?.fingerprint === fingerprintAfter(before, operation);
  if (!isSame) throw changedUnderWay(entry, loaded.step.revision);
  await parts.commit();
  try {
    const state = await settle(operation, context);
    if (state !== "unknown") return state;
  } catch (error) {
    throw statementError(error, context.dialect, `cleaning up after ${wordsFor(operation)}`);
  }
  throw interruptedOperation(entry);
}

/** What became of an operation that was cut short; what it left is gone where it is `undone`. */
export async function settle(
  operation: Operation,
  { dialect, connection }: Pick<OperationContext, "dialect" | "connection">,
): Promise<Recovery["state"]> {
  const recovery = await dialect.recover({ kind: "autocommit", operation: innerOf(operation) }, connection);
  if (recovery.state !== "undone") return recovery.state;
  for (const sql of recovery.cleanup) await runStatement({ sql }, { dialect, connection });
  return "undone";
}

function interruptedOperation(entry: JournalEntry): AludelError {
  return new AludelError(
    "E_INTERRUPTED_OPERATION",
    `nobody can know whether it is done: ${underWayText(entry)}`,
    {
      hint:
        "Look at the database. If it is done: `aludel resolve --done`. If it is not, and nothing is left of it: " +
        "`aludel resolve --undone`.\nThen run the same command again.",
    },
  );
}

/** The error for a revision whose file is not what it was when the revision began. */
export function changedUnderWay(entry: JournalEntry, { id, name }: RevisionFile): AludelError {
  return new AludelError(
    "E_REVISION_CHANGED_UNDERWAY",
    `revision ${id} (${name}) is under way, and its file does something else now: ${underWayText(entry)}`,
    {
      hint:
        "Nothing was run. Bring the file back to what it was; or, if what is done are the first operations of it as it is now, " +
        "say `aludel resolve --changed`.",
    },
  );
}
