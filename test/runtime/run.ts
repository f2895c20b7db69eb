import { sqlite } from "../../src/dialect/sqlite/index.js";
import type { Step } from "../../src/revision/plan.js";
import { readJournal, type JournalEntry } from "../../src/runtime/journal.js";
import { migrate } from "../../src/runtime/migrate.js";
import type { LoadedStep, MigrateContext, ProgressEvent } from "../../src/runtime/step.js";
import { checksumOf, recordRevision, type RevisionModule } from "../../src/runtime/record.js";
import { openSqlite, type TestConnection } from "../support/sqlite.js";

/** The names of Aludel's tables in these tests. */
export const names = {
  version: { name: "aludel_version" },
  log: { name: "aludel_log" },
  journal: { name: "aludel_journal" },
};

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
  /** The revision that is under way, where one is. */
  journal(): Promise<JournalEntry | undefined>;
}

/** Opens a database, in memory unless a file is named, with foreign keys on, as TypeORM does. */
export function openRunner(file?: string): Runner {
  const connection = openSqlite(file);
  // Nothing here is to outlive the machine, so nothing needs to reach the disk.
  connection.exec("PRAGMA foreign_keys = ON; PRAGMA synchronous = OFF");
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
        limits: {},
        waitTimeout: 60_000,
        wait: async () => {},
        random: () => 0.5,
        checkLock: async () => {},
        retry: (attempt) => attempt(),
        ...options,
      }),
    tables: () =>
      list(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'aludel%' AND name NOT LIKE 'sqlite%' ORDER BY name",
      ),
    current: () => list("SELECT revision FROM aludel_version ORDER BY revision"),
    journal: () => readJournal({ dialect: sqlite, connection, names }),
    log: () => list("SELECT direction, revision FROM aludel_log ORDER BY id"),
  };
}
