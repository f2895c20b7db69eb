import { AludelError } from "../errors.js";
import type { RevisionGraph } from "./graph.js";
import { peelOrder, reach } from "./links.js";

/** These revisions and all that must be applied before them, dependencies included. */
export function ancestors(graph: RevisionGraph, ids: Iterable<string>): ReadonlySet<string> {
  return reach(graph.links.parents, ids);
}

/** These revisions and all that need them to be applied, dependents included. */
export function descendants(graph: RevisionGraph, ids: Iterable<string>): ReadonlySet<string> {
  return reach(graph.links.children, ids);
}

/** Whether the second revision cannot be applied without the first; a revision is its own ancestor. */
export function isAncestor(graph: RevisionGraph, ancestor: string, of: string): boolean {
  return ancestors(graph, [of]).has(ancestor);
}

/** The line of history through a revision: it, what it follows and what follows it, dependencies left aside. */
export function lineage(graph: RevisionGraph, id: string): ReadonlySet<string> {
  return new Set([...reach(graph.lines.parents, [id]), ...reach(graph.lines.children, [id])]);
}

/** Those of these revisions that no other of them needs: what the version table holds when they are all applied. */
export function tips(graph: RevisionGraph, ids: Iterable<string>): readonly string[] {
  const all = new Set(ids);
  const needed = reach(
    graph.links.parents,
    [...all].flatMap((id) => graph.links.parents.get(id) ?? []),
  );
  return [...all].filter((id) => !needed.has(id));
}

/**
 * These revisions (all, unless told) in an order in which they can be reverted: children before parents, one branch
 * down to where it parted before the next, branches by the file names of their heads.
 */
export function newestFirst(graph: RevisionGraph, ids?: ReadonlySet<string>): readonly string[] {
  const { parents, children } = graph.links;
  const among = ids && new Set([...graph.revisions.keys()].filter((id) => ids.has(id)));
  return peelOrder(children, parents, among);
}

/** These revisions (all, unless told) in an order in which they can be applied: {@link newestFirst} from its end. */
export function oldestFirst(graph: RevisionGraph, ids?: ReadonlySet<string>): readonly string[] {
  return newestFirst(graph, ids).toReversed();
}

/**
 * The revisions from the lower ones to the upper ones, newest first, both ends included; no lower ones mean from the
 * beginning.
 * @throws AludelError E_NOT_AN_ANCESTOR if a lower one does not lead to any upper one
 */
export function between(
  graph: RevisionGraph,
  lower: readonly string[],
  upper: readonly string[],
): readonly string[] {
  const below = ancestors(graph, upper);
  const stray = lower.find((id) => !below.has(id));
  if (stray !== undefined) {
    throw new AludelError(
      "E_NOT_AN_ANCESTOR",
      `${stray} is not an ancestor of ${upper.join(", ") || "base"}.`,
      {
        hint: "A range goes from an older revision to a newer one, such as `-r base:head`; `aludel history` shows the order.",
      },
    );
  }
  if (lower.length === 0) return newestFirst(graph, below);
  const above = descendants(graph, lower);
  return newestFirst(graph, new Set([...below].filter((id) => above.has(id))));
}

/** The revisions that more than one other follows. */
export function branchPoints(graph: RevisionGraph): readonly string[] {
  return [...graph.lines.children].flatMap(([id, children]) => (children.length > 1 ? [id] : []));
}

/** The revisions that follow more than one other. */
export function mergePoints(graph: RevisionGraph): readonly string[] {
  return [...graph.lines.parents].flatMap(([id, parents]) => (parents.length > 1 ? [id] : []));
}

/** The parents of a revision and those of its dependencies that its parents do not need already. */
export function normalizedParents(graph: RevisionGraph, id: string): readonly string[] {
  const parents = graph.lines.parents.get(id) ?? [];
  const implied = ancestors(graph, parents);
  return (graph.links.parents.get(id) ?? []).filter(
    (other) => parents.includes(other) || !implied.has(other),
  );
}
