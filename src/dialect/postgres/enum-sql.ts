import type { AlterEnum } from "../../operation/operation.js";
import { equal } from "../../schema/compare.js";
import type { EnumType } from "../../schema/schema.js";
import type { Statement } from "../dialect.js";
import { commentOf } from "./comment-sql.js";
import { quote } from "./names.js";
import { literal } from "./rows-sql.js";

/** The statements that create the type. https://www.postgresql.org/docs/current/sql-createtype.html */
export function createEnum(type: EnumType): Statement[] {
  return [
    { sql: `CREATE TYPE ${quote(type)} AS ENUM (${type.values.map(literal).join(", ")})` },
    ...commentOf("TYPE", quote(type), type.comment),
  ];
}

function renamed({ from, renames = {} }: AlterEnum): string[] {
  return from.map((value) => renames[value] ?? value);
}

/** Whether values go or change places: PostgreSQL has no command for either. */
export function isRebuild(operation: AlterEnum): boolean {
  const kept = renamed(operation);
  return !equal(
    kept,
    operation.to.filter((value) => kept.includes(value)),
  );
}

/** The values that the type gets besides those that it has. */
export function addedValues(operation: AlterEnum): string[] {
  const kept = renamed(operation);
  return operation.to.filter((value) => !kept.includes(value));
}

/** A spelling that a value has for a moment, while two of them change names. */
const passing = "_aludel_renamed";

/** The renames in an order in which no new spelling is another value's at that time. */
function renameOrder({ from, renames = {} }: AlterEnum): [string, string][] {
  const taken = new Set(from);
  const result: [string, string][] = [];
  const rename = (old: string, name: string): void => {
    result.push([old, name]);
    taken.delete(old);
    taken.add(name);
  };
  let open = Object.entries(renames).filter(([old, name]) => old !== name && taken.has(old));
  while (open.length > 0) {
    const free = open.find(([, name]) => !taken.has(name));
    if (free === undefined) {
      const [[old, name] = ["", ""], ...rest] = open;
      rename(old, passing);
      open = [...rest, [passing, name]];
      continue;
    }
    rename(...free);
    open = open.filter((one) => one !== free);
  }
  return result;
}

/** Where a new value goes: at the end, or next to one that is there by then. */
function placeOf(value: string, to: readonly string[], added: readonly string[]): string {
  const at = to.indexOf(value);
  const following = to.slice(at + 1).find((other) => !added.includes(other));
  if (following === undefined) return "";
  const previous = to[at - 1];
  return previous === undefined ? ` BEFORE ${literal(following)}` : ` AFTER ${literal(previous)}`;
}

/**
 * The statements that rename and add values, which takes no time. A new one cannot be used in the same transaction; outside
 * of one, a value may be there already from an attempt that was cut short.
 * https://www.postgresql.org/docs/current/sql-altertype.html
 */
export function extendEnum(operation: AlterEnum): Statement[] {
  const alter = `ALTER TYPE ${quote(operation.name)}`;
  const added = addedValues(operation);
  return [
    ...renameOrder(operation).map(([old, name]) => ({
      sql: `${alter} RENAME VALUE ${literal(old)} TO ${literal(name)}`,
    })),
    ...added.map((value) => ({
      sql: `${alter} ADD VALUE IF NOT EXISTS ${literal(value)}${placeOf(value, operation.to, added)}`,
    })),
  ];
}
