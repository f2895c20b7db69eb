import { displayName } from "../schema/name.js";
import type { ColumnAttributes, ConstraintChange, Operation, TableChange } from "./operation.js";

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
    case "alterOptions":
      return line("~", `options of ${table}: ${shown(change.from)} → ${shown(change.to)}`);
  }
}

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
      return [
        createdOrDropped(
          operation.kind,
          `${unique} ${operation.index.name} on ${displayName(operation.table)} (${elements})`,
        ),
      ];
    }
    case "createView":
    case "dropView":
      return [createdOrDropped(operation.kind, `view ${displayName(operation.view)}`)];
    case "createTrigger":
    case "dropTrigger":
      return [
        createdOrDropped(
          operation.kind,
          `trigger ${operation.trigger.name} on ${displayName(operation.table)}`,
        ),
      ];
    case "execute":
      return [line("~", `SQL: ${operation.sql.trim().split("\n", 1)[0] ?? ""}`)];
    case "bulkInsert":
      return [line("+", `${operation.rows.length} rows in ${displayName(operation.table)}`)];
  }
}
