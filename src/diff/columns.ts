import type { AlterColumn, TableChange } from "../operation/operation.js";
import { equal } from "../schema/compare.js";
import type { Column, ColumnDefinition, Table } from "../schema/schema.js";
import { mentions } from "../schema/sql-text.js";

function pick(column: Column, attributes: readonly (keyof ColumnDefinition)[]): Partial<ColumnDefinition> {
  return Object.fromEntries(
    attributes
      .filter((attribute) => column[attribute] !== undefined)
      .map((attribute) => [attribute, column[attribute]]),
  );
}

/** Every attribute, in the order in which a revision names them; a new attribute that is missing here does not compile. */
const attributes = Object.keys({
  type: true,
  nullable: true,
  default: true,
  generated: true,
  autoIncrement: true,
  identity: true,
  sequence: true,
  collation: true,
  enumValues: true,
  notNullConflict: true,
  comment: true,
} satisfies Record<keyof ColumnDefinition, true>);

function isAttribute(name: string): name is keyof ColumnDefinition {
  return attributes.includes(name);
}

/** The one change that makes a column of the other, or none where they are equal. */
function diffColumn(from: Column, to: Column): AlterColumn | undefined {
  const changed = attributes
    .filter(isAttribute)
    .filter((attribute) => !equal(from[attribute], to[attribute]));
  if (changed.length === 0) return undefined;
  return { kind: "alterColumn", name: to.name, from: pick(from, changed), to: pick(to, changed) };
}

interface ColumnDifference {
  readonly dropped: TableChange[];
  readonly added: TableChange[];
  readonly altered: TableChange[];
  /** What can come or go only when others have changed: what is computed from them, and what they were computed from. */
  readonly late: TableChange[];
}

function isComputed({ generated }: Column): boolean {
  return generated !== undefined;
}

function isComputedFrom({ generated }: Column, names: readonly string[]): boolean {
  return generated !== undefined && names.some((name) => mentions(generated.expression, name));
}

/** The columns, those that are computed behind all that they may be computed from. */
function inOrder(columns: readonly Column[]): Column[] {
  return [...columns.filter((column) => !isComputed(column)), ...columns.filter(isComputed)];
}

function dropColumn(column: Column): TableChange {
  return { kind: "dropColumn", column };
}

function addColumn(column: Column): TableChange {
  return { kind: "addColumn", column };
}

/** The columns that go, come and change between two states of a table; columns are matched by name. */
export function diffColumns(from: Table, to: Table): ColumnDifference {
  const before = new Map(from.columns.map((column) => [column.name, column]));
  const after = new Set(to.columns.map((column) => column.name));
  const gone = inOrder(from.columns.filter((column) => !after.has(column.name))).toReversed();
  const come = inOrder(to.columns.filter((column) => !before.has(column.name)));
  const changes = to.columns.flatMap((column) => {
    const old = before.get(column.name);
    const change = old && diffColumn(old, column);
    return old === undefined || change === undefined ? [] : [{ old, change }];
  });
  const changed = changes.map(({ change }) => change.name);
  const isRead = ({ name }: Column): boolean => changes.some(({ old }) => isComputedFrom(old, [name]));
  const readsChanged = (column: Column): boolean => isComputedFrom(column, changed);
  return {
    dropped: gone.filter((column) => !isRead(column)).map(dropColumn),
    added: come.filter((column) => !readsChanged(column)).map(addColumn),
    altered: changes.map(({ change }) => change),
    late: [...come.filter(readsChanged).map(addColumn), ...gone.filter(isRead).map(dropColumn)],
  };
}
