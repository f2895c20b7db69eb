import { AludelError } from "../errors.js";
import type { Connection, Dialect, Statement } from "../dialect/dialect.js";
import { builders } from "../operation/builders.js";
import type { SqlValue, TableOperation } from "../operation/operation.js";
import type { ObjectName } from "../schema/name.js";
import { emptySchema } from "../schema/schema.js";
import type { RowChange, Step } from "../revision/plan.js";

/** The names of the tables that Aludel keeps in a database. */
export interface TableNames {
  /** One row per revision that the database is at. */
  readonly version: ObjectName;
  /** One row per revision that was ever applied or reverted. */
  readonly log: ObjectName;
  /** One row while a revision is under way that is not a single transaction; made when the first one needs it. */
  readonly journal: ObjectName;
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

/** The statements that create the version table, the log and the schema that they go into, each where it is not there yet. */
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
  const { schema } = names.version;
  return [
    ...(schema === undefined ? [] : dialect.ddl(builders.createSchema(schema), emptySchema)),
    ...createWhereAbsent(version, dialect),
    ...createWhereAbsent(log, dialect),
  ];
}

/** The statements that create a table where it is not there yet. */
export function createWhereAbsent(operation: TableOperation, dialect: Dialect): Statement[] {
  return dialect
    .ddl(operation, emptySchema)
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
  const [first, second] = [dialect.parameter(1), dialect.parameter(2)];
  switch (change.kind) {
    case "delete":
      return { sql: `DELETE FROM ${table} WHERE revision = ${first}`, parameters: [change.id] };
    case "update":
      return {
        sql: `UPDATE ${table} SET revision = ${first} WHERE revision = ${second}`,
        parameters: [change.to, change.from],
      };
    case "insert":
      return { sql: `INSERT INTO ${table} (revision) VALUES (${first})`, parameters: [change.id] };
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
  return insertStatement(names.log, values, dialect);
}

/** The statement that puts one row into a table. */
export function insertStatement(
  table: ObjectName,
  values: Readonly<Record<string, SqlValue>>,
  dialect: Dialect,
): Statement {
  const columns = Object.keys(values).map((column) => dialect.quote(column));
  const places = columns.map((_, index) => dialect.parameter(index + 1));
  return {
    sql: `INSERT INTO ${dialect.quote(table)} (${columns.join(", ")}) VALUES (${places.join(", ")})`,
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
