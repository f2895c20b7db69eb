import type { DataSource } from "typeorm";
import type { StatementLimits } from "../dialect/dialect.js";
import { noRenames, type Renames } from "../diff/diff.js";
import { AludelError, exitCode } from "../errors.js";
import type { RevisionGraph } from "../revision/graph.js";
import type { Step } from "../revision/plan.js";
import type { Direction } from "../revision/resolve.js";
import type { RenameEnum } from "../operation/operation.js";
import { migrate } from "../runtime/migrate.js";
import type { LoadedStep, ProgressEvent } from "../runtime/step.js";
import { requireNothingUnderWay } from "../runtime/journal.js";
import { readChecksums, readCurrent, type TableNames } from "../runtime/version-table.js";
import { followRenames } from "./follow-renames.js";
import { lossesOf, lossLine, needsCounting, valuesInUse } from "./hazard-lines.js";
import { acquireLock, retryWhileBusy, type WaitOptions } from "./lock.js";
import { namesFor } from "./names.js";
import { openProject, readGraph, type CommandOptions, type Project } from "./project.js";
import type { Loss, Questioner } from "./questioner.js";
import { rowCounter } from "./row-counter.js";
import { databaseExists, requireDatabase, withSession, type Session } from "./session.js";
import { loadSteps, planSteps, stepMisfit } from "./steps.js";

