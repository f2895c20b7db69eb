import { AludelError } from "../../errors.js";
import { applyChange } from "../../operation/apply-change.js";
import type { AlterColumn, AlterTable, TableChange } from "../../operation/operation.js";
import { displayName, sameName, type ObjectName } from "../../schema/name.js";
import type { Column, Schema, Table, TableOptions } from "../../schema/schema.js";
import type { Statement } from "../dialect.js";
import { quoteIdentifier } from "../standard/sql.js";
import { addColumn } from "./add-column.js";
import { alterColumn } from "./alter-column.js";
import { comment } from "./comment-sql.js";
import { nameOfConstraint, withoutConstraint } from "./constraint-lookup.js";
import { deferralAround } from "./deferral.js";
import { doBlock } from "./do-block.js";
import { countsBySequence, followColumn } from "./follow-sequence.js";
import { storageName, storageSql } from "./index-sql.js";
import { quote } from "./names.js";
import { addConstraint } from "./remade-column.js";
import { isReshaping, reshape } from "./reshape.js";
import { pass, statementsOf, subcommand, type Step } from "./steps.js";

/** The table of that name. Throws `E_TABLE_UNKNOWN`. */
function tableIn(schema: Schema, name: ObjectName): Table {
  const table = schema.tables.find((candidate) => sameName(candidate, name));
  if (table !== undefined) return table;
  throw new AludelError("E_TABLE_UNKNOWN", `there is no table "${displayName(name)}" to alter`, {
    hint: "A table made by SQL of your own is not known when a script is printed; alter it by SQL, too.",
  });
}

const schemaAttributes = ["type", "collation", "generated", "autoIncrement", "identity", "sequence"];

/** Whether the statements for the change depend on what the table is like, or on what else reads it. */
export function changeNeedsSchema(change: TableChange): boolean {
  if (change.kind === "dropConstraint") return change.constraint.name === undefined;
  if (change.kind !== "alterColumn") return false;
  const isTold = (attribute: string): boolean => attribute in change.from || attribute in change.to;
  return change.backfill !== undefined || schemaAttributes.some(isTold);
}

/** The column at both ends, as far as the change itself tells. */
function endsOf({ name, from, to }: AlterColumn): { before: Column; after: Column } {
  const nullable = from.nullable ?? !(to.nullable ?? true);
  const before = { name, type: "", nullable, ...from };
  return { before, after: { name, type: "", nullable, ...to } };
}

function findColumn(table: Table, name: string): Column {
  const column = table.columns.find((candidate) => candidate.name === name);
  if (column !== undefined) return column;
  throw new AludelError("E_OPERATION_CONFLICT", `table "${displayName(table)}" has no column "${name}"`);
}

function alterOptions(table: ObjectName, from: TableOptions, to: TableOptions): Step[] {
  const [old, wanted] = [from.storage ?? {}, to.storage ?? {}];
  const gone = Object.keys(old).filter((name) => !(name in wanted));
  const changed = Object.entries(wanted).filter(([name, value]) => old[name] !== value);
  return [
    ...(from.unlogged === to.unlogged
      ? []
      : [{ sql: `ALTER TABLE ${quote(table)} SET ${to.unlogged ? "UNLOGGED" : "LOGGED"}` }]),
    ...(gone.length === 0 ? [] : [subcommand(pass.rest, `RESET (${gone.map(storageName).join(", ")})`)]),
    ...(changed.length === 0
      ? []
      : [subcommand(pass.rest, `SET ${storageSql(Object.fromEntries(changed))}`)]),
    ...(from.comment === to.comment ? [] : [comment("TABLE", quote(table), to.comment)]),
  ];
}

/**
 * The statement that keeps writers off to the end of the transaction, which has to be there before rows are filled: a writer
 * that waits for a row has a lock of the table already, and the ALTER TABLE that follows would wait for that one.
 * https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-DEADLOCKS
 */
function holdWriters(table: ObjectName): Statement {
  // Outside of a transaction LOCK TABLE by itself would be an error.
  return doBlock([], [`LOCK TABLE ${quote(table)} IN SHARE ROW EXCLUSIVE MODE;`]);
}

