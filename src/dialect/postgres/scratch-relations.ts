import { compareText } from "../../schema/compare.js";
import { keyOf, type ObjectName } from "../../schema/name.js";
import type { Column, Schema, Table, View } from "../../schema/schema.js";
import { foldCase, tokenize } from "../../schema/sql-text.js";
import { quoteIdentifier, quoteList } from "../standard/sql.js";
import { collationSql } from "./column-sql.js";
import { type Renames, renamed } from "./scratch-names.js";

/** A table or view that texts read. */
export type Relation = { readonly table: Table } | { readonly view: View };

/** The name of the object that the relation is. */
export function nameOfRelation(relation: Relation): ObjectName {
  return "table" in relation ? relation.table : relation.view;
}

function identifiers(text: string): ReadonlySet<string> {
  const names = tokenize(text).filter(({ kind }) => kind === "word" || kind === "quoted");
  return new Set(names.map(({ value }) => foldCase(value)));
}

/** One relation for each name: that of the home schema, else of the default one, else of any. */
function relationsByName(schema: Schema, home: string | undefined): ReadonlyMap<string, Relation> {
  const all: Relation[] = [
    ...schema.tables.map((table) => ({ table })),
    ...schema.views.map((view) => ({ view })),
  ];
  const rank = (relation: Relation): number => {
    const { schema: own } = nameOfRelation(relation);
    return own === home ? 0 : own === undefined ? 1 : 2;
  };
  const ranked = all.toSorted((left, right) => rank(right) - rank(left));
  return new Map(ranked.map((relation) => [nameOfRelation(relation).name, relation]));
}

/**
 * The relations that the texts may read, themselves or through views, each after those that it reads. Where several have
 * one name, that of the home schema is taken.
 */
export function relationsRead(
  texts: readonly string[],
  schema: Schema,
  home: string | undefined,
): readonly Relation[] {
  const byName = relationsByName(schema, home);
  const found = new Set<Relation>();
  const visited = new Set<Relation>();
  const visit = (text: string): void => {
    const mentioned = identifiers(text);
    for (const [name, relation] of byName) {
      if (visited.has(relation) || !mentioned.has(foldCase(name))) continue;
      visited.add(relation);
      if ("view" in relation) visit(relation.view.query);
      found.add(relation);
    }
  };
  texts.forEach(visit);
  return [...found];
}

function columnKeys({ columns }: Table): string {
  return columns
    .map(({ name, type, collation }) => JSON.stringify([name, type, collation]))
    .toSorted(compareText)
    .join();
}

/** Whether the relation is the same in both schemas, as far as a text that reads it is concerned. */
export function isUnchanged(relation: Relation, from: Schema): boolean {
  const key = keyOf(nameOfRelation(relation));
  if ("view" in relation) {
    return from.views.find((view) => keyOf(view) === key)?.query === relation.view.query;
  }
  const before = from.tables.find((table) => keyOf(table) === key);
  return before !== undefined && columnKeys(before) === columnKeys(relation.table);
}

/** The columns in the order that they will have: those that stay, then the new ones. */
function orderedColumns(table: Table, before: Table | undefined): readonly Column[] {
  const place = (name: string): number => before?.columns.findIndex((column) => column.name === name) ?? -1;
  const stays = table.columns.filter(({ name }) => place(name) !== -1);
  return [
    ...stays.toSorted((left, right) => place(left.name) - place(right.name)),
    ...table.columns.filter(({ name }) => place(name) === -1),
  ];
}

/** The statement that makes a scratch table with the names, types and key that a table will have. */
export function tableCopySql(
  table: Table,
  before: Table | undefined,
  typeOf: (column: Column) => string,
): string {
  const columns = orderedColumns(table, before).map(
    (column) => `${quoteIdentifier(column.name)} ${typeOf(column)}${collationSql(column)}`,
  );
  // A query may group by the key alone. https://www.postgresql.org/docs/current/sql-select.html#SQL-GROUPBY
  const key = table.primaryKey === undefined ? [] : [`PRIMARY KEY (${quoteList(table.primaryKey.columns)})`];
  return `CREATE TEMPORARY TABLE ${quoteIdentifier(table.name)} (${[...columns, ...key].join(", ")})`;
}

/** The statement that makes a scratch view with the query that a view will have. */
export function viewCopySql(view: View, renames: Renames): string {
  const columns = view.columns === undefined ? "" : ` (${quoteList(view.columns)})`;
  const query = renamed(view.query.trim().replace(/;+$/, ""), renames);
  return `CREATE TEMPORARY VIEW ${quoteIdentifier(view.name)}${columns} AS ${query}`;
}