/** What `upgrade` and `downgrade` take. */
export interface MigrateOptions extends CommandOptions {
  /** Go on, although data is destroyed. */
  readonly yes?: boolean;
  /** Go on, although a file changed after it was applied (downgrade). */
  readonly force?: boolean;
  /** Is asked before data is destroyed; without it, and without `yes`, that is an error. */
  readonly questioner?: Questioner;
  /** Stops between two statements; what was running is rolled back. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (event: ProgressEvent) => void;
}

/** What an upgrade or downgrade did. */
export interface MigrateResult {
  /** The ids of the revisions that were applied or reverted, in order. */
  readonly revisions: readonly string[];
  /** The ids that the database is at now. */
  readonly current: readonly string[];
}

/** What the steps destroy in the database as it is, and the rows that forbid what they do. */
interface Losses {
  readonly losses: readonly Loss[];
  readonly forbidden: readonly Loss[];
}

async function collectLosses(steps: readonly LoadedStep[], session: Session): Promise<Losses> {
  const { dialect, connection } = session;
  const operations = steps.flatMap(({ recording }) => recording.operations);
  const counted = operations.filter((operation) => needsCounting(operation, dialect));
  if (counted.length === 0) return { losses: [], forbidden: [] };
  const live = await dialect.introspect(connection, { schemas: "all" });
  const [losses, forbidden]: [Loss[], Loss[]] = [[], []];
  let [renames, enumNames]: [Renames, readonly RenameEnum[]] = [noRenames, []];
  for (const operation of operations) {
    const counter = rowCounter(connection, dialect, live, renames, enumNames);
    losses.push(...(await lossesOf(operation, dialect, counter)));
    forbidden.push(...(await valuesInUse(operation, dialect, counter)));
    renames = followRenames(renames, operation);
    if (operation.kind === "renameEnum") enumNames = [...enumNames, operation];
  }
  const isThere = ({ rows }: Loss): boolean => rows > 0;
  return { losses: losses.filter(isThere), forbidden: forbidden.filter(isThere) };
}

function requireNoValuesInUse(forbidden: readonly Loss[]): void {
  if (forbidden.length === 0) return;
  throw new AludelError("E_VALUE_IN_USE", `rows hold values that go: ${forbidden.map(lossLine).join("; ")}`, {
    hint: 'Say in the revision what they get instead: op.alterEnum(…, { replacements: { value: "other" } }), or null for NULL. Nothing was changed.',
    exitCode: exitCode.answerMissing,
  });
}

async function requireConsent(
  steps: readonly LoadedStep[],
  session: Session,
  options: MigrateOptions,
): Promise<void> {
  const { losses, forbidden } = await collectLosses(steps, session);
  requireNoValuesInUse(forbidden);
  if (options.yes || losses.length === 0) return;
  if (options.questioner !== undefined) {
    if (await options.questioner.confirm(losses)) return;
    throw new AludelError("E_DECLINED", "nothing was changed");
  }
  throw new AludelError("E_DESTRUCTIVE", `data would be lost: ${losses.map(lossLine).join("; ")}`, {
    hint: "If it may go, say --yes. Nothing was changed.",
    exitCode: exitCode.answerMissing,
  });
}

/** Fails where a revision does something else now than when it was applied, so that its down may not fit. */
async function requireUnchanged(
  steps: readonly LoadedStep[],
  session: Session,
  names: TableNames,
): Promise<void> {
  const applied = await readChecksums(session.connection, session.dialect, names);
  const changed = steps.filter(({ step, checksum }) => {
    const before = applied.get(step.revision.id);
    return before !== undefined && checksum !== undefined && before !== checksum;
  });
  if (changed.length === 0) return;
  throw new AludelError(
    "E_REVISION_CHANGED",
    `changed since it was applied: ${changed.map(({ step }) => step.revision.name).join(", ")}`,
    {
      hint: "Bring the file back to what it was; or, if its down fits the database nonetheless, say --force.",
    },
  );
}

interface Run {
  readonly project: Project;
  readonly names: TableNames;
  readonly graph: RevisionGraph;
  readonly dataSource: DataSource;
  readonly target: string;
  readonly direction: Direction;
  readonly options: MigrateOptions;
}

async function currentOf({ names }: Run, { connection, dialect }: Session): Promise<readonly string[]> {
  return (await readCurrent(connection, dialect, names)) ?? [];
}

async function stepsFrom(run: Run, session: Session): Promise<readonly Step[]> {
  const current = await currentOf(run, session);
  return planSteps(run.graph, current, run.target, run.direction);
}

function limitsOf({ options }: Project): StatementLimits {
  const { lockTimeout, statementTimeout } = options;
  return { lockTimeout, ...(statementTimeout === undefined ? {} : { statementTimeout }) };
}

async function runSteps(run: Run, session: Session): Promise<MigrateResult> {
  const { project, names, dataSource, options } = run;
  const { dialect, connection } = session;
  const wait: WaitOptions = {
    signal: options.signal,
    onWait: (holder) => options.onProgress?.({ kind: "waiting", holder }),
  };
  const lock = await acquireLock(project, dialect, dataSource, wait);
  try {
    const before = await currentOf(run, session);
    const steps = await loadSteps(await stepsFrom(run, session));
    if (steps.length === 0) return await nothingToDo(run, session);
    if (run.direction === "downgrade" && !options.force) await requireUnchanged(steps, session, names);
    await requireConsent(steps, session, options);
    await migrate(steps, {
      dialect,
      connection,
      names,
      transaction: project.options.transaction,
      limits: limitsOf(project),
      waitTimeout: project.options.waitTimeout,
      now: () => project.system.now(),
      wait: (milliseconds) => project.system.wait(milliseconds),
      random: () => project.system.random(),
      checkLock: () => lock.check(),
      by: project.system.user,
      tool: project.system.version,
      signal: options.signal,
      onProgress: options.onProgress,
      misfit: (loaded) => stepMisfit(run.graph, before, steps, loaded, dialect),
      retry: retryWhileBusy(project, dialect, wait),
    });
    return await resultOf(run, session, steps);
  } finally {
    await lock.release();
  }
}

async function nothingToDo(run: Run, session: Session): Promise<MigrateResult> {
  await requireNothingUnderWay({ ...session, names: run.names });
  return resultOf(run, session, []);
}

async function resultOf(run: Run, session: Session, steps: readonly LoadedStep[]): Promise<MigrateResult> {
  return { revisions: steps.map(({ step }) => step.revision.id), current: await currentOf(run, session) };
}

/** Brings the database to the target: plans, and where anything is pending, locks, plans again, asks and runs. */
export async function runMigration(
  dataSource: DataSource,
  target: string,
  direction: Direction,
  options: MigrateOptions,
): Promise<MigrateResult> {
  const project = await openProject(options);
  const graph = await readGraph(project);
  const names = namesFor(project, dataSource);
  const run: Run = { project, names, graph, dataSource, target, direction, options };
  if (direction === "downgrade") requireDatabase(dataSource);
  if (!databaseExists(dataSource) && planSteps(graph, [], target, direction).length === 0) {
    return { revisions: [], current: [] };
  }
  return withSession(dataSource, async (session) => {
    if ((await stepsFrom(run, session)).length === 0) return nothingToDo(run, session);
    return runSteps(run, session);
  });
}
