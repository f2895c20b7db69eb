import { AludelError, exitCode } from "../errors.js";
import type { RenameColumn, RenameTable } from "../operation/operation.js";
import { compareText } from "../schema/compare.js";
import { displayName, keyOf, nameOf } from "../schema/name.js";
import type { Column, Schema, Table } from "../schema/schema.js";
import type { Renames } from "./diff.js";

/** Something that went, and all of the same shape that came: is one of these its new name? */
export interface RenameQuestion {
  readonly kind: "table" | "column";
  /** The table's name, where a column is asked about. */
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

const name = String.raw`"(?:[^"]|"")*"|[^".:]+`;
const answerPattern = new RegExp(`^((?:${name})(?:\\.(?:${name}))*):(${name})$`);

function unquotePart(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
}

/**
 * What a `--rename` says. A name with a dot, a colon or a quote in it stands in double quotes. Throws `E_RENAME_SYNTAX`.
 */
export function parseRename(text: string): RenameAnswer {
  const [, path, to] = answerPattern.exec(text) ?? [];
  if (path === undefined || to === undefined) {
    throw new AludelError("E_RENAME_SYNTAX", `"${text}" does not say what is renamed to what`, {
      hint: "Write --rename old_table:new_table, or --rename table.old_column:new_column.",
      exitCode: exitCode.usage,
    });
  }
  return { path: splitPath(path), to: unquotePart(to), text };
}

/** The parts of a path such as `billing.customer.nick`, unquoted. */
export function splitPath(path: string): string[] {
  return (path.match(new RegExp(name, "g")) ?? []).map(unquotePart);
}

/** A name as it must be written in an answer. */
export function quotePart(name: string): string {
  return /[".:]/.test(name) || name === "" ? `"${name.replaceAll('"', '""')}"` : name;
}

function tableShape(table: Table): string {
  return JSON.stringify(
    table.columns.map((column) => [column.name, column.type]).sort(([a = ""], [b = ""]) => compareText(a, b)),
  );
}

function columnShape(column: Column): string {
  return JSON.stringify([column.type, column.enumValues, column.generated !== undefined]);
}

function gone<Item>(items: readonly Item[], others: readonly Item[], key: (item: Item) => string): Item[] {
  const keys = new Set(others.map(key));
  return items.filter((item) => !keys.has(key(item)));
}

const columnName = (column: Column): string => column.name;

function shapeQuestions<Item>(
  went: readonly Item[],
  came: readonly Item[],
  shape: (item: Item) => string,
  label: (item: Item) => string,
): { readonly from: string; readonly candidates: string[] }[] {
  return went.flatMap((item) => {
    const candidates = came.filter((other) => shape(other) === shape(item)).map(label);
    return candidates.length === 0 ? [] : [{ from: label(item), candidates }];
  });
}

/** The tables that may have been renamed: each that went, with those of the same columns that came. */
export function tableRenameQuestions(from: Schema, to: Schema): RenameQuestion[] {
  const went = gone(from.tables, to.tables, keyOf);
  const came = gone(to.tables, from.tables, keyOf);
  return shapeQuestions(went, came, tableShape, displayName).map((question) => ({
    kind: "table",
    ...question,
  }));
}

/** The columns that may have been renamed, in all tables that are on both sides. */
export function columnRenameQuestions(from: Schema, to: Schema): RenameQuestion[] {
  const targets = new Map(to.tables.map((table) => [keyOf(table), table]));
  return from.tables.flatMap((table) => {
    const target = targets.get(keyOf(table));
    if (target === undefined) return [];
    const went = gone(table.columns, target.columns, columnName);
    const came = gone(target.columns, table.columns, columnName);
    return shapeQuestions(went, came, columnShape, columnName).map((question): RenameQuestion => ({
      kind: "column",
      table: displayName(table),
      ...question,
    }));
  });
}

function unknownRename(answer: RenameAnswer, problem: string): AludelError {
  return new AludelError("E_RENAME_UNKNOWN", `--rename ${answer.text}: ${problem}`, {
    exitCode: exitCode.usage,
  });
}

/** The table renames among the answers. Throws `E_RENAME_UNKNOWN` for a name that is not there. */
export function tableRenames(from: Schema, to: Schema, answers: readonly RenameAnswer[]): RenameTable[] {
  return answers.flatMap((answer): RenameTable[] => {
    const old = from.tables.find((table) => displayName(table) === answer.path.join("."));
    if (old === undefined) return [];
    const target = to.tables.find((table) => table.name === answer.to && table.schema === old.schema);
    if (target === undefined) throw unknownRename(answer, `no entity has a table "${answer.to}"`);
    if (from.tables.some((table) => keyOf(table) === keyOf(target))) {
      throw unknownRename(answer, `the database already has a table "${answer.to}"`);
    }
    return [{ kind: "renameTable", from: nameOf(old), to: nameOf(target) }];
  });
}

function columnRename(
  from: Schema,
  to: Schema,
  tables: readonly RenameTable[],
  answer: RenameAnswer,
): [string, RenameColumn] {
  const path = answer.path.slice(0, -1).join(".");
  const column = answer.path.at(-1) ?? "";
  const renamed = tables.find((rename) => displayName(rename.from) === path);
  const newName = renamed === undefined ? path : displayName(renamed.to);
  const table = from.tables.find((candidate) => displayName(candidate) === newName);
  const target = to.tables.find((candidate) => displayName(candidate) === newName);
  if (table === undefined || target === undefined)
    throw unknownRename(answer, `there is no table "${path || column}"`);
  if (!table.columns.some((candidate) => candidate.name === column)) {
    throw unknownRename(answer, `table "${path}" has no column "${column}"`);
  }
  if (!target.columns.some((candidate) => candidate.name === answer.to)) {
    throw unknownRename(answer, `no entity has a column "${answer.to}" in table "${newName}"`);
  }
  if (table.columns.some((candidate) => candidate.name === answer.to)) {
    throw unknownRename(answer, `table "${path}" already has a column "${answer.to}"`);
  }
  return [keyOf(table), { kind: "renameColumn", from: column, to: answer.to }];
}

/**
 * All renames that the answers say. `from` already has the new table names. Throws `E_RENAME_UNKNOWN` for an answer that
 * names nothing that can be renamed.
 */
export function columnRenames(
  from: Schema,
  to: Schema,
  tables: readonly RenameTable[],
  answers: readonly RenameAnswer[],
): Renames {
  const columns = new Map<string, RenameColumn[]>();
  for (const answer of answers) {
    if (tables.some((rename) => displayName(rename.from) === answer.path.join("."))) continue;
    const [key, rename] = columnRename(from, to, tables, answer);
    columns.set(key, [...(columns.get(key) ?? []), rename]);
  }
  return { tables, columns };
}
