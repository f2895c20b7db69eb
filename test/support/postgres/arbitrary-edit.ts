import * as fc from "fast-check";
import { columnNames, names, replaceAt } from "../arbitrary-names.js";
import type { Draft, EnumDraft, TableDraft, ViewDraft } from "./arbitrary-draft.js";
import {
  at,
  columns,
  enums,
  partNames,
  sources,
  typeIn,
  typeSpecs,
  valueTexts,
  type Make,
} from "./arbitrary-part.js";
import { conditions, foreignKeys, indexes, keys, tableOptions, tables, views } from "./arbitrary-table.js";

/** A change of a draft. */
export type Edit = (draft: Draft) => Draft;

/** An edit of one table. */
function ofTable<Spec>(
  specs: fc.Arbitrary<Spec>,
  change: (table: TableDraft, spec: Spec, draft: Draft) => TableDraft,
): fc.Arbitrary<Edit> {
  return fc.tuple(at, specs).map(([index, spec]): Edit => (draft) => ({
    ...draft,
    tables: replaceAt(draft.tables, index, (table) => [change(table, spec, draft)]),
  }));
}

/** An edit that makes something for one table. */
function makeIn<Made>(
  makers: fc.Arbitrary<Make<TableDraft, Made>>,
  put: (table: TableDraft, made: Made) => TableDraft,
): fc.Arbitrary<Edit> {
  return fc.tuple(at, makers).map(([index, make]): Edit => (draft) => {
    const table = draft.tables[index % draft.tables.length];
    if (table === undefined) return draft;
    const [next, made] = make(draft, table);
    return { ...next, tables: replaceAt(next.tables, index, (own) => [put(own, made)]) };
  });
}

type List = "columns" | "uniques" | "checks" | "exclusions" | "foreignKeys" | "indexes";
const lists: readonly List[] = ["columns", "uniques", "checks", "exclusions", "foreignKeys", "indexes"];
const parts = lists.slice(1);

function dropFrom(list: List): fc.Arbitrary<Edit> {
  return ofTable(at, (table, index) => {
    const items: readonly unknown[] = table[list];
    return { ...table, [list]: items.filter((_, own) => own !== index % items.length) };
  });
}

function renameIn(list: List, pool: fc.Arbitrary<string>): fc.Arbitrary<Edit> {
  return ofTable(fc.tuple(at, pool), (table, [index, name]) => {
    const items: readonly object[] = table[list];
    return {
      ...table,
      [list]: items.map((item, own) => (own === index % items.length ? { ...item, name } : item)),
    };
  });
}

function editColumn<Spec>(
  specs: fc.Arbitrary<Spec>,
  change: (
    column: TableDraft["columns"][number],
    spec: Spec,
    table: TableDraft,
    draft: Draft,
  ) => Partial<TableDraft["columns"][number]>,
): fc.Arbitrary<Edit> {
  return ofTable(fc.tuple(at, specs), (table, [index, spec], draft) => ({
    ...table,
    columns: replaceAt(table.columns, index, (column) => [
      { ...column, ...change(column, spec, table, draft) },
    ]),
  }));
}

/** New names are none that anything begins with. */
const newNames = ["renamed", "neu", 'new "name"', "größer", "${new}", "group"];

const addColumn = makeIn<TableDraft["columns"][number]>(
  columns.map((make) => (draft, table) => make(draft, table.columns)),
  (table, column) => ({ ...table, columns: [...table.columns, column] }),
);

/** Edits that make a schema of nothing. */
export const additions = {
  table: tables.map((make): Edit => (draft) => {
    const [next, table] = make(draft, undefined);
    return { ...next, tables: [...next.tables, table] };
  }),
  enum: enums.map((make): Edit => (draft) => {
    const [next, one] = make(draft, undefined);
    return { ...next, enums: [...next.enums, one] };
  }),
  view: views.map((make): Edit => (draft) => {
    const [next, view] = make(draft, undefined);
    return { ...next, views: [...next.views, view] };
  }),
  key: makeIn(keys, (table, key) => ({ ...table, key })),
  unique: makeIn(keys, (table, key) => ({ ...table, uniques: [...table.uniques, key] })),
  check: makeIn(conditions, (table, one) => ({ ...table, checks: [...table.checks, one] })),
  exclusion: makeIn(conditions, (table, one) => ({ ...table, exclusions: [...table.exclusions, one] })),
  index: makeIn(indexes, (table, index) => ({ ...table, indexes: [...table.indexes, index] })),
  foreignKey: makeIn(foreignKeys, (_, table) => table),
};

const tableEdits: readonly fc.Arbitrary<Edit>[] = [
  at.map((index) => (draft) => ({ ...draft, tables: replaceAt(draft.tables, index, () => []) })),
  additions.table,
  ofTable(names(newNames), (table, name) => ({ ...table, name })),
  ofTable(tableOptions, (table, options) => ({ ...table, options })),
];

