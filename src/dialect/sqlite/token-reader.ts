import { isKeyword, type Token, tokenize } from "../../schema/sql-text.js";

/** SQL text that does not read as expected; the message says where. */
export class UnreadableSql extends Error {
  override readonly name = "UnreadableSql";
}

/** Gives what was read, or `undefined`, and then tells why the text could not be read. */
export function attempt<Result>(read: () => Result, tell?: (problem: string) => void): Result | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UnreadableSql)) throw error;
    tell?.(error.message);
    return undefined;
  }
}

/** Reads the tokens of one SQL statement from first to last. What is not as expected throws {@link UnreadableSql}. */
export class TokenReader {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokenize(text);
  }

  /** The token so many places ahead, or `undefined` behind the last one. */
  peek(ahead = 0): Token | undefined {
    return this.#tokens[this.#at + ahead];
  }

  /** Whether all tokens were read. */
  get done(): boolean {
    return this.#at >= this.#tokens.length;
  }

  /** Takes the next token, whatever it is. */
  next(): Token {
    const token = this.peek();
    if (token === undefined) return this.fail();
    this.#at += 1;
    return token;
  }

  /** Throws an {@link UnreadableSql} that shows the next token. */
  fail(): never {
    const token = this.peek();
    throw new UnreadableSql(
      token === undefined ? "unexpected end" : `unexpected ${JSON.stringify(token.text)}`,
    );
  }

  /** Whether these keywords come next. */
  at(...keywords: readonly string[]): boolean {
    for (const [index, keyword] of keywords.entries()) {
      if (!isKeyword(this.peek(index), keyword)) return false;
    }
    return true;
  }

  /** The next word in upper case, or nothing where none comes next. */
  keyword(): string {
    const token = this.peek();
    return token?.kind === "word" ? token.text.toUpperCase() : "";
  }

  /** Takes the keywords if all of them come next. */
  take(...keywords: readonly string[]): boolean {
    if (!this.at(...keywords)) return false;
    this.#at += keywords.length;
    return true;
  }

  /** Takes the keywords, which must come next. */
  expect(...keywords: readonly string[]): void {
    if (!this.take(...keywords)) this.fail();
  }

  /** Whether that symbol comes next. */
  atSymbol(symbol: string): boolean {
    const token = this.peek();
    return token?.kind === "symbol" && token.text === symbol;
  }

  /** Takes the symbol if it comes next. */
  takeSymbol(symbol: string): boolean {
    if (!this.atSymbol(symbol)) return false;
    this.#at += 1;
    return true;
  }

  /** Takes the symbol, which must come next. */
  expectSymbol(symbol: string): void {
    if (!this.takeSymbol(symbol)) this.fail();
  }

  /** Takes a name: SQLite reads even a string in single quotes as one. https://www.sqlite.org/lang_keywords.html */
  identifier(): string {
    const kind = this.peek()?.kind;
    return kind === "word" || kind === "quoted" || kind === "string" ? this.next().value : this.fail();
  }

  /** Takes a name that may have the schema's name in front of it, and gives the name alone. */
  objectName(): string {
    const name = this.identifier();
    return this.takeSymbol(".") ? this.identifier() : name;
  }

  /** Takes items with commas between them, in parentheses. */
  list<Item>(item: () => Item): Item[] {
    this.expectSymbol("(");
    const items = [item()];
    while (this.takeSymbol(",")) items.push(item());
    this.expectSymbol(")");
    return items;
  }

  /** Takes tokens as far as `ends` says, parentheses as a whole, and gives them as they stand in the text. */
  textUntil(ends: () => boolean): string {
    const from = this.peek()?.start ?? this.#text.length;
    let to = from;
    for (let depth = 0; !this.done && (depth > 0 || !ends());) {
      const token = this.next();
      if (token.kind === "symbol" && token.text === "(") depth += 1;
      if (token.kind === "symbol" && token.text === ")") depth -= 1;
      to = token.end;
    }
    return this.#text.slice(from, to);
  }

  /** Takes parentheses, and gives what stands between them. */
  parenthesised(): string {
    this.expectSymbol("(");
    const text = this.textUntil(() => this.atSymbol(")"));
    this.expectSymbol(")");
    return text;
  }

  /** Takes all that is left. */
  rest(): string {
    return this.textUntil(() => false);
  }
}
