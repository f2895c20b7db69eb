import { AludelError, exitCode } from "../errors.js";
import type { RevisionGraph } from "./graph.js";
import { findBranch, findRevision, type Branch } from "./lookup.js";
import { badSyntax, isRelative, parseReference, splitRange, type Reference } from "./reference.js";
import { ancestors, tips } from "./traverse.js";

/** Which way a command goes; it tells what `+2` and `-2` may mean. */
export type Direction = "upgrade" | "downgrade";

/** Where the database is, and which way to go from there. */
export interface ResolveContext {
  /** The ids in the version table. */
  readonly current: readonly string[];
  /** Left out by commands that go neither way, such as `show` and `stamp`. */
  readonly direction?: Direction;
}

/** What a user typed as a revision, looked up. */
export interface Target {
  readonly text: string;
  /** No id is base, before the first revision; several are what `heads` and `current` can mean. */
  readonly ids: readonly string[];
  /** The revision whose line of history alone is meant, from `label@…`. */
  readonly branch: string | undefined;
}

/** Both ends of a range, looked up. */
export interface TargetRange {
  readonly from: Target;
  readonly to: Target;
}

/**
 * Looks up one revision: an id, the beginning of one, a branch label, `head`, `heads`, `base`, `current`, any of them
 * with `+N` or `-N`, or those alone, counted from the database; all of it limited to one line by `label@`.
 * @throws AludelError E_BAD_REVISION_SYNTAX, E_UNKNOWN_REVISION, E_AMBIGUOUS_REVISION, E_UNKNOWN_BRANCH,
 * E_NOT_ON_BRANCH, E_MULTIPLE_HEADS, E_NOT_ENOUGH_REVISIONS, E_DATABASE_REVISION_UNKNOWN
 */
export function resolveTarget(graph: RevisionGraph, text: string, context: ResolveContext): Target {
  const reference = parseReference(text);
  if (isRelative(reference)) requireDirection(reference, context.direction);
  const branch = reference.branch === undefined ? undefined : findBranch(graph, reference.branch);
  const starts = resolveSymbol(graph, reference, branch, context.current);
  if (reference.steps === 0) return { text, ids: starts, branch: branch?.id };
  if (starts.length > 1) throw severalStarts(reference, starts);
  const end =
    reference.steps > 0 ? walkUp(graph, reference, starts[0], branch) : walkDown(graph, reference, starts[0]);
  // A bare "-1" undoes its own line only, not the others that parted where it ends.
  const line = isRelative(reference) ? starts[0] : undefined;
  return { text, ids: end === undefined ? [] : [end], branch: branch?.id ?? line };
}

/**
 * Looks up a range `from:to`. On the way up, an open end is base or heads, and `-2:` or `:+2` counts from the other end;
 * on the way down both ends are needed.
 * @throws AludelError as {@link resolveTarget}
 */
export function resolveRange(graph: RevisionGraph, text: string, context: ResolveContext): TargetRange {
  const sides = splitRange(text);
  const down = context.direction === "downgrade";
  if (down && (sides.from === "" || sides.to === "")) {
    throw badSyntax(
      `"${text}" has an open end.`,
      "On the way down, name both ends: from:to, the newer one first.",
    );
  }
  const direction = context.direction ?? "upgrade";
  const from = sides.from || "base";
  const to = sides.to || "heads";
  const start = parseReference(from);
  if (isRelative(parseReference(to)) && !isRelative(start)) {
    const known = resolveTarget(graph, from, { current: context.current });
    return { from: known, to: resolveTarget(graph, to, { current: known.ids, direction }) };
  }
  const known = resolveTarget(graph, to, { current: context.current });
  if (!isRelative(start))
    return { from: resolveTarget(graph, from, { current: context.current }), to: known };
  if (down || start.steps > 0 || isRelative(parseReference(to))) {
    throw badSyntax(
      `"${text}" does not say where it begins.`,
      'Begin with a revision, such as "base+2" or "current".',
    );
  }
  return { from: resolveTarget(graph, from, { current: known.ids }), to: known };
}

/**
 * Fails if the database is at a revision that no file has.
 * @throws AludelError E_DATABASE_REVISION_UNKNOWN
 */
export function requireKnown(graph: RevisionGraph, current: readonly string[]): void {
  const unknown = current.filter((id) => !graph.revisions.has(id));
  if (unknown.length === 0) return;
  throw new AludelError(
    "E_DATABASE_REVISION_UNKNOWN",
    `The version table of the database says ${unknown.join(", ")}, which no revision file has.`,
    {
      hint:
        "Restore that file: it may be on another git branch or in a newer release. If it is lost for good and you know which " +
        "revision the database matches, type `aludel stamp --purge <id>`.",
    },
  );
}

