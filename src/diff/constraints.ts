import type { ConstraintChange, ConstraintType, ConstraintTypes } from "../operation/operation.js";
import { equal } from "../schema/compare.js";
import type { Table } from "../schema/schema.js";

type ConstraintsByType = { readonly [Type in ConstraintType]: readonly ConstraintTypes[Type][] };

/** The constraints of a table, by type. */
function constraintsOf(table: Table): ConstraintsByType {
  return {
    primaryKey: table.primaryKey === undefined ? [] : [table.primaryKey],
    unique: table.uniques,
    check: table.checks,
    foreignKey: table.foreignKeys,
  };
}

/** The items of the first list that are not in the second; what is there twice must be there twice on both sides. */
export function without<Item>(items: readonly Item[], others: readonly Item[]): Item[] {
  const left = [...others];
  return items.filter((item) => {
    const at = left.findIndex((other) => equal(item, other));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

interface ConstraintDifference {
  readonly dropped: ConstraintChange[];
  readonly added: ConstraintChange[];
}

/** The constraints that go, keys that depend on others first, and those that come, in the opposite order of types. */
export function diffConstraints(from: Table, to: Table): ConstraintDifference {
  const [before, after] = [constraintsOf(from), constraintsOf(to)];
  const changes = (
    kind: ConstraintChange["kind"],
    left: ConstraintsByType,
    right: ConstraintsByType,
  ): ConstraintChange[] => [
    ...without(left.primaryKey, right.primaryKey).map((constraint) => ({
      kind,
      type: "primaryKey" as const,
      constraint,
    })),
    ...without(left.unique, right.unique).map((constraint) => ({
      kind,
      type: "unique" as const,
      constraint,
    })),
    ...without(left.check, right.check).map((constraint) => ({ kind, type: "check" as const, constraint })),
    ...without(left.foreignKey, right.foreignKey).map((constraint) => ({
      kind,
      type: "foreignKey" as const,
      constraint,
    })),
  ];
  return {
    dropped: changes("dropConstraint", before, after).toReversed(),
    added: changes("addConstraint", after, before),
  };
}
