import { enumAnswers, valueRenameQuestions, type EnumContext } from "../diff/enum-answers.js";
import { enumRenames, type EnumAnswers } from "../diff/enums.js";
import { pathOf, type RenameQuestion } from "../diff/rename.js";
import {
  mapValueAnswer,
  parseMapValue,
  parseRenameValue,
  renameValueAnswer,
  type ValueRename,
  type ValueReplacement,
} from "../diff/value-answers.js";
import { AludelError, exitCode } from "../errors.js";
import { applyAll } from "../operation/apply.js";
import { equal } from "../schema/compare.js";
import { displayName, keyOf, sameName, type ObjectName } from "../schema/name.js";
import type { EnumType, Schema } from "../schema/schema.js";
import { typeName } from "../schema/type-name.js";
import { shellQuote, undecided } from "./find-renames.js";
import type { Questioner, ValueQuestion } from "./questioner.js";

/** What decides what becomes of the values of enums that go. */
export interface ValueRequest {
  /** The schema of the database, with the new names of tables and columns. */
  readonly from: Schema;
  readonly target: Schema;
  readonly answers: {
    readonly renamedValues?: readonly string[];
    readonly mappedValues?: readonly string[];
    readonly noRename?: boolean;
    /** Nothing is asked: a value that goes is taken for one that no row holds. */
    readonly leaveValues?: boolean;
  };
  readonly questioner?: Questioner | undefined;
  /** How many rows hold that value of the enum, by the name that it has in the database. */
  readonly countRows: (enumName: ObjectName, value: string) => Promise<number>;
}

/** The values that may have been renamed, those aside of which the answers say it. */
function openQuestions(context: EnumContext, answers: EnumAnswers): RenameQuestion[] {
  const keys = new Map(context.from.enums.map((one) => [JSON.stringify(pathOf(one)), keyOf(one)]));
  return valueRenameQuestions(context.from, context.to).flatMap((question) => {
    const owner = keys.get(JSON.stringify(question.path.slice(0, -1)));
    const { renames = {}, replacements = {} } = answers.get(owner ?? "") ?? {};
    if (question.from in renames || question.from in replacements) return [];
    const taken = Object.values(renames);
    const candidates = question.candidates.filter((name) => !taken.includes(name));
    return candidates.length === 0 ? [] : [{ ...question, candidates }];
  });
}

function renameFlags({ path, from, candidates }: RenameQuestion): string[] {
  return candidates.map(
    (to) => `--rename-value ${shellQuote(renameValueAnswer(path.slice(0, -1), from, to).text)}`,
  );
}

/** The values that were renamed, asked one by one; without anybody to ask, an error that lists what to type. */
async function askRenames(
  questions: readonly RenameQuestion[],
  { answers, questioner }: ValueRequest,
): Promise<ValueRename[]> {
  if (answers.noRename || questions.length === 0) return [];
  if (questioner === undefined) throw undecided(questions, renameFlags);
  const renames: ValueRename[] = [];
  for (const question of questions) {
    const path = question.path.slice(0, -1);
    const isFree = (name: string): boolean =>
      !renames.some((rename) => rename.to === name && rename.path.join() === path.join());
    const candidates = question.candidates.filter(isFree);
    const to = candidates.length === 0 ? undefined : await questioner.rename({ ...question, candidates });
    if (to !== undefined) renames.push(renameValueAnswer(path, question.from, to));
  }
  return renames;
}

/** The values that go without anything being known of them, where rows hold them. */
async function openValues(
  { from, to, renamed }: EnumContext,
  answers: EnumAnswers,
  countRows: ValueRequest["countRows"],
): Promise<ValueQuestion[]> {
  const questions: ValueQuestion[] = [];
  for (const old of from.enums) {
    const wanted = to.enums.find((one) => sameName(one, old));
    if (wanted === undefined) continue;
    for (const value of goingValues(old, wanted, answers)) {
      const name = renamed.find((rename) => sameName(rename.to, old))?.from ?? old;
      const rows = await countRows(name, value);
      if (rows > 0) {
        questions.push({
          path: pathOf(old),
          enum: displayName(old),
          value,
          rows,
          candidates: wanted.values,
          nullable: refusingNull(wanted, to).length === 0,
        });
      }
    }
  }
  return questions;
}

function goingValues(old: EnumType, wanted: EnumType, answers: EnumAnswers): string[] {
  const { renames = {}, replacements = {} } = answers.get(keyOf(old)) ?? {};
  return old.values.filter(
    (value) => !wanted.values.includes(value) && renames[value] === undefined && !(value in replacements),
  );
}

const mostListed = 20;

