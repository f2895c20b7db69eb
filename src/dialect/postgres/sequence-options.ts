import type { SequenceOptions } from "../../schema/schema.js";
import { isDescending } from "./sequence-sql.js";

/** The least and the greatest value of each type that a sequence may have. */
const limits: ReadonlyMap<string, readonly [bigint, bigint]> = new Map([
  ["smallint", [-(2n ** 15n), 2n ** 15n - 1n]],
  ["integer", [-(2n ** 31n), 2n ** 31n - 1n]],
]);

const bigint: readonly [bigint, bigint] = [-(2n ** 63n), 2n ** 63n - 1n];

/** The number without a sign or zeros that mean nothing; what is no number stays. */
function digits(text: string): string {
  return /^[+-]?\d+$/.test(text) ? String(BigInt(text)) : text;
}

function isNumber(text: string | undefined): text is string {
  return text !== undefined && /^-?\d+$/.test(text);
}

function canonicalNumbers(options: SequenceOptions): SequenceOptions {
  const entries = Object.entries(options).map(([key, value]): [string, string | true] => [
    key,
    value === true ? value : digits(value),
  ]);
  return Object.fromEntries(entries);
}

/** The bounds that are told; one that no value of the type can reach is none. */
function toldBounds(given: SequenceOptions, type: string): SequenceOptions {
  const [least, greatest] = limits.get(type) ?? bigint;
  const { minimum, maximum } = given;
  const descending = isDescending(given);
  const impliedMinimum = descending ? isNumber(minimum) && BigInt(minimum) <= least : minimum === "1";
  const impliedMaximum = descending ? maximum === "-1" : isNumber(maximum) && BigInt(maximum) >= greatest;
  return {
    ...(minimum === undefined || impliedMinimum ? {} : { minimum }),
    ...(maximum === undefined || impliedMaximum ? {} : { maximum }),
  };
}

/** Where it starts by itself: at the end that it counts away from. */
function impliedStart(given: SequenceOptions, type: string): string {
  const { minimum, maximum } = toldBounds(given, type);
  return isDescending(given) ? (maximum ?? "-1") : (minimum ?? "1");
}

/**
 * The options without those that a sequence of that type has anyway, its numbers in one spelling.
 * https://www.postgresql.org/docs/current/sql-createsequence.html
 */
export function toldOptions(options: SequenceOptions, type: string): SequenceOptions {
  const given = canonicalNumbers(options);
  const { start, increment, cache, cycle } = given;
  return {
    ...(start === undefined || start === impliedStart(given, type) ? {} : { start }),
    ...(increment === undefined || increment === "1" ? {} : { increment }),
    ...toldBounds(given, type),
    ...(cache === undefined || cache === "1" ? {} : { cache }),
    ...(cycle && { cycle }),
  };
}
