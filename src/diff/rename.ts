import { AludelError, exitCode } from "../errors.js";
import { compareText } from "../schema/compare.js";
import { displayName, keyOf, type ObjectName } from "../schema/name.js";
import type { Column, Schema, Table } from "../schema/schema.js";
import { typeName } from "../schema/type-name.js";

/** Something that went, and all of the same shape that came: is one of these its new name? */
export interface RenameQuestion {
  readonly kind: "table" | "column" | "value";
  /** Where what went stands: its schema if it has one, its table, its column; or its enum, its value. */
  readonly path: readonly string[];
  /** The table's name, where a column is asked about, or the enum's, where a value is. */
  readonly table?: string;
  readonly from: string;
  readonly candidates: readonly string[];
}

/** An answer as `--rename` takes it: `customer:client`, or `customer.nick:handle`. */
export interface RenameAnswer {
  readonly path: readonly string[];
  readonly to: string;
  readonly text: string;
}

const namePattern = String.raw`"(?:[^"]|"")*"|[^".:]+`;
const answerPattern = new RegExp(`^((?:${namePattern})(?:\\.(?:${namePattern}))*):(${namePattern})$`);

function unquotePart(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
}

/** The parts of an answer such as `billing.customer.nick:handle`. */
export interface AnswerParts {
  readonly path: readonly string[];
  readonly to: string;
  /** What stands behind the colon is in quotes. */
  readonly isQuoted: boolean;
}

/** The parts of an answer, unquoted; nothing where the text is none. */
export function parseAnswer(text: string): AnswerParts | undefined {
  const [, path, to] = answerPattern.exec(text) ?? [];
  if (path === undefined || to === undefined) return undefined;
  return { path: splitPath(path), to: unquotePart(to), isQuoted: to.startsWith('"') };
}

/**
 * What a `--rename` says. A name with a dot, a colon or a quote in it stands in double quotes. Throws `E_RENAME_SYNTAX`.
 */
export function parseRename(text: string): RenameAnswer {
  const answer = parseAnswer(text);
  if (answer === undefined) {
    throw new AludelError("E_RENAME_SYNTAX", `"${text}" does not say what is renamed to what`, {
      hint: "Write --rename old_table:new_table, or --rename table.old_column:new_column.",
      exitCode: exitCode.usage,
    });
  }
  return { path: answer.path, to: answer.to, text };
}

/** The parts of a path such as `billing.customer.nick`, unquoted. */
export function splitPath(path: string): string[] {
  return (path.match(new RegExp(namePattern, "g")) ?? []).map(unquotePart);
}

