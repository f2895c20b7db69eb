import type { SqlValue } from "../../operation/operation.js";
import { isKeyword, type Token, tokenize } from "../../schema/sql-text.js";
import { literal } from "./rows-sql.js";

/** Whether the tokens begin a CREATE FUNCTION or CREATE PROCEDURE statement, which may have statements inside. */
function beginsRoutine(tokens: readonly Token[]): boolean {
  const replaces = isKeyword(tokens[1], "OR") && isKeyword(tokens[2], "REPLACE");
  const kind = tokens[replaces ? 3 : 1];
  return isKeyword(tokens[0], "CREATE") && (isKeyword(kind, "FUNCTION") || isKeyword(kind, "PROCEDURE"));
}

/** Where the tokens read so far stand: within how many parentheses, `BEGIN ATOMIC … END` and `CASE … END`. */
interface Depth {
  readonly parentheses: number;
  readonly blocks: number;
}

/**
 * `BEGIN` without `ATOMIC` begins no block; within one, so that `END` is not taken for its end, `CASE` counts, too.
 * https://www.postgresql.org/docs/current/sql-createfunction.html
 */
function deepen({ parentheses, blocks }: Depth, tokens: readonly Token[]): Depth {
  const last = tokens.at(-1);
  if (last?.text === "(") return { parentheses: parentheses + 1, blocks };
  if (last?.text === ")") return { parentheses: Math.max(parentheses - 1, 0), blocks };
  const begins =
    blocks > 0
      ? isKeyword(last, "CASE")
      : isKeyword(last, "ATOMIC") && isKeyword(tokens.at(-2), "BEGIN") && beginsRoutine(tokens);
  if (begins) return { parentheses, blocks: blocks + 1 };
  return { parentheses, blocks: blocks > 0 && isKeyword(last, "END") ? blocks - 1 : blocks };
}

/**
 * The single statements of a text, without the semicolons, comments and blanks between them. Like `psql`, it takes a
 * semicolon in parentheses, as in CREATE RULE, for a part of the statement. What only `psql` knows (`\connect`, the rows
 * behind `COPY … FROM stdin`) is no SQL, and left as it is.
 */
export function splitStatements(sql: string): string[] {
  const statements: string[] = [];
  let tokens: Token[] = [];
  let depth: Depth = { parentheses: 0, blocks: 0 };
  const finish = (): void => {
    const [first, last] = [tokens[0], tokens.at(-1)];
    if (first !== undefined && last !== undefined) statements.push(sql.slice(first.start, last.end));
    tokens = [];
    depth = { parentheses: 0, blocks: 0 };
  };
  for (const token of tokenize(sql)) {
    if (token.text === ";" && depth.parentheses === 0 && depth.blocks === 0) finish();
    else {
      tokens.push(token);
      depth = deepen(depth, tokens);
    }
  }
  finish();
  return statements;
}

/**
 * The statement with each parameter written as a literal where its `$n` stands. One without a value stays: it may be that
 * of a PREPARE.
 */
export function inline(sql: string, parameters: readonly SqlValue[]): string {
  let result = "";
  let at = 0;
  for (const token of tokenize(sql)) {
    if (token.kind !== "word" || !/^\$\d+$/.test(token.text)) continue;
    const value = parameters[Number(token.text.slice(1)) - 1];
    if (value === undefined) continue;
    result += sql.slice(at, token.start) + literal(value);
    at = token.end;
  }
  return result + sql.slice(at);
}
