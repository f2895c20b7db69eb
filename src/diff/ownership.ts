import { keyOf, type ObjectName } from "../schema/name.js";
import type { Schema } from "../schema/schema.js";
import { adoptEnums, adoptExtensions, adoptSchemas, adoptSequences } from "./adopt-object.js";
import { adoptTable, type AdoptedTable } from "./adopt-table.js";
import { adoptView } from "./adopt-view.js";
import { viewsInTheWay } from "./in-the-way.js";

/** Something in the database that entities cannot say, and that is therefore kept. */
export interface Unmanaged {
  readonly kind:
    | "table"
    | "view"
    | "index"
    | "trigger"
    | "check"
    | "exclusion"
    | "option"
    | "enum"
    | "sequence"
    | "rule"
    | "policy"
    | "grant"
    | "statistics";
  readonly name: string;
  /** The table or view that it belongs to, where it does. */
  readonly table?: string;
}

/** Which of the things that entities cannot say may go. */
export interface OwnershipRules {
  /** Names of indexes that an entity declares with `synchronize: false`. */
  readonly unmanagedIndexes: readonly string[];
  /** The index methods that an entity can ask for, besides the default one. */
  readonly indexMethods: readonly string[];
  /** Whether the index, trigger, exclusion, enum, sequence, extension or schema of that name is dropped; it may need a column that goes. */
  readonly goes: (name: string, losesColumn: boolean) => boolean;
  /** Whether a revision made the enum or exclusion of that name. */
  readonly createdByHistory: (name: string) => boolean;
  /** Whether something that is not compared uses that enum. */
  readonly isUsedElsewhere: (enumType: ObjectName) => boolean;
  /** Whether the history gave that column of that table no list of values, so that one in the database is by hand. */
  readonly isPlainInHistory: (table: string, column: string) => boolean;
  /** Whether constraints keep the name that they have, whatever name the entity derives. */
  readonly keepConstraintNames: boolean;
}

/** The target with what is kept, what of it is unmanaged, and what stands in the way of a column that goes. */
export interface Adopted {
  readonly schema: Schema;
  readonly unmanaged: readonly Unmanaged[];
  readonly inTheWay: readonly Unmanaged[];
}

/**
 * The target schema with all that entities cannot say, as it is in the database: triggers, expression and descending
 * indexes, checks without a name, STRICT, conflict clauses, names of constraints that one side leaves out, sequences,
 * extensions, what is granted and so on. `from` already has the new names.
 */
export function adopt(from: Schema, to: Schema, rules: OwnershipRules): Adopted {
  const before = new Map(from.tables.map((table) => [keyOf(table), table]));
  const tables = to.tables.map((table): AdoptedTable => {
    const old = before.get(keyOf(table));
    return old === undefined ? { table, unmanaged: [], inTheWay: [] } : adoptTable(old, table, rules);
  });
  const oldViews = new Map(from.views.map((view) => [keyOf(view), view]));
  const views = to.views.map((view) => adoptView(oldViews.get(keyOf(view)), view, rules));
  const kept: Schema = {
    ...to,
    tables: tables.map(({ table }) => table),
    views: views.map(({ view }) => view),
    extensions: adoptExtensions(from, to, rules),
    schemas: adoptSchemas(from, to, rules),
  };
  const enums = adoptEnums(from, kept, rules);
  const sequences = adoptSequences(from, to, rules);
  return {
    schema: { ...kept, enums: enums.items, sequences: sequences.items },
    unmanaged: [
      ...tables.flatMap(({ unmanaged }) => unmanaged),
      ...views.flatMap(({ unmanaged }) => unmanaged),
      ...enums.unmanaged,
      ...sequences.unmanaged,
    ],
    inTheWay: [...tables.flatMap(({ inTheWay }) => inTheWay), ...viewsInTheWay(from, to)],
  };
}
