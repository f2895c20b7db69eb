import { equal } from "../schema/compare.js";
import { displayName } from "../schema/name.js";
import type { View } from "../schema/schema.js";
import type { AlterEnum, ColumnAttributes, ConstraintChange, Operation, TableChange } from "./operation.js";

/** One line about a change: `+` something comes, `-` something goes, `~` something is another way. */
export interface Description {
  readonly sign: "+" | "-" | "~";
  readonly text: string;
}

function line(sign: Description["sign"], text: string): Description {
  return { sign, text };
}

function createdOrDropped(kind: string, what: string): Description {
  return line(kind.startsWith("create") || kind.startsWith("add") ? "+" : "-", what);
}

function shown(value: unknown): string {
  if (value === undefined) return "none";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function attributeChanges(from: ColumnAttributes, to: ColumnAttributes): string {
  const before = new Map<string, unknown>(Object.entries(from));
  const after = new Map<string, unknown>(Object.entries(to));
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return names.map((name) => `${name} ${shown(before.get(name))} → ${shown(after.get(name))}`).join(", ");
}

function describeConstraint(change: ConstraintChange, table: string): Description {
  const name = change.constraint.name === undefined ? "" : ` ${change.constraint.name}`;
  switch (change.type) {
    case "primaryKey":
      return createdOrDropped(
        change.kind,
        `primary key of ${table} (${change.constraint.columns.join(", ")})`,
      );
    case "unique":
      return createdOrDropped(
        change.kind,
        `unique${name} on ${table} (${change.constraint.columns.join(", ")})`,
      );
    case "check":
      return createdOrDropped(change.kind, `check${name} on ${table}: ${change.constraint.expression}`);
    case "exclusion":
      return createdOrDropped(change.kind, `exclusion${name} on ${table}: ${change.constraint.definition}`);
    case "foreignKey": {
      const { columns, references } = change.constraint;
      return createdOrDropped(
        change.kind,
        `foreign key${name} on ${table} (${columns.join(", ")}) → ${displayName(references)}`,
      );
    }
  }
}

function describeChange(change: TableChange, table: string): Description {
  switch (change.kind) {
    case "addColumn":
    case "dropColumn":
      return createdOrDropped(change.kind, `column ${table}.${change.column.name} ${change.column.type}`);
    case "renameColumn":
      return line("~", `column ${table}.${change.from} is renamed to ${change.to}`);
    case "alterColumn":
      return line("~", `column ${table}.${change.name}: ${attributeChanges(change.from, change.to)}`);
    case "addConstraint":
    case "dropConstraint":
      return describeConstraint(change, table);
    case "renameConstraint":
      return line("~", `constraint ${change.from} of ${table} is renamed to ${change.to}`);
    case "alterOptions":
      return line("~", `options of ${table}: ${shown(change.from)} → ${shown(change.to)}`);
  }
}

function viewText(view: View): string {
  return `${view.materialized ? "materialized view" : "view"} ${displayName(view)}`;
}

function describeValues({ name, from, to, renames = {}, replacements = {} }: AlterEnum): Description[] {
  const value = (text: string): string => `value ${displayName(name)}.${text}`;
  const kept = from.map((old) => renames[old] ?? old).filter((old) => to.includes(old));
  const replaced = (old: string): string => {
    const by = replacements[old];
    return by === undefined ? "" : `, rows get ${by ?? "NULL"}`;
  };
  return [
    ...from
      .filter((old) => !to.includes(renames[old] ?? old))
      .map((old) => line("-", `${value(old)}${replaced(old)}`)),
    ...Object.entries(renames).map(([old, now]) => line("~", `${value(old)} is renamed to ${now}`)),
    ...to.filter((now) => !kept.includes(now)).map((now) => line("+", value(now))),
    ...(equal(
      kept,
      to.filter((now) => kept.includes(now)),
    )
      ? []
      : [line("~", `values of ${displayName(name)} in another order: ${to.join(", ")}`)]),
  ];
}

/** What the line of an operation says that is not in the transaction of its revision. */
export const outsideRemark = " (outside of the transaction)";

/** What the operation does, a line per change, for people who read a plan. */
export function describe(operation: Operation): Description[] {
  switch (operation.kind) {
    case "createTable":
    case "dropTable":
      return [createdOrDropped(operation.kind, `table ${displayName(operation.table)}`)];
    case "renameTable":
      return [line("~", `table ${displayName(operation.from)} is renamed to ${displayName(operation.to)}`)];
    case "alterTable":
      return operation.changes.map((change) => describeChange(change, displayName(operation.table)));
    case "createIndex":
    case "dropIndex": {
      const elements = operation.index.elements
        .map((element) => element.column ?? element.expression)
        .join(", ");
      const unique = operation.index.unique ? "unique index" : "index";
      const how = operation.concurrently ? " concurrently" : "";
      return [
        createdOrDropped(
          operation.kind,
          `${unique} ${operation.index.name} on ${displayName(operation.table)} (${elements})${how}`,
        ),
      ];
    }
    case "renameIndex":
      return [line("~", `index ${operation.from} is renamed to ${operation.to}`)];
    case "createView":
    case "dropView":
      return [createdOrDropped(operation.kind, viewText(operation.view))];
    case "replaceView":
      return [line("~", `${viewText(operation.to)} gets another query`)];
    case "createTrigger":
    case "dropTrigger":
      return [
        createdOrDropped(
          operation.kind,
          `trigger ${operation.trigger.name} on ${displayName(operation.table)}`,
        ),
      ];
    case "createEnum":
    case "dropEnum": {
      const { values } = operation.enum;
      return [createdOrDropped(operation.kind, `enum ${displayName(operation.enum)} (${values.join(", ")})`)];
    }
    case "renameEnum":
      return [line("~", `enum ${displayName(operation.from)} is renamed to ${displayName(operation.to)}`)];
    case "alterEnum":
      return describeValues(operation);
    case "createSequence":
    case "dropSequence":
      return [createdOrDropped(operation.kind, `sequence ${displayName(operation.sequence)}`)];
    case "createSchema":
    case "dropSchema":
      return [createdOrDropped(operation.kind, `schema ${operation.name}`)];
    case "createExtension":
    case "dropExtension":
      return [createdOrDropped(operation.kind, `extension ${operation.extension.name}`)];
    case "autocommit":
      return describe(operation.operation).map(({ sign, text }) => line(sign, `${text}${outsideRemark}`));
    case "execute":
      return [line("~", `SQL: ${operation.sql.trim().split("\n", 1)[0] ?? ""}`)];
    case "bulkInsert":
      return [line("+", `${operation.rows.length} rows in ${displayName(operation.table)}`)];
  }
}
