import type { AludelError } from "../errors.js";
import { fileProblemError, type RevisionDirectory, type RevisionFile } from "./directory.js";
import * as problem from "./graph-problem.js";
import { cutLinks, findCircles, linkBothWays, mergeLinks, type LinkMap, type Links } from "./links.js";

/** All revisions and how they hang together: immutable, free of circles, and every linked id has a file. */
export interface RevisionGraph {
  /** By id, in the order of their file names. */
  readonly revisions: ReadonlyMap<string, RevisionFile>;
  /** The lines of history: `parents` only. */
  readonly lines: Links;
  /** What must be applied before what: `parents` and `dependsOn`. */
  readonly links: Links;
  /** Branch label → the id of the revision that carries it. */
  readonly labels: ReadonlyMap<string, string>;
  /** The ids that no other revision has as its parent. */
  readonly heads: readonly string[];
  /** The ids without parents. */
  readonly bases: readonly string[];
}

/** The part of a folder that hangs together, and what is wrong with the rest. */
export interface InspectedGraph {
  readonly graph: RevisionGraph;
  readonly problems: readonly AludelError[];
}

type RevisionMap = ReadonlyMap<string, RevisionFile>;

/**
 * The graph of these revisions, if nothing is wrong with any of them.
 * @throws AludelError of the first problem: E_DUPLICATE_REVISION, E_DUPLICATE_LABEL, E_SELF_PARENT, E_UNKNOWN_PARENT,
 * E_SELF_DEPENDENCY, E_UNKNOWN_DEPENDENCY, E_CYCLE, E_DEPENDENCY_CYCLE
 */
export function buildGraph(files: readonly RevisionFile[]): RevisionGraph {
  const { graph, problems } = inspectGraph(files);
  if (problems[0] !== undefined) throw problems[0];
  return graph;
}

/**
 * The graph of a directory, if nothing is wrong with any of its files.
 * @throws AludelError E_REVISION_FILE for a file that cannot be read, else as {@link buildGraph}
 */
export function graphOf(directory: RevisionDirectory): RevisionGraph {
  if (directory.problems[0] !== undefined) throw fileProblemError(directory.problems[0]);
  return buildGraph(directory.revisions);
}

/**
 * The graph of these revisions and all that is wrong with them. Every revision is in it, except the second of two with
 * one id; links that lead nowhere or round in a circle are left out.
 */
export function inspectGraph(files: readonly RevisionFile[]): InspectedGraph {
  const problems: AludelError[] = [];
  const revisions = byId(files, problems);
  const labels = labelOwners(revisions, problems);
  const parents = knownParents(revisions, problems);
  const dependencies = knownDependencies(revisions, labels, problems);

  const circle = findCircles(linkBothWays(parents));
  if (circle.size > 0) problems.push(problem.cycle(pick(revisions, circle)));
  const lines = linkBothWays(cutLinks(parents, circle));

  const knot = findCircles(linkBothWays(mergeLinks(lines.parents, dependencies)));
  if (knot.size > 0) problems.push(problem.dependencyCycle(pick(revisions, knot)));
  const links = linkBothWays(mergeLinks(lines.parents, cutLinks(dependencies, knot)));

  const heads = idsWithout(lines.children);
  const bases = idsWithout(lines.parents);
  return { graph: { revisions, lines, links, labels, heads, bases }, problems };
}

/** The revision with an id that was taken from the graph itself. */
export function revisionOf(graph: RevisionGraph, id: string): RevisionFile {
  const revision = graph.revisions.get(id);
  if (revision === undefined) throw new RangeError(`No revision ${id} in the graph`);
  return revision;
}

function byId(files: readonly RevisionFile[], problems: AludelError[]): RevisionMap {
  const groups = new Map<string, [RevisionFile, ...RevisionFile[]]>();
  for (const file of files.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const group = groups.get(file.id);
    if (group === undefined) groups.set(file.id, [file]);
    else group.push(file);
  }
  for (const group of groups.values()) if (group.length > 1) problems.push(problem.duplicateRevision(group));
  return new Map([...groups].map(([id, [first]]) => [id, first]));
}

function labelOwners(revisions: RevisionMap, problems: AludelError[]): ReadonlyMap<string, string> {
  const owners = new Map<string, string>();
  for (const revision of revisions.values()) {
    for (const label of revision.branchLabels) {
      const other = revisions.get(owners.get(label) ?? label);
      if (other === undefined) owners.set(label, revision.id);
      else problems.push(problem.duplicateLabel(label, other, revision));
    }
  }
  return owners;
}

function knownParents(revisions: RevisionMap, problems: AludelError[]): LinkMap {
  return linksOf(revisions, (revision) =>
    revision.parents.filter((id) => {
      if (id === revision.id) problems.push(problem.selfParent(revision));
      else if (!revisions.has(id)) problems.push(problem.unknownParent(revision, id));
      return id !== revision.id && revisions.has(id);
    }),
  );
}

function knownDependencies(
  revisions: RevisionMap,
  labels: ReadonlyMap<string, string>,
  problems: AludelError[],
): LinkMap {
  return linksOf(revisions, (revision) =>
    revision.dependsOn.flatMap((name) => {
      const id = labels.get(name) ?? name;
      if (id === revision.id) problems.push(problem.selfDependency(revision));
      else if (!revisions.has(id)) problems.push(problem.unknownDependency(revision, name));
      return id !== revision.id && revisions.has(id) ? [id] : [];
    }),
  );
}

function linksOf(revisions: RevisionMap, links: (revision: RevisionFile) => readonly string[]): LinkMap {
  return new Map([...revisions].map(([id, revision]) => [id, [...new Set(links(revision))]]));
}

function idsWithout(links: LinkMap): readonly string[] {
  return [...links].flatMap(([id, list]) => (list.length === 0 ? [id] : []));
}

function pick(revisions: RevisionMap, ids: ReadonlySet<string>): readonly RevisionFile[] {
  return [...revisions.values()].filter(({ id }) => ids.has(id));
}
