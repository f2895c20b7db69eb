import type { ConstraintType, ConstraintTypes } from "../../operation/operation.js";
import type { PrimaryKey, Table, Unique } from "../../schema/schema.js";
import { checkClause, constraintName, foreignKeyClause, quoteList } from "../standard/sql.js";
import { quote } from "./names.js";

/** A constraint with the word for its sort. */
export type TypedConstraint = {
  readonly [Type in ConstraintType]: { readonly type: Type; readonly constraint: ConstraintTypes[Type] };
}[ConstraintType];

function included({ include }: PrimaryKey | Unique): string {
  return include === undefined || include.length === 0 ? "" : ` INCLUDE (${quoteList(include)})`;
}

function deferrable({ deferrable: when }: { readonly deferrable?: string }): string {
  return when === undefined ? "" : ` DEFERRABLE ${when}`;
}

/** Whether rows that are there are not looked at when the constraint comes. */
export function isNotValid({ type, constraint }: TypedConstraint): boolean {
  return (type === "check" || type === "foreignKey") && constraint.notValid === true;
}

/** The constraint as part of a table. https://www.postgresql.org/docs/current/sql-createtable.html */
export function constraintSql({ type, constraint }: TypedConstraint): string {
  switch (type) {
    case "primaryKey":
      return `${constraintName(constraint)}PRIMARY KEY (${quoteList(constraint.columns)})${included(constraint)}${deferrable(constraint)}`;
    case "unique": {
      const nulls = constraint.nullsNotDistinct ? " NULLS NOT DISTINCT" : "";
      return `${constraintName(constraint)}UNIQUE${nulls} (${quoteList(constraint.columns)})${included(constraint)}${deferrable(constraint)}`;
    }
    case "foreignKey":
      return `${foreignKeyClause(constraint, quote(constraint.references))}${constraint.notValid ? " NOT VALID" : ""}`;
    case "check":
      return `${checkClause(constraint)}${constraint.noInherit ? " NO INHERIT" : ""}${constraint.notValid ? " NOT VALID" : ""}`;
    case "exclusion":
      return `${constraintName(constraint)}EXCLUDE ${constraint.definition}${deferrable(constraint)}`;
  }
}

/** All constraints of the table, keys that others need first. */
export function constraintsOf(table: Table): TypedConstraint[] {
  return [
    ...(table.primaryKey === undefined
      ? []
      : [{ type: "primaryKey", constraint: table.primaryKey } as const]),
    ...table.uniques.map((constraint) => ({ type: "unique", constraint }) as const),
    ...table.checks.map((constraint) => ({ type: "check", constraint }) as const),
    ...(table.exclusions ?? []).map((constraint) => ({ type: "exclusion", constraint }) as const),
    ...table.foreignKeys.map((constraint) => ({ type: "foreignKey", constraint }) as const),
  ];
}
