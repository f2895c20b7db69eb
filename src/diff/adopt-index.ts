import { equal } from "../schema/compare.js";
import type { Index, IndexElement } from "../schema/schema.js";
import { mentions } from "../schema/sql-text.js";
import type { OwnershipRules } from "./ownership.js";

/** An index element that an entity can say: a column, ascending, in the column's own collation and operator class. */
function isPlain({ column, order, nulls, collation, operatorClass }: IndexElement): boolean {
  return column !== undefined && [order, nulls, collation, operatorClass].every((part) => part === undefined);
}

/** Whether an entity could have asked for the index; its storage and its comment aside, which change nothing of what it does. */
function isExpressible(index: Index, { indexMethods }: OwnershipRules): boolean {
  const { elements, include, nullsNotDistinct, method } = index;
  return (
    elements.every(isPlain) &&
    include === undefined &&
    nullsNotDistinct === undefined &&
    (method === undefined || indexMethods.includes(method))
  );
}

/** Whether the index needs that column. */
export function needsColumn({ elements, include = [], where = "" }: Index, column: string): boolean {
  return (
    elements.some((element) =>
      element.column === undefined ? mentions(element.expression, column) : element.column === column,
    ) ||
    include.includes(column) ||
    mentions(where, column)
  );
}

function columnsOf(index: Index): readonly (string | undefined)[] {
  return index.elements.map((element) => element.column);
}

/** What an entity may say of an index, its name aside. */
function said({ elements, unique, method, where }: Index): unknown {
  return [elements, unique, method, where];
}

/** An index that the entity wants, as the database has it. */
export interface AdoptedIndex {
  readonly index: Index;
  /** The database has more of it than entities can say. */
  readonly saysMore: boolean;
}

function withExtras(wanted: Index, existing: Index, rules: OwnershipRules): AdoptedIndex {
  const { include, nullsNotDistinct, storage, comment, method } = existing;
  const isOwnMethod = method !== undefined && !rules.indexMethods.includes(method);
  return {
    index: {
      ...wanted,
      elements: existing.elements,
      ...(include && { include }),
      ...(nullsNotDistinct && { nullsNotDistinct }),
      ...(storage && { storage }),
      ...(comment === undefined ? {} : { comment }),
      ...(isOwnMethod && wanted.method === undefined ? { method } : {}),
    },
    saysMore: !isExpressible(existing, rules) || storage !== undefined,
  };
}

/** The index that the entity wants, or the one of its name where that says the same and more. */
function adoptNamed(wanted: Index, existing: Index, rules: OwnershipRules): AdoptedIndex {
  const hasExpression = existing.elements.some((element) => element.expression !== undefined);
  if (hasExpression) return { index: existing, saysMore: true };
  return equal(columnsOf(existing), columnsOf(wanted))
    ? withExtras(wanted, existing, rules)
    : { index: wanted, saysMore: false };
}

/**
 * The indexes that the entity wants, each as the database has it: with what entities cannot say, and under the name that it
 * has there where names are kept. One that was left unfinished is wanted anew.
 */
export function adoptIndexes(
  from: readonly Index[],
  to: readonly Index[],
  rules: OwnershipRules,
): AdoptedIndex[] {
  const wantedNames = new Set(to.map(({ name }) => name));
  const free = from.filter(
    (index) =>
      !wantedNames.has(index.name) &&
      !rules.unmanagedIndexes.includes(index.name) &&
      isExpressible(index, rules),
  );
  return to.map((wanted) => {
    const named = from.find(({ name }) => name === wanted.name);
    if (named !== undefined) return adoptNamed(wanted, named, rules);
    const same = free.find((index) => equal(said(index), said(wanted)));
    if (same === undefined) return { index: wanted, saysMore: false };
    free.splice(free.indexOf(same), 1);
    const { index, saysMore } = withExtras(wanted, same, rules);
    return { index: rules.keepConstraintNames ? { ...index, name: same.name } : index, saysMore };
  });
}

/** The indexes that no entity wants, and none could, or that one declares as not managed. */
export function extraIndexes(from: readonly Index[], to: readonly Index[], rules: OwnershipRules): Index[] {
  const wanted = new Set(to.map((index) => index.name));
  return from.filter(
    (index) =>
      !wanted.has(index.name) &&
      (!isExpressible(index, rules) || rules.unmanagedIndexes.includes(index.name)),
  );
}