/** A name as it must be written in an answer. */
export function quotePart(name: string): string {
  return /[".:]/.test(name) || name === "" ? `"${name.replaceAll('"', '""')}"` : name;
}

/** An answer as it is written. */
export function answerText(path: readonly string[], to: string): string {
  return `${path.map(quotePart).join(".")}:${quotePart(to)}`;
}

/** What `--rename` takes: that what stands there gets that name. */
export function renameAnswer(path: readonly string[], to: string): RenameAnswer {
  return { path, to, text: answerText(path, to) };
}

/** The parts of the name of a table. */
export function pathOf(object: ObjectName): string[] {
  return object.schema === undefined ? [object.name] : [object.schema, object.name];
}

/** Types by what they are: an enum by its values, as its name follows from those of its table and column. */
type TypeShape = (type: string) => string;

function typeShapes({ enums }: Schema): TypeShape {
  const shapes = new Map(
    enums.flatMap((one) => {
      const [name, values] = [typeName(one), JSON.stringify(one.values)];
      return [
        [name, values],
        [`${name}[]`, `${values}[]`],
      ];
    }),
  );
  return (type) => shapes.get(type) ?? type;
}

function tableShape({ schema, columns }: Table, typeShape: TypeShape): string {
  const shapes = columns.map((column) => [column.name, typeShape(column.type)]);
  return JSON.stringify([schema, shapes.toSorted(([a = ""], [b = ""]) => compareText(a, b))]);
}

function columnShape(column: Column, typeShape: TypeShape): string {
  const { type, enumValues, generated, autoIncrement, identity } = column;
  return JSON.stringify([
    typeShape(type),
    enumValues,
    generated !== undefined,
    autoIncrement === true || identity !== undefined,
  ]);
}

function gone<Item>(items: readonly Item[], others: readonly Item[], key: (item: Item) => string): Item[] {
  const keys = new Set(others.map(key));
  return items.filter((item) => !keys.has(key(item)));
}

const columnName = (column: Column): string => column.name;

/** A pair of what went and what came, of tables or of the columns of one table. */
interface Turnover<Item> {
  readonly went: readonly Item[];
  readonly came: readonly Item[];
  readonly table?: Table;
}

const tableTurnover = (from: Schema, to: Schema): Turnover<Table> => ({
  went: gone(from.tables, to.tables, keyOf),
  came: gone(to.tables, from.tables, keyOf),
});

function columnTurnovers(from: Schema, to: Schema): (Turnover<Column> & { readonly table: Table })[] {
  const targets = new Map(to.tables.map((table) => [keyOf(table), table]));
  return from.tables.flatMap((table) => {
    const target = targets.get(keyOf(table));
    if (target === undefined) return [];
    return {
      table,
      went: gone(table.columns, target.columns, columnName),
      came: gone(target.columns, table.columns, columnName),
    };
  });
}

/** How the items of each side look, apart from their names. */
interface Shapes<Item> {
  readonly before: (item: Item) => string;
  readonly after: (item: Item) => string;
}

function shapesOf<Item>(
  from: Schema,
  to: Schema,
  shape: (item: Item, typeShape: TypeShape) => string,
): Shapes<Item> {
  const [before, after] = [typeShapes(from), typeShapes(to)];
  return { before: (item) => shape(item, before), after: (item) => shape(item, after) };
}

function candidates<Item>(item: Item, came: readonly Item[], { before, after }: Shapes<Item>): Item[] {
  const wanted = before(item);
  return came.filter((other) => after(other) === wanted);
}

/** The tables that may have been renamed: each that went, with those of the same columns that came. */
export function tableRenameQuestions(from: Schema, to: Schema): RenameQuestion[] {
  const { went, came } = tableTurnover(from, to);
  const shapes = shapesOf(from, to, tableShape);
  return went.flatMap((table): RenameQuestion[] => {
    const names = candidates(table, came, shapes).map(({ name }) => name);
    if (names.length === 0) return [];
    return [{ kind: "table", path: pathOf(table), from: displayName(table), candidates: names }];
  });
}

/** The columns that may have been renamed, in all tables that are on both sides. */
export function columnRenameQuestions(from: Schema, to: Schema): RenameQuestion[] {
  const shapes = shapesOf(from, to, columnShape);
  return columnTurnovers(from, to).flatMap(({ table, went, came }) =>
    went.flatMap((column): RenameQuestion[] => {
      const names = candidates(column, came, shapes).map(columnName);
      if (names.length === 0) return [];
      const path = [...pathOf(table), column.name];
      return [{ kind: "column", table: displayName(table), path, from: column.name, candidates: names }];
    }),
  );
}

/** How a database compares names: what it folds alike cannot stand side by side. */
export type Fold = (name: string) => string;

/** Tables that have other letters only, where the database takes both for the same name: renamed, and no question. */
export function respelledTables(from: Schema, to: Schema, fold: Fold): RenameAnswer[] {
  const { went, came } = tableTurnover(from, to);
  return went.flatMap((table) =>
    came
      .filter((one) => fold(keyOf(one)) === fold(keyOf(table)))
      .map(({ name }) => renameAnswer(pathOf(table), name)),
  );
}

/** Columns that have other letters only, where the database takes both for the same name. */
export function respelledColumns(from: Schema, to: Schema, fold: Fold): RenameAnswer[] {
  return columnTurnovers(from, to).flatMap(({ table, went, came }) =>
    went.flatMap((column) =>
      came
        .filter((one) => fold(one.name) === fold(column.name))
        .map(({ name }) => renameAnswer([...pathOf(table), column.name], name)),
    ),
  );
}
