import type { MigrateOptions, MigrateResult } from "../command/migrate.js";
import type { ScriptResult } from "../command/migration-script.js";
import { describe, outsideRemark } from "../operation/describe.js";
import type { Operation } from "../operation/operation.js";
import type { Context, Database } from "./context.js";
import { interruptible } from "./interrupt.js";
import type { MigrationArguments } from "./migration-options.js";
import { questionerAt } from "./questioner.js";
import type { Terminal } from "./terminal.js";
import { changeLine } from "./text/changes.js";
import { positionText, stepLine } from "./text/migration.js";

type Progress = Parameters<NonNullable<MigrateOptions["onProgress"]>>[0];

/** Runs an upgrade or downgrade with progress, questions and Ctrl-C, and prints where the database is then. */
export async function runMigration(
  context: Context,
  database: Database,
  args: Pick<MigrationArguments, "yes" | "verbose"> & { readonly force?: boolean },
  migrate: (options: MigrateOptions) => Promise<MigrateResult>,
): Promise<void> {
  const { terminal, options } = context;
  const { revisions, current } = await interruptible(terminal, async (signal) =>
    migrate({
      options,
      yes: args.yes,
      force: args.force ?? false,
      signal,
      ...questionerAt(terminal),
      onProgress: (event) => printProgress(terminal, event, args.verbose),
    }),
  );
  const { heads } = await import("../command/heads.js");
  const ids = (await heads({ options })).heads.map(({ id }) => id);
  const position = positionText(database.name, current, ids, terminal.style);
  terminal.print(revisions.length === 0 ? `${position}; nothing to do` : position);
}

/** Prints a script to stdout and what a reader of it should know to stderr. */
export function printScript(terminal: Terminal, { sql, warnings }: ScriptResult): void {
  for (const warning of warnings) terminal.warn(warning);
  terminal.print(sql.trimEnd());
}

const recoveredWords = {
  done: " (was cut short before, and is done)",
  undone: " (was cut short before: what was left of it is gone, it runs again)",
};

function noteLines(terminal: Terminal, operation: Operation, remark: string): void {
  for (const { sign, text } of describe(operation)) {
    terminal.note(changeLine({ sign, text: `${text}${remark}` }, terminal.errorStyle));
  }
}

/** What runs outside of its revision's transaction is always told: a failure does not undo it, nor what was before it. */
function noteOperation(
  terminal: Terminal,
  { operation, place, bare }: Extract<Progress, { readonly kind: "operation" }>,
  verbose: boolean,
): void {
  const isApart = place !== "inside" && !bare;
  if (!verbose && !isApart) return;
  noteLines(terminal, operation, isApart && operation.kind !== "autocommit" ? outsideRemark : "");
}

function printProgress(terminal: Terminal, event: Progress, verbose: boolean): void {
  const style = terminal.errorStyle;
  switch (event.kind) {
    case "waiting":
      return terminal.note(`waiting for another migrator: ${event.holder}`);
    case "step":
      return terminal.note(stepLine(event.step, style));
    case "operation":
      return noteOperation(terminal, event, verbose);
    case "skipped":
      if (!verbose) return;
      return noteLines(terminal, event.operation, " (done before)");
    case "recovered":
      return noteLines(terminal, event.operation, recoveredWords[event.state]);
    case "retrying":
      return terminal.note(`  ${event.reason}; attempt ${event.attempt} in ${event.pause} ms`);
    case "done":
      return terminal.note(style.dim(`  done in ${Math.round(event.milliseconds)} ms`));
  }
}
