import type { MigrateOptions, MigrateResult } from "../command/migrate.js";
import type { ScriptResult } from "../command/migration-script.js";
import { describe } from "../operation/describe.js";
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

function printProgress(terminal: Terminal, event: Progress, verbose: boolean): void {
  const style = terminal.errorStyle;
  switch (event.kind) {
    case "waiting":
      return terminal.note(`waiting for another migrator: ${event.holder}`);
    case "step":
      return terminal.note(stepLine(event.step, style));
    case "operation":
      if (!verbose) return;
      for (const line of describe(event.operation)) terminal.note(changeLine(line, style));
      return;
    case "done":
      return terminal.note(style.dim(`  done in ${Math.round(event.milliseconds)} ms`));
  }
}
