import { equal } from "../schema/compare.js";
import { displayName } from "../schema/name.js";
import type { Check, Exclusion, ForeignKey, PrimaryKey, Table, Unique } from "../schema/schema.js";
import { mentions } from "../schema/sql-text.js";
import { listOf } from "./list-of.js";
import type { OwnershipRules, Unmanaged } from "./ownership.js";

type Constraint = { readonly name?: string };

/** The constraint without its name and without what entities cannot say of it. */
function bare(constraint: Constraint): unknown {
  return {
    ...constraint,
    name: undefined,
    comment: undefined,
    onConflict: undefined,
    match: undefined,
    include: undefined,
    nullsNotDistinct: undefined,
    onDeleteColumns: undefined,
    notValid: undefined,
    noInherit: undefined,
  };
}

function bareKey(primaryKey: PrimaryKey): unknown {
  const { deferrable: _, ...key } = primaryKey;
  return bare(key);
}

/** Gives each constraint that the database has in the same form the name and extras that it has there. */
function adoptConstraints<Item extends Constraint>(
  from: readonly Item[],
  to: readonly Item[],
  keepNames: boolean,
  shape: (item: Item) => unknown = bare,
): Item[] {
  const free = [...from];
  return to.map((wanted) => {
    const matches = free.filter((candidate) => equal(shape(candidate), shape(wanted)));
    const match = matches.find((candidate) => candidate.name === wanted.name) ?? matches[0];
    if (match === undefined) return wanted;
    free.splice(free.indexOf(match), 1);
    const keepsName = keepNames || match.name === undefined || wanted.name === undefined;
    return keepsName ? match : { ...match, name: wanted.name };
  });
}

/** What a constraint may say that entities cannot. */
interface Extras extends Constraint {
  readonly include?: readonly string[];
  readonly nullsNotDistinct?: true;
  readonly notValid?: true;
  readonly noInherit?: true;
  readonly match?: string;
  readonly onDeleteColumns?: readonly string[];
}

function extrasOf({
  include,
  nullsNotDistinct,
  notValid,
  noInherit,
  match,
  onDeleteColumns,
}: Extras): string[] {
  return [
    ...(include === undefined ? [] : [`INCLUDE (${include.join(", ")})`]),
    ...(nullsNotDistinct ? ["NULLS NOT DISTINCT"] : []),
    ...(match === undefined ? [] : [`MATCH ${match}`]),
    ...(onDeleteColumns === undefined ? [] : [`ON DELETE of (${onDeleteColumns.join(", ")}) alone`]),
    ...(noInherit ? ["NO INHERIT"] : []),
    ...(notValid ? ["NOT VALID"] : []),
  ];
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

/** Exclusions that no entity wants and no revision made: they are there for a reason that only their author knows. */
function extraExclusionsOf(from: Table, wanted: readonly Exclusion[], rules: OwnershipRules): Exclusion[] {
  const isWanted = (exclusion: Exclusion): boolean =>
    wanted.some((other) => other.name === exclusion.name || equal(bare(other), bare(exclusion)));
  return (from.exclusions ?? []).filter(
    (exclusion) => !isWanted(exclusion) && !rules.createdByHistory(exclusion.name ?? ""),
  );
}

/** The constraints of a table with what the database has of them besides. */
export interface AdoptedConstraints {
  readonly constraints: Pick<Table, "primaryKey" | "uniques" | "checks" | "foreignKeys" | "exclusions">;
  /** Exclusions that stay unless somebody says that they go. */
  readonly exclusions: readonly Exclusion[];
  readonly unmanaged: readonly Unmanaged[];
}

/** The constraints that the entity wants, as the database has them, and those that only the database has. */
export function adoptTableConstraints(
  from: Table,
  to: Table,
  gone: readonly string[],
  rules: OwnershipRules,
): AdoptedConstraints {
  const keep = rules.keepConstraintNames;
  const [primaryKey] = adoptConstraints(listOf(from.primaryKey), listOf(to.primaryKey), keep, bareKey);
  const uniques = adoptConstraints<Unique>(from.uniques, to.uniques, keep);
  const checks = adoptConstraints<Check>(from.checks, to.checks, keep);
  const foreignKeys = adoptConstraints<ForeignKey>(from.foreignKeys, to.foreignKeys, keep);
  const exclusions = adoptConstraints<Exclusion>(from.exclusions ?? [], to.exclusions ?? [], keep);
  const extraChecks = extraChecksOf(from, checks, gone);
  const table = displayName(to);
  const saidMore = [...listOf(primaryKey), ...uniques, ...checks, ...foreignKeys].flatMap((constraint) =>
    extrasOf(constraint).map((extra) => ({ constraint, extra })),
  );
  return {
    constraints: {
      ...(primaryKey === undefined ? {} : { primaryKey }),
      uniques,
      checks: [...checks, ...extraChecks],
      foreignKeys,
      ...(exclusions.length === 0 ? {} : { exclusions }),
    },
    exclusions: extraExclusionsOf(from, exclusions, rules),
    unmanaged: [
      ...extraChecks.map(({ expression }): Unmanaged => ({ kind: "check", name: expression, table })),
      ...saidMore.map(({ constraint, extra }): Unmanaged => ({
        kind: "option",
        name: `${extra} of ${constraint.name ?? "a constraint"}`,
        table,
      })),
    ],
  };
}
