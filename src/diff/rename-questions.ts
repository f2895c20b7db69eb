import { compareText } from "../schema/compare.js";
import { displayName, keyOf, type ObjectName } from "../schema/name.js";
import type { Column, Schema, Table } from "../schema/schema.js";
import { areCompatible, typeShapes, type TypeShape } from "./compatible-type.js";
import { isSameJunction } from "./junctions.js";
import { pathOf, pathText, renameAnswer, type RenameAnswer, type RenameQuestion } from "./rename.js";

function tableShape({ columns }: Table, typeShape: TypeShape): string {
  const shapes = columns.map((column) => [column.name, typeShape(column.type)]);
  return JSON.stringify(shapes.toSorted(([a = ""], [b = ""]) => compareText(a, b)));
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
}

/** The tables that are on one side only. */
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

/** The types of both sides, by what they are. */
interface Shapes {
  readonly before: TypeShape;
  readonly after: TypeShape;
}

function shapesOf(from: Schema, to: Schema): Shapes {
  return { before: typeShapes(from), after: typeShapes(to) };
}

/** What decides which tables may be the same ones. */
export interface TableRules {
  /** Whether the table would be dropped if it was not renamed: nothing is lost of one that stays anyway. */
  readonly isOurs: (table: ObjectName) => boolean;
  /** The name of the schema that is left out in names; none where there are no schemas. */
  readonly defaultSchema: string | undefined;
}

/** A table that came, and how much of another one it is. */
interface Likeness {
  readonly table: Table;
  readonly isExact: boolean;
  /** The part of the columns of the larger of both that both have. */
  readonly shared: number;
}

function likeness(old: Table, table: Table, { before, after }: Shapes): Likeness {
  const types = new Map(old.columns.map(({ name, type }) => [name, before(type)]));
  const common = table.columns.filter(({ name, type }) => {
    const was = types.get(name);
    return was !== undefined && areCompatible(was, after(type));
  });
  return {
    table,
    isExact: tableShape(old, before) === tableShape(table, after),
    shared: common.length / Math.max(old.columns.length, table.columns.length),
  };
}

/** The tables that one that went may be by now, the most alike first. */
function tableCandidates(
  old: Table,
  came: readonly Table[],
  shapes: Shapes,
  { isOurs }: TableRules,
): Likeness[] {
  return came
    .map((table) => likeness(old, table, shapes))
    .filter(
      ({ table, isExact, shared }) =>
        (isExact && table.schema === old.schema) ||
        (isOurs(old) && (shared > 0.5 || isSameJunction(old, table))),
    )
    .toSorted((left, right) => right.shared - left.shared);
}

/** Where a table comes to stand, as an answer says it of the old one. */
export function targetPath(table: ObjectName, old: ObjectName, { defaultSchema }: TableRules): string[] {
  if (table.schema === old.schema) return [table.name];
  const place = table.schema ?? defaultSchema;
  return place === undefined ? [table.name] : [place, table.name];
}

/**
 * The tables that may have been renamed or moved to another schema: each that went, with those that came and have the same
 * columns, or more than half of them.
 */
export function tableRenameQuestions(from: Schema, to: Schema, rules: TableRules): RenameQuestion[] {
  const { went, came } = tableTurnover(from, to);
  const shapes = shapesOf(from, to);
  return went.flatMap((table): RenameQuestion[] => {
    const found = tableCandidates(table, came, shapes, rules);
    if (found.length === 0) return [];
    const candidates = found.map((one) => pathText(targetPath(one.table, table, rules)));
    return [
      {
        kind: "table",
        path: pathOf(table),
        from: displayName(table),
        candidates,
        ...(found.every(({ isExact }) => isExact) ? {} : { isSimilar: true }),
      },
    ];
  });
}

/** The columns that may have been renamed, in all tables that are on both sides. */
export function columnRenameQuestions(from: Schema, to: Schema): RenameQuestion[] {
  const { before, after } = shapesOf(from, to);
  return columnTurnovers(from, to).flatMap(({ table, went, came }) =>
    went.flatMap((column): RenameQuestion[] => {
      const wanted = columnShape(column, before);
      const names = came.filter((other) => columnShape(other, after) === wanted).map(columnName);
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
      .map(({ name }) => renameAnswer(pathOf(table), [name])),
  );
}

/** Columns that have other letters only, where the database takes both for the same name. */
export function respelledColumns(from: Schema, to: Schema, fold: Fold): RenameAnswer[] {
  return columnTurnovers(from, to).flatMap(({ table, went, came }) =>
    went.flatMap((column) =>
      came
        .filter((one) => fold(one.name) === fold(column.name))
        .map(({ name }) => renameAnswer([...pathOf(table), column.name], [name])),
    ),
  );
}
