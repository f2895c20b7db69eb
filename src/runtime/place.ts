import type { Dialect } from "../dialect/dialect.js";
import { AludelError } from "../errors.js";
import type { Execute, Operation } from "../operation/operation.js";
import type { Recording } from "./record.js";
import { innerOf } from "./run-operation.js";

/**
 * Where an operation runs: `inside` the transaction that its revision has, `alone` in a transaction of its own, or
 * `outside` of any. For what is not inside, the transaction so far is committed, and another one begins after it.
 */
export type Place = "inside" | "alone" | "outside";

/** What decides where an operation runs, besides itself. */
export interface Surroundings {
  readonly dialect: Dialect;
  /** The revision has no transaction: each of its operations is by itself. */
  readonly bare: boolean;
  /** The operations that follow in the revision. */
  readonly later: readonly Operation[];
}

/** Where the operation runs. */
export function placeOf(operation: Operation, { dialect, bare, later }: Surroundings): Place {
  const inner = innerOf(operation);
  if (dialect.breaksTransaction(inner, [])) return "outside";
  // Nobody knows what SQL of the author's own is, and why it is to be outside of the transaction.
  if (bare || inner !== operation) return inner.kind === "execute" ? "outside" : "alone";
  return dialect.breaksTransaction(inner, later) ? "alone" : "inside";
}

/** The error for what cannot be in one transaction with all else, where that is what was asked for. */
export function outsideOfAll(message: string): AludelError {
  return new AludelError("E_TRANSACTION_MODE", message, { hint: "Use --transaction each." });
}

const anything: Execute = { kind: "execute", sql: "" };

/**
 * What follows the operation with that index. Where the revision asks the database and so decides what it does, that is
 * what is known of it, and SQL that may be anything: an operation that some others cannot follow breaks the transaction then.
 */
export function laterThan(index: number, { operations, complete }: Recording): readonly Operation[] {
  const later = operations.slice(index + 1).map(innerOf);
  return complete ? later : [...later, anything];
}

/** Each operation of a recording with its place. */
export function placesOf(
  recording: Recording,
  { dialect, bare }: Omit<Surroundings, "later">,
): { readonly operation: Operation; readonly place: Place }[] {
  return recording.operations.map((operation, index) => ({
    operation,
    place: placeOf(operation, { dialect, bare, later: laterThan(index, recording) }),
  }));
}
