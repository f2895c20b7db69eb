import { applyChange } from "../../operation/apply-change.js";
import type { AlterColumn, TableChange } from "../../operation/operation.js";
import type { Column, Schema, Table } from "../../schema/schema.js";
import { mentions } from "../../schema/sql-text.js";
import type { Statement } from "../dialect.js";
import { alterColumn, isRetyped, type ColumnChange } from "./alter-column.js";
import { deferralAround } from "./deferral.js";
import {
  attachedAround,
  foreignKeysAround,
  nested,
  readersOf,
  viewsAround,
  type Touched,
} from "./dependents.js";
import { createIndex } from "./index-sql.js";
import {
  addConstraint,
  columnStates,
  constraintsOn,
  extrasOn,
  indexesOn,
  isRemade,
  putBack,
  takeOff,
} from "./remade-column.js";
import { statementsOf, type Step } from "./steps.js";

const reshaping = ["type", "collation", "generated"];

/** Whether a column gets another type, collation or expression. */
export function isReshaping(change: TableChange): change is AlterColumn {
  return (
    change.kind === "alterColumn" &&
    reshaping.some((attribute) => attribute in change.from || attribute in change.to)
  );
}

function columnNamed(table: Table, name: string): Column[] {
  return table.columns.filter((column) => column.name === name);
}

/** Each change with both ends of its column. */
function endsOf(before: Table, after: Table, changes: readonly AlterColumn[]): ColumnChange[] {
  return changes.flatMap(({ name, backfill, using }) =>
    columnNamed(before, name).flatMap((old) =>
      columnNamed(after, name).map((column) => ({
        table: before,
        before: old,
        after: column,
        backfill,
        using,
      })),
    ),
  );
}

/** Other generated columns that read one of those: they are made anew as they were. */
function computedFrom(table: Table, names: readonly string[]): ColumnChange[] {
  return table.columns
    .filter(
      ({ name, generated }) =>
        generated !== undefined &&
        !names.includes(name) &&
        names.some((other) => mentions(generated.expression, other)),
    )
    .map((column) => ({ table, before: column, after: column }));
}

/**
 * The columns of keys that hold one of those besides: PostgreSQL makes such a key anew without the foreign keys that depend
 * on it, and fails.
 */
function keysBeside({ primaryKey, uniques }: Table, names: readonly string[]): string[] {
  return [...(primaryKey === undefined ? [] : [primaryKey]), ...uniques]
    .filter(({ include }) => include?.some((name) => names.includes(name)))
    .flatMap(({ columns }) => columns);
}

function isComputed({ before }: ColumnChange): boolean {
  return before.generated !== undefined;
}

/** The ALTER TABLE statements: one, wherever that is possible. */
function alterSteps(
  table: Table,
  remade: readonly ColumnChange[],
  altered: readonly Step[],
  { enums }: Schema,
): Step[] {
  const names = remade.map(({ after }) => after.name);
  const [constraints, indexes] = [constraintsOn(table, names), indexesOn(table, names)];
  const indexNames = [...indexes, ...constraints.map(({ constraint }) => constraint)].map(({ name }) => name);
  return [
    ...remade.filter(isComputed).flatMap((change) => takeOff(change, enums)),
    ...altered,
    // What was computed from these is a plain column by now.
    ...remade.filter((change) => !isComputed(change)).flatMap((change) => takeOff(change, enums)),
    ...remade.flatMap(putBack),
    ...constraints.flatMap((constraint) => addConstraint(table, constraint)),
    ...indexes.flatMap((index) => createIndex(table, index)),
    ...extrasOn(table, names, indexNames),
  ];
}

/**
 * The statements that give columns of the table another type, collation or expression. What PostgreSQL does not carry along
 * itself is taken off before and put back after: views on any level, rules, policies, triggers, generated columns.
 * Indexes, constraints and statistics it makes anew itself. https://www.postgresql.org/docs/current/sql-altertable.html
 */
export function reshape(before: Table, changes: readonly AlterColumn[], schema: Schema): Statement[] {
  const ends = endsOf(before, changes.reduce(applyChange, before), changes);
  const retyped = ends.filter(isRetyped).map(({ after }) => after.name);
  const told = ends.filter(isRemade);
  const toldNames = ends.map(({ after }) => after.name);
  const followers = computedFrom(before, retyped).filter(({ after }) => !toldNames.includes(after.name));
  const remade = [...told, ...followers];
  const remadeNames = remade.map(({ after }) => after.name);
  const touched: Touched[] = [{ table: before, columns: [...retyped, ...remadeNames] }];
  const views = readersOf(touched, schema);
  const detour = nested([
    viewsAround(views),
    attachedAround(touched, schema, views),
    foreignKeysAround([{ table: before, columns: [...remadeNames, ...keysBeside(before, retyped)] }], schema),
  ]);
  const altered = ends
    .filter((change) => !isRemade(change))
    // What is no longer computed first: it stands in the way of what it was computed from.
    .toSorted((left, right) => Number(isComputed(right)) - Number(isComputed(left)))
    .flatMap((change) => {
      const steps = alterColumn(change, schema.enums);
      return change.backfill === undefined ? steps : deferralAround(before, change.after.name, steps);
    });
  return [
    ...detour.off,
    ...statementsOf(before, alterSteps(before, remade, altered, schema)),
    ...columnStates(before, [...retyped, ...remadeNames]),
    ...detour.on,
  ];
}