function resolveSymbol(
  graph: RevisionGraph,
  { text, symbol }: Reference,
  branch: Branch | undefined,
  current: readonly string[],
): readonly string[] {
  const onBranch = (ids: readonly string[]): readonly string[] =>
    branch === undefined ? ids : ids.filter((id) => branch.members.has(id));
  switch (symbol) {
    case "base":
      return [];
    case "heads":
      return onBranch(graph.heads);
    case "head": {
      const heads = onBranch(graph.heads);
      if (heads.length > 1) throw multipleHeads(text, heads);
      return heads;
    }
    case "":
    case "current":
      requireKnown(graph, current);
      return tips(graph, onBranch(branch === undefined ? current : [...ancestors(graph, current)]));
    default:
      return [findRevision(graph, symbol, branch)];
  }
}

function requireDirection({ text, steps }: Reference, direction: Direction | undefined): void {
  const goes = steps > 0 ? "upgrade" : "downgrade";
  if (direction === undefined || direction === goes) return;
  throw badSyntax(
    `"${text}" is no target of ${direction}: it counts the other way.`,
    `Type \`aludel ${goes} ${text}\`, or count from a revision: id${text.replace(/^.*@/, "")}.`,
  );
}

/** The revision some steps after this one; undefined is base. */
function walkUp(
  graph: RevisionGraph,
  reference: Reference,
  start: string | undefined,
  branch: Branch | undefined,
): string | undefined {
  let at = start;
  for (let taken = 0; taken < reference.steps; taken++) {
    const following = at === undefined ? graph.bases : (graph.lines.children.get(at) ?? []);
    const next = branch === undefined ? following : following.filter((id) => branch.members.has(id));
    if (next.length > 1) throw fork(reference, `${next.join(" and ")} follow ${at ?? "base"}`);
    if (next[0] === undefined) throw notEnough(reference, stepsAfter(taken, start));
    at = next[0];
  }
  return at;
}

/** The revision some steps before this one; undefined is base. */
function walkDown(graph: RevisionGraph, reference: Reference, start: string | undefined): string | undefined {
  let at = start;
  for (let taken = 0; taken < -reference.steps; taken++) {
    if (at === undefined) {
      throw notEnough(
        reference,
        start === undefined ? "nothing comes before base" : `base is ${count(taken)} before ${start}`,
      );
    }
    const parents: readonly string[] = graph.lines.parents.get(at) ?? [];
    if (parents.length > 1) throw fork(reference, `${at} follows ${parents.join(" and ")}`);
    at = parents[0];
  }
  return at;
}

function multipleHeads(text: string, heads: readonly string[]): AludelError {
  return new AludelError("E_MULTIPLE_HEADS", `"${text}" is ${heads.length} revisions: ${heads.join(", ")}.`, {
    hint: `\`aludel heads\` shows them. Name one by its id, or all by heads; to join them, add a revision with \`parents = ${JSON.stringify(heads)}\`.`,
    exitCode: exitCode.brokenRevisions,
  });
}

function severalStarts({ text }: Reference, starts: readonly string[]): AludelError {
  return new AludelError("E_AMBIGUOUS_REVISION", `"${text}" can be counted from ${starts.join(", ")}.`, {
    hint: `Say from which one: ${starts[0]}${text.replace(/^.*?(?=[+-]\d+$)/, "")}, or name a branch: label@${text}.`,
    exitCode: exitCode.usage,
  });
}

function fork({ text }: Reference, why: string): AludelError {
  return new AludelError("E_AMBIGUOUS_REVISION", `"${text}" leads more than one way: ${why}.`, {
    hint: "Name the revision by its id; `aludel history` shows them.",
    exitCode: exitCode.usage,
  });
}

function notEnough({ text }: Reference, why: string): AludelError {
  return new AludelError("E_NOT_ENOUGH_REVISIONS", `"${text}" goes too far: ${why}.`, {
    hint: "`aludel history` shows the revisions in their order.",
  });
}

function stepsAfter(taken: number, start = "base"): string {
  return taken === 0 ? `nothing comes after ${start}` : `the last revision is ${count(taken)} after ${start}`;
}

function count(steps: number): string {
  return steps === 1 ? "1 step" : `${steps} steps`;
}
