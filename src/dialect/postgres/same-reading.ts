import { type Token, tokenize } from "../../schema/sql-text.js";
import type { Connection } from "../dialect.js";
import { attempt } from "./scratch.js";
import { pinned } from "./session-settings.js";
import type { Reading } from "./spelling.js";

/** How `('now'::text)::timestamp with time zone` and the like, which TypeORM writes, are said today. */
const currentTimes: Readonly<Record<string, string>> = {
  date: "CURRENT_DATE",
  "time with time zone": "CURRENT_TIME",
  "time without time zone": "LOCALTIME",
  "timestamp with time zone": "CURRENT_TIMESTAMP",
  "timestamp without time zone": "LOCALTIMESTAMP",
};

const nowCast = ["(", "'now'", "::", "text", ")", "::"];
const castTail = /^(date|(?:time|timestamp)(?= ))((?: \( \d+ \))?)((?: (?:with|without) time zone)?)/;

/** The current time as one word, where the tokens from there on say it, and how many tokens that are. */
function currentTime(tokens: readonly Token[], at: number): { text: string; length: number } | undefined {
  const texts = tokens.slice(at, at + nowCast.length + 7).map(({ text }) => text);
  // The same by the manual: https://www.postgresql.org/docs/current/functions-datetime.html#FUNCTIONS-DATETIME-CURRENT
  if (
    /^(?:now|transaction_timestamp) \( \)$/.test(texts.slice(0, 3).join(" ")) &&
    tokens[at - 1]?.text !== "."
  ) {
    return { text: "CURRENT_TIMESTAMP", length: 3 };
  }
  if (nowCast.some((text, index) => texts[index] !== text)) return undefined;
  const [whole, base, precision, zone] = castTail.exec(texts.slice(nowCast.length).join(" ")) ?? [];
  const word = currentTimes[`${base}${zone ?? ""}`];
  if (whole === undefined || word === undefined) return undefined;
  return { text: word + (precision ?? ""), length: nowCast.length + whole.split(" ").length };
}

/** The server's text, with one word for each way to say the current time. */
function withOneWordForNow(text: string): string {
  const tokens = tokenize(text);
  const texts: string[] = [];
  for (let at = 0; at < tokens.length;) {
    const time = currentTime(tokens, at);
    texts.push(time?.text ?? tokens[at]?.text ?? "");
    at += time?.length ?? 1;
  }
  return texts.join(" ");
}

/** Whether both texts, as the server spells them, say the same. */
export function sameText(left: string, right: string): boolean {
  return left === right || withOneWordForNow(left) === withOneWordForNow(right);
}

/** Two defaults that are constant, spelled by the server in two ways. */
export interface ConstantPair {
  readonly pair: number;
  readonly from: Reading;
  readonly to: Reading;
}

/**
 * The value as a text that tells apart what the type's own `=` may not, such as a month and 30 days; of JSON, what it
 * says, and of numbers, without zeros at the end.
 */
function valueText({ text, type }: Reading): string {
  const value = `(${text})::${type}`;
  if (type === "json") return `(${value})::pg_catalog.jsonb::pg_catalog.text`;
  return type === "numeric"
    ? `pg_catalog.trim_scale(${value})::pg_catalog.text`
    : `(${value})::pg_catalog.text`;
}

/** Those of the pairs that have the same value. */
export async function samePairs(
  connection: Connection,
  defaultSchema: string | undefined,
  pairs: readonly ConstantPair[],
): Promise<ReadonlySet<number>> {
  const selectSame = ({ pair, from, to }: ConstantPair): string =>
    `SELECT ${pair} AS pair WHERE ${valueText(from)} IS NOT DISTINCT FROM ${valueText(to)}`;
  const { results } = await pinned(connection, defaultSchema, () =>
    attempt(connection, pairs, (items) => connection.query(items.map(selectSame).join("\nUNION ALL\n"))),
  );
  return new Set(results.map((row) => Number(row["pair"])));
}

/**
 * Whether the text is a string that names a moment, such as `'now'`, so that the server reads it once, when the default is
 * made, and stores that moment. https://www.postgresql.org/docs/current/datatype-datetime.html#DATATYPE-DATETIME-SPECIAL-VALUES
 */
export function isReadOnce(text: string, reading: Reading): boolean {
  const [token, more] = tokenize(text);
  if (token?.kind !== "string" || more !== undefined || !reading.constant) return false;
  return (
    /\b(?:now|today|tomorrow|yesterday)\b/i.test(token.value) &&
    tokenize(reading.text)[0]?.value !== token.value
  );
}
