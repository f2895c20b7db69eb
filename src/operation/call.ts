import { nameOf, type ObjectName } from "../schema/name.js";
import type { Column, Exclusion, ForeignKey, Index, Table, View } from "../schema/schema.js";
import type { ConstraintChange, Operation, TableChange } from "./operation.js";

/** A call of a method of `op` or `table`, with plain values or further calls as arguments. */
export interface Call {
  readonly method: string;
  readonly arguments: readonly Argument[];
}

/** A plain value, or the calls that a function makes. */
export type Argument =
  | { readonly value: unknown }
  | { readonly calls: readonly Call[] }
  /** Calls of `op` itself, in a function that gets it. */
  | { readonly operations: readonly Call[] };

function value(content: unknown): Argument {
  return { value: content };
}

function name(object: ObjectName): Argument {
  return value(object.schema === undefined ? object.name : nameOf(object));
}

/** The options as an argument, or no argument where there are none. */
function options(content: object): Argument[] {
  return Object.keys(content).length === 0 ? [] : [value(content)];
}

function call(method: string, ...parameters: readonly Argument[]): Call {
  return { method, arguments: parameters };
}

function columnArguments(
  { name: columnName, type, nullable, ...rest }: Column,
  extra: object = {},
): Argument[] {
  return [
    value(columnName),
    value(type),
    ...options({ ...(nullable ? { nullable } : {}), ...rest, ...extra }),
  ];
}

function listArguments({ columns, ...rest }: { readonly columns: readonly string[] }): Argument[] {
  return [value(columns), ...options(rest)];
}

function foreignKeyArguments({ columns, references, referencedColumns, ...rest }: ForeignKey): Argument[] {
  return [value(columns), name(references), value(referencedColumns), ...options(rest)];
}

function checkArguments({ expression, ...rest }: { readonly expression: string }): Argument[] {
  return [value(expression), ...options(rest)];
}

function exclusionArguments({ definition, ...rest }: Exclusion): Argument[] {
  return [value(definition), ...options(rest)];
}

function elementCalls(table: Table): Call[] {
  return [
    ...table.columns.map((column) => call("column", ...columnArguments(column))),
    ...(table.primaryKey === undefined ? [] : [call("primaryKey", ...listArguments(table.primaryKey))]),
    ...table.uniques.map((unique) => call("unique", ...listArguments(unique))),
    ...table.foreignKeys.map((key) => call("foreignKey", ...foreignKeyArguments(key))),
    ...table.checks.map((check) => call("check", ...checkArguments(check))),
    ...(table.exclusions ?? []).map((exclusion) => call("exclusion", ...exclusionArguments(exclusion))),
    ...(Object.keys(table.options).length === 0 ? [] : [call("options", value(table.options))]),
  ];
}

function constraintCall(change: ConstraintChange): Call {
  const verb = change.kind === "addConstraint" ? "add" : "drop";
  switch (change.type) {
    case "primaryKey":
      return call(`${verb}PrimaryKey`, ...listArguments(change.constraint));
    case "unique":
      return call(`${verb}Unique`, ...listArguments(change.constraint));
    case "foreignKey":
      return call(`${verb}ForeignKey`, ...foreignKeyArguments(change.constraint));
    case "check":
      return call(`${verb}Check`, ...checkArguments(change.constraint));
    case "exclusion":
      return call(`${verb}Exclusion`, ...exclusionArguments(change.constraint));
  }
}

function fillingOf({ backfill, using }: { readonly backfill?: string; readonly using?: string }): object {
  return { ...(backfill === undefined ? {} : { backfill }), ...(using === undefined ? {} : { using }) };
}

function changeCall(change: TableChange): Call {
  switch (change.kind) {
    case "addColumn":
      return call(change.kind, ...columnArguments(change.column, fillingOf(change)));
    case "dropColumn":
      return call(change.kind, ...columnArguments(change.column));
    case "renameColumn":
      return call(change.kind, value(change.from), value(change.to));
    case "alterColumn":
      return call(
        change.kind,
        value(change.name),
        value(change.from),
        value(change.to),
        ...options(fillingOf(change)),
      );
    case "addConstraint":
    case "dropConstraint":
      return constraintCall(change);
    case "renameConstraint":
    case "alterOptions":
      return call(change.kind, value(change.from), value(change.to));
  }
}

