import { AludelError, exitCode } from "../errors.js";
import { apply } from "../operation/apply.js";
import type { RenameTable } from "../operation/operation.js";
import { displayName, sameName } from "../schema/name.js";
import type { Schema, Table } from "../schema/schema.js";
import { ownIndexNames } from "./index-names.js";

function requireNamesFree(moved: Table, others: readonly Table[], { to }: RenameTable): void {
  for (const other of others) {
    const taken = ownIndexNames(other);
    const name = ownIndexNames(moved).find((one) => taken.includes(one));
    if (name === undefined) continue;
    throw new AludelError(
      "E_MOVE_BLOCKED",
      `table ${displayName(moved)} cannot become ${displayName(to)}: ${displayName(other)} has an index ${name}, too`,
      {
        hint: `Give that index of ${displayName(other)} another name, or let the table go or get its new name, in a revision before.`,
        exitCode: exitCode.usage,
      },
    );
  }
}

/**
 * Fails where a table takes an index to a schema that has one of its name by then: tables change places before anything else
 * changes. Throws `E_MOVE_BLOCKED`.
 */
export function requireRoom(from: Schema, renames: readonly RenameTable[]): void {
  let now = from;
  for (const rename of renames) {
    const moved = now.tables.find((table) => sameName(table, rename.from));
    if (moved !== undefined && moved.schema !== rename.to.schema) {
      const others = now.tables.filter(({ schema }) => schema === rename.to.schema);
      requireNamesFree(moved, others, rename);
    }
    now = apply(now, rename);
  }
}
