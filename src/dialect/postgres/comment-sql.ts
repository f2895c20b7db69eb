import { AludelError } from "../../errors.js";
import { displayName, type ObjectName } from "../../schema/name.js";
import type { Index, Table } from "../../schema/schema.js";
import type { Statement } from "../dialect.js";
import { quoteIdentifier } from "../standard/sql.js";
import { constraintsOf } from "./constraint-sql.js";
import { beside, quote } from "./names.js";
import { literal } from "./rows-sql.js";

/** What can have a comment, in the words of SQL. */
type Commented = "TABLE" | "VIEW" | "MATERIALIZED VIEW" | "INDEX" | "TYPE" | "COLUMN";

/** The statement that sets a comment, or takes it off. https://www.postgresql.org/docs/current/sql-comment.html */
export function comment(what: Commented, quoted: string, text: string | undefined): Statement {
  return { sql: `COMMENT ON ${what} ${quoted} IS ${literal(text ?? null)}` };
}

/** The comment of what has one; nothing for all else. */
export function commentOf(what: Commented, quoted: string, text: string | undefined): Statement[] {
  return text === undefined ? [] : [comment(what, quoted, text)];
}

/** The name of a column as a comment is put on it. */
export function columnPath(table: ObjectName, column: string): string {
  return `${quote(table)}.${quoteIdentifier(column)}`;
}

/** The comment of an index, where it has one. */
export function indexComment(table: ObjectName, index: Index): Statement[] {
  return commentOf("INDEX", quote(beside(table, index.name)), index.comment);
}

/** The comment of a constraint, where it has one. Throws `E_CONSTRAINT_UNNAMED` where nobody can know its name. */
export function constraintComment(
  table: ObjectName,
  constraint: { readonly name?: string; readonly comment?: string },
): Statement[] {
  if (constraint.comment === undefined) return [];
  if (constraint.name === undefined) {
    throw new AludelError(
      "E_CONSTRAINT_UNNAMED",
      `a constraint of table "${displayName(table)}" has a comment, but no name to put it on`,
      { hint: "Give the constraint a name." },
    );
  }
  return [
    {
      sql: `COMMENT ON CONSTRAINT ${quoteIdentifier(constraint.name)} ON ${quote(table)} IS ${literal(constraint.comment)}`,
    },
  ];
}

/** The comments of the table, its columns and its constraints. */
export function tableComments(table: Table): Statement[] {
  return [
    ...commentOf("TABLE", quote(table), table.options.comment),
    ...table.columns.flatMap((column) => commentOf("COLUMN", columnPath(table, column.name), column.comment)),
    ...constraintsOf(table).flatMap(({ constraint }) => constraintComment(table, constraint)),
  ];
}
