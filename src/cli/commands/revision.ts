import type { CommandModule } from "yargs";
import type { RevisionOptions } from "../../command/revision.js";
import { openContext, openDatabase } from "../context.js";
import type { GlobalArguments } from "../global-options.js";

interface RevisionArguments extends GlobalArguments {
  readonly message: string | undefined;
  readonly autogenerate: boolean;
  readonly rename: string[] | undefined;
  readonly "no-rename": boolean;
  readonly "rename-value": string[] | undefined;
  readonly "map-value": string[] | undefined;
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
        describe: "old:new, old:schema.new or table.old:new was renamed, not dropped and added",
      })
      .option("rename-value", {
        type: "string",
        array: true,
        nargs: 1,
        describe: "enum.old:new was renamed, not removed and added",
      })
      .option("map-value", {
        type: "string",
        array: true,
        nargs: 1,
        describe: "enum.value:other (or :null) is what rows get instead of a value that goes",
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
      .example(
        "$0 revision --autogenerate --map-value customer_tier.silver:gold",
        "say what rows get instead of a value that goes",
      )
      .example('$0 revision -m "move addresses"', "write an empty revision, to be filled by hand"),
  handler: async (args) => {
    const { autogenerate, createRevision } = await import("../../command/revision.js");
    const { printCreated, printResult } = await import("../written-revision.js");
    const { questionerAt } = await import("../questioner.js");
    const context = await openContext(args);
    const options = { ...optionsFrom(args), options: context.options, ...questionerAt(context.terminal) };
    if (!args.autogenerate) return printCreated(context, await createRevision(options));
    const { dataSource, name } = await openDatabase(context, { metadata: true });
    const result = await autogenerate(dataSource, options);
    printResult(context, result, { database: name, verbose: args.verbose });
  },
};

function optionsFrom(args: RevisionArguments): RevisionOptions {
  return {
    message: args.message ?? "",
    renames: args.rename ?? [],
    renamedValues: args["rename-value"] ?? [],
    mappedValues: args["map-value"] ?? [],
    noRename: args["no-rename"],
    backfills: args.backfill ?? [],
    drops: args.drop ?? [],
  };
}
