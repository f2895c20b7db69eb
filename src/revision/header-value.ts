import type { Token } from "./token.js";

/** A value that can be read without running the file. */
export type Literal = string | boolean | readonly string[];

/** A header field's place in the file and its value, undefined where that is not plainly a literal. */
export interface Assignment {
  readonly token: Token;
  readonly value: Literal | undefined;
}

/** The exports of a revision file that make up its header, `revision` first. */
export const fields = ["revision", "parents", "branchLabels", "dependsOn", "transaction"] as const;
/** The name of one header field. */
export type Field = (typeof fields)[number];

/** The first literal assigned to each field at the top of the module, or else the first value of any other kind. */
export function findAssignments(tokens: readonly Token[]): ReadonlyMap<Field, Assignment> {
  const found = new Map<Field, Assignment>();
  for (const [index, token] of tokens.entries()) {
    const field = token.depth === 0 ? fields.find((name) => name === token.text) : undefined;
    const value = field === undefined ? undefined : valueIndex(tokens, index);
    if (field === undefined || value === undefined || isPlaceholder(tokens, value, field)) continue;
    if (found.get(field)?.value === undefined) found.set(field, { token, value: literalAt(tokens, value) });
  }
  return found;
}

/** Where the value begins that is assigned to the name at this index: `const x =`, `const x: T =`, `exports.x =`. */
function valueIndex(tokens: readonly Token[], index: number): number | undefined {
  const before = tokens[index - 1]?.text ?? "";
  const exported = before === "." && tokens[index - 2]?.text === "exports";
  if (!exported && !["const", "let", "var", ","].includes(before)) return undefined;
  let at = index + 1;
  if (tokens[at]?.text === ":") while (at < tokens.length && !isMark(tokens[at], "=", 0)) at++;
  if (!isMark(tokens[at], "=", 0)) return undefined;
  at++;
  // Compilers write `const x = exports.x = …` and `exports.x = exports.y = void 0`.
  while (tokens[at]?.text === "exports" && isMark(tokens[at + 3], "=", 0)) at += 4;
  return at;
}

/** A compiler's `exports.x = void 0` or `exports.x = x`, which says nothing of the value. */
function isPlaceholder(tokens: readonly Token[], index: number, field: string): boolean {
  const token = tokens[index];
  return token?.kind === "name" && (token.text === "void" || token.text === field);
}

function literalAt(tokens: readonly Token[], index: number): Literal | undefined {
  const first = tokens[index];
  const isArray = isMark(first, "[", 0);
  const end = isArray ? tokens.findIndex((token, at) => at > index && isMark(token, "]", 0)) : index;
  if (first === undefined || end < 0 || !endsValue(tokens[end], tokens[end + 1])) return undefined;
  if (isArray) return arrayOf(tokens.slice(index + 1, end));
  if (first.kind === "string") return first.text;
  if (first.kind !== "name" || !["true", "false"].includes(first.text)) return undefined;
  return first.text === "true";
}

function arrayOf(items: readonly Token[]): readonly string[] | undefined {
  const values = items.filter((_, at) => at % 2 === 0);
  const commas = items.filter((_, at) => at % 2 === 1);
  if (!values.every((token) => token.kind === "string")) return undefined;
  return commas.every((token) => token.text === ",") ? values.map((token) => token.text) : undefined;
}

/** Whether what follows a literal leaves it whole: the next statement does, `+ "more"` does not. */
function endsValue(last: Token | undefined, next: Token | undefined): boolean {
  if (next === undefined || last === undefined) return true;
  if (next.kind === "name" || next.kind === "string") return true;
  return next.text === ";" || next.text === ",";
}

/** Whether the file has a `down` whose body is not empty, declared in place or exported under that name. */
export function hasDown(tokens: readonly Token[]): boolean {
  const at = tokens.findIndex(
    (token, index) =>
      token.text === "down" &&
      token.depth === 0 &&
      ["function", "const", "let", "var", ","].includes(tokens[index - 1]?.text ?? ""),
  );
  if (at >= 0) {
    const body = tokens.findIndex((token, index) => index > at && isMark(token, "{", 0));
    return body < 0 || tokens[body + 1]?.text !== "}";
  }
  return tokens.some((token, index) => token.text === "down" && isExportOfDown(tokens, index));
}

/** `exports.down = …` or `export { other as down }`. */
function isExportOfDown(tokens: readonly Token[], index: number): boolean {
  const before = tokens[index - 1]?.text;
  if (before === "." && tokens[index - 2]?.text === "exports") {
    const value = valueIndex(tokens, index);
    return value !== undefined && !isPlaceholder(tokens, value, "down");
  }
  return before === "as" && tokens[index]?.depth === 1;
}

function isMark(token: Token | undefined, text: string, depth: number): boolean {
  return token?.kind === "mark" && token.text === text && token.depth === depth;
}
