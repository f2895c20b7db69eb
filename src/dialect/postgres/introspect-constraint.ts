import type {
  Check,
  Deferrable,
  Exclusion,
  ForeignKey,
  PrimaryKey,
  ReferentialAction,
  Table,
  Unique,
} from "../../schema/schema.js";
import type { Catalog } from "./catalog.js";
import { present } from "./catalog-values.js";
import type { ConstraintRow } from "./constraint-rows.js";
import type { Report } from "./introspect-column.js";

/** The names of columns by their numbers. */
export type ColumnNames = ReadonlyMap<number, string>;

/** The constraints of a table. */
export type Constraints = Pick<Table, "primaryKey" | "uniques" | "foreignKeys" | "checks" | "exclusions">;

/** NO ACTION, `a`, is what happens anyway. https://www.postgresql.org/docs/current/catalog-pg-constraint.html */
const actions: Readonly<Record<string, ReferentialAction>> = {
  c: "CASCADE",
  n: "SET NULL",
  d: "SET DEFAULT",
  r: "RESTRICT",
};

const matches: Readonly<Record<string, ForeignKey["match"]>> = { f: "FULL", p: "PARTIAL" };

function namesOf(numbers: readonly number[], columns: ColumnNames): string[] {
  return numbers.map((number) => present(columns.get(number)));
}

/** What every constraint has. */
function parts({ name, comment }: ConstraintRow): { readonly name: string; readonly comment?: string } {
  return { name, ...(comment === undefined ? {} : { comment }) };
}

function deferrableOf({ deferrable, deferred }: ConstraintRow): { readonly deferrable?: Deferrable } {
  if (!deferrable) return {};
  return { deferrable: deferred ? "INITIALLY DEFERRED" : "INITIALLY IMMEDIATE" };
}

function readPrimaryKey(row: ConstraintRow, columns: ColumnNames): PrimaryKey {
  return {
    ...parts(row),
    columns: namesOf(row.columns, columns),
    include: namesOf(row.indexColumns.slice(row.columns.length), columns),
    ...deferrableOf(row),
  };
}

function readUnique(row: ConstraintRow, columns: ColumnNames): Unique {
  return {
    ...readPrimaryKey(row, columns),
    ...(row.nullsNotDistinct && { nullsNotDistinct: true as const }),
  };
}

function readForeignKey(row: ConstraintRow, columns: ColumnNames, catalog: Catalog): ForeignKey {
  const [onDelete, onUpdate, match] = [actions[row.onDelete], actions[row.onUpdate], matches[row.match]];
  return {
    ...parts(row),
    columns: namesOf(row.columns, columns),
    references: catalog.objectName(present(row.targetSchema), present(row.target)),
    referencedColumns: row.targetColumns,
    ...(onDelete && { onDelete }),
    ...(onUpdate && { onUpdate }),
    onDeleteColumns: namesOf(row.onDeleteColumns, columns),
    ...(match && { match }),
    ...deferrableOf(row),
    ...(!row.validated && { notValid: true as const }),
  };
}

function readCheck(row: ConstraintRow): Check {
  return {
    ...parts(row),
    expression: present(row.definition),
    ...(row.noInherit && { noInherit: true as const }),
    ...(!row.validated && { notValid: true as const }),
  };
}

/** What stands between `EXCLUDE` and when it is checked. */
function readExclusion(row: ConstraintRow): Exclusion {
  const whole = present(row.definition);
  const end = row.deferrable ? ` DEFERRABLE${row.deferred ? " INITIALLY DEFERRED" : ""}` : "";
  const from = whole.startsWith("EXCLUDE ") ? "EXCLUDE ".length : 0;
  const definition = whole.slice(from, whole.endsWith(end) ? whole.length - end.length : undefined);
  return { ...parts(row), definition, ...deferrableOf(row) };
}

/** Why the model cannot hold the constraint, both from version 18 on. */
function problemOf({ name, enforced, period, kind }: ConstraintRow): string | undefined {
  if (!enforced) return `its constraint "${name}" is NOT ENFORCED`;
  if (!period) return undefined;
  return `its constraint "${name}" is of a PERIOD${kind === "f" ? "" : " WITHOUT OVERLAPS"}`;
}

/** The constraints as the catalog says they are; those that the model cannot hold are reported, and left out. */
export function readConstraints(
  rows: readonly ConstraintRow[],
  columns: ColumnNames,
  catalog: Catalog,
  report: Report,
): Constraints {
  const held = rows.filter((row) => {
    const problem = problemOf(row);
    if (problem !== undefined) report(problem);
    return problem === undefined;
  });
  const ofKind = (kind: string): ConstraintRow[] => held.filter((row) => row.kind === kind);
  const [primaryKey] = ofKind("p");
  return {
    ...(primaryKey && { primaryKey: readPrimaryKey(primaryKey, columns) }),
    uniques: ofKind("u").map((row) => readUnique(row, columns)),
    foreignKeys: ofKind("f").map((row) => readForeignKey(row, columns, catalog)),
    checks: ofKind("c").map(readCheck),
    exclusions: ofKind("x").map(readExclusion),
  };
}
