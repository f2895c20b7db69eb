import type { AlterColumn, TableChange } from "../operation/operation.js";
import { equal } from "../schema/compare.js";
import type { Column, ColumnDefinition, Table } from "../schema/schema.js";

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
  collation: true,
  enumValues: true,
  notNullConflict: true,
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
}

/** The columns that go, come and change between two states of a table; columns are matched by name. */
export function diffColumns(from: Table, to: Table): ColumnDifference {
  const before = new Map(from.columns.map((column) => [column.name, column]));
  const after = new Set(to.columns.map((column) => column.name));
  return {
    dropped: from.columns
      .filter((column) => !after.has(column.name))
      .map((column): TableChange => ({ kind: "dropColumn", column }))
      .toReversed(),
    added: to.columns
      .filter((column) => !before.has(column.name))
      .map((column): TableChange => ({ kind: "addColumn", column })),
    altered: to.columns.flatMap((column) => {
      const old = before.get(column.name);
      return old === undefined ? [] : (diffColumn(old, column) ?? []);
    }),
  };
}
