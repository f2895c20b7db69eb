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
  readonly orphans: number | undefined;
  readonly broken: readonly Broken[];
}

async function countOrphans(connection: Connection): Promise<number> {
  const [row] = await connection.query("SELECT count(*) AS orphans FROM pragma_foreign_key_check");
  return Number(row?.["orphans"]);
}

async function firstOrphan(connection: Connection): Promise<string> {
  const [row] = await connection.query("SELECT * FROM pragma_foreign_key_check LIMIT 1");
  return `a row of "${String(row?.["table"])}" refers to a row of "${String(row?.["parent"])}" that is not there`;
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
  const rows = await connection.query(
    "SELECT owner, name FROM (SELECT DISTINCT tbl_name AS owner FROM sqlite_schema WHERE type = 'trigger')" +
      " JOIN pragma_table_xinfo(owner) WHERE hidden = 0 ORDER BY owner, cid",
  );
  const columns = new Map<string, string[]>();
  for (const { owner, name } of rows) {
    columns.set(String(owner), [...(columns.get(String(owner)) ?? []), quoteIdentifier(String(name))]);
  }
  return [...columns].flatMap(([owner, names]) => {
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
  });
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
    orphans: suspended ? await countOrphans(connection) : undefined,
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
  if (before.orphans !== undefined && (await countOrphans(connection)) > before.orphans) {
    throw new AludelError(
      "E_FOREIGN_KEY_VIOLATION",
      `foreign keys would be broken: ${await firstOrphan(connection)}`,
      { hint: "Mend the rows, or add a step to the revision that does." },
    );
  }
  const known = new Set(before.broken.map(({ what }) => what));
  const worse = (await brokenObjects(connection)).find(({ what }) => !known.has(what));
  if (worse === undefined) return;
  throw new AludelError(worse.code, `${worse.what} would not work: ${worse.problem}`, {
    hint: remedies[worse.code],
  });
}
