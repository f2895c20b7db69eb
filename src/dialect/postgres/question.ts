import { keyOf, type ObjectName } from "../../schema/name.js";
import type { Column, Schema, Table } from "../../schema/schema.js";
import type { ExpressionContext, ExpressionPair } from "../dialect.js";
import { quoteIdentifier } from "../standard/sql.js";
import { fullName, type Renames, renamed } from "./scratch-names.js";
import { type FindRelation, isUnchanged, relationsRead } from "./scratch-relations.js";
import type { Form, Spelling } from "./spelling.js";

/** A pair that the server is asked about, with its place among all pairs. */
export interface Question {
  readonly index: number;
  readonly pair: ExpressionPair;
}

/** What the texts of a question stand in. */
export interface Surroundings {
  readonly context: ExpressionContext;
  readonly defaultSchema: string | undefined;
  /** The scratch's own objects. */
  readonly renames: Renames;
  /** The types that the server knows, by the names that they have in the scratch. */
  readonly knownTypes: ReadonlySet<string>;
  /** Finds tables and views of the target. */
  readonly find: FindRelation;
}

/** The table of that name, if the schema has one. */
export function tableOf(schema: Schema, name: ObjectName): Table | undefined {
  return schema.tables.find((table) => keyOf(table) === keyOf(name));
}

/** The types that a column of the scratch may have, the best one first. */
export function typesOf(column: Column, before: Column | undefined, renames: Renames): string[] {
  return [column.type, ...(before === undefined ? [] : [before.type])].map((type) => renamed(type, renames));
}

/** The type that a column of the scratch has: one that only an extension to come knows is taken for what it was, or text. */
export function scratchType(
  column: Column,
  before: Column | undefined,
  { renames, knownTypes }: Surroundings,
): string {
  return typesOf(column, before, renames).find((type) => knownTypes.has(type)) ?? "text";
}

/** The columns of a pair about a column, in the target and before. */
export function columnsOf(
  { place }: ExpressionPair,
  { from, to }: ExpressionContext,
): { column: Column; before: Column | undefined } | undefined {
  if (place.part !== "default" && place.part !== "generated") return undefined;
  const find = (schema: Schema): Column | undefined =>
    tableOf(schema, place.object)?.columns.find(({ name }) => name === place.column);
  const column = find(to);
  return column === undefined ? undefined : { column, before: find(from) };
}

/** The texts that tell which tables and views a pair is about. */
export function textsOf({ from, to, place }: ExpressionPair): string[] {
  if (place.part === "default") return [];
  return place.part === "query" ? [from, to] : [fullName(place.object, undefined)];
}

/**
 * Whether the pair is about a view, and can be asked about in the database without copies of what it reads. Introspection
 * has read the views, and so locked their tables; others are not even locked for reading here.
 */
export function fitsDatabase({ pair }: Question, { context, find }: Surroundings): boolean {
  const { object, part } = pair.place;
  const { from, to } = context;
  if (part !== "query" && !to.views.some((view) => keyOf(view) === keyOf(object))) return false;
  return relationsRead(textsOf(pair), find).every((relation) => isUnchanged(relation, from));
}

function formOf({ pair }: Question, side: "from" | "to", surroundings: Surroundings): Form {
  const { context } = surroundings;
  const { object, part } = pair.place;
  const columns = columnsOf(pair, context);
  const type = columns === undefined ? "text" : scratchType(columns.column, columns.before, surroundings);
  const table = `pg_temp.${quoteIdentifier(object.name)}`;
  if (part === "default") return { kind: part, type };
  if (part === "generated") return { kind: part, type, table };
  if (part === "exclusion") return { kind: part, table };
  const view = context[side].views.find((candidate) => keyOf(candidate) === keyOf(object));
  return { kind: "query", columns: part === "query" ? view?.columns : undefined };
}

/** The text as the server takes it: what reads columns, and is not a part of its table, as a query of that table. */
export function queryOf({ place }: ExpressionPair, text: string, defaultSchema: string | undefined): string {
  const relation = fullName(place.object, defaultSchema);
  switch (place.part) {
    case "check":
    case "predicate":
      return `SELECT 1 AS one FROM ${relation} WHERE (${text}\n)`;
    case "element":
      return `SELECT (${text}\n) AS element FROM ${relation}`;
    case "query":
      return text.trim().replace(/;+$/, "");
    case "default":
    case "generated":
    case "exclusion":
    case "trigger":
      return text;
  }
}

/** The text of that side of the question, as the server is to spell it. */
export function spellingOf(question: Question, side: "from" | "to", surroundings: Surroundings): Spelling {
  const text = queryOf(question.pair, question.pair[side], surroundings.defaultSchema);
  return { text: renamed(text, surroundings.renames), form: formOf(question, side, surroundings) };
}
