import { mapConstant, type ValueMap } from "../../schema/enum-constant.js";
import { tokenize } from "../../schema/sql-text.js";
import { literal } from "./rows-sql.js";

/** Whether the text goes on with a cast to the type, or to an array of it. */
function castAfter(text: string, type: string): "array" | "value" | undefined {
  const cast = `::${type}`;
  if (!text.startsWith(cast) || /^[\w.]/.test(text.slice(cast.length))) return undefined;
  return text.startsWith("[]", cast.length) ? "array" : "value";
}

/** The text with the constants of the type, such as `'gold'::tier`, as they are from now on. */
export function mapConstants(text: string, type: string, values: ValueMap): string {
  let result = "";
  let at = 0;
  for (const token of tokenize(text)) {
    const cast = token.kind === "string" ? castAfter(text.slice(token.end), type) : undefined;
    if (cast === undefined) continue;
    result += text.slice(at, token.start) + literal(mapConstant(token.value, cast === "array", values));
    at = token.end;
  }
  return result + text.slice(at);
}

/**
 * The default of a column of the type as it is from now on, whether it says the type or not; nothing where its value is
 * none any more.
 */
export function mapDefault(
  text: string,
  type: string,
  isArray: boolean,
  values: ValueMap,
): string | undefined {
  const [only, ...others] = tokenize(text);
  if (only?.kind !== "string") return mapConstants(text, type, values);
  const rest = text.slice(only.end);
  if (others.length > 0 && castAfter(rest, type) === undefined) return mapConstants(text, type, values);
  const now = mapConstant(only.value, isArray, values);
  return now === null ? undefined : literal(now) + rest;
}
