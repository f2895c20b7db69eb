import { describe, type Description } from "../operation/describe.js";
import type { RevisionFile } from "../revision/directory.js";
import { resolveTarget } from "../revision/resolve.js";
import { loadRevision } from "./loaded-revision.js";
import { inspectDirectory, openProject, type CommandOptions } from "./project.js";

/** One direction of a revision, in words. */
export interface ShownDirection {
  readonly lines: readonly Description[];
  /** False where the revision asks the database, so that what follows cannot be known. */
  readonly complete: boolean;
}

/** A revision and what it does. */
export interface ShownRevision {
  readonly revision: RevisionFile;
  readonly children: readonly string[];
  readonly up: ShownDirection;
  readonly down: ShownDirection;
}

/** The revisions that the text names (`head`, an id, the beginning of one …) and what they do. Needs no database. */
export async function show(text: string, options: CommandOptions = {}): Promise<ShownRevision[]> {
  const { graph } = await inspectDirectory(await openProject(options));
  const { ids } = resolveTarget(graph, text, { current: [] });
  const shown: ShownRevision[] = [];
  for (const id of ids) {
    const revision = graph.revisions.get(id);
    if (revision === undefined) continue;
    const { up, down } = (await loadRevision(revision)).recorded;
    shown.push({
      revision,
      children: graph.lines.children.get(id) ?? [],
      up: { lines: up.operations.flatMap(describe), complete: up.complete },
      down: { lines: down.operations.flatMap(describe), complete: down.complete },
    });
  }
  return shown;
}
