import { sortSchema } from "../../schema/compare.js";
import { nameOf, type ObjectName } from "../../schema/name.js";
import type {
  ConflictAction,
  ForeignKey,
  Index,
  Schema,
  Table,
  TableOptions,
  Unique,
} from "../../schema/schema.js";
import { foldCase, stripParentheses, type Token, tokenize } from "../../schema/sql-text.js";
import { keywords } from "./keywords.js";
import { normalizeColumn } from "./normalize-column.js";

/** The tables of a schema, and the spelling of their columns, by names as SQLite folds them. */
interface Names {
  readonly table: (name: ObjectName) => Table | undefined;
  readonly column: (table: Table, name: string) => string;
}

function namesOf(schema: Schema): Names {
  const tables = new Map(schema.tables.map((table) => [foldCase(table.name), table]));
  const columns = new Map(
    schema.tables.map((table) => [
      table,
      new Map(table.columns.map((column) => [foldCase(column.name), column.name])),
    ]),
  );
  return {
    table: (name) => tables.get(foldCase(name.name)),
    column: (table, name) => columns.get(table)?.get(foldCase(name)) ?? name,
  };
}

/** ABORT is what happens anyway. https://www.sqlite.org/lang_conflict.html */
function canonicalConflict<Constraint extends { readonly onConflict?: ConflictAction }>(
  constraint: Constraint,
): Constraint | Omit<Constraint, "onConflict"> {
  if (constraint.onConflict !== "ABORT") return constraint;
  const { onConflict: _, ...rest } = constraint;
  return rest;
}

/** A constraint whose columns are spelled as the table spells them. */
function spelled<Constraint extends { readonly columns: readonly string[] }>(
  constraint: Constraint,
  table: Table,
  names: Names,
): Constraint {
  return { ...constraint, columns: constraint.columns.map((column) => names.column(table, column)) };
}

/** A key that names no columns refers to the primary key. https://www.sqlite.org/foreignkeys.html#fk_indexes */
function referencedColumns(key: ForeignKey, target: Table | undefined): readonly string[] {
  const implied = target?.primaryKey?.columns ?? [];
  return key.referencedColumns.length === 0 && implied.length === key.columns.length
    ? implied
    : key.referencedColumns;
}

/** MATCH SIMPLE is what SQLite does anyway. https://www.sqlite.org/foreignkeys.html#fk_unsupported */
function canonicalForeignKey(key: ForeignKey, table: Table, names: Names): ForeignKey {
  const { match, ...rest } = spelled(key, table, names);
  const target = names.table(key.references);
  const columns = referencedColumns(key, target);
  return {
    ...rest,
    references: target === undefined ? key.references : nameOf(target),
    referencedColumns: target === undefined ? columns : columns.map((column) => names.column(target, column)),
    ...(match === undefined || match === "SIMPLE" ? {} : { match }),
  };
}

function canonicalIndex(index: Index, table: Table, names: Names): Index {
  const elements = index.elements.map((element) => {
    const collation = element.collation === undefined ? {} : { collation: element.collation.toUpperCase() };
    return element.column === undefined
      ? { ...element, ...collation }
      : { ...element, ...collation, column: names.column(table, element.column) };
  });
  return { ...index, elements };
}

/** Only foreign keys can be deferred. https://www.sqlite.org/foreignkeys.html#fk_deferred */
function withoutDeferral(unique: Unique): Unique {
  if (unique.deferrable === undefined) return unique;
  const { deferrable: _, ...rest } = unique;
  return rest;
}

function withoutComment(options: TableOptions): TableOptions {
  const { comment: _, ...rest } = options;
  return rest;
}

/** The table in canonical form, without comments and exclusion constraints, which SQLite does not have. */
function normalizeTable(table: Table, names: Names): Table {
  const { exclusions: _, ...rest } = table;
  const { primaryKey, options } = table;
  return {
    ...rest,
    columns: table.columns.map((column) => normalizeColumn(column, primaryKey, options)),
    ...(primaryKey && { primaryKey: canonicalConflict(spelled(primaryKey, table, names)) }),
    uniques: table.uniques.map((unique) => canonicalConflict(spelled(withoutDeferral(unique), table, names))),
    foreignKeys: table.foreignKeys.map((key) => canonicalForeignKey(key, table, names)),
    indexes: table.indexes.map((index) => canonicalIndex(index, table, names)),
    options: options.comment === undefined ? options : withoutComment(options),
  };
}

/** The schema in one spelling: what SQLite holds alike comes out equal. Expressions other than defaults stay as written. */
export function normalize(schema: Schema): Schema {
  const names = namesOf(schema);
  return sortSchema({ ...schema, tables: schema.tables.map((table) => normalizeTable(table, names)) });
}

/** A text that is equal for tokens that SQLite takes for the same. */
function meaning(token: Token): string {
  const folded = foldCase(token.value);
  if (token.kind === "quoted") return `name ${folded}`;
  if (token.kind === "word") return `${keywords.has(folded) ? "keyword" : "name"} ${folded}`;
  return token.kind === "string" ? `string ${token.value}` : foldCase(token.text);
}

/**
 * Whether two texts are the same expression or query, token by token. Blanks, comments, parentheses around the whole,
 * the case of keywords and names, and how names are quoted do not count; strings and numbers count as they are written.
 */
export function sameExpression(left: string, right: string): boolean {
  if (left === right) return true;
  const [first, second] = [tokenize(stripParentheses(left)), tokenize(stripParentheses(right))];
  return (
    first.length === second.length &&
    first.every((token, index) => {
      const other = second[index];
      return other !== undefined && meaning(token) === meaning(other);
    })
  );
}