function alterColumnSteps(
  change: AlterColumn,
  table: ObjectName,
  state: Table | undefined,
  schema: Schema,
): Step[] {
  const ends =
    state === undefined
      ? endsOf(change)
      : {
          before: findColumn(state, change.name),
          after: findColumn(applyChange(state, change), change.name),
        };
  const steps = alterColumn({ table, ...ends, backfill: change.backfill }, schema.enums);
  if (change.backfill === undefined) return steps;
  const alone = state === undefined ? steps : deferralAround(state, change.name, steps);
  return [holdWriters(table), ...alone];
}

/** The steps of one change; `state` is the table as it is by then, where that must be known. */
function stepsOf(change: TableChange, table: ObjectName, state: Table | undefined, schema: Schema): Step[] {
  switch (change.kind) {
    case "addColumn":
      return addColumn(table, change);
    case "dropColumn":
      return [subcommand(pass.drop, `DROP COLUMN ${quoteIdentifier(change.column.name)}`)];
    case "renameColumn":
      return [
        rename(table, `COLUMN ${quoteIdentifier(change.from)}`, change.to),
        ...(countsBySequence(schema, table, change.from)
          ? [followColumn(table, change.from, change.to)]
          : []),
      ];
    case "renameConstraint":
      return [rename(table, `CONSTRAINT ${quoteIdentifier(change.from)}`, change.to)];
    case "alterColumn":
      return alterColumnSteps(change, table, state, schema);
    case "addConstraint":
      return addConstraint(table, change);
    case "dropConstraint": {
      const name = change.constraint.name ?? nameOfConstraint(change, state ?? tableIn(schema, table));
      return [subcommand(pass.drop, `DROP CONSTRAINT ${quoteIdentifier(name)}`)];
    }
    case "alterOptions":
      return alterOptions(table, change.from, change.to);
  }
}

function rename(table: ObjectName, what: string, to: string): Statement {
  return { sql: `ALTER TABLE ${quote(table)} RENAME ${what} TO ${quoteIdentifier(to)}` };
}

/** The table after the change. Of a constraint that goes, the name is enough. */
function follow(state: Table, change: TableChange): Table {
  if (change.kind !== "dropConstraint") return applyChange(state, change);
  return withoutConstraint(state, nameOfConstraint(change, state));
}

interface Run {
  readonly reshapes: boolean;
  readonly changes: TableChange[];
}

/** Whether it is all the same which of the two columns changes first. */
function commutes(change: TableChange, other: AlterColumn): boolean {
  return change.kind === "alterColumn" && change.backfill === undefined && change.name !== other.name;
}

/** The run that a change of type or expression can join, as what came since then changes other columns in other ways. */
function runToJoin(runs: readonly Run[], change: AlterColumn): Run | undefined {
  const at = runs.findLastIndex(({ reshapes }) => reshapes);
  const since = runs.slice(at + 1).flatMap(({ changes }) => changes);
  return since.every((one) => commutes(one, change)) ? runs[at] : undefined;
}

/** The changes in runs: such as give columns another type or expression, together, and such as do not. */
export function splitChanges(changes: readonly TableChange[]): TableChange[][] {
  const runs: Run[] = [];
  for (const change of changes) {
    const last = runs.at(-1);
    const plain = last?.reshapes ? undefined : last;
    const run = isReshaping(change) ? runToJoin(runs, change) : plain;
    if (run === undefined) runs.push({ reshapes: isReshaping(change), changes: [change] });
    else run.changes.push(change);
  }
  return runs.map((run) => run.changes);
}

/** The statements for one of the runs of {@link splitChanges}. */
export function alterTable({ table: name, changes }: AlterTable, schema: Schema): Statement[] {
  const needsTable = changes.some(changeNeedsSchema);
  let state = needsTable ? tableIn(schema, name) : undefined;
  const altered = changes.filter(isReshaping);
  if (state !== undefined && altered.length > 0) return reshape(state, altered, schema);
  const steps: Step[] = [];
  for (const change of changes) {
    steps.push(...stepsOf(change, name, state, schema));
    state = state && follow(state, change);
  }
  return statementsOf(name, steps);
}
