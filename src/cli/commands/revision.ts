import type { CommandModule } from "yargs";
import { lossLine } from "../../command/hazard-lines.js";
import type { RevisionOptions, RevisionResult } from "../../command/revision.js";
import { describe } from "../../operation/describe.js";
import { openContext, openDatabase, type Context } from "../context.js";
import type { GlobalArguments } from "../global-options.js";
import { questionerAt } from "../questioner.js";
import { changeLine, uncomparedWarnings, unmanagedNotes } from "../text/changes.js";

interface RevisionArguments extends GlobalArguments {
  readonly message: string | undefined;
  readonly autogenerate: boolean;
  readonly rename: string[] | undefined;
  readonly "no-rename": boolean;
  readonly backfill: string[] | undefined;
  readonly drop: string[] | undefined;
  readonly verbose: boolean;
}

/** `aludel revision` */
export const revisionCommand: CommandModule<GlobalArguments, RevisionArguments> = {
  command: "revision",
  describe: "Write a new revision file",
  builder: (parser) =>
    parser
      .option("message", { alias: "m", type: "string", nargs: 1, describe: "What it is for, in a few words" })
      .option("autogenerate", {
        type: "boolean",
        default: false,
        describe: "Fill it with what differs between the entities and the database",
      })
      .option("rename", {
        type: "string",
        array: true,
        nargs: 1,
        describe: "old:new or table.old:new was renamed, not dropped and added",
      })
      .option("no-rename", { type: "boolean", default: false, describe: "Nothing else was renamed" })
      .option("backfill", {
        type: "string",
        array: true,
        nargs: 1,
        describe: '"table.column=SQL" gives rows that are there a value',
      })
      .option("drop", {
        type: "string",
        array: true,
        nargs: 1,
        describe: "An object that no entity describes and that may go",
      })
      .option("verbose", {
        alias: "v",
        type: "boolean",
        default: false,
        describe: "List all that is left alone",
      })
      .example('$0 revision --autogenerate -m "add customer tier"', "write what changed in the entities")
      .example("$0 revision --autogenerate --rename customer.nick:handle", "say beforehand what was renamed")
      .example(
        `$0 revision --autogenerate --backfill "customer.tier='basic'"`,
        "fill a new column that is NOT NULL",
      )
      .example('$0 revision -m "move addresses"', "write an empty revision, to be filled by hand"),
  handler: async (args) => {
    const { autogenerate, createRevision } = await import("../../command/revision.js");
    const context = await openContext(args);
    if (!args.autogenerate) {
      printCreated(context, await createRevision(optionsFrom(args, context)));
      return;
    }
    const database = await openDatabase(context, { metadata: true });
    const result = await autogenerate(database.dataSource, optionsFrom(args, context));
    printResult(context, result, { database: database.name, verbose: args.verbose });
  },
};

function optionsFrom(args: RevisionArguments, { options, terminal }: Context): RevisionOptions {
  return {
    options,
    message: args.message ?? "",
    renames: args.rename ?? [],
    noRename: args["no-rename"],
    backfills: args.backfill ?? [],
    drops: args.drop ?? [],
    ...questionerAt(terminal),
  };
}

function printCreated({ terminal, place }: Context, { created }: RevisionResult): void {
  if (created !== undefined) terminal.print(`wrote ${place(created.file)}`);
}

function printResult(
  context: Context,
  result: RevisionResult,
  { database, verbose }: { readonly database: string; readonly verbose: boolean },
): void {
  const { terminal } = context;
  const { created, difference, losses } = result;
  if (created === undefined)
    terminal.print(`No differences: ${database} has what the entities say; no revision was written`);
  printCreated(context, result);
  for (const operation of difference?.up ?? [])
    for (const change of describe(operation)) terminal.print(changeLine(change, terminal.style));
  for (const loss of losses) terminal.warn(`loses data: ${lossLine(loss)}`);
  if (difference === undefined) return;
  for (const note of unmanagedNotes(difference.unmanaged, verbose)) terminal.note(note);
  for (const warning of uncomparedWarnings(difference)) terminal.warn(warning);
}
