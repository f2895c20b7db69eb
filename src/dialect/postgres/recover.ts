import type { AlterEnum, IndexOperation, Operation } from "../../operation/operation.js";
import { equal } from "../../schema/compare.js";
import type { Connection, Recovery, Row } from "../dialect.js";
import { addedValues } from "./enum-sql.js";
import { beside, quote } from "./names.js";
import { literal } from "./rows-sql.js";

const undone: Recovery = { state: "undone", cleanup: [] };

/** What can be compared of an index without knowing how the server writes expressions; those count as equal. */
const indexSql =
  "SELECT i.indisvalid AS valid, i.indisunique AS unique, m.amname::text AS method, i.indpred IS NOT NULL AS partial, " +
  "i.indrelid = pg_catalog.to_regclass($2) AS ours, pg_catalog.obj_description(c.oid, 'pg_class') AS comment, " +
  "(SELECT array_agg(a.attname::text ORDER BY k.place) FROM unnest(i.indkey) WITH ORDINALITY AS k (number, place) " +
  "LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number) AS columns " +
  "FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid " +
  "JOIN pg_catalog.pg_am m ON m.oid = c.relam WHERE i.indexrelid = pg_catalog.to_regclass($1)";

async function readIndex({ table, index }: IndexOperation, connection: Connection): Promise<Row | undefined> {
  const names = [quote(beside(table, index.name)), quote(table)];
  const [row] = await connection.query(indexSql, names);
  return row;
}

function isWanted(found: Row, { index }: IndexOperation): boolean {
  const { valid: _valid, comment: _comment, ...rest } = found;
  return equal(rest, {
    unique: index.unique ?? false,
    method: index.method ?? "btree",
    partial: index.where !== undefined,
    ours: true,
    columns: [...index.elements.map((element) => element.column ?? null), ...(index.include ?? [])],
  });
}

/**
 * An index that could not be finished stays, invalid, in the way of the next attempt. A valid one of that name that is
 * another is left for the next attempt to fail at.
 * https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
 */
async function recoverCreateIndex(operation: IndexOperation, connection: Connection): Promise<Recovery> {
  const found = await readIndex(operation, connection);
  if (found === undefined) return undone;
  const { table, index } = operation;
  const drop = `DROP INDEX CONCURRENTLY IF EXISTS ${quote(beside(table, index.name))}`;
  if (found["valid"] !== true) return { state: "undone", cleanup: [drop] };
  if (!isWanted(found, operation)) return undone;
  // The comment is a statement of its own behind the index.
  const isWhole = found["comment"] === (index.comment ?? null);
  return isWhole ? { state: "done" } : { state: "undone", cleanup: [drop] };
}

async function recoverDropIndex(operation: IndexOperation, connection: Connection): Promise<Recovery> {
  return (await readIndex(operation, connection)) === undefined ? { state: "done" } : undone;
}

function renameValue(type: string, from: string, to: string): string {
  return `ALTER TYPE ${type} RENAME VALUE ${literal(from)} TO ${literal(to)}`;
}

/** The statements that give values their new names, of which one may be the old name of another. */
function renameValues(type: string, moves: readonly (readonly [from: string, to: string])[]): string[] {
  const taken = new Set(moves.map(([from]) => from));
  if (!moves.some(([, to]) => taken.has(to))) return moves.map(([from, to]) => renameValue(type, from, to));
  const passing = (index: number): string => `_aludel_value_${index}`;
  return [
    ...moves.map(([from], index) => renameValue(type, from, passing(index))),
    ...moves.map(([, to], index) => renameValue(type, passing(index), to)),
  ];
}

/**
 * Values are added one by one, each for good, and only where they are not there yet; those that were renamed already,
 * which keep their places, get their old names back. https://www.postgresql.org/docs/current/sql-altertype.html
 */
async function recoverAlterEnum(operation: AlterEnum, connection: Connection): Promise<Recovery> {
  const { name, from, to } = operation;
  const type = quote(name);
  const rows = await connection.query(
    "SELECT enumlabel::text AS value FROM pg_catalog.pg_enum WHERE enumtypid = pg_catalog.to_regtype($1) ORDER BY enumsortorder",
    [type],
  );
  const values = rows.map((row) => String(row["value"]));
  if (equal(values, to)) return { state: "done" };
  const added = addedValues(operation);
  const kept = values.filter((value) => !added.includes(value));
  if (kept.length !== from.length) return undone;
  const moves = from.flatMap((old, place) => {
    const value = kept[place] ?? old;
    return value === old ? [] : [[value, old] as const];
  });
  const isInTheWay = moves.some(([, old]) => added.includes(old) && values.includes(old));
  return isInTheWay ? { state: "unknown" } : { state: "undone", cleanup: renameValues(type, moves) };
}

/** What became of an operation that ran outside of any transaction. */
async function recoverOutside(operation: Operation, connection: Connection): Promise<Recovery> {
  switch (operation.kind) {
    case "createIndex":
      return recoverCreateIndex(operation, connection);
    case "dropIndex":
      return recoverDropIndex(operation, connection);
    case "alterEnum":
      return recoverAlterEnum(operation, connection);
    case "autocommit":
      return recoverOutside(operation.operation, connection);
    default:
      return { state: "unknown" };
  }
}

/**
 * What became of an operation that was cut short. One that runs in a transaction was rolled back with it; of the others, the
 * catalog tells where it can.
 */
export async function recover(operation: Operation, connection: Connection): Promise<Recovery> {
  const isIndex = operation.kind === "createIndex" || operation.kind === "dropIndex";
  const isOutside = isIndex
    ? operation.concurrently === true
    : operation.kind === "alterEnum" || operation.kind === "autocommit";
  return isOutside ? recoverOutside(operation, connection) : undone;
}
