import type { DataSource, EntityMetadata } from "typeorm";
import type { Dialect } from "../dialect/dialect.js";
import type { Column } from "../schema/schema.js";

type ColumnMetadata = EntityMetadata["columns"][number];

const stringLiteral = /^'(?:[^']|'')*'$/;

/** An object as TypeORM puts it into a row of that column: as JSON, except for lists of plain texts. */
function storedText(value: object, { type }: ColumnMetadata): string {
  const isList = type === "simple-array" || type === "simple-enum";
  return isList && Array.isArray(value) ? value.join() : JSON.stringify(value);
}

/** What TypeORM before 1.0 takes an object for, which no database can read. */
function coerced(value: object): string {
  return Array.isArray(value) ? value.join() : "[object Object]";
}

/**
 * The default as SQL. TypeORM puts a string between quotes as it is, so that some authors double the quotes inside and
 * some do not: what comes out as one literal is one, all else is escaped here.
 */
function defaultOf(metadata: ColumnMetadata, dataSource: DataSource, dialect: Dialect): string | undefined {
  const text = dataSource.driver.normalizeDefault(metadata);
  const given: unknown = metadata.default;
  if (text === undefined) return text;
  if (typeof given === "object" && given !== null && text === coerced(given)) {
    return dialect.literal(storedText(given, metadata));
  }
  if (typeof given !== "string") return text;
  return stringLiteral.test(text) ? text : dialect.literal(given);
}

function generatedOf(metadata: ColumnMetadata): Partial<Column> {
  if (metadata.asExpression === undefined) return {};
  return {
    generated: { expression: metadata.asExpression.trim(), stored: metadata.generatedType === "STORED" },
  };
}

/** The column that TypeORM makes for the property. */
export function readColumn(metadata: ColumnMetadata, dataSource: DataSource, dialect: Dialect): Column {
  const { driver } = dataSource;
  const enumValues = metadata.enum?.map((member) => dialect.enumValue(String(member)));
  const type = dialect.columnType({
    type: driver.normalizeType(metadata),
    length: driver.getColumnLength(metadata),
    precision: metadata.precision,
    scale: metadata.scale,
    isArray: metadata.isArray,
    isEnum: enumValues !== undefined,
  });
  const generated = generatedOf(metadata);
  const defaultText =
    generated.generated === undefined ? defaultOf(metadata, dataSource, dialect) : undefined;
  return {
    name: metadata.databaseName,
    type,
    nullable: metadata.isNullable,
    ...(defaultText === undefined ? {} : { default: defaultText }),
    ...generated,
    ...(metadata.isGenerated && metadata.generationStrategy === "increment" ? { autoIncrement: true } : {}),
    ...(metadata.collation ? { collation: metadata.collation } : {}),
    ...(enumValues === undefined ? {} : { enumValues }),
  };
}
