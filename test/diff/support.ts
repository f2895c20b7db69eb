import type { Abilities } from "../../src/dialect/dialect.js";
import { builders } from "../../src/operation/builders.js";
import { describe } from "../../src/operation/describe.js";
import type { Operation } from "../../src/operation/operation.js";
import type { TableElement } from "../../src/operation/table-builder.js";
import { tableElements } from "../../src/operation/table-builder.js";
import {
  emptySchema,
  type EnumType,
  type Index,
  type Schema,
  type Table,
  type View,
} from "../../src/schema/schema.js";

const { column, foreignKey, primaryKey } = tableElements;

/** A database like PostgreSQL: names change, views follow, a key stays only where both types are numbers. */
export const following: Abilities = {
  forwardReferences: false,
  renamesConstraints: true,
  followingViews: true,
  keepsForeignKeys: (from, to) => [from, to].every((type) => type === "integer" || type === "bigint"),
};

/** A table with an id, and what else is said. */
export function table(name: string, ...elements: readonly TableElement[]): Table {
  return builders.createTable(name, () => [column("id", "integer"), primaryKey(["id"]), ...elements]).table;
}

/** A table with that column alone. */
export function keyed(name: string, key: string): Table {
  return builders.createTable(name, () => [column(key, "integer"), primaryKey([key])]).table;
}

/** A column, and a foreign key from it to the id of that table. */
export function references(target: string, name = "ref"): TableElement[] {
  return [column(name, "integer"), foreignKey([name], target, ["id"])];
}

/** The table with those indexes. */
export function withIndexes(owner: Table, ...indexes: readonly Index[]): Table {
  return { ...owner, indexes };
}

/** A view of that query. */
export function view(name: string, query: string, parts: Partial<View> = {}): View {
  return { name, query, triggers: [], ...parts };
}

/** An enum with those values. */
export function enumOf(name: string, ...values: readonly string[]): EnumType {
  return { name, values };
}

/** A schema of those tables, views and enums. */
export function schema(...objects: readonly (Table | View | EnumType)[]): Schema {
  return {
    ...emptySchema,
    tables: objects.filter((object) => "columns" in object && "checks" in object),
    views: objects.filter((object) => "query" in object),
    enums: objects.filter((object) => "values" in object),
  };
}

/** A line per change; the changes of one operation stand on one line, with a slash between them. */
export function lines(operations: readonly Operation[]): string[] {
  return operations.map((operation) =>
    describe(operation)
      .map(({ sign, text }) => `${sign} ${text}`)
      .join(" / "),
  );
}
