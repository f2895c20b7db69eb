import type { Connection, ExpressionContext } from "../dialect.js";
import { quoteIdentifier } from "../standard/sql.js";
import {
  columnsOf,
  type Question,
  scratchType,
  type Surroundings,
  tableOf,
  textsOf,
  typesOf,
} from "./question.js";
import { renameKey, type Renames } from "./scratch-names.js";
import {
  nameOfRelation,
  type Relation,
  relationsRead,
  tableCopySql,
  viewCopySql,
} from "./scratch-relations.js";
import { knownTypes } from "./scratch-types.js";
import { attemptStatements, undoneAfter } from "./scratch.js";

/** The tables and views that the questions read. */
export function relationsOf(questions: readonly Question[], { find }: Surroundings): readonly Relation[] {
  return relationsRead(
    questions.flatMap(({ pair }) => textsOf(pair)),
    find,
  );
}

/** All types that scratch columns may have. */
function typesNeeded(
  questions: readonly Question[],
  relations: readonly Relation[],
  context: ExpressionContext,
  renames: Renames,
): string[] {
  const own = questions.flatMap(({ pair }) => {
    const columns = columnsOf(pair, context);
    return columns === undefined ? [] : typesOf(columns.column, columns.before, renames);
  });
  const copied = relations.flatMap((relation) => {
    if (!("table" in relation)) return [];
    const before = tableOf(context.from, relation.table)?.columns ?? [];
    return relation.table.columns.flatMap((column) =>
      typesOf(
        column,
        before.find(({ name }) => name === column.name),
        renames,
      ),
    );
  });
  return [...own, ...copied];
}

function copySql(relation: Relation, surroundings: Surroundings, renames: Renames): string {
  if ("view" in relation) return viewCopySql(relation.view, renames);
  const before = tableOf(surroundings.context.from, relation.table);
  return tableCopySql(relation.table, before, (column) =>
    scratchType(
      column,
      before?.columns.find(({ name }) => name === column.name),
      surroundings,
    ),
  );
}

/** Makes scratch tables and views in the shape that the real ones will have; gives the names that stand for theirs. */
async function copyRelations(
  connection: Connection,
  relations: readonly Relation[],
  surroundings: Surroundings,
): Promise<Renames> {
  const { defaultSchema } = surroundings;
  const nameFor = (relation: Relation): [string, string] => {
    const { schema, name } = nameOfRelation(relation);
    return [renameKey(schema ?? defaultSchema, name), `pg_temp.${quoteIdentifier(name)}`];
  };
  const all = new Map([...surroundings.renames, ...relations.map(nameFor)]);
  const failures = await attemptStatements(connection, relations, (items) =>
    items.map((relation) => copySql(relation, surroundings, all)),
  );
  const made = relations.filter((relation) => !failures.has(relation));
  return new Map([...surroundings.renames, ...made.map(nameFor)]);
}

/** Does the work beside copies of the tables and views that the questions read, in the shape that the real ones will have. */
export async function inCopies<Result>(
  connection: Connection,
  questions: readonly Question[],
  base: Surroundings,
  work: (surroundings: Surroundings) => Promise<Result>,
): Promise<Result> {
  const { context, renames } = base;
  return undoneAfter(connection, async () => {
    const relations = relationsOf(questions, base);
    const types = await knownTypes(connection, typesNeeded(questions, relations, context, renames));
    const surroundings = { ...base, knownTypes: types };
    const copies = await copyRelations(connection, relations, surroundings);
    return work({ ...surroundings, renames: copies });
  });
}
