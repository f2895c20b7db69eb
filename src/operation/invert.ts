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
    case "renameConstraint":
      return { kind: "renameConstraint", from: change.to, to: change.from };
    case "alterOptions":
      return { kind: "alterOptions", from: change.to, to: change.from };
  }
}

function swapped(names: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(names).map(([from, to]) => [to, from]));
}

/**
 * The operation that undoes this one, without what only ever fills rows on the way there (a backfill, a replacement, a
 * conversion); or nothing where the schema is not changed by it (rows put in stay) or where nobody can know (SQL of the
 * author's own).
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
    case "renameIndex":
      return { ...operation, from: operation.to, to: operation.from };
    case "createView":
    case "dropView":
      return { ...operation, kind: operation.kind === "createView" ? "dropView" : "createView" };
    case "replaceView":
      return { kind: "replaceView", from: operation.to, to: operation.from };
    case "createTrigger":
    case "dropTrigger":
      return { ...operation, kind: operation.kind === "createTrigger" ? "dropTrigger" : "createTrigger" };
    case "createEnum":
    case "dropEnum":
      return { ...operation, kind: operation.kind === "createEnum" ? "dropEnum" : "createEnum" };
    case "renameEnum":
      return { kind: "renameEnum", from: operation.to, to: operation.from };
    case "alterEnum": {
      const { name, from, to, renames } = operation;
      return { kind: "alterEnum", name, from: to, to: from, ...(renames && { renames: swapped(renames) }) };
    }
    case "createSequence":
    case "dropSequence":
      return { ...operation, kind: operation.kind === "createSequence" ? "dropSequence" : "createSequence" };
    case "createSchema":
    case "dropSchema":
      return { ...operation, kind: operation.kind === "createSchema" ? "dropSchema" : "createSchema" };
    case "createExtension":
    case "dropExtension":
      return {
        ...operation,
        kind: operation.kind === "createExtension" ? "dropExtension" : "createExtension",
      };
    case "autocommit": {
      const inverse = invert(operation.operation);
      return inverse && { kind: "autocommit", operation: inverse };
    }
    case "execute":
    case "bulkInsert":
      return undefined;
  }
}

/** The operations that undo these, last first. */
export function invertAll(operations: readonly Operation[]): Operation[] {
  return operations.flatMap((operation) => invert(operation) ?? []).toReversed();
}
