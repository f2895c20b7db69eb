import type { Renames } from "../diff/diff.js";
import type { Operation, RenameColumn, RenameTable } from "../operation/operation.js";
import { keyOf, sameName } from "../schema/name.js";

function followTable({ tables, columns }: Renames, rename: RenameTable): Renames {
  const earlier = tables.find((candidate) => sameName(candidate.to, rename.from));
  const joined: RenameTable = { kind: "renameTable", from: earlier?.from ?? rename.from, to: rename.to };
  const moved = new Map(columns);
  const ofTable = moved.get(keyOf(rename.from));
  moved.delete(keyOf(rename.from));
  if (ofTable !== undefined) moved.set(keyOf(rename.to), ofTable);
  return { tables: [...tables.filter((candidate) => candidate !== earlier), joined], columns: moved };
}

function followColumn(known: readonly RenameColumn[], rename: RenameColumn): RenameColumn[] {
  const earlier = known.find((candidate) => candidate.to === rename.from);
  const joined: RenameColumn = { kind: "renameColumn", from: earlier?.from ?? rename.from, to: rename.to };
  return [...known.filter((candidate) => candidate !== earlier), joined];
}

/** The renames so far and those of one more operation: from the names of the database as it is to those after it. */
export function followRenames(renames: Renames, operation: Operation): Renames {
  if (operation.kind === "renameTable") return followTable(renames, operation);
  if (operation.kind !== "alterTable") return renames;
  const key = keyOf(operation.table);
  const changes = operation.changes.filter((change) => change.kind === "renameColumn");
  const columns = changes.reduce(followColumn, [...(renames.columns.get(key) ?? [])]);
  return { ...renames, columns: new Map(renames.columns).set(key, columns) };
}
