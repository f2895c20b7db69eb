import type { ObjectName } from "../../schema/name.js";
import type { Column, EnumType, Index, Table } from "../../schema/schema.js";
import { mentions } from "../../schema/sql-text.js";
import type { Statement } from "../dialect.js";
import { quoteIdentifier } from "../standard/sql.js";
import { addColumnClause } from "./add-column.js";
import { alterColumn, type ColumnChange } from "./alter-column.js";
import { commentOf, columnPath, constraintComment } from "./comment-sql.js";
import { constraintsOf, constraintSql, type TypedConstraint } from "./constraint-sql.js";
import { doBlock } from "./do-block.js";
import { cutName, quote } from "./names.js";
import { literal } from "./rows-sql.js";
import { pass, subcommand, type Step } from "./steps.js";
import { usingSql } from "./type-change.js";
import { constraintViolations } from "./violations.js";

/** Whether the column cannot become the other in place: what it computes is computed anew. */
export function isRemade({ before, after }: Pick<ColumnChange, "before" | "after">): boolean {
  if (before.generated === undefined && after.generated === undefined) return false;
  // A stored value can stay; a virtual one was never there.
  return after.generated !== undefined || !before.generated?.stored;
}

/** The values of a virtual column that is to hold them itself are computed into another one, which takes its place. */
function keepsValues({ before, after }: ColumnChange): boolean {
  return before.generated !== undefined && after.generated === undefined;
}

function substitute({ name }: Column): string {
  return cutName(`_aludel_new_${name}`);
}

function plain({ type, collation }: Column, name: string): Column {
  return { name, type, nullable: true, ...(collation === undefined ? {} : { collation }) };
}

/** The steps that take the column off. */
export function takeOff(change: ColumnChange, enums: readonly EnumType[]): Step[] {
  const { table, before, after, using } = change;
  const name = quoteIdentifier(before.name);
  const drop = subcommand(pass.drop, `DROP COLUMN ${name}`);
  if (!keepsValues(change)) return [drop];
  const kept = substitute(after);
  const value = using ?? usingSql(name, before.type, after.type, enums) ?? name;
  return [
    addColumnClause(table, plain(after, kept)),
    { sql: `UPDATE ${quote(table)} SET ${quoteIdentifier(kept)} = ${value}` },
    drop,
  ];
}

/** The steps that put the column back as it is to be, without what stands on it. */
export function putBack(change: ColumnChange): Step[] {
  const { table, after } = change;
  const comments = commentOf("COLUMN", columnPath(table, after.name), after.comment);
  if (!keepsValues(change)) return [addColumnClause(table, after), ...comments];
  const rename = `RENAME COLUMN ${quoteIdentifier(substitute(after))} TO ${quoteIdentifier(after.name)}`;
  return [
    { sql: `ALTER TABLE ${quote(table)} ${rename}` },
    ...alterColumn({ ...change, before: plain(after, after.name) }, []),
  ];
}

function constraintMentions({ type, constraint }: TypedConstraint, names: readonly string[]): boolean {
  if (type === "check") return names.some((name) => mentions(constraint.expression, name));
  if (type === "exclusion") return names.some((name) => mentions(constraint.definition, name));
  const included = type === "foreignKey" ? [] : (constraint.include ?? []);
  return [...constraint.columns, ...included].some((name) => names.includes(name));
}

function indexMentions(index: Index, names: readonly string[]): boolean {
  const columns = [...index.elements.flatMap(({ column }) => column ?? []), ...(index.include ?? [])];
  const texts = [...index.elements.flatMap(({ expression }) => expression ?? []), index.where ?? ""];
  return names.some((name) => columns.includes(name) || texts.some((text) => mentions(text, name)));
}

/** The constraint as a step, with its comment. */
export function addConstraint(table: ObjectName, constraint: TypedConstraint): [Step, ...Step[]] {
  const isKey = constraint.type === "primaryKey" || constraint.type === "unique";
  const when = isKey ? pass.indexConstraint : pass.otherConstraint;
  return [
    subcommand(when, `ADD ${constraintSql(constraint)}`, constraintViolations(table, constraint)),
    ...constraintComment(table, constraint.constraint),
  ];
}

/** The constraints on the columns, foreign keys aside: they go with a column that is taken off. */
export function constraintsOn(table: Table, names: readonly string[]): TypedConstraint[] {
  return constraintsOf(table).filter(
    (constraint) => constraint.type !== "foreignKey" && constraintMentions(constraint, names),
  );
}

/** The indexes on the columns: they go with a column that is taken off, too. */
export function indexesOn(table: Table, names: readonly string[]): Index[] {
  return table.indexes.filter((index) => indexMentions(index, names));
}

/**
 * The statements that bring back statistics on the columns, what is granted on them, and the word of the table that it is
 * replicated or clustered by one of those indexes.
 */
export function extrasOn(
  table: Table,
  names: readonly string[],
  indexes: readonly (string | undefined)[],
): Statement[] {
  const extras = (table.extras ?? []).filter(({ kind, name, sql, columns }) => {
    if (kind === "statistics" || kind === "grant") return columns?.some((one) => names.includes(one));
    if (kind !== "option" || !["replica identity", "cluster"].includes(name)) return false;
    return indexes.some((index) => index !== undefined && sql.endsWith(` ${quoteIdentifier(index)}`));
  });
  return extras.map(({ sql }) => ({ sql }));
}

/**
 * The statements that give columns of another type, or that were made anew, their storage, compression and statistics target
 * back, where such a column can have them.
 */
export function columnStates(table: Table, names: readonly string[]): Statement[] {
  return (table.extras ?? []).flatMap(({ kind, name, sql, columns = [] }) => {
    const [column = ""] = columns;
    if (kind !== "option" || !names.includes(column)) return [];
    const isStored = name.startsWith("statistics ") ? "" : " AND t.typstorage <> 'p'";
    const found =
      "SELECT FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid " +
      `WHERE a.attrelid = ${literal(quote(table))}::pg_catalog.regclass AND a.attname = ${literal(column)} AND a.attgenerated <> 'v'${isStored}`;
    return [doBlock([], [`IF EXISTS (${found}) THEN`, `  ${sql};`, "END IF;"])];
  });
}
