import { AludelError, exitCode } from "../errors.js";
import type { RevisionFile } from "./directory.js";

const mostListed = 10;

/** Two or more files with one id. */
export function duplicateRevision(files: readonly RevisionFile[]): AludelError {
  const names = files.map(({ name }) => name);
  return broken(
    "E_DUPLICATE_REVISION",
    `Revision ${files[0]?.id} is in ${files.length} files: ${names.join(", ")}.`,
    "Keep one of them, or give the copy an id of its own.",
  );
}

/** A branch label that a second revision carries too, or that is the id of another revision. */
export function duplicateLabel(label: string, first: RevisionFile, second: RevisionFile): AludelError {
  const use = first.id === label ? "is a revision id" : "is used";
  return broken(
    "E_DUPLICATE_LABEL",
    `The branch label "${label}" of ${shown(second)} ${use} already, by ${shown(first)}.`,
    "A label belongs to one revision: rename or remove it in one of the files.",
  );
}

/** A revision that names itself among its parents. */
export function selfParent(revision: RevisionFile): AludelError {
  return broken(
    "E_SELF_PARENT",
    `Revision ${shown(revision)} is its own parent.`,
    "Set `parents` to the revision it follows, or to [] if it is the first.",
  );
}

/** A revision that depends on itself. */
export function selfDependency(revision: RevisionFile): AludelError {
  return broken(
    "E_SELF_DEPENDENCY",
    `Revision ${shown(revision)} depends on itself.`,
    "Take its own id or label out of `dependsOn`.",
  );
}

/** A parent that no file has. */
export function unknownParent(revision: RevisionFile, parent: string): AludelError {
  return broken(
    "E_UNKNOWN_PARENT",
    `Revision ${shown(revision)} follows ${parent}, which no revision file has.`,
    `Bring back the file of ${parent}, or correct \`parents\` in ${revision.name}.`,
  );
}

/** A dependency that is neither the id of a file nor a branch label. */
export function unknownDependency(revision: RevisionFile, name: string): AludelError {
  return broken(
    "E_UNKNOWN_DEPENDENCY",
    `Revision ${shown(revision)} depends on ${name}, which is no revision and no branch label.`,
    `Bring back the file of ${name}, or correct \`dependsOn\` in ${revision.name}.`,
  );
}

/** Revisions that follow each other in a circle. */
export function cycle(revisions: readonly RevisionFile[]): AludelError {
  return broken(
    "E_CYCLE",
    `These revisions follow each other in a circle: ${listed(revisions)}.`,
    "Correct `parents` in the file that should come first.",
  );
}

/** Revisions that depend on each other in a circle. */
export function dependencyCycle(revisions: readonly RevisionFile[]): AludelError {
  return broken(
    "E_DEPENDENCY_CYCLE",
    `These revisions depend on each other in a circle: ${listed(revisions)}.`,
    "Take one of the ids out of `dependsOn`, so that one of the revisions can come first.",
  );
}

function broken(code: `E_${string}`, message: string, hint: string): AludelError {
  return new AludelError(code, message, { hint, exitCode: exitCode.brokenRevisions });
}

function shown({ id, name }: RevisionFile): string {
  return `${id} (${name})`;
}

function listed(revisions: readonly RevisionFile[]): string {
  const more = revisions.length - mostListed;
  const first = revisions.slice(0, mostListed).map(shown).join(", ");
  return more > 0 ? `${first} and ${more} more` : first;
}
