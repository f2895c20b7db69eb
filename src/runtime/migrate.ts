import { AludelError } from "../errors.js";
import { readJournal, underWayError, underWayText } from "./journal.js";
import { createParts, sharedTransaction, type Parts } from "./parts.js";
import { outsideOfAll, placesOf } from "./place.js";
import { withRetries, type RetryContext } from "./retry.js";
import { runStep } from "./run-step.js";
import {
  functionOf,
  mayReshape,
  type LoadedStep,
  type MigrateContext,
  type ProgressEvent,
  type StepProgress,
} from "./step.js";
import { wordsFor } from "./statement-error.js";
import { createStatements, readCurrent, requireAt } from "./version-table.js";

/** Creates the version table and the log where they are not there yet. */
export async function ensureVersionTable(
  context: Pick<MigrateContext, "dialect" | "connection" | "names" | "retry">,
): Promise<void> {
  const { dialect, connection, names, retry } = context;
  const exist = async (): Promise<boolean> =>
    (await dialect.tableExists(connection, names.version)) &&
    (await dialect.tableExists(connection, names.log));
  if (await exist()) return;
  await dialect.transaction(connection, { reshapes: false, retry }, async () => {
    for (const { sql } of createStatements(dialect, names)) await connection.query(sql);
  });
}

/**
 * Carries out the steps in order and gives how many there were. What was done in a transaction that fails is undone; what
 * was committed before stays. The first step may be under way: then it goes on where it stopped. Throws the first failure,
 * named for its revision, `E_REVISION_UNDER_WAY`, or `E_INTERRUPTED`.
 */
export async function migrate(steps: readonly LoadedStep[], context: MigrateContext): Promise<number> {
  for (const loaded of steps) functionOf(loaded);
  let done = 0;
  let progress: StepProgress = { entry: undefined };
  try {
    await ensureVersionTable(context);
    progress = { entry: await entryFor(steps, context) };
    if (context.transaction === "all") {
      if (progress.entry !== undefined)
        throw outsideOfAll(`a revision is under way: ${underWayText(progress.entry)}`);
      await runAll(steps, context);
    } else {
      for (const loaded of steps) {
        await runOne(loaded, context, progress);
        progress = { entry: undefined };
        done += 1;
      }
    }
  } catch (error) {
    if (context.signal?.aborted) throw interrupted(done, steps.length, progress, error);
    throw error;
  }
  return steps.length;
}

/** The entry of the journal for the first of the steps, where that is under way. */
async function entryFor(
  steps: readonly LoadedStep[],
  context: MigrateContext,
): Promise<StepProgress["entry"]> {
  const entry = await readJournal(context);
  if (entry === undefined) return undefined;
  const { dialect, connection, names } = context;
  const [first] = steps;
  if (first?.step.revision.id !== entry.revision || first.step.direction !== entry.direction) {
    throw underWayError(entry, (await readCurrent(connection, dialect, names)) ?? []);
  }
  return entry;
}

function rowsBefore({ step }: LoadedStep, { dialect, connection, names }: MigrateContext): Promise<void> {
  return readCurrent(connection, dialect, names).then((current) => requireAt(step, current ?? []));
}

function partsOf(loaded: LoadedStep, context: MigrateContext): Parts {
  const { dialect, connection, limits, retry, checkLock, signal } = context;
  return createParts({
    dialect,
    connection,
    options: { ...limits, retry },
    before: async () => {
      signal?.throwIfAborted();
      await checkLock();
    },
    first: () => rowsBefore(loaded, context),
  });
}

/** Runs a step in transactions of its own, and what is left of it again while others are in the way. */
async function runOne(loaded: LoadedStep, context: MigrateContext, progress: StepProgress): Promise<void> {
  const { now, signal, onProgress } = context;
  const { step } = loaded;
  signal?.throwIfAborted();
  onProgress?.({ kind: "step", step });
  const started = now();
  const attempt = (): Promise<void> =>
    runStep({ loaded, context, parts: partsOf(loaded, context), progress, started });
  await inRevision(
    loaded,
    context,
    () => remainderOf(progress),
    () => withRetries(attempt, retryContextOf(context)),
  );
  onProgress?.({ kind: "done", step, milliseconds: now() - started });
}

function retryContextOf(context: MigrateContext): RetryContext {
  return { ...context, onRetry: (retry) => context.onProgress?.({ kind: "retrying", ...retry }) };
}

