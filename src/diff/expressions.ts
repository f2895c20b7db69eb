import type { ExpressionPair, ExpressionPlace, Verdict } from "../dialect/dialect.js";
import type { Schema } from "../schema/schema.js";
import { noRenames, type Renames } from "./diff.js";
import { withoutRenamedViews } from "./reads.js";
import { respellSchema } from "./respell.js";

/** The target in the spelling of the database, and the expressions of which nobody can say whether they changed. */
export interface Settled {
  readonly schema: Schema;
  readonly unknown: readonly { readonly where: string; readonly reason: string }[];
}

function pairKey(from: string, to: string, place: ExpressionPlace): string {
  return JSON.stringify([from, to, place]);
}

/**
 * Spells every expression of the target as the database does wherever both mean the same, so that what is left differs
 * indeed. All pairs of texts that differ are asked about in one batch, and none is asked where all texts are equal.
 * `from` has the new names already. Views whose columns `renames` changed are not asked about: their text says the old
 * names, and they are made anew.
 */
export async function settleExpressions(
  from: Schema,
  to: Schema,
  compare: (pairs: readonly ExpressionPair[]) => Promise<readonly Verdict[]>,
  renames: Renames = noRenames,
): Promise<Settled> {
  const known = withoutRenamedViews(from, renames);
  const pairs = new Map<string, ExpressionPair>();
  respellSchema(to, known, (candidates, wanted, place, where) => {
    if (candidates.includes(wanted)) return wanted;
    for (const text of candidates)
      pairs.set(pairKey(text, wanted, place), { from: text, to: wanted, place, where });
    return wanted;
  });
  if (pairs.size === 0) return { schema: to, unknown: [] };
  const list = [...pairs.values()];
  const verdicts = await compare(list);
  const settled = new Set([...pairs.keys()].filter((_, index) => verdicts[index]?.result !== "different"));
  const schema = respellSchema(to, known, (candidates, wanted, place) =>
    candidates.includes(wanted)
      ? wanted
      : (candidates.find((text) => settled.has(pairKey(text, wanted, place))) ?? wanted),
  );
  const unknown = list.flatMap(({ where }, index) => {
    const verdict = verdicts[index];
    return verdict?.result === "unknown" ? [{ where, reason: verdict.reason }] : [];
  });
  return { schema, unknown };
}
