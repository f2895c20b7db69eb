import type { Column, PrimaryKey, TableOptions } from "../../schema/schema.js";
import { foldCase, stripParentheses, tokenize } from "../../schema/sql-text.js";
import { quoteString } from "../standard/sql.js";

/** The type in lower case, with one blank between words and none around parentheses and commas. */
export function canonicalType(type: string): string {
  if (/^[a-z0-9_]*(?:\([0-9]+(?:,[0-9]+)?\))?$/.test(type)) return type;
  let result = "";
  for (const { text } of tokenize(type)) {
    const apart = result !== "" && !/^[(),+-]$/.test(text) && !/[(,+-]$/.test(result);
    result += apart ? ` ${text}` : text;
  }
  return foldCase(result);
}

/** What a word stands for as a default; TRUE and FALSE are 1 and 0. https://www.sqlite.org/datatype3.html#boolean_datatype */
const defaultWords: ReadonlyMap<string, string | undefined> = new Map([
  ["null", undefined],
  ["true", "1"],
  ["false", "0"],
  ["current_date", "CURRENT_DATE"],
  ["current_time", "CURRENT_TIME"],
  ["current_timestamp", "CURRENT_TIMESTAMP"],
]);

/**
 * The default without parentheses around it; none where it is NULL. A sign stands right before its number, and a plus
 * says nothing. A lone name is the string that SQLite takes it for. https://www.sqlite.org/quirks.html#dblquote
 */
export function canonicalDefault(expression: string | undefined): string | undefined {
  if (expression === undefined) return undefined;
  if (/^(?:\d+|'[^']*')$/.test(expression)) return expression;
  const text = stripParentheses(expression);
  const [first, second, ...rest] = tokenize(text);
  if (first === undefined || rest.length > 0) return text;
  if (second !== undefined) {
    if (second.kind !== "number") return text;
    return first.text === "-" ? `-${second.text}` : first.text === "+" ? second.text : text;
  }
  const folded = foldCase(first.text);
  if (first.kind === "word" && defaultWords.has(folded)) return defaultWords.get(folded);
  return first.kind === "word" || first.kind === "quoted" ? quoteString(first.value) : first.text;
}

/** Names of collations have no case, and BINARY is what counts where none is named. https://www.sqlite.org/datatype3.html#collation */
export function canonicalCollation(collation: string | undefined): string | undefined {
  const name = collation?.toUpperCase();
  return name === "BINARY" ? undefined : name;
}

/** Whether the column is the key of its table alone, in a table where such a column can stand for the rowid. */
function isLoneKey(
  column: Pick<Column, "name">,
  primaryKey: PrimaryKey | undefined,
  options: TableOptions,
): boolean {
  const [key, ...others] = primaryKey?.columns ?? [];
  return (
    key !== undefined &&
    others.length === 0 &&
    !options.withoutRowid &&
    foldCase(key) === foldCase(column.name)
  );
}

/** Whether the column is another name of the rowid, and so never NULL. https://www.sqlite.org/lang_createtable.html#rowid */
export function isRowidAlias(
  column: Pick<Column, "name" | "type">,
  primaryKey: PrimaryKey | undefined,
  options: TableOptions,
): boolean {
  return isLoneKey(column, primaryKey, options) && canonicalType(column.type) === "integer";
}

/** `int` is `integer`, except that only `integer` makes a key the rowid. */
function columnType(type: string, loneKey: boolean): string {
  const canonical = canonicalType(type);
  return canonical === "int" && !loneKey ? "integer" : canonical;
}

/** Whether SQLite keeps NULL out of the column by itself: of the rowid, and of keys in WITHOUT ROWID and STRICT tables. */
export function impliesNotNull(
  column: Pick<Column, "name" | "type">,
  primaryKey: PrimaryKey | undefined,
  options: TableOptions,
): boolean {
  const inKey = primaryKey?.columns.some((name) => foldCase(name) === foldCase(column.name)) ?? false;
  if (!inKey) return false;
  return Boolean(options.withoutRowid || options.strict) || isRowidAlias(column, primaryKey, options);
}

/** The column without what SQLite does anyway, DEFAULT NULL, COLLATE BINARY and ON CONFLICT ABORT, and without a comment. */
function withoutImplied(column: Column): Column {
  const { default: text, collation, notNullConflict: conflict, comment: _, ...rest } = column;
  return {
    ...rest,
    ...(text === undefined || canonicalDefault(text) === undefined ? {} : { default: text }),
    ...(collation === undefined || canonicalCollation(collation) === undefined ? {} : { collation }),
    ...(conflict === undefined || conflict === "ABORT" ? {} : { notNullConflict: conflict }),
  };
}

/** The column in its canonical form, as one of a table with that key and those options. */
export function normalizeColumn(
  given: Column,
  primaryKey: PrimaryKey | undefined,
  options: TableOptions,
): Column {
  const text = canonicalDefault(given.default);
  const collation = canonicalCollation(given.collation);
  const column = {
    ...given,
    type: columnType(given.type, isLoneKey(given, primaryKey, options)),
    nullable: given.nullable && !impliesNotNull(given, primaryKey, options),
    ...(text === undefined ? {} : { default: text }),
    ...(collation === undefined ? {} : { collation }),
  };
  const implied =
    column.default !== text ||
    column.collation !== collation ||
    column.notNullConflict === "ABORT" ||
    column.comment !== undefined;
  return implied ? withoutImplied(column) : column;
}
