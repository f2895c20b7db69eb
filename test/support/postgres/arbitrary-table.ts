import * as fc from "fast-check";
import { columnNames, names, oddNames, pick, picks, rarely, tableNames } from "../arbitrary-names.js";
import {
  withId,
  type ColumnDraft,
  type ConditionDraft,
  type Draft,
  type ForeignKeyDraft,
  type IndexDraft,
  type KeyDraft,
  type TableDraft,
  type ViewDraft,
} from "./arbitrary-draft.js";
import { at, columns, comments, deferrables, partNames, type Make } from "./arbitrary-part.js";

function idsAt(items: readonly { readonly id: string }[], places: readonly number[]): string[] {
  return pick(items, places).map(({ id }) => id);
}

function idAt(items: readonly { readonly id: string }[], place: number | undefined): string | undefined {
  return place === undefined ? undefined : items[place % items.length]?.id;
}

/** A primary key or unique constraint. */
export const keys: fc.Arbitrary<Make<TableDraft, KeyDraft>> = fc
  .record({
    name: partNames,
    picks,
    include: rarely(at, 6),
    nullsNotDistinct: fc.boolean(),
    deferrable: deferrables,
    comment: comments,
  })
  .map(
    ({ picks: places, include, ...rest }) =>
      (draft, table) =>
        withId(draft, (next, id) => [
          next,
          { ...rest, id, columns: idsAt(table.columns, places), include: idAt(table.columns, include) },
        ]),
  );

/** A check or an exclusion. */
export const conditions: fc.Arbitrary<Make<TableDraft, ConditionDraft>> = fc
  .record({ name: partNames, column: at, other: at, form: at, flag: fc.boolean(), comment: comments })
  .map(
    ({ column, other, ...rest }) =>
      (draft, table) =>
        withId(draft, (next, id) => [
          next,
          {
            ...rest,
            id,
            column: idAt(table.columns, column) ?? "",
            other: idAt(table.columns, other) ?? "",
          },
        ]),
  );

/** An index of a table or materialized view. */
export const indexes: fc.Arbitrary<
  Make<{ readonly columns: readonly { readonly id: string }[] }, IndexDraft>
> = fc
  .record({
    name: partNames,
    picks,
    form: fc.constantFrom(
      ...(["plain", "descending", "nullsFirst", "expression"] as const),
      ...(["patterns", "collated", "hash", "own"] as const),
    ),
    unique: fc.boolean(),
    nullsNotDistinct: fc.boolean(),
    where: fc.constantFrom("none", "none", "column", "value"),
    include: rarely(at, 5),
    fillfactor: rarely(names(["70", "90"]), 8),
    comment: comments,
  })
  .map(
    ({ picks: places, include, ...rest }) =>
      (draft, owner) =>
        withId(draft, (next, id) => [
          next,
          { ...rest, id, columns: idsAt(owner.columns, places), include: idAt(owner.columns, include) },
        ]),
  );

const actions = rarely(
  fc.constantFrom("CASCADE" as const, "SET NULL" as const, "SET DEFAULT" as const, "RESTRICT" as const),
  1,
);
const foreignKeySpecs = fc.record({
  name: partNames,
  target: at,
  key: fc.nat(2),
  nullable: fc.boolean(),
  reuse: fc.boolean(),
  column: names(columnNames),
  onDelete: actions,
  onUpdate: actions,
  deferrable: deferrables,
  full: fc.boolean(),
  setsFirst: fc.boolean(),
  comment: comments,
});

/** Columns like those of a key: the table's own, or new ones. */
function referringColumns(
  draft: Draft,
  table: TableDraft,
  wanted: readonly ColumnDraft[],
  { reuse, nullable, column }: { reuse: boolean; nullable: boolean; column: string },
): readonly [Draft, readonly ColumnDraft[]] {
  const own = wanted.flatMap(
    ({ base, enumId, isArray }) =>
      table.columns.find((one) => one.base === base && one.enumId === enumId && one.isArray === isArray) ??
      [],
  );
  if (reuse && new Set(own).size === wanted.length) return [draft, own];
  return wanted.reduce<readonly [Draft, readonly ColumnDraft[]]>(
    ([all, list], like, place) =>
      withId(all, (next, id): readonly [Draft, readonly ColumnDraft[]] => [
        next,
        [...list, { ...like, id, name: `${column}_${place}`, nullable, source: { kind: "none" } }],
      ]),
    [draft, []],
  );
}

