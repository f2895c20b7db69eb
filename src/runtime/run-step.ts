import { createOperations } from "../operation/builders.js";
import { createExecutor } from "./executor.js";
import { clearJournal } from "./journal.js";
import { revisionFailed } from "./record.js";
import { functionOf, type LoadedStep, type StepRun } from "./step.js";
import { createStepSink, type StepSink } from "./step-sink.js";
import { logStatement, rowStatement } from "./version-table.js";

/**
 * Carries out what is left of a step: operations that the journal calls done are skipped. What is in the part that is open
 * when anything fails is undone; what was committed before stays, and the journal says so.
 */
export async function runStep(run: StepRun): Promise<void> {
  const { loaded, context, parts } = run;
  const sink = createStepSink(run);
  try {
    await carryOut(loaded, sink);
    context.signal?.throwIfAborted();
    await sink.finish();
    await parts.open(false);
    await writeRows(run);
    await parts.commit();
  } catch (error) {
    await parts.rollback(error);
    throw error;
  }
}

async function carryOut(loaded: LoadedStep, sink: StepSink): Promise<void> {
  const executor = createExecutor(sink);
  try {
    await functionOf(loaded)(createOperations(executor));
  } catch (error) {
    // What was not awaited must not run on after the transaction is rolled back.
    await executor.done().catch(() => undefined);
    throw revisionFailed(loaded.step.revision.name, error);
  }
  await executor.done();
}

async function writeRows({ loaded, context, progress, started }: StepRun): Promise<void> {
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
  if (progress.entry !== undefined) await clearJournal(context);
}
