import { sqlite } from "../../src/dialect/sqlite/index.js";
import { quoteIdentifier } from "../../src/dialect/standard/sql.js";
import { equal } from "../../src/schema/compare.js";
import {
  emptySchema,
  type Column,
  type ForeignKey,
  type Index,
  type IndexElement,
  type Schema,
  type Table,
  type View,
} from "../../src/schema/schema.js";

/** A view that reads one table or one view before it. */
export interface ViewDraft {
  readonly name: string;
  readonly source: string;
  readonly columns: readonly { readonly name: string; readonly alias: string | undefined }[];
  /** Whether the names stand in front of the query instead of in it. */
  readonly listed: boolean;
  readonly filtered: boolean;
}

/**
 * A schema whose expressions name columns as `«name»`, to be quoted, or `‹name›`, to stand as it is: renaming one takes
 * no reading of SQL, so that it can be held against the code that does read SQL.
 */
export interface Draft {
  readonly tables: readonly Table[];
  readonly views: readonly ViewDraft[];
}

const marker = /[«‹]([^»›]*)[»›]/g;
const unquotable = new Set(["a", "b", "c", "d", "id", "kind", "renamed"]);

/** A column inside an expression; unquoted where it may be. */
export function mark(column: string, quoted = true): string {
  return quoted || !unquotable.has(column) ? `«${column}»` : `‹${column}›`;
}

function marked(text: string): string[] {
  return [...text.matchAll(marker)].map(([, name]) => name ?? "");
}

function spell(text: string): string {
  return text.replaceAll(marker, (whole, name: string) =>
    whole.startsWith("«") ? quoteIdentifier(name) : name,
  );
}

function mapElement(element: IndexElement, map: (text: string) => string): IndexElement {
  return element.column === undefined ? { ...element, expression: map(element.expression) } : element;
}

function mapExpressions(table: Table, map: (text: string) => string): Table {
  return {
    ...table,
    columns: table.columns.map((column) =>
      column.generated === undefined
        ? column
        : { ...column, generated: { ...column.generated, expression: map(column.generated.expression) } },
    ),
    checks: table.checks.map((check) => ({ ...check, expression: map(check.expression) })),
    indexes: table.indexes.map((index) => ({
      ...index,
      elements: index.elements.map((element) => mapElement(element, map)),
      ...(index.where === undefined ? {} : { where: map(index.where) }),
    })),
    triggers: table.triggers.map((trigger) => ({ ...trigger, sql: map(trigger.sql) })),
  };
}

function viewOf({ name, source, columns, listed, filtered }: ViewDraft): View {
  const first = columns[0]?.name ?? "";
  const list = columns.map((column) =>
    column.alias === undefined || listed
      ? quoteIdentifier(column.name)
      : `${quoteIdentifier(column.name)} AS ${quoteIdentifier(column.alias)}`,
  );
  const where = filtered ? ` WHERE ${quoteIdentifier(first)} IS NOT NULL` : "";
  const query = `SELECT ${list.join(", ")} FROM ${quoteIdentifier(source)}${where}`;
  return {
    name,
    query,
    ...(listed ? { columns: outputs({ columns }) } : {}),
    triggers: [],
  };
}

function outputs({ columns }: Pick<ViewDraft, "columns">): string[] {
  return columns.map((column) => column.alias ?? column.name);
}

/** The schema that the draft stands for, as SQLite holds it. */
export function toSchema(draft: Draft): Schema {
  return sqlite.normalize({
    ...emptySchema,
    tables: draft.tables.map((table) => mapExpressions(table, spell)),
    views: draft.views.map(viewOf),
  });
}

/** The columns that two tables must share in type for one to refer to the other. */
function sameValues(left: Column | undefined, right: Column | undefined): boolean {
  if (left === undefined || right === undefined) return false;
  return left.type === right.type && equal(left.enumValues, right.enumValues);
}

function isPossible(key: ForeignKey, table: Table, tables: readonly Table[]): boolean {
  const target = tables.find(({ name }) => name === key.references.name);
  const keys = [...(target?.primaryKey ? [target.primaryKey] : []), ...(target?.uniques ?? [])];
  return (
    keys.some(({ columns }) => columns.join("\0") === key.referencedColumns.join("\0")) &&
    key.columns.every((name, index) =>
      sameValues(
        table.columns.find((column) => column.name === name && column.generated === undefined),
        target?.columns.find((column) => column.name === key.referencedColumns[index]),
      ),
    )
  );
}

function unique<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}

function covers(columns: readonly string[], key: readonly string[] | undefined): boolean {
  return key !== undefined && key.every((name) => columns.includes(name));
}

