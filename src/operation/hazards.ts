import { equal } from "../schema/compare.js";
import { displayName, nameOf, type ObjectName } from "../schema/name.js";
import type { AlterColumn, AlterEnum, Operation, TableChange } from "./operation.js";

/** What is dangerous in an operation. */
export interface Hazard {
  /**
   * `destroys`: values are lost. `mayFail`: rows that are there may forbid it. `converts`: values are spelled anew.
   * `replaces`: rows that hold a value get another one, or forbid it. `blocks`: others wait meanwhile, as the message says.
   * `remakes`: what depends on it is dropped and made anew as it was.
   */
  readonly kind: "destroys" | "mayFail" | "converts" | "replaces" | "blocks" | "remakes";
  /** The table; for values of an enum that are replaced, the enum. */
  readonly table: ObjectName;
  /** The value of an enum that goes. */
  readonly value?: string;
  /** What rows get instead of that value, `null` for NULL; absent where nobody said it. */
  readonly replacement?: string | null;
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
      const { name, nullable, default: text, generated, autoIncrement, identity } = change.column;
      const sources = [text, generated, autoIncrement, identity, change.backfill];
      const needsValue = !nullable && sources.every((source) => source === undefined);
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
        exclusion: "an exclusion constraint",
      };
      return [build("mayFail", `adds ${what[change.type]} to ${table}`)];
    }
    case "dropConstraint":
    case "renameConstraint":
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

/** The values of the enum that go and are not renamed, in their order. */
function removedValues({ from, to, renames = {} }: AlterEnum): string[] {
  return from.filter((value) => !to.includes(renames[value] ?? value));
}

function replacementOf({ replacements = {} }: AlterEnum, value: string): Pick<Hazard, "replacement"> {
  const replacement = replacements[value];
  return replacement === undefined ? {} : { replacement };
}

function removalMessage({ name, replacements = {} }: AlterEnum, value: string): string {
  const by = replacements[value];
  const rows = by === undefined ? "" : `; rows that hold it get ${by ?? "NULL"}`;
  return `removes the value ${value} of ${displayName(name)}${rows}`;
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
    case "alterEnum":
      return removedValues(operation).map((value) => ({
        kind: "replaces",
        table: operation.name,
        value,
        ...replacementOf(operation, value),
        message: removalMessage(operation, value),
      }));
    case "autocommit":
      return hazardsOf(operation.operation, rules);
    case "createTable":
    case "renameTable":
    case "dropIndex":
    case "renameIndex":
    case "createView":
    case "dropView":
    case "replaceView":
    case "createTrigger":
    case "dropTrigger":
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
      return [];
  }
}
