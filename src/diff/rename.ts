import { AludelError, exitCode } from "../errors.js";
import type { ObjectName } from "../schema/name.js";

/** Something that went, and all of the same or a similar shape that came: is one of these its new name? */
export interface RenameQuestion {
  readonly kind: "table" | "column" | "value";
  /** Where what went stands: its schema if it has one, its table, its column; or its enum, its value. */
  readonly path: readonly string[];
  /** The table's name, where a column is asked about, or the enum's, where a value is. */
  readonly table?: string;
  readonly from: string;
  /** A table's as an answer says it: with its schema where that is another one. */
  readonly candidates: readonly string[];
  /** A candidate has other columns besides, or another type of one. */
  readonly isSimilar?: true;
}

/** An answer as `--rename` takes it: `customer:client`, `customer:sales.customer`, or `customer.nick:handle`. */
export interface RenameAnswer {
  readonly path: readonly string[];
  /** The new name, behind that of the schema where a table gets another one. */
  readonly to: readonly string[];
  readonly text: string;
}

const namePattern = String.raw`"(?:[^"]|"")*"|[^".:]+`;
const pathPattern = String.raw`(?:${namePattern})(?:\.(?:${namePattern}))*`;
const answerPattern = new RegExp(`^(${pathPattern}):(${pathPattern})$`);

function unquotePart(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
}

/** The parts of an answer such as `billing.customer.nick:handle`. */
export interface AnswerParts {
  readonly path: readonly string[];
  readonly to: readonly string[];
  /** What stands behind the colon is in quotes. */
  readonly isQuoted: boolean;
}

/** The parts of an answer, unquoted; nothing where the text is none. */
export function parseAnswer(text: string): AnswerParts | undefined {
  const [, path, to] = answerPattern.exec(text) ?? [];
  if (path === undefined || to === undefined) return undefined;
  return { path: splitPath(path), to: splitPath(to), isQuoted: to.startsWith('"') };
}

/**
 * What a `--rename` says. A name with a dot, a colon or a quote in it stands in double quotes. Throws `E_RENAME_SYNTAX`.
 */
export function parseRename(text: string): RenameAnswer {
  const answer = parseAnswer(text);
  if (answer === undefined || answer.to.length > 2) {
    throw new AludelError("E_RENAME_SYNTAX", `"${text}" does not say what is renamed to what`, {
      hint: "Write --rename old_table:new_table, --rename table:schema.table, or --rename table.old_column:new_column.",
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

/** A path as it is written in an answer. */
export function pathText(path: readonly string[]): string {
  return path.map(quotePart).join(".");
}

/** An answer as it is written. */
export function answerText(path: readonly string[], to: readonly string[]): string {
  return `${pathText(path)}:${pathText(to)}`;
}

/** What `--rename` takes: that what stands there gets that name, or that schema and name. */
export function renameAnswer(path: readonly string[], to: readonly string[]): RenameAnswer {
  return { path, to, text: answerText(path, to) };
}

/** The parts of the name of a table. */
export function pathOf(object: ObjectName): string[] {
  return object.schema === undefined ? [object.name] : [object.schema, object.name];
}
