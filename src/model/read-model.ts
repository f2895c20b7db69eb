import type { DataSource, EntityMetadata } from "typeorm";
import { AludelError } from "../errors.js";
import type { Dialect } from "../dialect/dialect.js";
import { compareText } from "../schema/compare.js";
import { keyOf, nameOf, type ObjectName } from "../schema/name.js";
import { emptySchema, type Schema, type Table, type TableOptions } from "../schema/schema.js";
import { readColumn } from "./column.js";
import { readComment } from "./comment.js";
import {
  readChecks,
  readExclusions,
  readForeignKeys,
  readIndexes,
  readPrimaryKey,
  readUniques,
} from "./constraint.js";
import { readEnums } from "./enum.js";
import type { ModelContext } from "./model-context.js";
import { tableName } from "./table-name.js";
import { uniteTables } from "./unite-tables.js";
import { isManagedView, readView } from "./view.js";

/** What the entities say: the schema they want, and what they mention without wanting it managed. */
export interface Model {
  readonly schema: Schema;
  /** Tables and views of entities with `synchronize: false`, or of views without an expression. */
  readonly unmanaged: readonly ObjectName[];
  /** Enum types whose values no column gives, or that only tables with `synchronize: false` have. */
  readonly unmanagedEnums: readonly ObjectName[];
  /** Names of indexes with `synchronize: false`, whichever entity declares them. */
  readonly unmanagedIndexes: readonly string[];
  /** The index methods that an entity can ask for, besides the default one. */
  readonly indexMethods: readonly string[];
  /** Names of indexes that are to be made without holding up those who write meanwhile. */
  readonly concurrentIndexes: readonly string[];
}

function readOptions(metadata: EntityMetadata): TableOptions {
  return { ...(metadata.withoutRowid ? { withoutRowid: true } : {}), ...readComment(metadata) };
}

function readTable(metadata: EntityMetadata, context: ModelContext): Table {
  const name = tableName(metadata, context);
  const primaryKey = readPrimaryKey(metadata, context);
  const exclusions = readExclusions(metadata);
  return {
    ...name,
    columns: metadata.columns
      .filter((column) => !column.isVirtualProperty)
      .map((column) => readColumn(column, name, context)),
    ...(primaryKey === undefined ? {} : { primaryKey }),
    uniques: readUniques(metadata),
    foreignKeys: readForeignKeys(metadata, context),
    checks: readChecks(metadata),
    ...(exclusions.length === 0 ? {} : { exclusions }),
    indexes: readIndexes(metadata, context),
    triggers: [],
    options: readOptions(metadata),
  };
}

/** An attached database has a catalog, a transaction and a lock of its own, so what is in it is not ours to change. */
function requireOwnDatabase(metadatas: readonly EntityMetadata[], { defaultSchema }: ModelContext): void {
  // Where there are schemas, TypeORM reads past the database that an entity names.
  if (defaultSchema !== undefined) return;
  const elsewhere = metadatas.find((metadata) => metadata.synchronize && metadata.database);
  if (elsewhere === undefined) return;
  throw new AludelError(
    "E_OTHER_DATABASE",
    `entity ${elsewhere.name} is in another database, "${elsewhere.database}", which is not migrated`,
    { hint: "Give the entity `synchronize: false`, or a data source of its own." },
  );
}

/** TypeORM lists the methods that it can ask for from 1.0 on; before, it has none but that of spatial indexes. */
function indexMethods({ driver }: DataSource, dialect: Dialect): string[] {
  const listed: unknown = "supportedIndexTypes" in driver ? driver.supportedIndexTypes : [];
  return [...dialect.indexMethods, ...(Array.isArray(listed) ? listed.map(String) : [])];
}

function schemasOf(objects: readonly ObjectName[]): string[] {
  const names = objects.map(({ schema }) => schema).filter((schema) => schema !== undefined);
  return [...new Set(names)].toSorted(compareText);
}

/** The managed part of the entities; `metadatas` has no entities that share the table of their parent. */
function readSchema(
  metadatas: readonly EntityMetadata[],
  enums: Schema["enums"],
  context: ModelContext,
): Schema {
  const { dialect, dataSource } = context;
  const tables = uniteTables(
    metadatas
      .filter((metadata) => metadata.tableType !== "view" && metadata.synchronize)
      .map((metadata) => ({ owner: metadata.name, table: readTable(metadata, context) })),
  );
  const views = metadatas
    .filter((metadata) => metadata.tableType === "view" && isManagedView(metadata))
    .flatMap((metadata) => readView(metadata, context));
  const schemas = schemasOf([...tables, ...views, ...enums]);
  const schema = dialect.normalize({ tables, views, enums, sequences: [], extensions: [], schemas });
  return { ...schema, extensions: dialect.neededExtensions(schema, dataSource.options) };
}

/** The names as the database holds them: one that is too long is cut there. */
function heldNames(names: readonly ObjectName[], { dialect }: ModelContext): ObjectName[] {
  const enums = names.map((name) => ({ ...nameOf(name), values: [] }));
  return dialect.normalize({ ...emptySchema, enums }).enums.map(nameOf);
}

function namesOfIndexes(
  metadatas: readonly EntityMetadata[],
  isMeant: (index: EntityMetadata["indices"][number]) => boolean | undefined,
  context: ModelContext,
): string[] {
  const indexes = metadatas.flatMap((metadata) => metadata.indices).filter(isMeant);
  return heldNames(indexes, context).map(({ name }) => name);
}

function isUnmanaged(metadata: EntityMetadata): boolean {
  return metadata.tableType === "view" ? !isManagedView(metadata) : !metadata.synchronize;
}

/**
 * The schema that the entities of a data source want, in the dialect's canonical spelling. The data source must have its
 * metadata built; it need not be connected. What is in `defaultSchema`, the default one of its connections, has no schema in its
 * name; without one, nothing has. Throws `E_TABLE_MAPPED_TWICE` where two entities want different tables of one name,
 * `E_ENUM_MAPPED_TWICE` where two columns want different values of one enum type, and `E_OTHER_DATABASE` for an entity in an
 * attached database.
 */
export function readModel(dataSource: DataSource, dialect: Dialect, defaultSchema?: string): Model {
  const context: ModelContext = { dataSource, dialect, defaultSchema };
  const metadatas = dataSource.entityMetadatas.filter((metadata) => metadata.tableType !== "entity-child");
  requireOwnDatabase(metadatas, context);
  const tables = metadatas.filter((metadata) => metadata.tableType !== "view");
  const { enums, unmanaged: unmanagedEnums } = readEnums(tables, context);
  const schema = readSchema(metadatas, enums, context);
  const wanted = new Set(schema.tables.map(keyOf));
  const unmanaged = metadatas.filter(isUnmanaged).map((metadata) => tableName(metadata, context));
  return {
    schema,
    unmanaged: heldNames(unmanaged, context).filter((name) => !wanted.has(keyOf(name))),
    unmanagedEnums: heldNames(unmanagedEnums, context),
    unmanagedIndexes: namesOfIndexes(metadatas, (index) => !index.synchronize, context),
    indexMethods: indexMethods(dataSource, dialect),
    concurrentIndexes: namesOfIndexes(metadatas, (index) => index.synchronize && index.isConcurrent, context),
  };
}
