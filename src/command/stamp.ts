import type { DataSource } from "typeorm";
import { planStamp, type Move } from "../revision/plan.js";
import { resolveTarget } from "../revision/resolve.js";
import { ensureVersionTable } from "../runtime/migrate.js";
import { logStatement, readCurrent, rowStatement } from "../runtime/version-table.js";
import { acquireLock, retryWhileBusy } from "./lock.js";
import { loadRevision } from "./loaded-revision.js";
import { openProject, readGraph, type CommandOptions } from "./project.js";
import { withSession } from "./session.js";

/** What `stamp` takes. */
export interface StampOptions extends CommandOptions {
  /** Forget every revision that the version table says, even one that no file has. */
  readonly purge?: boolean;
}

/** Where the database was and is. */
export interface StampResult {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/**
 * Sets the revisions that the database is at, without running anything. Throws `E_DATABASE_REVISION_UNKNOWN` where it is
 * at a revision that no file has, unless told to purge.
 */
export async function stamp(
  dataSource: DataSource,
  targets: readonly string[],
  options: StampOptions = {},
): Promise<StampResult> {
  const project = await openProject(options);
  const graph = await readGraph(project);
  const { system, names } = project;
  return withSession(dataSource, async ({ connection, dialect }) => {
    const lock = await acquireLock(project, dialect, dataSource, {});
    const retry = retryWhileBusy(project, dialect, {});
    try {
      await ensureVersionTable({ dialect, connection, names, retry });
      return await dialect.transaction(connection, { reshapes: false, retry }, async () => {
        const current = (await readCurrent(connection, dialect, names)) ?? [];
        const known = options.purge ? [] : current;
        const resolved = targets.map((text) => resolveTarget(graph, text, { current: known }));
        const move: Move = planStamp(graph, current, resolved, { purge: options.purge ?? false });
        for (const row of move.rows) {
          const { sql, parameters } = rowStatement(row, dialect, names);
          await connection.query(sql, parameters);
        }
        for (const id of move.after.filter((after) => !move.before.includes(after))) {
          const revision = graph.revisions.get(id);
          const checksum = revision === undefined ? undefined : (await loadRevision(revision)).checksum;
          const at = new Date(system.now()).toISOString();
          const entry = {
            revision: id,
            direction: "stamp" as const,
            at,
            milliseconds: 0,
            checksum,
            by: system.user,
            tool: system.version,
          };
          const { sql, parameters } = logStatement(entry, dialect, names);
          await connection.query(sql, parameters);
        }
        return { before: move.before, after: move.after };
      });
    } finally {
      await lock.release();
    }
  });
}
