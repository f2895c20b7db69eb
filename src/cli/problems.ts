import type { HeadsResult } from "../command/heads.js";
import { exitCode, type AludelError } from "../errors.js";
import { fileProblemError } from "../revision/directory.js";
import type { Terminal } from "./terminal.js";
import { problemText } from "./text/error.js";

/** All that is wrong with a revision directory: its single files, and how they hang together. */
export function problemsOf({
  brokenFiles,
  problems,
}: Pick<HeadsResult, "brokenFiles" | "problems">): readonly AludelError[] {
  return [...brokenFiles.map(fileProblemError), ...problems];
}

/** Prints what is wrong with a revision directory; the command then ends with the exit code for that. */
export function reportProblems(terminal: Terminal, problems: readonly AludelError[]): void {
  for (const problem of problems) terminal.warn(problemText(problem));
  if (problems.length > 0) terminal.endWith(exitCode.brokenRevisions);
}
