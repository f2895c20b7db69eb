import { AludelError } from "../../errors.js";
import type { AlterEnum } from "../../operation/operation.js";
import { displayName } from "../../schema/name.js";
import type { Schema, Table, View } from "../../schema/schema.js";
import { typeName } from "../../schema/type-name.js";
import type { Statement } from "../dialect.js";
import { constraintsOf } from "./constraint-sql.js";
import { doBlock } from "./do-block.js";
import { mapConstants } from "./enum-constants.js";
import { textOf, textsOf } from "./enum-users.js";
import { fatesOf } from "./enum-values.js";
import { quote } from "./names.js";
import { literal } from "./rows-sql.js";

/** A text of the database, and what it belongs to. */
type Said = readonly [what: string, text: string];

function attachedTo({ triggers, extras = [] }: Table | View): Said[] {
  return [
    ...triggers.map(({ name, sql }): Said => [`trigger ${name}`, sql]),
    ...extras.map(({ kind, name, sql }): Said => [`${kind} ${name}`, sql]),
  ];
}

function saidOn(table: Table): Said[] {
  const on = [
    ...constraintsOf(table).map((one): Said => [`${one.type} ${one.constraint.name ?? ""}`, textOf(one)]),
    ...table.indexes.flatMap((index) => textsOf(index).map((text): Said => [`index ${index.name}`, text])),
    ...table.columns.map(({ name, generated }): Said => [`column ${name}`, generated?.expression ?? ""]),
    ...attachedTo(table),
  ];
  return on.map(([what, text]) => [`${what} of ${displayName(table)}`, text]);
}

function saidInView(view: View): Said[] {
  const attached = attachedTo(view).map(([what, text]): Said => [`${what} of ${displayName(view)}`, text]);
  return [[`view ${displayName(view)}`, view.query], ...attached];
}

/** Fails where anything but a default says a value that goes, as `'gold'::tier`: nobody knows what it means from then on. */
export function requireUnsaid(operation: AlterEnum, { tables, views }: Schema): void {
  const { name, from, to, renames = {} } = operation;
  const type = typeName(name);
  const gone = from.filter((value) => !to.includes(renames[value] ?? value));
  const marks = new Map(gone.map((value) => [value, `${value}?`]));
  const says = (text: string): boolean => mapConstants(text, type, marks) !== text;
  const lost = [...marks].filter(([value]) => !fatesOf(operation).has(value));
  const defaults = tables.flatMap((table) =>
    table.columns.map(({ name: column, default: text = "" }): Said => [
      `the default of ${displayName(table)}.${column}`,
      text,
    ]),
  );
  const found = [
    ...[...tables.flatMap(saidOn), ...views.flatMap(saidInView)].filter(([, text]) => says(text)),
    ...defaults.filter(([, text]) => mapConstants(text, type, new Map(lost)) !== text),
  ];
  if (found.length === 0) return;
  const what = [...new Set(found.map(([one]) => one))].join(", ");
  throw new AludelError(
    "E_DEPENDENTS",
    `a value of ${displayName(name)} goes (${gone.join(", ")}) that is named by ${what}`,
    { hint: "Change or drop it first, by hand or in a revision before." },
  );
}

/** The statement that fails where a domain, a composite type, a function or the like is made of the type: none is made anew. */
export function requireOnlyColumns({ name }: AlterEnum): Statement {
  const type = `${literal(quote(name))}::pg_catalog.regtype`;
  const catalog = (one: string): string => `'pg_catalog.${one}'::pg_catalog.regclass`;
  return doBlock(
    ["others text;"],
    [
      "SELECT pg_catalog.string_agg(pg_catalog.pg_describe_object(d.classid, d.objid, d.objsubid), ', ') INTO others",
      `  FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_type t ON t.oid = ${type}`,
      `  WHERE d.refclassid = ${catalog("pg_type")} AND d.refobjid IN (t.oid, t.typarray) AND d.deptype = 'n' AND (`,
      `    d.classid IN (${["pg_type", "pg_proc", "pg_cast", "pg_operator"].map(catalog).join(", ")}) OR d.classid = ${catalog("pg_class")}`,
      "    AND EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.oid = d.objid AND c.relkind = 'c'));",
      "IF others IS NOT NULL THEN",
      `  RAISE EXCEPTION USING ERRCODE = 'dependent_objects_still_exist', MESSAGE = ${literal(`the type ${name.name} is made anew, and `)} || others || ' has it';`,
      "END IF;",
    ],
  );
}
