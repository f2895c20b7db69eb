import * as fc from "fast-check";
import type { Column, Table } from "../../src/schema/schema.js";
import type { Draft, ViewDraft } from "./arbitrary-draft.js";
import { replaceAt } from "./arbitrary-names.js";
import {
  checkSpecs,
  columnOf,
  columnSpecs,
  foreignKeySpecs,
  indexOf,
  indexSpecs,
  keySpecs,
  tableSpecs,
  uniqueSpecs,
  viewDraftOf,
  viewSpecs,
  withCheck,
  withForeignKey,
  withIndex,
  withKey,
  withUnique,
} from "./arbitrary-table.js";

/** A change of a draft, which may leave something in it that `repair` must take out. */
export type Edit = (draft: Draft) => Draft;

const at = fc.nat(9);

/** An edit of one table. */
function ofTable<Spec>(
  specs: fc.Arbitrary<Spec>,
  change: (table: Table, spec: Spec, draft: Draft) => Table,
): fc.Arbitrary<Edit> {
  return fc.tuple(at, specs).map(([index, spec]): Edit => (draft) => ({
    ...draft,
    tables: replaceAt(draft.tables, index, (table) => [change(table, spec, draft)]),
  }));
}

type List = "columns" | "uniques" | "checks" | "foreignKeys" | "indexes";

/** An edit that takes an item out of one list of a table. */
function dropFrom(list: List): fc.Arbitrary<Edit> {
  return ofTable(at, (table, index) => {
    const items: readonly unknown[] = table[list];
    const gone = items[index % items.length];
    return { ...table, [list]: items.filter((item) => item !== gone) };
  });
}

const tableEdits: readonly fc.Arbitrary<Edit>[] = [
  at.map((index) => (draft) => ({ ...draft, tables: replaceAt(draft.tables, index, () => []) })),
  tableSpecs.map((table) => (draft) => ({ ...draft, tables: [...draft.tables, table] })),
];

const columnEdits: readonly fc.Arbitrary<Edit>[] = [
  dropFrom("columns"),
  ofTable(fc.tuple(columnSpecs, fc.boolean()), (table, [spec, first]) => {
    if (table.columns.some(({ name }) => name === spec.name)) return table;
    const column = columnOf(spec, table.columns);
    return { ...table, columns: first ? [column, ...table.columns] : [...table.columns, column] };
  }),
  ofTable(fc.tuple(at, columnSpecs), (table, [index, spec]) => ({
    ...table,
    columns: replaceAt(table.columns, index, ({ name }) => [columnOf({ ...spec, name }, table.columns)]),
  })),
  ofTable(at, (table, index) => ({
    ...table,
    columns: replaceAt(table.columns, index, (column): Column[] => [
      { ...column, nullable: !column.nullable },
    ]),
  })),
];

const constraintEdits: readonly fc.Arbitrary<Edit>[] = [
  ofTable(keySpecs, withKey),
  ofTable(uniqueSpecs, withUnique),
  ofTable(checkSpecs, withCheck),
  ofTable(foreignKeySpecs, (table, spec, draft) => withForeignKey(table, spec, draft.tables)),
  ofTable(indexSpecs, withIndex),
  dropFrom("uniques"),
  dropFrom("checks"),
  dropFrom("foreignKeys"),
  dropFrom("indexes"),
  ofTable(fc.tuple(at, indexSpecs), (table, [index, spec]) => ({
    ...table,
    indexes: replaceAt(table.indexes, index, ({ name }) => [indexOf(table, spec, name)]),
  })),
  ofTable(fc.tuple(at, fc.constantFrom("CASCADE", "SET NULL")), (table, [index, onDelete]) => ({
    ...table,
    foreignKeys: replaceAt(table.foreignKeys, index, (key) => [{ ...key, onDelete }]),
  })),
  // An index that moves to another table keeps its name.
  fc.tuple(at, at, indexSpecs).map(([from, to, spec]): Edit => ({ tables, views }) => {
    const [index] = tables[from % tables.length]?.indexes ?? [];
    if (index === undefined) return { tables, views };
    const bare = replaceAt(tables, from, (table) => [{ ...table, indexes: table.indexes.slice(1) }]);
    return {
      tables: replaceAt(bare, to, (table) => [
        { ...table, indexes: [...table.indexes, indexOf(table, spec, index.name)] },
      ]),
      views,
    };
  }),
];

const viewEdits: readonly fc.Arbitrary<Edit>[] = [
  viewSpecs.map((spec) => (draft) => ({ ...draft, views: [...draft.views, viewDraftOf(spec, draft)] })),
  at.map((index) => (draft) => ({ ...draft, views: replaceAt(draft.views, index, () => []) })),
  fc.tuple(at, viewSpecs).map(([index, spec]): Edit => (draft) => {
    const replace = ({ name }: ViewDraft): ViewDraft[] => [viewDraftOf({ ...spec, name }, draft)];
    return { ...draft, views: replaceAt(draft.views, index, replace) };
  }),
];

/** One change of a schema such as people make. */
export const edits: fc.Arbitrary<Edit> = fc.oneof(
  ...tableEdits,
  ...columnEdits,
  ...columnEdits,
  ...constraintEdits,
  ...viewEdits,
);
