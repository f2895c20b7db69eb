import { AludelError } from "../errors.js";
import { equal } from "../schema/compare.js";
import { displayName, keyOf } from "../schema/name.js";
import type { Table } from "../schema/schema.js";

/** A table and the name of the entity that wants it. */
export interface OwnedTable {
  readonly owner: string;
  readonly table: Table;
}

function union<Item>(left: readonly Item[], right: readonly Item[]): Item[] {
  return [...left, ...right.filter((item) => !left.some((other) => equal(item, other)))];
}

function conflict(left: OwnedTable, right: OwnedTable, what: string): AludelError {
  return new AludelError(
    "E_TABLE_MAPPED_TWICE",
    `${left.owner} and ${right.owner} both map table "${displayName(left.table)}", with different ${what}`,
    { hint: "Make both say the same, or give one of them another table, or `synchronize: false`." },
  );
}

function unite(left: OwnedTable, right: OwnedTable): OwnedTable {
  for (const column of left.table.columns) {
    const other = right.table.columns.find(({ name }) => name === column.name);
    if (other !== undefined && !equal(column, other)) throw conflict(left, right, `columns "${column.name}"`);
  }
  if (!equal(left.table.primaryKey, right.table.primaryKey)) throw conflict(left, right, "primary keys");
  const comments = new Set([left, right].flatMap(({ table }) => table.options.comment ?? []));
  if (comments.size > 1) throw conflict(left, right, "comments");
  const exclusions = union(left.table.exclusions ?? [], right.table.exclusions ?? []);
  return {
    owner: `${left.owner} and ${right.owner}`,
    table: {
      ...left.table,
      columns: union(left.table.columns, right.table.columns),
      uniques: union(left.table.uniques, right.table.uniques),
      foreignKeys: union(left.table.foreignKeys, right.table.foreignKeys),
      checks: union(left.table.checks, right.table.checks),
      ...(exclusions.length === 0 ? {} : { exclusions }),
      indexes: union(left.table.indexes, right.table.indexes),
      options: { ...left.table.options, ...right.table.options },
    },
  };
}

/**
 * One table per name: several entities on one table (an entity and a many-to-many junction, say) want the union of what
 * they map. Throws `E_TABLE_MAPPED_TWICE`, naming both, where they disagree on a column, the
 * primary key or the comment.
 */
export function uniteTables(tables: readonly OwnedTable[]): Table[] {
  const byName = new Map<string, OwnedTable>();
  for (const owned of tables) {
    const key = keyOf(owned.table);
    const other = byName.get(key);
    byName.set(key, other === undefined ? owned : unite(other, owned));
  }
  return [...byName.values()].map(({ table }) => table);
}
