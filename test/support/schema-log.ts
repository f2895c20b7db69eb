import type { DataSource } from "typeorm";

/** The statements that TypeORM itself would run to make the database what the entities say. */
export async function schemaLog(dataSource: DataSource): Promise<string[]> {
  const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
  return upQueries.map(({ query }) => query.trim());
}

/** Does the work with the data source initialized, as an application has it. */
export async function initialized<Result>(
  dataSource: DataSource,
  work: (opened: DataSource) => Promise<Result>,
): Promise<Result> {
  await dataSource.initialize();
  try {
    return await work(dataSource);
  } finally {
    await dataSource.destroy();
  }
}
