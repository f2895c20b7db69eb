import type { SqlValue } from "../../operation/operation.js";
import { tokenize } from "../../schema/sql-text.js";

/** The text with each parameter written where it goes: `?` takes the next one, `?2` the second. */
export function inlineParameters(
  sql: string,
  parameters: readonly SqlValue[],
  literal: (value: SqlValue) => string,
): string {
  const tokens = tokenize(sql);
  let result = "";
  let [at, next] = [0, 0];
  for (const [index, token] of tokens.entries()) {
    if (token.text !== "?") continue;
    const after = tokens[index + 1];
    const number = after?.kind === "number" && after.start === token.end ? after : undefined;
    next = number === undefined ? next + 1 : Number(number.text);
    const value = parameters[next - 1];
    if (value === undefined) continue;
    result += sql.slice(at, token.start) + literal(value);
    at = (number ?? token).end;
  }
  return result + sql.slice(at);
}
