import type { DataSource } from "typeorm";
import { noRenames } from "../diff/diff.js";
import { AludelError, exitCode } from "../errors.js";
import type { RevisionGraph } from "../revision/graph.js";
import type { Step } from "../revision/plan.js";
import type { Direction } from "../revision/resolve.js";
import { migrate, type LoadedStep, type ProgressEvent } from "../runtime/migrate.js";
import { readChecksums, readCurrent } from "../runtime/version-table.js";
import { followRenames } from "./follow-renames.js";
import { lossesOf, lossLine } from "./hazard-lines.js";
import { acquireLock, retryWhileBusy, type WaitOptions } from "./lock.js";
import { openProject, readGraph, type CommandOptions, type Project } from "./project.js";
import type { Loss, Questioner } from "./questioner.js";
import { rowCounter } from "./row-counter.js";
import { databaseExists, requireDatabase, withSession, type Session } from "./session.js";
import { loadSteps, planSteps } from "./steps.js";

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

async function collectLosses(steps: readonly LoadedStep[], session: Session): Promise<Loss[]> {
  const { dialect, connection } = session;
  const live = await dialect.introspect(connection);
  const losses: Loss[] = [];
  let renames = noRenames;
  for (const operation of steps.flatMap(({ recording }) => recording.operations)) {
    const counter = rowCounter(connection, dialect, live, renames);
    losses.push(...(await lossesOf(operation, dialect, counter)));
    renames = followRenames(renames, operation);
  }
  return losses.filter((loss) => loss.rows > 0);
}

async function requireConsent(
  steps: readonly LoadedStep[],
  session: Session,
  options: MigrateOptions,
): Promise<void> {
  if (options.yes) return;
  const losses = await collectLosses(steps, session);
  if (losses.length === 0) return;
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
  project: Project,
): Promise<void> {
  const applied = await readChecksums(session.connection, session.dialect, project.names);
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
  readonly graph: RevisionGraph;
  readonly dataSource: DataSource;
  readonly target: string;
  readonly direction: Direction;
  readonly options: MigrateOptions;
}

async function stepsFrom(run: Run, session: Session): Promise<readonly Step[]> {
  const current = (await readCurrent(session.connection, session.dialect, run.project.names)) ?? [];
  return planSteps(run.graph, current, run.target, run.direction);
}

async function runSteps(run: Run, session: Session): Promise<MigrateResult> {
  const { project, dataSource, options } = run;
  const { dialect, connection } = session;
  const wait: WaitOptions = {
    signal: options.signal,
    onWait: (holder) => options.onProgress?.({ kind: "waiting", holder }),
  };
  const lock = await acquireLock(project, dialect, dataSource, wait);
  try {
    const steps = await loadSteps(await stepsFrom(run, session));
    if (steps.length === 0) return await resultOf(run, session, []);
    if (run.direction === "downgrade" && !options.force) await requireUnchanged(steps, session, project);
    await requireConsent(steps, session, options);
    await migrate(steps, {
      dialect,
      connection,
      names: project.names,
      transaction: project.options.transaction,
      now: () => project.system.now(),
      by: project.system.user,
      tool: project.system.version,
      signal: options.signal,
      onProgress: options.onProgress,
      retry: retryWhileBusy(project, dialect, wait),
    });
    return await resultOf(run, session, steps);
  } finally {
    await lock.release();
  }
}

async function resultOf(
  { project }: Run,
  session: Session,
  steps: readonly LoadedStep[],
): Promise<MigrateResult> {
  const current = (await readCurrent(session.connection, session.dialect, project.names)) ?? [];
  return { revisions: steps.map(({ step }) => step.revision.id), current };
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
  const run: Run = { project, graph, dataSource, target, direction, options };
  if (direction === "downgrade") requireDatabase(dataSource);
  if (!databaseExists(dataSource) && planSteps(graph, [], target, direction).length === 0) {
    return { revisions: [], current: [] };
  }
  return withSession(dataSource, async (session) => {
    if ((await stepsFrom(run, session)).length === 0) return resultOf(run, session, []);
    return runSteps(run, session);
  });
}
