/** A piece of SQL text. Blanks and comments are not tokens. */
export interface Token {
  readonly kind: "word" | "quoted" | "string" | "number" | "symbol";
  /** As it stands in the source. */
  readonly text: string;
  /** What it stands for: identifiers and strings unquoted, all else as in the source. */
  readonly value: string;
  /** Where it begins in the source, in UTF-16 units. */
  readonly start: number;
}

const closing: Readonly<Record<string, string>> = { "'": "'", '"': '"', "`": "`", "[": "]" };
const blankOrComment = /(?:\s+|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))+/y;
const number = /(?:0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)/y;
const word = /[\p{L}_$\u0080-\uffff][\p{L}\p{N}_$\u0080-\uffff]*/uy;
const symbol = /\|\||<<|>>|<=|>=|<>|!=|==|->>|->|::|[\s\S]/uy;

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function quotedEnd(text: string, start: number, close: string): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] !== close) continue;
    if (close === "]" || text[at + 1] !== close) return at + 1;
    at += 1;
  }
  return text.length;
}

function quotedToken(text: string, start: number, close: string): Token {
  const source = text.slice(start, quotedEnd(text, start, close));
  const inner = source.slice(1, source.endsWith(close) && source.length > 1 ? -1 : undefined);
  const value = close === "]" ? inner : inner.replaceAll(close + close, close);
  return { kind: close === "'" ? "string" : "quoted", text: source, value, start };
}

/**
 * The tokens of SQL text, in order. Identifiers may be quoted with `"`, `` ` `` or `[]`; text that ends inside a quote
 * or a comment ends the last token. It never throws.
 */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = match(blankOrComment, text, 0)?.length ?? 0;
  while (at < text.length) {
    const token = tokenAt(text, at);
    tokens.push(token);
    at += token.text.length;
    at += match(blankOrComment, text, at)?.length ?? 0;
  }
  return tokens;
}

function tokenAt(text: string, at: number): Token {
  const close = closing[text.charAt(at)];
  if (close !== undefined) return quotedToken(text, at, close);
  for (const [kind, pattern] of [
    ["number", number],
    ["word", word],
    ["symbol", symbol],
  ] as const) {
    const source = match(pattern, text, at);
    if (source !== undefined) return { kind, text: source, value: source, start: at };
  }
  return { kind: "symbol", text: text.charAt(at), value: text.charAt(at), start: at };
}

/** Whether the token is that keyword, in either case. */
export function isKeyword(token: Token | undefined, keyword: string): boolean {
  return token?.kind === "word" && token.text.toUpperCase() === keyword;
}

/** Whether the token can be an identifier of that name; SQL folds the case of ASCII letters. */
export function isIdentifier(token: Token | undefined, name: string): boolean {
  if (token === undefined || (token.kind !== "word" && token.kind !== "quoted")) return false;
  return token.value.toLowerCase() === name.toLowerCase();
}

/** The text with each token that names `from` naming `to` instead, quoted with double quotes; all else as it was. */
export function renameIdentifier(text: string, from: string, to: string): string {
  const tokens = tokenize(text);
  let result = "";
  let at = 0;
  tokens.forEach((token, index) => {
    if (!isIdentifier(token, from) || tokens[index + 1]?.text === "(") return;
    result += `${text.slice(at, token.start)}"${to.replaceAll('"', '""')}"`;
    at = token.start + token.text.length;
  });
  return result + text.slice(at);
}

/** Whether any token of the text can be an identifier of that name. */
export function mentions(text: string, name: string): boolean {
  return tokenize(text).some((token) => isIdentifier(token, name));
}

/** The text without the parentheses that enclose the whole of it, and without blanks around it. */
export function stripParentheses(text: string): string {
  const trimmed = text.trim();
  const tokens = tokenize(trimmed);
  const last = tokens.at(-1);
  if (tokens.length < 3 || tokens[0]?.text !== "(" || last?.text !== ")") return trimmed;
  let depth = 0;
  for (const token of tokens) {
    if (token.text === "(") depth += 1;
    if (token.text === ")") depth -= 1;
    if (depth === 0 && token !== last) return trimmed;
  }
  return stripParentheses(trimmed.slice(1, last.start));
}
