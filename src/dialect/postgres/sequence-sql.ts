import type { Sequence, SequenceOptions } from "../../schema/schema.js";
import type { Statement } from "../dialect.js";
import { quote } from "./names.js";

/** A number of a sequence; anything else in its place is no number, and must not reach a statement as SQL. */
function digits(value: string): string {
  return String(BigInt(value));
}

/** The options that are set, as `CREATE SEQUENCE` writes them. https://www.postgresql.org/docs/current/sql-createsequence.html */
export function sequenceClauses(options: SequenceOptions): string[] {
  const { increment, minimum, maximum, start, cache, cycle } = options;
  return [
    ...(increment === undefined ? [] : [`INCREMENT BY ${digits(increment)}`]),
    ...(minimum === undefined ? [] : [`MINVALUE ${digits(minimum)}`]),
    ...(maximum === undefined ? [] : [`MAXVALUE ${digits(maximum)}`]),
    ...(start === undefined ? [] : [`START WITH ${digits(start)}`]),
    ...(cache === undefined ? [] : [`CACHE ${digits(cache)}`]),
    ...(cycle === undefined ? [] : ["CYCLE"]),
  ];
}

/** Whether the numbers go down. */
export function isDescending({ increment }: SequenceOptions): boolean {
  return increment?.startsWith("-") === true;
}

/** What the database takes for the first number where it is told none. */
function impliedStart(options: SequenceOptions): string {
  const { minimum, maximum } = options;
  return isDescending(options) ? (maximum ?? "-1") : (minimum ?? "1");
}

/** The first number that a sequence with those options gives. */
export function startOf(options: SequenceOptions): string {
  return digits(options.start ?? impliedStart(options));
}

/** The options that change, as `ALTER SEQUENCE` writes them: those that are no longer set get the database's own value. */
export function changedClauses(from: SequenceOptions, to: SequenceOptions): string[] {
  const isTurned = isDescending(from) !== isDescending(to);
  const gone = (option: keyof SequenceOptions, anyway = false): boolean =>
    to[option] === undefined && (anyway || from[option] !== undefined);
  const { start: _, ...rest } = to;
  return [
    ...sequenceClauses(rest),
    ...(gone("increment") ? ["INCREMENT BY 1"] : []),
    ...(gone("minimum", isTurned) ? ["NO MINVALUE"] : []),
    ...(gone("maximum", isTurned) ? ["NO MAXVALUE"] : []),
    ...(startOf(from) === startOf(to) ? [] : [`START WITH ${startOf(to)}`]),
    ...(gone("cache") ? ["CACHE 1"] : []),
    ...(gone("cycle") ? ["NO CYCLE"] : []),
  ];
}

/** The statement that creates the sequence. */
export function createSequence(sequence: Sequence): Statement {
  const type = sequence.type === undefined ? [] : [`AS ${sequence.type}`];
  return {
    sql: [`CREATE SEQUENCE ${quote(sequence)}`, ...type, ...sequenceClauses(sequence.options)].join(" "),
  };
}
