import type { Table, TableOptions } from "../../schema/schema.js";
import { readColumn } from "./parse-column.js";
import { readTableConstraint, type TableDraft } from "./parse-constraint.js";
import { TokenReader } from "./token-reader.js";

/** What the text of a CREATE TABLE statement says; names are spelled as there, and nothing is normalized. */
export type ParsedTable = Pick<
  Table,
  "columns" | "primaryKey" | "uniques" | "foreignKeys" | "checks" | "options"
> & { readonly unsupported: readonly string[] };

/** The words that begin a constraint of the table where a column could stand, too. */
const beginsConstraint = new Set(["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"]);

function readBody(reader: TokenReader, draft: TableDraft): void {
  reader.expectSymbol("(");
  do readColumn(reader, draft);
  while (reader.takeSymbol(",") && !beginsConstraint.has(reader.keyword()));
  while (!reader.takeSymbol(")")) {
    readTableConstraint(reader, draft);
    // SQLite reads constraints without commas between them, too.
    reader.takeSymbol(",");
  }
}

function readOptions(reader: TokenReader): TableOptions {
  let options: TableOptions = {};
  if (reader.done) return options;
  do {
    if (reader.take("STRICT")) options = { ...options, strict: true };
    else {
      reader.expect("WITHOUT", "ROWID");
      options = { ...options, withoutRowid: true };
    }
  } while (reader.takeSymbol(","));
  return reader.done ? options : reader.fail();
}

/** Reads a CREATE TABLE statement. Throws `UnreadableSql` where the text is not one that lists its columns. */
export function parseTable(sql: string): ParsedTable {
  const reader = new TokenReader(sql);
  reader.expect("CREATE");
  if (!reader.take("TEMP")) reader.take("TEMPORARY");
  reader.expect("TABLE");
  reader.take("IF", "NOT", "EXISTS");
  reader.objectName();
  const draft: TableDraft = { columns: [], uniques: [], foreignKeys: [], checks: [], unsupported: [] };
  readBody(reader, draft);
  return { ...draft, options: readOptions(reader) };
}
