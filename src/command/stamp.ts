import type { DataSource } from "typeorm";
import type { RevisionGraph } from "../revision/graph.js";
import { planStamp, type Move } from "../revision/plan.js";
import { resolveTarget } from "../revision/resolve.js";
import { ensureVersionTable } from "../runtime/migrate.js";
import { clearJournal, readJournal, underWayError, type JournalContext } from "../runtime/journal.js";
import { logStatement, readCurrent, rowStatement } from "../runtime/version-table.js";
import { acquireLock, retryWhileBusy } from "./lock.js";
import { loadRevision } from "./loaded-revision.js";
import { namesFor } from "./names.js";
import { openProject, readGraph, type CommandOptions, type Project } from "./project.js";
import { withSession } from "./session.js";

/** What `stamp` takes. */
export interface StampOptions extends CommandOptions {
  /** Forget every revision that the version table says, even one that no file has, and one that is under way. */
  readonly purge?: boolean;
}

/** Where the database was and is. */
export interface StampResult {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** What a stamp works with. */
interface Stamping extends JournalContext {
  readonly project: Project;
  readonly graph: RevisionGraph;
}

/** Forgets the revision that is under way. Throws `E_REVISION_UNDER_WAY` where there is one that is not to be forgotten. */
async function forgetUnderWay(stamping: Stamping, current: readonly string[], purge: boolean): Promise<void> {
  const underWay = await readJournal(stamping);
  if (underWay === undefined) return;
  if (!purge) throw underWayError(underWay, current);
  await clearJournal(stamping);
}

async function logStamp(id: string, { project, graph, dialect, connection, names }: Stamping): Promise<void> {
  const { system } = project;
  const revision = graph.revisions.get(id);
  const checksum = revision === undefined ? undefined : (await loadRevision(revision)).checksum;
  const at = new Date(system.now()).toISOString();
  const { user: by, version: tool } = system;
  const entry = { revision: id, direction: "stamp" as const, at, milliseconds: 0, checksum, by, tool };
  const { sql, parameters } = logStatement(entry, dialect, names);
  await connection.query(sql, parameters);
}

async function restamp(stamping: Stamping, targets: readonly string[], purge: boolean): Promise<StampResult> {
  const { graph, dialect, connection, names } = stamping;
  const current = (await readCurrent(connection, dialect, names)) ?? [];
  await forgetUnderWay(stamping, current, purge);
  const known = purge ? [] : current;
  const resolved = targets.map((text) => resolveTarget(graph, text, { current: known }));
  const { rows, before, after }: Move = planStamp(graph, current, resolved, { purge });
  for (const row of rows) {
    const { sql, parameters } = rowStatement(row, dialect, names);
    await connection.query(sql, parameters);
  }
  for (const id of after.filter((one) => !before.includes(one))) await logStamp(id, stamping);
  return { before, after };
}

/**
 * Sets the revisions that the database is at, without running anything. Throws `E_DATABASE_REVISION_UNKNOWN` where it is
 * at a revision that no file has, `E_REVISION_UNDER_WAY` where a part of one is applied or reverted, unless told to purge.
 */
export async function stamp(
  dataSource: DataSource,
  targets: readonly string[],
  options: StampOptions = {},
): Promise<StampResult> {
  const project = await openProject(options);
  const graph = await readGraph(project);
  const names = namesFor(project, dataSource);
  return withSession(dataSource, async ({ connection, dialect }) => {
    const lock = await acquireLock(project, dialect, dataSource, {});
    const retry = retryWhileBusy(project, dialect, {});
    try {
      await ensureVersionTable({ dialect, connection, names, retry });
      const stamping: Stamping = { project, graph, dialect, connection, names };
      return await dialect.transaction(connection, { reshapes: false, retry }, () =>
        restamp(stamping, targets, options.purge ?? false),
      );
    } finally {
      await lock.release();
    }
  });
}
