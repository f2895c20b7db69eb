import type { Check, ForeignKey } from "../../schema/schema.js";

/** An identifier in double quotes, as the SQL standard writes it; quotes inside are doubled. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A string literal in single quotes, as the SQL standard writes it; quotes inside are doubled. */
export function quoteString(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Several identifiers, quoted, with commas between them. */
export function quoteList(names: readonly string[]): string {
  return names.map(quoteIdentifier).join(", ");
}

/** `CONSTRAINT "name" ` in front of a constraint that has a name, else nothing. */
export function constraintName(constraint: { readonly name?: string }): string {
  return constraint.name === undefined ? "" : `CONSTRAINT ${quoteIdentifier(constraint.name)} `;
}

/** A check constraint as part of a table. */
export function checkClause(check: Check): string {
  return `${constraintName(check)}CHECK (${check.expression})`;
}

/** A foreign key as part of a table, with the target's name as given. */
export function foreignKeyClause(key: ForeignKey, target: string): string {
  const set = key.onDeleteColumns === undefined ? "" : ` (${quoteList(key.onDeleteColumns)})`;
  return [
    `${constraintName(key)}FOREIGN KEY (${quoteList(key.columns)})`,
    `REFERENCES ${target}`,
    // Without columns, the key points at the primary key of a table that was not there when it was read.
    ...(key.referencedColumns.length === 0 ? [] : [`(${quoteList(key.referencedColumns)})`]),
    ...(key.match === undefined ? [] : [`MATCH ${key.match}`]),
    ...(key.onDelete === undefined ? [] : [`ON DELETE ${key.onDelete}${set}`]),
    ...(key.onUpdate === undefined ? [] : [`ON UPDATE ${key.onUpdate}`]),
    ...(key.deferrable === undefined ? [] : [`DEFERRABLE ${key.deferrable}`]),
  ].join(" ");
}
