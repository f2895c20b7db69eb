/** What the catalog tells only from some version on, and the column that tells it. */
const catalogColumns = {
  /** https://www.postgresql.org/docs/15/release-15.html#id-1.11.6.20.5.3.3 */
  "pg_index.indnullsnotdistinct": { since: 15, before: "false" },
  /** https://www.postgresql.org/docs/15/sql-createtable.html#SQL-CREATETABLE-PARMS-REFERENCES */
  "pg_constraint.confdelsetcols": { since: 15, before: "NULL::pg_catalog.int2[]" },
  /** https://www.postgresql.org/docs/18/sql-createtable.html#SQL-CREATETABLE-PARMS-ENFORCED */
  "pg_constraint.conenforced": { since: 18, before: "true" },
  /** https://www.postgresql.org/docs/18/sql-createtable.html#SQL-CREATETABLE-PARMS-UNIQUE */
  "pg_constraint.conperiod": { since: 18, before: "false" },
} as const;

/** A column of the catalog that older versions do not have. */
export type CatalogColumn = keyof typeof catalogColumns;

/** The major version: 15 of `150006`. */
export function majorVersion(versionNumber: string): number {
  return Math.floor(Number(versionNumber) / 10_000);
}

/** The column, for a query that has its catalog under that alias, or what older versions mean by not having it. */
export function catalogColumn(column: CatalogColumn, alias: string, version: number): string {
  const { since, before } = catalogColumns[column];
  return version < since ? before : `${alias}.${column.slice(column.indexOf(".") + 1)}`;
}
