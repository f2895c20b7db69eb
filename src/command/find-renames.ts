import { applyRenames, noRenames, type Renames } from "../diff/diff.js";
import { columnRenames, tableRenames } from "../diff/rename-answers.js";
import {
  columnRenameQuestions,
  parseRename,
  renameAnswer,
  respelledColumns,
  respelledTables,
  tableRenameQuestions,
  type RenameAnswer,
  type RenameQuestion,
} from "../diff/rename.js";
import type { Dialect } from "../dialect/dialect.js";
import { AludelError, exitCode } from "../errors.js";
import { applyAll } from "../operation/apply.js";
import type { RenameTable } from "../operation/operation.js";
import type { Schema } from "../schema/schema.js";
import type { Questioner } from "./questioner.js";

/** What decides which names are new names of something that was there. */
export interface RenameRequest {
  readonly target: Schema;
  readonly dialect: Pick<Dialect, "foldName">;
  readonly answers: { readonly renames?: readonly string[]; readonly noRename?: boolean };
  readonly questioner?: Questioner | undefined;
}

/** A text as a shell takes it for one word. */
export function shellQuote(text: string): string {
  return /^[\w.:@%+=/-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function flagsOf({ path, candidates }: RenameQuestion): string[] {
  return candidates.map((candidate) => `--rename ${shellQuote(renameAnswer(path, candidate).text)}`);
}

/** The error for questions that nobody answers, with the flags that would. */
export function undecided(
  questions: readonly RenameQuestion[],
  flagsFor: (question: RenameQuestion) => readonly string[],
): AludelError {
  const listed = questions.map(
    ({ kind, table, from, candidates }) =>
      `${kind} ${table === undefined ? "" : `${table}.`}${from} went, and ${candidates.join(" or ")}${kind === "value" ? "" : " of the same shape"} came`,
  );
  return new AludelError("E_RENAME_UNDECIDED", `renamed, or dropped and added? ${listed.join("; ")}`, {
    hint: `Say which: ${[...questions.flatMap(flagsFor), "--no-rename (for all that is left)"].join("\n  ")}`,
    exitCode: exitCode.answerMissing,
  });
}

/** The answers to the questions, asked one by one; without anybody to ask, an error that lists what to type. */
async function ask(questions: readonly RenameQuestion[], request: RenameRequest): Promise<RenameAnswer[]> {
  const { answers: given, questioner } = request;
  if (given.noRename || questions.length === 0) return [];
  if (questioner === undefined) throw undecided(questions, flagsOf);
  const answers: RenameAnswer[] = [];
  const taken = new Set<string>();
  for (const question of questions) {
    const owner = question.path.slice(0, -1);
    const key = (name: string): string => JSON.stringify([...owner, name]);
    const candidates = question.candidates.filter((name) => !taken.has(key(name)));
    const to = candidates.length === 0 ? undefined : await questioner.rename({ ...question, candidates });
    if (to === undefined) continue;
    taken.add(key(to));
    answers.push(renameAnswer(question.path, to));
  }
  return answers;
}

/**
 * The tables that were renamed: as answered beforehand or at a terminal, and where the database takes both names for the
 * same. Throws `E_RENAME_UNDECIDED` with what to type where there is nobody to ask.
 */
export async function findTableRenames(from: Schema, request: RenameRequest): Promise<RenameTable[]> {
  const { target, dialect, answers } = request;
  const given = (answers.renames ?? []).map(parseRename);
  const renamed = applyAll(from, tableRenames(from, target, given));
  const known = [...given, ...respelledTables(renamed, target, dialect.foldName)];
  const open = applyAll(from, tableRenames(from, target, known));
  const asked = await ask(tableRenameQuestions(open, target), request);
  return tableRenames(from, target, [...known, ...asked]);
}

/** The columns that were renamed, found as {@link findTableRenames} finds tables, together with those tables. */
export async function findColumnRenames(
  from: Schema,
  tables: readonly RenameTable[],
  request: RenameRequest,
): Promise<Renames> {
  const { target, dialect, answers } = request;
  const given = (answers.renames ?? []).map(parseRename);
  const renamed = applyRenames(from, { ...noRenames, tables });
  const renamesOf = (all: readonly RenameAnswer[]): Renames => columnRenames(renamed, target, tables, all);
  const afterwards = (all: readonly RenameAnswer[]): Schema => applyRenames(from, renamesOf(all));
  const known = [...given, ...respelledColumns(afterwards(given), target, dialect.foldName)];
  const asked = await ask(columnRenameQuestions(afterwards(known), target), request);
  return renamesOf([...known, ...asked]);
}
