import type { Operation, TableChange } from "./operation.js";

function invertChange(change: TableChange): TableChange {
  switch (change.kind) {
    case "addColumn":
      return { kind: "dropColumn", column: change.column };
    case "dropColumn":
      return { kind: "addColumn", column: change.column };
    case "renameColumn":
      return { kind: "renameColumn", from: change.to, to: change.from };
    case "alterColumn":
      return { kind: "alterColumn", name: change.name, from: change.to, to: change.from };
    case "addConstraint":
    case "dropConstraint":
      return { ...change, kind: change.kind === "addConstraint" ? "dropConstraint" : "addConstraint" };
    case "alterOptions":
      return { kind: "alterOptions", from: change.to, to: change.from };
  }
}

/**
 * The operation that undoes this one, without its backfill, which only ever fills rows on the way there; or nothing where the schema is not changed by it (rows put in stay) or where
 * nobody can know (SQL of the author's own).
 */
export function invert(operation: Operation): Operation | undefined {
  switch (operation.kind) {
    case "createTable":
    case "dropTable":
      return { ...operation, kind: operation.kind === "createTable" ? "dropTable" : "createTable" };
    case "renameTable":
      return { kind: "renameTable", from: operation.to, to: operation.from };
    case "alterTable":
      return { ...operation, changes: operation.changes.map(invertChange).toReversed() };
    case "createIndex":
    case "dropIndex":
      return { ...operation, kind: operation.kind === "createIndex" ? "dropIndex" : "createIndex" };
    case "createView":
    case "dropView":
      return { ...operation, kind: operation.kind === "createView" ? "dropView" : "createView" };
    case "createTrigger":
    case "dropTrigger":
      return { ...operation, kind: operation.kind === "createTrigger" ? "dropTrigger" : "createTrigger" };
    case "execute":
    case "bulkInsert":
      return undefined;
  }
}

/** The operations that undo these, last first. */
export function invertAll(operations: readonly Operation[]): Operation[] {
  return operations.flatMap((operation) => invert(operation) ?? []).toReversed();
}
