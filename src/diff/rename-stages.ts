import type { Operation, RenameColumn } from "../operation/operation.js";
import { keyOf, sameName, type ObjectName } from "../schema/name.js";
import type { Table } from "../schema/schema.js";
import type { Renames } from "./diff.js";
import type { MovedConstraints } from "./keys.js";
import { alterTable } from "./tables.js";

/** The operations that give the columns of those tables their new names. */
export function renameColumns({ columns }: Renames, tables: readonly ObjectName[]): Operation[] {
  return tables.flatMap((table) => alterTable(table, columns.get(keyOf(table)) ?? []));
}

/** The tables with a new column name that a foreign key of another table says: they are renamed before that is touched. */
function namedByOthers({ columns }: Renames, tables: readonly Table[]): Set<string> {
  const named = tables.flatMap((table) =>
    table.foreignKeys
      .filter(({ references, referencedColumns }) =>
        columns
          .get(keyOf(references))
          ?.some(({ to }) => !sameName(references, table) && referencedColumns.includes(to)),
      )
      .map(({ references }) => keyOf(references)),
  );
  return new Set(named);
}

/** The tables whose columns the early operations say, at either end of a key. */
function namedEarly({ early }: MovedConstraints): Set<string> {
  return new Set(
    early.flatMap(({ table, changes }) => [
      keyOf(table),
      ...changes.flatMap((change) =>
        "type" in change && change.type === "foreignKey" ? [keyOf(change.constraint.references)] : [],
      ),
    ]),
  );
}

/** When the columns of each table get their new names. */
export interface RenameStages {
  readonly isFirst: (table: ObjectName) => boolean;
  /** Before constraints go that must go early. */
  readonly first: readonly Operation[];
  /** Before any other change of a table. */
  readonly early: readonly Operation[];
  /** With all other changes of the table. */
  readonly late: (table: ObjectName) => readonly RenameColumn[];
}

/** Finds the stage of each table: together with its other changes, unless something else says its columns before. */
export function renameStages(
  renames: Renames,
  moved: MovedConstraints,
  tables: readonly Table[],
): RenameStages {
  const first = namedEarly(moved);
  const early = namedByOthers(renames, tables);
  const isFirst = (table: ObjectName): boolean => first.has(keyOf(table));
  const isEarly = (table: ObjectName): boolean => !isFirst(table) && early.has(keyOf(table));
  const kept = moved.kept.map(({ table }) => table);
  return {
    isFirst,
    first: renameColumns(renames, kept.filter(isFirst)),
    early: renameColumns(renames, kept.filter(isEarly)),
    late: (table) => (isFirst(table) || isEarly(table) ? [] : (renames.columns.get(keyOf(table)) ?? [])),
  };
}
