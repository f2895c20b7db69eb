/** What stands in quotes: a string or a name, what it says, and where it ends in the text. */
export interface Quoted {
  readonly kind: "quoted" | "string";
  readonly value: string;
  readonly end: number;
}

const closing: Readonly<Record<string, string>> = { "'": "'", '"': '"', "`": "`", "[": "]" };
/** `E'…'`, `U&'…'` and `U&"…"`: https://www.postgresql.org/docs/current/sql-syntax-lexical.html */
const prefixed = /(?:[eE](?=')|[uU]&(?=['"]))/y;
/** `$$` or `$tag$`; a tag never begins with a digit, so that `$1` is a parameter. */
const dollarTag = /\$(?:[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*)?\$/y;
const escape = /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{1,2})|([0-7]{1,3})|([\s\S]))|''/g;
const unicodeEscape = /\\(?:\+([0-9a-fA-F]{6})|([0-9a-fA-F]{4})|\\)/g;
const escapedLetters: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function quotedEnd(text: string, start: number, close: string): number {
  for (let at = start + 1; ; at += 2) {
    at = text.indexOf(close, at);
    if (at === -1) return text.length;
    if (close === "]" || text[at + 1] !== close) return at + 1;
  }
}

function readPlain(text: string, start: number, close: string): Quoted {
  const end = quotedEnd(text, start, close);
  const source = text.slice(start, end);
  const inner = source.slice(1, source.endsWith(close) && source.length > 1 ? -1 : undefined);
  const doubled = close !== "]" && inner.includes(close);
  const value = doubled ? inner.replaceAll(close + close, close) : inner;
  return { kind: close === "'" ? "string" : "quoted", value, end };
}

function character(digits: unknown, base: number): string {
  const code = Number.parseInt(String(digits), base);
  return code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
}

/** `E'…'`, in which a backslash takes its meaning from the character behind it. */
function readEscaped(text: string, start: number): Quoted {
  let at = start + 2;
  while (at < text.length && (text[at] !== "'" || text[at + 1] === "'"))
    at += text[at] === "'" || text[at] === "\\" ? 2 : 1;
  const value = text.slice(start + 2, at).replace(escape, (whole, short, long, hex, octal, other) => {
    if (typeof other === "string") return escapedLetters[other] ?? other;
    if (typeof octal === "string") return character(octal, 8);
    return whole === "''" ? "'" : character(short ?? long ?? hex, 16);
  });
  return { kind: "string", value, end: Math.min(at + 1, text.length) };
}

/** `U&'…'` or `U&"…"`; an escape character other than the backslash, which `UESCAPE` may name, stays in the value. */
function readUnicode(text: string, start: number): Quoted {
  const plain = readPlain(text, start + 2, text.charAt(start + 2));
  const value = plain.value.replace(unicodeEscape, (whole, long, short) =>
    whole === "\\\\" ? "\\" : character(long ?? short, 16),
  );
  return { ...plain, value };
}

function readDollars(text: string, start: number, tag: string): Quoted {
  const close = text.indexOf(tag, start + tag.length);
  const last = close === -1 ? text.length : close;
  return {
    kind: "string",
    value: text.slice(start + tag.length, last),
    end: close === -1 ? last : close + tag.length,
  };
}

/** The string or quoted name that begins there, as SQLite or PostgreSQL write it; a text that ends inside ends it. */
export function readQuoted(text: string, start: number): Quoted | undefined {
  const close = closing[text.charAt(start)];
  if (close !== undefined) return readPlain(text, start, close);
  const prefix = matchAt(prefixed, text, start);
  if (prefix !== undefined) return prefix.length === 1 ? readEscaped(text, start) : readUnicode(text, start);
  const tag = matchAt(dollarTag, text, start);
  return tag === undefined ? undefined : readDollars(text, start, tag);
}
