import type { ConstraintType } from "../operation/operation.js";
import { keyOf, type ObjectName } from "../schema/name.js";
import type { Schema, Table, View } from "../schema/schema.js";
import { listOf } from "./list-of.js";
import type { MayRename } from "./tables.js";

/** What has a name that no other index of its schema may have. */
interface Holder {
  /** The key of the table or view that it belongs to. */
  readonly owner: string;
  readonly kind: "constraint" | "index";
}

type Holders = ReadonlyMap<string, Holder>;

function nameKey(owner: ObjectName, name: string): string {
  return keyOf({ ...owner, name });
}

/** The constraints of the table that are kept by an index, which has their name. */
function indexedConstraints({ primaryKey, uniques, exclusions = [] }: Table): string[] {
  return [...listOf(primaryKey), ...uniques, ...exclusions].flatMap(({ name }) => listOf(name));
}

/** The names of all indexes of the table, also of those that keep a constraint. */
export function ownIndexNames(table: Table): string[] {
  return [...indexedConstraints(table), ...table.indexes.map(({ name }) => name)];
}

function holdersOf({ tables, views }: Schema): Holders {
  const holders = new Map<string, Holder>();
  const add = (owner: Table | View, names: readonly string[], kind: Holder["kind"]): void => {
    for (const name of names) holders.set(nameKey(owner, name), { owner: keyOf(owner), kind });
  };
  for (const owner of [...tables, ...views]) {
    add(
      owner,
      (owner.indexes ?? []).map(({ name }) => name),
      "index",
    );
  }
  for (const table of tables) add(table, indexedConstraints(table), "constraint");
  return holders;
}

/** Who has the names of indexes before and after, which decides what may be renamed and what must make room first. */
export interface IndexNames extends MayRename {
  /** Whether the name of a constraint that goes is wanted by one of another table. */
  readonly isWantedElsewhere: (table: ObjectName, type: ConstraintType, name: string | undefined) => boolean;
}

/**
 * The names of indexes in both schemas; `before` has the new names of tables already. A constraint may be renamed where
 * nothing of another table has or wants its names, and an index where no constraint, which comes before, wants its old one.
 */
export function indexNames(before: Schema, after: Schema): IndexNames {
  const [held, wanted] = [holdersOf(before), holdersOf(after)];
  const isOfOther = (holders: Holders, table: ObjectName, name: string): boolean => {
    const holder = holders.get(nameKey(table, name));
    return holder?.kind === "constraint" && holder.owner !== keyOf(table);
  };
  const isIndexed = (type: ConstraintType): boolean => type !== "foreignKey" && type !== "check";
  return {
    constraint: (table, type, { from, to }) =>
      !isIndexed(type) || (!isOfOther(held, table, to) && !isOfOther(wanted, table, from)),
    index: (owner, { from }) => wanted.get(nameKey(owner, from))?.kind !== "constraint",
    isWantedElsewhere: (table, type, name) =>
      name !== undefined && isIndexed(type) && isOfOther(wanted, table, name),
  };
}
