import { keyOf, sameName, type ObjectName } from "../schema/name.js";
import type { Schema, View, ViewRead } from "../schema/schema.js";
import { mentions } from "../schema/sql-text.js";
import type { Renames } from "./diff.js";

/** A column, by the names that it and its table have. */
export interface ColumnOf {
  readonly table: ObjectName;
  readonly column: string;
}

/** What the views of a schema read: as the catalog tells, else as far as their text mentions it. */
export interface Reader {
  readonly readsObject: (view: View, name: ObjectName) => boolean;
  readonly readsColumn: (view: View, column: ColumnOf) => boolean;
}

/** Tells what the views of the schema read. */
export function readerOf({ reads }: Pick<Schema, "reads">): Reader {
  if (reads === undefined) {
    return {
      readsObject: (view, { name }) => mentions(view.query, name),
      readsColumn: (view, { table, column }) =>
        mentions(view.query, table.name) && mentions(view.query, column),
    };
  }
  const byView = new Map<string, ViewRead[]>();
  for (const read of reads) byView.set(keyOf(read.view), [...(byView.get(keyOf(read.view)) ?? []), read]);
  const readsOf = (view: View, name: ObjectName): ViewRead[] =>
    (byView.get(keyOf(view)) ?? []).filter((read) => sameName(read.from, name));
  return {
    readsObject: (view, name) => readsOf(view, name).length > 0,
    readsColumn: (view, { table, column }) =>
      readsOf(view, table).some(({ columns }) => columns.includes(column)),
  };
}

/** The same reads under the new names of tables and columns. */
export function renameReads(reads: readonly ViewRead[], { tables, columns }: Renames): ViewRead[] {
  return reads.map((read) => {
    const from = tables.reduce<ObjectName>(
      (name, rename) => (sameName(rename.from, name) ? rename.to : name),
      read.from,
    );
    const names = (columns.get(keyOf(from)) ?? []).reduce(
      (all, rename) => all.map((name) => (name === rename.from ? rename.to : name)),
      [...read.columns],
    );
    return { ...read, from, columns: names };
  });
}

/** The columns with new names, by all names that they had on the way. */
export function renamedColumns({ tables }: Schema, { columns }: Renames): ColumnOf[] {
  return tables.flatMap((table) =>
    (columns.get(keyOf(table)) ?? []).flatMap(({ from, to }) =>
      [from, to].map((column) => ({ table, column })),
    ),
  );
}

/** The views, and all that read them, directly or not. */
export function withReaders(
  views: readonly View[],
  all: readonly View[],
  { readsObject }: Reader,
): Set<View> {
  const found = new Set(views);
  for (const view of found) {
    for (const other of all) if (readsObject(other, view)) found.add(other);
  }
  return found;
}

/** The schema without the views that read a renamed column, as the catalog tells, and without those that read them. */
export function withoutRenamedViews(schema: Schema, renames: Renames): Schema {
  if (schema.reads === undefined || renames.columns.size === 0) return schema;
  const reader = readerOf(schema);
  const columns = renamedColumns(schema, renames);
  const reading = schema.views.filter((view) => columns.some((column) => reader.readsColumn(view, column)));
  const remade = withReaders(reading, schema.views, reader);
  return { ...schema, views: schema.views.filter((view) => !remade.has(view)) };
}
