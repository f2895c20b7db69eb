import type { Dialect } from "../dialect/dialect.js";
import { quotePart, splitPath } from "../diff/rename.js";
import { AludelError, exitCode } from "../errors.js";
import type { AddColumn, AlterColumn, AlterTable, Operation, TableChange } from "../operation/operation.js";
import { displayName, keyOf, sameName, type ObjectName } from "../schema/name.js";
import type { Column, Schema, Table } from "../schema/schema.js";
import type { BackfillQuestion, Questioner } from "./questioner.js";
import type { RowCounter } from "./row-counter.js";

type Filling = AddColumn | AlterColumn;

/** A change that may need a value for rows, where it stands. */
interface Need {
  readonly table: ObjectName;
  readonly column: string;
  readonly type: string;
  readonly change: Filling;
  /** The types that columns of the table have got by then, by name. */
  readonly newTypes: ReadonlyMap<string, string>;
}

function needsValue(column: Column): boolean {
  return (
    !column.nullable &&
    column.default === undefined &&
    column.generated === undefined &&
    !column.autoIncrement &&
    column.identity === undefined
  );
}

function newTypesOf(changes: readonly TableChange[]): Map<string, string> {
  return new Map(
    changes.flatMap((change) =>
      change.kind === "alterColumn" && change.to.type !== undefined
        ? [[change.name, change.to.type] as const]
        : [],
    ),
  );
}

function needsOf({ table, changes }: AlterTable, to: Table | undefined): Need[] {
  return changes.flatMap((change, place): Need[] => {
    const newTypes = newTypesOf(changes.slice(0, place));
    if (change.kind === "addColumn") {
      const { name: column, type } = change.column;
      return [{ table, column, type, change, newTypes }];
    }
    if (change.kind !== "alterColumn") return [];
    const type = to?.columns.find((column) => column.name === change.name)?.type ?? "";
    return [{ table, column: change.name, type, change, newTypes }];
  });
}

/** A `--backfill`: `customer.tier='basic'`. */
interface BackfillAnswer {
  readonly path: string;
  readonly expression: string;
  readonly text: string;
}

function parseBackfill(text: string): BackfillAnswer {
  const [, path, expression] = /^((?:"(?:[^"]|"")*"|[^"=])+)=([\s\S]+)$/.exec(text) ?? [];
  const parts = splitPath(path?.trim() ?? "");
  if (expression === undefined || parts.length < 2) {
    throw new AludelError("E_BACKFILL_SYNTAX", `"${text}" does not say which column gets which value`, {
      hint: `Write --backfill "table.column=SQL expression", such as --backfill "customer.tier='basic'".`,
      exitCode: exitCode.usage,
    });
  }
  return { path: parts.join("."), expression: expression.trim(), text };
}

async function questionFor(need: Need, counter: RowCounter): Promise<BackfillQuestion | undefined> {
  const { table, column, type, change } = need;
  const asks = change.kind === "addColumn" ? needsValue(change.column) : change.to.nullable === false;
  if (!asks) return undefined;
  const rows =
    change.kind === "addColumn" ? await counter.rows(table) : await counter.rowsWhere(table, column, true);
  return rows === 0 ? undefined : { table: displayName(table), column, type, rows };
}

function undecided(questions: readonly BackfillQuestion[]): AludelError {
  const listed = questions
    .map(({ table, column, rows }) => `${table}.${column} (${rows} ${rows === 1 ? "row" : "rows"})`)
    .join(", ");
  const flags = questions.map(
    ({ table, column }) => `--backfill "${quotePart(table)}.${quotePart(column)}=…"`,
  );
  return new AludelError("E_BACKFILL_UNDECIDED", `rows need a value for ${listed}`, {
    hint: `Give each an SQL expression: ${flags.join(" ")}`,
    exitCode: exitCode.answerMissing,
  });
}

async function requireComputable(
  { table, column, newTypes }: Need,
  expression: string,
  counter: RowCounter,
): Promise<void> {
  const refusal = await counter.refusal(table, expression, newTypes);
  if (refusal === undefined) return;
  throw new AludelError(
    "E_BACKFILL_INVALID",
    `the value for ${displayName(table)}.${column} is no SQL expression that the database knows: ${expression} (${refusal})`,
    {
      hint: `A text stands in single quotes: --backfill "${quotePart(displayName(table))}.${quotePart(column)}='text'"`,
      exitCode: exitCode.usage,
    },
  );
}

/** What decides which value rows get. */
export interface BackfillRequest {
  readonly up: readonly Operation[];
  readonly to: Schema;
  readonly answers: readonly string[];
  readonly counter: RowCounter;
  readonly questioner: Questioner | undefined;
}

