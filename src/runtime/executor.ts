import { setImmediate } from "node:timers/promises";
import type { Connection, Dialect, Statement } from "../dialect/dialect.js";
import { AludelError, messageOf } from "../errors.js";
import type { OperationSink } from "../operation/builders.js";
import { describe } from "../operation/describe.js";
import type { Execute, Operation } from "../operation/operation.js";
import { emptySchema } from "../schema/schema.js";

/** What an executor works with. */
export interface ExecutorContext {
  readonly dialect: Dialect;
  readonly connection: Connection;
  /** Stops the work between two statements. */
  readonly signal?: AbortSignal | undefined;
  /** Is told of each operation before it runs. */
  readonly onOperation?: ((operation: Operation) => void) | undefined;
  /** Runs the statements of one operation; in a transaction of their own, where the revision has none. */
  readonly around?: (operation: Operation, work: () => Promise<void>) => Promise<void>;
}

/** A sink that also tells when all that was given to it is done. */
export interface Executor extends OperationSink {
  /** Resolves when every operation so far was carried out; rejects with the first failure. */
  done(): Promise<void>;
}

function executeStatements({ sql, parameters }: Execute, dialect: Dialect): Statement[] {
  const statements = dialect.splitStatements(sql);
  if (parameters === undefined || statements.length === 1) {
    return statements.map((statement) => ({ sql: statement, ...(parameters && { parameters }) }));
  }
  throw new AludelError("E_PARAMETERS", `op.execute got parameters for ${statements.length} statements`, {
    hint: "Parameters go with one statement: call op.execute once per statement.",
  });
}

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

function wordsFor(operation: Operation): string {
  return describe(operation)
    .map(({ sign, text }) => `${sign} ${text}`)
    .join("; ");
}

/** Carries out operations on a connection, one after the other, in the order in which they come. */
export function createExecutor(context: ExecutorContext): Executor {
  const { dialect, connection, signal } = context;
  const around = context.around ?? ((_operation, work) => work());
  let queue: Promise<unknown> = Promise.resolve();

  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const turn = queue.then(work);
    queue = turn;
    // A revision that forgets an await must not end the process: done() rejects with the same failure.
    turn.catch(() => undefined);
    return turn;
  };
  const runStatement = async ({ sql, parameters }: Statement): Promise<void> => {
    // A driver that works synchronously (better-sqlite3) would never let the process hear of Ctrl-C.
    if (signal !== undefined) await setImmediate();
    signal?.throwIfAborted();
    await connection.query(
      sql,
      parameters?.map((value) => dialect.bind(value)),
    );
  };
  const runPart = async (part: Operation): Promise<void> => {
    const schema = dialect.needsSchema(part) ? await dialect.introspect(connection) : emptySchema;
    const statements = part.kind === "execute" ? executeStatements(part, dialect) : dialect.ddl(part, schema);
    for (const statement of statements) await runStatement(statement);
  };
  const runOperation = async (operation: Operation): Promise<void> => {
    context.onOperation?.(operation);
    try {
      for (const part of dialect.split(operation)) await around(part, () => runPart(part));
    } catch (error) {
      if (signal?.aborted) throw error;
      throw statementError(error, dialect, wordsFor(operation));
    }
  };
  return {
    run: (operation) => inTurn(() => runOperation(operation)),
    query: (sql, parameters) =>
      inTurn(() =>
        connection
          .query(
            sql,
            parameters.map((value) => dialect.bind(value)),
          )
          .then((rows) => [...rows]),
      ),
    done: async () => {
      // What a revision does not await may go on with its next operation only after the one before is done.
      for (let last: unknown; last !== queue; await setImmediate()) {
        last = queue;
        await queue;
      }
    },
  };
}
