import type {
  Check,
  Column,
  ConflictAction,
  ForeignKey,
  PrimaryKey,
  ReferentialAction,
  Unique,
} from "../../schema/schema.js";
import { foldCase } from "../../schema/sql-text.js";
import type { TokenReader } from "./token-reader.js";

/** What was read of a table so far. */
export interface TableDraft {
  readonly columns: Column[];
  primaryKey?: PrimaryKey;
  readonly uniques: Unique[];
  readonly foreignKeys: ForeignKey[];
  readonly checks: Check[];
  /** What the model cannot hold. */
  readonly unsupported: string[];
}

/** A name as a property that is there or not. */
export interface Named {
  readonly name?: string;
}

const conflictActions: readonly ConflictAction[] = ["ROLLBACK", "ABORT", "FAIL", "IGNORE", "REPLACE"];

/** Takes an ON CONFLICT clause if there is one. https://www.sqlite.org/lang_conflict.html */
export function readConflict(reader: TokenReader): { readonly onConflict?: ConflictAction } {
  if (!reader.take("ON", "CONFLICT")) return {};
  const onConflict = conflictActions.find((action) => reader.take(action));
  return onConflict === undefined ? reader.fail() : { onConflict };
}

/** Takes `CONSTRAINT name` if it comes next; SQLite allows it to stand alone, and the last one counts. */
export function readConstraintName(reader: TokenReader): Named {
  let named: Named = {};
  while (reader.take("CONSTRAINT")) named = { name: reader.identifier() };
  return named;
}

function readAction(reader: TokenReader): ReferentialAction | undefined {
  if (reader.take("CASCADE")) return "CASCADE";
  if (reader.take("SET", "NULL")) return "SET NULL";
  if (reader.take("SET", "DEFAULT")) return "SET DEFAULT";
  if (reader.take("RESTRICT")) return "RESTRICT";
  reader.expect("NO", "ACTION");
  return undefined;
}

/** SQLite reads any word behind MATCH and goes by none. https://www.sqlite.org/foreignkeys.html#fk_unsupported */
function readMatch(reader: TokenReader, draft: TableDraft): ForeignKey["match"] {
  const word = reader.identifier().toUpperCase();
  if (word === "FULL" || word === "PARTIAL" || word === "SIMPLE") return word;
  if (word !== "NONE") draft.unsupported.push(`foreign key with MATCH ${JSON.stringify(word)}`);
  return undefined;
}

/** Takes the clause behind REFERENCES, and adds the foreign key. */
export function readReference(
  reader: TokenReader,
  draft: TableDraft,
  columns: readonly string[],
  named: Named,
): void {
  const references = { name: reader.identifier() };
  const referencedColumns = reader.atSymbol("(") ? reader.list(() => reader.identifier()) : [];
  let [onDelete, onUpdate, match]: [ReferentialAction?, ReferentialAction?, ForeignKey["match"]?] = [];
  for (;;) {
    if (reader.take("ON", "DELETE")) onDelete = readAction(reader);
    else if (reader.take("ON", "UPDATE")) onUpdate = readAction(reader);
    else if (reader.take("ON", "INSERT")) readAction(reader);
    else if (reader.take("MATCH")) match = readMatch(reader, draft);
    else break;
  }
  draft.foreignKeys.push({
    ...named,
    columns,
    references,
    referencedColumns,
    ...(onDelete && { onDelete }),
    ...(onUpdate && { onUpdate }),
    ...(match && { match }),
  });
}

/** Takes a DEFERRABLE clause if there is one; it belongs to the foreign key read last. */
export function readDeferrable(reader: TokenReader, draft: TableDraft): boolean {
  const not = reader.take("NOT", "DEFERRABLE");
  if (!not && !reader.take("DEFERRABLE")) return false;
  const deferred = reader.take("INITIALLY", "DEFERRED");
  if (!deferred) reader.take("INITIALLY", "IMMEDIATE");
  const key = draft.foreignKeys.pop();
  if (key === undefined) return true;
  const { deferrable: _, ...rest } = key;
  const deferrable = deferred ? "INITIALLY DEFERRED" : "INITIALLY IMMEDIATE";
  draft.foreignKeys.push(not ? rest : { ...rest, deferrable });
  return true;
}

interface KeyColumns {
  readonly columns: readonly string[];
  readonly autoIncrement: boolean;
}

/** Takes the columns of a key; the model has no place for an order or a collation of theirs. */
function readKeyColumns(reader: TokenReader, draft: TableDraft, what: string): KeyColumns {
  let autoIncrement = false;
  const columns = reader.list(() => {
    const column = reader.identifier();
    if (reader.take("COLLATE")) {
      const collation = JSON.stringify(reader.identifier());
      draft.unsupported.push(
        `${what} on ${JSON.stringify(column)} with the collation ${collation} of its own`,
      );
    }
    if (!reader.take("ASC") && reader.take("DESC")) {
      draft.unsupported.push(`${what} with ${JSON.stringify(column)} in descending order`);
    }
    if (reader.take("AUTOINCREMENT")) autoIncrement = true;
    return column;
  });
  return { columns, autoIncrement };
}

/** Takes a constraint that stands behind the columns of the table, and adds it. */
export function readTableConstraint(reader: TokenReader, draft: TableDraft): void {
  const named = readConstraintName(reader);
  if (reader.take("PRIMARY", "KEY")) {
    const { columns, autoIncrement } = readKeyColumns(reader, draft, "primary key");
    draft.primaryKey = { ...named, columns, ...readConflict(reader) };
    if (autoIncrement) countUp(draft, columns);
  } else if (reader.take("UNIQUE")) {
    const { columns } = readKeyColumns(reader, draft, "unique constraint");
    draft.uniques.push({ ...named, columns, ...readConflict(reader) });
  } else if (reader.take("CHECK")) {
    draft.checks.push({ ...named, expression: reader.parenthesised() });
    readConflict(reader);
  } else if (reader.take("FOREIGN", "KEY")) {
    const columns = reader.list(() => reader.identifier());
    reader.expect("REFERENCES");
    readReference(reader, draft, columns, named);
    readDeferrable(reader, draft);
  } else if (named.name === undefined) reader.fail();
}

function countUp(draft: TableDraft, names: readonly string[]): void {
  const counted = new Set(names.map(foldCase));
  draft.columns.forEach((column, index) => {
    if (counted.has(foldCase(column.name))) draft.columns[index] = { ...column, autoIncrement: true };
  });
}
