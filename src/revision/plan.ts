import { AludelError, exitCode } from "../errors.js";
import type { RevisionFile } from "./directory.js";
import { revisionOf, type RevisionGraph } from "./graph.js";
import { requireKnown, type Direction, type Target } from "./resolve.js";
import { ancestors, descendants, lineage, newestFirst, oldestFirst, tips } from "./traverse.js";

/** One change of one row of the version table; each must match exactly one row. */
export type RowChange =
  | { readonly kind: "delete"; readonly id: string }
  | { readonly kind: "update"; readonly from: string; readonly to: string }
  | { readonly kind: "insert"; readonly id: string };

/** What becomes of the version table. */
export interface Move {
  /** The ids in the version table before and after. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** The changes that lead from one to the other, in order; none where they are the same. */
  readonly rows: readonly RowChange[];
}

/** One revision to apply or revert, and what becomes of the version table with it. */
export interface Step extends Move {
  readonly revision: RevisionFile;
  readonly direction: Direction;
}

/**
 * The revisions to apply, in order, so that the target and all it needs are there; none if they are there already.
 * @throws AludelError E_DATABASE_REVISION_UNKNOWN
 */
export function planUpgrade(
  graph: RevisionGraph,
  current: readonly string[],
  target: Target,
): readonly Step[] {
  requireKnown(graph, current);
  const applied = ancestors(graph, current);
  const missing = new Set([...ancestors(graph, target.ids)].filter((id) => !applied.has(id)));
  return takeSteps(graph, current, "upgrade", oldestFirst(graph, missing), (id, rows) => {
    for (const parent of graph.links.parents.get(id) ?? []) rows.delete(parent);
    rows.add(id);
  });
}

/**
 * The revisions to revert, in order, so that nothing is left that follows the target, nor what depends on that; where
 * the target names a branch, only of its line. None if the database is at the target.
 * @throws AludelError E_DATABASE_REVISION_UNKNOWN, E_NOT_AN_ANCESTOR, E_AMBIGUOUS_REVISION
 */
export function planDowngrade(
  graph: RevisionGraph,
  current: readonly string[],
  target: Target,
): readonly Step[] {
  requireKnown(graph, current);
  const applied = ancestors(graph, current);
  const first = followersOf(graph, target, applied, current);
  const doomed = new Set([...descendants(graph, first)].filter((id) => applied.has(id)));
  const children = countChildren(graph, applied);
  return takeSteps(graph, current, "downgrade", newestFirst(graph, doomed), (id, rows) => {
    rows.delete(id);
    for (const parent of graph.links.parents.get(id) ?? []) {
      const left = (children.get(parent) ?? 0) - 1;
      children.set(parent, left);
      if (left === 0) rows.add(parent);
    }
  });
}

/**
 * The version table's way to these targets without running anything: rows of their lines make place for them, other
 * rows stay. With `purge` every row goes, even one that no file has.
 * @throws AludelError E_DATABASE_REVISION_UNKNOWN (not with `purge`), E_OVERLAPPING_TARGETS
 */
export function planStamp(
  graph: RevisionGraph,
  current: readonly string[],
  targets: readonly Target[],
  options: { readonly purge?: boolean } = {},
): Move {
  const purge = options.purge ?? false;
  if (!purge) requireKnown(graph, current);
  requireApart(graph, targets);
  const start: readonly string[] = purge ? [] : current;
  const rows = targets.reduce((held, target) => stampOne(graph, held, target), start);
  return moveBetween(current, tips(graph, rows));
}

/** The revisions directly behind the target of a downgrade: the first of those that must not stay. */
function followersOf(
  graph: RevisionGraph,
  { text, ids, branch }: Target,
  applied: ReadonlySet<string>,
  current: readonly string[],
): readonly string[] {
  const [id, ...others] = ids;
  if (others.length > 0) {
    throw new AludelError(
      "E_AMBIGUOUS_REVISION",
      `"${text}" is ${ids.length} revisions: ${ids.join(", ")}.`,
      {
        hint: "A downgrade goes to one revision: name it by its id, or say base.",
        exitCode: exitCode.usage,
      },
    );
  }
  if (id !== undefined && !applied.has(id)) {
    throw new AludelError(
      "E_NOT_AN_ANCESTOR",
      `${id} is not a valid downgrade target: it is not applied; the database is at ${current.join(", ") || "base"}.`,
      { hint: "`aludel history -i` shows where the database is. To go forward, type `aludel upgrade`." },
    );
  }
  const followers = id === undefined ? graph.bases : (graph.lines.children.get(id) ?? []);
  const line = branch === undefined ? undefined : lineage(graph, branch);
  return line === undefined ? followers : followers.filter((follower) => line.has(follower));
}

/** How many applied revisions need each revision. */
function countChildren(graph: RevisionGraph, applied: ReadonlySet<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const id of applied) {
    for (const parent of graph.links.parents.get(id) ?? []) counts.set(parent, (counts.get(parent) ?? 0) + 1);
  }
  return counts;
}

/** Rows that another row makes superfluous are not carried on: the first step takes them along. */
function takeSteps(
  graph: RevisionGraph,
  current: readonly string[],
  direction: Direction,
  order: readonly string[],
  take: (id: string, rows: Set<string>) => void,
): readonly Step[] {
  const rows = new Set(tips(graph, current));
  let before = current;
  return order.map((id) => {
    take(id, rows);
    const move = moveBetween(before, [...rows]);
    before = move.after;
    return { revision: revisionOf(graph, id), direction, ...move };
  });
}

/** As many updates as there are pairs, so that a linear history never deletes the only row. */
function moveBetween(before: readonly string[], after: readonly string[]): Move {
  const gone = before.filter((id) => !after.includes(id));
  const come = after.filter((id) => !before.includes(id));
  const surplus = Math.max(0, gone.length - come.length);
  const rows: readonly RowChange[] = [
    ...gone.slice(0, surplus).map((id) => ({ kind: "delete", id }) as const),
    ...gone.slice(surplus).map((from, index) => ({ kind: "update", from, to: come[index] ?? from }) as const),
    ...come.slice(gone.length).map((id) => ({ kind: "insert", id }) as const),
  ];
  return { before, after, rows };
}

function stampOne(graph: RevisionGraph, rows: readonly string[], { ids, branch }: Target): readonly string[] {
  const replaced = ids.length > 0 ? ids : branch === undefined ? rows : [branch];
  const related = new Set([...ancestors(graph, replaced), ...descendants(graph, replaced)]);
  return [...rows.filter((id) => !related.has(id)), ...ids];
}

/** Two targets of which one is on the way to the other contradict each other. */
function requireApart(graph: RevisionGraph, targets: readonly Target[]): void {
  const ids = [...new Set(targets.flatMap((target) => target.ids))];
  const top = tips(graph, ids);
  const covered = ids.find((id) => !top.includes(id));
  const base = targets.find((target) => target.ids.length === 0 && target.branch === undefined);
  if (targets.length > 1 && base !== undefined) {
    throw new AludelError("E_OVERLAPPING_TARGETS", `${base.text} is on the way to every other revision.`, {
      hint: `Leave out ${base.text}, or the others.`,
      exitCode: exitCode.usage,
    });
  }
  if (covered === undefined || targets.length < 2) return;
  throw new AludelError(
    "E_OVERLAPPING_TARGETS",
    `${covered} is on the way to another of the revisions given.`,
    {
      hint: `Leave out ${covered}, or the other one.`,
      exitCode: exitCode.usage,
    },
  );
}
