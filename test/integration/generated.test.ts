import * as fc from "fast-check";
import { expect, test } from "vitest";
import { applyRenames, diff, noRenames } from "../../src/diff/diff.js";
import { settleExpressions } from "../../src/diff/expressions.js";
import { sqlite } from "../../src/dialect/sqlite/index.js";
import { quoteIdentifier } from "../../src/dialect/standard/sql.js";
import { apply } from "../../src/operation/apply.js";
import { describe } from "../../src/operation/describe.js";
import { invertAll } from "../../src/operation/invert.js";
import type { Operation, TableChange } from "../../src/operation/operation.js";
import { createExecutor } from "../../src/runtime/executor.js";
import { schemaDifferences } from "../../src/schema/compare.js";
import { sameName } from "../../src/schema/name.js";
import { emptySchema, type Schema, type Table } from "../../src/schema/schema.js";
import { fillableTables, fillPair, keptTables, type Kept } from "../support/arbitrary-rows.js";
import { pairs, type Pair } from "../support/arbitrary-schema.js";
import { propertyOptions } from "../support/arbitrary-seed.js";
import { openSqlite, type TestConnection } from "../support/sqlite.js";

const forwardReferences = { forwardReferences: true };

/** Runs the operations as a revision does: in one transaction, foreign keys followed before and after. */
async function run(connection: TestConnection, operations: readonly Operation[]): Promise<void> {
  const executor = createExecutor({ dialect: sqlite, connection });
  const reshapes = operations.some((operation) => sqlite.reshapes(operation));
  await sqlite.transaction(connection, { reshapes, retry: (attempt) => attempt() }, async () => {
    for (const operation of operations) await executor.run(operation);
  });
}

/** The wanted schema, its expressions spelled as in the other wherever both mean the same. */
async function settle(spelled: Schema, wanted: Schema): Promise<Schema> {
  const { schema } = await settleExpressions(spelled, wanted, (list) =>
    sqlite.compareExpressions(list, undefined),
  );
  return schema;
}

async function expectHolds(connection: TestConnection, wanted: Schema): Promise<void> {
  const live = await sqlite.introspect(connection);
  expect(schemaDifferences(live, await settle(live, wanted))).toEqual([]);
  expect(diff(live, await settle(live, wanted), noRenames, forwardReferences)).toEqual([]);
  expect(await connection.query("PRAGMA foreign_key_check")).toEqual([]);
  expect(await connection.query("PRAGMA integrity_check")).toEqual([{ integrity_check: "ok" }]);
  const leftovers = "SELECT name FROM sqlite_schema WHERE name LIKE '%aludel%'";
  expect(await connection.query(leftovers)).toEqual([]);
}

type Values = Record<string, unknown>[];

/** The values of those columns, in one order. */
async function read(connection: TestConnection, table: Table, columns: readonly string[]): Promise<Values> {
  const list = columns.map((name, index) => `${quoteIdentifier(name)} AS c${index}`);
  if (list.length === 0) return connection.query(`SELECT count(*) AS n FROM ${quoteIdentifier(table.name)}`);
  const rows = await connection.query(`SELECT ${list.join(", ")} FROM ${quoteIdentifier(table.name)}`);
  return rows.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

function isNullable(table: Table, name: string): boolean {
  return table.columns.find((column) => column.name === name)?.nullable ?? false;
}

/** The columns whose values must be the same before and after: NULL that is forbidden later gets a value. */
function comparedColumns({ before, after, newName }: Kept): string[] {
  return [...before.stable].filter(
    (name) => isNullable(after.table, newName(name)) || !isNullable(before.table, name),
  );
}

/** The change with a value for rows where its column asks for one; another column tells the rows apart. */
function withBackfill(change: TableChange, states: readonly Table[]): TableChange {
  if (change.kind !== "addColumn" && change.kind !== "alterColumn") return change;
  const known = states
    .flatMap(({ columns }) => columns)
    .find(({ name }) => change.kind === "alterColumn" && name === change.name);
  const column = change.kind === "addColumn" ? change.column : known && { ...known, ...change.to };
  if (column === undefined || column.nullable || column.generated !== undefined) return change;
  if (change.kind === "addColumn" && column.default !== undefined) return change;
  return { ...change, backfill: column.default ?? sqlite.neutralValue(column) };
}

/** The operations on that schema, with a value for rows wherever a column asks for one. */
function withBackfills(operations: readonly Operation[], start: Schema): Operation[] {
  let schema = start;
  return operations.map((operation) => {
    const before = schema;
    schema = apply(schema, operation);
    if (operation.kind !== "alterTable") return operation;
    const states = [before, schema].flatMap(({ tables }) =>
      tables.filter((table) => sameName(table, operation.table)),
    );
    return { ...operation, changes: operation.changes.map((change) => withBackfill(change, states)) };
  });
}

async function readKept(
  connection: TestConnection,
  pair: Pair,
  side: "before" | "after",
): Promise<Map<string, Values>> {
  const rows = new Map<string, Values>();
  for (const [table, kept] of keptTables(pair)) {
    const columns = comparedColumns(kept).map((name) => (side === "before" ? name : kept.newName(name)));
    rows.set(table, await read(connection, kept[side].table, columns));
  }
  return rows;
}

async function thereAndBack(pair: Pair, tell: (operations: readonly Operation[]) => void): Promise<void> {
  const connection = openSqlite();
  try {
    await connection.query("PRAGMA foreign_keys = ON");
    await run(connection, diff(emptySchema, pair.from, noRenames, forwardReferences));
    await expectHolds(connection, pair.from);
    await fillPair(connection, pair);
    await expectHolds(connection, pair.from);
    const rows = await readKept(connection, pair, "before");

    const from = await sqlite.introspect(connection);
    const to = await settle(applyRenames(from, pair.renames), pair.to);
    const operations = diff(from, to, pair.renames, forwardReferences);
    const up = withBackfills(operations, from);
    tell(up);
    await run(connection, up);
    await expectHolds(connection, pair.to);
    expect(await readKept(connection, pair, "after")).toEqual(rows);

    const down = withBackfills(invertAll(operations), to);
    tell(down);
    await run(connection, down);
    await expectHolds(connection, pair.from);
    expect(await readKept(connection, pair, "before")).toEqual(rows);
  } finally {
    connection.close();
  }
}

function report(operations: readonly Operation[]): string {
  return operations
    .flatMap((operation) => describe(operation).map(({ sign, text }) => `${sign} ${text}`))
    .join("\n");
}

test(
  "500 generated pairs of schemas: there and back on a live database, with rows",
  { timeout: 300_000 },
  async () => {
    let [tables, filled] = [0, 0];
    await fc.assert(
      fc.asyncProperty(pairs, async (pair) => {
        const told: string[] = [];
        tables += pair.from.tables.length;
        filled += fillableTables(pair).size;
        try {
          await thereAndBack(pair, (operations) => told.push(report(operations)));
        } catch (error) {
          throw new Error(`up:\n${told[0] ?? ""}\ndown:\n${told[1] ?? "not reached"}`, { cause: error });
        }
      }),
      { ...propertyOptions, numRuns: Math.max(500, propertyOptions.numRuns) },
    );
    expect(filled / tables, "most tables hold rows").toBeGreaterThan(0.5);
  },
);
