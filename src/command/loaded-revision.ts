import { loadModule } from "../config/load-module.js";
import type { RevisionFile } from "../revision/directory.js";
import {
  checksumOf,
  recordRevision,
  toRevisionModule,
  type RecordedRevision,
  type RevisionModule,
} from "../runtime/record.js";

/** A revision with its code, and what that does. */
export interface LoadedRevision {
  readonly revision: RevisionFile;
  readonly module: RevisionModule;
  readonly recorded: RecordedRevision;
  readonly checksum: string | undefined;
}

/** Loads a revision file and records what it does. */
export async function loadRevision(revision: RevisionFile): Promise<LoadedRevision> {
  const module = toRevisionModule(revision.name, await loadModule(revision.file, { standalone: true }));
  const recorded = await recordRevision(revision.name, module);
  return { revision, module, recorded, checksum: checksumOf(recorded) };
}
