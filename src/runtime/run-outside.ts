import type { Connection, Dialect } from "../dialect/dialect.js";
import type { Execute, Operation } from "../operation/operation.js";
import { settle } from "./recover.js";
import { executeStatements, innerOf, runOperation, runStatement } from "./run-operation.js";
import { statementError, wordsFor } from "./statement-error.js";

/** What an operation is carried out with outside of a transaction. */
export interface OutsideContext {
  readonly dialect: Dialect;
  readonly connection: Connection;
  /** Writes down what runs next. */
  readonly onStatement: (text: string) => Promise<void>;
  /** Writes down that what was to run next did nothing. */
  readonly onUndone: () => Promise<void>;
}

/**
 * Carries out one operation outside of a transaction, after it is written down what runs. Nothing stops it between two
 * statements: nobody could say afterwards what is done.
 */
export async function runOutside(operation: Operation, context: OutsideContext): Promise<void> {
  const { dialect, connection, onStatement, onUndone } = context;
  const inner = innerOf(operation);
  if (inner.kind === "execute") return runExecute(inner, wordsFor(operation), context);
  await onStatement(wordsFor(operation));
  try {
    await runOperation(operation, { dialect, connection, inTransaction: false });
  } catch (error) {
    await quietly(async () => {
      if ((await settle(operation, context)) === "undone") await onUndone();
    });
    throw error;
  }
}

async function runExecute(operation: Execute, what: string, context: OutsideContext): Promise<void> {
  const { dialect, connection, onStatement, onUndone } = context;
  const statements = executeStatements(operation, dialect);
  for (const [index, statement] of statements.entries()) {
    const which = statements.length === 1 ? "" : ` (statement ${index + 1} of ${statements.length})`;
    await onStatement(`${statement.sql}${which}`);
    try {
      await runStatement(statement, { dialect, connection });
    } catch (error) {
      if (index === 0) await quietly(onUndone);
      throw statementError(error, dialect, `${what}${which}`);
    }
  }
}

/** Where this fails, too, the next run finds out what is done; the error of the operation is the one to tell. */
async function quietly(work: () => Promise<void>): Promise<void> {
  await work().catch(() => undefined);
}
