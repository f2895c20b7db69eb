import type { Operation } from "../operation/operation.js";
import { displayName, keyOf, sameName } from "../schema/name.js";
import type { Schema, ViewRead } from "../schema/schema.js";
import type { Unmanaged } from "./ownership.js";

/** Whether the read needs a table, view or column of the first schema that the second has not. */
function losesWhatItReads({ from: object, columns }: ViewRead, from: Schema, to: Schema): boolean {
  const view = from.views.some((one) => sameName(one, object));
  if (view) return !to.views.some((one) => sameName(one, object));
  const old = from.tables.find((table) => sameName(table, object));
  if (old === undefined) return false;
  const now = to.tables.find((table) => sameName(table, object));
  return now === undefined || columns.some((name) => !now.columns.some((column) => column.name === name));
}

/** Each view that reads one of those, once. */
function listed(reads: readonly ViewRead[]): Unmanaged[] {
  const names = new Map(reads.map((read) => [keyOf(read.view), read]));
  return [...names.values()].map(({ view, from: object }) => ({
    kind: "view",
    name: displayName(view),
    table: displayName(object),
  }));
}

/** The views that nobody described, and that read one which is dropped and made anew. `from` has the old names. */
export function readersOfRemade(from: Schema, operations: readonly Operation[]): Unmanaged[] {
  const remade = operations.flatMap((operation) => (operation.kind === "dropView" ? [operation.view] : []));
  const known = new Set(from.views.map(keyOf));
  return listed(
    (from.reads ?? []).filter(
      (read) => !known.has(keyOf(read.view)) && remade.some((view) => sameName(view, read.from)),
    ),
  );
}

/** The views that nobody described, and that read what goes. `from` has the new names, and tells of all views what they read. */
export function viewsInTheWay(from: Schema, to: Schema): Unmanaged[] {
  const known = new Set([...from.views, ...to.views].map(keyOf));
  const reads = (from.reads ?? []).filter(
    (read) => !known.has(keyOf(read.view)) && losesWhatItReads(read, from, to),
  );
  return listed(reads);
}
