import { existsSync, realpathSync } from "node:fs";
import type { DataSource, Logger } from "typeorm";
import { AludelError } from "../errors.js";
import { buildMetadata, isLostType, metadataError } from "./entity-metadata.js";
import { exportedDataSource } from "./exported-data-source.js";
import { loadError } from "./load-error.js";
import { loadModule } from "./load-module.js";
import { checkTypeOrmVersion, typeOrmVersion } from "./typeorm-version.js";
import { reloadWith } from "./typescript/hooks.js";
import { isTypeScript } from "./typescript/module-format.js";
import { compiledBefore, compileProgram } from "./typescript/program.js";
import { registeredLoader } from "./typescript/registered-loader.js";
import type { Program } from "./typescript/state.js";

/** A DataSource that is safe to connect. */
export interface LoadedDataSource {
  readonly dataSource: DataSource;
  /** What the user should know; one line each. */
  readonly warnings: readonly string[];
}

/** What to load of a DataSource. */
export interface LoadDataSourceOptions {
  /** Build the metadata of the entities too; true unless told. */
  readonly metadata?: boolean;
}

/**
 * Loads the DataSource that a file exports, makes it harmless (see {@link makeSafe}) and builds the metadata of its entities,
 * without connecting. Where types were lost on the way, the project's own `tsc` compiles it and everything is loaded again.
 *
 * @throws {AludelError} what {@link loadModule}, `exportedDataSource` and `buildMetadata` throw; `E_TYPEORM_MISSING`,
 * `E_TYPEORM_VERSION`, `E_DRIVER_MISSING`.
 */
export async function loadDataSource(
  file: string,
  options: LoadDataSourceOptions = {},
): Promise<LoadedDataSource> {
  const { metadata = true } = options;
  if (!isOurs(file)) return loadOnce(file, metadata);
  const before = compiledBefore(realpathSync.native(file));
  if (before !== undefined) reloadWith(before);
  try {
    return await loadOnce(file, metadata);
  } catch (error) {
    const program = isLostType(error) ? await compileProgram(realpathSync.native(file)) : undefined;
    if (program === undefined) throw error;
    return reloaded(file, metadata, program);
  }
}

/**
 * Takes away what a DataSource would do by itself when it connects: synchronize, drop the schema, run migrations, make
 * subscribers, log to the terminal, create a cache table. Returns warnings about what can no longer be prevented.
 */
export function makeSafe(dataSource: DataSource, file: string): readonly string[] {
  dataSource.setOptions({
    synchronize: false,
    dropSchema: false,
    migrationsRun: false,
    subscribers: [],
    migrations: [],
    logging: false,
    logger: silent,
    cache: false,
  });
  delete dataSource.queryResultCache;
  if (!dataSource.isInitialized) return [];
  return [
    `${file} initializes its DataSource itself: what it asks for (synchronize, migrationsRun, dropSchema) has happened already. Export it uninitialized.`,
  ];
}

/** `setOptions({ logging: false })` leaves the logger of the constructor in place, which prints to stdout. */
const silent: Logger = {
  logQuery: () => undefined,
  logQueryError: () => undefined,
  logQuerySlow: () => undefined,
  logSchemaBuild: () => undefined,
  logMigration: () => undefined,
  log: () => undefined,
};

function isOurs(file: string): boolean {
  return isTypeScript(file) && existsSync(file) && registeredLoader() === undefined;
}

async function reloaded(file: string, metadata: boolean, program: Program): Promise<LoadedDataSource> {
  reloadWith(program);
  return loadOnce(file, metadata);
}

async function loadOnce(file: string, metadata: boolean): Promise<LoadedDataSource> {
  try {
    checkTypeOrmVersion(file);
    const module = await loadModule(file);
    const dataSource = await exportedDataSource(file, module);
    const warnings = makeSafe(dataSource, file);
    if (!metadata) return { dataSource, warnings };
    await buildMetadata(dataSource);
    return { dataSource, warnings: [...warnings, ...warnAboutNoEntities(dataSource, file)] };
  } catch (error) {
    throw dataSourceError(file, error);
  }
}

/** With no entities autogenerate would see every table as removed: most often a glob that matches nothing. */
function warnAboutNoEntities(dataSource: DataSource, file: string): readonly string[] {
  if (dataSource.entityMetadatas.length > 0) return [];
  const { entities } = dataSource.options;
  const globs = Object.values(entities ?? []).filter((entity) => typeof entity === "string");
  const reason = globs.length === 0 ? "its `entities` are empty" : `nothing matches ${globs.join(", ")}`;
  return [`the data source of ${file} has no entities: ${reason}`];
}

/** What was thrown on the way, in our words; what we know nothing about is the fault of the file that was loaded. */
function dataSourceError(file: string, error: unknown): AludelError {
  const thrown = error instanceof AludelError && error.cause !== undefined ? error.cause : error;
  return (
    driverMissing(thrown) ?? typeOrmMissing(file, error) ?? metadataError(thrown) ?? loadError(file, error)
  );
}

function driverMissing(error: unknown): AludelError | undefined {
  if (!(error instanceof Error) || error.name !== "DriverPackageNotInstalledError") return undefined;
  const name = /npm install ([^"\s]+)/.exec(error.message)?.[1] ?? "the driver";
  return new AludelError(
    "E_DRIVER_MISSING",
    `the database driver ${name} is not installed, or does not load`,
    {
      hint: `Run \`npm install ${name}\`; if it is installed, \`node -e 'require("${name}")'\` shows why it does not load.`,
      cause: error,
    },
  );
}

function typeOrmMissing(file: string, error: unknown): AludelError | undefined {
  if (!(error instanceof AludelError) || error.code !== "E_IMPORT_NOT_FOUND") return undefined;
  if (typeOrmVersion(file) !== undefined) return undefined;
  return new AludelError("E_TYPEORM_MISSING", `TypeORM is not installed where ${file} can import it`, {
    hint: "Run `npm install typeorm reflect-metadata`.",
    cause: error.cause,
  });
}
