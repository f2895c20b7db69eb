import { AludelError } from "../errors.js";
import { equal } from "../schema/compare.js";
import { displayName, sameName } from "../schema/name.js";
import type { Column, Index, IndexElement, Table } from "../schema/schema.js";
import { renameIdentifier } from "../schema/sql-text.js";
import type { AlterColumn, ConstraintChange, RenameConstraint, TableChange } from "./operation.js";

function conflict(table: Table, problem: string): AludelError {
  return new AludelError("E_OPERATION_CONFLICT", `table "${displayName(table)}" ${problem}`);
}

function findColumn(table: Table, name: string): Column {
  const column = table.columns.find((candidate) => candidate.name === name);
  if (column === undefined) throw conflict(table, `has no column "${name}"`);
  return column;
}

function mapColumn(table: Table, name: string, change: (column: Column) => Column): Table {
  findColumn(table, name);
  return {
    ...table,
    columns: table.columns.map((column) => (column.name === name ? change(column) : column)),
  };
}

function alterColumn(column: Column, { from, to }: AlterColumn): Column {
  const kept = Object.entries(column).filter(([attribute]) => !(attribute in from));
  const { name, type, nullable } = column;
  return { name, type, nullable, ...Object.fromEntries(kept), ...to };
}

function renameInElement(
  element: IndexElement,
  from: string,
  rename: (text: string) => string,
  to: string,
): IndexElement {
  if (element.column === undefined) return { ...element, expression: rename(element.expression) };
  return element.column === from ? { ...element, column: to } : element;
}

function renameColumn(table: Table, from: string, to: string): Table {
  if (table.columns.some((column) => column.name === to))
    throw conflict(table, `already has a column "${to}"`);
  const rename = (text: string): string => renameIdentifier(text, from, to);
  const renameAll = (names: readonly string[]): string[] => names.map((name) => (name === from ? to : name));
  const withNames = <
    Part extends { readonly columns: readonly string[]; readonly include?: readonly string[] },
  >(
    part: Part,
  ): Part => ({
    ...part,
    columns: renameAll(part.columns),
    ...(part.include && { include: renameAll(part.include) }),
  });
  const renameInIndex = (index: Index): Index => ({
    ...index,
    elements: index.elements.map((element) => renameInElement(element, from, rename, to)),
    ...(index.include && { include: renameAll(index.include) }),
    ...(index.where === undefined ? {} : { where: rename(index.where) }),
  });
  const renamed = mapColumn(table, from, (column) => ({ ...column, name: to }));
  return {
    ...renamed,
    columns: renamed.columns.map((column) =>
      column.generated === undefined
        ? column
        : { ...column, generated: { ...column.generated, expression: rename(column.generated.expression) } },
    ),
    ...(table.primaryKey === undefined ? {} : { primaryKey: withNames(table.primaryKey) }),
    uniques: table.uniques.map(withNames),
    foreignKeys: table.foreignKeys.map((key) =>
      sameName(key.references, table)
        ? { ...withNames(key), referencedColumns: renameAll(key.referencedColumns) }
        : withNames(key),
    ),
    checks: table.checks.map((check) => ({ ...check, expression: rename(check.expression) })),
    ...(table.exclusions && {
      exclusions: table.exclusions.map((one) => ({ ...one, definition: rename(one.definition) })),
    }),
    indexes: table.indexes.map(renameInIndex),
    triggers: table.triggers.map((trigger) => ({ ...trigger, sql: rename(trigger.sql) })),
  };
}

type NamedConstraint = { readonly name?: string };

/** Whether both have one name and differ in nothing but their text, which the database spells in its own way. */
function isSameButText(left: NamedConstraint, right: NamedConstraint): boolean {
  const bare = (item: NamedConstraint): unknown => ({
    ...item,
    expression: undefined,
    definition: undefined,
  });
  return left.name !== undefined && equal(bare(left), bare(right));
}

function changeList<Item extends NamedConstraint>(
  table: Table,
  items: readonly Item[],
  item: Item,
  add: boolean,
): readonly Item[] {
  if (add) return [...items, item];
  const exact = items.findIndex((candidate) => equal(candidate, item));
  const at = exact < 0 ? items.findIndex((candidate) => isSameButText(candidate, item)) : exact;
  if (at < 0) throw conflict(table, `has no constraint ${JSON.stringify(item)}`);
  return items.toSpliced(at, 1);
}

function changeConstraint(table: Table, change: ConstraintChange): Table {
  const add = change.kind === "addConstraint";
  switch (change.type) {
    case "primaryKey": {
      const { primaryKey, ...rest } = table;
      if (add) {
        if (primaryKey !== undefined) throw conflict(table, "already has a primary key");
        return { ...rest, primaryKey: change.constraint };
      }
      if (!equal(primaryKey, change.constraint)) throw conflict(table, "has no such primary key");
      return rest;
    }
    case "unique":
      return { ...table, uniques: changeList(table, table.uniques, change.constraint, add) };
    case "foreignKey":
      return { ...table, foreignKeys: changeList(table, table.foreignKeys, change.constraint, add) };
    case "check":
      return { ...table, checks: changeList(table, table.checks, change.constraint, add) };
    case "exclusion":
      return { ...table, exclusions: changeList(table, table.exclusions ?? [], change.constraint, add) };
  }
}

function renameConstraint(table: Table, { from, to }: RenameConstraint): Table {
  let found = false;
  const rename = <Item extends { readonly name?: string }>(item: Item): Item => {
    if (item.name !== from) return item;
    found = true;
    return { ...item, name: to };
  };
  const { primaryKey, exclusions } = table;
  const renamed = {
    ...table,
    ...(primaryKey && { primaryKey: rename(primaryKey) }),
    uniques: table.uniques.map(rename),
    foreignKeys: table.foreignKeys.map(rename),
    checks: table.checks.map(rename),
    ...(exclusions && { exclusions: exclusions.map(rename) }),
  };
  if (!found) throw conflict(table, `has no constraint "${from}"`);
  return renamed;
}

/** The table as it is after the change. Throws `E_OPERATION_CONFLICT` where the change does not fit the table. */
export function applyChange(table: Table, change: TableChange): Table {
  switch (change.kind) {
    case "addColumn":
      if (table.columns.some((column) => column.name === change.column.name)) {
        throw conflict(table, `already has a column "${change.column.name}"`);
      }
      return { ...table, columns: [...table.columns, change.column] };
    case "dropColumn":
      findColumn(table, change.column.name);
      return { ...table, columns: table.columns.filter((column) => column.name !== change.column.name) };
    case "renameColumn":
      return renameColumn(table, change.from, change.to);
    case "alterColumn":
      return mapColumn(table, change.name, (column) => alterColumn(column, change));
    case "addConstraint":
    case "dropConstraint":
      return changeConstraint(table, change);
    case "renameConstraint":
      return renameConstraint(table, change);
    case "alterOptions":
      return { ...table, options: change.to };
  }
}
