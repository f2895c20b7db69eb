import type { DataSource } from "typeorm";
import type { AludelError } from "../errors.js";
import type { FileProblem, RevisionFile } from "../revision/directory.js";
import { resolveRange } from "../revision/resolve.js";
import { ancestors, branchPoints, mergePoints, newestFirst } from "../revision/traverse.js";
import { inspectDirectory, openProject, type CommandOptions } from "./project.js";

/** One revision in the history. */
export interface HistoryEntry {
  readonly revision: RevisionFile;
  readonly isHead: boolean;
  readonly isBranchPoint: boolean;
  readonly isMergePoint: boolean;
  /** Whether the database is at it; absent where no database was asked. */
  readonly isCurrent?: boolean;
  /** Whether the file does something else than when it was applied; absent where no database was asked. */
  readonly isChanged?: boolean;
}

/** The revisions of a directory, the newest first, and what is wrong with it. */
export interface HistoryResult {
  readonly entries: readonly HistoryEntry[];
  readonly brokenFiles: readonly FileProblem[];
  readonly problems: readonly AludelError[];
  /** The ids that the database is at and no file has. */
  readonly unknownCurrent: readonly string[];
}

/** What `history` takes. */
export interface HistoryOptions extends CommandOptions {
  /** `from:to`, both ends included. */
  readonly range?: string;
}

/**
 * The revisions of the project, newest first, without a database; with one, also which the database is at and which
 * changed after they were applied. Broken files are listed aside.
 */
export async function history(options: HistoryOptions = {}, dataSource?: DataSource): Promise<HistoryResult> {
  const project = await openProject(options);
  const { graph, problems, directory } = await inspectDirectory(project);
  // Without a database, neither the drivers nor the code of the revisions are needed.
  const database = dataSource === undefined ? undefined : await import("./database-state.js");
  const state = dataSource && (await database?.readState(dataSource, project));
  const current = state?.current ?? [];
  const ids = options.range === undefined ? undefined : idsBetween(options.range);
  const shown = newestFirst(graph, ids).flatMap((id) => graph.revisions.get(id) ?? []);
  const applied = ancestors(
    graph,
    current.filter((id) => graph.revisions.has(id)),
  );
  const changed =
    state === undefined
      ? undefined
      : await database?.changedRevisions(
          shown.filter(({ id }) => applied.has(id)),
          state.checksums,
        );
  const [heads, branches, merges] = [
    new Set(graph.heads),
    new Set(branchPoints(graph)),
    new Set(mergePoints(graph)),
  ];
  return {
    entries: shown.map((revision) => ({
      revision,
      isHead: heads.has(revision.id),
      isBranchPoint: branches.has(revision.id),
      isMergePoint: merges.has(revision.id),
      ...(changed === undefined
        ? {}
        : { isCurrent: current.includes(revision.id), isChanged: changed.has(revision.id) }),
    })),
    brokenFiles: directory.problems,
    problems,
    unknownCurrent: current.filter((id) => !graph.revisions.has(id)),
  };

  function idsBetween(range: string): ReadonlySet<string> {
    const { from, to } = resolveRange(graph, range, { current });
    const upper = to.ids.length === 0 ? new Set<string>() : ancestors(graph, to.ids);
    const below = new Set([...ancestors(graph, from.ids)].filter((id) => !from.ids.includes(id)));
    return new Set([...upper].filter((id) => !below.has(id)));
  }
}
