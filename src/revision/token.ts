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

const nextToken = new RegExp(
  [
    String.raw`(\s+|//[^\n\r]*)`,
    String.raw`(/\*[^]*?(?:\*/|$))`,
    String.raw`("[^"\\\n\r]*(?:\\[^][^"\\\n\r]*)*"?|'[^'\\\n\r]*(?:\\[^][^'\\\n\r]*)*'?)`,
    String.raw`([\p{ID_Start}$_][\p{ID_Continue}$]*)`,
    String.raw`(\d[\w.]*)`,
    String.raw`(=>|={2,3}|[^])`,
  ].join("|"),
  "uy",
);
const templateText = /[^`\\$]*(?:(?:\\[^]|\$(?!\{))[^`\\$]*)*/uy;
const regexLiteral = /\/(?:[^/\\[\n\r]|\\.|\[(?:[^\]\\\n\r]|\\.)*\])+\/[A-Za-z]*/uy;
const wordsBeforeRegex = new Set(
  "return typeof case in of delete void throw new else do await yield instanceof".split(" "),
);

/**
 * The words of a source text, in order. Never throws: what is cut off (a string without its end, say) is one `other`
 * token, so that a file with a mistake in its body still shows its header.
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

  constructor(text: string) {
    this.#text = text;
  }

  run(): readonly Token[] {
    while (this.#offset < this.#text.length) this.#step();
    return this.#tokens;
  }

  #step(): void {
    const start = this.#offset;
    const [matched = "", , comment, string, name, number, mark] = this.#match(nextToken);
    if (comment !== undefined) {
      if (comment.startsWith("/**")) this.#doc = comment;
    } else if (string !== undefined) {
      const closed = string.length > 1 && string.endsWith(string.charAt(0));
      this.#emit(closed ? "string" : "other", closed ? string.slice(1, -1) : string, start);
    } else if (name !== undefined) this.#emit("name", matched, start);
    else if (number !== undefined) this.#emit("other", matched, start);
    else if (mark !== undefined) this.#mark(mark, start);
  }

  #match(pattern: RegExp): readonly (string | undefined)[] {
    pattern.lastIndex = this.#offset;
    const match = pattern.exec(this.#text) ?? [];
    this.#offset += match[0]?.length ?? 0;
    return match;
  }

  #mark(mark: string, start: number): void {
    if (mark === "`") return this.#template(start);
    if (mark === "/" && this.#regexMayFollow()) {
      this.#offset = start;
      const [literal = ""] = this.#match(regexLiteral);
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
    const [content = ""] = this.#match(templateText);
    const closed = this.#text.charAt(this.#offset) === "`";
    this.#emit(closed && !resumed ? "string" : "other", content, start);
    if (!closed) this.#open.push("template");
    this.#offset += closed ? 1 : 2;
  }

  /** Whether a slash begins a regular expression here; behind a value it divides. */
  #regexMayFollow(): boolean {
    const last = this.#tokens.at(-1);
    if (last === undefined) return true;
    if (last.kind === "name") return wordsBeforeRegex.has(last.text);
    return last.kind === "mark" && !")]}".includes(last.text);
  }

  #emit(kind: Token["kind"], text: string, offset: number): void {
    this.#tokens.push({ kind, text, offset, depth: this.#open.length, doc: this.#doc });
  }
}
