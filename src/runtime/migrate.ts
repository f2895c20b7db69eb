import type { Connection, Dialect } from "../dialect/dialect.js";
import { AludelError } from "../errors.js";
import { createOperations } from "../operation/builders.js";
import type { Operation } from "../operation/operation.js";
import type { Step } from "../revision/plan.js";
import { createExecutor, type Executor } from "./executor.js";
import { revisionFailed, type Recording, type RevisionModule } from "./record.js";
import {
  createStatements,
  logStatement,
  readCurrent,
  requireAt,
  rowStatement,
  type TableNames,
} from "./version-table.js";

/** How many transactions an upgrade or downgrade runs in: one for each revision, one for all, none. */
export type TransactionMode = "each" | "all" | "none";

/** A step with the code that carries it out. */
export interface LoadedStep {
  readonly step: Step;
  readonly module: RevisionModule;
  /** What the step does in its direction, as far as that can be known beforehand. */
  readonly recording: Recording;
  readonly checksum: string | undefined;
}

/** What a run tells while it goes on. */
export type ProgressEvent =
  | { readonly kind: "waiting"; readonly holder: string }
  | { readonly kind: "step"; readonly step: Step }
  | { readonly kind: "operation"; readonly operation: Operation }
  | { readonly kind: "done"; readonly step: Step; readonly milliseconds: number };

/** What a run works with. Times come from `now`, in milliseconds since 1970. */
export interface MigrateContext {
  readonly dialect: Dialect;
  readonly connection: Connection;
  readonly names: TableNames;
  readonly transaction: TransactionMode;
  readonly now: () => number;
  /** Who runs it, for the log. */
  readonly by: string;
  /** The version of Aludel, for the log. */
  readonly tool: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((event: ProgressEvent) => void) | undefined;
  /** Tries again while somebody else holds the database, and gives up in the end. */
  readonly retry: <Result>(attempt: () => Promise<Result>) => Promise<Result>;
}

function functionOf({ step, module }: LoadedStep): NonNullable<RevisionModule["down"]> {
  const direction = step.direction === "upgrade" ? module.up : module.down;
  if (direction !== undefined) return direction;
  throw new AludelError(
    "E_IRREVERSIBLE",
    `revision ${step.revision.id} has no down (${step.revision.name})`,
    {
      hint: "Write its down, or restore a backup.",
    },
  );
}

function mayReshape({ recording }: LoadedStep, dialect: Dialect): boolean {
  return !recording.complete || recording.operations.some((operation) => dialect.reshapes(operation));
}

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

async function carryOut(loaded: LoadedStep, executor: Executor): Promise<void> {
  try {
    await functionOf(loaded)(createOperations(executor));
  } catch (error) {
    // What was not awaited must not run on after the transaction is rolled back.
    await executor.done().catch(() => undefined);
    throw revisionFailed(loaded.step.revision.name, error);
  }
  await executor.done();
}

async function writeRows(loaded: LoadedStep, started: number, context: MigrateContext): Promise<void> {
  const { step, checksum } = loaded;
  const { dialect, connection, names, by, tool } = context;
  const entry = {
    revision: step.revision.id,
    direction: step.direction,
    at: new Date(started).toISOString(),
    milliseconds: Math.round(context.now() - started),
    checksum,
    by,
    tool,
  };
  const statements = [
    ...step.rows.map((change) => rowStatement(change, dialect, names)),
    logStatement(entry, dialect, names),
  ];
  for (const { sql, parameters } of statements) await connection.query(sql, parameters);
}

/** Carries out one step, and gives what to tell when it is committed. */
async function runStep(
  loaded: LoadedStep,
  context: MigrateContext,
  executor: Executor,
): Promise<ProgressEvent> {
  const { step } = loaded;
  const { dialect, connection, names, signal, onProgress } = context;
  signal?.throwIfAborted();
  requireAt(step, (await readCurrent(connection, dialect, names)) ?? []);
  onProgress?.({ kind: "step", step });
  const started = context.now();
  await carryOut(loaded, executor);
  signal?.throwIfAborted();
  await writeRows(loaded, started, context);
  return { kind: "done", step, milliseconds: context.now() - started };
}

