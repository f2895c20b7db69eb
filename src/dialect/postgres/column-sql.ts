import type { Column } from "../../schema/schema.js";
import { quoteIdentifier } from "../standard/sql.js";
import { defaultSql } from "./expression-sql.js";
import { sequenceClauses } from "./sequence-sql.js";

/** The names under which a column gets a sequence of its own. https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-SERIAL */
const serials: Readonly<Record<string, string>> = {
  smallint: "smallserial",
  integer: "serial",
  bigint: "bigserial",
};

function typeSql({ type, autoIncrement }: Column): string {
  return autoIncrement ? (serials[type] ?? type) : type;
}

/** ` COLLATE "C"`, for a column that has a collation of its own. */
export function collationSql({ collation }: { readonly collation?: string }): string {
  return collation === undefined ? "" : ` COLLATE ${quoteIdentifier(collation)}`;
}

/** `GENERATED … AS IDENTITY`, with how its sequence counts. */
export function identitySql(kind: string, sequence: Column["sequence"]): string {
  const clauses = sequenceClauses(sequence ?? {});
  const counting = clauses.length === 0 ? "" : ` (${clauses.join(" ")})`;
  return `GENERATED ${kind} AS IDENTITY${counting}`;
}

/** Where the values come from: at most one of these. */
function valueSql({ identity, sequence, generated, default: expression }: Column): string[] {
  if (identity !== undefined) return [identitySql(identity, sequence)];
  if (generated !== undefined) {
    return [`GENERATED ALWAYS AS (${generated.expression}) ${generated.stored ? "STORED" : "VIRTUAL"}`];
  }
  return expression === undefined ? [] : [defaultSql(expression)];
}

/** The clause of one column, as `CREATE TABLE` and `ADD COLUMN` take it. */
export function columnSql(column: Column): string {
  return [
    `${quoteIdentifier(column.name)} ${typeSql(column)}${collationSql(column)}`,
    ...valueSql(column),
    ...(column.nullable ? [] : ["NOT NULL"]),
  ].join(" ");
}
