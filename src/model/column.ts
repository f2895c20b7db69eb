import type { EntityMetadata } from "typeorm";
import type { ObjectName } from "../schema/name.js";
import type { Column } from "../schema/schema.js";
import { readComment } from "./comment.js";
import { readDefault } from "./default.js";
import { readEnumName, readEnumValues } from "./enum.js";
import type { ModelContext } from "./model-context.js";

type ColumnMetadata = EntityMetadata["columns"][number];

function typeOf(metadata: ColumnMetadata, table: ObjectName, context: ModelContext): string {
  const { driver } = context.dataSource;
  const enumName = readEnumName(metadata, table, context);
  return context.dialect.columnType({
    type: driver.normalizeType(metadata),
    length: driver.getColumnLength(metadata),
    precision: metadata.precision,
    scale: metadata.scale,
    isArray: metadata.isArray,
    ...(enumName === undefined ? {} : { enum: enumName }),
    spatialFeatureType: metadata.spatialFeatureType,
    srid: metadata.srid,
  });
}

function generatedOf(metadata: ColumnMetadata): Pick<Column, "generated"> {
  if (metadata.asExpression === undefined) return {};
  return {
    generated: { expression: metadata.asExpression.trim(), stored: metadata.generatedType === "STORED" },
  };
}

/** The default of the column; TypeORM keeps that of a generated UUID elsewhere. */
function defaultOf(metadata: ColumnMetadata, context: ModelContext): Pick<Column, "default"> {
  if (metadata.asExpression !== undefined) return {};
  const isUuid = metadata.isGenerated && metadata.generationStrategy === "uuid";
  const generator = isUuid ? context.dialect.uuidDefault(context.dataSource.options) : undefined;
  const text = readDefault(metadata, context) ?? generator;
  return text === undefined ? {} : { default: text };
}

/** How the database counts the values of a generated column up. */
function counterOf(
  { isGenerated, generationStrategy, generatedIdentity }: ColumnMetadata,
  { dialect }: ModelContext,
): Pick<Column, "autoIncrement" | "identity"> {
  if (!isGenerated || generationStrategy === undefined) return {};
  const counter = dialect.counter(generationStrategy);
  if (counter === "identity") return { identity: generatedIdentity ?? "BY DEFAULT" };
  return counter === undefined ? {} : { autoIncrement: true };
}

function enumValuesOf(metadata: ColumnMetadata, context: ModelContext): Pick<Column, "enumValues"> {
  const enumValues = context.dialect.enumTypes ? undefined : readEnumValues(metadata, context);
  return enumValues === undefined ? {} : { enumValues };
}

/** The column that TypeORM makes for the property, in the table of that name. */
export function readColumn(metadata: ColumnMetadata, table: ObjectName, context: ModelContext): Column {
  return {
    name: metadata.databaseName,
    type: typeOf(metadata, table, context),
    nullable: metadata.isNullable,
    ...defaultOf(metadata, context),
    ...generatedOf(metadata),
    ...counterOf(metadata, context),
    ...(metadata.collation ? { collation: metadata.collation } : {}),
    ...enumValuesOf(metadata, context),
    ...readComment(metadata),
  };
}
