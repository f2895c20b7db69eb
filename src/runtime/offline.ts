import type { Dialect, ScriptStatement } from "../dialect/dialect.js";
import { AludelError, messageOf } from "../errors.js";
import { apply } from "../operation/apply.js";
import type { Operation } from "../operation/operation.js";
import { emptySchema, type Schema } from "../schema/schema.js";
import type { LoadedStep, Misfit } from "./step.js";
import { placesOf } from "./place.js";
import type { Recording } from "./record.js";
import { innerOf } from "./run-operation.js";
import { createStatements, logStatement, rowStatement, type TableNames } from "./version-table.js";

/** What a script is made with. */
export interface ScriptContext {
  readonly dialect: Dialect;
  readonly names: TableNames;
  /** The schema before the first step, as the history makes it. */
  readonly schema: Schema;
  readonly now: () => number;
  readonly by: string;
  readonly tool: string;
}

/** The schema that a history makes, and which of its revisions cannot be known without a database. */
export interface Replay {
  readonly schema: Schema;
  readonly incomplete: readonly string[];
}

/**
 * Carries out recorded revisions in memory, in order. What SQL of the author's own made or dropped is not known here, so
 * that a later operation may not fit; then its revision is incomplete, too.
 */
export function replay(
  recordings: readonly { readonly id: string; readonly recording: Recording }[],
  dialect: Dialect,
): Replay {
  const incomplete = new Set<string>();
  let schema = emptySchema;
  for (const { id, recording } of recordings) {
    if (!recording.complete || hasExecute(recording)) incomplete.add(id);
    for (const operation of recording.operations) {
      const next = applyIfFits(schema, operation);
      if (next === undefined) incomplete.add(id);
      else schema = next;
    }
  }
  return { schema: dialect.normalize(schema), incomplete: [...incomplete] };
}

/** Whether SQL of the author's own is in it, whose effect is not known. */
export function hasExecute({ operations }: Recording): boolean {
  return operations.some((operation) => innerOf(operation).kind === "execute");
}

/**
 * What of a recorded revision does not fit the history before it: an operation, and why. Nothing where all fits, or where
 * nobody can know what is there by then.
 */
export function misfitOf({ schema, incomplete }: Replay, { operations }: Recording): Misfit | undefined {
  if (incomplete.length > 0) return undefined;
  let current = schema;
  for (const operation of operations) {
    if (innerOf(operation).kind === "execute") return undefined;
    try {
      current = apply(current, operation);
    } catch (error) {
      return { operation, problem: messageOf(error) };
    }
  }
  return undefined;
}

function applyIfFits(schema: Schema, operation: Operation): Schema | undefined {
  try {
    return apply(schema, operation);
  } catch (error) {
    if (error instanceof AludelError && error.code === "E_OPERATION_CONFLICT") return undefined;
    throw error;
  }
}

function operationSql(
  operation: Operation,
  schema: Schema,
  dialect: Dialect,
): { sql: string[]; schema: Schema } {
  const sql: string[] = [];
  let current = schema;
  for (const part of dialect.split(innerOf(operation))) {
    sql.push(...dialect.scriptGuards(part, current));
    for (const statement of dialect.ddl(part, current)) {
      const text = dialect.inline(statement.sql, statement.parameters ?? []);
      sql.push(...(part.kind === "execute" ? dialect.splitStatements(text) : [text]));
    }
    current = part.kind === "execute" || part.kind === "bulkInsert" ? current : apply(current, part);
  }
  return { sql, schema: current };
}

function stepStatements(loaded: LoadedStep, context: ScriptContext): string[] {
  const { dialect, names, now, by, tool } = context;
  const { step, checksum } = loaded;
  const { id: revision } = step.revision;
  const entry = {
    revision,
    direction: step.direction,
    at: new Date(now()).toISOString(),
    milliseconds: 0,
    checksum,
    by,
    tool,
  };
  return [
    ...step.rows.map((change) => rowStatement(change, dialect, names)),
    logStatement(entry, dialect, names),
  ].map(({ sql, parameters = [] }) => dialect.inline(sql, parameters));
}

/** The conditions without which the script must not go on: the database is where the step begins. */
function guardsOf({ before }: LoadedStep["step"], { dialect, names }: ScriptContext): string[] {
  const count = `SELECT count(*) FROM ${dialect.quote(names.version)}`;
  return [
    `(${count}) = ${before.length}`,
    ...before.map((id) => `(${count} WHERE revision = ${dialect.literal(id)}) = 1`),
  ];
}

function headline(text: string): string {
  return `-- ${text.replaceAll(/\s+/g, " ")}`;
}

function terminated(statements: readonly string[]): string[] {
  // A comment at the end would swallow what ends the statement.
  return statements.map(
    (statement) => `${statement.replace(/;\s*$/, "")}${/--[^\n]*$/.test(statement) ? "\n" : ""};`,
  );
}

function requireComplete({ step: { revision }, recording }: LoadedStep): void {
  if (recording.complete) return;
  throw new AludelError("E_OFFLINE", `revision ${revision.id} (${revision.name}) asks the database`, {
    hint: "Without a database nobody can tell what it does. Run it online, or print the others with a range a:b.",
  });
}

/** The SQL of an operation of that step; names the revision where the operation does not fit what those before it made. */
function sqlOfStep(operation: Operation, { step }: LoadedStep, schema: Schema, dialect: Dialect) {
  try {
    return operationSql(operation, schema, dialect);
  } catch (error) {
    if (!(error instanceof AludelError) || error.code !== "E_OPERATION_CONFLICT") throw error;
    const { id, name } = step.revision;
    throw new AludelError(
      "E_OFFLINE",
      `revision ${id} (${name}) does not fit the revisions before it: ${error.message}`,
      {
        cause: error,
        hint: "What was made by hand or by op.execute is not known without a database. Run the revision online, or print the others with a range a:b.",
      },
    );
  }
}

/**
 * The script that does what the steps would do online: one text per line of the result, statements ended by `;`. Throws
 * `E_OFFLINE` for a revision that asks the database, or that changes what no revision made.
 */
export function script(steps: readonly LoadedStep[], context: ScriptContext): string[] {
  const { dialect } = context;
  const lines = [...dialect.scriptHeader];
  const [first] = steps;
  if (first?.step.direction === "upgrade" && first.step.before.length === 0) {
    lines.push("", ...terminated(createStatements(dialect, context.names).map(({ sql }) => sql)));
  }
  let { schema } = context;
  for (const loaded of steps) {
    const { recording, step } = loaded;
    requireComplete(loaded);
    const statements: ScriptStatement[] = [];
    const bare = !step.revision.transaction;
    for (const { operation, place } of placesOf(recording, { dialect, bare })) {
      const result = sqlOfStep(operation, loaded, schema, dialect);
      statements.push(
        ...result.sql.map((sql) => (place === "inside" ? { sql } : { sql, outside: true as const })),
      );
      schema = result.schema;
    }
    statements.push(...stepStatements(loaded, context).map((sql) => ({ sql })));
    const reshapes = recording.operations.some((operation) => dialect.reshapes(operation));
    const guards = guardsOf(step, context);
    const body = dialect.transactionScript(statements, {
      reshapes,
      guards,
      transaction: !bare,
    });
    lines.push(
      "",
      headline(`${step.direction} ${step.revision.id}: ${step.revision.message}`),
      ...terminated(body),
    );
  }
  return lines;
}
