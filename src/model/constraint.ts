import type { EntityMetadata } from "typeorm";
import type { Check, ForeignKey, Index, PrimaryKey, ReferentialAction, Unique } from "../schema/schema.js";
import { tableName } from "./table-name.js";

/** TypeORM's word `DEFAULT` stands for SET DEFAULT; NO ACTION is what a key does anyway. */
function action(given: string | undefined): ReferentialAction | undefined {
  switch (given?.toUpperCase()) {
    case "CASCADE":
      return "CASCADE";
    case "SET NULL":
      return "SET NULL";
    case "DEFAULT":
    case "SET DEFAULT":
      return "SET DEFAULT";
    case "RESTRICT":
      return "RESTRICT";
    default:
      return undefined;
  }
}

/** The primary key of the entity's table; TypeORM names it only where the entity does. */
export function readPrimaryKey(metadata: EntityMetadata): PrimaryKey | undefined {
  const columns = metadata.primaryColumns.map((column) => column.databaseName);
  return columns.length === 0 ? undefined : { columns };
}

/** The unique constraints of the entity's table. */
export function readUniques(metadata: EntityMetadata): Unique[] {
  return metadata.uniques.map((unique) => ({
    name: unique.name,
    columns: unique.columns.map((column) => column.databaseName),
  }));
}

/** The check constraints of the entity's table. */
export function readChecks(metadata: EntityMetadata): Check[] {
  return metadata.checks.map((check) => ({ name: check.name, expression: check.expression.trim() }));
}

/** The foreign keys of the entity's table. */
export function readForeignKeys(metadata: EntityMetadata): ForeignKey[] {
  return metadata.foreignKeys.map((key) => {
    const onDelete = action(key.onDelete);
    const onUpdate = action(key.onUpdate);
    return {
      name: key.name,
      columns: key.columns.map((column) => column.databaseName),
      references: tableName(key.referencedEntityMetadata),
      referencedColumns: key.referencedColumns.map((column) => column.databaseName),
      ...(onDelete === undefined ? {} : { onDelete }),
      ...(onUpdate === undefined ? {} : { onUpdate }),
      ...(key.deferrable === undefined ? {} : { deferrable: key.deferrable }),
    };
  });
}

/** The indexes of the entity's table, those aside that the entity only mentions. */
export function readIndexes(metadata: EntityMetadata): Index[] {
  return metadata.indices
    .filter((index) => index.synchronize)
    .map((index) => ({
      name: index.name,
      elements: index.columns.map((column) => ({ column: column.databaseName })),
      ...(index.isUnique ? { unique: true } : {}),
      ...(index.where ? { where: index.where.trim() } : {}),
    }));
}
