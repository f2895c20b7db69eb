import type { DataSource } from "typeorm";
import type { RevisionFile } from "../revision/directory.js";
import { readChecksums, readCurrent } from "../runtime/version-table.js";
import { loadRevision } from "./loaded-revision.js";
import { namesFor } from "./names.js";
import type { Project } from "./project.js";
import { databaseExists, withSession } from "./session.js";

/** Where a database is, and what its revisions did when they were applied. */
export interface DatabaseState {
  readonly current: readonly string[];
  readonly checksums: ReadonlyMap<string, string>;
}

/** Reads the state of a database; one that is not there yet is at nothing. */
export async function readState(dataSource: DataSource, project: Project): Promise<DatabaseState> {
  if (!databaseExists(dataSource)) return { current: [], checksums: new Map() };
  const names = namesFor(project, dataSource);
  return withSession(dataSource, async ({ connection, dialect }) => ({
    current: (await readCurrent(connection, dialect, names)) ?? [],
    checksums: await readChecksums(connection, dialect, names),
  }));
}

/** The ids of files that do something else now than when they were applied. */
export async function changedRevisions(
  revisions: readonly RevisionFile[],
  checksums: ReadonlyMap<string, string>,
): Promise<ReadonlySet<string>> {
  const changed = new Set<string>();
  for (const revision of revisions) {
    const applied = checksums.get(revision.id);
    if (applied === undefined) continue;
    const { checksum } = await loadRevision(revision);
    if (checksum !== undefined && checksum !== applied) changed.add(revision.id);
  }
  return changed;
}
