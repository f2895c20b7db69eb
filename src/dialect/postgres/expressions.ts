import type { ExpressionContext, ExpressionPair, Verdict } from "../dialect.js";
import { askServer } from "./ask-server.js";

/** What is known of a pair without asking. */
function obvious({ from, to, place }: ExpressionPair): Verdict | undefined {
  if (from.trim() === to.trim()) return { result: "same" };
  // A trigger's text says far more than an expression, and no scratch can take it without its function.
  return place.part === "trigger" ? { result: "different" } : undefined;
}

/**
 * Whether the expressions of each pair mean the same to the server: it is given both spellings, in scratch objects that are
 * rolled back, and gives back its own. Takes a few round trips, however many pairs there are, and none where all texts
 * are equal. Where the connection is in a transaction, that is left as it was.
 */
export async function compareExpressions(
  pairs: readonly ExpressionPair[],
  context: ExpressionContext,
): Promise<Verdict[]> {
  const { connection } = context;
  const known = pairs.map(obvious);
  const open = pairs.flatMap((pair, index) => (known[index] === undefined ? [{ pair, index }] : []));
  const answers =
    open.length === 0 || connection === undefined
      ? new Map<number, Verdict>()
      : await askServer(connection, open, context);
  return known.map(
    (verdict, index) =>
      verdict ?? answers.get(index) ?? { result: "unknown", reason: "there is no database to ask" },
  );
}
