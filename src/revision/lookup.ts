import { AludelError, exitCode } from "../errors.js";
import { revisionOf, type RevisionGraph } from "./graph.js";
import { badSyntax } from "./reference.js";
import { suggest } from "./suggest.js";
import { lineage } from "./traverse.js";

const shortestPrefix = 4;
const mostListed = 5;

/** A line of history that a `label@` limits a reference to. */
export interface Branch {
  /** The label or revision as it was typed. */
  readonly name: string;
  /** The revision that stands for the branch. */
  readonly id: string;
  readonly members: ReadonlySet<string>;
}

/**
 * The id of a revision named by its id, a branch label, or the first four or more characters of its id.
 * @throws AludelError E_UNKNOWN_REVISION, E_AMBIGUOUS_REVISION, E_NOT_ON_BRANCH, E_BAD_REVISION_SYNTAX (too short)
 */
export function findRevision(graph: RevisionGraph, text: string, branch?: Branch): string {
  const exact = graph.revisions.has(text) ? text : graph.labels.get(text);
  const matches = exact === undefined ? byPrefix(graph, text) : [exact];
  const members = branch === undefined ? matches : matches.filter((id) => branch.members.has(id));
  const [found, ...others] = members;
  if (found === undefined) {
    throw branch === undefined || matches[0] === undefined
      ? unknownRevision(graph, text)
      : notOnBranch(matches[0], branch);
  }
  if (others.length > 0) throw ambiguousPrefix(graph, text, members);
  return found;
}

/**
 * The branch named by a label, or by a revision that is on it.
 * @throws AludelError E_UNKNOWN_BRANCH, E_AMBIGUOUS_REVISION, E_BAD_REVISION_SYNTAX
 */
export function findBranch(graph: RevisionGraph, name: string): Branch {
  const id = graph.labels.get(name) ?? branchRevision(graph, name);
  return { name, id, members: lineage(graph, id) };
}

function branchRevision(graph: RevisionGraph, name: string): string {
  try {
    return findRevision(graph, name);
  } catch (error) {
    if (!(error instanceof AludelError) || error.code === "E_AMBIGUOUS_REVISION") throw error;
    const near = suggest(name, graph.labels.keys());
    throw new AludelError("E_UNKNOWN_BRANCH", `No branch label or revision is called "${name}".`, {
      hint: didYouMean(near) + "`aludel history` shows the labels.",
      exitCode: exitCode.usage,
      cause: error,
    });
  }
}

function byPrefix(graph: RevisionGraph, text: string): readonly string[] {
  const matches = [...graph.revisions.keys()].filter((id) => id.startsWith(text));
  if (text.length >= shortestPrefix) return matches;
  const examples = matches.slice(0, mostListed).map((id) => describe(graph, id));
  throw badSyntax(
    `No revision is called "${text}".`,
    `The beginning of an id needs at least four characters.${examples.length > 0 ? ` So begin: ${examples.join(", ")}.` : ""}`,
  );
}

function unknownRevision(graph: RevisionGraph, text: string): AludelError {
  const near = suggest(text, [...graph.revisions.keys(), ...graph.labels.keys(), "head", "heads", "base"]);
  return new AludelError("E_UNKNOWN_REVISION", `No revision is called "${text}".`, {
    hint: `${didYouMean(near.map((name) => describe(graph, name)))}\`aludel history\` lists all revisions.`,
    exitCode: exitCode.usage,
  });
}

function ambiguousPrefix(graph: RevisionGraph, text: string, ids: readonly string[]): AludelError {
  const listed = ids.slice(0, mostListed).map((id) => describe(graph, id));
  const more = ids.length > mostListed ? ` and ${ids.length - mostListed} more` : "";
  return new AludelError("E_AMBIGUOUS_REVISION", `${ids.length} revisions begin with "${text}".`, {
    hint: `Type more characters of one of them: ${listed.join(", ")}${more}.`,
    exitCode: exitCode.usage,
  });
}

function notOnBranch(id: string, branch: Branch): AludelError {
  return new AludelError("E_NOT_ON_BRANCH", `Revision ${id} is not a member of branch "${branch.name}".`, {
    hint: `Leave out "${branch.name}@", or name a revision of that branch.`,
    exitCode: exitCode.usage,
  });
}

/** An id with the first line of its message, which people remember better. */
function describe(graph: RevisionGraph, name: string): string {
  if (!graph.revisions.has(name)) return name;
  const [line = ""] = revisionOf(graph, name).message.split("\n");
  return line === "" ? name : `${name} (${line})`;
}

function didYouMean(names: readonly string[]): string {
  return names.length === 0 ? "" : `Did you mean ${names.join(" or ")}? `;
}
