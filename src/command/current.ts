import type { DataSource } from "typeorm";
import type { RevisionFile } from "../revision/directory.js";
import { readJournal, type JournalEntry } from "../runtime/journal.js";
import { readCurrent } from "../runtime/version-table.js";
import { namesFor } from "./names.js";
import { inspectDirectory, openProject, type CommandOptions } from "./project.js";
import { requireDatabase, withSession } from "./session.js";

/** One revision that a database is at. */
interface CurrentRevision {
  readonly id: string;
  /** Its file; absent where no file has that id. */
  readonly revision?: RevisionFile;
  readonly isHead: boolean;
}

/** Where a database is. */
export interface CurrentResult {
  /** The database, as people know it. */
  readonly database: string;
  /** Sorted by id; empty before the first revision. */
  readonly revisions: readonly CurrentRevision[];
  /** Whether the database was ever migrated or stamped: it has a version table. */
  readonly stamped: boolean;
  /** Whether it is at every head. */
  readonly atHead: boolean;
  /** The revision of which a part is applied or reverted, where one is. */
  readonly underWay?: JournalEntry;
}

/** Reads where the database is; changes nothing. Throws `E_DATABASE_MISSING` where there is none. */
export async function current(dataSource: DataSource, options: CommandOptions = {}): Promise<CurrentResult> {
  const project = await openProject(options);
  const { graph } = await inspectDirectory(project);
  requireDatabase(dataSource);
  const names = namesFor(project, dataSource);
  return withSession(dataSource, async ({ connection, dialect, database }) => {
    const ids = await readCurrent(connection, dialect, names);
    const heads = new Set(graph.heads);
    const underWay = await readJournal({ connection, dialect, names });
    return {
      database,
      revisions: (ids ?? []).map((id) => {
        const revision = graph.revisions.get(id);
        return { id, isHead: heads.has(id), ...(revision === undefined ? {} : { revision }) };
      }),
      stamped: ids !== undefined,
      atHead: graph.heads.every((head) => (ids ?? []).includes(head)),
      ...(underWay === undefined ? {} : { underWay }),
    };
  });
}
