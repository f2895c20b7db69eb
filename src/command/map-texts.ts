import type { Dialect } from "../dialect/dialect.js";
import { pathOf } from "../diff/rename.js";
import { mapValueAnswer, parseMapValue, type ValueReplacement } from "../diff/value-answers.js";
import { AludelError, exitCode } from "../errors.js";
import type { AlterColumn, Operation, TableChange } from "../operation/operation.js";
import { equal } from "../schema/compare.js";
import { displayName, sameName, type ObjectName } from "../schema/name.js";
import type { EnumType, Schema } from "../schema/schema.js";
import { typeName } from "../schema/type-name.js";
import { inUse } from "./find-values.js";
import type { Questioner, ValueQuestion } from "./questioner.js";
import type { RowCounter } from "./row-counter.js";

/** What decides what rows get whose column becomes an enum that does not have their value. */
export interface TextRequest {
  readonly up: readonly Operation[];
  readonly to: Schema;
  /** `enum.value:other`, as the user said beforehand. */
  readonly answers: readonly string[];
  readonly counter: RowCounter;
  readonly dialect: Dialect;
  readonly questioner: Questioner | undefined;
}

/** A column that becomes an enum. */
interface Becoming {
  readonly table: ObjectName;
  readonly change: AlterColumn;
  readonly type: EnumType;
  readonly nullable: boolean;
  /** An answer is for all columns that become the enum, and may be NULL where all of them take it. */
  readonly allNullable: boolean;
}

/** What is known of the column alone. */
type OwnBecoming = Omit<Becoming, "allNullable">;

function becomingOf(table: ObjectName, change: TableChange, { tables, enums }: Schema): OwnBecoming[] {
  if (change.kind !== "alterColumn") return [];
  const type = enums.find((one) => change.to.type === typeName(one));
  const target = tables.find((one) => sameName(one, table));
  const column = target?.columns.find(({ name }) => name === change.name);
  return type === undefined || column === undefined
    ? []
    : [{ table, change, type, nullable: column.nullable }];
}

/** Each change of a column that becomes an enum. */
function allBecoming(operations: readonly Operation[], to: Schema): ReadonlyMap<TableChange, Becoming> {
  const all = operations.flatMap((operation) =>
    operation.kind === "alterTable"
      ? operation.changes.flatMap((change) => becomingOf(operation.table, change, to))
      : [],
  );
  const allNullable = ({ type }: OwnBecoming): boolean =>
    all.every((other) => other.nullable || !sameName(other.type, type));
  return new Map(all.map((one) => [one.change, { ...one, allNullable: allNullable(one) }]));
}

/** One question for each value of an enum, whichever columns hold it. */
function merged(questions: readonly ValueQuestion[]): ValueQuestion[] {
  const all = new Map<string, ValueQuestion>();
  for (const question of questions) {
    const key = JSON.stringify([question.enum, question.value]);
    all.set(key, { ...question, rows: question.rows + (all.get(key)?.rows ?? 0) });
  }
  return [...all.values()];
}

function requireFitting({ to, text }: ValueReplacement, { type, nullable, table, change }: Becoming): void {
  if (to === null ? nullable : type.values.includes(to)) return;
  const column = `${displayName(table)}.${change.name}`;
  const problem =
    to === null ? `${column} must have a value` : `enum "${displayName(type)}" has no value "${to}"`;
  throw new AludelError("E_VALUE_UNKNOWN", `--map-value ${text}: ${problem}`, {
    hint: `Name another value: ${type.values.join(", ")}.`,
    exitCode: exitCode.usage,
  });
}

/** The values of rows that the enum does not have, and that no answer is about. */
async function openTexts(
  { table, change, type, allNullable }: Becoming,
  answers: readonly ValueReplacement[],
  counter: RowCounter,
): Promise<ValueQuestion[]> {
  const known = [...type.values, ...answers.map(({ value }) => value)];
  return (await counter.valuesBeside(table, change.name, known)).map(({ value, rows }) => ({
    path: pathOf(type),
    enum: displayName(type),
    value,
    rows,
    candidates: type.values,
    nullable: allNullable,
  }));
}

function usingSql(
  { change, type }: Becoming,
  answers: readonly ValueReplacement[],
  dialect: Dialect,
): string {
  const text = `CAST(${dialect.quote(change.name)} AS ${dialect.types.text})`;
  const cases = answers.map(({ value, to }) => `WHEN ${dialect.literal(value)} THEN ${dialect.literal(to)}`);
  return `CAST(CASE ${text} ${cases.join(" ")} ELSE ${text} END AS ${typeName(type)})`;
}

function givenAnswers({ type }: Becoming, answers: readonly string[]): ValueReplacement[] {
  const path = pathOf(type);
  return answers.map(parseMapValue).filter((answer) => equal(answer.path, path));
}

/** Throws `E_VALUE_IN_USE` for all values that no answer is about, where nobody can be asked. */
async function requireAnswers(
  all: Iterable<Becoming>,
  { answers, counter, questioner }: TextRequest,
): Promise<void> {
  if (questioner !== undefined) return;
  const open: ValueQuestion[] = [];
  for (const becoming of all) {
    open.push(...(await openTexts(becoming, givenAnswers(becoming, answers), counter)));
  }
  if (open.length > 0) throw inUse(merged(open));
}

async function answersFor(becoming: Becoming, request: TextRequest): Promise<ValueReplacement[]> {
  const { answers, counter, questioner } = request;
  const path = pathOf(becoming.type);
  const given = givenAnswers(becoming, answers);
  const open = questioner === undefined ? [] : await openTexts(becoming, given, counter);
  const asked: ValueReplacement[] = [];
  for (const question of open) {
    const to = await questioner?.replaceValue(question);
    if (to === undefined) throw inUse([question]);
    asked.push(mapValueAnswer(path, question.value, to));
  }
  const all = [...given.filter(({ value }) => !becoming.type.values.includes(value)), ...asked];
  for (const answer of all) requireFitting(answer, becoming);
  return all;
}

/**
 * The operations with what rows get whose column becomes an enum without their value: as answered beforehand, or at a
 * terminal. Throws `E_VALUE_IN_USE`, which lists what to type.
 */
export async function mapTexts(request: TextRequest): Promise<Operation[]> {
  const { up, to, dialect } = request;
  const all = allBecoming(up, to);
  await requireAnswers(all.values(), request);
  const operations: Operation[] = [];
  for (const operation of up) {
    if (operation.kind !== "alterTable") {
      operations.push(operation);
      continue;
    }
    const changes: TableChange[] = [];
    for (const change of operation.changes) {
      const becoming = all.get(change);
      const answers = becoming === undefined ? [] : await answersFor(becoming, request);
      changes.push(
        becoming === undefined || answers.length === 0
          ? change
          : { ...becoming.change, using: usingSql(becoming, answers, dialect) },
      );
    }
    operations.push({ ...operation, changes });
  }
  return operations;
}
