import type { EntityMetadata } from "typeorm";
import type { ModelContext } from "./model-context.js";

type ColumnMetadata = EntityMetadata["columns"][number];

const stringLiteral = /^'(?:[^']|'')*'$/;

/** An element that stands in an array as it is: one in quotes already, or one that needs none. */
const plainElement = /^(?:"(?:[^"\\]|\\.)*"|(?!null$)[^\s{},"\\](?:[^{},"\\]*[^\s{},"\\])?)$/i;

/** An array as PostgreSQL reads it. https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO */
function arrayText(elements: readonly unknown[]): string {
  return `{${elements.map(elementText).join(",")}}`;
}

function elementText(element: unknown): string {
  if (Array.isArray(element)) return arrayText(element);
  if (element === null || element === undefined) return "NULL";
  const text =
    typeof element === "string" || typeof element === "bigint" ? String(element) : JSON.stringify(element);
  return plainElement.test(text) ? text : `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}

/** An object as TypeORM puts it into a row of that column: as JSON, except for lists of plain texts. */
function storedText(value: object, { type }: ColumnMetadata): string {
  const isList = type === "simple-array" || type === "simple-enum";
  return isList && Array.isArray(value) ? value.join() : JSON.stringify(value);
}

/** What TypeORM before 1.0 takes an object for, which no database can read. */
function coerced(value: object): string {
  return Array.isArray(value) ? value.join() : "[object Object]";
}

/** A list or an object as a literal, where TypeORM loses or does not escape something of it. */
function objectLiteral(given: object, text: string, metadata: ColumnMetadata, context: ModelContext): string {
  const meant = objectText(given, text, metadata);
  if (meant === undefined || (text === `'${meant}'` && stringLiteral.test(text))) return text;
  return context.dialect.literal(meant);
}

/** What TypeORM means where its text is one of those that lose something. */
function objectText(given: object, text: string, metadata: ColumnMetadata): string | undefined {
  if (Array.isArray(given) && text === `'{${given.map(String).join(",")}}'`) return arrayText(given);
  if (text === `'${JSON.stringify(given)}'`) return JSON.stringify(given);
  return text === coerced(given) ? storedText(given, metadata) : undefined;
}

/** TypeORM before 1.0 puts the source of a function between quotes where the column is an enum. */
function functionText(given: () => unknown, text: string): string {
  return text === `'${String(given)}'` ? String(given()) : text;
}

function isFunction(value: unknown): value is () => unknown {
  return typeof value === "function";
}

/**
 * The default of a column as SQL, none where it is NULL: what TypeORM would write. But TypeORM puts a string between quotes as
 * it is, so that some authors double the quotes inside and some do not: what comes out as one literal is one, all else is
 * escaped here; so are the elements of arrays.
 */
export function readDefault(metadata: ColumnMetadata, context: ModelContext): string | undefined {
  const text = context.dataSource.driver.normalizeDefault(metadata);
  const given: unknown = metadata.default;
  if (text === undefined || /^\s*null\s*$/i.test(text)) return undefined;
  if (typeof given === "object" && given !== null) return objectLiteral(given, text, metadata, context);
  if (isFunction(given)) return functionText(given, text);
  if (typeof given !== "string") return text;
  return stringLiteral.test(text) ? text : context.dialect.literal(given);
}
