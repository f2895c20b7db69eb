import { AludelError } from "../../errors.js";
import type { BulkInsert, SqlValue } from "../../operation/operation.js";
import { displayName } from "../../schema/name.js";

/** Rows by their columns, in as many chunks as there are statements to put them in. */
export interface Chunks {
  readonly columns: readonly string[];
  /** Of each chunk its rows, of each row its values in the order of the columns. */
  readonly chunks: readonly (readonly (readonly SqlValue[])[])[];
}

function requireSameColumns({ table, rows }: BulkInsert, columns: readonly string[]): void {
  const odd = rows.findIndex(
    (row) => Object.keys(row).length !== columns.length || columns.some((column) => !(column in row)),
  );
  if (odd === -1) return;
  throw new AludelError(
    "E_BULK_INSERT",
    `op.bulkInsert into "${displayName(table)}": row ${odd + 1} has other columns than the first one`,
    {
      hint: "Give every row the same columns, null where there is no value; or call op.bulkInsert once for each kind of row.",
    },
  );
}

/**
 * The rows of the operation in chunks of at most so many values, a row at the least. Throws `E_BULK_INSERT` where the rows do
 * not have the same columns.
 */
export function chunkRows(operation: BulkInsert, maximumValues: number): Chunks {
  const { rows } = operation;
  const columns = Object.keys(rows[0] ?? {});
  requireSameColumns(operation, columns);
  const values = rows.map((row) => columns.map((column) => row[column] ?? null));
  const size = Math.max(1, Math.floor(maximumValues / Math.max(1, columns.length)));
  const count = Math.ceil(rows.length / size);
  return {
    columns,
    chunks: Array.from({ length: count }, (_, index) => values.slice(index * size, (index + 1) * size)),
  };
}
