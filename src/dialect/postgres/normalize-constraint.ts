import type { Check, Exclusion, ForeignKey, PrimaryKey, Table, Unique } from "../../schema/schema.js";
import { storedName, storedObject, storedPart, withoutEmptyComment } from "./stored-name.js";

function keyColumns({ columns, include }: PrimaryKey | Unique): Pick<PrimaryKey, "columns" | "include"> {
  return {
    columns: columns.map(storedName),
    ...(include && include.length > 0 && { include: include.map(storedName) }),
  };
}

/** A primary key in its canonical form. */
export function normalizePrimaryKey(key: PrimaryKey): PrimaryKey {
  const { include: _, ...rest } = withoutEmptyComment(storedPart(key));
  return { ...rest, ...keyColumns(key) };
}

/** A unique constraint in its canonical form. */
export function normalizeUnique(unique: Unique): Unique {
  const { include: _, ...rest } = withoutEmptyComment(storedPart(unique));
  return { ...rest, ...keyColumns(unique) };
}

/** The columns that are set, in the order of the key, unless they are all of it. */
function setColumns({ columns, onDeleteColumns }: ForeignKey): Pick<ForeignKey, "onDeleteColumns"> {
  const set = columns.filter((column) => onDeleteColumns?.includes(column));
  return set.length === 0 || set.length === columns.length ? {} : { onDeleteColumns: set.map(storedName) };
}

/** A key that names no columns refers to the primary key. https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK */
function referencedColumns(key: ForeignKey, target: Table | undefined): readonly string[] {
  const columns =
    key.referencedColumns.length === 0 ? (target?.primaryKey?.columns ?? []) : key.referencedColumns;
  return columns.map(storedName);
}

/** A foreign key in its canonical form; MATCH SIMPLE is what happens anyway. */
export function normalizeForeignKey(key: ForeignKey, target: Table | undefined): ForeignKey {
  const { match, onDeleteColumns: _, ...rest } = withoutEmptyComment(storedPart(key));
  return {
    ...rest,
    columns: key.columns.map(storedName),
    references: storedObject(key.references),
    referencedColumns: referencedColumns(key, target),
    ...(match === undefined || match === "SIMPLE" ? {} : { match }),
    ...setColumns(key),
  };
}

/** A check in its canonical form; its expression is the author's. */
export function normalizeCheck(check: Check): Check {
  return { ...withoutEmptyComment(storedPart(check)), expression: check.expression.trim() };
}

/** An exclusion in its canonical form; its definition is the author's. */
export function normalizeExclusion(exclusion: Exclusion): Exclusion {
  return { ...withoutEmptyComment(storedPart(exclusion)), definition: exclusion.definition.trim() };
}
