import type { AlterTable, Operation, TableChange } from "../../operation/operation.js";
import { keyOf, nameOf, sameName, type ObjectName } from "../../schema/name.js";
import type { ForeignKey, Schema } from "../../schema/schema.js";
import { isOfType } from "../../schema/type-name.js";
import { isRebuild } from "./enum-sql.js";
import { isReshaping } from "./reshape.js";

/**
 * What others cannot do until the transaction ends, as no lock is given back before.
 * https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES
 */
export interface Locks {
  /** Nobody reads or writes these: `ACCESS EXCLUSIVE`. */
  readonly closed: readonly ObjectName[];
  /** Nobody writes these: `SHARE` and `SHARE ROW EXCLUSIVE`, or every row is locked. */
  readonly readOnly: readonly ObjectName[];
}

const none: Locks = { closed: [], readOnly: [] };

function distinct(names: readonly ObjectName[]): ObjectName[] {
  return [...new Map(names.map((name) => [keyOf(name), nameOf(name)])).values()];
}

/** All of them at once; what is closed is not told again as read-only. */
export function unite(locks: readonly Locks[]): Locks {
  const closed = distinct(locks.flatMap((one) => one.closed));
  const readOnly = distinct(locks.flatMap((one) => one.readOnly));
  return { closed, readOnly: without(readOnly, closed) };
}

/** The names that are not among the others. */
export function without(names: readonly ObjectName[], others: readonly ObjectName[]): ObjectName[] {
  const keys = new Set(others.map(keyOf));
  return names.filter((name) => !keys.has(keyOf(name)));
}

/** Whether nobody reads the table while the change is carried out. */
export function closesTable(change: TableChange): boolean {
  if (change.kind === "addConstraint") return change.type !== "foreignKey";
  const attributes =
    change.kind === "alterColumn" || change.kind === "alterOptions"
      ? Object.keys({ ...change.from, ...change.to })
      : undefined;
  // Comments and storage parameters let reading and writing go on.
  return attributes === undefined || attributes.some((name) => name !== "comment" && name !== "storage");
}

function partner(table: ObjectName, owner: ObjectName, key: ForeignKey): ObjectName[] {
  if (sameName(owner, table)) return sameName(key.references, table) ? [] : [key.references];
  return sameName(key.references, table) ? [owner] : [];
}

/**
 * The tables at the other end of foreign keys from or to the columns: the keys are made anew with the type of the columns.
 * https://www.postgresql.org/docs/current/sql-altertable.html
 */
export function partnersOf(table: ObjectName, columns: readonly string[], schema: Schema): ObjectName[] {
  const found = schema.tables.flatMap((owner) =>
    owner.foreignKeys
      .filter((key) =>
        (sameName(owner, table) ? key.columns : key.referencedColumns).some((name) => columns.includes(name)),
      )
      .flatMap((key) => partner(table, owner, key)),
  );
  return distinct(found);
}

function alterTable({ table, changes }: AlterTable, schema: Schema): Locks {
  const reshaped = changes.filter(isReshaping).map(({ name }) => name);
  const ofKeys = changes.flatMap((change) =>
    (change.kind === "addConstraint" || change.kind === "dropConstraint") && change.type === "foreignKey"
      ? [{ kind: change.kind, other: change.constraint.references }]
      : [],
  );
  const others = (kind: TableChange["kind"]): ObjectName[] =>
    ofKeys.filter((key) => key.kind === kind).map(({ other }) => other);
  const added = others("addConstraint");
  return unite([
    {
      closed: [
        ...(changes.some(closesTable) ? [table] : []),
        ...partnersOf(table, reshaped, schema),
        ...others("dropConstraint"),
      ],
      readOnly: added.length === 0 ? [] : [table, ...added],
    },
  ]);
}

/** The tables with a column of the enum. */
export function tablesWith(name: ObjectName, { tables }: Schema): ObjectName[] {
  return tables.filter(({ columns }) => columns.some(({ type }) => isOfType(type, name))).map(nameOf);
}

/** What the operation keeps others from, once it has run, until its transaction ends. */
function locksOf(operation: Operation, schema: Schema): Locks {
  switch (operation.kind) {
    case "alterTable":
      return alterTable(operation, schema);
    case "renameTable":
      return { ...none, closed: [operation.to] };
    case "createTable":
      return { ...none, readOnly: operation.table.foreignKeys.map(({ references }) => references) };
    case "dropTable":
      return { ...none, closed: operation.table.foreignKeys.map(({ references }) => references) };
    case "createIndex":
      return operation.concurrently ? none : { ...none, readOnly: [operation.table] };
    case "dropIndex":
      return operation.concurrently ? none : { ...none, closed: [operation.table] };
    case "createTrigger":
      return { ...none, readOnly: [operation.table] };
    case "dropTrigger":
      return { ...none, closed: [operation.table] };
    case "replaceView":
      return { ...none, closed: [operation.to] };
    case "alterEnum":
      return isRebuild(operation) ? { ...none, closed: tablesWith(operation.name, schema) } : none;
    case "autocommit":
    case "renameIndex":
    case "createView":
    case "dropView":
    case "createEnum":
    case "dropEnum":
    case "renameEnum":
    case "createSequence":
    case "dropSequence":
    case "createSchema":
    case "dropSchema":
    case "createExtension":
    case "dropExtension":
    case "execute":
    case "bulkInsert":
      return none;
  }
}

/** What the operations before it in the same transaction keep others from. Tables that they made are nobody's yet. */
export function locksBefore(operations: readonly Operation[], schema: Schema): Locks {
  const made = operations.flatMap((operation) =>
    operation.kind === "createTable" ? [nameOf(operation.table)] : [],
  );
  const { closed, readOnly } = unite(operations.map((operation) => locksOf(operation, schema)));
  return { closed: without(closed, made), readOnly: without(readOnly, made) };
}
