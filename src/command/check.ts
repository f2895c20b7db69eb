import type { DataSource } from "typeorm";
import { describe, type Description } from "../operation/describe.js";
import { AludelError, exitCode } from "../errors.js";
import { ancestors } from "../revision/traverse.js";
import { readChecksums, readCurrent } from "../runtime/version-table.js";
import type { Answers, Difference } from "./autogenerate.js";
import { compareWithDatabase } from "./compare.js";
import { changedRevisions } from "./database-state.js";
import { namesFor } from "./names.js";
import { openProject, readGraph, type CommandOptions } from "./project.js";

/** Whether anything is left to do for a database and a revision directory. */
export interface CheckResult {
  /** What autogenerate would write, a line per change; empty where nothing differs. */
  readonly changes: readonly Description[];
  /** Names of revision files that do something else now than when they were applied. */
  readonly changedFiles: readonly string[];
  readonly difference: Difference;
}

/**
 * Compares the entities with the database as autogenerate does, and the applied revision files with what was applied;
 * asks nothing and writes nothing. What may be a rename counts as a drop and an add. Throws `E_DATABASE_BEHIND` where the
 * database is not at the head, `E_MULTIPLE_HEADS` where there are several.
 */
export async function check(
  dataSource: DataSource,
  options: CommandOptions & Answers = {},
): Promise<CheckResult> {
  const project = await openProject(options);
  const graph = await readGraph(project);
  if (graph.heads.length > 1) {
    throw new AludelError("E_MULTIPLE_HEADS", `there are several heads: ${graph.heads.join(", ")}`, {
      hint: "See `aludel heads`.",
      exitCode: exitCode.brokenRevisions,
    });
  }
  const answers = { ...options, noRename: true, leaveValues: true };
  return compareWithDatabase(
    { project, graph, dataSource, answers },
    async ({ difference, session, dialect }) => {
      const { up } = difference;
      const changes = up.flatMap(describe);
      if (session === undefined) return { changes, changedFiles: [], difference };
      const { connection } = session;
      const names = namesFor(project, dataSource);
      const current = (await readCurrent(connection, dialect, names)) ?? [];
      const applied = [...ancestors(graph, current)].flatMap((id) => graph.revisions.get(id) ?? []);
      const changed = await changedRevisions(applied, await readChecksums(connection, dialect, names));
      return {
        changes,
        changedFiles: applied.filter(({ id }) => changed.has(id)).map(({ name }) => name),
        difference,
      };
    },
  );
}
