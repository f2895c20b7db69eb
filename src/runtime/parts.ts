import type { Connection, Dialect, TransactionOptions } from "../dialect/dialect.js";
import { statementError } from "./statement-error.js";

/** A transaction that goes on until it is told to end. */
interface OpenTransaction {
  commit(): Promise<void>;
  rollback(reason: unknown): Promise<void>;
}

/** Begins a transaction that outlives this call: revisions hand over their operations one by one. */
function begin(
  dialect: Dialect,
  connection: Connection,
  options: TransactionOptions,
): Promise<OpenTransaction> {
  let finish = (): void => {};
  let fail = (_reason: unknown): void => {};
  const end = new Promise<void>((resolve, reject) => {
    finish = resolve;
    fail = reject;
  });
  return new Promise((resolve, reject) => {
    const whole: Promise<void> = dialect.transaction(connection, options, () => {
      resolve({
        commit: () => {
          finish();
          return whole;
        },
        rollback: async (reason) => {
          fail(reason);
          // Whatever it ends with, the reason is the error to tell.
          await whole.catch(() => undefined);
        },
      });
      return end;
    });
    whole.catch(reject);
  });
}

/** The transactions of a step, one after the other. */
export interface Parts {
  /** Begins a transaction, unless one is open. */
  open(reshapes: boolean): Promise<void>;
  /** Commits the transaction that is open, if one is. */
  commit(): Promise<void>;
  /** Undoes what the transaction that is open did, if one is. */
  rollback(reason: unknown): Promise<void>;
  isOpen(): boolean;
}

/** What the transactions of a step are made with. */
export interface PartsContext {
  readonly dialect: Dialect;
  readonly connection: Connection;
  readonly options: Omit<TransactionOptions, "reshapes">;
  /** Runs before each transaction. */
  readonly before: () => Promise<void>;
  /** Runs at the beginning of each transaction, in it. */
  readonly first: () => Promise<void>;
}

/** Transactions that begin when something needs them. */
export function createParts({ dialect, connection, options, before, first }: PartsContext): Parts {
  let current: OpenTransaction | undefined;
  const takeCurrent = (): OpenTransaction | undefined => {
    const taken = current;
    current = undefined;
    return taken;
  };
  return {
    open: async (reshapes) => {
      if (current !== undefined) return;
      await before();
      current = await begin(dialect, connection, { ...options, reshapes }).catch((error: unknown) => {
        throw statementError(error, dialect, "cannot begin a transaction");
      });
      await first();
    },
    commit: async () => {
      await takeCurrent()
        ?.commit()
        .catch((error: unknown) => {
          throw statementError(error, dialect, "cannot commit");
        });
    },
    rollback: async (reason) => takeCurrent()?.rollback(reason),
    isOpen: () => current !== undefined,
  };
}

/** The one transaction that all steps share, which somebody else began and ends. */
export const sharedTransaction: Parts = {
  open: async () => {},
  commit: async () => {},
  rollback: async () => {},
  isOpen: () => true,
};
