import type { ExpressionPlace } from "../dialect/dialect.js";
import { displayName, keyOf, nameOf, type ObjectName } from "../schema/name.js";
import type {
  Check,
  Column,
  Exclusion,
  Index,
  IndexElement,
  Schema,
  Table,
  Trigger,
  View,
} from "../schema/schema.js";
import { listOf } from "./list-of.js";

/** Gives the text to write for an expression, given the texts that may already say it. */
export type Respell = (
  candidates: readonly string[],
  wanted: string,
  place: ExpressionPlace,
  where: string,
) => string;

/** The object that an expression belongs to, and how its expressions are spelled. */
interface Context {
  readonly object: ObjectName;
  readonly where: string;
  readonly respell: Respell;
}

function contextOf(object: ObjectName, respell: Respell): Context {
  return { object: nameOf(object), where: displayName(object), respell };
}

function respellColumn(wanted: Column, from: Column, { object, where, respell }: Context): Column {
  const { name: column, default: text, generated } = wanted;
  const spell = (
    candidate: string | undefined,
    expression: string,
    part: "default" | "generated",
    what: string,
  ): string => respell(listOf(candidate), expression, { object, part, column }, `${where}.${column} ${what}`);
  return {
    ...wanted,
    ...(text === undefined ? {} : { default: spell(from.default, text, "default", "default") }),
    ...(generated === undefined
      ? {}
      : {
          generated: {
            ...generated,
            expression: spell(from.generated?.expression, generated.expression, "generated", "expression"),
          },
        }),
  };
}

/** The texts of the items, that of the same name first. */
function candidatesOf<Item extends { readonly name?: string }>(
  wanted: Item,
  from: readonly Item[],
  textOf: (item: Item) => string,
): string[] {
  const named = from.filter((item) => item.name === wanted.name);
  return [...named, ...from.filter((item) => !named.includes(item))].map(textOf);
}

function respellCheck(wanted: Check, from: readonly Check[], { object, where, respell }: Context): Check {
  const candidates = candidatesOf(wanted, from, (check) => check.expression);
  const what = `${where} check ${wanted.name ?? ""}`.trim();
  return {
    ...wanted,
    expression: respell(candidates, wanted.expression, { object, part: "check" }, what),
  };
}

function respellExclusion(
  wanted: Exclusion,
  from: readonly Exclusion[],
  { object, where, respell }: Context,
): Exclusion {
  const candidates = candidatesOf(wanted, from, (exclusion) => exclusion.definition);
  const what = `${where} exclusion ${wanted.name ?? ""}`.trim();
  return {
    ...wanted,
    definition: respell(candidates, wanted.definition, { object, part: "exclusion" }, what),
  };
}

function columnsOf(index: Index): string {
  return JSON.stringify(index.elements.map((element) => element.column ?? null));
}

/** The index of that name, or else one of the same columns, which may get its name. */
function indexLike(wanted: Index, from: readonly Index[]): Index | undefined {
  return (
    from.find(({ name }) => name === wanted.name) ??
    from.find((index) => columnsOf(index) === columnsOf(wanted))
  );
}

function respellIndex(wanted: Index, from: readonly Index[], { object, where, respell }: Context): Index {
  const old = indexLike(wanted, from);
  const what = `${where} index ${wanted.name}`;
  const spell = (candidate: string | undefined, text: string, part: "element" | "predicate"): string =>
    respell(listOf(candidate), text, { object, part, index: wanted.name }, what);
  return {
    ...wanted,
    elements: wanted.elements.map((element, at): IndexElement =>
      element.expression === undefined
        ? element
        : { ...element, expression: spell(old?.elements[at]?.expression, element.expression, "element") },
    ),
    ...(wanted.where === undefined ? {} : { where: spell(old?.where, wanted.where, "predicate") }),
  };
}

function respellTrigger(
  wanted: Trigger,
  from: readonly Trigger[],
  { object, where, respell }: Context,
): Trigger {
  const candidates = from.filter(({ name }) => name === wanted.name).map(({ sql }) => sql);
  const place = { object, part: "trigger", trigger: wanted.name } as const;
  return { ...wanted, sql: respell(candidates, wanted.sql, place, `${where} trigger ${wanted.name}`) };
}

function respellTable(wanted: Table, from: Table, respell: Respell): Table {
  const context = contextOf(wanted, respell);
  const columns = new Map(from.columns.map((column) => [column.name, column]));
  return {
    ...wanted,
    columns: wanted.columns.map((column) => {
      const old = columns.get(column.name);
      return old === undefined ? column : respellColumn(column, old, context);
    }),
    checks: wanted.checks.map((check) => respellCheck(check, from.checks, context)),
    ...(wanted.exclusions && {
      exclusions: wanted.exclusions.map((one) => respellExclusion(one, from.exclusions ?? [], context)),
    }),
    indexes: wanted.indexes.map((index) => respellIndex(index, from.indexes, context)),
    triggers: wanted.triggers.map((trigger) => respellTrigger(trigger, from.triggers, context)),
  };
}

function respellView(wanted: View, from: View, respell: Respell): View {
  const context = contextOf(wanted, respell);
  const { object, where } = context;
  return {
    ...wanted,
    query: respell([from.query], wanted.query, { object, part: "query" }, where),
    ...(wanted.indexes && {
      indexes: wanted.indexes.map((index) => respellIndex(index, from.indexes ?? [], context)),
    }),
    triggers: wanted.triggers.map((trigger) => respellTrigger(trigger, from.triggers, context)),
  };
}

/** The schema with every expression of tables and views that the other one has too as it is given back. */
export function respellSchema(wanted: Schema, from: Schema, respell: Respell): Schema {
  const tables = new Map(from.tables.map((table) => [keyOf(table), table]));
  const views = new Map(from.views.map((view) => [keyOf(view), view]));
  return {
    ...wanted,
    tables: wanted.tables.map((table) => {
      const old = tables.get(keyOf(table));
      return old === undefined ? table : respellTable(table, old, respell);
    }),
    views: wanted.views.map((view) => {
      const old = views.get(keyOf(view));
      return old === undefined ? view : respellView(view, old, respell);
    }),
  };
}
