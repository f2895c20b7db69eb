import { setImmediate } from "node:timers/promises";
import type { Connection, Dialect, Statement } from "../dialect/dialect.js";
import { transactionEnded } from "../dialect/standard/transaction-ended.js";
import { AludelError } from "../errors.js";
import type { Execute, Operation } from "../operation/operation.js";
import { emptySchema, type Schema } from "../schema/schema.js";
import { passes, statementError, wordsFor } from "./statement-error.js";

/** What an operation is carried out with. */
export interface OperationContext {
  readonly dialect: Dialect;
  readonly connection: Connection;
  /** Stops the work between two statements. */
  readonly signal?: AbortSignal | undefined;
  /** The statements run in a transaction, so that one that fails takes those before it with it. */
  readonly inTransaction: boolean;
}

/** The operation without the word that it runs outside of a transaction. */
export function innerOf(operation: Operation): Operation {
  return operation.kind === "autocommit" ? innerOf(operation.operation) : operation;
}

/** The single statements of SQL of the author's own. Throws `E_PARAMETERS` where several of them have parameters. */
export function executeStatements({ sql, parameters }: Execute, dialect: Dialect): Statement[] {
  const statements = dialect.splitStatements(sql);
  if (parameters === undefined || statements.length === 1) {
    return statements.map((statement) => ({ sql: statement, ...(parameters && { parameters }) }));
  }
  throw new AludelError("E_PARAMETERS", `op.execute got parameters for ${statements.length} statements`, {
    hint: "Parameters go with one statement: call op.execute once per statement.",
  });
}

/** Carries out one operation, and says in the error what it was where the database refuses it. */
export async function runOperation(operation: Operation, context: OperationContext): Promise<void> {
  const inner = innerOf(operation);
  const what = wordsFor(operation);
  try {
    if (inner.kind === "execute") return await runExecute(inner, what, context);
    for (const part of context.dialect.split(inner)) {
      await runAll(context.dialect.ddl(part, await schemaFor(part, context)), what, context);
    }
  } catch (error) {
    if (context.signal?.aborted) throw error;
    throw statementError(error, context.dialect, what);
  }
}

/** Fails with `E_TRANSACTION_ENDED` where SQL of the author's own ended the transaction of the revision. */
export async function requireTransaction(
  statement: string,
  { dialect, connection }: Pick<OperationContext, "dialect" | "connection">,
): Promise<void> {
  if (!(await dialect.hasTransaction(connection))) throw transactionEnded(statement);
}

/** What comes after the end of the transaction would be kept, whatever becomes of the revision. */
async function runExecute(operation: Execute, what: string, context: OperationContext): Promise<void> {
  for (const statement of executeStatements(operation, context.dialect)) {
    await runGuarded(statement, what, context);
    if (context.inTransaction) await requireTransaction(what, context);
  }
}

async function schemaFor(part: Operation, { dialect, connection }: OperationContext): Promise<Schema> {
  return dialect.needsSchema(part) ? dialect.introspect(connection, { schemas: "all" }) : emptySchema;
}

async function runAll(
  statements: readonly Statement[],
  what: string,
  context: OperationContext,
): Promise<void> {
  for (const statement of statements) await runGuarded(statement, what, context);
}

/** Runs one statement, unless the work is to stop. */
export async function runStatement(
  { sql, parameters }: Statement,
  { dialect, connection, signal }: Pick<OperationContext, "dialect" | "connection" | "signal">,
): Promise<void> {
  // A driver that works synchronously (better-sqlite3) would never let the process hear of Ctrl-C.
  if (signal !== undefined) await setImmediate();
  signal?.throwIfAborted();
  await connection.query(
    sql,
    parameters?.map((value) => dialect.bind(value)),
  );
}

const savepoint = "aludel_statement";

/** A statement that rows can forbid runs behind a savepoint, so that the database can be asked which rows. */
async function runGuarded(statement: Statement, what: string, context: OperationContext): Promise<void> {
  const { dialect, connection, inTransaction, signal } = context;
  if (statement.violations === undefined) return runStatement(statement, context);
  if (inTransaction) await connection.query(`SAVEPOINT ${savepoint}`);
  try {
    await runStatement(statement, context);
  } catch (error) {
    if (signal?.aborted || passes(error, dialect)) throw error;
    const rows = await violatingRows(statement.violations, context);
    if (rows === undefined) throw error;
    throw new AludelError("E_ROWS_BREAK_CONSTRAINT", `${what}: rows break a constraint: ${rows}`, {
      cause: error,
      hint: dialect.explain(error)?.hint ?? mend,
    });
  }
  if (inTransaction) await connection.query(`RELEASE SAVEPOINT ${savepoint}`);
}

/** The rows that forbade a statement, in words; nothing where there are none, or they cannot be read. */
async function violatingRows(
  violations: string,
  { connection, inTransaction }: OperationContext,
): Promise<string | undefined> {
  try {
    if (inTransaction) await connection.query(`ROLLBACK TO SAVEPOINT ${savepoint}`);
    const [row] = await connection.query(violations);
    const rows = Number(row?.["rows"] ?? 0);
    if (rows === 0) return undefined;
    return `${rows === 1 ? "1 row," : `${rows} rows, such as`} ${String(row?.["example"])}`;
  } catch {
    // The error of the statement is the one to tell, not that of a question about it.
    return undefined;
  }
}

const mend = "Mend the rows first, or add a step to the revision that does.";
