import type { Abilities } from "../dialect/dialect.js";
import type { ConstraintChange, IndexOperation } from "../operation/operation.js";
import { keyOf } from "../schema/name.js";
import type { ForeignKey, Index, Table } from "../schema/schema.js";
import { droppedConstraints } from "./constraints.js";
import type { IndexNames } from "./index-names.js";
import type { KeptTable, TableSets } from "./tables.js";

/** What becomes of the parts of a table that foreign keys depend on. */
export interface Turnover {
  /** The columns that get a type with which a key at them cannot stay. */
  readonly retyped: ReadonlySet<string>;
  /** Whether something goes that makes the columns unique that the key refers to. */
  readonly isLosing: (key: ForeignKey) => boolean;
  /** Whether something comes that makes the columns unique that the key refers to. */
  readonly isGaining: (key: ForeignKey) => boolean;
}

/** Which columns they are, whatever their order. */
function setOf(columns: readonly string[]): string {
  return JSON.stringify(columns.toSorted());
}

function indexSets(indexes: readonly Index[]): string[] {
  return indexes
    .filter(({ unique, where }) => unique && where === undefined)
    .map(({ elements }) => setOf(elements.map((element) => element.column ?? element.expression)));
}

function constraintSets(changes: readonly ConstraintChange[]): string[] {
  return changes.flatMap(({ type, constraint }) =>
    type === "primaryKey" || type === "unique" ? [setOf(constraint.columns)] : [],
  );
}

function turnover(
  retyped: readonly string[],
  losing: readonly string[],
  gaining: readonly string[],
): Turnover {
  return {
    retyped: new Set(retyped),
    isLosing: ({ referencedColumns }) => losing.includes(setOf(referencedColumns)),
    isGaining: ({ referencedColumns }) => gaining.includes(setOf(referencedColumns)),
  };
}

function retypedColumns({ old, table }: KeptTable, { keepsForeignKeys }: Abilities): string[] {
  const before = new Map(old.columns.map(({ name, type }) => [name, type]));
  return table.columns
    .filter(({ name, type }) => {
      const from = before.get(name);
      return from !== undefined && from !== type && !keepsForeignKeys(from, type);
    })
    .map(({ name }) => name);
}

function ofKept(kept: KeptTable, abilities: Abilities): Turnover {
  const { difference, indexes } = kept;
  const setsOf = (operations: readonly IndexOperation[]): string[] =>
    indexSets(operations.map(({ index }) => index));
  return turnover(
    retypedColumns(kept, abilities),
    [...constraintSets(difference.dropped), ...setsOf(indexes.dropped)],
    [...constraintSets(difference.added), ...setsOf(indexes.created)],
  );
}

/**
 * What becomes of each table, by its key. Those that come or go whole have their indexes made after and dropped before, and
 * lose those constraints before whose names others want.
 */
export function turnovers(
  { kept, created, dropped }: TableSets,
  names: IndexNames,
  abilities: Abilities,
): Map<string, Turnover> {
  const none: readonly string[] = [];
  const own = (table: Table): string[] => indexSets(table.indexes);
  const freed = (table: Table): string[] =>
    constraintSets(
      droppedConstraints(table).filter(({ type, constraint }) =>
        names.isWantedElsewhere(table, type, constraint.name),
      ),
    );
  return new Map<string, Turnover>([
    ...kept.map((one) => [keyOf(one.table), ofKept(one, abilities)] as const),
    ...created.map((table) => [keyOf(table), turnover(none, none, own(table))] as const),
    ...dropped.map(
      (table) => [keyOf(table), turnover(none, [...own(table), ...freed(table)], none)] as const,
    ),
  ]);
}
