import type { ObjectName } from "./name.js";
import { isIdentifier, isKeyword, tokenize, type Token } from "./sql-text.js";

/** Words behind which a list of tables is over. */
const behindTables = ["WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "UNION", "INTERSECT", "EXCEPT", "WINDOW"];

/** Words that may stand where a table may. */
const noNames = ["ONLY", "LATERAL", "SELECT", "VALUES", "WITH"];

/** A query, or what else stands in parentheses: whether it selects, and whether its list of tables is being read. */
interface Level {
  readonly selects: boolean;
  readonly inTables: boolean;
}

function isOneOf(token: Token, words: readonly string[]): boolean {
  return words.some((word) => isKeyword(token, word));
}

/** What a keyword makes of the level that it stands on; `EXTRACT(… FROM …)` and `IS DISTINCT FROM` list no tables. */
function levelAfter(token: Token, before: Token | undefined, level: Level): Level {
  if (isKeyword(token, "SELECT")) return { selects: true, inTables: false };
  if (isKeyword(token, "FROM")) {
    const lists = level.selects && !isKeyword(before, "DISTINCT");
    return lists ? { ...level, inTables: true } : level;
  }
  return isOneOf(token, behindTables) ? { ...level, inTables: false } : level;
}

/** Whether a table may stand behind the token. */
function expectsTable(token: Token, before: Token | undefined, level: Level, expected: boolean): boolean {
  if (!level.inTables) return false;
  if (isOneOf(token, ["ONLY", "LATERAL"]) || token.text === "(") return expected;
  return token.text === "," || (isOneOf(token, ["FROM", "JOIN"]) && !isKeyword(before, "DISTINCT"));
}

/** The places of the tokens at which a query begins to name a table: the schema, or else the name. */
function tablePlaces(tokens: readonly Token[]): Set<number> {
  const places = new Set<number>();
  let levels: readonly Level[] = [];
  let level: Level = { selects: false, inTables: false };
  let expected = false;
  tokens.forEach((token, place) => {
    const before = tokens[place - 1];
    if (expected && (token.kind === "quoted" || (token.kind === "word" && !isOneOf(token, noNames)))) {
      places.add(place);
    }
    level = levelAfter(token, before, level);
    expected = expectsTable(token, before, level, expected);
    if (token.text === "(") {
      levels = [...levels, level];
      level = { selects: false, inTables: expected };
    } else if (token.text === ")") {
      level = levels.at(-1) ?? level;
      levels = levels.slice(0, -1);
    }
  });
  return places;
}

/** Whether the token is the table's name where the query reads it. */
function namesTable(tokens: readonly Token[], places: ReadonlySet<number>, place: number, table: ObjectName) {
  if (!isIdentifier(tokens[place], table.name)) return false;
  if (table.schema === undefined) return places.has(place) && tokens[place + 1]?.text !== ".";
  return (
    places.has(place - 2) && tokens[place - 1]?.text === "." && isIdentifier(tokens[place - 2], table.schema)
  );
}

function quoted({ schema, name }: ObjectName): string {
  const parts = schema === undefined ? [name] : [schema, name];
  return parts.map((part) => `"${part.replaceAll('"', '""')}"`).join(".");
}

/** Whether the token stands in front of a column's name, and is no schema. */
function qualifies(tokens: readonly Token[], places: ReadonlySet<number>, place: number): boolean {
  const [before, after, next] = [place - 1, place + 1, place + 3].map((at) => tokens[at]?.text === ".");
  return !places.has(place) && !before && after === true && !next;
}

/**
 * The query with the table's new name and schema where it reads the table, and the name in front of its columns; a column, an
 * alias or a table of another schema that has the old name keeps it.
 */
export function renameRelation(query: string, from: ObjectName, to: ObjectName): string {
  const all = tokenize(query);
  const places = tablePlaces(all);
  const tables = all.map((_, place) => namesTable(all, places, place, from));
  if (!tables.includes(true)) return query;
  let result = "";
  let at = 0;
  const replace = (start: number, end: number, name: ObjectName): void => {
    result += query.slice(at, start) + quoted(name);
    at = end;
  };
  for (const [place, token] of all.entries()) {
    if (tables[place]) {
      const first = from.schema === undefined ? token : (all[place - 2] ?? token);
      if (from.schema === to.schema) replace(token.start, token.end, { name: to.name });
      else replace(first.start, token.end, to);
    } else if (isIdentifier(token, from.name) && qualifies(all, places, place)) {
      if (from.name !== to.name) replace(token.start, token.end, { name: to.name });
    }
  }
  return result + query.slice(at);
}
