import { AludelError } from "../errors.js";
import { displayName, keyOf, nameOf, sameName, type ObjectName } from "../schema/name.js";
import type { Schema, Table, View } from "../schema/schema.js";
import { renameIdentifier, renameQualifier } from "../schema/sql-text.js";
import { applyChange } from "./apply-change.js";
import type { AlterTable, Operation } from "./operation.js";

function conflict(problem: string): AludelError {
  return new AludelError("E_OPERATION_CONFLICT", problem);
}

function findTable(schema: Schema, name: ObjectName): Table {
  const table = schema.tables.find((candidate) => sameName(candidate, name));
  if (table === undefined) throw conflict(`there is no table "${displayName(name)}"`);
  return table;
}

function replaceTable(schema: Schema, name: ObjectName, table: Table | undefined): Schema {
  const others = schema.tables.filter((candidate) => !sameName(candidate, name));
  return { ...schema, tables: table === undefined ? others : [...others, table] };
}

function requireFree(schema: Schema, name: ObjectName): void {
  const taken = [...schema.tables, ...schema.views].some((object) => keyOf(object) === keyOf(name));
  if (taken) throw conflict(`"${displayName(name)}" already exists`);
}

/** Checks and indexes may say the table's name in front of a column's. */
function renameQualifiers(table: Table, from: string, to: string): Table {
  const rename = (text: string): string => renameQualifier(text, from, to);
  return {
    ...table,
    checks: table.checks.map((check) => ({ ...check, expression: rename(check.expression) })),
    indexes: table.indexes.map((index) => ({
      ...index,
      elements: index.elements.map((element) =>
        element.column === undefined ? { ...element, expression: rename(element.expression) } : element,
      ),
      ...(index.where === undefined ? {} : { where: rename(index.where) }),
    })),
  };
}

function renameTable(schema: Schema, from: ObjectName, to: ObjectName): Schema {
  requireFree(schema, to);
  const rename = (text: string): string => renameIdentifier(text, from.name, to.name);
  const follow = (table: Table): Table => ({
    ...table,
    foreignKeys: table.foreignKeys.map((key) =>
      sameName(key.references, from) ? { ...key, references: nameOf(to) } : key,
    ),
    triggers: table.triggers.map((trigger) => ({ ...trigger, sql: rename(trigger.sql) })),
  });
  const table = { ...renameQualifiers(findTable(schema, from), from.name, to.name), ...nameOf(to) };
  const renamed = replaceTable(replaceTable(schema, from, undefined), to, table);
  return {
    tables: renamed.tables.map(follow),
    views: renamed.views.map((view) => ({ ...view, query: rename(view.query) })),
  };
}

function alterTable(schema: Schema, operation: AlterTable): Schema {
  const before = findTable(schema, operation.table);
  const table = operation.changes.reduce(applyChange, before);
  const renames = operation.changes.filter((change) => change.kind === "renameColumn");
  const follow = (other: Table): Table => ({
    ...other,
    foreignKeys: other.foreignKeys.map((key) =>
      sameName(key.references, operation.table)
        ? {
            ...key,
            referencedColumns: renames.reduce(
              (names, { from, to }) => renameIn(names, from, to),
              key.referencedColumns,
            ),
          }
        : key,
    ),
  });
  if (renames.length === 0) return replaceTable(schema, operation.table, table);
  const others = schema.tables.filter((other) => other !== before);
  return { ...schema, tables: [...others.map(follow), table] };
}

function renameIn(names: readonly string[], from: string, to: string): readonly string[] {
  return names.map((name) => (name === from ? to : name));
}

type Named = { readonly name: string };

function add<Item extends Named>(items: readonly Item[], item: Item, what: string): readonly Item[] {
  if (items.some(({ name }) => name === item.name)) throw conflict(`${what} "${item.name}" already exists`);
  return [...items, item];
}

function remove<Item extends Named>(items: readonly Item[], name: string, what: string): readonly Item[] {
  const rest = items.filter((item) => item.name !== name);
  if (rest.length === items.length) throw conflict(`there is no ${what} "${name}"`);
  return rest;
}

function updateOwner(
  schema: Schema,
  name: ObjectName,
  update: <Owner extends Table | View>(owner: Owner) => Owner,
): Schema {
  const view = schema.views.find((candidate) => sameName(candidate, name));
  if (view === undefined) return replaceTable(schema, name, update(findTable(schema, name)));
  return {
    ...schema,
    views: schema.views.map((candidate) => (candidate === view ? update(view) : candidate)),
  };
}

function dropView(schema: Schema, view: View): Schema {
  const views = schema.views.filter((candidate) => !sameName(candidate, view));
  if (views.length === schema.views.length) throw conflict(`there is no view "${displayName(view)}"`);
  return { ...schema, views };
}

/**
 * The schema as it is after the operation. Throws `E_OPERATION_CONFLICT` where the operation does not fit: what it
 * drops is not there, or what it creates is there already. SQL of the author's own and rows change nothing here.
 */
export function apply(schema: Schema, operation: Operation): Schema {
  switch (operation.kind) {
    case "createTable":
      requireFree(schema, operation.table);
      return { ...schema, tables: [...schema.tables, operation.table] };
    case "dropTable":
      findTable(schema, operation.table);
      return replaceTable(schema, operation.table, undefined);
    case "renameTable":
      return renameTable(schema, operation.from, operation.to);
    case "alterTable":
      return alterTable(schema, operation);
    case "createIndex":
    case "dropIndex": {
      const table = findTable(schema, operation.table);
      const { index } = operation;
      const create = operation.kind === "createIndex";
      const indexes = create
        ? add(table.indexes, index, "index")
        : remove(table.indexes, index.name, "index");
      return replaceTable(schema, operation.table, { ...table, indexes });
    }
    case "createView":
      requireFree(schema, operation.view);
      return { ...schema, views: [...schema.views, operation.view] };
    case "dropView":
      return dropView(schema, operation.view);
    case "createTrigger":
      return updateOwner(schema, operation.table, (owner) => ({
        ...owner,
        triggers: add(owner.triggers, operation.trigger, "trigger"),
      }));
    case "dropTrigger":
      return updateOwner(schema, operation.table, (owner) => ({
        ...owner,
        triggers: remove(owner.triggers, operation.trigger.name, "trigger"),
      }));
    case "execute":
    case "bulkInsert":
      return schema;
  }
}

/** The schema as it is after all of the operations, in order. */
export function applyAll(schema: Schema, operations: readonly Operation[]): Schema {
  return operations.reduce(apply, schema);
}