/** The error for rows that hold values which nobody said what becomes of. */
export function inUse(all: readonly ValueQuestion[]): AludelError {
  const questions = all.slice(0, mostListed);
  const more = all.length > mostListed ? ` and ${all.length - mostListed} more` : "";
  const listed = questions.map(
    ({ enum: name, value, rows }) =>
      `${name}.${value.trim().replaceAll(/\s+/g, " ")} (${rows} ${rows === 1 ? "row" : "rows"})`,
  );
  const flags = questions.map(({ path, value, candidates, nullable }) => {
    const flag = (to: string | null): string =>
      `--map-value ${shellQuote(mapValueAnswer(path, value, to).text)}`;
    const [example] = candidates;
    return [
      ...(example === undefined ? [] : [`${flag(example)} (or another value)`]),
      ...(nullable ? [flag(null)] : []),
    ].join(", or ");
  });
  return new AludelError("E_VALUE_IN_USE", `rows hold values that go: ${listed.join(", ")}${more}`, {
    hint: `Say what they get instead:\n  ${flags.join("\n  ")}`,
    exitCode: exitCode.answerMissing,
  });
}

async function askReplacements(
  questions: readonly ValueQuestion[],
  questioner: Questioner | undefined,
): Promise<ValueReplacement[]> {
  if (questions.length === 0) return [];
  if (questioner === undefined) throw inUse(questions);
  const replacements: ValueReplacement[] = [];
  for (const question of questions) {
    const to = await questioner.replaceValue(question);
    if (to === undefined) throw inUse([question]);
    replacements.push(mapValueAnswer(question.path, question.value, to));
  }
  return replacements;
}

/** The columns of the enum that do not take NULL. */
function refusingNull(enumType: EnumType, { tables }: Schema): string[] {
  return tables.flatMap((table) =>
    table.columns
      .filter(({ type, nullable }) => type === typeName(enumType) && !nullable)
      .map((column) => `${displayName(table)}.${column.name}`),
  );
}

/** Fails where rows would get NULL in a column that does not take it. */
function requireNullable(answers: EnumAnswers, schema: Schema): void {
  for (const enumType of schema.enums) {
    const { replacements = {} } = answers.get(keyOf(enumType)) ?? {};
    const [value] = Object.entries(replacements).find(([, by]) => by === null) ?? [];
    if (value === undefined) continue;
    const refusing = refusingNull(enumType, schema);
    if (refusing.length === 0) continue;
    throw new AludelError(
      "E_VALUE_UNKNOWN",
      `--map-value ${mapValueAnswer(pathOf(enumType), value, null).text}: ${refusing.join(", ")} must have a value`,
      { hint: `Name another value: ${enumType.values.join(", ")}.`, exitCode: exitCode.usage },
    );
  }
}

/** Whether the answer is about a column that becomes the enum, and holds what that never had. */
function isAboutTexts({ path, value }: ValueReplacement, { from, to }: EnumContext): boolean {
  if (from.enums.find((one) => equal(pathOf(one), path))?.values.includes(value)) return false;
  const wanted = to.enums.find((one) => equal(pathOf(one), path));
  if (wanted === undefined) return false;
  return to.tables.some((table) => {
    const old = from.tables.find((one) => sameName(one, table));
    const becomes = table.columns.filter(({ type }) => type === typeName(wanted));
    return becomes.some(({ name, type }) =>
      old?.columns.some((column) => column.name === name && column.type !== type),
    );
  });
}

/**
 * What becomes of values of enums that go: as answered beforehand or at a terminal. Throws `E_RENAME_UNDECIDED` where one
 * may have been renamed, and `E_VALUE_IN_USE` where rows hold one, each with what to type.
 */
export async function findEnumAnswers(request: ValueRequest): Promise<EnumAnswers> {
  const { from, target, answers, countRows, questioner } = request;
  const renamed = enumRenames(from, target);
  const context: EnumContext = { from: applyAll(from, renamed), to: target, renamed };
  const renames = (answers.renamedValues ?? []).map(parseRenameValue);
  const replacements = (answers.mappedValues ?? [])
    .map(parseMapValue)
    .filter((answer) => !isAboutTexts(answer, context));
  const given = enumAnswers(renames, replacements, context);
  const asked = [...renames, ...(await askRenames(openQuestions(context, given), request))];
  const known = enumAnswers(asked, replacements, context);
  if (answers.leaveValues) return known;
  const open = await openValues(context, known, countRows);
  const answered = [...replacements, ...(await askReplacements(open, questioner))];
  const all = enumAnswers(asked, answered, context);
  requireNullable(all, target);
  return all;
}