/**
 * The operations with a value for every row that needs one: as answered beforehand, or at a terminal. Throws
 * `E_BACKFILL_UNDECIDED`, which lists what to type, `E_BACKFILL_UNKNOWN` for an answer to nothing, or `E_BACKFILL_INVALID`
 * for one that the database does not understand.
 */
export async function fillIn(request: BackfillRequest): Promise<Operation[]> {
  const { up, to, counter, questioner } = request;
  const answers = request.answers.map(parseBackfill);
  const needs = up.flatMap((operation) => {
    if (operation.kind !== "alterTable") return [];
    const target = to.tables.find((table) => sameName(table, operation.table));
    return needsOf(operation, target);
  });
  const pathOf = ({ table, column }: Need): string => `${displayName(table)}.${column}`;
  const unknown = answers.find((answer) => !needs.some((need) => pathOf(need) === answer.path));
  if (unknown !== undefined) {
    throw new AludelError(
      "E_BACKFILL_UNKNOWN",
      `--backfill ${unknown.text}: no such column is added or changed`,
      {
        hint: "Write the names as the entities want them: `aludel check` lists the columns that come or change.",
        exitCode: exitCode.usage,
      },
    );
  }
  const values = new Map<TableChange, string>();
  const open: BackfillQuestion[] = [];
  for (const need of needs) {
    const answer = answers.find(({ path }) => path === pathOf(need))?.expression;
    const question = answer === undefined ? await questionFor(need, counter) : undefined;
    const value = answer ?? (question && (await questioner?.backfill(question)));
    if (value !== undefined) {
      await requireComputable(need, value, counter);
      values.set(need.change, value);
    }
    if (value === undefined && question !== undefined) open.push(question);
  }
  if (open.length > 0) throw undecided(open);
  return withBackfills(up, (change) => values.get(change));
}

function withBackfills(
  operations: readonly Operation[],
  valueOf: (change: Filling, table: ObjectName) => string | undefined,
): Operation[] {
  return operations.map((operation) => {
    if (operation.kind !== "alterTable") return operation;
    const changes = operation.changes.map((change): TableChange => {
      if (change.kind !== "addColumn" && change.kind !== "alterColumn") return change;
      const backfill = valueOf(change, operation.table);
      return backfill === undefined ? change : { ...change, backfill };
    });
    return { ...operation, changes };
  });
}

/**
 * The operations of the way down with a neutral value for rows that have lost theirs, so that a downgrade does not fail
 * where a NOT NULL column comes back. A column that is unique or a foreign key gets none: no value would do.
 */
export function fillNeutral(down: readonly Operation[], schema: Schema, dialect: Dialect): Operation[] {
  const tables = new Map(schema.tables.map((table) => [keyOf(table), table]));
  return withBackfills(down, (change, name) => {
    const end = endOf(change, name, down);
    const table = tables.get(keyOf(end.table));
    const column = table?.columns.find((candidate) => candidate.name === end.column);
    if (table === undefined || column === undefined || isConstrained(table, column.name)) return undefined;
    if (change.kind === "addColumn") return needsValue(column) ? dialect.neutralValue(column) : undefined;
    return change.to.nullable === false ? (column.default ?? dialect.neutralValue(column)) : undefined;
  });
}

/** The names that the table and the column of a change have when all operations are done. */
function endOf(
  change: Filling,
  table: ObjectName,
  operations: readonly Operation[],
): { table: ObjectName; column: string } {
  const isHere = (operation: Operation): boolean =>
    operation.kind === "alterTable" && operation.changes.includes(change);
  const end = { table, column: columnOf(change) };
  let begun = false;
  for (const operation of operations.slice(operations.findIndex(isHere))) {
    if (operation.kind === "renameTable" && sameName(operation.from, end.table)) end.table = operation.to;
    if (operation.kind !== "alterTable" || !sameName(operation.table, end.table)) continue;
    for (const other of operation.changes) {
      begun ||= other === change;
      if (begun && other.kind === "renameColumn" && other.from === end.column) end.column = other.to;
    }
  }
  return end;
}

function columnOf(change: Filling): string {
  return change.kind === "addColumn" ? change.column.name : change.name;
}

/** Whether the same value in every row would break a constraint: a key of several columns may have others that differ. */
function isConstrained(table: Table, column: string): boolean {
  const keys = [...table.uniques, ...(table.primaryKey === undefined ? [] : [table.primaryKey])].map(
    (key) => key.columns,
  );
  const indexes = table.indexes
    .filter((index) => index.unique)
    .map((index) => index.elements.map((element) => element.column));
  return (
    [...keys, ...indexes].some((columns) => columns.length === 1 && columns[0] === column) ||
    table.foreignKeys.some((key) => key.columns.includes(column))
  );
}
