import { typeName } from "../../schema/type-name.js";
import type { TypeParts } from "../dialect.js";

/**
 * Types that take no precision. TypeORM writes one behind them all the same, which is a syntax error, so that it can only
 * be meant for another database. https://www.postgresql.org/docs/current/datatype-numeric.html
 */
const withoutPrecision = new Set([
  "smallint",
  "integer",
  "bigint",
  "real",
  "double precision",
  "money",
  "date",
]);

/** TypeORM drops a reference system that comes without a shape. */
function spatialType({ type, spatialFeatureType, srid }: TypeParts): string {
  return spatialFeatureType ? `${type}(${[spatialFeatureType, srid ?? []].flat().join()})` : type;
}

/** What stands in parentheses: a length wins over a precision, and a scale needs one. */
function modifiers({ type, length, precision, scale }: TypeParts): string {
  if (length !== "") return `(${length})`;
  if (precision === null || precision === undefined || withoutPrecision.has(type)) return "";
  const isTime = /^(?:time|timestamp|interval)\b/.test(type);
  return isTime || scale === null || scale === undefined ? `(${precision})` : `(${precision},${scale})`;
}

function elementType(parts: TypeParts): string {
  if (typeof parts.enum === "object") return typeName(parts.enum);
  if (parts.type === "geometry" || parts.type === "geography") return spatialType(parts);
  const [zone = ""] = / with(?:out)? time zone$/.exec(parts.type) ?? [];
  return `${parts.type.slice(0, parts.type.length - zone.length)}${modifiers(parts)}${zone}`;
}

/** The whole type as TypeORM means it, in any spelling: an array ends with `[]`, an enum is its type's name. */
export function columnType(parts: TypeParts): string {
  return `${elementType(parts)}${parts.isArray ? "[]" : ""}`;
}

/** TypeORM makes a serial of every strategy that is neither a UUID nor an identity, also of CockroachDB's `rowid`. */
export function counter(strategy: string): "autoIncrement" | "identity" | undefined {
  if (strategy === "uuid") return undefined;
  return strategy === "identity" ? "identity" : "autoIncrement";
}