/** Runs all steps in one transaction, and all of them again while others are in the way. */
async function runAll(steps: readonly LoadedStep[], context: MigrateContext): Promise<void> {
  const { dialect, connection, limits, retry, checkLock, onProgress } = context;
  requireTransactions(steps, context);
  const reshapes = steps.some((loaded) => mayReshape(loaded, dialect));
  await withRetries(async () => {
    const events: ProgressEvent[] = [];
    await checkLock();
    await dialect.transaction(connection, { ...limits, reshapes, retry }, async () => {
      for (const loaded of steps) events.push(await runShared(loaded, context));
    });
    for (const event of events) onProgress?.(event);
  }, retryContextOf(context));
}

/** Runs a step in the transaction that it shares, and gives what to tell when that is committed. */
async function runShared(loaded: LoadedStep, context: MigrateContext): Promise<ProgressEvent> {
  const { now, signal, onProgress } = context;
  const { step } = loaded;
  const started = now();
  const progress: StepProgress = { entry: undefined };
  await inRevision(
    loaded,
    context,
    () => "All was rolled back: the database is as it was.",
    async () => {
      signal?.throwIfAborted();
      await rowsBefore(loaded, context);
      onProgress?.({ kind: "step", step });
      await runStep({ loaded, context, parts: sharedTransaction, progress, started });
    },
  );
  return { kind: "done", step, milliseconds: now() - started };
}

function requireTransactions(steps: readonly LoadedStep[], { dialect }: MigrateContext): void {
  for (const loaded of steps) {
    const { revision } = loaded.step;
    if (!revision.transaction) {
      throw outsideOfAll(`revision ${revision.id} must run outside of a transaction`);
    }
    const breaking = placesOf(loaded.recording, { dialect, bare: false }).find(
      ({ place }) => place !== "inside",
    );
    if (breaking === undefined) continue;
    throw outsideOfAll(
      `revision ${revision.id} has an operation that must run outside of its transaction: ${wordsFor(breaking.operation)}`,
    );
  }
}

function interrupted(done: number, total: number, progress: StepProgress, cause: unknown): AludelError {
  const remainder =
    progress.entry === undefined
      ? "The revision that was running was rolled back."
      : `What is not committed was rolled back; ${underWayText(progress.entry)}.`;
  return new AludelError("E_INTERRUPTED", `interrupted after ${done} of ${total} revisions`, {
    cause,
    hint: `${remainder} Run the same command again to go on.`,
  });
}

/** Names the revision in the message of a failure, and says what of it remains. */
async function inRevision<Result>(
  loaded: LoadedStep,
  context: MigrateContext,
  remainder: () => string | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  const { step } = loaded;
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AludelError)) throw error;
    const { id, name } = step.revision;
    const message = error.message.includes(name)
      ? error.message
      : `${step.direction} of ${id} (${name}) failed: ${error.message}`;
    const hints = [
      (await misfitHint(error, loaded, context)) ?? error.hint,
      saysAll.has(error.code) ? undefined : remainder(),
    ];
    throw new AludelError(error.code, message, {
      cause: error,
      exitCode: error.exitCode,
      hint: hints.filter((hint) => hint !== undefined).join("\n"),
    });
  }
}

const missing: ReadonlySet<string> = new Set(["E_OBJECT_MISSING", "E_TABLE_UNKNOWN", "E_OPERATION_CONFLICT"]);

/** What to do where the operation that failed names what no revision made. */
async function misfitHint(
  { code, message }: AludelError,
  loaded: LoadedStep,
  { misfit }: MigrateContext,
): Promise<string | undefined> {
  const found = missing.has(code) ? await misfit?.(loaded) : undefined;
  if (found === undefined) return undefined;
  const isIt = [wordsFor(found.operation), found.problem].some((text) => message.includes(text));
  if (!isIt) return undefined;
  return `The revision names something that no revision made: ${found.problem}. Check how it is spelled there.`;
}

/** Errors whose own hint says what remains of the revision, and what to do about it. */
const saysAll: ReadonlySet<string> = new Set([
  "E_REVISION_CHANGED_UNDERWAY",
  "E_INTERRUPTED_OPERATION",
  "E_TRANSACTION_ENDED",
]);

function remainderOf({ entry }: StepProgress): string {
  if (entry === undefined) return "It was rolled back; the revisions before it stay.";
  const next = entry.running === undefined ? "goes on from there" : "finds out what became of that, or asks";
  return `What is committed stays: ${underWayText(entry)}. The same command ${next}.`;
}
