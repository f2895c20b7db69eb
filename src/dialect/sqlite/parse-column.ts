import type { ConflictAction, Generated } from "../../schema/schema.js";
import { isIdentifier, isKeyword, type Token, tokenize } from "../../schema/sql-text.js";
import {
  readConflict,
  readConstraintName,
  readDeferrable,
  readReference,
  type Named,
  type TableDraft,
} from "./parse-constraint.js";
import { TokenReader } from "./token-reader.js";

/** The column while its clauses are read. */
interface ColumnDraft {
  readonly name: string;
  type: string;
  nullable: boolean;
  default?: string;
  generated?: Generated;
  autoIncrement?: true;
  collation?: string;
  enumValues?: readonly string[];
  notNullConflict?: ConflictAction;
}

/** The words that end a type, because no type may have them unquoted. */
const endsType = new Set(
  "CONSTRAINT PRIMARY NOT NULL UNIQUE CHECK DEFAULT COLLATE REFERENCES AS DEFERRABLE AUTOINCREMENT ON".split(
    " ",
  ),
);

/** Takes the type: any words, and up to two numbers. https://www.sqlite.org/datatype3.html#determination_of_column_affinity */
function readWords(reader: TokenReader): Token[] {
  const words: Token[] = [];
  for (let token = reader.peek(); token !== undefined; token = reader.peek()) {
    if (token.kind !== "word" && token.kind !== "quoted" && token.kind !== "string") break;
    if (token.kind === "word" && endsType.has(token.text.toUpperCase())) break;
    if (reader.at("GENERATED", "ALWAYS")) break;
    words.push(reader.next());
  }
  return words;
}

function isPlainType(type: string): boolean {
  const reader = new TokenReader(type);
  const words = readWords(reader);
  if (reader.atSymbol("(")) reader.parenthesised();
  return reader.done && words.length > 0 && words.every((token) => token.kind === "word");
}

/** A type that begins with a quoted word is that word for SQLite, and nothing behind it counts. */
function readType(reader: TokenReader, draft: TableDraft, column: string): string {
  const words = readWords(reader);
  const text = words.map((token) => token.text).join(" ");
  const numbers = words.length > 0 && reader.atSymbol("(") ? `(${reader.parenthesised()})` : "";
  const [first] = words;
  if (first !== undefined && first.kind !== "word") {
    if (!isPlainType(first.value)) {
      const [name, type] = [JSON.stringify(column), JSON.stringify(first.value)];
      draft.unsupported.push(`column ${name} with the type ${type}`);
    }
    return first.value;
  }
  return text + numbers;
}

/** Takes the value of a default as it stands, without parentheses that enclose it. */
function readDefault(reader: TokenReader): string {
  if (reader.atSymbol("(")) return reader.parenthesised();
  const sign = reader.atSymbol("-") || reader.atSymbol("+") ? reader.next().text : "";
  return sign + reader.next().text;
}

function isString(token: Token | undefined): token is Token {
  return token?.kind === "string";
}

/** The values, where a check says no more than that the column is one of some strings. */
function enumValuesOf(check: string, column: string): string[] | undefined {
  const tokens = tokenize(check);
  const [name, keyword, open] = tokens;
  const list = tokens.slice(3, -1);
  const fits =
    isIdentifier(name, column) &&
    isKeyword(keyword, "IN") &&
    open?.text === "(" &&
    tokens.length > 3 &&
    tokens.at(-1)?.text === ")" &&
    (list.length === 0 || list.length % 2 === 1) &&
    list.every((token, index) => (index % 2 === 0 ? isString(token) : token.text === ","));
  return fits ? list.filter(isString).map((token) => token.value) : undefined;
}

/** What the readers of clauses share. */
interface Place {
  readonly reader: TokenReader;
  readonly draft: TableDraft;
  readonly column: ColumnDraft;
  /** The name of the constraint, where it has one. */
  readonly named: Named;
}

/** TypeORM keeps the values of a simple-enum in an unnamed check of their column. */
function readCheck({ reader, draft, column, named }: Place): void {
  reader.expect("CHECK");
  const expression = reader.parenthesised();
  const values = named.name === undefined ? enumValuesOf(expression, column.name) : undefined;
  if (values !== undefined && column.enumValues === undefined) column.enumValues = values;
  else draft.checks.push({ ...named, expression });
}

function readPrimaryKey({ reader, draft, column, named }: Place): void {
  reader.expect("PRIMARY", "KEY");
  if (!reader.take("ASC") && reader.take("DESC")) draft.unsupported.push("primary key in descending order");
  draft.primaryKey = { ...named, columns: [column.name], ...readConflict(reader) };
  if (reader.take("AUTOINCREMENT")) column.autoIncrement = true;
}

function readUnique({ reader, draft, column, named }: Place): void {
  reader.expect("UNIQUE");
  draft.uniques.push({ ...named, columns: [column.name], ...readConflict(reader) });
}

function readNot({ reader, draft, column }: Place): void {
  if (readDeferrable(reader, draft)) return;
  reader.expect("NOT", "NULL");
  column.nullable = false;
  const { onConflict } = readConflict(reader);
  if (onConflict !== undefined) column.notNullConflict = onConflict;
}

function readGenerated({ reader, column }: Place): void {
  reader.take("GENERATED", "ALWAYS");
  reader.expect("AS");
  const expression = reader.parenthesised();
  const stored = reader.take("STORED");
  if (!stored) reader.take("VIRTUAL");
  column.generated = { expression, stored };
}

/** What may stand behind the type of a column, by its first word. https://www.sqlite.org/syntax/column-constraint.html */
const clauses: ReadonlyMap<string, (place: Place) => void> = new Map([
  ["PRIMARY", readPrimaryKey],
  ["NOT", readNot],
  [
    "NULL",
    ({ reader }: Place) => {
      reader.expect("NULL");
      readConflict(reader);
    },
  ],
  ["UNIQUE", readUnique],
  ["CHECK", readCheck],
  [
    "DEFAULT",
    ({ reader, column }: Place) => {
      reader.expect("DEFAULT");
      column.default = readDefault(reader);
    },
  ],
  [
    "COLLATE",
    ({ reader, column }: Place) => {
      reader.expect("COLLATE");
      column.collation = reader.identifier();
    },
  ],
  [
    "REFERENCES",
    ({ reader, draft, column, named }: Place) => {
      reader.expect("REFERENCES");
      readReference(reader, draft, [column.name], named);
    },
  ],
  ["DEFERRABLE", ({ reader, draft }: Place) => void readDeferrable(reader, draft)],
  ["GENERATED", readGenerated],
  ["AS", readGenerated],
]);

/** Takes the definition of one column, and adds it and its constraints. */
export function readColumn(reader: TokenReader, draft: TableDraft): void {
  const name = reader.identifier();
  const column: ColumnDraft = { name, type: readType(reader, draft, name), nullable: true };
  for (;;) {
    const named = readConstraintName(reader);
    const readClause = clauses.get(reader.keyword());
    if (readClause === undefined) break;
    readClause({ reader, draft, column, named });
  }
  draft.columns.push(column);
}
