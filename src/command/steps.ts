import type { Dialect } from "../dialect/dialect.js";
import { AludelError } from "../errors.js";
import type { RevisionGraph } from "../revision/graph.js";
import { planDowngrade, planUpgrade, type Step } from "../revision/plan.js";
import { resolveTarget, type Direction } from "../revision/resolve.js";
import { ancestors, oldestFirst } from "../revision/traverse.js";
import type { LoadedStep, Misfit } from "../runtime/step.js";
import { misfitOf, replay, type Replay } from "../runtime/offline.js";
import type { Recording } from "../runtime/record.js";
import { loadRevision } from "./loaded-revision.js";

/** The steps from the revisions that a database is at to the target. */
export function planSteps(
  graph: RevisionGraph,
  current: readonly string[],
  text: string,
  direction: Direction,
): readonly Step[] {
  const target = resolveTarget(graph, text, { current, direction });
  return direction === "upgrade"
    ? planUpgrade(graph, current, target)
    : planDowngrade(graph, current, target);
}

/** Each step with its code and what that does. Throws `E_IRREVERSIBLE` for a downgrade over a revision without a way back. */
export async function loadSteps(steps: readonly Step[]): Promise<LoadedStep[]> {
  const loaded: LoadedStep[] = [];
  for (const step of steps) {
    const { module, recorded, checksum } = await loadRevision(step.revision);
    if (step.direction === "downgrade")
      requireReversible(step, recorded.up, recorded.down, module.down !== undefined);
    const recording = step.direction === "upgrade" ? recorded.up : recorded.down;
    loaded.push({ step, module, recording, checksum });
  }
  return loaded;
}

function requireReversible({ revision }: Step, up: Recording, down: Recording, hasDown: boolean): void {
  const doesNothing = (recording: Recording): boolean =>
    recording.complete && recording.operations.length === 0;
  if (hasDown && (!doesNothing(down) || doesNothing(up))) return;
  throw new AludelError(
    "E_IRREVERSIBLE",
    `revision ${revision.id} (${revision.name}) cannot be undone: it has no down`,
    {
      hint: "Write its down, or restore a backup and `aludel stamp` the revision that it is at.",
    },
  );
}

/** The schema that a database has at those revisions, as far as their files tell. */
export async function replayTo(
  graph: RevisionGraph,
  ids: readonly string[],
  dialect: Dialect,
): Promise<Replay> {
  const recordings: { id: string; recording: Recording }[] = [];
  for (const id of oldestFirst(graph, ancestors(graph, ids))) {
    const revision = graph.revisions.get(id);
    if (revision !== undefined)
      recordings.push({ id, recording: (await loadRevision(revision)).recorded.up });
  }
  return replay(recordings, dialect);
}

/** What of an upgrade step does not fit what the revisions before it made, from those on that the database was at. */
export async function stepMisfit(
  graph: RevisionGraph,
  current: readonly string[],
  steps: readonly LoadedStep[],
  loaded: LoadedStep,
  dialect: Dialect,
): Promise<Misfit | undefined> {
  if (loaded.step.direction === "downgrade") return undefined;
  const before = steps.slice(0, steps.indexOf(loaded)).map(({ step }) => step.revision.id);
  return misfitOf(await replayTo(graph, [...current, ...before], dialect), loaded.recording);
}
