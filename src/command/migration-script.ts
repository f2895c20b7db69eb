import type { DataSource } from "typeorm";
import type { Dialect } from "../dialect/dialect.js";
import { dialectOf } from "../dialect/dialects.js";
import { AludelError, exitCode } from "../errors.js";
import type { RevisionGraph } from "../revision/graph.js";
import { resolveRange, type Direction } from "../revision/resolve.js";
import type { LoadedStep } from "../runtime/step.js";
import { hasExecute, script } from "../runtime/offline.js";
import { placesOf } from "../runtime/place.js";
import { namesFor } from "./names.js";
import { openProject, readGraph, type CommandOptions } from "./project.js";
import { loadSteps, planSteps, replayTo } from "./steps.js";

/** A script that does what the command would do. */
export interface ScriptResult {
  /** SQL, a statement after the other, ready to be written to a file. */
  readonly sql: string;
  /** What a reader of the script should know; one line each. */
  readonly warnings: readonly string[];
}

function rangeOf(
  graph: RevisionGraph,
  text: string,
  direction: Direction,
): { readonly from: readonly string[]; readonly to: string } {
  if (!text.includes(":")) {
    if (direction === "upgrade") return { from: [], to: text };
    throw new AludelError("E_RANGE_NEEDED", `downgrade --sql needs a range, such as head:${text}`, {
      hint: "Without a database nobody knows where it starts: say from:to.",
      exitCode: exitCode.usage,
    });
  }
  const { from, to } = resolveRange(graph, text, { current: [], direction });
  return { from: from.ids, to: to.ids.length === 0 ? "base" : to.text };
}

/** The script that {@link runMigration} would run, for `target` or a range `from:to`; no database is opened. */
export async function migrationScript(
  dataSource: DataSource,
  text: string,
  direction: Direction,
  options: CommandOptions,
): Promise<ScriptResult> {
  const project = await openProject(options);
  const { system } = project;
  const names = namesFor(project, dataSource);
  const graph = await readGraph(project);
  const dialect: Dialect = dialectOf(dataSource.options);
  const { from, to } = rangeOf(graph, text, direction);
  const steps = await loadSteps(planSteps(graph, from, to, direction));
  const { schema, incomplete } = await replayTo(graph, from, dialect);
  const lines = script(steps, {
    dialect,
    names,
    schema,
    now: () => system.now(),
    by: system.user,
    tool: system.version,
  });
  return { sql: `${lines.join("\n")}\n`, warnings: warningsFor(steps, incomplete, dialect) };
}

function warningsFor(
  steps: readonly LoadedStep[],
  incomplete: readonly string[],
  dialect: Dialect,
): string[] {
  if (steps.length === 0) return ["there is nothing to do between these revisions: the script is empty"];
  return [...rebuildWarnings(steps, incomplete, dialect), ...partsWarnings(steps, dialect)];
}

function rebuildWarnings(
  steps: readonly LoadedStep[],
  incomplete: readonly string[],
  dialect: Dialect,
): string[] {
  const reshapes = steps.some(({ recording }) =>
    recording.operations.some((operation) => dialect.reshapes(operation)),
  );
  const unknown = [
    ...incomplete,
    ...steps.filter(({ recording }) => hasExecute(recording)).map(({ step }) => step.revision.id),
  ];
  if (!reshapes || unknown.length === 0) return [];
  return [
    `what the SQL in ${[...new Set(unknown)].join(", ")} makes is not known here: a trigger, index or constraint that it ` +
      "gives to a table is lost where this script rebuilds the table",
  ];
}

/** Where a script stops between the parts of a revision, nothing writes down how far it came. */
function partsWarnings(steps: readonly LoadedStep[], dialect: Dialect): string[] {
  const parted = steps.filter(({ step, recording }) => {
    const places = placesOf(recording, { dialect, bare: !step.revision.transaction });
    return places.some(({ place }) => place !== "inside");
  });
  if (parted.length === 0) return [];
  return [
    `${parted.map(({ step }) => step.revision.id).join(", ")} cannot be one transaction: if the script fails in the middle of it, ` +
      "what was done before stays, and the script does not go on from there when it is run again",
  ];
}
