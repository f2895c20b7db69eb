import type { DataSource, EntityMetadata } from "typeorm";
import { AludelError } from "../errors.js";
import type { Dialect } from "../dialect/dialect.js";
import { keyOf, type ObjectName } from "../schema/name.js";
import type { Schema, Table, View } from "../schema/schema.js";
import { readColumn } from "./column.js";
import { readChecks, readForeignKeys, readIndexes, readPrimaryKey, readUniques } from "./constraint.js";
import { tableName } from "./table-name.js";
import { uniteTables } from "./unite-tables.js";

/** What the entities say: the schema they want, and what they mention without wanting it managed. */
export interface Model {
  readonly schema: Schema;
  /** Tables and views of entities with `synchronize: false`, or of views without an expression. */
  readonly unmanaged: readonly ObjectName[];
  /** Names of indexes with `synchronize: false`, whichever entity declares them. */
  readonly unmanagedIndexes: readonly string[];
}

function readTable(metadata: EntityMetadata, dataSource: DataSource, dialect: Dialect): Table {
  const primaryKey = readPrimaryKey(metadata);
  return {
    ...tableName(metadata),
    columns: metadata.columns
      .filter((column) => !column.isVirtualProperty)
      .map((column) => readColumn(column, dataSource, dialect)),
    ...(primaryKey === undefined ? {} : { primaryKey }),
    uniques: readUniques(metadata),
    foreignKeys: readForeignKeys(metadata),
    checks: readChecks(metadata),
    indexes: readIndexes(metadata),
    triggers: [],
    options: metadata.withoutRowid ? { withoutRowid: true } : {},
  };
}

function viewQuery(metadata: EntityMetadata, dataSource: DataSource): string | undefined {
  const { expression } = metadata;
  const query = typeof expression === "function" ? expression(dataSource).getQuery() : expression;
  return query?.trim().replace(/;$/, "").trimEnd();
}

function readView(metadata: EntityMetadata, dataSource: DataSource): View[] {
  const query = viewQuery(metadata, dataSource);
  return query ? [{ ...tableName(metadata), query, triggers: [] }] : [];
}

/** An attached database has a catalog, a transaction and a lock of its own, so what is in it is not ours to change. */
function requireOwnDatabase(metadatas: readonly EntityMetadata[]): void {
  const elsewhere = metadatas.find((metadata) => metadata.synchronize && metadata.database);
  if (elsewhere === undefined) return;
  throw new AludelError(
    "E_OTHER_DATABASE",
    `entity ${elsewhere.name} is in another database, "${elsewhere.database}", which is not migrated`,
    { hint: "Give the entity `synchronize: false`, or a data source of its own." },
  );
}

function isManagedView(metadata: EntityMetadata): boolean {
  return metadata.synchronize && Boolean(metadata.expression);
}

/**
 * The schema that the entities of a data source want, in the dialect's canonical spelling. The data source must have its
 * metadata built; it need not be connected. Throws `E_TABLE_MAPPED_TWICE` where two entities want different tables of
 * one name, and `E_OTHER_DATABASE` for an entity in an attached database.
 */
export function readModel(dataSource: DataSource, dialect: Dialect): Model {
  const metadatas = dataSource.entityMetadatas.filter((metadata) => metadata.tableType !== "entity-child");
  requireOwnDatabase(metadatas);
  const views = metadatas.filter((metadata) => metadata.tableType === "view");
  const tables = metadatas.filter((metadata) => metadata.tableType !== "view");
  const managed = tables.filter((metadata) => metadata.synchronize);
  const unmanaged = [
    ...tables.filter((metadata) => !metadata.synchronize),
    ...views.filter((metadata) => !isManagedView(metadata)),
  ].map(tableName);
  const wanted = new Set(managed.map((metadata) => keyOf(tableName(metadata))));
  const schema = dialect.normalize({
    tables: uniteTables(
      managed.map((metadata) => ({ owner: metadata.name, table: readTable(metadata, dataSource, dialect) })),
    ),
    views: views.filter(isManagedView).flatMap((metadata) => readView(metadata, dataSource)),
  });
  return {
    schema,
    unmanaged: unmanaged.filter((name) => !wanted.has(keyOf(name))),
    unmanagedIndexes: metadatas.flatMap((metadata) =>
      metadata.indices.filter((index) => !index.synchronize).map((index) => index.name),
    ),
  };
}
