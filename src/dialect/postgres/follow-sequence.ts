import { sameName, type ObjectName } from "../../schema/name.js";
import type { Column, Schema } from "../../schema/schema.js";
import type { Statement } from "../dialect.js";
import { doBlock } from "./do-block.js";
import { quote } from "./names.js";
import { literal } from "./rows-sql.js";

function isCounted({ autoIncrement, identity }: Column): boolean {
  return autoIncrement === true || identity !== undefined;
}

/** Whether the table, as far as it is known, has a column that counts by a sequence of its own: that column, if one is named. */
export function countsBySequence(schema: Schema, name: ObjectName, column?: string): boolean {
  const table = schema.tables.find((candidate) => sameName(candidate, name));
  const columns = (table?.columns ?? []).filter((one) => column === undefined || one.name === column);
  return columns.some(isCounted);
}

/** Names as PostgreSQL gives them to sequences: of a table, and of the column that stands in `attname`. */
interface SequenceNames {
  readonly from: string;
  readonly to: string;
}

/**
 * The statement that gives sequences of a table's columns the names that they would get today. PostgreSQL derives them
 * when it makes them, and leaves them when a table or column gets another name; one that was named by hand stays.
 * https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-SERIAL
 */
function followNames(table: ObjectName, { from, to }: SequenceNames): Statement {
  return doBlock(
    ["renamed record;"],
    [
      "FOR renamed IN",
      `  SELECT s.oid::pg_catalog.regclass AS name, ${to} AS wanted`,
      "  FROM pg_catalog.pg_depend AS d",
      "  JOIN pg_catalog.pg_class AS s ON s.oid = d.objid AND s.relkind = 'S'",
      "  JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid",
      "  WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype IN ('a', 'i')",
      `    AND d.refobjid = ${literal(quote(table))}::pg_catalog.regclass AND s.relname = ${from}`,
      "LOOP",
      "  EXECUTE pg_catalog.format('ALTER SEQUENCE %s RENAME TO %I', renamed.name, renamed.wanted);",
      "END LOOP;",
    ],
  );
}

function derived(table: string, column: string): string {
  return `pg_catalog.concat(${table}, '_', ${column}, '_seq')`;
}

/** The statements that make sequences follow the new name of their table, which it has by then. */
export function followTable(from: ObjectName, to: ObjectName, schema: Schema): Statement[] {
  if (from.name === to.name || !countsBySequence(schema, from)) return [];
  const names = (name: string): string => derived(literal(name), "a.attname");
  return [followNames(to, { from: names(from.name), to: names(to.name) })];
}

/** The statements that make the sequence of a column follow its new name, which it has by then. */
export function followColumn(table: ObjectName, from: string, to: string): Statement {
  const names = (name: string): string => derived(literal(table.name), literal(name));
  return followNames(table, { from: names(from), to: names(to) });
}
