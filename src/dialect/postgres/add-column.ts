import type { AddColumn } from "../../operation/operation.js";
import type { ObjectName } from "../../schema/name.js";
import type { Column } from "../../schema/schema.js";
import { quoteIdentifier } from "../standard/sql.js";
import { alterColumn } from "./alter-column.js";
import { columnSql } from "./column-sql.js";
import { columnPath, commentOf } from "./comment-sql.js";
import { counterOf } from "./counter.js";
import { isConstant } from "./expression-sql.js";
import { pass, subcommand, type Step } from "./steps.js";
import { serialOptions } from "./table-sql.js";
import { anyRow } from "./violations.js";

/** The subcommand that adds the column as it is. */
export function addColumnClause(table: ObjectName, column: Column): Step {
  const needsValue =
    !column.nullable &&
    column.default === undefined &&
    column.generated === undefined &&
    counterOf(column) === "none";
  return subcommand(
    pass.addColumn,
    `ADD COLUMN ${columnSql(column)}`,
    needsValue ? anyRow(table) : undefined,
  );
}

/** A constant is not written into any row, however many there are. https://www.postgresql.org/docs/current/ddl-alter.html#DDL-ALTER-ADDING-A-COLUMN */
function addWithConstant(table: ObjectName, column: Column, backfill: string): Step[] {
  const alter = `ALTER COLUMN ${quoteIdentifier(column.name)}`;
  const filled = addColumnClause(table, { ...column, default: backfill });
  if (column.default === backfill) return [filled];
  return column.default === undefined
    ? [filled, subcommand(pass.drop, `${alter} DROP DEFAULT`)]
    : [filled, subcommand(pass.otherConstraint, `${alter} SET DEFAULT ${column.default}`)];
}

/** Rows get the value first; then the column becomes what it is to be. */
function addFilled(table: ObjectName, after: Column, backfill: string): Step[] {
  const { name, type, collation, comment } = after;
  const before: Column = {
    name,
    type,
    nullable: true,
    ...(collation === undefined ? {} : { collation }),
    ...(comment === undefined ? {} : { comment }),
  };
  return [addColumnClause(table, before), ...alterColumn({ table, before, after, backfill }, [])];
}

function adding(table: ObjectName, { column, backfill }: AddColumn): Step[] {
  if (backfill === undefined || column.generated !== undefined) {
    return [addColumnClause(table, column), ...serialOptions(table, column)];
  }
  return counterOf(column) === "none" && isConstant(backfill)
    ? addWithConstant(table, column, backfill)
    : addFilled(table, column, backfill);
}

/** The steps that add the column, and give rows that are there the value that they need. */
export function addColumn(table: ObjectName, change: AddColumn): Step[] {
  const { name, comment } = change.column;
  return [...adding(table, change), ...commentOf("COLUMN", columnPath(table, name), comment)];
}
