import { displayName, keyOf, nameOf, sameName, type ObjectName } from "../schema/name.js";
import type { Extension, Index, Schema, Table, View } from "../schema/schema.js";
import { renameRelation } from "../schema/rename-relation.js";
import { renameIdentifier, renameQualifier } from "../schema/sql-text.js";
import { applyChange } from "./apply-change.js";
import { alterEnum, renameEnum } from "./apply-enum.js";
import { addNamed, conflict, removeNamed } from "./named.js";
import type {
  AlterTable,
  ExtensionOperation,
  Operation,
  RenameIndex,
  ReplaceView,
  SchemaOperation,
  TriggerOperation,
} from "./operation.js";

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
  const objects = [...schema.tables, ...schema.views, ...schema.sequences];
  const taken = objects.some((object) => keyOf(object) === keyOf(name));
  if (taken) throw conflict(`"${displayName(name)}" already exists`);
}

/** Checks and indexes may say the table's name in front of a column's. */
function renameQualifiers(table: Table, from: string, to: string): Table {
  if (from === to) return table;
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
  const rename = (text: string): string =>
    from.name === to.name ? text : renameIdentifier(text, from.name, to.name);
  const follow = (table: Table): Table => ({
    ...table,
    foreignKeys: table.foreignKeys.map((key) =>
      sameName(key.references, from) ? { ...key, references: nameOf(to) } : key,
    ),
    triggers: table.triggers.map((trigger) => ({ ...trigger, sql: rename(trigger.sql) })),
  });
  const { schema: _, ...rest } = renameQualifiers(findTable(schema, from), from.name, to.name);
  const table: Table = { ...rest, ...nameOf(to) };
  const renamed = replaceTable(replaceTable(schema, from, undefined), to, table);
  return {
    ...renamed,
    tables: renamed.tables.map(follow),
    views: renamed.views.map((view) => ({ ...view, query: renameRelation(view.query, from, to) })),
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

function changeIndexes(
  schema: Schema,
  owner: ObjectName,
  change: (indexes: readonly Index[]) => readonly Index[],
): Schema {
  return updateOwner(schema, owner, (table) => ({ ...table, indexes: change(table.indexes ?? []) }));
}

function renameIndex(indexes: readonly Index[], { from, to }: RenameIndex): readonly Index[] {
  const index = indexes.find(({ name }) => name === from);
  if (index === undefined) throw conflict(`there is no index "${from}"`);
  return addNamed(removeNamed(indexes, index, "index"), { ...index, name: to }, "index");
}

/** The view with its new query, and all that belongs to it besides. */
function replaceView(schema: Schema, { to }: ReplaceView): Schema {
  const view = schema.views.find((candidate) => sameName(candidate, to));
  if (view === undefined) throw conflict(`there is no view "${displayName(to)}"`);
  const { triggers, indexes, extras } = view;
  const replaced = { ...to, triggers, ...(indexes && { indexes }), ...(extras && { extras }) };
  return {
    ...schema,
    views: schema.views.map((candidate) => (candidate === view ? replaced : candidate)),
  };
}

function changeTrigger(schema: Schema, { kind, table, trigger }: TriggerOperation): Schema {
  return updateOwner(schema, table, (owner) => ({
    ...owner,
    triggers:
      kind === "createTrigger"
        ? addNamed(owner.triggers, trigger, "trigger")
        : removeNamed(owner.triggers, trigger, "trigger"),
  }));
}

/** A schema may be there already, as an extension may. */
function changeSchemas(schema: Schema, { kind, name }: SchemaOperation): Schema {
  const others = schema.schemas.filter((known) => known !== name);
  return { ...schema, schemas: kind === "createSchema" ? [...others, name] : others };
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
      return changeIndexes(schema, operation.table, (indexes) => addNamed(indexes, operation.index, "index"));
    case "dropIndex":
      return changeIndexes(schema, operation.table, (indexes) =>
        removeNamed(indexes, operation.index, "index"),
      );
    case "renameIndex":
      return changeIndexes(schema, operation.table, (indexes) => renameIndex(indexes, operation));
    case "createView":
      requireFree(schema, operation.view);
      return { ...schema, views: [...schema.views, operation.view] };
    case "dropView":
      return { ...schema, views: removeNamed(schema.views, operation.view, "view") };
    case "replaceView":
      return replaceView(schema, operation);
    case "createTrigger":
    case "dropTrigger":
      return changeTrigger(schema, operation);
    case "createEnum":
      return { ...schema, enums: addNamed(schema.enums, operation.enum, "enum") };
    case "dropEnum":
      return { ...schema, enums: removeNamed(schema.enums, operation.enum, "enum") };
    case "renameEnum":
      return renameEnum(schema, operation);
    case "alterEnum":
      return alterEnum(schema, operation);
    case "createSequence":
      requireFree(schema, operation.sequence);
      return { ...schema, sequences: [...schema.sequences, operation.sequence] };
    case "dropSequence":
      return { ...schema, sequences: removeNamed(schema.sequences, operation.sequence, "sequence") };
    case "createSchema":
    case "dropSchema":
      return changeSchemas(schema, operation);
    case "createExtension":
      return { ...schema, extensions: [...withoutExtension(schema, operation), operation.extension] };
    case "dropExtension":
      return { ...schema, extensions: withoutExtension(schema, operation) };
    case "autocommit":
      return apply(schema, operation.operation);
    case "execute":
    case "bulkInsert":
      return schema;
  }
}

/** An extension may be there already: it is created where it is not. */
function withoutExtension(schema: Schema, { extension }: ExtensionOperation): readonly Extension[] {
  return schema.extensions.filter(({ name }) => name !== extension.name);
}

/** The schema as it is after all of the operations, in order. */
export function applyAll(schema: Schema, operations: readonly Operation[]): Schema {
  return operations.reduce(apply, schema);
}
