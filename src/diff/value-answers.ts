import { AludelError, exitCode } from "../errors.js";
import { answerText, parseAnswer, quotePart } from "./rename.js";

/** An answer about one value: `customer_tier.gold:premium`. */
export interface ValueRename {
  /** What has the values: an enum, with its schema where it has one. */
  readonly path: readonly string[];
  readonly value: string;
  readonly to: string;
  readonly text: string;
}

/** An answer about a value that goes: what rows get instead, NULL where that is `null`. */
export interface ValueReplacement extends Omit<ValueRename, "to"> {
  readonly to: string | null;
}

/** What both flags have in common. */
function parse(text: string): (ValueRename & { readonly isQuoted: boolean }) | undefined {
  const answer = parseAnswer(text);
  const value = answer?.path.at(-1);
  const [to, ...more] = answer?.to ?? [];
  if (answer === undefined || value === undefined || to === undefined) return undefined;
  if (answer.path.length < 2 || more.length > 0) return undefined;
  return { path: answer.path.slice(0, -1), value, to, isQuoted: answer.isQuoted, text };
}

/**
 * What a `--rename-value` says. A name or value with a dot, a colon or a quote in it stands in double quotes. Throws
 * `E_RENAME_VALUE_SYNTAX`.
 */
export function parseRenameValue(text: string): ValueRename {
  const answer = parse(text);
  if (answer === undefined) {
    throw new AludelError("E_RENAME_VALUE_SYNTAX", `"${text}" does not say which value is renamed to what`, {
      hint: "Write --rename-value enum.old_value:new_value, such as customer_tier.gold:premium.",
      exitCode: exitCode.usage,
    });
  }
  const { path, value, to } = answer;
  return { path, value, to, text };
}

/**
 * What a `--map-value` says; `null` stands for NULL, and `"null"` in double quotes for a value of that name. Throws
 * `E_MAP_VALUE_SYNTAX`.
 */
export function parseMapValue(text: string): ValueReplacement {
  const answer = parse(text);
  if (answer === undefined) {
    throw new AludelError(
      "E_MAP_VALUE_SYNTAX",
      `"${text}" does not say what rows get instead of which value`,
      {
        hint: "Write --map-value enum.value:other_value, or --map-value enum.value:null.",
        exitCode: exitCode.usage,
      },
    );
  }
  const { path, value, to, isQuoted } = answer;
  return { path, value, to: !isQuoted && to.toLowerCase() === "null" ? null : to, text };
}

/** What `--rename-value` takes: that the value of what stands there is now spelled so. */
export function renameValueAnswer(path: readonly string[], value: string, to: string): ValueRename {
  return { path, value, to, text: answerText([...path, value], [to]) };
}

/** What `--map-value` takes: that rows with the value of what stands there get that one, or NULL. */
export function mapValueAnswer(path: readonly string[], value: string, to: string | null): ValueReplacement {
  const written = to !== null && to.toLowerCase() === "null" ? `"${to}"` : quotePart(to ?? "null");
  return { path, value, to, text: `${[...path, value].map(quotePart).join(".")}:${written}` };
}
