import { keyOf, sameName } from "../../../src/schema/name.js";
import type { Column, EnumType, Schema } from "../../../src/schema/schema.js";
import { isOfType } from "../../../src/schema/type-name.js";
import { keptTables, type Conversion, type RowRules } from "../arbitrary-kept.js";
import type { Pair } from "../arbitrary-schema.js";

const numbers = ["smallint", "integer", "bigint", "numeric", "numeric(10,2)", "real", "double precision"];
const texts = ["text", "varchar", "varchar(40)", "char(20)"];
const times = ["date", "timestamp", "timestamp(3)", "timestamptz"];
const families = [numbers, texts, times, ["json", "jsonb"]];

/** The enum that a column of the type has values of, in an array or not. */
export function enumOf(type: string, { enums }: Schema): EnumType | undefined {
  return enums.find((one) => isOfType(type, one));
}

function elementOf(type: string): string {
  return type.replace(/\[\]$/, "");
}

function inOneFamily(from: string, to: string): boolean {
  return from === to || families.some((family) => family.includes(from) && family.includes(to));
}

/** What becomes of the generated values of a type without values of an enum. */
function baseConversion(from: string, to: string): Conversion {
  const [element, target] = [elementOf(from), elementOf(to)];
  const isShort = element === from && [...numbers, ...texts, "boolean"].includes(from);
  if (to === "char(20)") return isShort ? "back" : "impossible";
  // 1 comes back as 1.00.
  if (element === "numeric" && target === "numeric(10,2)") return "lossy";
  if (inOneFamily(element, target)) return "back";
  if (element === from && numbers.includes(from) && to === "boolean") return "lossy";
  if (from === "boolean" && numbers.includes(to)) return "back";
  const isText = texts.includes(target);
  return isText && !texts.includes(element) && (target === to || element !== from) ? "back" : "impossible";
}

/** The answer for the value where it is of that enum. */
interface Fate {
  readonly renamed: string | undefined;
  /** What it is replaced with; absent where nothing replaces it. */
  readonly replaced?: string | null;
}

function fateOf(value: string, one: EnumType, { answers }: Pair): Fate {
  const { renames = {}, replacements = {} } = answers?.get(keyOf(one)) ?? {};
  const replaced = replacements[value];
  return { renamed: renames[value], ...(replaced === undefined ? {} : { replaced }) };
}

/** The values that stay as they are wherever rows have them, so that keys may. */
export function steadyValues(one: EnumType, pair: Pair): readonly string[] {
  const anyway: RowRules = {
    conversion: () => "alike",
    freeConversion: () => undefined,
    exclusions: () => [],
  };
  const others = [...keptTables(pair, anyway).values()].flatMap(({ before, after, newName }) =>
    before.table.columns
      .filter(({ type }) => isOfType(type, one))
      .flatMap(({ name }) => {
        const other = after.table.columns.find((column) => column.name === newName(name));
        return other === undefined ? [] : (enumOf(other.type, pair.to) ?? []);
      }),
  );
  return one.values.filter((value) => others.every(({ values }) => values.includes(value)));
}

/** A value of the enum that is renamed or replaced on the way, for columns that no key has, and what becomes of it. */
export function movedValue(
  column: Column,
  after: Column | undefined,
  pair: Pair,
): { readonly value: string; readonly way: Conversion } | undefined {
  const one = enumOf(column.type, pair.from);
  const other = after && enumOf(after.type, pair.to);
  if (one === undefined || other === undefined || !sameName(one, other)) return undefined;
  if (column.type !== after?.type || column.generated !== undefined || after.generated !== undefined)
    return undefined;
  for (const value of one.values.filter((text) => !other.values.includes(text))) {
    const { renamed, replaced } = fateOf(value, other, pair);
    if (renamed !== undefined) return { value, way: "back" };
    if (replaced !== undefined && (replaced !== null || after.nullable)) return { value, way: "lossy" };
  }
  return undefined;
}

function enumConversion(one: EnumType, before: Column, after: Column, pair: Pair): Conversion {
  if (steadyValues(one, pair).length === 0) return "impossible";
  const other = enumOf(after.type, pair.to);
  const areAlike = before.type.endsWith("[]") === after.type.endsWith("[]");
  if (other !== undefined) return areAlike ? "alike" : "back";
  return texts.includes(elementOf(after.type)) ? "back" : "impossible";
}

/** See {@link RowRules.conversion}. */
export function conversion(before: Column, after: Column, pair: Pair): Conversion {
  const isComputed = before.generated !== undefined || after.generated !== undefined;
  const one = enumOf(before.type, pair.from);
  if (one !== undefined) return isComputed ? "impossible" : enumConversion(one, before, after, pair);
  if (before.type === after.type) return "alike";
  return isComputed ? "impossible" : baseConversion(before.type, after.type);
}
