import type { ObjectName } from "../../schema/name.js";
import type { Column, EnumType } from "../../schema/schema.js";
import { tokenize } from "../../schema/sql-text.js";
import type { Statement } from "../dialect.js";
import { quoteIdentifier } from "../standard/sql.js";
import { collationSql } from "./column-sql.js";
import { columnPath, comment } from "./comment-sql.js";
import { counterOf, enterCounter, leaveCounter, retypeSequence } from "./counter.js";
import { isConstant } from "./expression-sql.js";
import { quote } from "./names.js";
import { pass, subcommand, type Step } from "./steps.js";
import { usingSql } from "./type-change.js";
import { nullRows } from "./violations.js";

/** A column before and after a change. */
export interface ColumnChange {
  readonly table: ObjectName;
  readonly before: Column;
  readonly after: Column;
  /** What rows get instead of NULL, an SQL expression. */
  readonly backfill?: string | undefined;
  /** What computes the value of the new type, where it is not for the database to convert it. */
  readonly using?: string | undefined;
}

/** Whether the column gets another type or collation, which PostgreSQL does not do while something reads it. */
export function isRetyped({ before, after }: Pick<ColumnChange, "before" | "after">): boolean {
  return before.type !== after.type || before.collation !== after.collation;
}

function alter(column: Column): string {
  return `ALTER COLUMN ${quoteIdentifier(column.name)}`;
}

/** `USING` is refused for a column that was generated when the statement began. */
function leaveExpression(change: ColumnChange): Step[] {
  const { table, before, after } = change;
  if (before.generated === undefined || after.generated !== undefined) return [];
  const clause = `${alter(before)} DROP EXPRESSION`;
  return isRetyped(change)
    ? [{ sql: `ALTER TABLE ${quote(table)} ${clause}` }]
    : [subcommand(pass.drop, clause)];
}

function isNotNull(column: Column): boolean {
  return !column.nullable || counterOf(column) !== "none";
}

function dropNotNull({ before, after }: ColumnChange): Step[] {
  const drops = isNotNull(before) && !isNotNull(after);
  return drops ? [subcommand(pass.drop, `${alter(before)} DROP NOT NULL`)] : [];
}

/** A default that stays may be no expression of the new type, so it is off while the type changes. */
function dropDefault(change: ColumnChange): Step[] {
  const { before, after } = change;
  if (before.default === undefined) return [];
  const stays = after.default !== undefined && !isRetyped(change);
  return stays ? [] : [subcommand(pass.drop, `${alter(before)} DROP DEFAULT`)];
}

/** A constant without the old type that the catalog casts it to, so that it becomes one of the new type. */
function retypedDefault(expression: string): string {
  const [first] = tokenize(expression);
  return first?.kind === "string" && isConstant(expression) ? first.text : expression;
}

function setDefault(change: ColumnChange): Step[] {
  const { before, after } = change;
  const isSame = before.default === after.default;
  if (after.default === undefined || (isSame && !isRetyped(change))) return [];
  const expression = isSame ? retypedDefault(after.default) : after.default;
  return [subcommand(pass.otherConstraint, `${alter(after)} SET DEFAULT ${expression}`)];
}

function retype(change: ColumnChange, enums: readonly EnumType[]): Step[] {
  if (!isRetyped(change)) return [];
  const { table, before, after } = change;
  const using = change.using ?? usingSql(quoteIdentifier(after.name), before.type, after.type, enums);
  const clause = `${alter(after)} TYPE ${after.type}${collationSql(after)}${using === undefined ? "" : ` USING ${using}`}`;
  const isSerial = counterOf(before) === "serial" && counterOf(after) === "serial";
  return [
    subcommand(pass.alterType, clause),
    ...(isSerial && before.type !== after.type ? [retypeSequence(table, after)] : []),
  ];
}

/** The statement that puts a value where there is none. */
function fill({ table, after, backfill }: ColumnChange): Statement[] {
  const column = quoteIdentifier(after.name);
  if (backfill === undefined) return [];
  return [{ sql: `UPDATE ${quote(table)} SET ${column} = ${backfill} WHERE ${column} IS NULL` }];
}

/** An identity must be NOT NULL already. https://www.postgresql.org/docs/current/sql-altertable.html */
function setNotNull({ table, before, after }: ColumnChange): Step[] {
  if (isNotNull(before) || !isNotNull(after)) return [];
  const violations = nullRows(table, [after.name]);
  return [subcommand(pass.columnAttribute, `${alter(after)} SET NOT NULL`, violations)];
}

function changeComment({ table, before, after }: ColumnChange): Step[] {
  if (before.comment === after.comment) return [];
  return [comment("COLUMN", columnPath(table, after.name), after.comment)];
}

/** The steps that make the one column of the other, in place. */
export function alterColumn(change: ColumnChange, enums: readonly EnumType[]): Step[] {
  const { table, before, after } = change;
  return [
    ...leaveCounter(table, before, after),
    ...leaveExpression(change),
    ...dropNotNull(change),
    ...dropDefault(change),
    ...retype(change, enums),
    ...fill(change),
    ...setNotNull(change),
    ...enterCounter(table, before, after),
    ...setDefault(change),
    ...changeComment(change),
  ];
}
