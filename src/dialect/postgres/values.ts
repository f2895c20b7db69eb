import type { Column, EnumType } from "../../schema/schema.js";
import { literal } from "./rows-sql.js";
import { isNumber, isString, partsOf, rewritesRows, usingSql, type TypeName } from "./type-change.js";

/** Wider numbers that hold every value of the narrower one, spelled alike. */
const wider: Readonly<Record<string, readonly string[]>> = {
  smallint: ["integer", "bigint", "numeric", "real", "double precision"],
  integer: ["bigint", "numeric", "double precision"],
  bigint: ["numeric"],
};

function isUnlimited({ modifiers }: TypeName): boolean {
  return modifiers.length === 0;
}

/** Whether values change their spelling when a column gets the other type. */
export function convertsValues(fromType: string, toType: string): boolean {
  if (!rewritesRows(fromType, toType)) return false;
  const [from, to] = [partsOf(fromType), partsOf(toType)];
  if (from.isArray !== to.isArray) return true;
  if (isString(to.base) && to.base !== "char" && to.base !== "name" && isUnlimited(to)) {
    return !(isString(from.base) || isNumber(from.base) || from.base === "uuid");
  }
  return !(isUnlimited(to) && wider[from.base]?.includes(to.base));
}

/** The expression that makes the other type of a column, quoted already: a cast to a string would cut values off silently. */
export function conversion(column: string, from: string, to: string, enums: readonly EnumType[]): string {
  const value = usingSql(column, from, to, enums) ?? column;
  return isString(partsOf(to).base) ? value : `CAST(${value} AS ${to})`;
}

/** A text that is a number which every numeric type can at least be asked about: not too long for any of them. */
const plainNumber = "^[-+]?[0-9]{1,30}([.][0-9]{1,30})?$";

/** A condition that is looked at only where the text of the value has that form: elsewhere the cast would be an error. */
function whereLike(text: string, pattern: string, condition: string): string {
  return `CASE WHEN ${text} ~ '${pattern}' THEN ${condition} ELSE false END`;
}

/** Leading zeros and signs are spelled away, as in `007`, and what an integer has behind the point. */
function numberLoss(text: string, { base, modifiers }: TypeName): string {
  const number = `${text}::numeric`;
  const kept =
    base === "real" || base === "double precision"
      ? `${text}::${base}::text::numeric`
      : base === "numeric"
        ? `round(${number}, ${modifiers[1] ?? 0})`
        : `round(${number}, 0)`;
  const respelled = `${text} ~ '^([+]|-?0[0-9])'`;
  const isExact = base === "numeric" && modifiers.length === 0;
  return whereLike(text, plainNumber, isExact ? respelled : `${respelled} OR ${number} <> ${kept}`);
}

/** What of a time is lost: the digits behind the second that are too many, the date, or the time of day. */
function timeLoss(text: string, { base, modifiers }: TypeName): string {
  const hasClock = `${text} ~ '[0-9]:[0-9]'`;
  if (base === "date") return `${hasClock} AND ${text} !~ '(^|[ T])00:00(:00([.]0+)?)?([^0-9:.].*)?$'`;
  const [digits = 6] = modifiers;
  const isFine = `${text} ~ '[.][0-9]{${digits}}[0-9]*[1-9]'`;
  const hasDate = `${text} ~ '[0-9]-[0-9]+[ T]'`;
  return base.startsWith("timestamp") || base === "interval" ? isFine : `${isFine} OR ${hasDate}`;
}

function lengthLoss(text: string, { modifiers }: TypeName, implied: number | undefined): string {
  const length = modifiers[0] ?? implied;
  return length === undefined ? "false" : `length(${text}) > ${length}`;
}

/** An array loses what one of its elements does, and anything else what it does as the one element that it becomes. */
function elementLoss(column: string, type: string): string {
  const loss = conversionLoss("element.value", type);
  if (loss === "false") return loss;
  const elements = `unnest(${column}::text::text[]) AS element (value)`;
  return `CASE WHEN pg_typeof(${column})::text LIKE '%[]' THEN EXISTS (SELECT FROM ${elements} WHERE ${loss}) ELSE ${conversionLoss(column, type)} END`;
}

