import { typeName } from "../../schema/type-name.js";
import type { EnumType } from "../../schema/schema.js";

/** A type in parts: `varchar(30)[]` is an array of `varchar` with the modifiers 30. */
export interface TypeName {
  readonly base: string;
  readonly modifiers: readonly number[];
  readonly isArray: boolean;
}

/** The parts of a type in canonical spelling; the fields of an interval are modifiers that no rule here looks at. */
export function partsOf(type: string): TypeName {
  const isArray = type.endsWith("[]");
  const element = isArray ? type.slice(0, -2) : type;
  const [, name = element, modifiers] = /^(.*?)\s*\(([^()"]*)\)$/s.exec(element) ?? [];
  const numbers = (modifiers ?? "").split(",").filter((part) => /^\s*-?\d+\s*$/.test(part));
  return { base: /^interval\b/.test(name) ? "interval" : name, modifiers: numbers.map(Number), isArray };
}

const strings = new Set(["text", "varchar", "char", "bpchar", "name", "citext"]);
const numbers = new Set(["smallint", "integer", "bigint", "real", "double precision", "numeric"]);

/** Whether the type, without its modifiers, holds text. */
export function isString(base: string): boolean {
  return strings.has(base);
}

/** Whether the type, without its modifiers, holds numbers. */
export function isNumber(base: string): boolean {
  return numbers.has(base);
}

function pairs(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s*\n\s*|, /));
}

/**
 * The conversions that PostgreSQL makes in an assignment, besides those to a string and between numbers.
 * https://www.postgresql.org/docs/current/catalog-pg-cast.html
 */
const assigned = pairs(`
  numeric>money, integer>money, bigint>money, money>numeric
  smallint>oid, integer>oid, bigint>oid, oid>integer, oid>bigint
  date>timestamp, date>timestamptz, timestamp>date, timestamptz>date
  timestamp>timestamptz, timestamptz>timestamp, timestamp>time, timestamptz>time, timestamptz>timetz
  time>timetz, timetz>time, time>interval, interval>time
  bit>varbit, varbit>bit, cidr>inet, inet>cidr, macaddr>macaddr8, macaddr8>macaddr, json>jsonb, jsonb>json
  point>box, path>polygon, box>polygon, polygon>path
`);

/** The conversions that PostgreSQL has, and makes only when told to. */
const explicit = pairs(`
  integer>boolean, integer>bit, bigint>bit, bit>integer, bit>bigint
  jsonb>boolean, jsonb>numeric, jsonb>smallint, jsonb>integer, jsonb>bigint, jsonb>real, jsonb>double precision
  int4range>int4multirange, int8range>int8multirange, numrange>nummultirange
  tsrange>tsmultirange, tstzrange>tstzmultirange, daterange>datemultirange
  box>circle, box>lseg, box>point, circle>box, circle>point, circle>polygon, lseg>point, polygon>box, polygon>circle, polygon>point
`);

/** The types that come with PostgreSQL: between two of them no other conversion than those above exists. */
const builtIn = new Set([
  ...strings,
  ...numbers,
  ...[...assigned, ...explicit].flatMap((pair) => pair.split(">")),
  "bytea",
  "uuid",
  "xml",
  "tsvector",
  "tsquery",
  "jsonpath",
  "line",
  "pg_lsn",
]);

function isAssigned(from: string, to: string): boolean {
  return from === to || isString(to) || (isNumber(from) && isNumber(to)) || assigned.has(`${from}>${to}`);
}

/** The type as a cast names it: without modifiers, as a cast to `varchar(3)` or `bit(3)` would cut values off silently. */
function castName({ base, modifiers }: TypeName, from: string): string {
  if (base === "bit") return isNumber(from) ? `bit(${modifiers[0] ?? 1})` : "varbit";
  return isString(base) && base !== "citext" && base !== "name" ? "text" : base;
}

/** An expression that gives the value as the other type, or one that an assignment makes it from. */
function convert(value: string, from: string, to: TypeName, isEnum: (base: string) => boolean): string {
  if (isAssigned(from, to.base)) return value;
  if (from === "boolean" && isNumber(to.base)) return `${value}::integer`;
  if (isNumber(from) && to.base === "boolean" && from !== "integer") return `${value} <> 0`;
  const target = castName(to, from);
  const isKnown = builtIn.has(from) && builtIn.has(to.base) && !explicit.has(`${from}>${to.base}`);
  const needsText = !isString(from) && (isKnown || isEnum(from) || isEnum(to.base));
  return needsText ? `${value}::text::${target}` : `${value}::${target}`;
}

function convertArray(
  value: string,
  from: TypeName,
  to: TypeName,
  isEnum: (base: string) => boolean,
): string {
  if (isAssigned(from.base, to.base)) return value;
  const element = convert("x", from.base, to, isEnum);
  const casts = /^x((?:::.*)?)$/.exec(element)?.[1] ?? `::text::${castName(to, from.base)}`;
  return value + casts.replaceAll(/::(.*?)(?=::|$)/g, "::$1[]");
}

/** Several elements do not fit: text keeps them all, any other type refuses the text of the array. */
function firstElement(
  value: string,
  from: TypeName,
  to: TypeName,
  isEnum: (base: string) => boolean,
): string {
  const all = isString(to.base) ? `${value}::text` : `${value}::text::${castName(to, "text")}`;
  return `CASE WHEN cardinality(${value}) > 1 THEN ${all} ELSE ${convert(`${value}[1]`, from.base, to, isEnum)} END`;
}

/**
 * The expression behind `USING` for a column, quoted already, that gets another type; nothing where PostgreSQL converts by
 * itself. A value becomes an array with this one element, NULL stays NULL. No value is cut off: what does not fit fails.
 * https://www.postgresql.org/docs/current/sql-altertable.html
 */
export function usingSql(
  column: string,
  fromType: string,
  toType: string,
  enums: readonly EnumType[],
): string | undefined {
  const names = new Set(enums.map(typeName));
  const isEnum = (base: string): boolean => names.has(base);
  const [from, to] = [partsOf(fromType), partsOf(toType)];
  const expression = conversion(column, from, to, isEnum);
  return expression === column ? undefined : expression;
}

function conversion(column: string, from: TypeName, to: TypeName, isEnum: (base: string) => boolean): string {
  if (from.isArray && to.isArray) return convertArray(column, from, to, isEnum);
  if (from.isArray) {
    const isText = isString(to.base) && !isString(from.base);
    return isText ? column : firstElement(column, from, to, isEnum);
  }
  if (!to.isArray) return convert(column, from.base, to, isEnum);
  if (isString(from.base) && !isString(to.base)) return `${column}::${castName(to, from.base)}[]`;
  const element = convert(column, from.base, to, isEnum);
  return `CASE WHEN ${column} IS NULL THEN NULL ELSE ARRAY[${element}] END`;
}

/** The digits that a time keeps behind the second where it is not told how many. */
const timeDigits = 6;

function widens(from: TypeName, to: TypeName): boolean {
  const [length, scale = 0] = from.modifiers;
  const [newLength, newScale = 0] = to.modifiers;
  if (/^(?:time|timestamp|interval)/.test(from.base))
    return (newLength ?? timeDigits) >= (length ?? timeDigits);
  if (newLength === undefined) return from.base !== "char" && from.base !== "bit";
  if (length === undefined) return false;
  return from.base === "numeric" ? newLength >= length && newScale === scale : newLength >= length;
}

const textual = new Set(["text", "varchar", "citext"]);

/**
 * Whether every row is written anew when a column gets the other type: not where the bytes stay and can only get more room.
 * https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES
 */
export function rewritesRows(fromType: string, toType: string): boolean {
  if (fromType === toType) return false;
  const [from, to] = [partsOf(fromType), partsOf(toType)];
  if (from.isArray || to.isArray) return true;
  if (textual.has(from.base) && textual.has(to.base)) return !widens({ ...from, base: "varchar" }, to);
  if (from.base === "cidr" && to.base === "inet") return false;
  if (from.base !== to.base || from.base === "char" || from.base === "bit") return true;
  // The fields of an interval are no numbers.
  if (from.base === "interval" && /\s/.test(fromType + toType)) return true;
  return !widens(from, to);
}
