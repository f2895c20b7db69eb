import type { AlterEnum } from "../../operation/operation.js";
import type { Column, Index, Table } from "../../schema/schema.js";
import { mentions } from "../../schema/sql-text.js";
import { isOfType } from "../../schema/type-name.js";
import { constraintsOf, type TypedConstraint } from "./constraint-sql.js";
import { constraintsOn, indexesOn } from "./remade-column.js";

/** What of a table has to do with the type. */
export interface User {
  readonly table: Table;
  /** The columns that hold values of it. */
  readonly typed: readonly Column[];
  /** Other columns whose default says it. */
  readonly defaulted: readonly Column[];
  /** Generated columns that have it, say it, or read one that has it. */
  readonly computed: readonly Column[];
  /** Those whose text may have constants of it, and all on computed columns. */
  readonly constraints: readonly TypedConstraint[];
  readonly indexes: readonly Index[];
}

/** The names of the columns. */
export function namesOf(columns: readonly Column[]): string[] {
  return columns.map(({ name }) => name);
}

/** What a constraint says in SQL of its own. */
export function textOf({ type, constraint }: TypedConstraint): string {
  if (type === "check") return constraint.expression;
  return type === "exclusion" ? constraint.definition : "";
}

/** What an index says in SQL of its own. */
export function textsOf({ elements, where = "" }: Index): string[] {
  return [where, ...elements.flatMap(({ expression }) => expression ?? [])];
}

/** What of the table has to do with the type; nothing where nothing has. */
export function userOf(table: Table, { name }: AlterEnum): User[] {
  const having = table.columns.filter(({ type }) => isOfType(type, name));
  const saysType = (text: string): boolean => mentions(text, name.name);
  const mayHold = (text: string): boolean =>
    saysType(text) || having.some((column) => mentions(text, column.name));
  const typed = having.filter(({ generated }) => generated === undefined);
  const defaulted = table.columns.filter(
    (column) => column.default !== undefined && !having.includes(column) && saysType(column.default),
  );
  const computed = table.columns.filter(
    (column) => column.generated && (having.includes(column) || mayHold(column.generated.expression)),
  );
  const onComputed = constraintsOn(table, namesOf(computed));
  const constraints = constraintsOf(table).filter(
    (constraint) => onComputed.includes(constraint) || mayHold(textOf(constraint)),
  );
  const onComputedIndexes = indexesOn(table, namesOf(computed));
  const indexes = table.indexes.filter(
    (index) => onComputedIndexes.includes(index) || textsOf(index).some(mayHold),
  );
  const parts = [typed, defaulted, computed, constraints, indexes];
  return parts.every(({ length }) => length === 0)
    ? []
    : [{ table, typed, defaulted, computed, constraints, indexes }];
}
