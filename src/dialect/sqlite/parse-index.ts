import { isKeyword, stripParentheses, type Token, tokenize } from "../../schema/sql-text.js";
import { TokenReader } from "./token-reader.js";

/** One element of an index, as its text says it. */
export interface ParsedElement {
  /** A column's name or an expression, without parentheses around it. */
  readonly expression: string;
  readonly collation?: string;
}

/** What the text of a CREATE INDEX statement says. */
export interface ParsedIndex {
  readonly unique: boolean;
  readonly elements: readonly ParsedElement[];
  readonly where?: string;
}

/** Whether the tokens are one operand, so that a COLLATE behind them belongs to the whole. */
function isOperand(tokens: readonly Token[]): boolean {
  let depth = 0;
  const parts = tokens.filter((token) => {
    if (token.text === ")" && token.kind === "symbol") depth -= 1;
    const outside = depth === 0;
    if (token.text === "(" && token.kind === "symbol") depth += 1;
    return outside;
  });
  const [first, ...rest] = parts.map((token) => token.text);
  return rest.length === 0 || (first === "(" ? rest.length === 1 : rest.join("") === "()");
}

/** A collation counts for the element only where it belongs to all of it: `a || b COLLATE x` collates `b`. */
function parseElement(text: string): ParsedElement {
  const expression = stripParentheses(text);
  const tokens = tokenize(expression);
  const [collate, collation] = tokens.slice(-2);
  if (collate === undefined || collation === undefined || !isKeyword(collate, "COLLATE"))
    return { expression };
  if (!isOperand(tokens.slice(0, -2))) return { expression };
  const inner = parseElement(expression.slice(0, collate.start));
  return { ...inner, collation: collation.value };
}

/** Takes one element; whether it is descending is left to the catalog. */
function readElement(reader: TokenReader): ParsedElement {
  const atOrder = (): boolean =>
    ["ASC", "DESC"].some((word) => reader.at(word)) && [",", ")"].includes(reader.peek(1)?.text ?? "");
  const text = reader.textUntil(() => reader.atSymbol(",") || reader.atSymbol(")") || atOrder());
  if (atOrder()) reader.next();
  return text === "" ? reader.fail() : parseElement(text);
}

/** Reads a CREATE INDEX statement. Throws `UnreadableSql` where the text is none. */
export function parseIndex(sql: string): ParsedIndex {
  const reader = new TokenReader(sql);
  reader.expect("CREATE");
  const unique = reader.take("UNIQUE");
  reader.expect("INDEX");
  reader.take("IF", "NOT", "EXISTS");
  reader.objectName();
  reader.expect("ON");
  reader.identifier();
  const elements = reader.list(() => readElement(reader));
  if (!reader.take("WHERE")) return reader.done ? { unique, elements } : reader.fail();
  return { unique, elements, where: reader.rest() };
}
