import { displayName } from "../schema/name.js";
import type { Column, Table } from "../schema/schema.js";
import { isIdentifier, tokenize } from "../schema/sql-text.js";
import type { OwnershipRules, Unmanaged } from "./ownership.js";

/** A column that the entity wants, as the database has it. */
export interface AdoptedColumn {
  readonly column: Column;
  readonly unmanaged: readonly Unmanaged[];
}

/** Whether the database allows the column only some values, and neither the entity nor a revision asked for that. */
function isListedByHand(wanted: Column, old: Column, from: Table, rules: OwnershipRules): boolean {
  if (old.enumValues === undefined || wanted.enumValues !== undefined) return false;
  return rules.isPlainInHistory(displayName(from), wanted.name);
}

/** Whether the column is counted up by a sequence that does not belong to it. */
function isCountedByHand(wanted: Column, old: Column): boolean {
  if (!wanted.autoIncrement || old.autoIncrement || old.default === undefined) return false;
  const [first, second, third] = tokenize(old.default);
  const called = second?.text === "." ? third : first;
  return isIdentifier(called, "nextval");
}

function isCountedAlike(wanted: Column, old: Column): boolean {
  return (
    wanted.autoIncrement === old.autoIncrement &&
    (wanted.identity === undefined) === (old.identity === undefined)
  );
}

/** The parts of a column that only the database has. */
function partsOf(wanted: Column, old: Column, from: Table, rules: OwnershipRules): Partial<Column> {
  return {
    ...(old.notNullConflict === undefined || wanted.nullable ? {} : { notNullConflict: old.notNullConflict }),
    ...(old.enumValues !== undefined && isListedByHand(wanted, old, from, rules)
      ? { enumValues: old.enumValues }
      : {}),
    ...(old.sequence !== undefined && wanted.sequence === undefined && isCountedAlike(wanted, old)
      ? { sequence: old.sequence }
      : {}),
    ...(old.default !== undefined && isCountedByHand(wanted, old) ? { default: old.default } : {}),
  };
}

function unmanagedOf(
  wanted: Column,
  old: Column,
  parts: Partial<Column>,
): Pick<Unmanaged, "kind" | "name">[] {
  const { name } = wanted;
  return [
    ...(parts.enumValues === undefined ? [] : [{ kind: "check" as const, name: `of the values of ${name}` }]),
    ...(parts.sequence === undefined ? [] : [{ kind: "option" as const, name: `how ${name} is counted` }]),
    ...(isCountedByHand(wanted, old)
      ? [{ kind: "sequence" as const, name: `in the default of ${name}` }]
      : []),
  ];
}

/** The column with what the database has of it that entities cannot say. */
export function adoptColumn(wanted: Column, from: Table, rules: OwnershipRules): AdoptedColumn {
  const old = from.columns.find((column) => column.name === wanted.name);
  if (old === undefined) return { column: wanted, unmanaged: [] };
  const parts = partsOf(wanted, old, from, rules);
  const { autoIncrement, ...rest } = wanted;
  const counted = autoIncrement === undefined || isCountedByHand(wanted, old) ? rest : wanted;
  return {
    column: { ...counted, ...parts },
    unmanaged: unmanagedOf(wanted, old, parts).map((one) => ({ ...one, table: displayName(from) })),
  };
}
