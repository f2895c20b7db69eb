import { existsSync } from "node:fs";
import type { DataSource, DataSourceOptions, QueryRunner } from "typeorm";
import type { Connection, Dialect, OwnConnection } from "../dialect/dialect.js";
import { dialectOf } from "../dialect/dialects.js";
import { AludelError } from "../errors.js";
import { statementError } from "../runtime/statement-error.js";

/** A connected database and the dialect that it speaks. */
export interface Session {
  readonly dialect: Dialect;
  readonly connection: Connection;
  /** The database as people know it: a file's path, or a name. */
  readonly database: string;
}

function connectionOf(queryRunner: QueryRunner): Connection {
  return {
    query: async (sql, parameters = []) => {
      const { records } = await queryRunner.query(sql, [...parameters], true);
      return records;
    },
  };
}

/** What `initialize` and `destroy` do; the query runner of sqlite3 refuses to work without. */
function setInitialized(dataSource: DataSource, isInitialized: boolean): void {
  Object.assign(dataSource, { isInitialized });
}

/**
 * Connects by the driver alone. `DataSource.initialize` would also create extensions, synchronize, and build the
 * metadata of the entities a second time, which TypeORM does not survive unchanged.
 */
async function open(dataSource: DataSource): Promise<OwnConnection> {
  const mustConnect = !dataSource.isInitialized;
  if (mustConnect) {
    await dataSource.driver.connect();
    setInitialized(dataSource, true);
  }
  const queryRunner = dataSource.createQueryRunner();
  return {
    ...connectionOf(queryRunner),
    close: async () => {
      await queryRunner.release();
      if (!mustConnect) return;
      await dataSource.driver.disconnect();
      setInitialized(dataSource, false);
    },
  };
}

/** Another data source of the same TypeORM, which knows no entities. */
function siblingOf(dataSource: DataSource, options: DataSourceOptions): DataSource {
  return Reflect.construct(dataSource.constructor, [options]);
}

/** Opens connections with the driver of the data source and other options. */
export function connectorOf(dataSource: DataSource): (options: DataSourceOptions) => Promise<OwnConnection> {
  return async (options) => open(siblingOf(dataSource, options));
}

/** The database of a data source as people know it; never with a password. */
export function databaseName(dataSource: DataSource): string {
  const { driver, options } = dataSource;
  const names = [options.database, driver.database];
  return names.find((name) => typeof name === "string" && name !== "")?.toString() ?? options.type;
}

/** Whether the database is there: a file that is missing is not, and a server always is. */
export function databaseExists(dataSource: DataSource): boolean {
  const file = dialectOf(dataSource.options).databaseFile(dataSource.options);
  return file === undefined || dataSource.isInitialized || existsSync(file);
}

/** Fails with `E_DATABASE_MISSING` where the database file is not there, instead of making an empty one. */
export function requireDatabase(dataSource: DataSource): void {
  if (databaseExists(dataSource)) return;
  throw new AludelError("E_DATABASE_MISSING", `there is no database file ${databaseName(dataSource)}`, {
    hint: "Check the `database` option of the data source; `aludel upgrade head` makes a new database.",
  });
}

/**
 * Does the work on a connection to the database of the data source, and closes what it opened. Errors of the driver come
 * out as an `AludelError` that says what they mean.
 */
export async function withSession<Result>(
  dataSource: DataSource,
  work: (session: Session) => Promise<Result>,
): Promise<Result> {
  const dialect = dialectOf(dataSource.options);
  const database = databaseName(dataSource);
  const connection = await open(dataSource).catch((error: unknown) => {
    throw statementError(error, dialect, `cannot open ${database}`);
  });
  try {
    return await work({ dialect, connection, database });
  } catch (error) {
    throw explained(error, dialect, database);
  } finally {
    await connection.close();
  }
}

/** An error of the driver in words; what the driver knows nothing about stays as it is. */
function explained(error: unknown, dialect: Dialect, database: string): unknown {
  if (error instanceof AludelError || dialect.explain(error) === undefined) return error;
  return statementError(error, dialect, database);
}
