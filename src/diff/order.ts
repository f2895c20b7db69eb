import { keyOf, type ObjectName } from "../schema/name.js";
import type { ForeignKey, Table, View } from "../schema/schema.js";
import { readerOf, type Reader } from "./reads.js";

/**
 * The items, each after those that it depends on, otherwise in their order. Items that depend on each other in a circle
 * stay in their order.
 */
function sortByDependency<Item extends ObjectName>(
  items: readonly Item[],
  dependencies: (item: Item) => Iterable<string>,
): Item[] {
  const byKey = new Map(items.map((item) => [keyOf(item), item]));
  const state = new Map<Item, "open" | "done">();
  const result: Item[] = [];
  const visit = (item: Item): void => {
    if (state.has(item)) return;
    state.set(item, "open");
    for (const key of dependencies(item)) {
      const dependency = byKey.get(key);
      if (dependency !== undefined) visit(dependency);
    }
    state.set(item, "done");
    result.push(item);
  };
  items.forEach(visit);
  return result;
}

/** The tables, each after those that its foreign keys point at. */
export function sortTables(tables: readonly Table[]): Table[] {
  return sortByDependency(tables, (table) => table.foreignKeys.map((key) => keyOf(key.references)));
}

/** The views, each after those that it reads. */
export function sortViews(views: readonly View[], { readsObject }: Reader = readerOf({})): View[] {
  return sortByDependency(views, (view) =>
    views.filter((other) => other !== view && readsObject(view, other)).map(keyOf),
  );
}

/** The foreign keys that point at a table which is not there yet when the tables are created in that order. */
export function forwardKeys(tables: readonly Table[]): Map<Table, readonly ForeignKey[]> {
  const pending = new Set(tables.map(keyOf));
  const forward = new Map<Table, readonly ForeignKey[]>();
  for (const table of tables) {
    pending.delete(keyOf(table));
    const keys = table.foreignKeys.filter((key) => pending.has(keyOf(key.references)));
    if (keys.length > 0) forward.set(table, keys);
  }
  return forward;
}
