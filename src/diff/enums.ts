import { applyAll } from "../operation/apply.js";
import type { AlterEnum, EnumOperation, Operation, RenameEnum } from "../operation/operation.js";
import { equal, sortSchema } from "../schema/compare.js";
import { keyOf, nameOf, type ObjectName } from "../schema/name.js";
import type { EnumType, Schema, Table } from "../schema/schema.js";
import { isOfType } from "../schema/type-name.js";

/** What is known of the values of an enum that went. */
interface ValueAnswers {
  /** The new spelling of values, by the old one. */
  readonly renames?: Readonly<Record<string, string>>;
  /** What rows get instead of a value, by that value. */
  readonly replacements?: Readonly<Record<string, string | null>>;
}

/** What is known of the values of each enum, by the key of its new name. */
export type EnumAnswers = ReadonlyMap<string, ValueAnswers>;

/** Nothing is known of any value. */
export const noEnumAnswers: EnumAnswers = new Map();

function gone<Item extends ObjectName>(items: readonly Item[], others: readonly Item[]): Item[] {
  const keys = new Set(others.map(keyOf));
  return items.filter((item) => !keys.has(keyOf(item)));
}

function isArray(type: string): boolean {
  return type.endsWith("[]");
}

/** The types that columns of the type have in the other schema, each as often as there are such columns. */
function typesInstead(enumType: EnumType, from: Schema, to: Schema): string[] {
  const targets = new Map(to.tables.map((table) => [keyOf(table), table]));
  return from.tables.flatMap((table) => {
    const columns = table.columns.filter(({ type }) => isOfType(type, enumType));
    return columns.flatMap(({ name, type }) => {
      const now = targets.get(keyOf(table))?.columns.find((column) => column.name === name)?.type;
      return now !== undefined && isArray(now) === isArray(type) ? [now] : [];
    });
  });
}

function isWanted(enumType: EnumType, { tables }: Schema): boolean {
  return tables.some(({ columns }) => columns.some(({ type }) => isOfType(type, enumType)));
}

/**
 * The enums that only got another name: one that went, whose columns all have one that came. `from` already has the new
 * names of tables and columns.
 */
export function enumRenames(from: Schema, to: Schema): RenameEnum[] {
  const [before, after] = [sortSchema(from), sortSchema(to)];
  const free = gone(after.enums, before.enums);
  return gone(before.enums, after.enums).flatMap((old): RenameEnum[] => {
    if (isWanted(old, after)) return [];
    const types = typesInstead(old, before, after);
    const candidates = free.filter((one) => types.some((type) => isOfType(type, one)));
    const found = candidates.find(({ values }) => equal(values, old.values)) ?? candidates[0];
    if (found === undefined) return [];
    free.splice(free.indexOf(found), 1);
    return [{ kind: "renameEnum", from: nameOf(old), to: nameOf(found) }];
  });
}

function renamedValues({ values }: EnumType, { renames = {} }: ValueAnswers): string[] {
  return values.map((value) => renames[value] ?? value);
}

/** The changes of enums that are nothing but new names, of the types or of their values. */
export function enumNames(from: Schema, to: Schema, answers: EnumAnswers): Operation[] {
  const renames = enumRenames(from, to);
  const values = applyAll(from, renames).enums.flatMap((one): AlterEnum[] => {
    const answer = answers.get(keyOf(one)) ?? {};
    const now = renamedValues(one, answer);
    if (equal(now, one.values)) return [];
    return [alterEnum(one, one.values, now, { renames: answer.renames })];
  });
  return [...renames, ...values];
}

