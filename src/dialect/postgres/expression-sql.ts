import { tokenize } from "../../schema/sql-text.js";

/** What a default without parentheses cannot hold. https://www.postgresql.org/docs/current/sql-createtable.html */
const needsParentheses = new Set(
  "and or not is isnull notnull in like ilike similar between at collate overlaps".split(" "),
);

/** A default as a column's clause says it. */
export function defaultSql(expression: string): string {
  const isOpen = tokenize(expression).some(
    ({ kind, text }) => kind === "word" && needsParentheses.has(text.toLowerCase()),
  );
  return `DEFAULT ${isOpen ? `(${expression})` : expression}`;
}

/** Whether the text is one constant, perhaps with a sign or a cast, so that it is the same for every row. */
export function isConstant(expression: string): boolean {
  const tokens = tokenize(expression);
  const [first] = tokens;
  if (first === undefined) return false;
  const at = /^[-+]$/.test(first.text) ? 1 : 0;
  const subject = tokens[at];
  const isLiteral =
    subject !== undefined &&
    (subject.kind === "number" ||
      (at === 0 && (subject.kind === "string" || /^(?:null|true|false)$/i.test(subject.text))));
  return isLiteral && isCast(tokens.slice(at + 1).map(({ text }) => text));
}

/** Nothing, or `::type` with all that may belong to a type's name. */
function isCast(texts: readonly string[]): boolean {
  if (texts.length === 0) return true;
  return texts[0] === "::" && texts.slice(1).every((text) => /^(?:\w+|"[^"]*"|[().,[\]])$/.test(text));
}

/** Functions that give the same in every row of a statement, of those that defaults call. */
const steady = new Set(
  "now transaction_timestamp statement_timestamp timezone date_trunc to_char to_date to_timestamp make_date make_interval lower upper coalesce cast current_setting jsonb_build_object json_build_object jsonb_build_array json_build_array array_fill numeric varchar char bit varbit timestamp timestamptz time timetz interval".split(
    " ",
  ),
);

/**
 * Whether a default is computed once for all rows of a new column. A function that is not known to be steady makes the
 * server write every row anew. https://www.postgresql.org/docs/current/xfunc-volatility.html
 */
export function isSameForAllRows(expression: string): boolean {
  const tokens = tokenize(expression);
  return tokens.every(
    ({ kind, value }, place) =>
      (kind !== "word" && kind !== "quoted") ||
      tokens[place + 1]?.text !== "(" ||
      steady.has(value.toLowerCase()),
  );
}
