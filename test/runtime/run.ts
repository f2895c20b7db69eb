import { sqlite } from "../../src/dialect/sqlite/index.js";
import type { Step } from "../../src/revision/plan.js";
import {
  migrate,
  type LoadedStep,
  type MigrateContext,
  type ProgressEvent,
} from "../../src/runtime/migrate.js";
import { checksumOf, recordRevision, type RevisionModule } from "../../src/runtime/record.js";
import { openSqlite, type TestConnection } from "../support/sqlite.js";

/** The names of the two tables in these tests. */
export const names = { version: "aludel_version", log: "aludel_log" };

/** A step of a linear history: it goes between `a`, `b`, `c` … as its revision says. */
export async function stepOf(
  id: string,
  module: RevisionModule,
  options: { readonly down?: true; readonly transaction?: false } = {},
): Promise<LoadedStep> {
  const parent = id === "a" ? undefined : String.fromCodePoint((id.codePointAt(0) ?? 0) - 1);
  const [here, there] = [[id], parent === undefined ? [] : [parent]];
  const step: Step = {
    revision: {
      id,
      parents: there,
      branchLabels: [],
      dependsOn: [],
      transaction: options.transaction ?? true,
      message: `message of ${id}`,
      doc: "",
      hasDown: module.down !== undefined,
      name: `${id}.ts`,
      file: `/revisions/${id}.ts`,
    },
    direction: options.down ? "downgrade" : "upgrade",
    before: options.down ? here : there,
    after: options.down ? there : here,
    rows: options.down
      ? [parent === undefined ? { kind: "delete", id } : { kind: "update", from: id, to: parent }]
      : [parent === undefined ? { kind: "insert", id } : { kind: "update", from: parent, to: id }],
  };
  const recorded = await recordRevision(step.revision.name, module).catch(() => undefined);
  const unknown = { operations: [], complete: false };
  const recording = (options.down ? recorded?.down : recorded?.up) ?? unknown;
  return { step, module, recording, checksum: recorded && checksumOf(recorded) };
}

/** A database in memory, and what runs steps on it and looks at it. */
export interface Runner {
  readonly connection: TestConnection;
  readonly events: ProgressEvent[];
  run(steps: readonly LoadedStep[], options?: Partial<MigrateContext>): Promise<number>;
  /** The tables that revisions made, sorted. */
  tables(): Promise<string[]>;
  /** What the version table says. */
  current(): Promise<string[]>;
  /** The log, a word per row: `upgrade a`. */
  log(): Promise<string[]>;
}

/** Opens a database in memory with foreign keys on, as TypeORM does. */
export function openRunner(): Runner {
  const connection = openSqlite();
  connection.exec("PRAGMA foreign_keys = ON");
  const events: ProgressEvent[] = [];
  let time = 0;
  const list = async (sql: string): Promise<string[]> =>
    (await connection.query(sql)).map((row) => Object.values(row).join(" "));
  return {
    connection,
    events,
    run: (steps, options = {}) =>
      migrate(steps, {
        dialect: sqlite,
        connection,
        names,
        transaction: "each",
        now: () => (time += 1000),
        by: "tester",
        tool: "0.0.0",
        onProgress: (event) => void events.push(event),
        retry: (attempt) => attempt(),
        ...options,
      }),
    tables: () =>
      list(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'aludel%' AND name NOT LIKE 'sqlite%' ORDER BY name",
      ),
    current: () => list("SELECT revision FROM aludel_version ORDER BY revision"),
    log: () => list("SELECT direction, revision FROM aludel_log ORDER BY id"),
  };
}
