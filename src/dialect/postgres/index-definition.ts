import { isKeyword, type Token, tokenize } from "../../schema/sql-text.js";
import type { IndexRow } from "./constraint-rows.js";

/** What the statement of an index says behind an element, besides its order. */
export interface ElementTail {
  readonly collation: boolean;
  readonly operatorClass: boolean;
}

/** Behind `USING btree (`: the words before are names, which are quoted where they could be taken for it. */
function firstElement(tokens: readonly Token[]): number {
  return tokens.findIndex((token) => isKeyword(token, "USING")) + 3;
}

/** The place of the comma or parenthesis that ends the element which stands there. */
function elementEnd(tokens: readonly Token[], from: number): number {
  let depth = 0;
  let place = from;
  for (; place < tokens.length; place += 1) {
    const text = tokens[place]?.text;
    if (depth === 0 && (text === "," || text === ")")) break;
    if (text === "(") depth += 1;
    if (text === ")") depth -= 1;
  }
  return place;
}

/** Behind `COLLATE` and a name, which may have a schema, can only be a class or the order. */
function readTail(tail: readonly Token[]): ElementTail {
  const collation = isKeyword(tail[0], "COLLATE");
  const nameEnd = tail[2]?.text === "." ? 4 : 2;
  const next = tail[collation ? nameEnd : 0];
  const isOrder = ["ASC", "DESC", "NULLS"].some((word) => isKeyword(next, word));
  return { collation, operatorClass: next !== undefined && !isOrder };
}

/**
 * Which elements of an index come with a collation and an operator class. The raw catalog does not tell what an expression
 * has by itself; the server's statement names only what is not so anyway.
 */
export function elementTails({ definition = "", parts }: IndexRow): ElementTail[] {
  const tokens = tokenize(definition);
  let place = firstElement(tokens);
  return parts.map((part) => {
    const behind = place + tokenize(part).length;
    const end = elementEnd(tokens, behind);
    place = end + 1;
    return readTail(tokens.slice(behind, end));
  });
}
