import { displayName, keyOf } from "../schema/name.js";
import type { EnumType, Extension, Schema, Sequence } from "../schema/schema.js";
import { mentions } from "../schema/sql-text.js";
import { isOfType } from "../schema/type-name.js";
import type { OwnershipRules, Unmanaged } from "./ownership.js";

/** What the target has of a kind, with what is kept of the database. */
export interface AdoptedObjects<Item> {
  readonly items: readonly Item[];
  readonly unmanaged: readonly Unmanaged[];
}

/** The extensions of both sides: none is dropped that nobody names. */
export function adoptExtensions(from: Schema, to: Schema, rules: OwnershipRules): Extension[] {
  const kept = from.extensions.filter(({ name }) => !rules.goes(name, false));
  const missing = to.extensions.filter(({ name }) => !from.extensions.some((other) => other.name === name));
  return [...kept, ...missing];
}

/** The schemas of both sides: none is dropped that nobody names. */
export function adoptSchemas(from: Schema, to: Schema, rules: OwnershipRules): string[] {
  return [...new Set([...from.schemas.filter((name) => !rules.goes(name, false)), ...to.schemas])];
}

/** The sequences that belong to no column, which no entity can ask for. */
export function adoptSequences(from: Schema, to: Schema, rules: OwnershipRules): AdoptedObjects<Sequence> {
  const wanted = new Set(to.sequences.map(keyOf));
  const kept = from.sequences.filter(
    (sequence) => !wanted.has(keyOf(sequence)) && !rules.goes(displayName(sequence), false),
  );
  return {
    items: [...to.sequences, ...kept],
    unmanaged: kept.map((sequence) => ({ kind: "sequence", name: displayName(sequence) })),
  };
}

function isUsed(enumType: EnumType, { tables, views }: Schema, rules: OwnershipRules): boolean {
  return (
    tables.some(({ columns }) => columns.some(({ type }) => isOfType(type, enumType))) ||
    views.some(({ query }) => mentions(query, enumType.name)) ||
    rules.isUsedElsewhere(enumType)
  );
}

/**
 * The enums that the entities want, and those that only the database has: one goes where a revision made it, or somebody
 * names it, and nothing uses it any more. `to` has all else that is kept.
 */
export function adoptEnums(from: Schema, to: Schema, rules: OwnershipRules): AdoptedObjects<EnumType> {
  const before = new Map(from.enums.map((one) => [keyOf(one), one]));
  const wanted = new Set(to.enums.map(keyOf));
  const mayGo = (name: string): boolean => rules.createdByHistory(name) || rules.goes(name, false);
  const kept = from.enums.filter(
    (one) => !wanted.has(keyOf(one)) && (!mayGo(displayName(one)) || isUsed(one, to, rules)),
  );
  const adopted = to.enums.map((one): EnumType => {
    const comment = before.get(keyOf(one))?.comment;
    return comment === undefined ? one : { ...one, comment };
  });
  return {
    items: [...adopted, ...kept],
    unmanaged: kept.map((one) => ({ kind: "enum", name: displayName(one) })),
  };
}
