import type { OperationSink } from "../operation/builders.js";
import type { Operation } from "../operation/operation.js";
import { createJournal, writeJournal, type JournalEntry, type RunningOperation } from "./journal.js";
import { laterThan, outsideOfAll, placeOf, type Place } from "./place.js";
import { fingerprintAfter } from "./record.js";
import { changedUnderWay, recoverOperation } from "./recover.js";
import { requireTransaction, runOperation } from "./run-operation.js";
import { runOutside } from "./run-outside.js";
import { statementError, wordsFor } from "./statement-error.js";
import { isBare, mayReshape, type StepRun } from "./step.js";

/** Where the operations of a step go. */
export interface StepSink extends OperationSink {
  /** Fails where the revision ended before it came to where the journal says that it is. */
  finish(): Promise<void>;
}

/** The operations of a step that are done, in this run or before. */
interface Position {
  readonly done: number;
  readonly fingerprint: string | undefined;
}

function after({ done, fingerprint }: Position, operation: Operation): Position {
  return { done: done + 1, fingerprint: fingerprintAfter(fingerprint, operation) };
}

/** Commits what is done together with a row of the journal that says so. */
async function commitWithJournal(
  { loaded, context, parts, progress }: StepRun,
  position: Position,
  running?: RunningOperation,
): Promise<void> {
  const { step, recording } = loaded;
  const total = recording.complete ? recording.operations.length : undefined;
  const { direction, revision } = step;
  const entry: JournalEntry = { revision: revision.id, direction, ...position, total, running };
  await parts.open(false);
  if (progress.entry === undefined) await createJournal(context);
  await writeJournal(entry, new Date(context.now()).toISOString(), context);
  await parts.commit();
  progress.entry = entry;
}

type Carry = (operation: Operation, position: Position, run: StepRun) => Promise<void>;

/** How an operation is carried out, by its place. What is not inside is done, by the journal, when it is committed. */
const carry: Readonly<Record<Place, Carry>> = {
  inside: async (operation, _position, { loaded, context, parts }) => {
    await parts.open(mayReshape(loaded, context.dialect));
    await runOperation(operation, { ...context, inTransaction: true });
  },
  alone: async (operation, position, run) => {
    const { context, parts, progress } = run;
    if (position.done > (progress.entry?.done ?? 0)) await commitWithJournal(run, position);
    await parts.commit();
    await parts.open(context.dialect.reshapes(operation));
    await runOperation(operation, { ...context, inTransaction: true });
    await commitWithJournal(run, after(position, operation));
  },
  outside: async (operation, position, run) => {
    const done = after(position, operation);
    const fingerprint = fingerprintAfter(position.fingerprint, operation);
    await runOutside(operation, {
      ...run.context,
      onStatement: (text) => commitWithJournal(run, position, { text, fingerprint }),
      onUndone: () => commitWithJournal(run, position),
    });
    await commitWithJournal(run, done);
  },
};

/** Carries out an operation in its place. */
async function carryOut(operation: Operation, position: Position, run: StepRun): Promise<void> {
  const { dialect, transaction, onProgress } = run.context;
  const bare = isBare(run.loaded, transaction);
  const later = laterThan(position.done, run.loaded.recording);
  const place = placeOf(operation, { dialect, bare, later });
  if (place !== "inside" && transaction === "all") {
    throw outsideOfAll(`it must run outside of the transaction: ${wordsFor(operation)}`);
  }
  onProgress?.({ kind: "operation", operation, place, bare });
  await carry[place](operation, position, run);
}

/** Fails where what is done by now is not what the journal says is done. */
function requireSame({ fingerprint }: Position, entry: JournalEntry, { loaded }: StepRun): void {
  if (entry.fingerprint === undefined || entry.fingerprint === fingerprint) return;
  throw changedUnderWay(entry, loaded.step.revision);
}

/** Whether the operation was done before, by what the journal said when the step was resumed. */
async function wasDone(
  operation: Operation,
  position: Position,
  entry: JournalEntry,
  run: StepRun,
): Promise<boolean> {
  const { onProgress } = run.context;
  if (position.done > entry.done) return false;
  if (position.done < entry.done) {
    onProgress?.({ kind: "skipped", operation });
    return true;
  }
  requireSame(position, entry, run);
  if (entry.running === undefined) return false;
  const state = await recoverOperation(operation, position.fingerprint, entry, run);
  onProgress?.({ kind: "recovered", operation, state });
  if (state === "done") await commitWithJournal(run, after(position, operation));
  return state === "done";
}

/** Fails where the revision ended before it came to where the journal says that it is. */
function requireReached(position: Position, entry: JournalEntry, run: StepRun): void {
  if (position.done > entry.done) return;
  requireSame(position, entry, run);
  if (position.done === entry.done && entry.running === undefined) return;
  throw changedUnderWay(entry, run.loaded.step.revision);
}

/** Carries out the operations of one step, each in its place, behind those that the journal calls done. */
export function createStepSink(run: StepRun): StepSink {
  const { loaded, context, parts, progress } = run;
  const { dialect, connection, signal, transaction } = context;
  const resumed = progress.entry;
  let position: Position = { done: 0, fingerprint: undefined };
  return {
    run: async (operation) => {
      signal?.throwIfAborted();
      try {
        const isDone = resumed !== undefined && (await wasDone(operation, position, resumed, run));
        if (!isDone) await carryOut(operation, position, run);
      } catch (error) {
        throw signal?.aborted ? error : statementError(error, dialect, wordsFor(operation));
      }
      position = after(position, operation);
    },
    query: async (sql, parameters) => {
      const bare = isBare(loaded, transaction);
      if (!bare) await parts.open(mayReshape(loaded, dialect));
      const values = parameters.map((value) => dialect.bind(value));
      const rows = await connection.query(sql, values);
      if (!bare) await requireTransaction(`the query ${sql}`, context);
      return [...rows];
    },
    finish: async () => {
      if (resumed !== undefined) requireReached(position, resumed, run);
    },
  };
}