/**
 * The SQL condition of rows in which the column, quoted already, loses something when it gets that type. It looks at the
 * text of the value, which every type has, and is never an error: that a value cannot be converted at all is no loss.
 */
export function conversionLoss(column: string, type: string): string {
  const to = partsOf(type);
  const text = `${column}::text`;
  if (to.isArray) return elementLoss(column, type.slice(0, -2));
  if (to.base === "varchar") return lengthLoss(text, to, undefined);
  if (to.base === "char") return lengthLoss(text, to, 1);
  if (isNumber(to.base)) return numberLoss(text, to);
  if (to.base === "boolean") return whereLike(text, "^-?[0-9]+([.][0-9]+)?$", `${text} NOT IN ('0', '1')`);
  return /^(?:date|time|timetz|timestamp|timestamptz|interval)$/.test(to.base) ? timeLoss(text, to) : "false";
}

/** The SQL condition of rows in which the column, quoted already and of that type, holds that value of its enum. */
export function holdsValue(column: string, type: string, value: string): string {
  return partsOf(type).isArray
    ? `${literal(value)} = ANY (${column}::text[])`
    : `${column}::text = ${literal(value)}`;
}

/** https://www.postgresql.org/docs/current/datatype.html */
const neutral: Readonly<Record<string, string>> = {
  boolean: "false",
  money: "0",
  oid: "0",
  date: "'1970-01-01'",
  timestamp: "'1970-01-01 00:00:00'",
  timestamptz: "'1970-01-01 00:00:00+00'",
  time: "'00:00:00'",
  timetz: "'00:00:00+00'",
  interval: "'0'",
  uuid: "'00000000-0000-0000-0000-000000000000'",
  json: "'{}'",
  jsonb: "'{}'",
  jsonpath: "'$'",
  bytea: "''",
  xml: "''",
  varbit: "''",
  tsvector: "''",
  tsquery: "''",
  hstore: "''",
  ltree: "''",
  inet: "'0.0.0.0'",
  cidr: "'0.0.0.0/0'",
  macaddr: "'00:00:00:00:00:00'",
  macaddr8: "'00:00:00:00:00:00:00:00'",
  point: "'(0,0)'",
  line: "'{1,0,0}'",
  lseg: "'[(0,0),(0,0)]'",
  box: "'(0,0),(0,0)'",
  path: "'((0,0))'",
  polygon: "'((0,0))'",
  circle: "'<(0,0),0>'",
  pg_lsn: "'0/0'",
  cube: "'(0)'",
  geometry: "'POINT EMPTY'",
  geography: "'POINT EMPTY'",
};

function zeros(base: string, length: number): string {
  if (base === "bit") return `B'${"0".repeat(length)}'`;
  if (base === "sparsevec") return `'{}/${length}'`;
  return `'[${Array.from({ length }, () => "0").join(",")}]'`;
}

/** What a spatial column takes, in its shape and dimensions: `'LINESTRING Z EMPTY'`. */
function emptyShape(type: string): string | undefined {
  const [, shape = "", dimensions] = /^geo(?:metry|graphy)\((\w+?)(ZM?|M)?(?:,.*)?\)$/.exec(type) ?? [];
  if (shape === "") return undefined;
  const known = /^geometry$/i.test(shape) ? "POINT" : shape.toUpperCase();
  return `'${[known, ...(dimensions === undefined ? [] : [dimensions]), "EMPTY"].join(" ")}'`;
}

/** An SQL expression for a value that the column takes, the same for every row; an enum gives its first one. */
export function neutralValue({ type }: Column): string {
  const { base, modifiers, isArray } = partsOf(type);
  if (isArray) return "'{}'";
  if (isString(base)) return "''";
  if (isNumber(base)) return "0";
  if (/^(?:bit|vector|halfvec|sparsevec)$/.test(base)) return zeros(base, modifiers[0] ?? 1);
  if (/(?:range|multirange)$/.test(base)) return base.endsWith("multirange") ? "'{}'" : "'empty'";
  return emptyShape(type) ?? neutral[base] ?? `enum_first(NULL::${type})`;
}
