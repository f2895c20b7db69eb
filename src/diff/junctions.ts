import type { RenameTable } from "../operation/operation.js";
import { equal } from "../schema/compare.js";
import { keyOf, sameName, type ObjectName } from "../schema/name.js";
import type { ForeignKey, Schema, Table } from "../schema/schema.js";
import { pathOf, renameAnswer, type RenameAnswer } from "./rename.js";

/** Whether the table does nothing but join others: each of its columns is of a foreign key. */
export function isJunction({ columns, foreignKeys }: Table): boolean {
  const joining = new Set(foreignKeys.flatMap((key) => key.columns));
  return foreignKeys.length > 1 && columns.every(({ name }) => joining.has(name));
}

/** What the keys of a junction join. */
function joined({ foreignKeys }: Table): string[] {
  return foreignKeys.map(({ references, columns }) => `${columns.length} ${keyOf(references)}`).toSorted();
}

/** Whether both are junctions of the same tables. The first has the new names of these already. */
export function isSameJunction(old: Table, table: Table): boolean {
  return isJunction(old) && isJunction(table) && equal(joined(old), joined(table));
}

/** A name as far as naming strategies agree on it. */
function plain(name: string): string {
  return name.replaceAll("_", "").toLowerCase();
}

/** The names that one may get when tables that it begins or ends with get theirs. */
function namesAfter(name: string, renames: readonly RenameTable[]): Set<string> {
  return renames.reduce(
    (names, rename) => {
      const [from, to] = [plain(rename.from.name), plain(rename.to.name)];
      const changed = [...names].flatMap((one) => {
        const first = one.startsWith(from) ? [to + one.slice(from.length)] : [];
        return [one, ...first].flatMap((other) =>
          other.endsWith(from) ? [other, other.slice(0, -from.length) + to] : [other],
        );
      });
      return new Set(changed);
    },
    new Set([plain(name)]),
  );
}

function follows(from: string, to: string, renames: readonly RenameTable[]): boolean {
  return namesAfter(from, renames).has(plain(to));
}

/** The renames of tables that the junction joins. */
function ownRenames({ foreignKeys }: Table, renames: readonly RenameTable[]): RenameTable[] {
  return renames.filter(({ to }) => foreignKeys.some(({ references }) => sameName(references, to)));
}

/** Whether the junction got its new place from those that it joins: their schema, and a part of its name. */
function followsOwners(old: Table, table: Table, renames: readonly RenameTable[]): boolean {
  const owners = ownRenames(old, renames);
  const schemas = [old.schema, ...owners.map(({ to }) => to.schema)];
  return owners.length > 0 && schemas.includes(table.schema) && follows(old.name, table.name, owners);
}

function missingFrom({ tables }: Schema): (table: ObjectName) => boolean {
  const keys = new Set(tables.map(keyOf));
  return (table) => !keys.has(keyOf(table));
}

/** A junction that went, and one that came and stands for it. */
export interface JunctionPair {
  readonly old: Table;
  readonly table: Table;
}

/**
 * The junctions that get another name because a table that they join got one, as naming strategies derive it. `from` has the
 * new names of those tables. Where there are several, none follows.
 */
export function followingJunctions(
  from: Schema,
  to: Schema,
  renames: readonly RenameTable[],
): JunctionPair[] {
  const came = to.tables.filter(missingFrom(from));
  const pairs = from.tables
    .filter(missingFrom(to))
    .flatMap((old) =>
      came
        .filter((table) => isSameJunction(old, table) && followsOwners(old, table, renames))
        .map((table): JunctionPair => ({ old, table })),
    );
  return pairs.filter(
    (one) => !pairs.some((other) => other !== one && (other.old === one.old || other.table === one.table)),
  );
}

/** The columns of both keys that went and came, where nothing else of the keys differs. */
function changedColumns(old: ForeignKey, key: ForeignKey, { old: before, table }: JunctionPair): string[][] {
  const has = ({ columns }: Table, name: string): boolean => columns.some((column) => column.name === name);
  return old.columns.flatMap((from, place) => {
    const to = key.columns[place];
    return to === undefined || from === to || has(table, from) || has(before, to) ? [] : [[from, to]];
  });
}

/** The key that stands for the old one: the only one to that table, or the one whose columns are called after the new name. */
function keyInstead(old: ForeignKey, pair: JunctionPair, rename: RenameTable): ForeignKey | undefined {
  const alike = (key: ForeignKey): boolean =>
    sameName(key.references, old.references) && key.columns.length === old.columns.length;
  const [before, after] = [pair.old.foreignKeys.filter(alike), pair.table.foreignKeys.filter(alike)];
  if (before.length === 1 && after.length === 1) return after[0];
  const named = after.filter((key) =>
    old.columns.every((column, place) => follows(column, key.columns[place] ?? "", [rename])),
  );
  return named.length === 1 ? named[0] : undefined;
}

/** The columns of junctions that get another name because the table that they refer to got one. `from` has the new table names. */
export function followingColumns(from: Schema, to: Schema, renames: readonly RenameTable[]): RenameAnswer[] {
  const targets = new Map(to.tables.map((table) => [keyOf(table), table]));
  return from.tables.flatMap((old) => {
    const table = targets.get(keyOf(old));
    if (table === undefined || !isSameJunction(old, table)) return [];
    const pair: JunctionPair = { old, table };
    return old.foreignKeys.flatMap((key) => {
      const rename = renames.find((one) => sameName(one.to, key.references));
      const instead = rename && keyInstead(key, pair, rename);
      if (instead === undefined) return [];
      return changedColumns(key, instead, pair).map(([column = "", name = ""]) =>
        renameAnswer([...pathOf(old), column], [name]),
      );
    });
  });
}
