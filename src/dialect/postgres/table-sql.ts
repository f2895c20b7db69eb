import { equal } from "../../schema/compare.js";
import type { ObjectName } from "../../schema/name.js";
import type { Column, Table } from "../../schema/schema.js";
import type { Statement } from "../dialect.js";
import { columnSql } from "./column-sql.js";
import { tableComments } from "./comment-sql.js";
import { constraintsOf, constraintSql, isNotValid, type TypedConstraint } from "./constraint-sql.js";
import { setUpSequence } from "./counter.js";
import { extrasOfNew } from "./extras-sql.js";
import { withStorage } from "./index-sql.js";
import { quote } from "./names.js";

/** The sequence of a serial column is made by the database, and is told afterwards how to count. */
export function serialOptions(table: ObjectName, column: Column): Statement[] {
  if (!column.autoIncrement || column.sequence === undefined) return [];
  return setUpSequence(table, column.name, column.sequence);
}

/** Whether PostgreSQL, in one statement, may make one constraint of both. */
function isLike(one: TypedConstraint, other: TypedConstraint): boolean {
  if (one.type === "exclusion") {
    return other.type === "exclusion" && one.constraint.definition === other.constraint.definition;
  }
  return (
    one.type === "unique" &&
    (other.type === "unique" || other.type === "primaryKey") &&
    equal(one.constraint.columns, other.constraint.columns)
  );
}

/** Whether a constraint before it says the same. */
function isRepeated(constraint: TypedConstraint, place: number, all: readonly TypedConstraint[]): boolean {
  return all.slice(0, place).some((other) => isLike(constraint, other));
}

/**
 * The statements that create the table, without its indexes and triggers. A constraint that is not valid comes after: as a
 * part of a new table it would be. https://www.postgresql.org/docs/current/sql-createtable.html
 */
export function createTable(table: Table): Statement[] {
  const constraints = constraintsOf(table);
  const later = constraints.filter((one, place, all) => isNotValid(one) || isRepeated(one, place, all));
  const clauses = [
    ...table.columns.map(columnSql),
    ...constraints.filter((constraint) => !later.includes(constraint)).map(constraintSql),
  ];
  const body = clauses.length === 0 ? "()" : `(\n  ${clauses.join(",\n  ")}\n)`;
  const head = `CREATE ${table.options.unlogged ? "UNLOGGED " : ""}TABLE ${quote(table)}`;
  return [
    { sql: `${head} ${body}${withStorage(table.options.storage)}` },
    ...later.map((constraint) => ({ sql: `ALTER TABLE ${quote(table)} ADD ${constraintSql(constraint)}` })),
    ...table.columns.flatMap((column) => serialOptions(table, column)),
    ...tableComments(table),
    ...extrasOfNew(table.extras),
  ];
}
