import type { Connection, Dialect } from "../dialect/dialect.js";
import type { Renames } from "../diff/diff.js";
import { messageOf } from "../errors.js";
import type { RenameEnum } from "../operation/operation.js";
import { keyOf, sameName, type ObjectName } from "../schema/name.js";
import type { Schema, Table } from "../schema/schema.js";
import { mentions, tokenize } from "../schema/sql-text.js";
import { isOfType } from "../schema/type-name.js";

/** Counts rows of the database as it is now, for names as they will be. */
export interface RowCounter {
  /** All rows of a table; none where there is no such table yet. */
  rows(table: ObjectName): Promise<number>;
  /** The rows in which that column is, or is not, NULL. */
  rowsWhere(table: ObjectName, column: string, isNull: boolean): Promise<number>;
  /** The rows in which that column loses something when it gets that type. */
  rowsLosing(table: ObjectName, column: string, newType: string): Promise<number>;
  /** The rows, of whatever table, that hold that value of an enum. */
  rowsHolding(enumName: ObjectName, value: string): Promise<number>;
  /** Why that expression of the column, quoted already, cannot be computed for what rows hold; nothing where it can. */
  conversionRefusal(
    table: ObjectName,
    column: string,
    expression: (quoted: string) => string,
  ): Promise<string | undefined>;
  /** The texts that rows hold in that column besides those, each with the number of its rows. */
  valuesBeside(
    table: ObjectName,
    column: string,
    known: readonly string[],
  ): Promise<readonly { readonly value: string; readonly rows: number }[]>;
  /**
   * Why the database cannot compute that expression for a row of the table, some of whose columns have other types by then;
   * nothing where it can.
   */
  refusal(
    table: ObjectName,
    expression: string,
    newTypes: ReadonlyMap<string, string>,
  ): Promise<string | undefined>;
}

