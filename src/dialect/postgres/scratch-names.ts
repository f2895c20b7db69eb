import type { ObjectName } from "../../schema/name.js";
import { foldCase, type Token, tokenize } from "../../schema/sql-text.js";
import { quoteIdentifier } from "../standard/sql.js";

/** The name of an object as SQL finds it, whatever the search path is. */
export function fullName({ name, schema }: ObjectName, defaultSchema: string | undefined): string {
  return [schema ?? defaultSchema, name]
    .filter((part) => part !== undefined)
    .map(quoteIdentifier)
    .join(".");
}

/** The names that stand for others in a scratch, by schema and name. */
export type Renames = ReadonlyMap<string, string>;

/** The key of a name in {@link Renames}. */
export function renameKey(schema: string | undefined, name: string): string {
  return JSON.stringify([schema, name]);
}

/** The name that a token is, as the server folds it. */
export function identifierOf(token: Token | undefined): string | undefined {
  if (token?.kind === "word") return foldCase(token.value);
  return token?.kind === "quoted" ? token.value : undefined;
}

/** The text with the scratch's own objects instead of the real ones, where a name with its schema stands for one. */
export function renamed(text: string, renames: Renames): string {
  if (renames.size === 0) return text;
  const tokens = tokenize(text);
  let result = "";
  let at = 0;
  tokens.forEach((token, index) => {
    const name = tokens[index + 2];
    const qualifies = tokens[index + 1]?.text === "." && tokens[index - 1]?.text !== ".";
    const parts = [identifierOf(token), identifierOf(name)];
    const rename = qualifies ? renames.get(JSON.stringify(parts)) : undefined;
    if (rename === undefined || name === undefined) return;
    result += text.slice(at, token.start) + rename;
    at = name.end;
  });
  return result + text.slice(at);
}
