import type { Dialect } from "../dialect/dialect.js";
import type { Operation } from "../operation/operation.js";
import { displayName } from "../schema/name.js";
import type { EnumType } from "../schema/schema.js";
import type { RowCounter } from "./row-counter.js";

/** The columns whose rows, as they are now, cannot be converted to the type that the operations give them, each with why. */
export async function findMisfits(
  operations: readonly Operation[],
  enums: readonly EnumType[],
  dialect: Dialect,
  counter: RowCounter,
): Promise<string[]> {
  const misfits: string[] = [];
  for (const operation of operations) {
    if (operation.kind !== "alterTable") continue;
    const { table, changes } = operation;
    for (const change of changes) {
      if (change.kind !== "alterColumn" || change.using !== undefined) continue;
      const [from, to] = [change.from.type, change.to.type];
      if (from === undefined || to === undefined) continue;
      const refusal = await counter.conversionRefusal(table, change.name, (quoted) =>
        dialect.conversion(quoted, from, to, enums),
      );
      if (refusal !== undefined) misfits.push(`${displayName(table)}.${change.name}: ${refusal}`);
    }
  }
  return misfits;
}
