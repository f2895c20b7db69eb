import type { Column } from "../../schema/schema.js";
import { normalizeType } from "./normalize-type.js";
import { toldOptions } from "./sequence-options.js";
import { storedName } from "./stored-name.js";

/** Types that are a counted column in one word. https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-SERIAL */
const serials: ReadonlyMap<string, string> = new Map([
  ["smallserial", "smallint"],
  ["serial2", "smallint"],
  ["serial", "integer"],
  ["serial4", "integer"],
  ["bigserial", "bigint"],
  ["serial8", "bigint"],
]);

/** The name of a type, without its length, which a conversion of NULL does not have either. */
function baseName(type: string): string {
  return type.replace(/\(.*?\)/, "").replaceAll('"', "");
}

/**
 * The server keeps no default where it is NULL, but for types with a length it keeps the conversion to that: then NULL
 * comes back as `NULL::character varying`. A domain's comes back as a conversion to the type below it, and counts instead of
 * the domain's own default. https://www.postgresql.org/docs/current/sql-createdomain.html
 */
function isNull(text: string, type: string): boolean {
  const [whole, conversion] = /^NULL(?:::(.+))?$/is.exec(text) ?? [];
  if (whole === undefined) return false;
  return conversion === undefined || baseName(normalizeType(conversion)) === baseName(type);
}

function defaultOf({ default: given }: Column, type: string, counts: boolean): Pick<Column, "default"> {
  const text = given?.trim();
  return counts || text === undefined || isNull(text, type) ? {} : { default: text };
}

function sequenceOf({ sequence }: Column, type: string): Pick<Column, "sequence"> {
  if (sequence === undefined) return {};
  const told = toldOptions(sequence, type);
  return Object.keys(told).length === 0 ? {} : { sequence: told };
}

/** The parts of every column without what is so anyway. */
function optionalParts({ generated, collation, comment }: Column): Partial<Column> {
  return {
    ...(generated && { generated: { ...generated, expression: generated.expression.trim() } }),
    ...(collation === undefined || collation === "default" ? {} : { collation }),
    ...(comment === undefined || comment === "" ? {} : { comment }),
  };
}

/**
 * The column in its canonical form. Where it counts, its default is the next value, and it is never NULL; nor is one of the
 * primary key.
 */
export function normalizeColumn(
  column: Column,
  inPrimaryKey: boolean,
  typeOf: (type: string) => string,
): Column {
  const spelled = typeOf(column.type);
  const type = serials.get(spelled) ?? spelled;
  const isSerial = column.autoIncrement === true || type !== spelled;
  const counts = isSerial || column.identity !== undefined;
  return {
    name: storedName(column.name),
    type,
    nullable: column.nullable && !counts && !inPrimaryKey,
    ...defaultOf(column, type, counts),
    ...(isSerial && { autoIncrement: true as const }),
    ...(column.identity === undefined ? {} : { identity: column.identity }),
    ...sequenceOf(column, type),
    ...optionalParts(column),
    ...(column.enumValues && { enumValues: column.enumValues }),
    ...(column.notNullConflict && { notNullConflict: column.notNullConflict }),
  };
}
