import { messageOf } from "../../errors.js";
import type { Connection, Verdict } from "../dialect.js";
import { hasState } from "./errors.js";
import { type Question, spellingOf, type Surroundings } from "./question.js";
import { isReadOnce, samePairs, sameText } from "./same-reading.js";
import { type NumberedSpelling, type Reading, spell, type Spelled, type Spelling } from "./spelling.js";

/** How the server spells one text of a pair: its first spelling, and that of its own spelling; or why it refuses it. */
type Answer = { readonly readings: readonly [Reading, ...Reading[]] } | { readonly error: unknown };

/** What the server made of both texts of a question. */
export interface Answers {
  readonly question: Question;
  readonly from: Answer;
  readonly to: Answer;
}

/** Errors that say nothing about the text: no right, no time, no room, a lock not got, nothing may be written. */
const silent = ["42501", "57014", "53100", "53200", "54001", "55P03", "25006"];

function firstReading(spelled: Spelled, spelling: NumberedSpelling): Reading | undefined {
  const reading = spelled.get(spelling);
  return reading === undefined || "error" in reading ? undefined : reading;
}

/**
 * What is to be spelled once more, as the server spells some of its own spellings in another way, and keeps to that then:
 * `a IN ('x')` on a varchar is such a case.
 */
function secondRound(
  pairs: readonly (readonly [NumberedSpelling, NumberedSpelling])[],
  spelled: Spelled,
): Map<NumberedSpelling, NumberedSpelling> {
  const again = new Map<NumberedSpelling, NumberedSpelling>();
  for (const [from, to] of pairs) {
    const [left, right] = [firstReading(spelled, from), firstReading(spelled, to)];
    if (left === undefined || right === undefined || sameText(left.text, right.text)) continue;
    again.set(from, nextSpelling(from, left));
    again.set(to, nextSpelling(to, right));
  }
  return again;
}

function nextSpelling(spelling: NumberedSpelling, { text }: Reading): NumberedSpelling {
  const { form } = spelling;
  return { ...spelling, text, form: form.kind === "query" ? { kind: "query" } : form };
}

/** Gives equal spellings the same number: each check of a table is compared with all others, but spelled once. */
function numbering(): (spelling: Spelling) => NumberedSpelling {
  const known = new Map<string, NumberedSpelling>();
  return (spelling) => {
    const key = JSON.stringify(spelling);
    const numbered = known.get(key) ?? { ...spelling, number: known.size };
    known.set(key, numbered);
    return numbered;
  };
}

/** Asks the server about all questions at once. */
export async function answersTo(
  connection: Connection,
  questions: readonly Question[],
  surroundings: Surroundings,
): Promise<Answers[]> {
  const number = numbering();
  const asked = questions.map((question) => ({
    question,
    from: number(spellingOf(question, "from", surroundings)),
    to: number(spellingOf(question, "to", surroundings)),
  }));
  const pairs = asked.map(({ from, to }) => [from, to] as const);
  const first = await spell(connection, surroundings.defaultSchema, [...new Set(pairs.flat())], 1);
  const again = secondRound(pairs, first);
  const second = await spell(connection, surroundings.defaultSchema, [...again.values()], 2);
  const answer = (spelling: NumberedSpelling): Answer => {
    const reading = first.get(spelling);
    if (reading === undefined || "error" in reading) return { error: reading?.error };
    const next = again.get(spelling);
    const later = next === undefined ? undefined : firstReading(second, next);
    return { readings: later === undefined ? [reading] : [reading, later] };
  };
  return asked.map(({ question, from, to }) => ({ question, from: answer(from), to: answer(to) }));
}

function unknown(reason: string): Verdict {
  return { result: "unknown", reason };
}

/** What a refusal means: what the server takes on one side only is not the same on both. */
function verdictOfErrors(from: Answer, to: Answer): Verdict | undefined {
  const errors = [to, from].flatMap((answer) => ("error" in answer ? [answer.error] : []));
  const [error] = errors;
  if (errors.length === 0) return undefined;
  const vague = errors.find((candidate) => hasState(candidate, ...silent));
  if (vague !== undefined) return unknown(`the server cannot compare them: ${messageOf(vague)}`);
  if (errors.length === 1) return { result: "different" };
  return unknown(`the server takes neither spelling: ${messageOf(error)}`);
}

/** Whether the server refused one of the texts. */
export function isRefused({ from, to }: Answers): boolean {
  return "error" in from || "error" in to;
}

function verdictOf({ question, from, to }: Answers, sameValues: ReadonlySet<number>): Verdict {
  if ("error" in from || "error" in to) return verdictOfErrors(from, to) ?? { result: "different" };
  const isSame = from.readings.some((left) => to.readings.some((right) => sameText(left.text, right.text)));
  if (isSame || sameValues.has(question.index)) return { result: "same" };
  if (from.readings[0].constant && isReadOnce(question.pair.to, to.readings[0])) {
    return unknown(
      `the database reads ${question.pair.to} once, when the default is made, and keeps that moment`,
    );
  }
  return { result: "different" };
}

/** What the answers say of each question. The values of defaults that are constant are compared by the server. */
export async function verdictsOf(
  connection: Connection,
  defaultSchema: string | undefined,
  answers: readonly Answers[],
): Promise<ReadonlyMap<number, Verdict>> {
  const constants = answers.flatMap(({ question, from, to }) => {
    if ("error" in from || "error" in to) return [];
    const [left, right] = [from.readings[0], to.readings[0]];
    if (!left.constant || !right.constant || sameText(left.text, right.text)) return [];
    return [{ pair: question.index, from: left, to: right }];
  });
  const sameValues =
    constants.length === 0 ? new Set<number>() : await samePairs(connection, defaultSchema, constants);
  return new Map(answers.map((answer) => [answer.question.index, verdictOf(answer, sameValues)]));
}
