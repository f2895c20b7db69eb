import * as fc from "fast-check";

const odd = ["order", "select", 'quo"te', "it's", "größe", "${name}", "a b", "日本 😀", "back`tick", "[br]"];
const odder = ["new\nline", "x.y", "-- dash", "/* star */", "__proto__", "constructor", "1st", "100%", "a;b"];
/** Names that are keywords, or hold what ends strings, identifiers, templates and comments. */
export const oddNames = [...odd, ...odder];
/** The names that tables get. */
export const tableNames = ["customer", "item", "tier", "log", ...oddNames];
/** The names that columns get. */
export const columnNames = ["a", "b", "c", "d", "kind", ...oddNames];

/** One of the names. */
export const names = (pool: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...pool);

/** A value, one time in `freq` + 1 none. */
export const rarely = <Value>(value: fc.Arbitrary<Value>, freq = 3): fc.Arbitrary<Value | undefined> =>
  fc.option(value, { nil: undefined, freq });

/** Places in a list, to be taken modulo its length. */
export const picks = fc.uniqueArray(fc.nat(9), { minLength: 1, maxLength: 3 });

/** The items at those places, each once. */
export function pick<Item>(items: readonly Item[], at: readonly number[]): Item[] {
  return [...new Set(at.flatMap((index) => items[index % items.length] ?? []))];
}

/** The list with one item, at that place modulo its length, replaced by others or none. */
export function replaceAt<Item>(
  items: readonly Item[],
  index: number,
  change: (item: Item) => readonly Item[],
): readonly Item[] {
  return items.flatMap((item, own) => (own === index % items.length ? change(item) : [item]));
}

/** The property, or none where it has no value, as the schema has none then. */
export const set = <Key extends string, Value>(
  key: Key,
  value: Value | undefined,
): Partial<Record<Key, Value>> => {
  const entries: Partial<Record<Key, Value>> = {};
  if (value !== undefined) entries[key] = value;
  return entries;
};
