import { typeName } from "../../schema/type-name.js";
import { storedName } from "./stored-name.js";

/** Other names of types, by the short one. https://www.postgresql.org/docs/current/datatype.html#DATATYPE-TABLE */
const aliases: Readonly<Record<string, readonly string[]>> = {
  smallint: ["int2"],
  integer: ["int", "int4"],
  bigint: ["int8"],
  real: ["float4"],
  "double precision": ["float8"],
  boolean: ["bool"],
  numeric: ["decimal", "dec"],
  char: ["character", "national character", "national char", "nchar"],
  varchar: [
    "character varying",
    "char varying",
    "national character varying",
    "national char varying",
    "nchar varying",
  ],
  varbit: ["bit varying"],
  time: ["time without time zone"],
  timetz: ["time with time zone"],
  timestamp: ["timestamp without time zone"],
  timestamptz: ["timestamp with time zone"],
};

const shortNames: ReadonlyMap<string, string> = new Map(
  Object.entries(aliases).flatMap(([short, others]) =>
    others.map((other): [string, string] => [other, short]),
  ),
);

/** What each type means that is written without, or with too little, in parentheses, or with too much. */
const rules: ReadonlyMap<string, (modifiers: readonly string[]) => string> = new Map([
  ["char", (given) => `char(${given[0] ?? "1"})`],
  ["bit", (given) => `bit(${given[0] ?? "1"})`],
  // Without a length it is a type of its own: blanks at its end do not count, however many there are.
  ["bpchar", (given) => (given.length === 0 ? "bpchar" : `char(${given.join()})`)],
  ["numeric", (given) => withModifiers("numeric", given.length === 1 ? [...given, "0"] : given)],
  ["float", ([bits]) => (bits !== undefined && Number(bits) <= 24 ? "real" : "double precision")],
  ["geometry", (given) => withModifiers("geometry", spatialModifiers(given, "0"))],
  ["geography", (given) => withModifiers("geography", spatialModifiers(given, wgs84))],
]);

/** https://postgis.net/docs/using_postgis_dbmanagement.html#RefObject */
const shapes = (
  "Geometry Point LineString Polygon MultiPoint MultiLineString MultiPolygon GeometryCollection CircularString " +
  "CompoundCurve CurvePolygon MultiCurve MultiSurface PolyhedralSurface Triangle Tin"
)
  .split(" ")
  .flatMap((shape) => ["", "Z", "M", "ZM"].map((dimensions) => `${shape}${dimensions}`));

/** Longitude and latitude, which `geography` means where no other system is named. */
const wgs84 = "4326";

/** As PostGIS itself writes them: nothing where any shape in no system is allowed. */
function spatialModifiers([given, system = "0"]: readonly string[], implied: string): string[] {
  if (given === undefined) return [];
  const folded = given.replaceAll(" ", "").toLowerCase();
  const shape = shapes.find((known) => known.toLowerCase() === folded) ?? given;
  const srid = system === "0" ? implied : system;
  if (srid !== "0") return [shape, srid];
  return shape === "Geometry" ? [] : [shape];
}

function withModifiers(type: string, modifiers: readonly string[]): string {
  return modifiers.length === 0 ? type : `${type}(${modifiers.join()})`;
}

/** More than six digits of a second are cut. https://www.postgresql.org/docs/current/datatype-datetime.html */
function timeModifiers(type: string, modifiers: readonly string[]): readonly string[] {
  const isTime = /^(?:time|timestamp|interval)/.test(type);
  return isTime
    ? modifiers.map((digits) => (/^\d+$/.test(digits) && Number(digits) > 6 ? "6" : digits))
    : modifiers;
}

/** A name with quotes or a schema: that of a user's type, except in the schema of the server's own. */
function quotedName(text: string): string {
  const parts = [...text.matchAll(/"((?:[^"]|"")*)"|([^".\s]+)/g)].map(([, quoted, plain = ""]) =>
    storedName(quoted === undefined ? plain.toLowerCase() : quoted.replaceAll('""', '"')),
  );
  const [first = "", second] = parts;
  if (second === undefined) return typeName({ name: first });
  return first === "pg_catalog"
    ? second === "char"
      ? '"char"'
      : second
    : typeName({ schema: first, name: second });
}

/** A name of one or more words. */
function plainName(text: string): string {
  return storedName(text.trim().replace(/\s+/g, " ").toLowerCase());
}

function scalarType(text: string): string {
  const [, before = "", inside, after = ""] =
    /^((?:"(?:[^"]|"")*"|[^"(])+)(?:\(([^)]*)\))?(.*)$/s.exec(text) ?? [];
  const isQuoted = /[".]/.test(before);
  const name = isQuoted ? quotedName(before) : plainName(`${before} ${after}`);
  const type = shortNames.get(name) ?? name;
  const given = inside === undefined ? [] : inside.split(",").map((modifier) => modifier.trim());
  const modifiers = timeModifiers(type, given);
  return rules.get(type)?.(modifiers) ?? withModifiers(type, modifiers);
}

/** `[]`, `[3]` and `ARRAY[3]` in any number: none of them says more than the others, as dimensions are not enforced. */
const arraySuffix = /\s*(?:\barray(?:\s*\[\s*\d*\s*\])?|\[\s*\d*\s*\])\s*$/i;

/**
 * The one spelling of a type: the short name of those that have several, implied lengths written out, one `[]` for an
 * array of any dimensions, quotes only where they are needed. https://www.postgresql.org/docs/current/arrays.html#ARRAYS-DECLARATION
 */
export function normalizeType(text: string): string {
  let rest = text.trim();
  let isArray = false;
  for (let suffix = arraySuffix.exec(rest); suffix !== null; suffix = arraySuffix.exec(rest)) {
    rest = rest.slice(0, suffix.index);
    isArray = true;
  }
  return `${scalarType(rest)}${isArray ? "[]" : ""}`;
}