function indexArguments(
  { name: indexName, elements, ...rest }: Index,
  concurrently: true | undefined,
): Argument[] {
  const short = elements.map((element) =>
    element.column !== undefined && Object.keys(element).length === 1 ? element.column : element,
  );
  return [
    value(indexName),
    value(short),
    ...options({ ...rest, ...(concurrently === undefined ? {} : { concurrently }) }),
  ];
}

function viewOptions({ columns, materialized, comment, options: viewSettings }: View): object {
  return {
    ...(columns === undefined ? {} : { columns }),
    ...(materialized === undefined ? {} : { materialized }),
    ...(comment === undefined ? {} : { comment }),
    ...(viewSettings === undefined ? {} : { options: viewSettings }),
  };
}

function viewArguments(view: View, keepGrants: true | undefined): Argument[] {
  const all = { ...viewOptions(view), ...(keepGrants === undefined ? {} : { keepGrants }) };
  return [name(view), value(view.query), ...options(all)];
}

/** The call of `op` that makes the operation: what a revision file says, and what the log and the checksum are made of. */
export function callOf(operation: Operation): Call {
  switch (operation.kind) {
    case "createTable":
    case "dropTable":
      return call(operation.kind, name(operation.table), { calls: elementCalls(operation.table) });
    case "renameTable":
      return call(operation.kind, name(operation.from), name(operation.to));
    case "alterTable":
      return call(operation.kind, name(operation.table), { calls: operation.changes.map(changeCall) });
    case "createIndex":
    case "dropIndex":
      return call(
        operation.kind,
        name(operation.table),
        ...indexArguments(operation.index, operation.concurrently),
      );
    case "renameIndex":
      return call(operation.kind, name(operation.table), value(operation.from), value(operation.to));
    case "createView":
    case "dropView":
      return call(operation.kind, ...viewArguments(operation.view, operation.keepGrants));
    case "replaceView":
      return call(
        operation.kind,
        name(operation.to),
        value({ query: operation.from.query, ...viewOptions(operation.from) }),
        value({ query: operation.to.query, ...viewOptions(operation.to) }),
      );
    case "createTrigger":
    case "dropTrigger":
      return call(
        operation.kind,
        name(operation.table),
        value(operation.trigger.name),
        value(operation.trigger.sql),
      );
    case "createEnum":
    case "dropEnum": {
      const { values, comment } = operation.enum;
      return call(
        operation.kind,
        name(operation.enum),
        value(values),
        ...options(comment === undefined ? {} : { comment }),
      );
    }
    case "renameEnum":
      return call(operation.kind, name(operation.from), name(operation.to));
    case "alterEnum": {
      const { from, to, renames, replacements } = operation;
      const answers = {
        ...(renames === undefined ? {} : { renames }),
        ...(replacements === undefined ? {} : { replacements }),
      };
      return call(operation.kind, name(operation.name), value(from), value(to), ...options(answers));
    }
    case "createSequence":
    case "dropSequence": {
      const { type, options: counting } = operation.sequence;
      const all = { ...(type === undefined ? {} : { type }), ...counting };
      return call(operation.kind, name(operation.sequence), ...options(all));
    }
    case "createSchema":
    case "dropSchema":
      return call(operation.kind, value(operation.name));
    case "createExtension":
    case "dropExtension": {
      const { name: extension, ...rest } = operation.extension;
      return call(operation.kind, value(extension), ...options(rest));
    }
    case "autocommit":
      return call(operation.kind, { operations: [callOf(operation.operation)] });
    case "execute": {
      const parameters = operation.parameters === undefined ? [] : [value(operation.parameters)];
      return call(operation.kind, value(operation.sql), ...parameters);
    }
    case "bulkInsert":
      return call(operation.kind, name(operation.table), value(operation.rows));
  }
}
