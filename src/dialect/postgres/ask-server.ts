import { messageOf } from "../../errors.js";
import type { Connection, ExpressionContext, Verdict } from "../dialect.js";
import { answersTo, isRefused, verdictsOf } from "./answer.js";
import { fitsDatabase, type Question, type Surroundings } from "./question.js";
import { inCopies, relationsOf } from "./scratch-copies.js";
import { nameOfRelation, type Relation, relationFinder } from "./scratch-relations.js";
import { createEnums, missingEnums } from "./scratch-types.js";
import { attemptStatements, inScratch, undoneAfter } from "./scratch.js";
import { lostOnTheWayBack } from "./way-back.js";

/** Scratch tables and types stand in front of the real ones of the same name, whatever the search path says. */
const searchScratchFirst = `SELECT pg_catalog.set_config('search_path',
  pg_catalog.concat_ws(', ', 'pg_temp', nullif(pg_catalog.current_setting('search_path'), '')), true)`;

/** Why nothing can be asked, where that is so. https://www.postgresql.org/docs/current/ddl-priv.html */
async function refusal(connection: Connection): Promise<string | undefined> {
  const failures = await attemptStatements(connection, ["aludel_probe"], (names) =>
    names.map((name) => `CREATE TEMPORARY TABLE ${name} ()`),
  );
  const [error] = failures.values();
  return error === undefined ? undefined : `nothing can be tried out in this database: ${messageOf(error)}`;
}

/** Questions that can be asked in one scratch: each name stands for one of the tables and views that they read. */
interface Group {
  readonly questions: Question[];
  readonly byName: Map<string, Relation>;
}

function groupsOf(questions: readonly Question[], surroundings: Surroundings): readonly Group[] {
  const groups: Group[] = [];
  for (const question of questions) {
    const relations = relationsOf([question], surroundings).map(
      (relation) => [nameOfRelation(relation).name, relation] as const,
    );
    const fitting = groups.find(({ byName }) =>
      relations.every(([name, relation]) => (byName.get(name) ?? relation) === relation),
    );
    const group: Group = fitting ?? { questions: [], byName: new Map() };
    if (fitting === undefined) groups.push(group);
    group.questions.push(question);
    for (const [name, relation] of relations) group.byName.set(name, relation);
  }
  return groups;
}

/** Asks about the questions in copies of the tables and views concerned, all of which have names of their own. */
async function askInCopies(
  connection: Connection,
  questions: readonly Question[],
  base: Surroundings,
): Promise<ReadonlyMap<number, Verdict>> {
  const { answers, verdicts } = await inCopies(connection, questions, base, async (surroundings) => {
    const given = await answersTo(connection, questions, surroundings);
    return { answers: given, verdicts: await verdictsOf(connection, base.defaultSchema, given) };
  });
  const same = answers.filter(({ question }) => verdicts.get(question.index)?.result === "same");
  const lost = await lostOnTheWayBack(connection, same, base);
  return new Map([...verdicts, ...lost.map((index) => [index, { result: "different" }] as const)]);
}

/** Asks about the questions on the real tables and views; those that the server refuses something of get no verdict. */
async function askInDatabase(
  connection: Connection,
  questions: readonly Question[],
  surroundings: Surroundings,
): Promise<ReadonlyMap<number, Verdict>> {
  if (questions.length === 0) return new Map();
  return undoneAfter(connection, async () => {
    const answers = await answersTo(connection, questions, surroundings);
    const taken = answers.filter((answer) => !isRefused(answer));
    return verdictsOf(connection, surroundings.defaultSchema, taken);
  });
}

async function ask(
  connection: Connection,
  questions: readonly Question[],
  surroundings: Surroundings,
): Promise<Map<number, Verdict>> {
  const { context, defaultSchema } = surroundings;
  const enums = await missingEnums(connection, defaultSchema, context.to.enums);
  // A column keeps its real type, which is none of those that stand for it in the scratch.
  const fitting =
    enums.length > 0 ? [] : questions.filter((question) => fitsDatabase(question, surroundings));
  const verdicts = new Map(await askInDatabase(connection, fitting, surroundings));
  const renames = await createEnums(connection, defaultSchema, enums);
  const rest = questions.filter(({ index }) => !verdicts.has(index));
  for (const group of groupsOf(rest, surroundings)) {
    const found = await askInCopies(connection, group.questions, { ...surroundings, renames });
    for (const [index, verdict] of found) verdicts.set(index, verdict);
  }
  return verdicts;
}

/** The server's verdict on each question, by its index. All that is made for it is undone. */
export async function askServer(
  connection: Connection,
  questions: readonly Question[],
  context: ExpressionContext,
): Promise<ReadonlyMap<number, Verdict>> {
  return inScratch(connection, async () => {
    const [row] = await connection.query("SELECT pg_catalog.current_schema()::text AS schema");
    const defaultSchema = typeof row?.["schema"] === "string" ? row["schema"] : undefined;
    const reason = await refusal(connection);
    if (reason !== undefined) {
      return new Map(questions.map(({ index }) => [index, { result: "unknown" as const, reason }]));
    }
    await connection.query(searchScratchFirst);
    return ask(connection, questions, {
      context,
      defaultSchema,
      renames: new Map(),
      knownTypes: new Set(),
      find: relationFinder(context.to),
    });
  });
}
