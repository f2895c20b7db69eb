import { displayName } from "../schema/name.js";
import type { Exclusion, Index, Table, TableOptions } from "../schema/schema.js";
import { mentions } from "../schema/sql-text.js";
import { adoptColumn } from "./adopt-column.js";
import { adoptTableConstraints } from "./adopt-constraint.js";
import { goesAlong, listedExtras, losesColumn } from "./adopt-extra.js";
import { adoptIndexes, extraIndexes, needsColumn } from "./adopt-index.js";
import type { OwnershipRules, Unmanaged } from "./ownership.js";

/** A table that the entity wants, with what is kept of the database. */
export interface AdoptedTable {
  readonly table: Table;
  readonly unmanaged: readonly Unmanaged[];
  readonly inTheWay: readonly Unmanaged[];
}

/** Something that entities cannot say and an operation could drop, and whether it needs a column that goes. */
interface Removable extends Unmanaged {
  readonly losesColumn: boolean;
}

function removables(
  { triggers }: Table,
  indexes: readonly Index[],
  exclusions: readonly Exclusion[],
  gone: readonly string[],
): Removable[] {
  const saysGone = (text: string): boolean => gone.some((column) => mentions(text, column));
  return [
    ...indexes.map((index) => ({
      kind: "index" as const,
      name: index.name,
      losesColumn: gone.some((column) => needsColumn(index, column)),
    })),
    ...exclusions.map(({ name = "", definition }) => ({
      kind: "exclusion" as const,
      name,
      losesColumn: saysGone(definition),
    })),
    ...triggers.map(({ name, sql }) => ({ kind: "trigger" as const, name, losesColumn: saysGone(sql) })),
  ];
}

/** The options that entities cannot say. */
function extraOptions({ strict, unlogged, storage }: TableOptions): TableOptions {
  return {
    ...(strict ? { strict } : {}),
    ...(unlogged ? { unlogged } : {}),
    ...(storage ? { storage } : {}),
  };
}

/** Options as SQL writes them. */
export function listedOptions({ strict, unlogged, storage = {} }: TableOptions, table: string): Unmanaged[] {
  const names = [
    ...(strict ? ["STRICT"] : []),
    ...(unlogged ? ["UNLOGGED"] : []),
    ...Object.entries(storage).map(([name, value]) => `${name} = ${value}`),
  ];
  return names.map((name) => ({ kind: "option", name, table }));
}

/** The table with all that the database has of it and entities cannot say. */
export function adoptTable(from: Table, to: Table, rules: OwnershipRules): AdoptedTable {
  const gone = from.columns
    .map(({ name }) => name)
    .filter((name) => !to.columns.some((column) => column.name === name));
  const table = displayName(to);
  const columns = to.columns.map((column) => adoptColumn(column, from, rules));
  const { constraints, exclusions, unmanaged } = adoptTableConstraints(from, to, gone, rules);
  const indexes = adoptIndexes(from.indexes, to.indexes, rules);
  const others = extraIndexes(from.indexes, to.indexes, rules);
  const all = removables(from, others, exclusions, gone);
  const kept = all.filter((one) => !rules.goes(one.name, one.losesColumn));
  const isKept = (kind: Unmanaged["kind"], name = ""): boolean =>
    kept.some((one) => one.kind === kind && one.name === name);
  const extras = (from.extras ?? []).filter((extra) => !(goesAlong(extra) && losesColumn(extra, gone)));
  const keptExclusions = exclusions.filter(({ name }) => isKept("exclusion", name));
  const listed = (one: Unmanaged): Unmanaged => ({ kind: one.kind, name: one.name, table });
  return {
    table: {
      ...to,
      ...constraints,
      columns: columns.map(({ column }) => column),
      ...(keptExclusions.length === 0
        ? {}
        : { exclusions: [...(constraints.exclusions ?? []), ...keptExclusions] }),
      indexes: [...indexes.map(({ index }) => index), ...others.filter(({ name }) => isKept("index", name))],
      triggers: from.triggers.filter(({ name }) => isKept("trigger", name)),
      options: { ...to.options, ...extraOptions(from.options) },
      ...(extras.length === 0 ? {} : { extras }),
    },
    unmanaged: [
      ...columns.flatMap((column) => column.unmanaged),
      ...kept.map(listed),
      ...unmanaged,
      ...indexes
        .filter(({ saysMore }) => saysMore)
        .map(({ index }) => listed({ kind: "index", name: index.name })),
      ...listedOptions(from.options, table),
      ...listedExtras(extras, table),
    ],
    inTheWay: [
      ...kept.filter((one) => one.losesColumn).map(listed),
      ...extras.filter((extra) => losesColumn(extra, gone)).map(listed),
    ],
  };
}
