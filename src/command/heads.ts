import type { AludelError } from "../errors.js";
import type { FileProblem, RevisionFile } from "../revision/directory.js";
import { inspectDirectory, openProject, type CommandOptions } from "./project.js";

/** The revisions that nothing follows, and what is wrong with the directory. */
export interface HeadsResult {
  readonly heads: readonly RevisionFile[];
  readonly brokenFiles: readonly FileProblem[];
  readonly problems: readonly AludelError[];
}

/** The heads of the project's history: one where it is linear. Needs no database. */
export async function heads(options: CommandOptions = {}): Promise<HeadsResult> {
  const { graph, problems, directory } = await inspectDirectory(await openProject(options));
  return {
    heads: graph.heads.flatMap((id) => graph.revisions.get(id) ?? []),
    brokenFiles: directory.problems,
    problems,
  };
}
