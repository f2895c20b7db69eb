import { AludelError } from "../../errors.js";

/** The error for a revision that ends its transaction itself, by that statement. */
export function transactionEnded(statement = "a statement"): AludelError {
  return new AludelError("E_TRANSACTION_ENDED", `${statement} ended the transaction of the revision`, {
    hint:
      "What was done before it is kept or undone as that statement says, nothing behind it is, and the revision does not count " +
      "as applied.\nTake COMMIT and ROLLBACK out of it; what cannot be in a transaction goes into `op.autocommit(…)`.",
  });
}
