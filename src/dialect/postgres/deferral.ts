import type { Table } from "../../schema/schema.js";
import { beside, quote } from "./names.js";
import type { Step } from "./steps.js";

/**
 * The steps with those constraints on the column checked at once that wait for the end of the transaction: a table with
 * checks to come cannot be altered. https://www.postgresql.org/docs/current/sql-set-constraints.html
 */
export function deferralAround(table: Table, column: string, steps: readonly Step[]): Step[] {
  const keys = [
    ...(table.primaryKey === undefined ? [] : [table.primaryKey]),
    ...table.uniques,
    ...table.foreignKeys,
  ];
  const names = keys
    .filter((key) => key.deferrable === "INITIALLY DEFERRED" && key.columns.includes(column))
    .flatMap(({ name }) => (name === undefined ? [] : [quote(beside(table, name))]));
  if (names.length === 0) return [...steps];
  const set = (when: string): Step => ({ sql: `SET CONSTRAINTS ${names.join(", ")} ${when}` });
  return [set("IMMEDIATE"), ...steps, set("DEFERRED")];
}
