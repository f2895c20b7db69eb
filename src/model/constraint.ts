import type { EntityMetadata } from "typeorm";
import type {
  Check,
  Deferrable,
  Exclusion,
  ForeignKey,
  Index,
  PrimaryKey,
  ReferentialAction,
  Unique,
} from "../schema/schema.js";
import type { ModelContext } from "./model-context.js";
import { tableName } from "./table-name.js";

type IndexMetadata = EntityMetadata["indices"][number];

/** When a constraint is checked; exclusions say so from TypeORM 1.0 on. */
function deferral({ deferrable }: { readonly name: string; readonly deferrable?: Deferrable | undefined }): {
  readonly deferrable?: Deferrable;
} {
  return deferrable === undefined ? {} : { deferrable };
}

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

/** The primary key of the entity's table, with the name that its author or the naming strategy gives, where keys have names. */
export function readPrimaryKey(
  metadata: EntityMetadata,
  { dataSource, dialect }: ModelContext,
): PrimaryKey | undefined {
  const [first] = metadata.primaryColumns;
  if (first === undefined) return undefined;
  const columns = metadata.primaryColumns.map((column) => column.databaseName);
  if (!dialect.namedPrimaryKeys) return { columns };
  const name =
    first.primaryKeyConstraintName ??
    dataSource.namingStrategy.primaryKeyName(metadata.tablePath, [...columns]);
  return { name, columns };
}

/** The unique constraints of the entity's table. */
export function readUniques(metadata: EntityMetadata): Unique[] {
  return metadata.uniques.map((unique) => ({
    name: unique.name,
    columns: unique.columns.map((column) => column.databaseName),
    ...deferral(unique),
  }));
}

/** The check constraints of the entity's table. */
export function readChecks(metadata: EntityMetadata): Check[] {
  return metadata.checks.map((check) => ({ name: check.name, expression: check.expression.trim() }));
}

/** The exclusion constraints of the entity's table. */
export function readExclusions(metadata: EntityMetadata): Exclusion[] {
  return metadata.exclusions.map((exclusion) => ({
    name: exclusion.name,
    definition: exclusion.expression.trim(),
    ...deferral(exclusion),
  }));
}

/** The foreign keys of the entity's table. */
export function readForeignKeys(metadata: EntityMetadata, context: ModelContext): ForeignKey[] {
  return metadata.foreignKeys.map((key) => {
    const onDelete = action(key.onDelete);
    const onUpdate = action(key.onUpdate);
    return {
      name: key.name,
      columns: key.columns.map((column) => column.databaseName),
      references: tableName(key.referencedEntityMetadata, context),
      referencedColumns: key.referencedColumns.map((column) => column.databaseName),
      ...(onDelete === undefined ? {} : { onDelete }),
      ...(onUpdate === undefined ? {} : { onUpdate }),
      ...deferral(key),
    };
  });
}

function readIndex(index: IndexMetadata, { dialect }: ModelContext): Index {
  const method = dialect.indexMethod(index);
  return {
    name: index.name,
    elements: index.columns.map((column) => ({ column: column.databaseName })),
    ...(index.isUnique ? { unique: true } : {}),
    ...(method === undefined ? {} : { method }),
    ...(index.where ? { where: index.where.trim() } : {}),
  };
}

/** The indexes of the entity's table, those aside that the entity only mentions; TypeORM ignores the order of a column. */
export function readIndexes(metadata: EntityMetadata, context: ModelContext): Index[] {
  return metadata.indices.filter((index) => index.synchronize).map((index) => readIndex(index, context));
}
