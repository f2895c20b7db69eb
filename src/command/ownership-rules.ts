import type { OwnershipRules } from "../diff/ownership.js";
import type { Model } from "../model/read-model.js";
import { displayName, keyOf, sameName, type ObjectName } from "../schema/name.js";
import type { Schema } from "../schema/schema.js";
import { mentions } from "../schema/sql-text.js";
import { isOfType } from "../schema/type-name.js";
import type { Project } from "./project.js";

/** What decides what is ours to drop. */
export interface OwnershipContext {
  readonly project: Project;
  readonly model: Model;
  /** What the revisions made, as far as that can be known. */
  readonly history: Schema;
  /** What the database holds. */
  readonly live: Schema;
  /** The part of that which is compared. */
  readonly compared: Schema;
  /** The names of what may go, as the user said. */
  readonly drops: ReadonlySet<string>;
}

function indexNames(schema: Schema): Set<string> {
  return new Set(
    schema.tables.flatMap((table) => [...table.indexes, ...table.triggers].map(({ name }) => name)),
  );
}

function exclusionNames({ tables }: Schema): string[] {
  return tables.flatMap(({ exclusions = [] }) => exclusions.flatMap(({ name }) => name ?? []));
}

/** Whether a table that is not compared has a column of the enum, or a view that is not compared may say it. */
function isUsedBeside(enumName: ObjectName, live: Schema, compared: Schema): boolean {
  const ours = new Set([...compared.tables, ...compared.views].map(keyOf));
  const isBeside = (object: ObjectName): boolean => !ours.has(keyOf(object));
  return (
    live.tables
      .filter(isBeside)
      .some(({ columns }) => columns.some(({ type }) => isOfType(type, enumName))) ||
    live.views.filter(isBeside).some(({ query }) => mentions(query, enumName.name))
  );
}

/** The rules by which autogenerate keeps what entities cannot say. */
export function ownershipRules(context: OwnershipContext): OwnershipRules {
  const { project, model, history, live, compared, drops } = context;
  const created = indexNames(history);
  const made = new Set([...history.enums.map(displayName), ...exclusionNames(history)]);
  return {
    unmanagedIndexes: model.unmanagedIndexes,
    indexMethods: model.indexMethods,
    goes: (name, losesColumn) => drops.has(name) || (losesColumn && created.has(name)),
    createdByHistory: (name) => made.has(name),
    isUsedElsewhere: (enumName) =>
      model.unmanagedEnums.some((unmanaged) => sameName(unmanaged, enumName)) ||
      isUsedBeside(enumName, live, compared),
    isPlainInHistory: (tableName, columnName) => {
      const table = history.tables.find((candidate) => displayName(candidate) === tableName);
      const column = table?.columns.find((candidate) => candidate.name === columnName);
      return column !== undefined && column.enumValues === undefined;
    },
    keepConstraintNames: project.options.constraintNames === "keep",
  };
}
