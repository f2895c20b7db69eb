import { constants } from "node:fs";
import { copyFile, link, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, parse } from "node:path";
import { AludelError, exitCode, messageOf } from "../errors.js";
import { scanHeader, type HeaderProblem, type HeaderScan, type RevisionHeader } from "./header.js";

/** One revision and the file that holds it. */
export interface RevisionFile extends RevisionHeader {
  /** The absolute path. */
  readonly file: string;
  /** The file's name within its directory. */
  readonly name: string;
}

/** Why one file of the directory cannot be read as a revision. */
export interface FileProblem extends HeaderProblem {
  readonly file: string;
}

/** What a revision directory holds. */
export interface RevisionDirectory {
  readonly path: string;
  /** Sorted by file name, and so by time. */
  readonly revisions: readonly RevisionFile[];
  readonly problems: readonly FileProblem[];
  /** Names of source files that are no revisions, such as helpers that revisions import. */
  readonly ignored: readonly string[];
}

/** Of files that differ only in these, the first counts: the source before what was compiled from it. */
const extensions = [".ts", ".mts", ".cts", ".js", ".mjs", ".cjs"];
const readAtOnce = 32;

/**
 * Reads the headers of all revision files of a directory (an absolute path), without running them. A broken file is a
 * problem in the result, so that the others can still be shown.
 * @throws AludelError E_REVISION_DIRECTORY_MISSING, E_REVISION_DIRECTORY_UNREADABLE
 */
export async function readRevisions(path: string): Promise<RevisionDirectory> {
  const names = sourceNames(await listFiles(path));
  const scans = await mapBounded(names, async (name) => scanFile(join(path, name), name));
  const revisions: RevisionFile[] = [];
  const problems: FileProblem[] = [];
  const ignored: string[] = [];
  for (const [index, name] of names.entries()) {
    const scan = scans[index];
    const file = join(path, name);
    if (scan?.kind === "revision") revisions.push({ ...scan.header, file, name });
    else if (scan?.kind === "broken") problems.push({ ...scan.problem, file });
    else ignored.push(name);
  }
  return { path, revisions, problems, ignored };
}

/** The error that a command ends with which needs this file to be whole: E_REVISION_FILE. */
export function fileProblemError({ fileName, line, message }: FileProblem): AludelError {
  return new AludelError("E_REVISION_FILE", `${fileName}:${line}: ${message}`, {
    hint: "Mend the file, or move it out of the revision directory if it is no revision.",
    exitCode: exitCode.brokenRevisions,
  });
}

/**
 * Writes a new revision file in one go and gives its path: either the whole file is there or none, and a file of that
 * name is never overwritten.
 * @throws AludelError E_REVISION_DIRECTORY_MISSING, E_REVISION_FILE_EXISTS, E_REVISION_FILE_NOT_WRITTEN
 */
export async function writeRevision(directory: string, name: string, text: string): Promise<string> {
  const file = join(directory, name);
  const temporary = join(directory, `.${name}.tmp`);
  try {
    await writeFile(temporary, text);
    await moveWithoutOverwriting(temporary, file);
    return file;
  } catch (error) {
    throw writeError(error, directory, name);
  } finally {
    await rm(temporary, { force: true }).catch(() => {});
  }
}

/** A rename would replace an existing file; a hard link does not, and where there are none, an exclusive copy does not. */
async function moveWithoutOverwriting(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (codeOf(error) === "EEXIST") throw error;
    await copyFile(from, to, constants.COPYFILE_EXCL);
  }
}

function writeError(error: unknown, directory: string, name: string): AludelError {
  const code = codeOf(error);
  if (code === "ENOENT" || code === "ENOTDIR") return directoryMissing(directory, error);
  if (code === "EEXIST") {
    return new AludelError("E_REVISION_FILE_EXISTS", `${name} is in ${directory} already.`, {
      hint: "Nothing was overwritten. Move that file away, or choose another id or message.",
      cause: error,
    });
  }
  return new AludelError("E_REVISION_FILE_NOT_WRITTEN", `${name} was not written: ${messageOf(error)}`, {
    hint: `Look at the permissions of ${directory} and the room on its disk.`,
    cause: error,
  });
}

async function listFiles(path: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    return entries.filter((entry) => entry.isFile() || entry.isSymbolicLink()).map((entry) => entry.name);
  } catch (error) {
    if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") throw directoryMissing(path, error);
    throw new AludelError(
      "E_REVISION_DIRECTORY_UNREADABLE",
      `The revision directory cannot be read: ${messageOf(error)}`,
      { hint: `Look at the permissions of ${path}.`, exitCode: exitCode.brokenRevisions, cause: error },
    );
  }
}

/** The names of source files in order, one of each group that differs in the extension only. */
function sourceNames(names: readonly string[]): readonly string[] {
  const chosen = new Map<string, string>();
  for (const extension of extensions) {
    for (const name of names) {
      const { name: stem, ext } = parse(name);
      if (ext === extension && !stem.endsWith(".d") && !chosen.has(stem)) chosen.set(stem, name);
    }
  }
  return [...chosen.values()].toSorted((a, b) => (a < b ? -1 : 1));
}

async function scanFile(file: string, name: string): Promise<HeaderScan> {
  try {
    return scanHeader(await readFile(file, "utf8"), name);
  } catch (error) {
    return {
      kind: "broken",
      problem: { fileName: name, line: 1, message: `cannot be read: ${messageOf(error)}` },
    };
  }
}

/** Maps in order with a bounded number of calls under way, so that large directories do not run out of handles. */
async function mapBounded<T, R>(items: readonly T[], map: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  const waiting = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of waiting) results[index] = await map(item);
  };
  await Promise.all(Array.from({ length: readAtOnce }, worker));
  return results;
}

function directoryMissing(path: string, cause: unknown): AludelError {
  const what = codeOf(cause) === "ENOTDIR" ? "is not a directory" : "does not exist";
  return new AludelError("E_REVISION_DIRECTORY_MISSING", `The revision directory ${path} ${what}.`, {
    hint: "Type `aludel init` to create it, or name another one in the configuration.",
    exitCode: exitCode.brokenRevisions,
    cause,
  });
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
