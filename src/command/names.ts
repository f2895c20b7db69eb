import type { DataSource } from "typeorm";
import { dialectOf } from "../dialect/dialects.js";
import type { TableNames } from "../runtime/version-table.js";
import type { Project } from "./project.js";

/** The names of Aludel's own tables in a database: in the schema that the data source puts everything into. */
export function namesFor({ options }: Project, dataSource: DataSource): TableNames {
  const schema = dialectOf(dataSource.options).ownSchema(dataSource.options);
  const inSchema = schema === undefined ? {} : { schema };
  return {
    version: { ...inSchema, name: options.versionTable },
    log: { ...inSchema, name: options.logTable },
    journal: { ...inSchema, name: options.journalTable },
  };
}
