import type { DataSourceOptions } from "typeorm";
import { AludelError, exitCode } from "../errors.js";
import type { Dialect } from "./dialect.js";
import { postgres } from "./postgres/index.js";
import { sqlite } from "./sqlite/index.js";

const dialects = new Map<DataSourceOptions["type"], Dialect>([
  ["sqlite", sqlite],
  ["better-sqlite3", sqlite],
  ["postgres", postgres],
]);

/** The dialect of a data source, by its driver type. Throws `E_DIALECT_UNSUPPORTED` for all that Aludel does not know. */
export function dialectOf(options: Pick<DataSourceOptions, "type">): Dialect {
  const dialect = dialects.get(options.type);
  if (dialect !== undefined) return dialect;
  throw new AludelError("E_DIALECT_UNSUPPORTED", `the driver type "${options.type}" is not supported`, {
    hint: `Supported: ${[...dialects.keys()].join(", ")}.`,
    exitCode: exitCode.usage,
  });
}
