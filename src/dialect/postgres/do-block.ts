import type { Statement } from "../dialect.js";

/**
 * The lines as one statement that the server runs as a program, for what depends on a name that only the server knows.
 * https://www.postgresql.org/docs/current/sql-do.html
 */
export function doBlock(declarations: readonly string[], lines: readonly string[]): Statement {
  const indented = (texts: readonly string[]): string[] => texts.map((text) => `  ${text}`);
  const body = [
    ...(declarations.length === 0 ? [] : ["DECLARE", ...indented(declarations)]),
    "BEGIN",
    ...indented(lines),
    "END",
  ].join("\n");
  const tag = freeTag(body);
  return { sql: `DO ${tag}\n${body}\n${tag}` };
}

/** A dollar quote that no name in the text can end. */
function freeTag(text: string): string {
  for (let number = 0; ; number += 1) {
    const tag = `$aludel${number === 0 ? "" : number}$`;
    if (!text.includes(tag)) return tag;
  }
}
