import { AludelError } from "../errors.js";
import type { Connection, Dialect, Statement } from "../dialect/dialect.js";
import { builders } from "../operation/builders.js";
import type { SqlValue } from "../operation/operation.js";
import { emptySchema } from "../schema/schema.js";
import type { RowChange, Step } from "../revision/plan.js";

/** The names of the two tables that Aludel keeps in a database. */
export interface TableNames {
  /** One row per revision that the database is at. */
  readonly version: string;
  /** One row per revision that was ever applied or reverted. */
  readonly log: string;
}

/** One row of the log. */
export interface LogEntry {
  readonly revision: string;
  readonly direction: "upgrade" | "downgrade" | "stamp";
  /** When it began, as ISO 8601 in UTC. */
  readonly at: string;
  readonly milliseconds: number;
  readonly checksum: string | undefined;
  readonly by: string;
  readonly tool: string;
}

/** The statements that create the version table and the log, each where it is not there yet. */
export function createStatements(dialect: Dialect, names: TableNames): Statement[] {
  const { text, integer } = dialect.types;
  const version = builders.createTable(names.version, (table) => [
    table.column("revision", text),
    table.primaryKey(["revision"]),
  ]);
  const log = builders.createTable(names.log, (table) => [
    table.column("id", integer, { autoIncrement: true }),
    table.column("revision", text),
    table.column("direction", text),
    table.column("at", text),
    table.column("milliseconds", integer),
    table.column("checksum", text, { nullable: true }),
    table.column("by", text),
    table.column("tool", text),
    table.primaryKey(["id"]),
  ]);
  return [version, log]
    .flatMap((operation) => dialect.ddl(operation, emptySchema))
    .map(({ sql }) => ({ sql: sql.replace(/^CREATE TABLE /, "CREATE TABLE IF NOT EXISTS ") }));
}

/** The ids that the database is at, sorted; `undefined` where it has no version table. */
export async function readCurrent(
  connection: Connection,
  dialect: Dialect,
  names: TableNames,
): Promise<string[] | undefined> {
  if (!(await dialect.tableExists(connection, names.version))) return undefined;
  const rows = await connection.query(
    `SELECT revision FROM ${dialect.quote(names.version)} ORDER BY revision`,
  );
  return rows.map((row) => String(row["revision"]));
}

/** The checksum that each revision had when it was last applied, where one was known. */
export async function readChecksums(
  connection: Connection,
  dialect: Dialect,
  names: TableNames,
): Promise<ReadonlyMap<string, string>> {
  if (!(await dialect.tableExists(connection, names.log))) return new Map();
  const rows = await connection.query(
    `SELECT revision, checksum FROM ${dialect.quote(names.log)} WHERE direction = 'upgrade' ORDER BY id`,
  );
  const checksums = new Map<string, string>();
  for (const { revision, checksum } of rows) {
    if (typeof checksum === "string") checksums.set(String(revision), checksum);
    else checksums.delete(String(revision));
  }
  return checksums;
}

/** The statement that carries out one change of the version table. */
export function rowStatement(change: RowChange, dialect: Dialect, names: TableNames): Statement {
  const table = dialect.quote(names.version);
  switch (change.kind) {
    case "delete":
      return { sql: `DELETE FROM ${table} WHERE revision = ?`, parameters: [change.id] };
    case "update":
      return {
        sql: `UPDATE ${table} SET revision = ? WHERE revision = ?`,
        parameters: [change.to, change.from],
      };
    case "insert":
      return { sql: `INSERT INTO ${table} (revision) VALUES (?)`, parameters: [change.id] };
  }
}

/** The statement that writes one row of the log. */
export function logStatement(entry: LogEntry, dialect: Dialect, names: TableNames): Statement {
  const values: Readonly<Record<string, SqlValue>> = {
    revision: entry.revision,
    direction: entry.direction,
    at: entry.at,
    milliseconds: entry.milliseconds,
    checksum: entry.checksum ?? null,
    by: entry.by,
    tool: entry.tool,
  };
  const columns = Object.keys(values).map((column) => dialect.quote(column));
  const places = columns.map(() => "?").join(", ");
  return {
    sql: `INSERT INTO ${dialect.quote(names.log)} (${columns.join(", ")}) VALUES (${places})`,
    parameters: Object.values(values),
  };
}

/** Fails with `E_VERSION_TABLE_CHANGED` where the database is not at the revisions that the step starts from. */
export function requireAt(step: Pick<Step, "before">, current: readonly string[]): void {
  const [expected, found] = [step.before, current].map((ids) => ids.toSorted().join(", "));
  if (expected === found) return;
  throw new AludelError(
    "E_VERSION_TABLE_CHANGED",
    `the version table was expected to say ${expected || "nothing"}, but it says ${found || "nothing"}`,
    { hint: "Somebody else changed it meanwhile. Nothing was changed; run the command again." },
  );
}