/** Counts in a database whose names are those before the renames. */
export function rowCounter(
  connection: Connection,
  dialect: Dialect,
  from: Schema,
  renames: Renames,
  enumNames: readonly RenameEnum[] = [],
): RowCounter {
  const countValues = valueCounter(connection, dialect, from);
  const oldTable = (name: ObjectName): Table | undefined => {
    const renamed = renames.tables.find((rename) => sameName(rename.to, name))?.from ?? name;
    return from.tables.find((table) => sameName(table, renamed));
  };
  const count = async (table: Table, condition: string): Promise<number> => {
    const [row] = await connection.query(`SELECT count(*) AS n FROM ${dialect.quote(table)}${condition}`);
    return Number(row?.["n"]);
  };
  const oldColumn = (name: ObjectName, column: string): string =>
    renames.columns.get(keyOf(name))?.find((rename) => rename.to === column)?.from ?? column;
  const countWhere = async (
    name: ObjectName,
    column: string,
    condition: (quoted: string) => string,
  ): Promise<number> => {
    const table = oldTable(name);
    const renamed = oldColumn(name, column);
    if (!table?.columns.some((candidate) => candidate.name === renamed)) return 0;
    return count(table, ` WHERE ${condition(dialect.quote(renamed))}`);
  };
  /** A type that the same revision makes is not there yet. */
  const isKnown = async (type: string): Promise<boolean> =>
    connection.query(`SELECT CAST(NULL AS ${type})`).then(
      () => true,
      () => false,
    );
  const knownTypes = async (
    types: readonly (readonly [column: string, type: string])[],
  ): Promise<Map<string, string>> => {
    const known = new Map<string, string>();
    for (const [column, type] of types) if (await isKnown(type)) known.set(column, type);
    return known;
  };
  const newColumn = (name: ObjectName, column: string): string =>
    renames.columns.get(keyOf(name))?.find((rename) => rename.from === column)?.to ?? column;
  return {
    refusal: async (name, expression, newTypes) => {
      const table = oldTable(name);
      if (table === undefined) return undefined;
      if (!isWhole(expression)) return "its parentheses do not match";
      const types = await knownTypes([...newTypes].filter(([column]) => mentions(expression, column)));
      const columns = table.columns.map((column) => {
        const now = newColumn(name, column.name);
        const type = types.get(now);
        const value = type === undefined ? dialect.quote(column.name) : `CAST(NULL AS ${type})`;
        return `${value} AS ${dialect.quote(now)}`;
      });
      const rows = `(SELECT ${columns.join(", ")} FROM ${dialect.quote(table)}) AS renamed`;
      try {
        await connection.query(`SELECT (${expression}) FROM ${rows} LIMIT 0`);
        // What rows hold in their new types, nobody can ask before they have them.
        if (types.size > 0) return undefined;
        const [nulls] = await connection.query(
          `SELECT count(*) AS n FROM ${rows} WHERE (${expression}) IS NULL`,
        );
        return Number(nulls?.["n"]) === 0 ? undefined : `it is NULL for ${Number(nulls?.["n"])} rows`;
      } catch (error) {
        return messageOf(error);
      }
    },
    conversionRefusal: async (name, column, expression) => {
      const table = oldTable(name);
      if (table === undefined) return undefined;
      const value = expression(dialect.quote(oldColumn(name, column)));
      try {
        await connection.query(`SELECT count(${value}) FROM ${dialect.quote(table)}`);
        return undefined;
      } catch (error) {
        const known = dialect.explain(error);
        // A type that the same revision makes is not there yet.
        return known?.code === "E_CANNOT_CONVERT" ? known.message : undefined;
      }
    },
    valuesBeside: async (name, column, known) => {
      const table = oldTable(name);
      if (table === undefined) return [];
      const text = `CAST(${dialect.quote(oldColumn(name, column))} AS ${dialect.types.text})`;
      const list = known.map((value) => dialect.literal(value)).join(", ");
      const rows = await connection.query(
        `SELECT ${text} AS value, count(*) AS n FROM ${dialect.quote(table)} WHERE ${text} NOT IN (${list}) GROUP BY ${text} ORDER BY ${text}`,
      );
      return rows.map((row) => ({ value: String(row["value"]), rows: Number(row["n"]) }));
    },
    rowsHolding: (enumName, value) => {
      const before = enumNames.findLast((rename) => sameName(rename.to, enumName))?.from;
      return countValues(before ?? enumName, value);
    },
    rows: async (name) => {
      const table = oldTable(name);
      return table === undefined ? 0 : count(table, "");
    },
    rowsWhere: (name, column, isNull) =>
      countWhere(name, column, (quoted) => `${quoted} IS ${isNull ? "" : "NOT "}NULL`),
    rowsLosing: (name, column, newType) =>
      countWhere(name, column, (quoted) => dialect.conversionLoss(quoted, newType)),
  };
}

/** Counts the rows that hold a value of an enum, in every column of it; none where there is no database yet. */
export function valueCounter(
  connection: Connection | undefined,
  dialect: Dialect,
  live: Schema,
): (enumName: ObjectName, value: string) => Promise<number> {
  return async (enumName, value) => {
    let rows = 0;
    for (const table of connection === undefined ? [] : live.tables) {
      const holds = table.columns
        .filter(({ type }) => isOfType(type, enumName))
        .map(({ name, type }) => `(${dialect.holdsValue(dialect.quote(name), type, value)})`);
      if (holds.length === 0) continue;
      const found = await connection?.query(
        `SELECT count(*) AS n FROM ${dialect.quote(table)} WHERE ${holds.join(" OR ")}`,
      );
      rows += Number(found?.[0]?.["n"]);
    }
    return rows;
  };
}

/** Whether the text is one expression: no parenthesis of it closes what it did not open. */
function isWhole(expression: string): boolean {
  let depth = 0;
  for (const { text } of tokenize(expression)) {
    if (text === "(") depth += 1;
    if (text === ")") depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}
