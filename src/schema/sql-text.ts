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

const closing: Readonly<Record<string, string>> = { "'": "'", '"': '"', "`": "`", "[": "]" };
/** Only these are blank: other spaces of Unicode may stand in a name. */
const blankOrComment = /(?:[ \t\n\f\r\v\ufeff]+|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))+/y;
const blob = /[xX]'[^']*(?:'|$)/;
const word = /[A-Za-z_$\u0080-\uffff][A-Za-z0-9_$\u0080-\uffff]*/;
const number = /0[xX][0-9a-fA-F_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?/;
const symbol = /\|\||<<|>>|<=|>=|<>|!=|==|->>|->|::|[\s\S]/;
const unquoted = new RegExp([blob, word, number, symbol].map(({ source }) => source).join("|"), "y");
const beginsWord = /^[A-Za-z_$\u0080-\uffff]/;
const beginsNumber = /^\.?\d/;

function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

function quotedEnd(text: string, start: number, close: string): number {
  for (let at = start + 1; ; at += 2) {
    at = text.indexOf(close, at);
    if (at === -1) return text.length;
    if (close === "]" || text[at + 1] !== close) return at + 1;
  }
}

function quotedToken(text: string, start: number, close: string): Token {
  const end = quotedEnd(text, start, close);
  const source = text.slice(start, end);
  const inner = source.slice(1, source.endsWith(close) && source.length > 1 ? -1 : undefined);
  const doubled = close !== "]" && inner.includes(close);
  const value = doubled ? inner.replaceAll(close + close, close) : inner;
  return { kind: close === "'" ? "string" : "quoted", text: source, value, start, end };
}

/**
 * The tokens of SQL text, in order. Identifiers may be quoted with `"`, `` ` `` or `[]`; text that ends inside a quote
 * or a comment ends the last token. It never throws.
 */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = endOf(blankOrComment, text, 0);
  while (at < text.length) {
    const token = tokenAt(text, at);
    tokens.push(token);
    at = endOf(blankOrComment, text, token.end);
  }
  return tokens;
}

function kindOf(text: string): Token["kind"] {
  if (beginsWord.test(text)) return text.charAt(1) === "'" ? "blob" : "word";
  return beginsNumber.test(text) ? "number" : "symbol";
}

function tokenAt(text: string, start: number): Token {
  const close = closing[text.charAt(start)];
  if (close !== undefined) return quotedToken(text, start, close);
  const end = endOf(unquoted, text, start);
  const source = text.slice(start, end);
  return { kind: kindOf(source), text: source, value: source, start, end };
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
  isWanted: (token: Token, next: Token | undefined) => boolean,
  name: string,
): string {
  const tokens = tokenize(text);
  let result = "";
  let at = 0;
  tokens.forEach((token, index) => {
    if (!isWanted(token, tokens[index + 1])) return;
    result += `${text.slice(at, token.start)}"${name.replaceAll('"', '""')}"`;
    at = token.end;
  });
  return result + text.slice(at);
}

/** The text with each token that names `from` naming `to` instead, quoted with double quotes; all else as it was. */
export function renameIdentifier(text: string, from: string, to: string): string {
  return replaceTokens(text, (token, next) => isIdentifier(token, from) && next?.text !== "(", to);
}

/** The text with `to` instead of `from` where that stands before a dot: a table's name in front of its column's. */
export function renameQualifier(text: string, from: string, to: string): string {
  return replaceTokens(text, (token, next) => isIdentifier(token, from) && next?.text === ".", to);
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
