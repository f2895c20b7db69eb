import { expect } from "vitest";
import { applyNames, diff, noRenames } from "../../src/diff/diff.js";
import { settleExpressions } from "../../src/diff/expressions.js";
import type { Connection, Dialect } from "../../src/dialect/dialect.js";
import { applyChange } from "../../src/operation/apply-change.js";
import { apply } from "../../src/operation/apply.js";
import { describe } from "../../src/operation/describe.js";
import { invertAll } from "../../src/operation/invert.js";
import type { Operation, TableChange } from "../../src/operation/operation.js";
import { runOperation } from "../../src/runtime/run-operation.js";
import { schemaDifferences } from "../../src/schema/compare.js";
import { sameName } from "../../src/schema/name.js";
import { emptySchema, type Schema, type Table } from "../../src/schema/schema.js";
import { comparedColumns, keptTables, type RowRules } from "../support/arbitrary-kept.js";
import type { Pair } from "../support/arbitrary-schema.js";

/** A database with nothing in it, and how rows are put into it. */
export interface Ground {
  readonly dialect: Dialect;
  readonly connection: Connection;
  /** The schemas besides the default one. */
  readonly schemas: readonly string[];
  readonly rules: RowRules;
  /** An expression for all that a value of the column, quoted already, is. */
  readonly read: (column: string) => string;
  fill(pair: Pair): Promise<void>;
  /** Fails where the database itself finds something wrong, or something was left behind. */
  expectSound(): Promise<void>;
}

/** Runs the operations as a revision does: in transactions, each as long as its operations let it be. */
async function run({ dialect, connection }: Ground, operations: readonly Operation[]): Promise<void> {
  let part: Operation[] = [];
  const carryOut = async (operation: Operation, inTransaction: boolean): Promise<void> =>
    runOperation(operation, { dialect, connection, inTransaction });
  const commit = async (): Promise<void> => {
    const reshapes = part.some((operation) => dialect.reshapes(operation));
    await dialect.transaction(connection, { reshapes, retry: (attempt) => attempt() }, async () => {
      for (const operation of part) await carryOut(operation, true);
    });
    part = [];
  };
  for (const [index, operation] of operations.entries()) {
    if (dialect.breaksTransaction(operation, operations.slice(index + 1))) {
      await commit();
      await carryOut(operation, false);
    } else {
      part.push(operation);
    }
  }
  await commit();
}

function introspect({ dialect, connection, schemas }: Ground): Promise<Schema> {
  return dialect.introspect(connection, { schemas });
}

/** The wanted schema, its expressions spelled as in the other wherever both mean the same. */
async function settle(
  { dialect, connection }: Ground,
  from: Schema,
  to: Schema,
  renames = noRenames,
): Promise<Schema> {
  const compare = (list: Parameters<Dialect["compareExpressions"]>[0]) =>
    dialect.compareExpressions(list, { connection, from, to });
  const { schema, unknown } = await settleExpressions(from, to, compare, renames);
  expect(unknown).toEqual([]);
  return schema;
}

/** Gives what the database holds, which is what is wanted. */
async function expectHolds(ground: Ground, wanted: Schema): Promise<Schema> {
  const live = await introspect(ground);
  const settled = await settle(ground, live, wanted);
  expect(schemaDifferences(live, settled)).toEqual([]);
  expect(diff(live, settled, noRenames, ground.dialect.abilities)).toEqual([]);
  await ground.expectSound();
  return live;
}

type Rows = readonly string[];

/** The values of those columns, in one order. */
async function read(
  { dialect, connection, read: spell }: Ground,
  table: Table,
  columns: readonly string[],
): Promise<Rows> {
  const list = columns.map((name, index) => `${spell(dialect.quote(name))} AS c${index}`);
  const rows = await connection.query(
    `SELECT ${["1 AS one", ...list].join(", ")} FROM ${dialect.quote(table)}`,
  );
  return rows.map((row) => JSON.stringify(row)).toSorted();
}

