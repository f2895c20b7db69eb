import { equal } from "../schema/compare.js";
import { mapConstant } from "../schema/enum-constant.js";
import { displayName, nameOf, sameName, type ObjectName } from "../schema/name.js";
import type { Column, EnumType, Schema, Table } from "../schema/schema.js";
import { tokenize } from "../schema/sql-text.js";
import { isOfType, typeName } from "../schema/type-name.js";
import { addNamed, conflict, removeNamed } from "./named.js";
import type { AlterEnum, RenameEnum } from "./operation.js";

function findEnum(schema: Schema, name: ObjectName): EnumType {
  const found = schema.enums.find((candidate) => sameName(candidate, name));
  if (found === undefined) throw conflict(`there is no enum "${displayName(name)}"`);
  return found;
}

/** Changes every expression of a table, and nothing else of it. */
function mapExpressions(table: Table, change: (text: string) => string): Table {
  const column = (one: Column): Column => ({
    ...one,
    ...(one.default === undefined ? {} : { default: change(one.default) }),
    ...(one.generated && { generated: { ...one.generated, expression: change(one.generated.expression) } }),
  });
  return {
    ...table,
    columns: table.columns.map(column),
    checks: table.checks.map((check) => ({ ...check, expression: change(check.expression) })),
    ...(table.exclusions && {
      exclusions: table.exclusions.map((one) => ({ ...one, definition: change(one.definition) })),
    }),
    indexes: table.indexes.map((index) => ({
      ...index,
      elements: index.elements.map((element) =>
        element.column === undefined ? { ...element, expression: change(element.expression) } : element,
      ),
      ...(index.where === undefined ? {} : { where: change(index.where) }),
    })),
    triggers: table.triggers.map((trigger) => ({ ...trigger, sql: change(trigger.sql) })),
  };
}

function mapAllExpressions(schema: Schema, change: (text: string) => string): Schema {
  return {
    ...schema,
    tables: schema.tables.map((table) => mapExpressions(table, change)),
    views: schema.views.map((view) => ({ ...view, query: change(view.query) })),
  };
}

/** The text in which constants of the type (`'gold'::tier`, `'{gold}'::tier[]`) are changed. */
function mapConstants(
  text: string,
  type: string,
  change: (constant: string, cast: string) => string,
): string {
  if (!text.includes(`::${type}`)) return text;
  let result = "";
  let at = 0;
  for (const token of tokenize(text)) {
    if (token.kind !== "string") continue;
    const cast = ["::", type].join("");
    if (!text.startsWith(cast, token.end) || /^\w/.test(text.slice(token.end + cast.length))) continue;
    result += text.slice(at, token.start) + change(token.value, cast);
    at = token.end + cast.length;
  }
  return result + text.slice(at);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Gives the type another name, in columns and in constants. */
export function renameEnum(schema: Schema, { from, to }: RenameEnum): Schema {
  const { schema: _, ...found } = findEnum(schema, from);
  const enums = addNamed(removeNamed(schema.enums, from, "enum"), { ...found, ...nameOf(to) }, "enum");
  const [before, after] = [typeName(from), typeName(to)];
  const withTypes: Schema = {
    ...schema,
    enums,
    tables: schema.tables.map((table) => ({
      ...table,
      columns: table.columns.map((column) =>
        isOfType(column.type, from) ? { ...column, type: after + column.type.slice(before.length) } : column,
      ),
    })),
  };
  return mapAllExpressions(withTypes, (text) =>
    mapConstants(text, before, (constant) => `${quoted(constant)}::${after}`),
  );
}

/** Gives the type its new values; constants follow where a value is renamed. Throws `E_OPERATION_CONFLICT`. */
export function alterEnum(schema: Schema, { name, from, to, renames = {} }: AlterEnum): Schema {
  const found = findEnum(schema, name);
  if (!equal(found.values, from)) {
    throw conflict(`enum "${displayName(name)}" has the values ${found.values.join(", ")}`);
  }
  const changed = {
    ...schema,
    enums: schema.enums.map((one) => (one === found ? { ...one, values: to } : one)),
  };
  if (Object.keys(renames).length === 0) return changed;
  const values = new Map(Object.entries(renames));
  return mapAllExpressions(changed, (text) =>
    mapConstants(text, typeName(name), (constant, cast) => {
      const now = mapConstant(constant, constant.startsWith("{"), values);
      return quoted(now ?? constant) + cast;
    }),
  );
}
