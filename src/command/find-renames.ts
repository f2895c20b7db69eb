import { applyRenames, noRenames, type Renames } from "../diff/diff.js";
import { columnRenames, tableRenames } from "../diff/rename-answers.js";
import { followingColumns, followingJunctions, isJunction } from "../diff/junctions.js";
import { requireRoom } from "../diff/move-room.js";
import {
  columnRenameQuestions,
  respelledColumns,
  respelledTables,
  tableRenameQuestions,
  targetPath,
} from "../diff/rename-questions.js";
import {
  parseRename,
  pathOf,
  renameAnswer,
  splitPath,
  type RenameAnswer,
  type RenameQuestion,
} from "../diff/rename.js";
import type { Dialect } from "../dialect/dialect.js";
import { AludelError, exitCode } from "../errors.js";
import { applyAll } from "../operation/apply.js";
import type { RenameTable } from "../operation/operation.js";
import { keyOf, type ObjectName } from "../schema/name.js";
import type { Schema } from "../schema/schema.js";
import type { Questioner } from "./questioner.js";

/** What decides which names are new names of something that was there. */
export interface RenameRequest {
  readonly target: Schema;
  /** What the revisions made. */
  readonly history: Schema;
  readonly dialect: Pick<Dialect, "foldName">;
  /** The schema whose name is left out; none where the database has no schemas. */
  readonly defaultSchema?: string | undefined;
  readonly answers: { readonly renames?: readonly string[]; readonly noRename?: boolean };
  readonly questioner?: Questioner | undefined;
}

/** A text as a shell takes it for one word. */
export function shellQuote(text: string): string {
  return /^[\w.:@%+=/-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** What a candidate says as an answer: a table's is written as one. */
function answerOf({ kind, path }: RenameQuestion, candidate: string): RenameAnswer {
  return renameAnswer(path, kind === "table" ? splitPath(candidate) : [candidate]);
}

function flagsOf(question: RenameQuestion): string[] {
  return question.candidates.map((candidate) => `--rename ${shellQuote(answerOf(question, candidate).text)}`);
}

/** The error for questions that nobody answers, with the flags that would. */
export function undecided(
  questions: readonly RenameQuestion[],
  flagsFor: (question: RenameQuestion) => readonly string[],
): AludelError {
  const listed = questions.map(
    ({ kind, table, from, candidates, isSimilar }) =>
      `${kind} ${table === undefined ? "" : `${table}.`}${from} went, and ${candidates.join(" or ")}${kind === "value" ? "" : isSimilar ? " of a similar shape" : " of the same shape"} came`,
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
    const key = (candidate: string): string => placeOf(answerOf(question, candidate));
    const candidates = question.candidates.filter((candidate) => !taken.has(key(candidate)));
    const to = candidates.length === 0 ? undefined : await questioner.rename({ ...question, candidates });
    if (to === undefined) continue;
    taken.add(key(to));
    answers.push(answerOf(question, to));
  }
  return answers;
}

/** Where the answer puts what it is about: without a schema, a table stays in its own. */
function placeOf({ path, to }: RenameAnswer): string {
  return JSON.stringify(to.length > 1 ? to : [...path.slice(0, -1), ...to]);
}

function pathKey(path: readonly string[]): string {
  return JSON.stringify(path);
}

/** The questions about junctions of tables that are asked about themselves: the answers may say what became of these. */
function dependentQuestions(questions: readonly RenameQuestion[], { tables }: Schema): RenameQuestion[] {
  const asked = new Set(questions.map(({ path }) => pathKey(path)));
  const dependents = tables.filter(
    (table) =>
      isJunction(table) && table.foreignKeys.some(({ references }) => asked.has(pathKey(pathOf(references)))),
  );
  const keys = new Set(dependents.map((table) => pathKey(pathOf(table))));
  return questions.filter(({ path }) => keys.has(pathKey(path)));
}

/**
 * The tables that were renamed: as answered beforehand or at a terminal, where the database takes both names for the
 * same, and where a junction follows what it joins. Throws `E_RENAME_UNDECIDED` with what to type where there is nobody to
 * ask, and `E_MOVE_BLOCKED` where one cannot move.
 */
export async function findTableRenames(from: Schema, request: RenameRequest): Promise<RenameTable[]> {
  const { target, history, dialect, answers, defaultSchema } = request;
  const made = new Set(history.tables.map(keyOf));
  const rules = { defaultSchema, isOurs: (table: ObjectName) => made.has(keyOf(table)) };
  const renamesOf = (all: readonly RenameAnswer[]): RenameTable[] =>
    tableRenames(from, target, all, defaultSchema);
  const after = (all: readonly RenameAnswer[]): Schema => applyAll(from, renamesOf(all));
  const withJunctions = (all: readonly RenameAnswer[]): RenameAnswer[] => {
    const pairs = followingJunctions(after(all), target, renamesOf(all));
    return [
      ...all,
      ...pairs.map(({ old, table }) => renameAnswer(pathOf(old), targetPath(table, old, rules))),
    ];
  };
  const questionsAfter = (all: readonly RenameAnswer[]): RenameQuestion[] =>
    tableRenameQuestions(after(all), target, rules);

  const given = (answers.renames ?? []).map(parseRename);
  const known = withJunctions([...given, ...respelledTables(after(given), target, dialect.foldName)]);
  const open = questionsAfter(known);
  const later = new Set(dependentQuestions(open, from));
  const first = open.filter((question) => !later.has(question));
  const answered = withJunctions([...known, ...(await ask(first, request))]);
  const askedFirst = new Set(first.map(({ path }) => pathKey(path)));
  const second = questionsAfter(answered).filter(({ path }) => !askedFirst.has(pathKey(path)));
  const renames = renamesOf([...answered, ...(await ask(second, request))]);
  requireRoom(from, renames);
  return renames;
}

/** The columns that were renamed, found as {@link findTableRenames} finds tables, together with those tables. */
export async function findColumnRenames(
  from: Schema,
  tables: readonly RenameTable[],
  request: RenameRequest,
): Promise<Renames> {
  const { target, dialect, answers, defaultSchema } = request;
  const given = (answers.renames ?? []).map(parseRename);
  const renamed = applyRenames(from, { ...noRenames, tables });
  const renamesOf = (all: readonly RenameAnswer[]): Renames =>
    columnRenames(renamed, target, tables, all, defaultSchema);
  const afterwards = (all: readonly RenameAnswer[]): Schema => applyRenames(from, renamesOf(all));
  const followed = [...given, ...followingColumns(afterwards(given), target, tables)];
  const known = [...followed, ...respelledColumns(afterwards(followed), target, dialect.foldName)];
  const asked = await ask(columnRenameQuestions(afterwards(known), target), request);
  return renamesOf([...known, ...asked]);
}
