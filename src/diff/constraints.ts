import type { ConstraintChange, ConstraintType, ConstraintTypes } from "../operation/operation.js";
import { equal } from "../schema/compare.js";
import type { ObjectName } from "../schema/name.js";
import type { Table } from "../schema/schema.js";
import { listOf } from "./list-of.js";
import type { NameChange } from "./rename-order.js";

type ConstraintsByType = { readonly [Type in ConstraintType]: readonly ConstraintTypes[Type][] };

/** The constraints of a table, by type. */
function constraintsOf(table: Table): ConstraintsByType {
  return {
    primaryKey: table.primaryKey === undefined ? [] : [table.primaryKey],
    unique: table.uniques,
    check: table.checks,
    exclusion: table.exclusions ?? [],
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

function changes(
  kind: ConstraintChange["kind"],
  left: ConstraintsByType,
  right: ConstraintsByType,
): ConstraintChange[] {
  const all = <Type extends ConstraintType>(
    type: Type,
    build: (constraint: ConstraintTypes[Type]) => ConstraintChange,
  ): ConstraintChange[] => {
    return without<ConstraintTypes[Type]>(left[type], right[type]).map(build);
  };
  return [
    ...all("primaryKey", (constraint) => ({ kind, type: "primaryKey", constraint })),
    ...all("unique", (constraint) => ({ kind, type: "unique", constraint })),
    ...all("check", (constraint) => ({ kind, type: "check", constraint })),
    ...all("exclusion", (constraint) => ({ kind, type: "exclusion", constraint })),
    ...all("foreignKey", (constraint) => ({ kind, type: "foreignKey", constraint })),
  ];
}

const noConstraints: ConstraintsByType = {
  primaryKey: [],
  unique: [],
  check: [],
  exclusion: [],
  foreignKey: [],
};

/** All constraints of a table that comes, each as a change of its own. */
export function addedConstraints(table: Table): ConstraintChange[] {
  return changes("addConstraint", constraintsOf(table), noConstraints);
}

/** All constraints of a table that goes, each as a change of its own, keys that depend on others first. */
export function droppedConstraints(table: Table): ConstraintChange[] {
  return changes("dropConstraint", constraintsOf(table), noConstraints).toReversed();
}

/** What becomes of the constraints of a table. */
export interface ConstraintDifference {
  /** Keys that depend on others first. */
  readonly dropped: readonly ConstraintChange[];
  /** In no order: one may take a name that another one still has. */
  readonly renamed: readonly NameChange[];
  /** In the opposite order of types. */
  readonly added: readonly ConstraintChange[];
}

/** Whether a constraint of that type and table may get the name `to` instead of being made anew. */
export type MayRenameConstraint = (table: ObjectName, type: ConstraintType, change: NameChange) => boolean;

function isSameButName(left: ConstraintChange, right: ConstraintChange): boolean {
  const bare = ({ type, constraint }: ConstraintChange): unknown => [
    type,
    { ...constraint, name: undefined },
  ];
  return equal(bare(left), bare(right));
}

/** The new name of a constraint that goes, where one comes that is the same but for that. */
function newNameOf(
  drop: ConstraintChange,
  added: readonly ConstraintChange[],
  table: ObjectName,
  mayRename: MayRenameConstraint,
): NameChange | undefined {
  const from = drop.constraint.name;
  if (from === undefined) return undefined;
  const names = added.filter((add) => isSameButName(drop, add)).flatMap((add) => listOf(add.constraint.name));
  const to = names.find((name) => mayRename(table, drop.type, { from, to: name }));
  return to === undefined ? undefined : { from, to };
}

/** The constraints that go, that come, and that get another name, of all that are not the same on both sides. */
export function diffConstraints(
  from: Table,
  to: Table,
  mayRename: MayRenameConstraint,
): ConstraintDifference {
  const [before, after] = [constraintsOf(from), constraintsOf(to)];
  let added = changes("addConstraint", after, before);
  const renamed: NameChange[] = [];
  const dropped = changes("dropConstraint", before, after).filter((drop) => {
    const change = newNameOf(drop, added, to, mayRename);
    if (change === undefined) return true;
    renamed.push(change);
    added = added.filter((add) => !(add.constraint.name === change.to && isSameButName(drop, add)));
    return false;
  });
  return { dropped: dropped.toReversed(), renamed, added };
}
