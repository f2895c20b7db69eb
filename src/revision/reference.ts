import { AludelError, exitCode } from "../errors.js";

/** One revision as a user types it, taken apart: `billing@head-2` is branch `billing`, symbol `head`, steps -2. */
export interface Reference {
  readonly text: string;
  /** A branch label or revision that limits the rest to its line of history. */
  readonly branch: string | undefined;
  /** `head`, `heads`, `base`, `current`, an id, the beginning of one, or a label; empty in `+2` and `-1`. */
  readonly symbol: string;
  /** Steps towards the heads, negative towards the bases; 0 where none are given. */
  readonly steps: number;
}

const referencePattern = /^(?:([^@]+)@)?([^@]*?)([+-]\d+)?$/;

/**
 * Takes one revision apart, without looking it up.
 * @throws AludelError E_BAD_REVISION_SYNTAX
 */
export function parseReference(text: string): Reference {
  if (text.includes(":")) throw badSyntax(`"${text}" is a range where one revision is needed.`);
  const [matched, branch, symbol = "", steps] = referencePattern.exec(text) ?? [];
  if (matched === undefined || (symbol === "" && steps === undefined) || /[\s+]/.test(symbol)) {
    throw badSyntax(`"${text}" is not a revision.`);
  }
  if (steps !== undefined && Number(steps) === 0) throw badSyntax(`"${text}" takes no step.`);
  return { text, branch, symbol, steps: Number(steps ?? 0) };
}

/** Whether a reference counts from where the database is: `+2`, `-1`, `billing@+1`. */
export function isRelative({ symbol }: Reference): boolean {
  return symbol === "";
}

/**
 * The two sides of a range `a:b`, either of which may be empty.
 * @throws AludelError E_BAD_REVISION_SYNTAX unless there is exactly one colon
 */
export function splitRange(text: string): { readonly from: string; readonly to: string } {
  const [from = "", to, ...more] = text.split(":");
  if (to === undefined || more.length > 0) throw badSyntax(`"${text}" is not a range of two revisions.`);
  return { from, to };
}

/**
 * Whether a revision or range can be resolved only by one who knows where the database is. In a range, `-2` and `+2`
 * count from its other end.
 * @throws AludelError E_BAD_REVISION_SYNTAX
 */
export function needsCurrent(text: string): boolean {
  if (!text.includes(":")) {
    const reference = parseReference(text);
    return isRelative(reference) || reference.symbol === "current";
  }
  const { from, to } = splitRange(text);
  return [from, to].some((side) => side !== "" && parseReference(side).symbol === "current");
}

/** E_BAD_REVISION_SYNTAX: a usage error that shows how revisions are written. */
export function badSyntax(message: string, hint?: string): AludelError {
  return new AludelError("E_BAD_REVISION_SYNTAX", message, {
    hint:
      hint ??
      "Revisions are written as an id or the first four or more characters of one, head, heads, base, +2, -1, id+2, id-1, label@head; ranges as a:b, a: or :b.",
    exitCode: exitCode.usage,
  });
}
