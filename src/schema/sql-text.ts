import { readQuoted } from "./quoted-text.js";

/** A piece of SQL text. Blanks and comments are not tokens. */
export interface Token {
  readonly kind: "word" | "quoted" | "string" | "blob" | "number" | "symbol";
  /** As it stands in the source. */
  readonly text: string;
  /** What it stands for: identifiers and strings unquoted, all else as in the source. */
  readonly value: string;
  /** Where it begins in the source, in UTF-16 units. */
  readonly start: number;
  /** Where it ends in the source, in UTF-16 units. */
  readonly end: number;
}

/** Only these are blank: other spaces of Unicode may stand in a name. */
const blank = /(?:[ \t\n\f\r\v\ufeff]+|--[^\n]*)+/y;
const commentEdge = /\/\*|\*\//g;
const blob = /[xXbB]'[^']*(?:'|$)/;
const word = /[A-Za-z_$\u0080-\uffff][A-Za-z0-9_$\u0080-\uffff]*/;
const radix = /0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+/;
const number = /(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?/;
const symbol = /\|\||<<|>>|<=|>=|<>|!=|==|->>|->|::|[\s\S]/;
const unquoted = new RegExp([blob, word, radix, number, symbol].map(({ source }) => source).join("|"), "y");
const beginsWord = /^[A-Za-z_$\u0080-\uffff]/;
const beginsNumber = /^\.?\d/;
function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

/** PostgreSQL nests comments. SQLite does not, but a comment with `/*` in it is next to never seen there. */
function commentEnd(text: string, start: number): number {
  let depth = 0;
  commentEdge.lastIndex = start;
  for (let edge = commentEdge.exec(text); edge !== null; edge = commentEdge.exec(text)) {
    depth += edge[0] === "/*" ? 1 : -1;
    if (depth === 0) return commentEdge.lastIndex;
  }
  return text.length;
}

function skipBlanks(text: string, start: number): number {
  for (let at = start; ;) {
    const end = text.startsWith("/*", at) ? commentEnd(text, at) : endOf(blank, text, at);
    if (end === at) return at;
    at = end;
  }
}

/** Words that no subscript can follow, because both databases reserve them: `SELECT[a]FROM[b]` names things. */
const neverSubscripted = new Set(
  (
    "ALL AND AS CASE CHECK COLLATE COLUMN CONSTRAINT CREATE DEFAULT DISTINCT ELSE END EXCEPT FROM GROUP HAVING IN " +
    "INTERSECT INTO IS JOIN LIKE LIMIT NOT ON OR ORDER REFERENCES SELECT TABLE THEN UNION UNIQUE USING WHEN WHERE"
  ).split(" "),
);

/** Whether `[` after that token takes an element of it, or makes an array of it. */
function takesSubscript(before: Token, at: number): boolean {
  const apart = before.end !== at;
  if (before.kind === "symbol") return !apart && (before.text === ")" || before.text === "]");
  if (before.kind === "quoted") return !apart;
  if (before.kind !== "word") return false;
  const upper = before.text.toUpperCase();
  return upper === "ARRAY" || (!apart && !neverSubscripted.has(upper));
}

/**
 * The tokens of SQL text as SQLite or PostgreSQL write it, in order. Identifiers may be quoted with `"`, `` ` `` or `[]`;
 * `[` directly after a name, `)` or `]` is a subscript, a symbol. Comments nest. Text that ends inside a quote or a
 * comment ends the last token. It never throws.
 */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let subscripts = 0;
  let at = skipBlanks(text, 0);
  while (at < text.length) {
    const before = tokens.at(-1);
    const opens =
      text[at] === "[" && (subscripts > 0 || (before !== undefined && takesSubscript(before, at)));
    const token = opens ? symbolToken("[", at) : tokenAt(text, at);
    if (opens) subscripts++;
    else if (token.text === "]" && subscripts > 0) subscripts--;
    tokens.push(token);
    at = skipBlanks(text, token.end);
  }
  return tokens;
}

function kindOf(text: string): Token["kind"] {
  if (beginsWord.test(text)) return text.charAt(1) === "'" ? "blob" : "word";
  return beginsNumber.test(text) ? "number" : "symbol";
}

function symbolToken(text: string, start: number): Token {
  return { kind: "symbol", text, value: text, start, end: start + text.length };
}

function tokenAt(text: string, start: number): Token {
  const quoted = readQuoted(text, start);
  const end = quoted?.end ?? endOf(unquoted, text, start);
  const source = text.slice(start, end);
  return { kind: kindOf(source), value: source, ...quoted, text: source, start, end };
}

/** The name with its ASCII letters in lower case, as SQL folds names; other letters stay as they are. */
export function foldCase(name: string): string {
  return /[A-Z]/.test(name) ? name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : name;
}

/** Whether the token is that keyword, in either case. */
export function isKeyword(token: Token | undefined, keyword: string): boolean {
  if (token?.kind !== "word" || token.text.length !== keyword.length) return false;
  return token.text.toUpperCase() === keyword;
}

/** Whether the token can be an identifier of that name; SQL folds the case of ASCII letters. */
export function isIdentifier(token: Token | undefined, name: string): boolean {
  if (token === undefined || (token.kind !== "word" && token.kind !== "quoted")) return false;
  return foldCase(token.value) === foldCase(name);
}

/** The text with that name in double quotes instead of each token that is wanted; all else as it was. */
function replaceTokens(
  text: string,
  isWanted: (tokens: readonly Token[], place: number) => boolean,
  name: string,
): string {
  const tokens = tokenize(text);
  let result = "";
  let at = 0;
  for (const [place, token] of tokens.entries()) {
    if (!isWanted(tokens, place)) continue;
    result += `${text.slice(at, token.start)}"${name.replaceAll('"', '""')}"`;
    at = token.end;
  }
  return result + text.slice(at);
}

/** The text with each token that names `from` naming `to` instead, quoted with double quotes; all else as it was. */
export function renameIdentifier(text: string, from: string, to: string): string {
  return replaceTokens(
    text,
    (tokens, place) => isIdentifier(tokens[place], from) && tokens[place + 1]?.text !== "(",
    to,
  );
}

/** The text with `to` instead of `from` where that stands before a dot: a table's name in front of its column's. */
export function renameQualifier(text: string, from: string, to: string): string {
  return replaceTokens(
    text,
    (tokens, place) => isIdentifier(tokens[place], from) && tokens[place + 1]?.text === ".",
    to,
  );
}

/** Whether any token of the text can be an identifier of that name. */
export function mentions(text: string, name: string): boolean {
  return tokenize(text).some((token) => isIdentifier(token, name));
}

/** For each token that opens parentheses, the place of the token that closes them. */
function closingPlaces(tokens: readonly Token[]): Map<number, number> {
  const open: number[] = [];
  const places = new Map<number, number>();
  tokens.forEach((token, place) => {
    if (token.text === "(") open.push(place);
    const opening = token.text === ")" ? open.pop() : undefined;
    if (opening !== undefined) places.set(opening, place);
  });
  return places;
}

/** The text without the parentheses that enclose the whole of it, and without blanks and comments around it. */
export function stripParentheses(text: string): string {
  const tokens = tokenize(text);
  const places = closingPlaces(tokens);
  let [first, last] = [0, tokens.length - 1];
  while (last - first > 1 && places.get(first) === last) [first, last] = [first + 1, last - 1];
  return text.slice(tokens[first]?.start ?? text.length, tokens[last]?.end);
}
