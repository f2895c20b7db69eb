/** One word of a TypeScript or JavaScript file; comments and white space are left out. */
export interface Token {
  /** `string` is a literal without substitutions, `other` a number, a regular expression or anything cut off. */
  readonly kind: "name" | "string" | "mark" | "other";
  /** The characters, of a string those between its quotes, with escapes as they are written. */
  readonly text: string;
  readonly offset: number;
  /** How many brackets are open around it; the brackets themselves stand outside. */
  readonly depth: number;
  /** The last documentation comment before it, however far back. */
  readonly doc: string | undefined;
}

/** White space, comments, strings, names, numbers, and marks of one character but for arrows and comparisons. */
const nextToken = new RegExp(
  [
    String.raw`\s+|//[^\n\r]*|/\*[^]*?(?:\*/|$)`,
    String.raw`"[^"\\\n\r]*(?:\\[^][^"\\\n\r]*)*"?|'[^'\\\n\r]*(?:\\[^][^'\\\n\r]*)*'?`,
    String.raw`[A-Za-z$_\x80-\uffff][\w$\x80-\uffff]*|\d[\w.]*`,
    String.raw`=>|={2,3}|[^]`,
  ].join("|"),
  "y",
);
const templateText = /[^`\\$]*(?:(?:\\[^]|\$(?!\{))[^`\\$]*)*/y;
const regexLiteral = /\/(?:[^/\\[\n\r]|\\.|\[(?:[^\]\\\n\r]|\\.)*\])+\/[A-Za-z]*/y;
const isName = /[A-Za-z$_\x80-\uffff]/;
const isDigit = /\d/;
const wordsBeforeRegex = new Set(
  "return typeof case in of delete void throw new else do await yield instanceof".split(" "),
);

/** Nothing of a header is deeper than the items of an array. */
const deepest = 2;

/**
 * The words of a source text in order, but none from within two brackets. Never throws: what is cut off (a string
 * without its end, say) is one `other` token, so that a file with a mistake in its body still shows its header.
 */
export function tokenize(text: string): readonly Token[] {
  return new Lexer(text).run();
}

class Lexer {
  readonly #text: string;
  readonly #tokens: Token[] = [];
  readonly #open: ("bracket" | "template")[] = [];
  #offset = 0;
  #doc: string | undefined;
  #last: Token | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  run(): readonly Token[] {
    while (this.#offset < this.#text.length) this.#step();
    return this.#tokens;
  }

  #step(): void {
    const start = this.#offset;
    const text = this.#match(nextToken);
    const first = text.charAt(0);
    if (first.trim() === "" || text.startsWith("//")) return;
    if (isName.test(first)) this.#emit("name", text, start);
    else if (text.startsWith("/*")) this.#doc = text.startsWith("/**") ? text : this.#doc;
    else if (isDigit.test(first)) this.#emit("other", text, start);
    else if (first === '"' || first === "'") {
      const closed = text.length > 1 && text.endsWith(first);
      this.#emit(closed ? "string" : "other", closed ? text.slice(1, -1) : text, start);
    } else this.#mark(text, start);
  }

  #match(pattern: RegExp): string {
    const start = this.#offset;
    pattern.lastIndex = start;
    if (pattern.test(this.#text)) this.#offset = pattern.lastIndex;
    return this.#text.slice(start, this.#offset);
  }

  #mark(mark: string, start: number): void {
    if (mark === "`") return this.#template(start);
    if (mark === "/" && this.#regexMayFollow()) {
      this.#offset = start;
      const literal = this.#match(regexLiteral);
      if (literal !== "") return this.#emit("other", literal, start);
      this.#offset = start + 1;
    }
    if ("([{".includes(mark)) {
      this.#emit("mark", mark, start);
      this.#open.push("bracket");
    } else if (!")]}".includes(mark)) this.#emit("mark", mark, start);
    else if (this.#open.pop() === "template") this.#template(start);
    else this.#emit("mark", mark, start);
  }

  /** Reads on in a template literal, from behind its opening quote or behind the end of a substitution. */
  #template(start: number): void {
    const resumed = this.#text.charAt(start) === "}";
    const content = this.#match(templateText);
    const closed = this.#text.charAt(this.#offset) === "`";
    this.#emit(closed && !resumed ? "string" : "other", content, start);
    if (!closed) this.#open.push("template");
    this.#offset += closed ? 1 : 2;
  }

  /** Whether a slash begins a regular expression here; behind a value it divides. */
  #regexMayFollow(): boolean {
    const last = this.#last;
    if (last === undefined) return true;
    if (last.kind === "name") return wordsBeforeRegex.has(last.text);
    return last.kind === "mark" && !")]}".includes(last.text);
  }

  #emit(kind: Token["kind"], text: string, offset: number): void {
    const depth = this.#open.length;
    this.#last = { kind, text, offset, depth, doc: this.#doc };
    if (depth < deepest) this.#tokens.push(this.#last);
  }
}
