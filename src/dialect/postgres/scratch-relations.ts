import { compareText } from "../../schema/compare.js";
import { keyOf, type ObjectName } from "../../schema/name.js";
import type { Column, Schema, Table, View } from "../../schema/schema.js";
import { tokenize } from "../../schema/sql-text.js";
import { quoteIdentifier, quoteList } from "../standard/sql.js";
import { collationSql } from "./column-sql.js";
import { identifierOf, type Renames, renamed } from "./scratch-names.js";

/** A table or view that texts read. */
export type Relation = { readonly table: Table } | { readonly view: View };

/** The name of the object that the relation is. */
export function nameOfRelation(relation: Relation): ObjectName {
  return "table" in relation ? relation.table : relation.view;
}

/** The names in a text that may be of relations, each with the name before its point. */
function mentions(text: string): ObjectName[] {
  const tokens = tokenize(text);
  return tokens.flatMap((token, index): ObjectName[] => {
    const name = identifierOf(token);
    if (name === undefined) return [];
    const owner = tokens[index - 1]?.text === "." ? identifierOf(tokens[index - 2]) : undefined;
    return [owner === undefined ? { name } : { name, schema: owner }];
  });
}

/** Finds what a name in a text stands for. */
export type FindRelation = (mention: ObjectName) => Relation | undefined;

/** Takes a name for the relation of its schema; without one, for that of the default schema, else of any. */
export function relationFinder({ tables, views }: Schema): FindRelation {
  const all: Relation[] = [...tables.map((table) => ({ table })), ...views.map((view) => ({ view }))];
  const isDefault = (relation: Relation): boolean => nameOfRelation(relation).schema === undefined;
  const ranked = all.toSorted((left, right) => Number(isDefault(left)) - Number(isDefault(right)));
  const byKey = new Map(all.map((relation) => [keyOf(nameOfRelation(relation)), relation]));
  const byName = new Map(ranked.map((relation) => [nameOfRelation(relation).name, relation]));
  return (mention) => byKey.get(keyOf(mention)) ?? byName.get(mention.name);
}

/** The relations that the texts may read, themselves or through views, each after those that it reads. */
export function relationsRead(texts: readonly string[], find: FindRelation): readonly Relation[] {
  const found = new Set<Relation>();
  const visited = new Set<Relation>();
  const visit = (text: string): void => {
    for (const mention of mentions(text)) {
      const relation = find(mention);
      if (relation === undefined || visited.has(relation)) continue;
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