function repairTable(table: Table): Table {
  const plain = new Set(table.columns.filter((c) => c.generated === undefined).map(({ name }) => name));
  const columns = table.columns.filter(
    ({ generated }) => generated === undefined || marked(generated.expression).every((n) => plain.has(n)),
  );
  const all = new Set(columns.map(({ name }) => name));
  const isThere = (names: readonly string[]): boolean => names.length > 0 && names.every((n) => all.has(n));
  const isKey = (names: readonly string[]): boolean => names.length > 0 && names.every((n) => plain.has(n));
  const { primaryKey: key, options, ...rest } = table;
  const primaryKey = key !== undefined && isKey(key.columns) ? key : undefined;
  const counts = (column: Column): boolean =>
    primaryKey?.columns.join() === column.name && column.type === "integer" && !options.withoutRowid;
  return {
    ...rest,
    columns: columns.map((column) => {
      const { autoIncrement, ...others } = column;
      return autoIncrement && counts(column) ? column : others;
    }),
    ...(primaryKey === undefined ? {} : { primaryKey }),
    // A unique with the whole primary key in it says nothing more, and SQLite fails to rename the key's column then.
    uniques: unique(
      table.uniques.filter((u) => isKey(u.columns) && !covers(u.columns, primaryKey?.columns)),
      (u) => u.columns.toSorted().join("\0"),
    ),
    checks: unique(
      table.checks.filter(({ expression }) => isThere(marked(expression))),
      ({ expression }) => expression,
    ),
    indexes: table.indexes.filter((index) => index.elements.length > 0 && isThere(columnsOf(index))),
    options: primaryKey === undefined ? {} : options,
  };
}

/** The columns that an index names anywhere. */
function columnsOf(index: Index): string[] {
  const elements = index.elements.flatMap((e) =>
    e.column === undefined ? marked(e.expression) : [e.column],
  );
  return [...elements, ...marked(index.where ?? "")];
}

function repairViews(views: readonly ViewDraft[], tables: readonly Table[]): ViewDraft[] {
  const known = new Map(tables.map((table) => [table.name, table.columns.map(({ name }) => name)]));
  return views.filter((view) => {
    const there = known.get(view.source) ?? [];
    const names = outputs(view);
    const fits =
      !known.has(view.name) &&
      view.columns.length > 0 &&
      new Set(names).size === names.length &&
      view.columns.every(({ name }) => there.includes(name));
    if (fits) known.set(view.name, names);
    return fits;
  });
}

/** The draft without all that names what is not there, or what SQLite would refuse. */
export function repair(draft: Draft): Draft {
  const tables = unique(draft.tables, ({ name }) => name)
    .filter((table) => table.columns.some(({ generated }) => generated === undefined))
    .map(repairTable);
  const indexes = new Set<string>();
  const isNew = ({ name }: Index): boolean => !indexes.has(name) && indexes.add(name).size > 0;
  const repaired = tables.map((table) => ({
    ...table,
    foreignKeys: unique(
      table.foreignKeys.filter((key) => isPossible(key, table, tables)),
      ({ columns }) => columns.join("\0"),
    ),
    indexes: table.indexes.filter(isNew),
  }));
  return { tables: repaired, views: repairViews(draft.views, repaired) };
}

/** Old names and new ones: of tables, and of columns by the old name of their table. */
export interface NewNames {
  readonly tables: ReadonlyMap<string, string>;
  readonly columns: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

function renameTable(table: Table, { tables, columns }: NewNames): Table {
  const rename = (name: string, owner = table.name): string => columns.get(owner)?.get(name) ?? name;
  const list = <Part extends { readonly columns: readonly string[] }>(part: Part): Part => ({
    ...part,
    columns: part.columns.map((name) => rename(name)),
  });
  const texts = mapExpressions(table, (text) =>
    text.replaceAll(marker, (_, name: string) => mark(rename(name))),
  );
  return {
    ...texts,
    name: tables.get(table.name) ?? table.name,
    columns: texts.columns.map((column) => ({ ...column, name: rename(column.name) })),
    ...(table.primaryKey === undefined ? {} : { primaryKey: list(table.primaryKey) }),
    uniques: table.uniques.map(list),
    indexes: texts.indexes.map((index) => ({
      ...index,
      elements: index.elements.map((e) => (e.column === undefined ? e : { ...e, column: rename(e.column) })),
    })),
    foreignKeys: table.foreignKeys.map((key) => ({
      ...list(key),
      references: { name: tables.get(key.references.name) ?? key.references.name },
      referencedColumns: key.referencedColumns.map((name) => rename(name, key.references.name)),
    })),
  };
}

/** The draft with those names; views keep the names of their columns. */
export function renameDraft(draft: Draft, names: NewNames): Draft {
  const views = draft.views.map((view): ViewDraft => ({
    ...view,
    source: names.tables.get(view.source) ?? view.source,
    columns: view.columns.map(({ name, alias }) => ({
      name: names.columns.get(view.source)?.get(name) ?? name,
      alias: alias ?? (names.columns.get(view.source)?.has(name) ? name : undefined),
    })),
  }));
  return { tables: draft.tables.map((table) => renameTable(table, names)), views };
}
