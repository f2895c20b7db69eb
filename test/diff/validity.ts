import type { Abilities } from "../../src/dialect/dialect.js";
import { keyOf, sameName } from "../../src/schema/name.js";
import type { ForeignKey, Schema, Table } from "../../src/schema/schema.js";
import { mentions, tokenize } from "../../src/schema/sql-text.js";
import { isOfType, typeName } from "../../src/schema/type-name.js";

function setOf(columns: readonly string[]): string {
  return JSON.stringify(columns.toSorted());
}

function uniqueSets({ primaryKey, uniques, indexes }: Table): string[] {
  const ofIndexes = indexes
    .filter(({ unique, where }) => unique && where === undefined)
    .map(({ elements }) => elements.map((element) => element.column ?? element.expression));
  const keys = primaryKey === undefined ? [] : [primaryKey];
  return [...[...keys, ...uniques].map(({ columns }) => [...columns]), ...ofIndexes].map(setOf);
}

function typeOf(table: Table, column: string): string | undefined {
  return table.columns.find(({ name }) => name === column)?.type;
}

function keyProblems(table: Table, key: ForeignKey, schema: Schema, abilities: Abilities): string[] {
  const what = `key of ${keyOf(table)} to ${keyOf(key.references)} (${key.columns.join()})`;
  const target = schema.tables.find((other) => sameName(other, key.references));
  if (target === undefined) return [`${what} has no table`];
  const types = key.columns.map((column, at) => [
    typeOf(table, column),
    typeOf(target, key.referencedColumns[at] ?? ""),
  ]);
  const fits = types.every(
    ([own, other]) =>
      own !== undefined && other !== undefined && (own === other || abilities.keepsForeignKeys(own, other)),
  );
  const isUnique = uniqueSets(target).includes(setOf(key.referencedColumns));
  return [...(fits ? [] : [`${what} has other types`]), ...(isUnique ? [] : [`${what} has nothing unique`])];
}

function nameProblems({ tables }: Schema): string[] {
  const names = tables.flatMap(({ schema = "", primaryKey, uniques, exclusions = [], indexes }) =>
    [primaryKey, ...uniques, ...exclusions, ...indexes].flatMap((one) =>
      one?.name === undefined ? [] : [`${schema}.${one.name}`],
    ),
  );
  return names.filter((name, at) => names.indexOf(name) < at).map((name) => `two of the name ${name}`);
}

/** Constants such as `'gold'::tier`, wherever they stand. */
function valueProblems({ tables, views, enums }: Schema): string[] {
  const texts = [
    ...tables.flatMap(({ columns, checks, indexes }) => [
      ...columns.flatMap(({ default: text }) => text ?? []),
      ...checks.map(({ expression }) => expression),
      ...indexes.flatMap(({ where }) => where ?? []),
    ]),
    ...views.map(({ query }) => query),
  ];
  return texts.flatMap((text) =>
    tokenize(text).flatMap(({ kind, value, end }) => {
      const type = /^::(\w+)/.exec(text.slice(end))?.[1];
      if (kind !== "string" || type === undefined) return [];
      const owner = enums.find((one) => typeName(one) === type);
      return owner?.values.includes(value) ? [] : [`${type} has no value ${value}`];
    }),
  );
}

/** Columns of a type that is named like an enum. */
function typeProblems({ tables, enums }: Schema): string[] {
  return tables.flatMap((table) =>
    table.columns
      .filter(({ type }) => /_enum(?:\[\])?$/.test(type) && !enums.some((one) => isOfType(type, one)))
      .map(({ name, type }) => `${keyOf(table)}.${name} has no type ${type}`),
  );
}

/** What a view reads, written `SELECT a, b FROM t`, that is not there. */
function viewProblems({ tables, views }: Schema): string[] {
  return views.flatMap(({ name, query }) => {
    const [, list = "", source = ""] = /^SELECT ([\w, ]+) FROM (\w+)/.exec(query) ?? [];
    const table = tables.find((one) => one.name === source);
    const columns = table?.columns.map((column) => column.name);
    const isThere = table !== undefined || views.some((view) => view.name === source);
    if (source === "") return [];
    if (!isThere) return [`view ${name} has no ${source}`];
    return list
      .split(", ")
      .filter((column) => columns !== undefined && !columns.some((own) => mentions(column, own)))
      .map((column) => `view ${name} has no ${source}.${column}`);
  });
}

/** What a database like PostgreSQL would not take in the schema, each as a line. */
export function problemsOf(schema: Schema, abilities: Abilities): string[] {
  return [
    ...schema.tables.flatMap((table) =>
      table.foreignKeys.flatMap((key) => keyProblems(table, key, schema, abilities)),
    ),
    ...nameProblems(schema),
    ...valueProblems(schema),
    ...typeProblems(schema),
    ...viewProblems(schema),
  ];
}
