import { equal } from "../schema/compare.js";
import { displayName, nameOf, type ObjectName } from "../schema/name.js";
import type { AlterColumn, Operation, TableChange } from "./operation.js";

/** What is dangerous in an operation. */
export interface Hazard {
  /** `destroys`: values are lost. `mayFail`: rows that are there may forbid it. `converts`: values are spelled anew. */
  readonly kind: "destroys" | "mayFail" | "converts";
  readonly table: ObjectName;
  /** The column whose values it is about; absent where it is about whole rows. */
  readonly column?: string;
  /** The type that values are converted to, where they are. */
  readonly newType?: string;
  /** What happens, for people, without a number: `drops column customer.nick`. */
  readonly message: string;
}

/** What only the dialect knows about a change. */
export interface HazardRules {
  /** Whether values change their spelling when a column gets the other type. */
  readonly convertsValues: (from: string, to: string) => boolean;
}

type Build = (kind: Hazard["kind"], message: string, column?: string) => Hazard;

function columnHazards(
  { name, from, to, backfill }: AlterColumn,
  table: string,
  rules: HazardRules,
  build: Build,
): Hazard[] {
  const hazards: Hazard[] = [];
  if (to.type !== undefined && from.type !== undefined && rules.convertsValues(from.type, to.type)) {
    const message = `changes the type of ${table}.${name} from ${from.type} to ${to.type}`;
    hazards.push({ ...build("converts", message, name), newType: to.type });
  }
  if (to.nullable === false && backfill === undefined) {
    hazards.push(build("mayFail", `forbids NULL in ${table}.${name}`, name));
  }
  const removed = (from.enumValues ?? []).filter((value) => !(to.enumValues ?? [value]).includes(value));
  if (removed.length > 0) {
    hazards.push(build("mayFail", `no longer allows ${removed.join(", ")} in ${table}.${name}`, name));
  }
  if (to.generated !== undefined && from.generated === undefined) {
    hazards.push(build("destroys", `replaces the values of ${table}.${name} by computed ones`, name));
  }
  return hazards;
}

function changeHazards(change: TableChange, table: string, rules: HazardRules, build: Build): Hazard[] {
  switch (change.kind) {
    case "addColumn": {
      const { name, nullable, default: text, generated } = change.column;
      const needsValue =
        !nullable && text === undefined && generated === undefined && change.backfill === undefined;
      return needsValue
        ? [build("mayFail", `adds ${table}.${name}, which every row must have, without a value`)]
        : [];
    }
    case "dropColumn": {
      const { name, generated } = change.column;
      return generated === undefined ? [build("destroys", `drops column ${table}.${name}`, name)] : [];
    }
    case "alterColumn":
      return columnHazards(change, table, rules, build);
    case "addConstraint": {
      const what = {
        primaryKey: "a primary key",
        unique: "a unique constraint",
        check: "a check",
        foreignKey: "a foreign key",
      };
      return [build("mayFail", `adds ${what[change.type]} to ${table}`)];
    }
    case "dropConstraint":
    case "renameColumn":
    case "alterOptions":
      return [];
  }
}

/** A foreign key that only gets other actions: what it asks of the rows stays the same. */
function isReplacement(change: TableChange, changes: readonly TableChange[]): boolean {
  if (change.kind !== "addConstraint" || change.type !== "foreignKey") return false;
  const { columns, references, referencedColumns } = change.constraint;
  return changes.some(
    (other) =>
      other.kind === "dropConstraint" &&
      other.type === "foreignKey" &&
      equal(
        [other.constraint.columns, other.constraint.references, other.constraint.referencedColumns],
        [columns, references, referencedColumns],
      ),
  );
}

/** What is dangerous in the operation, in the order of its changes; nobody knows it of SQL of the author's own. */
export function hazardsOf(operation: Operation, rules: HazardRules): Hazard[] {
  switch (operation.kind) {
    case "dropTable": {
      const table = nameOf(operation.table);
      return [{ kind: "destroys", table, message: `drops table ${displayName(table)}` }];
    }
    case "alterTable": {
      const { table } = operation;
      const build: Build = (kind, message, column) => ({
        kind,
        table,
        message,
        ...(column === undefined ? {} : { column }),
      });
      return operation.changes
        .filter((change) => !isReplacement(change, operation.changes))
        .flatMap((change) => changeHazards(change, displayName(table), rules, build));
    }
    case "createIndex":
      return operation.index.unique
        ? [
            {
              kind: "mayFail",
              table: operation.table,
              message: `adds a unique index to ${displayName(operation.table)}`,
            },
          ]
        : [];
    case "createTable":
    case "renameTable":
    case "dropIndex":
    case "createView":
    case "dropView":
    case "createTrigger":
    case "dropTrigger":
    case "execute":
    case "bulkInsert":
      return [];
  }
}
