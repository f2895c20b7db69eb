import type { AlterColumn, AlterEnum, AlterTable, Operation } from "../../operation/operation.js";
import { displayName, sameName, type ObjectName } from "../../schema/name.js";
import type { Schema, View } from "../../schema/schema.js";
import { isOfType } from "../../schema/type-name.js";
import { quoteIdentifier } from "../standard/sql.js";
import { ddl, needsSchema } from "./ddl.js";
import { quote } from "./names.js";
import { isReshaping } from "./reshape.js";
import {
  carriesNothingElse,
  hasNothingElse,
  onlyReadBy,
  onlyTypeOf,
  type TableColumns,
} from "./script-conditions.js";
import { scriptGuard } from "./transaction.js";
import { dropView } from "./view-sql.js";

const hint =
  "It would be lost. Run the revision with the database instead, or drop it before and make it anew behind.";

/** The views that the statements take off, to put them back as the revisions made them. */
function remadeViews(operation: Operation, statements: readonly string[], { views }: Schema): View[] {
  const isUnknown = operation.kind === "replaceView" && !views.some((view) => sameName(view, operation.from));
  const all = isUnknown ? [...views, operation.from] : views;
  return all.filter((view) => statements.includes(dropView(view).sql));
}

function viewGuard(view: View): string {
  const message = `the view ${displayName(view)} has something on it that the revisions do not know`;
  return scriptGuard(hasNothingElse(view), message, hint);
}

/** A guard for each table that loses columns for a moment, which takes with them all that stands on them. */
function columnGuards(operation: Operation, statements: readonly string[], { tables }: Schema): string[] {
  const changes = operation.kind === "alterTable" ? operation.changes : [];
  const gone = changes.flatMap((change) => (change.kind === "dropColumn" ? [change.column.name] : []));
  return tables.flatMap((table) => {
    const own = statements.filter((sql) => sql.startsWith(`ALTER TABLE ${quote(table)} `));
    const isRemade = (name: string): boolean =>
      own.some((sql) => sql.includes(`DROP COLUMN ${quoteIdentifier(name)}`));
    const columns = table.columns
      .map(({ name }) => name)
      .filter((name) => isRemade(name) && !gone.includes(name));
    if (columns.length === 0) return [];
    const message = `${displayName(table)} has something on ${columns.join(", ")} that the revisions do not know`;
    return [scriptGuard(carriesNothingElse(table, columns), message, hint)];
  });
}

function readerGuard(touched: readonly TableColumns[], views: readonly ObjectName[]): string[] {
  const columns = touched.flatMap(({ table, columns: names }) =>
    names.map((name) => `${displayName(table)}.${name}`),
  );
  if (columns.length === 0) return [];
  const message = `a view that the revisions do not know reads ${columns.join(", ")}`;
  return [scriptGuard(onlyReadBy(touched, views), message, hint)];
}

/** A stored value that is no longer computed stays where it is, with all that reads it. */
function staysPut({ from, to }: AlterColumn): boolean {
  const isTold = ["type", "collation"].some((attribute) => attribute in from || attribute in to);
  return !isTold && from.generated?.stored === true && to.generated === undefined;
}

function reshapedColumns({ table, changes }: AlterTable): TableColumns[] {
  const columns = changes
    .filter(isReshaping)
    .filter((change) => !staysPut(change))
    .map(({ name }) => name);
  return columns.length === 0 ? [] : [{ table, columns }];
}

function typedColumns({ name }: AlterEnum, { tables }: Schema): TableColumns[] {
  return tables.flatMap((table) => {
    const typed = table.columns.filter(({ type }) => isOfType(type, name));
    return typed.length === 0 ? [] : [{ table, columns: typed.map((column) => column.name) }];
  });
}

function typeGuard(operation: AlterEnum, users: readonly TableColumns[]): string {
  const message = `the type ${displayName(operation.name)} is used in a way that the revisions do not know`;
  return scriptGuard(onlyTypeOf(operation.name, users), message, hint);
}

/**
 * What must hold before a script takes something off and puts it back as the revisions made it: with a database at hand,
 * it would be put back as it was there, with what others have added.
 */
export function scriptGuards(operation: Operation, schema: Schema): string[] {
  if (!needsSchema(operation)) return [];
  const statements = ddl(operation, schema).map(({ sql }) => sql);
  const views = remadeViews(operation, statements, schema);
  const guards = [...views.map(viewGuard), ...columnGuards(operation, statements, schema)];
  switch (operation.kind) {
    case "alterTable":
      return [...readerGuard(reshapedColumns(operation), views), ...guards];
    case "alterEnum": {
      const users = typedColumns(operation, schema);
      return [typeGuard(operation, users), ...readerGuard(users, views), ...guards];
    }
    default:
      return guards;
  }
}