function executorOf(context: MigrateContext, inTransaction: boolean): Executor {
  const { dialect, connection, signal, onProgress, retry } = context;
  const onOperation = (operation: Operation): void => onProgress?.({ kind: "operation", operation });
  if (inTransaction) return createExecutor({ dialect, connection, signal, onOperation });
  return createExecutor({
    dialect,
    connection,
    signal,
    onOperation,
    around: (operation, work) =>
      operation.kind === "execute"
        ? work()
        : dialect.transaction(connection, { reshapes: dialect.reshapes(operation), retry }, work),
  });
}

async function runOwnTransaction(loaded: LoadedStep, context: MigrateContext): Promise<void> {
  const { dialect, connection, retry } = context;
  const isBare = context.transaction === "none" || !loaded.step.revision.transaction;
  const done = isBare
    ? await runStep(loaded, context, executorOf(context, false))
    : await dialect.transaction(connection, { reshapes: mayReshape(loaded, dialect), retry }, () =>
        runStep(loaded, context, executorOf(context, true)),
      );
  context.onProgress?.(done);
}

function interrupted(done: number, total: number, cause: unknown): AludelError {
  return new AludelError("E_INTERRUPTED", `interrupted after ${done} of ${total} revisions`, {
    cause,
    hint: "The revision that was running was rolled back. Run the same command again to go on.",
  });
}

/**
 * Carries out the steps in order and gives how many there were. What was done in a transaction that fails is undone; the
 * steps before it stay. Throws the first failure, named for its revision, or `E_INTERRUPTED`.
 */
export async function migrate(steps: readonly LoadedStep[], context: MigrateContext): Promise<number> {
  for (const loaded of steps) functionOf(loaded);
  let done = 0;
  try {
    await ensureVersionTable(context);
    if (context.transaction === "all") {
      requireTransactions(steps);
      const reshapes = steps.some((loaded) => mayReshape(loaded, context.dialect));
      const executor = executorOf(context, true);
      const events: ProgressEvent[] = [];
      await context.dialect.transaction(context.connection, { reshapes, retry: context.retry }, async () => {
        for (const loaded of steps) {
          events.push(await inRevision(loaded, context.transaction, runStep(loaded, context, executor)));
        }
      });
      for (const event of events) context.onProgress?.(event);
    } else {
      for (const loaded of steps) {
        await inRevision(loaded, context.transaction, runOwnTransaction(loaded, context));
        done += 1;
      }
    }
  } catch (error) {
    if (context.signal?.aborted) throw interrupted(done, steps.length, error);
    throw error;
  }
  return steps.length;
}

function requireTransactions(steps: readonly LoadedStep[]): void {
  const without = steps.find(({ step }) => !step.revision.transaction);
  if (without === undefined) return;
  throw new AludelError(
    "E_TRANSACTION_MODE",
    `revision ${without.step.revision.id} must run outside of a transaction`,
    {
      hint: "Use --transaction each.",
    },
  );
}

/** Names the revision in the message of a failure, and says what of it remains. */
async function inRevision<Result>(
  loaded: LoadedStep,
  mode: TransactionMode,
  work: Promise<Result>,
): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof AludelError)) throw error;
    const { id, name } = loaded.step.revision;
    const message = error.message.includes(name)
      ? error.message
      : `${loaded.step.direction} of ${id} (${name}) failed: ${error.message}`;
    throw new AludelError(error.code, message, {
      cause: error,
      exitCode: error.exitCode,
      hint: [...(error.hint === undefined ? [] : [error.hint]), remainder(loaded, mode)].join("\n"),
    });
  }
}

function remainder({ step }: LoadedStep, mode: TransactionMode): string {
  if (mode === "all") return "All was rolled back: the database is as it was.";
  if (mode === "none" || !step.revision.transaction) {
    return "It runs outside of a transaction: what it did before the failure is done, and it counts as not applied.";
  }
  return "It was rolled back; the revisions before it stay.";
}
