import type { Dialect } from "../dialect/dialect.js";
import { AludelError, messageOf } from "../errors.js";
import { describe } from "../operation/describe.js";
import type { Operation } from "../operation/operation.js";

/** The error for a statement that the database refused, in words where the code of the error is known. */
export function statementError(error: unknown, dialect: Dialect, what: string): AludelError {
  if (error instanceof AludelError) return error;
  const known = dialect.explain(error);
  return new AludelError(
    known?.code ?? "E_STATEMENT_FAILED",
    `${what}: ${known?.message ?? messageOf(error)}`,
    {
      cause: error,
      ...(known?.hint === undefined ? {} : { hint: known.hint }),
    },
  );
}

/** The operation on one line. */
export function wordsFor(operation: Operation): string {
  return describe(operation)
    .map(({ sign, text }) => `${sign} ${text}`)
    .join("; ");
}

/** Whether somebody else was in the way for a while, so that the same may succeed later. */
export function passes(error: unknown, dialect: Dialect): boolean {
  if (!(error instanceof Error)) return false;
  return dialect.explain(error)?.passes === true || passes(error.cause, dialect);
}
