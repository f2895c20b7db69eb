import { keyOf, sameName, type ObjectName } from "../../schema/name.js";
import type { Extra, ForeignKey, Schema, Table, View } from "../../schema/schema.js";
import { mentions } from "../../schema/sql-text.js";
import type { Statement } from "../dialect.js";
import { quoteIdentifier } from "../standard/sql.js";
import { constraintSql } from "./constraint-sql.js";
import { constraintComment } from "./comment-sql.js";
import { quote } from "./names.js";
import { dropView, restoreView } from "./view-sql.js";

/** What is taken off before a change, and put back after it. */
export interface Detour {
  readonly off: readonly Statement[];
  readonly on: readonly Statement[];
}

/** Columns of a table that PostgreSQL does not let go of while something reads them. */
export interface Touched {
  readonly table: Table;
  readonly columns: readonly string[];
}

/** Which dependents are meant besides those of columns, and how their text changes on the way. */
export interface TextRules {
  /** A name, such as that of a type, whose mention makes a text a dependent. */
  readonly name?: string;
  readonly rewrite: (text: string) => string;
}

/** Texts stay as they are. */
const asWritten: TextRules = { rewrite: (text) => text };

function isMentioned(text: string, { name }: TextRules): boolean {
  return name !== undefined && mentions(text, name);
}

/** Without the catalog's word, a view that mentions the table is taken for one that reads the columns. */
function readsColumns(view: View, touched: readonly Touched[], { reads }: Schema): boolean {
  return touched.some(({ table, columns }) =>
    reads === undefined
      ? columns.length > 0 && mentions(view.query, table.name)
      : reads.some(
          (read) =>
            sameName(read.view, view) &&
            sameName(read.from, table) &&
            read.columns.some((name) => columns.includes(name)),
        ),
  );
}

function readsView(view: View, other: View, { reads }: Schema): boolean {
  if (sameName(view, other)) return false;
  return reads === undefined
    ? mentions(view.query, other.name)
    : reads.some((read) => sameName(read.view, view) && sameName(read.from, other));
}

/** The views, with all that read them, on every level: each after those that it reads. */
export function withReaders(views: readonly View[], schema: Schema): View[] {
  const found = new Map<string, View>();
  const order: View[] = [];
  const visit = (view: View): void => {
    if (found.has(keyOf(view))) return;
    found.set(keyOf(view), view);
    schema.views.filter((reader) => readsView(reader, view, schema)).forEach(visit);
    order.push(view);
  };
  views.forEach(visit);
  return order.toReversed();
}

/** The views, taken off from the last reader on, and put back with everything that is on them. */
export function viewsAround(views: readonly View[], { rewrite }: TextRules = asWritten): Detour {
  return {
    off: views.toReversed().map(dropView),
    on: views.flatMap((view) => restoreView({ ...view, query: rewrite(view.query) })),
  };
}

/** The views that read the columns, on every level. */
export function readersOf(touched: readonly Touched[], schema: Schema, rules: TextRules = asWritten): View[] {
  const direct = schema.views.filter(
    (view) => readsColumns(view, touched, schema) || isMentioned(view.query, rules),
  );
  return withReaders(direct, schema);
}

type Owner = Table | View;

/** A trigger needs the columns that it names, in `UPDATE OF` or `WHEN`; one that goes in vain is no loss. */
function needsColumns(sql: string, owner: Owner, touched: readonly Touched[]): boolean {
  return touched.some(
    ({ table, columns }) =>
      (sameName(table, owner) || mentions(sql, table.name)) && columns.some((name) => mentions(sql, name)),
  );
}

function extraNeeds(extra: Extra, owner: Owner, touched: readonly Touched[]): boolean {
  const own = touched.find(({ table }) => sameName(table, owner));
  if (own !== undefined && extra.columns?.some((name) => own.columns.includes(name))) return true;
  return needsColumns(extra.sql, owner, touched);
}

/** Something attached to a table or view, whose state and comment are kept as options of that. */
function partAround(owner: Owner, kind: Extra["kind"] | "trigger", name: string, sql: string): Detour {
  const quoted = quoteIdentifier(name);
  const kept = [`${kind} ${quoted}`, `${kind} ${quoted} comment`];
  const options = (owner.extras ?? []).filter(
    (extra) => extra.kind === "option" && kept.includes(extra.name),
  );
  return {
    off: [{ sql: `DROP ${kind.toUpperCase()} ${quoted} ON ${quote(owner)}` }],
    on: [{ sql }, ...options.map((option) => ({ sql: option.sql }))],
  };
}

/** Several, one within the other. */
export function nested(detours: readonly Detour[]): Detour {
  return {
    off: detours.flatMap(({ off }) => off),
    on: detours.toReversed().flatMap(({ on }) => on),
  };
}

/** The triggers, rules and policies that read the columns; those of views that go anyway are left out. */
export function attachedAround(
  touched: readonly Touched[],
  schema: Schema,
  gone: readonly View[],
  rules: TextRules = asWritten,
): Detour {
  const owners: Owner[] = [
    ...schema.tables,
    ...schema.views.filter((view) => !gone.some((other) => sameName(other, view))),
  ];
  return nested(
    owners.flatMap((owner) => [
      ...owner.triggers
        .filter(({ sql }) => needsColumns(sql, owner, touched) || isMentioned(sql, rules))
        .map(({ name, sql }) => partAround(owner, "trigger", name, rules.rewrite(sql))),
      ...(owner.extras ?? [])
        .filter(({ kind }) => kind === "rule" || kind === "policy")
        .filter((extra) => extraNeeds(extra, owner, touched) || isMentioned(extra.sql, rules))
        .map(({ kind, name, sql }) => partAround(owner, kind, name, rules.rewrite(sql))),
    ]),
  );
}

function foreignKeyAround(owner: ObjectName, key: ForeignKey): Detour {
  const alter = `ALTER TABLE ${quote(owner)}`;
  const name = key.name === undefined ? [] : [quoteIdentifier(key.name)];
  return {
    off: name.map((quoted) => ({ sql: `${alter} DROP CONSTRAINT ${quoted}` })),
    on: [
      { sql: `${alter} ADD ${constraintSql({ type: "foreignKey", constraint: key })}` },
      ...constraintComment(owner, key),
    ],
  };
}

/** The foreign keys from or to the columns. */
export function foreignKeysAround(touched: readonly Touched[], schema: Schema): Detour {
  const has = (table: ObjectName, names: readonly string[]): boolean =>
    touched.some((one) => sameName(one.table, table) && names.some((name) => one.columns.includes(name)));
  return nested(
    schema.tables.flatMap((table) =>
      table.foreignKeys
        .filter((key) => has(table, key.columns) || has(key.references, key.referencedColumns))
        .map((key) => foreignKeyAround(table, key)),
    ),
  );
}
