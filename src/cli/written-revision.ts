import { lossLine } from "../command/hazard-lines.js";
import type { RevisionResult } from "../command/revision.js";
import { describe } from "../operation/describe.js";
import type { Context } from "./context.js";
import { changeLine, uncomparedWarnings, unmanagedNotes } from "./text/changes.js";

/** Prints which file was written. */
export function printCreated({ terminal, place }: Context, { created }: RevisionResult): void {
  if (created !== undefined) terminal.print(`wrote ${place(created.file)}`);
}

/** Prints what autogenerate found: the file and its changes, what they destroy, and what is left alone. */
export function printResult(
  context: Context,
  result: RevisionResult,
  { database, verbose }: { readonly database: string; readonly verbose: boolean },
): void {
  const { terminal } = context;
  const { created, difference, losses, misfits } = result;
  if (created === undefined)
    terminal.print(`No differences: ${database} has what the entities say; no revision was written`);
  printCreated(context, result);
  for (const operation of difference?.up ?? [])
    for (const change of describe(operation)) terminal.print(changeLine(change, terminal.style));
  for (const loss of losses.filter(({ rows }) => rows > 0)) terminal.warn(`loses data: ${lossLine(loss)}`);
  for (const misfit of misfits) terminal.warn(`rows do not fit: ${misfit}`);
  if (difference === undefined) return;
  for (const note of unmanagedNotes(difference.unmanaged, verbose)) terminal.note(note);
  for (const warning of uncomparedWarnings(difference)) terminal.warn(warning);
}
