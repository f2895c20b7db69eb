import { listOf } from "./list-of.js";
import type { ExpressionPair, Verdict } from "../dialect/dialect.js";
import { displayName, keyOf } from "../schema/name.js";
import type { Check, Column, Index, IndexElement, Schema, Table, Trigger, View } from "../schema/schema.js";

/** Gives the text to write for an expression, given the texts that may already say it. */
type Respell = (candidates: readonly string[], wanted: string, where: string) => string;

function respellColumn(wanted: Column, from: Column, respell: Respell, where: string): Column {
  const { default: text, generated } = wanted;
  return {
    ...wanted,
    ...(text === undefined ? {} : { default: respell(listOf(from.default), text, `${where} default`) }),
    ...(generated === undefined
      ? {}
      : {
          generated: {
            ...generated,
            expression: respell(
              listOf(from.generated?.expression),
              generated.expression,
              `${where} expression`,
            ),
          },
        }),
  };
}

function respellCheck(wanted: Check, from: readonly Check[], respell: Respell, where: string): Check {
  const named = from.filter((check) => check.name === wanted.name);
  const candidates = [...named, ...from.filter((check) => !named.includes(check))].map(
    (check) => check.expression,
  );
  return {
    ...wanted,
    expression: respell(candidates, wanted.expression, `${where} check ${wanted.name ?? ""}`.trim()),
  };
}

function respellElement(
  wanted: IndexElement,
  from: IndexElement | undefined,
  respell: Respell,
  where: string,
): IndexElement {
  if (wanted.expression === undefined) return wanted;
  return { ...wanted, expression: respell(listOf(from?.expression), wanted.expression, where) };
}

function respellIndex(wanted: Index, from: readonly Index[], respell: Respell, where: string): Index {
  const old = from.find((index) => index.name === wanted.name);
  const place = `${where} index ${wanted.name}`;
  return {
    ...wanted,
    elements: wanted.elements.map((element, at) =>
      respellElement(element, old?.elements[at], respell, place),
    ),
    ...(wanted.where === undefined ? {} : { where: respell(listOf(old?.where), wanted.where, place) }),
  };
}

function respellTrigger(wanted: Trigger, from: readonly Trigger[], respell: Respell, where: string): Trigger {
  const candidates = from.filter(({ name }) => name === wanted.name).map(({ sql }) => sql);
  return { ...wanted, sql: respell(candidates, wanted.sql, `${where} trigger ${wanted.name}`) };
}

function respellTable(wanted: Table, from: Table, respell: Respell): Table {
  const where = displayName(wanted);
  const columns = new Map(from.columns.map((column) => [column.name, column]));
  return {
    ...wanted,
    columns: wanted.columns.map((column) => {
      const old = columns.get(column.name);
      return old === undefined ? column : respellColumn(column, old, respell, `${where}.${column.name}`);
    }),
    checks: wanted.checks.map((check) => respellCheck(check, from.checks, respell, where)),
    indexes: wanted.indexes.map((index) => respellIndex(index, from.indexes, respell, where)),
    triggers: wanted.triggers.map((trigger) => respellTrigger(trigger, from.triggers, respell, where)),
  };
}

function respellView(wanted: View, from: View, respell: Respell): View {
  const where = displayName(wanted);
  return {
    ...wanted,
    query: respell([from.query], wanted.query, where),
    triggers: wanted.triggers.map((trigger) => respellTrigger(trigger, from.triggers, respell, where)),
  };
}

function respellSchema(wanted: Schema, from: Schema, respell: Respell): Schema {
  const tables = new Map(from.tables.map((table) => [keyOf(table), table]));
  const views = new Map(from.views.map((view) => [keyOf(view), view]));
  return {
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

/** The target in the spelling of the database, and the expressions of which nobody can say whether they changed. */
export interface Settled {
  readonly schema: Schema;
  readonly unknown: readonly { readonly where: string; readonly reason: string }[];
}

/**
 * Spells every expression of the target as the database does wherever both mean the same, so that what is left differs
 * indeed. All pairs of texts that differ are asked about in one batch, and none is asked where all texts are equal.
 */
export async function settleExpressions(
  from: Schema,
  to: Schema,
  compare: (pairs: readonly ExpressionPair[]) => Promise<readonly Verdict[]>,
): Promise<Settled> {
  const pairs = new Map<string, ExpressionPair>();
  respellSchema(to, from, (candidates, wanted, where) => {
    if (candidates.includes(wanted)) return wanted;
    for (const text of candidates)
      pairs.set(JSON.stringify([text, wanted]), { from: text, to: wanted, where });
    return wanted;
  });
  if (pairs.size === 0) return { schema: to, unknown: [] };
  const list = [...pairs.values()];
  const verdicts = await compare(list);
  const settled = new Set([...pairs.keys()].filter((_, index) => verdicts[index]?.result !== "different"));
  const schema = respellSchema(to, from, (candidates, wanted) =>
    candidates.includes(wanted)
      ? wanted
      : (candidates.find((text) => settled.has(JSON.stringify([text, wanted]))) ?? wanted),
  );
  const unknown = list.flatMap(({ where }, index) => {
    const verdict = verdicts[index];
    return verdict?.result === "unknown" ? [{ where, reason: verdict.reason }] : [];
  });
  return { schema, unknown };
}
