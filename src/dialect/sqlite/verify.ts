import { AludelError, messageOf } from "../../errors.js";
import type { Connection } from "../dialect.js";
import { quoteIdentifier } from "../standard/sql.js";

/** A statement that SQLite compiles only while all that it reads is there. */
interface Probe {
  readonly code: "E_VIEW_BROKEN" | "E_TRIGGER_BROKEN";
  /** What works if the statement does, in words. */
  readonly what: string;
  readonly sql: string;
}

interface Broken extends Probe {
  readonly problem: string;
}

/** What must not get worse, as it was before the work. */
export interface State {
  readonly orphans: readonly Orphans[] | undefined;
  readonly broken: readonly Broken[];
}

/** The rows of one table whose references of one kind lead nowhere, or why its references cannot be followed at all. */
interface Orphans {
  readonly table: string;
  readonly parent: string;
  readonly rows: number;
  readonly problem?: string;
}

/** Table by table: one whose foreign keys do not fit their parents would fail the question for all of them. */
async function findOrphans(connection: Connection): Promise<Orphans[]> {
  const tables = await connection.query(
    "SELECT DISTINCT s.name FROM sqlite_schema AS s JOIN pragma_foreign_key_list(s.name) WHERE s.type = 'table' ORDER BY s.name",
  );
  const orphans: Orphans[] = [];
  for (const name of tables.map((row) => String(row["name"]))) {
    try {
      const rows = await connection.query(
        "SELECT parent, count(*) AS n FROM pragma_foreign_key_check(?) GROUP BY parent ORDER BY parent",
        [name],
      );
      orphans.push(
        ...rows.map((row) => ({ table: name, parent: String(row["parent"]), rows: Number(row["n"]) })),
      );
    } catch (error) {
      orphans.push({ table: name, parent: "", rows: 1, problem: messageOf(error) });
    }
  }
  return orphans;
}

/** The orphans that were not there before, or fewer; those of a table or parent with another name now are the same. */
function worseOrphans(before: readonly Orphans[], after: readonly Orphans[]): Orphans | undefined {
  const isSame = (left: Orphans, right: Orphans): boolean =>
    left.table === right.table && left.parent === right.parent;
  const gone = before.filter((old) => !after.some((now) => isSame(old, now)));
  return after.find((now) => {
    const old = before.find((candidate) => isSame(candidate, now));
    if (old !== undefined) return now.rows > old.rows;
    const renamed = gone.findIndex(
      (candidate) =>
        candidate.rows === now.rows && (candidate.table === now.table || candidate.parent === now.parent),
    );
    if (renamed === -1) return true;
    gone.splice(renamed, 1);
    return false;
  });
}

function orphanText({ table, parent, rows, problem }: Orphans): string {
  if (problem !== undefined) return `the references of "${table}" could not be followed: ${problem}`;
  return `${rows === 1 ? "a row" : `${rows} rows`} of "${table}" would refer to rows of "${parent}" that are not there`;
}

async function viewProbes(connection: Connection): Promise<Probe[]> {
  const views = await connection.query("SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name");
  return views.map(({ name }) => ({
    code: "E_VIEW_BROKEN",
    what: `view "${String(name)}"`,
    sql: `SELECT * FROM ${quoteIdentifier(String(name))} LIMIT 0`,
  }));
}

/** Triggers are compiled with the statements that fire them, whether or not there is a row to fire them for. */
async function triggerProbes(connection: Connection): Promise<Probe[]> {
  const owners = await connection.query(
    "SELECT DISTINCT tbl_name AS owner FROM sqlite_schema WHERE type = 'trigger' ORDER BY owner",
  );
  const probes: Probe[] = [];
  for (const { owner } of owners) probes.push(...(await probesOf(connection, String(owner))));
  return probes;
}

async function probesOf(connection: Connection, owner: string): Promise<Probe[]> {
  const names = await columnsOf(connection, owner);
  const table = quoteIdentifier(owner);
  const probe = (event: string, sql: string): Probe => ({
    code: "E_TRIGGER_BROKEN",
    what: `a trigger for ${event} of "${owner}"`,
    sql: `${sql} WHERE 0`,
  });
  return [
    probe("INSERT", `INSERT INTO ${table} (${names.join(", ")}) SELECT ${names.join(", ")} FROM ${table}`),
    probe("UPDATE", `UPDATE ${table} SET ${names.map((name) => `${name} = ${name}`).join(", ")}`),
    probe("DELETE", `DELETE FROM ${table}`),
  ];
}

/** The columns that can be written; of a view that no longer works none, so that its probes fail as they should. */
async function columnsOf(connection: Connection, owner: string): Promise<string[]> {
  try {
    const rows = await connection.query(
      "SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0 ORDER BY cid",
      [owner],
    );
    return rows.map(({ name }) => quoteIdentifier(String(name)));
  } catch {
    return [];
  }
}

async function brokenObjects(connection: Connection): Promise<Broken[]> {
  const broken: Broken[] = [];
  for (const probe of [...(await viewProbes(connection)), ...(await triggerProbes(connection))]) {
    try {
      await connection.query(probe.sql);
    } catch (error) {
      broken.push({ ...probe, problem: messageOf(error) });
    }
  }
  return broken;
}

/** What the database holds that must not get worse; references only where they are suspended meanwhile. */
export async function stateOf(connection: Connection, suspended: boolean): Promise<State> {
  return {
    orphans: suspended ? await findOrphans(connection) : undefined,
    broken: await brokenObjects(connection),
  };
}

const remedies = {
  E_VIEW_BROKEN: "Drop and create the view in the same revision with op.dropView and op.createView.",
  E_TRIGGER_BROKEN:
    "Drop and create the trigger in the same revision with op.dropTrigger and op.createTrigger.",
};

/** Throws where the work left a reference without its row, or a view or trigger that no longer works, that was not so before. */
export async function verify(connection: Connection, before: State): Promise<void> {
  const orphans = before.orphans && worseOrphans(before.orphans, await findOrphans(connection));
  if (orphans !== undefined) {
    throw new AludelError("E_FOREIGN_KEY_VIOLATION", `foreign keys would be broken: ${orphanText(orphans)}`, {
      hint: "Mend the rows, or add a step to the revision that does.",
    });
  }
  const known = new Set(before.broken.map(({ what }) => what));
  const worse = (await brokenObjects(connection)).find(({ what }) => !known.has(what));
  if (worse === undefined) return;
  throw new AludelError(worse.code, `${worse.what} would not work: ${worse.problem}`, {
    hint: remedies[worse.code],
  });
}
