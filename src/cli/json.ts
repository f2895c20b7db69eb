import type { CheckResult } from "../command/check.js";
import type { CurrentResult } from "../command/current.js";
import type { HeadsResult } from "../command/heads.js";
import type { HistoryResult } from "../command/history.js";
import type { ShownRevision } from "../command/show.js";
import type { AludelError } from "../errors.js";
import type { RevisionFile } from "../revision/directory.js";
import type { JournalEntry } from "../runtime/journal.js";
import type { Terminal } from "./terminal.js";

/** Prints one JSON document. What is undefined in it is left out. */
export function printJson(terminal: Terminal, document: unknown): void {
  terminal.print(JSON.stringify(document, null, 2));
}

function revisionJson(revision: RevisionFile) {
  const { id, parents, branchLabels, dependsOn, message, doc, transaction, hasDown, file } = revision;
  return { id, parents, branchLabels, dependsOn, message, doc, transaction, hasDown, file };
}

function problemJson({ code, message, hint }: AludelError) {
  return { code, message, hint };
}

function underWayJson({ revision, direction, done, total, running }: JournalEntry) {
  return { revision, direction, done, total, running: running?.text };
}

/** What `current --json` prints. */
export function currentJson({ database, stamped, atHead, revisions, underWay }: CurrentResult) {
  return {
    database,
    stamped,
    atHead,
    revisions: revisions.map(({ id, revision, isHead }) => ({
      ...(revision === undefined ? { id } : revisionJson(revision)),
      isHead,
      hasFile: revision !== undefined,
    })),
    ...(underWay === undefined ? {} : { underWay: underWayJson(underWay) }),
  };
}

/** What `history --json` prints. */
export function historyJson({ entries }: HistoryResult, problems: readonly AludelError[]) {
  return {
    revisions: entries.map(({ revision, ...marks }) => ({ ...revisionJson(revision), ...marks })),
    problems: problems.map(problemJson),
  };
}

/** What `heads --json` prints. */
export function headsJson({ heads }: HeadsResult, problems: readonly AludelError[]) {
  return { heads: heads.map(revisionJson), problems: problems.map(problemJson) };
}

/** What `show --json` prints. */
export function showJson(shown: readonly ShownRevision[]) {
  return {
    revisions: shown.map(({ revision, children, up, down }) => ({
      ...revisionJson(revision),
      children,
      up: { changes: up.lines, complete: up.complete },
      down: { changes: down.lines, complete: down.complete },
    })),
  };
}

/** What `check --json` prints. */
export function checkJson({ changes, changedFiles, difference }: CheckResult, database: string) {
  const { unmanaged, unsupported, unknown } = difference;
  const differs = changes.length + changedFiles.length > 0;
  return { database, differs, changes, changedFiles, unmanaged, unsupported, unknown };
}