function alterEnum(
  name: ObjectName,
  from: readonly string[],
  to: readonly string[],
  { renames = {}, replacements = {} }: { [Key in keyof ValueAnswers]: ValueAnswers[Key] | undefined },
): AlterEnum {
  const kept = Object.entries(renames).filter(([value]) => from.includes(value));
  const replaced = Object.entries(replacements).filter(([value]) => from.includes(value));
  return {
    kind: "alterEnum",
    name: nameOf(name),
    from,
    to,
    ...(kept.length === 0 ? {} : { renames: Object.fromEntries(kept) }),
    ...(replaced.length === 0 ? {} : { replacements: Object.fromEntries(replaced) }),
  };
}

/** All that may say a value of the enum, in the tables that have it and in the views. */
function usesOf(enumType: EnumType, { tables, views }: Schema): unknown {
  const ofTable = ({ columns, checks, exclusions = [], indexes, triggers, ...table }: Table): unknown => [
    keyOf(table),
    columns.map(({ name, type, default: text, generated }) => [name, type, text, generated]),
    [checks, exclusions, indexes, triggers],
  ];
  const users = tables.filter(({ columns }) => columns.some(({ type }) => isOfType(type, enumType)));
  return [users.map(ofTable), views.map(({ query }) => query)];
}

/** The values with those of the others that are missing, each behind the one that it follows there. */
function withAdded(values: readonly string[], others: readonly string[]): string[] {
  return others.reduce<string[]>(
    (all, value, index) => {
      if (all.includes(value)) return all;
      const before = others[index - 1];
      return all.toSpliced(before === undefined ? 0 : all.indexOf(before) + 1, 0, value);
    },
    [...values],
  );
}

/** The operations on enums, in the order in which they are carried out. */
export interface EnumOperations {
  /** What must be there when tables change. */
  readonly early: readonly Operation[];
  /** What must not go before nothing uses it any more. */
  readonly late: readonly Operation[];
}

/**
 * The operations that make one list of values the other, which is not the same. Values come before anything can say them and go when nothing does,
 * in both directions: at once only where all that may say them is the same before and after.
 */
function valueChanges(
  old: EnumType,
  wanted: EnumType,
  answers: ValueAnswers,
  isUsedAlike: boolean,
): EnumOperations {
  const { renames, replacements } = answers;
  const renamed = renamedValues(old, answers);
  const goes = renamed.some((value) => !wanted.values.includes(value));
  const between = withAdded(renamed, wanted.values);
  const atOnce = alterEnum(wanted, old.values, wanted.values, { renames, replacements });
  if (!goes || isUsedAlike) return { early: [atOnce], late: [] };
  if (equal(between, old.values)) return { early: [], late: [atOnce] };
  return {
    early: [alterEnum(wanted, old.values, between, { renames, replacements: undefined })],
    late: [alterEnum(wanted, between, wanted.values, { renames: undefined, replacements })],
  };
}

function enumOperations(kind: EnumOperation["kind"], enums: readonly EnumType[]): Operation[] {
  return enums.map((enumType) => ({ kind, enum: enumType }));
}

/** The differences of enums. Both schemas are sorted, and `from` already has the new names of tables and columns. */
export function diffEnums(from: Schema, to: Schema, answers: EnumAnswers): EnumOperations {
  const renames = enumRenames(from, to);
  const before = applyAll(from, renames);
  const named = sortSchema(applyAll(from, enumNames(from, to, answers)));
  const olds = new Map(before.enums.map((one) => [keyOf(one), one]));
  const changes = to.enums.flatMap((wanted) => {
    const old = olds.get(keyOf(wanted));
    if (old === undefined || equal(old.values, wanted.values)) return [];
    const isUsedAlike = equal(usesOf(wanted, named), usesOf(wanted, to));
    return [valueChanges(old, wanted, answers.get(keyOf(wanted)) ?? {}, isUsedAlike)];
  });
  return {
    early: [
      ...renames,
      ...changes.flatMap(({ early }) => early),
      ...enumOperations("createEnum", gone(to.enums, before.enums)),
    ],
    late: [
      ...changes.flatMap(({ late }) => late),
      ...enumOperations("dropEnum", gone(before.enums, to.enums)),
    ],
  };
}
