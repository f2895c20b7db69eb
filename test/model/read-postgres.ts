import { DataSource, type DataSourceOptions } from "typeorm";
import { buildMetadata } from "../../src/config/entity-metadata.js";
import type { Dialect } from "../../src/dialect/dialect.js";
import { columnType, counter } from "../../src/dialect/postgres/column-type.js";
import { neededExtensions, uuidDefault } from "../../src/dialect/postgres/extensions.js";
import { indexMethod } from "../../src/dialect/postgres/index-method.js";
import { normalize } from "../../src/dialect/postgres/normalize.js";
import { literal } from "../../src/dialect/postgres/rows-sql.js";
import { sqlite } from "../../src/dialect/sqlite/index.js";
import { type Model, readModel } from "../../src/model/read-model.js";

type PostgresOptions = Partial<Extract<DataSourceOptions, { type: "postgres" }>>;

/** PostgreSQL as far as the model knows it. */
export const modelDialect: Dialect = {
  ...sqlite,
  enumTypes: true,
  namedPrimaryKeys: true,
  columnType,
  counter,
  indexMethod,
  neededExtensions,
  uuidDefault,
  enumValue: (member) => member,
  literal,
  normalize,
};

/** A data source of those entities that is not connected, with its metadata. */
async function openPostgres(
  entities: NonNullable<DataSourceOptions["entities"]>,
  options: PostgresOptions = {},
): Promise<DataSource> {
  const dataSource = new DataSource({ type: "postgres", entities, ...options });
  await buildMetadata(dataSource);
  return dataSource;
}

/** What those entities want of a PostgreSQL database whose default schema is `public`. */
export async function readPostgres(
  entities: NonNullable<DataSourceOptions["entities"]>,
  options: PostgresOptions = {},
): Promise<Model> {
  return readModel(await openPostgres(entities, options), modelDialect, "public");
}
