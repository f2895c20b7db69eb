import { existsSync } from "node:fs";
import { relative, resolve } from "node:path";
import type { CommandModule } from "yargs";
import { openContext } from "../context.js";
import type { GlobalArguments } from "../global-options.js";

/** `aludel init` */
export const initCommand: CommandModule<GlobalArguments, GlobalArguments> = {
  command: "init",
  describe: "Make the revision directory, and with -d a config file",
  builder: (parser) =>
    parser
      .example("$0 init", "make migrations/")
      .example("$0 init -d src/data-source.ts", "name the data source in aludel.config.json, too"),
  handler: async (args) => {
    const { init } = await import("../../command/init.js");
    const { terminal, options, place } = await openContext({ ...args, "data-source": undefined });
    const file = args["data-source"];
    if (file !== undefined && !existsSync(file)) terminal.warn(`${file} does not exist`);
    const { directory, existed, configFile } = await init({
      options,
      ...(file === undefined ? {} : { dataSourceFile: relative(options.root, resolve(file)) }),
    });
    terminal.print(`${existed ? "kept" : "made"} ${place(directory)}/`);
    if (configFile !== undefined) terminal.print(`made ${place(configFile)}`);
    else if (file !== undefined) terminal.warn("the config names a data source already; it is left as it is");
    terminal.note('next: aludel revision --autogenerate -m "first tables"');
  },
};
