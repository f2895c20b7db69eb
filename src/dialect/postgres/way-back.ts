import type { Connection } from "../dialect.js";
import { type Answers, answersTo, verdictsOf } from "./answer.js";
import { queryOf, type Question, type Surroundings, tableOf } from "./question.js";
import { inCopies, relationsOf } from "./scratch-copies.js";
import { relationFinder } from "./scratch-relations.js";

/** Whether the question reads a table of which a column gets another type. */
function readsRetyped(question: Question, surroundings: Surroundings): boolean {
  return relationsOf([question], surroundings).some((relation) => {
    if (!("table" in relation)) return false;
    const before = tableOf(surroundings.context.from, relation.table);
    return relation.table.columns.some(({ name, type }) => {
      const old = before?.columns.find((column) => column.name === name);
      return old !== undefined && old.type !== type;
    });
  });
}

/** The question whether the database's text, which the server spells anew for the new types, is the same for the old ones. */
function questionBack({ question, from }: Answers, { defaultSchema }: Surroundings): Question[] {
  const { index, pair } = question;
  const { place } = pair;
  if ("error" in from || place.part === "default") return [];
  const [{ text }] = from.readings;
  if (place.part === "generated" || place.part === "exclusion")
    return [{ index, pair: { ...pair, to: text } }];
  const query = { object: place.object, part: "query" } as const;
  return [
    { index, pair: { ...pair, from: queryOf(pair, pair.from, defaultSchema), to: text, place: query } },
  ];
}

/**
 * Those of the texts that say the same for the new types of columns, but not for the old ones any more once the server has
 * spelled them for the new: `a > 0` is `a > (0)::numeric` for a numeric, which is `(a)::numeric > (0)::numeric` for an
 * integer. Where they were left alone, the way back would not lead to what there was.
 */
export async function lostOnTheWayBack(
  connection: Connection,
  answers: readonly Answers[],
  base: Surroundings,
): Promise<readonly number[]> {
  const { context, defaultSchema } = base;
  const questions = answers
    .filter(({ question }) => readsRetyped(question, base))
    .flatMap((answer) => questionBack(answer, base));
  if (questions.length === 0) return [];
  const back: Surroundings = {
    ...base,
    context: { ...context, from: context.to, to: context.from },
    find: relationFinder(context.from),
  };
  return inCopies(connection, questions, back, async (surroundings) => {
    const given = await answersTo(connection, questions, surroundings);
    const known = given.filter(({ from }) => !("error" in from));
    const verdicts = await verdictsOf(connection, defaultSchema, known);
    return [...verdicts].flatMap(([index, { result }]) => (result === "different" ? [index] : []));
  });
}
