import { AludelError } from "../../errors.js";
import { equal } from "../../schema/compare.js";
import { displayName } from "../../schema/name.js";
import type { Table } from "../../schema/schema.js";
import { mentions, stripParentheses } from "../../schema/sql-text.js";
import { constraintsOf, type TypedConstraint } from "./constraint-sql.js";

/** What the constraint demands, apart from its name and how its text is spelled. */
function shape({ type, constraint }: TypedConstraint, table: Table): unknown {
  switch (type) {
    case "primaryKey":
      return [type];
    case "unique":
      return [type, constraint.columns];
    case "foreignKey":
      return [type, constraint.columns, constraint.references];
    case "check":
    case "exclusion": {
      const text = type === "check" ? constraint.expression : constraint.definition;
      return [type, table.columns.map(({ name }) => name).filter((name) => mentions(text, name))];
    }
  }
}

function isEqualText(left: TypedConstraint, right: TypedConstraint): boolean {
  if (left.type !== "check" || right.type !== "check") return false;
  return stripParentheses(left.constraint.expression) === stripParentheses(right.constraint.expression);
}

/**
 * The name of a constraint that goes: its own, or that which the database gave one of the same sort on the same columns.
 * Throws `E_CONSTRAINT_UNKNOWN` where there is none, or several.
 */
export function nameOfConstraint(wanted: TypedConstraint, table: Table): string {
  if (wanted.constraint.name !== undefined) return wanted.constraint.name;
  const alike = constraintsOf(table).filter((one) => equal(shape(one, table), shape(wanted, table)));
  const exact = alike.filter((one) => isEqualText(one, wanted));
  const [found, ...others] = exact.length === 0 ? alike : exact;
  if (found?.constraint.name !== undefined && others.length === 0) return found.constraint.name;
  const names = constraintsOf(table).flatMap(({ constraint }) => constraint.name ?? []);
  throw new AludelError(
    "E_CONSTRAINT_UNKNOWN",
    `table "${displayName(table)}" has ${found === undefined ? "no such constraint" : "several such constraints"}, and the one to drop has no name`,
    { hint: `Name the constraint to drop. The table has: ${names.length === 0 ? "none" : names.join(", ")}` },
  );
}

/** The table without the constraint of that name. */
export function withoutConstraint(table: Table, name: string): Table {
  const { primaryKey, exclusions, ...rest } = table;
  const isOther = (constraint: { readonly name?: string }): boolean => constraint.name !== name;
  return {
    ...rest,
    ...(primaryKey && isOther(primaryKey) && { primaryKey }),
    uniques: table.uniques.filter(isOther),
    foreignKeys: table.foreignKeys.filter(isOther),
    checks: table.checks.filter(isOther),
    ...(exclusions && { exclusions: exclusions.filter(isOther) }),
  };
}
