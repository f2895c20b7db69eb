import type { ObjectName } from "../../schema/name.js";
import type { Check, ForeignKey, Index, PrimaryKey, Unique } from "../../schema/schema.js";
import { quoteIdentifier } from "../standard/sql.js";
import type { TypedConstraint } from "./constraint-sql.js";
import { quote } from "./names.js";
import { literal } from "./rows-sql.js";

/**
 * The primary key of a row of the table, such as `id = 7`, or where the row lies: as the catalog tells which columns that
 * are, nobody needs to know it beforehand.
 */
function keyOfRow(table: ObjectName): string {
  const row = `${quoteIdentifier(table.name)}.*`;
  return [
    "coalesce((SELECT string_agg(concat(part.attname, ' = ', to_jsonb(",
    row,
    ") ->> part.attname), ', ' ORDER BY part.attnum)",
    " FROM pg_catalog.pg_index AS held JOIN pg_catalog.pg_attribute AS part",
    " ON part.attrelid = held.indrelid AND part.attnum = ANY (held.indkey)",
    ` WHERE held.indisprimary AND held.indrelid = ${literal(quote(table))}::regclass)`,
    `, concat('ctid = ', ${quoteIdentifier(table.name)}.ctid))`,
  ].join("");
}

/** Some of the values of a row: `email = a@b, tenant = 1`. */
function valuesText(parts: readonly { readonly label: string; readonly value: string }[]): string {
  const texts = parts.map(
    ({ label, value }) => `concat(${literal(`${label} = `)}, coalesce((${value})::text, 'NULL'))`,
  );
  return `concat_ws(', ', ${texts.join(", ")})`;
}

function columnOf(table: ObjectName, name: string): string {
  return `${quoteIdentifier(table.name)}.${quoteIdentifier(name)}`;
}

/** Counts the rows that meet the condition, and shows one of them. */
export function rowsWhere(table: ObjectName, condition: string, details: readonly string[] = []): string {
  const from = `FROM ${quote(table)} WHERE ${condition}`;
  const values = valuesText(details.map((name) => ({ label: name, value: columnOf(table, name) })));
  const shown = details.length === 0 ? keyOfRow(table) : `concat(${keyOfRow(table)}, ' (', ${values}, ')')`;
  return `SELECT (SELECT count(*) ${from}) AS rows, (SELECT ${shown} ${from} LIMIT 1) AS example`;
}

/** Any row at all forbids a new column that must have a value, and gets none. */
export function anyRow(table: ObjectName): string {
  return rowsWhere(table, "true");
}

/** Rows without a value in one of the columns. */
export function nullRows(table: ObjectName, columns: readonly string[]): string {
  return rowsWhere(table, columns.map((name) => `${columnOf(table, name)} IS NULL`).join(" OR "));
}

interface Distinct {
  readonly parts: readonly { readonly label: string; readonly value: string }[];
  readonly where?: string | undefined;
  readonly nullsNotDistinct?: boolean | undefined;
}

/** Counts the rows that share a value with another one, and shows such a value. */
function doubles(table: ObjectName, { parts, where, nullsNotDistinct }: Distinct): string {
  const conditions = [
    ...(where === undefined ? [] : [`(${where})`]),
    ...(nullsNotDistinct ? [] : parts.map(({ value }) => `(${value}) IS NOT NULL`)),
  ];
  const filter = conditions.length === 0 ? "" : ` WHERE ${conditions.join(" AND ")}`;
  const groups = parts.map(({ value }) => `(${value})`).join(", ");
  const shared = `SELECT count(*) AS rows, ${valuesText(parts.map(({ label, value }) => ({ label, value })))} AS example FROM ${quote(table)}${filter} GROUP BY ${groups} HAVING count(*) > 1`;
  return `SELECT coalesce(sum(shared.rows), 0)::bigint AS rows, min(shared.example) AS example FROM (${shared}) AS shared`;
}

function columnParts(table: ObjectName, columns: readonly string[]): Distinct["parts"] {
  return columns.map((name) => ({ label: name, value: columnOf(table, name) }));
}

function uniqueRows(table: ObjectName, { columns, nullsNotDistinct }: Unique): string {
  return doubles(table, { parts: columnParts(table, columns), nullsNotDistinct });
}

function primaryKeyRows(table: ObjectName, { columns }: PrimaryKey): string {
  return firstViolation([
    nullRows(table, columns),
    doubles(table, { parts: columnParts(table, columns), nullsNotDistinct: true }),
  ]);
}

/** A check that is neither true nor false lets the row pass. */
function checkRows(table: ObjectName, { expression }: Check): string {
  return rowsWhere(table, `NOT (${expression})`);
}

/** A name that no table of a user has. */
const parent = quoteIdentifier("_aludel_parent");

/**
 * Rows that point at nothing. A key with a NULL in it points nowhere, unless all of it must be there or nothing.
 * https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-PARMS-REFERENCES
 */
function foreignKeyRows(table: ObjectName, key: ForeignKey): string | undefined {
  if (key.referencedColumns.length === 0) return undefined;
  const columns = key.columns.map((name) => columnOf(table, name));
  const isComplete = columns.map((column) => `${column} IS NOT NULL`).join(" AND ");
  const matches = key.referencedColumns.map(
    (name, index) => `${parent}.${quoteIdentifier(name)} = ${columns[index] ?? "NULL"}`,
  );
  const orphan = `${isComplete} AND NOT EXISTS (SELECT FROM ${quote(key.references)} AS ${parent} WHERE ${matches.join(" AND ")})`;
  const partial = `num_nulls(${columns.join(", ")}) NOT IN (0, ${columns.length})`;
  return rowsWhere(table, key.match === "FULL" ? `(${orphan}) OR ${partial}` : orphan, key.columns);
}

/** The query for the rows that forbid the constraint, where one is known. */
export function constraintViolations(table: ObjectName, constraint: TypedConstraint): string | undefined {
  switch (constraint.type) {
    case "primaryKey":
      return primaryKeyRows(table, constraint.constraint);
    case "unique":
      return uniqueRows(table, constraint.constraint);
    case "check":
      return constraint.constraint.notValid ? undefined : checkRows(table, constraint.constraint);
    case "foreignKey":
      return constraint.constraint.notValid ? undefined : foreignKeyRows(table, constraint.constraint);
    case "exclusion":
      return undefined;
  }
}

/** The query for the rows that forbid a unique index. */
export function indexViolations(table: ObjectName, index: Index): string | undefined {
  if (!index.unique) return undefined;
  const parts = index.elements.map((element) => {
    const value = element.column === undefined ? element.expression : columnOf(table, element.column);
    const collation = element.collation === undefined ? "" : ` COLLATE ${quoteIdentifier(element.collation)}`;
    return { label: element.column ?? element.expression, value: `(${value})${collation}` };
  });
  return doubles(table, { parts, where: index.where, nullsNotDistinct: index.nullsNotDistinct });
}

/** The answer of the first of the queries that finds any rows. */
export function firstViolation(queries: readonly string[]): string {
  const [only, ...others] = queries;
  if (only !== undefined && others.length === 0) return only;
  const numbered = queries.map(
    (query, place) => `SELECT ${place} AS place, found.* FROM (${query}) AS found`,
  );
  return `SELECT rows, example FROM (${numbered.join(" UNION ALL ")}) AS violations ORDER BY rows = 0, place LIMIT 1`;
}
