import { listOf } from "./list-of.js";
import { equal } from "../schema/compare.js";
import { displayName, keyOf } from "../schema/name.js";
import type {
  Check,
  Column,
  ForeignKey,
  Index,
  IndexElement,
  Schema,
  Table,
  Unique,
} from "../schema/schema.js";
import { mentions } from "../schema/sql-text.js";

/** Something in a managed table that entities cannot say, and that is therefore kept. */
export interface Unmanaged {
  readonly kind: "table" | "view" | "index" | "trigger" | "check" | "option";
  readonly name: string;
  readonly table?: string;
}

/** Which of the things that entities cannot say may go. */
export interface OwnershipRules {
  /** Names of indexes that an entity declares with `synchronize: false`. */
  readonly unmanagedIndexes: readonly string[];
  /** Whether the index or trigger of that name is dropped; it may need a column that goes. */
  readonly goes: (name: string, losesColumn: boolean) => boolean;
  /** Whether the history gave that column of that table no list of values, so that one in the database is by hand. */
  readonly isPlainInHistory: (table: string, column: string) => boolean;
  /** Whether constraints keep the name that they have, whatever name the entity derives. */
  readonly keepConstraintNames: boolean;
}

/** The target with what is kept, what of it is unmanaged, and what stands in the way of a column that goes. */
export interface Adopted {
  readonly schema: Schema;
  readonly unmanaged: readonly Unmanaged[];
  readonly inTheWay: readonly Unmanaged[];
}

type Constraint = { readonly name?: string };

function bare(item: Constraint): unknown {
  return { ...item, name: undefined, onConflict: undefined, match: undefined };
}

/** Gives each constraint that the database has in the same form the name and extras that it has there. */
function adoptConstraints<Item extends Constraint>(
  from: readonly Item[],
  to: readonly Item[],
  keepNames: boolean,
): Item[] {
  const free = [...from];
  return to.map((wanted) => {
    const matches = free.filter((candidate) => equal(bare(candidate), bare(wanted)));
    const match = matches.find((candidate) => candidate.name === wanted.name) ?? matches[0];
    if (match === undefined) return wanted;
    free.splice(free.indexOf(match), 1);
    const keepsName = keepNames || match.name === undefined || wanted.name === undefined;
    return keepsName ? match : { ...match, name: wanted.name };
  });
}

/** An index element that an entity can say: a column, ascending, in the column's own collation. */
function isPlain(element: IndexElement): boolean {
  return element.column !== undefined && element.order === undefined && element.collation === undefined;
}

function isExpressible(index: Index): boolean {
  return index.elements.every(isPlain);
}

function columnsOfIndex(index: Index): readonly (string | undefined)[] {
  return index.elements.map((element) => element.column);
}

function isSameButName(left: Index, right: Index): boolean {
  return equal({ ...left, name: "" }, { ...right, name: "" });
}

/** The index that the entity wants, or the one in the database where that says the same and more. */
function adoptIndex(wanted: Index, to: readonly Index[], from: readonly Index[], keepNames: boolean): Index {
  const existing = from.find((index) => index.name === wanted.name);
  if (existing === undefined && keepNames) {
    const isFree = ({ name }: Index): boolean => !to.some((index) => index.name === name);
    return from.find((index) => isFree(index) && isSameButName(index, wanted)) ?? wanted;
  }
  if (existing === undefined || isExpressible(existing)) return wanted;
  const hasExpression = existing.elements.some((element) => element.expression !== undefined);
  if (hasExpression) return existing;
  return equal(columnsOfIndex(existing), columnsOfIndex(wanted))
    ? { ...wanted, elements: existing.elements }
    : wanted;
}

function indexMentions(index: Index, column: string): boolean {
  return (
    index.elements.some((element) =>
      element.column === undefined ? mentions(element.expression, column) : element.column === column,
    ) || mentions(index.where ?? "", column)
  );
}

function adoptColumn(wanted: Column, from: Table, rules: OwnershipRules): Column {
  const old = from.columns.find((column) => column.name === wanted.name);
  const conflict = wanted.nullable ? undefined : old?.notNullConflict;
  const values = isListedByHand(wanted, from, rules) ? old?.enumValues : undefined;
  return {
    ...wanted,
    ...(conflict === undefined ? {} : { notNullConflict: conflict }),
    ...(values === undefined ? {} : { enumValues: values }),
  };
}

/** Whether the database allows the column only some values, and neither the entity nor a revision asked for that. */
function isListedByHand(wanted: Column, from: Table, rules: OwnershipRules): boolean {
  const old = from.columns.find((column) => column.name === wanted.name);
  if (old?.enumValues === undefined || wanted.enumValues !== undefined) return false;
  return rules.isPlainInHistory(displayName(from), wanted.name);
}

interface AdoptedTable extends Omit<Adopted, "schema"> {
  readonly table: Table;
}

