import { isKeyword, type Token, tokenize } from "../../schema/sql-text.js";

/** Whether the tokens begin a CREATE TRIGGER statement, which has statements inside. */
function beginsTrigger(tokens: readonly Token[]): boolean {
  const words = isKeyword(tokens[0], "EXPLAIN") ? tokens.slice(1) : tokens;
  const temporary = isKeyword(words[1], "TEMP") || isKeyword(words[1], "TEMPORARY");
  return isKeyword(words[0], "CREATE") && isKeyword(words[temporary ? 2 : 1], "TRIGGER");
}

/** A trigger ends with `; END ;` and nothing else does. https://www.sqlite.org/c3ref/complete.html */
function isComplete(tokens: readonly Token[]): boolean {
  if (!beginsTrigger(tokens)) return true;
  return isKeyword(tokens.at(-1), "END") && tokens.at(-2)?.text === ";";
}

/** The single statements of a text, without the semicolons, comments and blanks between them. */
export function splitStatements(sql: string): string[] {
  const statements: string[] = [];
  let tokens: Token[] = [];
  const finish = (): void => {
    const [first, last] = [tokens[0], tokens.at(-1)];
    if (first !== undefined && last !== undefined) statements.push(sql.slice(first.start, last.end));
    tokens = [];
  };
  for (const token of tokenize(sql)) {
    if (token.kind === "symbol" && token.text === ";" && isComplete(tokens)) finish();
    else tokens.push(token);
  }
  finish();
  return statements;
}