/** The rows of the tables that are on both sides, in the columns that must hold the same. */
async function readKept(
  ground: Ground,
  pair: Pair,
  side: "before" | "after",
  way: "there" | "back",
): Promise<Map<string, Rows>> {
  const rows = new Map<string, Rows>();
  for (const [table, kept] of keptTables(pair, ground.rules)) {
    const compared = comparedColumns(kept, way, pair, ground.rules);
    const columns = compared.map((name) => (side === "before" ? name : kept.newName(name)));
    rows.set(table, await read(ground, kept[side].table, columns));
  }
  return rows;
}

/** The change with a value for rows where its column asks for one; another column tells the rows apart. */
function withBackfill(change: TableChange, table: Table, dialect: Dialect): TableChange {
  if (change.kind !== "addColumn" && change.kind !== "alterColumn") return change;
  const name = change.kind === "addColumn" ? change.column.name : change.name;
  const column = table.columns.find((candidate) => candidate.name === name);
  if (column === undefined || column.nullable || column.generated !== undefined) return change;
  if (change.kind === "alterColumn") {
    if (change.to.nullable !== false) return change;
    return { ...change, backfill: column.default ?? dialect.neutralValue(column) };
  }
  const fillsItself = column.default ?? column.autoIncrement ?? column.identity;
  return fillsItself === undefined ? { ...change, backfill: dialect.neutralValue(column) } : change;
}

/** The operations on that schema, with a value for rows wherever a column asks for one. */
function withBackfills(operations: readonly Operation[], start: Schema, dialect: Dialect): Operation[] {
  let schema = start;
  return operations.map((operation) => {
    const before = schema;
    schema = apply(schema, operation);
    if (operation.kind !== "alterTable") return operation;
    let table = before.tables.find((one) => sameName(one, operation.table));
    const changes = operation.changes.map((change) => {
      table = table && applyChange(table, change);
      return table === undefined ? change : withBackfill(change, table, dialect);
    });
    return { ...operation, changes };
  });
}

/**
 * Builds the first schema of the pair, fills it, makes the second of it and the first again, as revisions do; all that must
 * hold is expected. `tell` hears of the operations before they run.
 */
export async function thereAndBack(
  ground: Ground,
  pair: Pair,
  tell: (operations: readonly Operation[]) => void,
): Promise<void> {
  const { dialect } = ground;
  const { renames, answers } = pair;
  await run(ground, diff(emptySchema, pair.from, noRenames, dialect.abilities));
  const from = await expectHolds(ground, pair.from);
  await ground.fill(pair);
  const [rows, original] = [
    await readKept(ground, pair, "before", "there"),
    await readKept(ground, pair, "before", "back"),
  ];

  const to = await settle(ground, applyNames(from, pair.to, renames, answers), pair.to, renames);
  const operations = diff(from, to, renames, dialect.abilities, answers);
  const up = withBackfills(operations, from, dialect);
  tell(up);
  await run(ground, up);
  await expectHolds(ground, pair.to);
  expect(await readKept(ground, pair, "after", "there")).toEqual(rows);

  const down = withBackfills(invertAll(operations), to, dialect);
  tell(down);
  await run(ground, down);
  await expectHolds(ground, pair.from);
  expect(await readKept(ground, pair, "before", "back")).toEqual(original);
}

function report(operations: readonly Operation[] | undefined): string {
  const lines = (operations ?? []).flatMap((operation) => describe(operation));
  return lines.map(({ sign, text }) => `${sign} ${text}`).join("\n");
}

/** Does the work, and tells the operations that it told of in its error. */
export async function explained(
  work: (tell: (operations: readonly Operation[]) => void) => Promise<void>,
): Promise<void> {
  const told: (readonly Operation[])[] = [];
  try {
    await work((operations) => told.push(operations));
  } catch (error) {
    throw new Error(`up:\n${report(told[0])}\ndown:\n${report(told[1])}`, { cause: error });
  }
}
