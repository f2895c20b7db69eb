import type { DataSource } from "typeorm";
import type { Dialect } from "../dialect/dialect.js";

/** What every part of the model is read with. */
export interface ModelContext {
  readonly dataSource: DataSource;
  readonly dialect: Dialect;
  /** The schema whose name is left out; none where the database has no schemas. */
  readonly defaultSchema: string | undefined;
}