/** Something that entities cannot say, and whether it needs a column that goes. */
interface Extra extends Unmanaged {
  readonly losesColumn: boolean;
}

function extraIndexesOf(from: Table, to: Table, rules: OwnershipRules): Index[] {
  const wanted = new Set(to.indexes.map((index) => index.name));
  return from.indexes.filter(
    (index) =>
      !wanted.has(index.name) && (!isExpressible(index) || rules.unmanagedIndexes.includes(index.name)),
  );
}

/** Checks without a name, which no entity makes; those that read a column that goes, go with it. */
function extraChecksOf(from: Table, adopted: readonly Check[], gone: readonly string[]): Check[] {
  return from.checks.filter(
    (check) =>
      check.name === undefined &&
      !adopted.includes(check) &&
      !gone.some((column) => mentions(check.expression, column)),
  );
}

function extrasOf(
  { triggers }: Table,
  indexes: readonly Index[],
  table: string,
  gone: readonly string[],
): Extra[] {
  return [
    ...indexes.map((index) => ({
      kind: "index" as const,
      name: index.name,
      table,
      losesColumn: gone.some((column) => indexMentions(index, column)),
    })),
    ...triggers.map(({ name, sql }) => ({
      kind: "trigger" as const,
      name,
      table,
      losesColumn: gone.some((column) => mentions(sql, column)),
    })),
  ];
}

function described({ kind, name, table }: Extra): Unmanaged {
  return { kind, name, ...(table === undefined ? {} : { table }) };
}

function adoptTable(from: Table, to: Table, rules: OwnershipRules): AdoptedTable {
  const gone = from.columns
    .map(({ name }) => name)
    .filter((name) => !to.columns.some((column) => column.name === name));
  const table = displayName(to);
  const indexes = extraIndexesOf(from, to, rules);
  const extras = extrasOf(from, indexes, table, gone);
  const goes = new Set(
    extras.filter((extra) => rules.goes(extra.name, extra.losesColumn)).map(({ name }) => name),
  );
  const kept = extras.filter(({ name }) => !goes.has(name));
  const keep = rules.keepConstraintNames;
  const primaryKey = adoptConstraints(listOf(from.primaryKey), listOf(to.primaryKey), true)[0];
  const checks = adoptConstraints<Check>(from.checks, to.checks, keep);
  const extraChecks = extraChecksOf(from, checks, gone);
  return {
    table: {
      ...to,
      columns: to.columns.map((column) => adoptColumn(column, from, rules)),
      ...(primaryKey === undefined ? {} : { primaryKey }),
      uniques: adoptConstraints<Unique>(from.uniques, to.uniques, keep),
      checks: [...checks, ...extraChecks],
      foreignKeys: adoptConstraints<ForeignKey>(from.foreignKeys, to.foreignKeys, keep),
      indexes: [
        ...to.indexes.map((index) => adoptIndex(index, to.indexes, from.indexes, keep)),
        ...indexes.filter((index) => !goes.has(index.name)),
      ],
      triggers: from.triggers.filter((trigger) => !goes.has(trigger.name)),
      options: { ...to.options, ...(from.options.strict ? { strict: true } : {}) },
    },
    unmanaged: [
      ...to.columns
        .filter((column) => isListedByHand(column, from, rules))
        .map(({ name }) => ({ kind: "check" as const, name: `of the values of ${name}`, table })),
      ...kept.map(described),
      ...extraChecks.map(({ expression }): Unmanaged => ({ kind: "check", name: expression, table })),
      ...(from.options.strict ? [{ kind: "option" as const, name: "STRICT", table }] : []),
    ],
    inTheWay: kept.filter((extra) => extra.losesColumn).map(described),
  };
}

/**
 * The target schema with all that entities cannot say, as it is in the database: triggers, expression and descending
 * indexes, checks without a name, STRICT, conflict clauses, names of constraints that one side leaves out. `from` already has the new names.
 */
export function adopt(from: Schema, to: Schema, rules: OwnershipRules): Adopted {
  const before = new Map(from.tables.map((table) => [keyOf(table), table]));
  const tables = to.tables.map((table): AdoptedTable => {
    const old = before.get(keyOf(table));
    return old === undefined ? { table, unmanaged: [], inTheWay: [] } : adoptTable(old, table, rules);
  });
  const oldViews = new Map(from.views.map((view) => [keyOf(view), view]));
  return {
    schema: {
      tables: tables.map(({ table }) => table),
      views: to.views.map((view) => ({
        ...view,
        triggers: (oldViews.get(keyOf(view))?.triggers ?? []).filter(({ name }) => !rules.goes(name, false)),
      })),
    },
    unmanaged: tables.flatMap((table) => table.unmanaged),
    inTheWay: tables.flatMap((table) => table.inTheWay),
  };
}
