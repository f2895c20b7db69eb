import { keyOf, type ObjectName } from "./name.js";
import type { Schema, Table, View } from "./schema.js";

/** Whether two plain values are equal: the same keys with equal values; a key without a value is no key. */
export function equal(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((value, index) => equal(value, right[index]));
  }
  if (!isRecord(left) || !isRecord(right) || Array.isArray(left) || Array.isArray(right)) return false;
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].every((key) => equal(left[key], right[key]));
}

/** Whether the value is an object with properties. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

/** The order of strings by code unit: the same on every machine. */
export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function sorted<Item>(items: readonly Item[], key: (item: Item) => string): Item[] {
  return items
    .map((item) => ({ item, key: key(item) }))
    .toSorted((left, right) => compareText(left.key, right.key))
    .map(({ item }) => item);
}

/** The table with its constraints, indexes and triggers in one order, whatever order they came in; columns stay. */
function sortTable(table: Table): Table {
  return {
    ...table,
    uniques: sorted(table.uniques, (unique) => `${unique.name ?? ""} ${unique.columns.join()}`),
    foreignKeys: sorted(table.foreignKeys, (key) => `${key.name ?? ""} ${JSON.stringify(key)}`),
    checks: sorted(table.checks, (check) => `${check.name ?? ""} ${check.expression}`),
    ...(table.exclusions && {
      exclusions: sorted(table.exclusions, (exclusion) => `${exclusion.name ?? ""} ${exclusion.definition}`),
    }),
    indexes: sorted(table.indexes, (index) => index.name),
    triggers: sorted(table.triggers, (trigger) => trigger.name),
  };
}

/** The schema with its lists in one order, whatever order they came in; the columns of a table keep theirs. */
export function sortSchema(schema: Schema): Schema {
  return {
    ...schema,
    tables: sorted(schema.tables.map(sortTable), keyOf),
    views: sorted(schema.views.map(sortView), keyOf),
    enums: sorted(schema.enums, keyOf),
    sequences: sorted(schema.sequences, keyOf),
    extensions: sorted(schema.extensions, ({ name }) => name),
    schemas: schema.schemas.toSorted(compareText),
  };
}

function sortView(view: View): View {
  return {
    ...view,
    ...(view.indexes && { indexes: sorted(view.indexes, (index) => index.name) }),
    triggers: sorted(view.triggers, (trigger) => trigger.name),
  };
}

/**
 * Where two schemas differ, as paths such as `customer.columns.name.type`; empty where they are equal. The order of
 * columns in a table, and of anything else that is sorted, does not count, nor does what no operation is about.
 */
export function schemaDifferences(left: Schema, right: Schema): string[] {
  return differences(byName(left), byName(right), "");
}

function byName(schema: Schema): unknown {
  const keyed = <Item extends ObjectName>(items: readonly Item[], shape: (item: Item) => unknown): unknown =>
    Object.fromEntries(items.map((item) => [keyOf(item), shape(item)]));
  const table = (one: Table): unknown => {
    const sortedTable = sortTable(one);
    return {
      ...sortedTable,
      exclusions: sortedTable.exclusions ?? [],
      columns: Object.fromEntries(one.columns.map((column) => [column.name, column])),
      extras: undefined,
    };
  };
  const view = (one: View): unknown => {
    const sortedView = sortView(one);
    return { ...sortedView, indexes: sortedView.indexes ?? [], extras: undefined };
  };
  const itself = (item: unknown): unknown => item;
  return {
    tables: keyed(schema.tables, table),
    views: keyed(schema.views, view),
    enums: keyed(schema.enums, itself),
    sequences: keyed(schema.sequences, itself),
    extensions: Object.fromEntries(schema.extensions.map((extension) => [extension.name, extension])),
    schemas: schema.schemas.toSorted(compareText),
  };
}

function differences(left: unknown, right: unknown, path: string): string[] {
  if (equal(left, right)) return [];
  if (!isRecord(left) || !isRecord(right)) return [path];
  const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  return keys.flatMap((key) => differences(left[key], right[key], path === "" ? key : `${path}.${key}`));
}
