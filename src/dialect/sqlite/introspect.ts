import { emptySchema, type Schema, type Trigger, type View } from "../../schema/schema.js";
import { foldCase } from "../../schema/sql-text.js";
import type { Connection } from "../dialect.js";
import { type Catalog, groupBy, type ObjectRow, readCatalog } from "./catalog.js";
import { type Belongings, isVirtual, readTable, readVirtualTable } from "./introspect-table.js";
import { normalize } from "./normalize.js";
import { parseView } from "./parse-view.js";
import { attempt } from "./token-reader.js";

function readTrigger({ name, sql }: ObjectRow): Trigger {
  return { name, sql: sql ?? "" };
}

/** A text that nobody can read stands for the query, so that no view is lost. */
function readView({ name, sql = "" }: ObjectRow, { triggers }: Belongings): View {
  return { name, ...(attempt(() => parseView(sql)) ?? { query: sql }), triggers };
}

/** The indexes and triggers by what they belong to; a trigger may spell its table in other letters than the table does. */
function belongingsOf({ objects }: Catalog): (owner: ObjectRow) => Belongings {
  const indexes = groupBy(
    objects.filter(({ type }) => type === "index"),
    ({ table }) => foldCase(table),
  );
  const triggers = groupBy(
    objects.filter(({ type }) => type === "trigger"),
    ({ table }) => foldCase(table),
  );
  return ({ name }) => ({
    indexes: indexes.get(foldCase(name)) ?? [],
    triggers: (triggers.get(foldCase(name)) ?? []).map(readTrigger),
  });
}

/**
 * All tables and views of the main database, normalized. It takes four queries, however large the database is. A table
 * whose text does not agree with what SQLite says of it comes with `unsupported`, never with a guess.
 */
export async function introspect(connection: Connection): Promise<Schema> {
  const catalog = await readCatalog(connection);
  const belongings = belongingsOf(catalog);
  const tables = catalog.objects.filter(({ type }) => type === "table");
  const virtual = tables.filter(isVirtual);
  const virtualNames = virtual.map(({ name }) => name);
  return normalize({
    ...emptySchema,
    tables: [
      ...virtual.map(readVirtualTable),
      ...tables
        .filter((table) => !isVirtual(table))
        .map((table) => readTable(table, belongings(table), catalog, virtualNames)),
    ],
    views: catalog.objects
      .filter(({ type }) => type === "view")
      .map((view) => readView(view, belongings(view))),
  });
}