const columnEdits: readonly fc.Arbitrary<Edit>[] = [
  dropFrom("columns"),
  addColumn,
  renameIn("columns", names([...newNames, ...columnNames])),
  editColumn(typeSpecs, (_, spec, __, draft) => typeIn(spec, draft)),
  editColumn(typeSpecs, (_, spec, __, draft) => typeIn(spec, draft)),
  editColumn(at, ({ nullable }) => ({ nullable: !nullable })),
  editColumn(sources, ({ id }, source, { columns: all }) => ({
    source: source(all.filter((other) => other.id !== id)),
  })),
  editColumn(at, ({ isArray }) => ({ isArray: !isArray })),
  editColumn(fc.constantFrom("C", "POSIX", undefined), (_, collation) => ({ collation })),
  editColumn(fc.constantFrom("new", "it's", undefined), (_, comment) => ({ comment })),
];

const constraintEdits: readonly fc.Arbitrary<Edit>[] = [
  additions.key,
  ofTable(at, (table) => ({ ...table, key: undefined })),
  ofTable(partNames, (table, name) => ({ ...table, key: table.key && { ...table.key, name } })),
  additions.unique,
  additions.check,
  additions.exclusion,
  additions.index,
  additions.index,
  additions.foreignKey,
  ...parts.flatMap((list) => [dropFrom(list), renameIn(list, partNames)]),
  ofTable(fc.tuple(at, fc.constantFrom("CASCADE", "SET NULL", undefined)), (table, [index, onDelete]) => ({
    ...table,
    foreignKeys: replaceAt(table.foreignKeys, index, (key) => [{ ...key, onDelete }]),
  })),
  ofTable(fc.tuple(at, fc.boolean()), (table, [index, unique]) => ({
    ...table,
    indexes: replaceAt(table.indexes, index, (own) => [{ ...own, unique, form: "plain" }]),
  })),
  // An index that moves to another table keeps its name.
  fc.tuple(at, at).map(([from, to]): Edit => (draft) => {
    const [index] = draft.tables[from % draft.tables.length]?.indexes ?? [];
    if (index === undefined) return draft;
    const bare = replaceAt(draft.tables, from, (table) => [{ ...table, indexes: table.indexes.slice(1) }]);
    const moved = (table: TableDraft): TableDraft => ({
      ...table,
      indexes: [...table.indexes, { ...index, columns: table.columns.slice(0, 1).map(({ id }) => id) }],
    });
    return { ...draft, tables: replaceAt(bare, to, (table) => [moved(table)]) };
  }),
];

function ofEnum<Spec>(
  specs: fc.Arbitrary<Spec>,
  change: (one: EnumDraft, spec: Spec) => EnumDraft,
): fc.Arbitrary<Edit> {
  return fc.tuple(at, specs).map(([index, spec]): Edit => (draft) => ({
    ...draft,
    enums: replaceAt(draft.enums, index, (one) => [change(one, spec)]),
  }));
}

const texts = names([...valueTexts, "new", "neu'", "renamed"]);

const enumEdits: readonly fc.Arbitrary<Edit>[] = [
  additions.enum,
  at.map((index) => (draft) => ({ ...draft, enums: replaceAt(draft.enums, index, () => []) })),
  ofEnum(names(["renamed enum", "neu_enum", "Order"]), (one, name) => ({ ...one, name })),
  ofEnum(fc.tuple(at, texts), (one, [place, text]) => ({
    ...one,
    values: one.values.toSpliced(place % (one.values.length + 1), 0, { id: `${one.id}+${text}`, text }),
  })),
  ofEnum(fc.tuple(at, texts), (one, [place, text]) => ({
    ...one,
    values: replaceAt(one.values, place, (value) => [{ ...value, text }]),
  })),
  ofEnum(at, (one, place) => ({ ...one, values: replaceAt(one.values, place, () => []) })),
  ofEnum(at, (one) => ({ ...one, values: one.values.toReversed() })),
];

function ofView<Spec>(
  specs: fc.Arbitrary<Spec>,
  change: (view: ViewDraft, spec: Spec) => Partial<ViewDraft>,
): fc.Arbitrary<Edit> {
  return fc.tuple(at, specs).map(([index, spec]): Edit => (draft) => ({
    ...draft,
    views: replaceAt(draft.views, index, (view) => [{ ...view, ...change(view, spec) }]),
  }));
}

const viewEdits: readonly fc.Arbitrary<Edit>[] = [
  additions.view,
  at.map((index) => (draft) => ({ ...draft, views: replaceAt(draft.views, index, () => []) })),
  ofView(fc.constantFrom("plain" as const, "filtered" as const, "counted" as const), (_, form) => ({ form })),
  ofView(fc.boolean(), (_, materialized) => ({ materialized })),
  ofView(fc.constantFrom("told", undefined), (_, comment) => ({ comment })),
  ofView(at, ({ columns: all }, place) => ({ columns: replaceAt(all, place, () => []) })),
];

/** One change of a schema such as people make. */
export const edits: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 1, arbitrary: fc.oneof(...tableEdits) },
  { weight: 4, arbitrary: fc.oneof(...columnEdits) },
  { weight: 3, arbitrary: fc.oneof(...constraintEdits) },
  { weight: 2, arbitrary: fc.oneof(...enumEdits) },
  { weight: 1, arbitrary: fc.oneof(...viewEdits) },
);
