import type { ObjectName } from "../../schema/name.js";
import type { Table, View } from "../../schema/schema.js";
import { constraintsOf } from "./constraint-sql.js";
import { quote } from "./names.js";
import { literal } from "./rows-sql.js";

const classCatalog = "'pg_catalog.pg_class'::pg_catalog.regclass";

/** The identity of a table, view or index in the catalog; NULL where there is none of that name. */
function relation(name: ObjectName): string {
  return `pg_catalog.to_regclass(${literal(quote(name))})`;
}

/** Names as an array, which may be empty. */
function namesSql(names: readonly string[]): string {
  return `ARRAY[${names.map(literal).join(", ")}]::text[]`;
}

function relationsSql(names: readonly ObjectName[]): string {
  const list = names.map((name) => `${relation(name)}::oid`).join(", ");
  return `pg_catalog.array_remove(ARRAY[${list}]::oid[], NULL)`;
}

/** Columns of a table. */
export interface TableColumns {
  readonly table: ObjectName;
  readonly columns: readonly string[];
}

function isColumn({ table, columns }: TableColumns, place: string): string {
  return (
    `d.refclassid = ${classCatalog} AND d.refobjid = ${relation(table)} AND d.refobjsubid IN (SELECT ${place}.attnum ` +
    `FROM pg_catalog.pg_attribute ${place} WHERE ${place}.attrelid = ${relation(table)} ` +
    `AND ${place}.attname = ANY (${namesSql(columns)}))`
  );
}

/** Whether every view that reads one of the columns, on any level, is one of those. */
export function onlyReadBy(touched: readonly TableColumns[], views: readonly ObjectName[]): string {
  const isRule = "d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass";
  const start = touched.map((one) => `(${isColumn(one, "a")})`).join(" OR ");
  return (
    "NOT EXISTS (WITH RECURSIVE reader (oid) AS (SELECT w.ev_class FROM pg_catalog.pg_depend d " +
    `JOIN pg_catalog.pg_rewrite w ON w.oid = d.objid WHERE ${isRule} AND (${start}) ` +
    "UNION SELECT w.ev_class FROM reader r " +
    `JOIN pg_catalog.pg_depend d ON d.refclassid = ${classCatalog} AND d.refobjid = r.oid ` +
    `JOIN pg_catalog.pg_rewrite w ON w.oid = d.objid WHERE ${isRule}) ` +
    "SELECT FROM reader r JOIN pg_catalog.pg_class c ON c.oid = r.oid " +
    `WHERE c.relkind IN ('v', 'm') AND c.oid <> ALL (${relationsSql(views)}))`
  );
}

/** Whether the view has no other trigger, index, rule, right or comment than it says. */
export function hasNothingElse(view: View): string {
  const own = relation(view);
  const names = (list: readonly { readonly name: string }[] = []): string =>
    namesSql(list.map(({ name }) => name));
  const rules = (view.extras ?? []).filter(({ kind }) => kind === "rule");
  const byDefault =
    "SELECT FROM pg_catalog.pg_default_acl s, pg_catalog.aclexplode(s.defaclacl) b WHERE s.defaclobjtype = 'r' " +
    "AND s.defaclrole = c.relowner AND s.defaclnamespace IN (0, c.relnamespace) " +
    "AND b.grantee = g.grantee AND b.privilege_type = g.privilege_type";
  const comment = literal(view.comment ?? null);
  return [
    `NOT EXISTS (SELECT FROM pg_catalog.pg_trigger t WHERE t.tgrelid = ${own} AND NOT t.tgisinternal AND t.tgname <> ALL (${names(view.triggers)}))`,
    `NOT EXISTS (SELECT FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = ${own} AND c.relname <> ALL (${names(view.indexes)}))`,
    `NOT EXISTS (SELECT FROM pg_catalog.pg_rewrite w WHERE w.ev_class = ${own} AND w.rulename <> '_RETURN' AND w.rulename <> ALL (${names(rules)}))`,
    `NOT EXISTS (SELECT FROM pg_catalog.pg_class c, pg_catalog.aclexplode(c.relacl) g WHERE c.oid = ${own} AND g.grantee <> c.relowner AND NOT EXISTS (${byDefault}))`,
    `NOT EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = ${own} AND a.attacl IS NOT NULL)`,
    `NOT EXISTS (SELECT FROM pg_catalog.pg_description d WHERE d.classoid = ${classCatalog} AND d.objoid = ${own} AND (d.objsubid <> 0 OR d.description IS DISTINCT FROM ${comment}))`,
  ].join(" AND ");
}

/** Whether nothing stands on those columns of the table besides what it says. */
export function carriesNothingElse(table: Table, columns: readonly string[]): string {
  const constraints = constraintsOf(table).map(({ constraint }) => constraint.name);
  const named = constraints.filter((name) => name !== undefined);
  const indexes = [...named, ...table.indexes.map(({ name }) => name)];
  // The database has named those without a name, nobody here knows how.
  const isOther = named.length === constraints.length ? `c.conname <> ALL (${namesSql(named)})` : "false";
  return (
    `NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE ${isColumn({ table, columns }, "a")} AND (` +
    `EXISTS (SELECT FROM pg_catalog.pg_class c WHERE d.classid = ${classCatalog} AND c.oid = d.objid ` +
    `AND c.relkind IN ('i', 'I') AND c.relname <> ALL (${namesSql(indexes)})) ` +
    "OR EXISTS (SELECT FROM pg_catalog.pg_constraint c WHERE d.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass " +
    `AND c.oid = d.objid AND c.contype <> 'n' AND ${isOther}) ` +
    "OR d.classid = 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass)) " +
    `AND NOT EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = ${relation(table)} ` +
    `AND a.attname = ANY (${namesSql(columns)}) AND a.attacl IS NOT NULL)`
  );
}

/** Whether no other column than those has the type, or an array or a domain of it, and nobody has rights on it. */
export function onlyTypeOf(type: ObjectName, users: readonly TableColumns[]): string {
  const own = `pg_catalog.to_regtype(${literal(quote(type))})`;
  const known = users.map(
    ({ table, columns }) => `(c.oid = ${relation(table)} AND a.attname = ANY (${namesSql(columns)}))`,
  );
  return (
    "NOT EXISTS (WITH RECURSIVE kind (oid) AS (" +
    `SELECT ${own}::oid UNION SELECT t.oid FROM kind k JOIN pg_catalog.pg_type t ON k.oid IN (t.typelem, t.typbasetype)) ` +
    "SELECT FROM kind k JOIN pg_catalog.pg_attribute a ON a.atttypid = k.oid " +
    "JOIN pg_catalog.pg_class c ON c.oid = a.attrelid WHERE c.relkind IN ('r', 'p', 'f', 'c') " +
    `AND a.attnum > 0 AND NOT a.attisdropped AND NOT (${known.length === 0 ? "false" : known.join(" OR ")})) ` +
    `AND NOT EXISTS (SELECT FROM pg_catalog.pg_type t WHERE t.oid = ${own} AND t.typacl IS NOT NULL)`
  );
}