/** A table with another foreign key, where some table has a key. */
export const foreignKeys: fc.Arbitrary<Make<TableDraft, TableDraft>> = foreignKeySpecs.map(
  ({ target: place, key: keyAt, nullable, reuse, column, ...rest }) =>
    (draft, table) => {
      const target = draft.tables[place % draft.tables.length];
      const all = [...(target?.key === undefined ? [] : [target.key]), ...(target?.uniques ?? [])];
      const key = all[keyAt % all.length];
      if (target === undefined || key === undefined) return [draft, table];
      const wanted = key.columns.flatMap((id) => target.columns.find((one) => one.id === id) ?? []);
      const [next, own] = referringColumns(draft, table, wanted, { reuse, nullable, column });
      return withId(next, (last, id) => {
        const foreignKey: ForeignKeyDraft = {
          ...rest,
          id,
          columns: own.map((one) => one.id),
          target: target.id,
          key: key.id,
        };
        const added = own.filter((one) => !table.columns.includes(one));
        return [
          last,
          {
            ...table,
            columns: [...table.columns, ...added],
            foreignKeys: [...table.foreignKeys, foreignKey],
          },
        ];
      });
    },
);

/** The options of a whole table. */
export const tableOptions = fc
  .record({
    unlogged: rarely(fc.constant(true as const), 1),
    fillfactor: rarely(names(["50", "80"]), 1),
    comment: comments,
  })
  .map(({ unlogged, fillfactor, comment }): TableDraft["options"] => ({
    ...(unlogged && { unlogged }),
    ...(fillfactor === undefined ? {} : { storage: { fillfactor } }),
    ...(comment === undefined ? {} : { comment }),
  }));

/** A table of columns alone. */
export const tables: fc.Arbitrary<Make<undefined, TableDraft>> = fc
  .record({
    name: names(tableNames),
    elsewhere: fc.boolean(),
    made: fc.array(columns, { minLength: 1, maxLength: 6 }),
    options: fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: tableOptions }),
  })
  .map(({ made, ...rest }) => (draft) => {
    const [filled, list] = made.reduce<readonly [Draft, readonly ColumnDraft[]]>(
      ([all, known], make) => {
        const [next, column] = make(all, known);
        return [next, [...known, column]];
      },
      [draft, []],
    );
    const lists = { uniques: [], checks: [], exclusions: [], foreignKeys: [], indexes: [] };
    return withId(filled, (next, id) => [next, { ...rest, id, columns: list, key: undefined, ...lists }]);
  });

/** A view of some table or view. */
export const views: fc.Arbitrary<Make<undefined, ViewDraft>> = fc
  .record({
    name: names(["view", "summary", 'view "q"', "größe view", "${view}"]),
    elsewhere: fc.boolean(),
    source: at,
    picks,
    alias: rarely(names(["x", ...oddNames]), 1),
    form: fc.constantFrom("plain", "filtered", "counted", "cast"),
    materialized: fc.boolean(),
    comment: comments,
    index: rarely(indexes, 1),
  })
  .map(({ source: place, picks: places, alias, index, ...rest }) => (draft) => {
    const all = [...draft.tables, ...draft.views];
    const source = all[place % all.length];
    return withId(draft, (next, id) => {
      const list = idsAt(source?.columns ?? [], places).map((of, own) => ({
        id: `${id}:${own}`,
        of,
        alias: own === 0 ? alias : undefined,
      }));
      const [last, made] = index?.(next, { columns: list }) ?? [next, undefined];
      const own = made === undefined ? [] : [made];
      return [last, { ...rest, id, source: source?.id ?? "", columns: list, indexes: own }];
    });
  });
