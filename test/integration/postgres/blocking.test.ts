import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { downgrade } from "../../../dist/command/downgrade.js";
import { upgrade } from "../../../dist/command/upgrade.js";
import { postgres } from "../../../dist/dialect/postgres/index.js";
import { apply } from "../../../dist/operation/apply.js";
import { recordRevision, toRevisionModule } from "../../../dist/runtime/record.js";
import type { Operation } from "../../../src/operation/operation.js";
import type { Schema } from "../../../src/schema/schema.js";
import { makeDatabase, openPostgres, type PostgresDatabase } from "../../support/postgres.js";
import { makeProjectDirectory, testSystem } from "../../support/project.js";
import { postgresServers } from "../../support/servers.js";
import { cases, rows, setup } from "./blocking-cases.js";
import { observedDataSource, type Observed } from "./observed-locks.js";

/** The names of tables and views that others cannot use, or cannot write. */
interface HeldUp {
  readonly closed: string;
  readonly readOnly: string;
}

function heldUp({ closed, readOnly }: Observed): HeldUp {
  const list = (names: Iterable<string>): string => [...names].toSorted().join(", ");
  return { closed: list(closed), readOnly: list([...readOnly].filter((name) => !closed.has(name))) };
}

/** What messages such as `scans item: writes to it and to owner wait` say others wait for. */
function promisedBy(messages: readonly string[], names: readonly string[]): HeldUp {
  const promised: Observed = { closed: new Set(), readOnly: new Set() };
  const namedIn = (text: string): string[] => names.filter((name) => new RegExp(`\\b${name}\\b`).test(text));
  for (const message of messages) {
    const [does = "", ...waits] = message.split(/: |; |, and (?=writes)/);
    for (const wait of waits) {
      const target = /nobody reads|to readers and writers/.test(wait) ? promised.closed : promised.readOnly;
      for (const name of [...namedIn(wait), ...(/\b(?:it|them)\b/.test(wait) ? namedIn(does) : [])])
        target.add(name);
    }
  }
  return heldUp(promised);
}

/** What the comments of the operations say of others who wait, by what the database holds. */
function said(operations: readonly Operation[], live: Schema): string[] {
  let schema = live;
  return operations.flatMap((operation, place) => {
    const hazards = postgres.effects(operation, { schema, before: operations.slice(0, place) });
    schema = apply(schema, operation);
    return hazards.flatMap(({ kind, message }) => (kind === "blocks" ? [message] : []));
  });
}

const tables = `SELECT oid::text, relname::text AS name FROM pg_class
  WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'm') AND relname NOT LIKE 'aludel%'`;

describe.each(postgresServers)("what is held up, on $name", (server) => {
  let directory = "";
  let database: PostgresDatabase;
  let steps = 0;
  const over = new AbortController();
  const others: Promise<void>[] = [];

  /** What an application does all the while. */
  async function repeat(sql: string): Promise<void> {
    const connection = await openPostgres(database.url);
    while (!over.signal.aborted) await connection.query(sql);
    await connection.close();
  }

  beforeAll(async () => {
    directory = await makeProjectDirectory();
    database = await makeDatabase(server);
    // What other processes read for ours is not counted for ours.
    const alone = ["max_parallel_maintenance_workers", "max_parallel_workers_per_gather"].map(
      (name) => `ALTER DATABASE ${database.name} SET ${name} = 0;`,
    );
    for (const statement of [...alone, ...setup.split(/(?<=;)\n/)]) await database.connection.exec(statement);
    const one = "(SELECT 1 + floor(random() * 1000)::integer)";
    others.push(
      repeat(`SELECT name FROM item WHERE id = ${one}`),
      repeat(`UPDATE item SET seen = seen + 1 WHERE id = ${one}`),
    );
  }, 120_000);

  afterAll(async () => {
    over.abort();
    await Promise.all(others);
    await database.drop();
    await rm(directory, { recursive: true, force: true });
  });

  afterEach(async () => {
    await rm(join(directory, "migrations"), { recursive: true });
    await mkdir(join(directory, "migrations"));
  });

  test.each(cases)("$what", async ({ up, down, closed = "", readOnly = "", back = {} }) => {
    const { connection, url } = database;
    // A file of its own, as what is loaded once is not loaded again.
    const id = `step${(steps += 1)}`;
    const file = join(directory, `migrations/20260101T0000_${id}_step.js`);
    const text = `export const revision = "${id}"; export const parents = [];
      export async function up(op) { ${up} }
      export async function down(op) { ${down} }`;
    await writeFile(file, text);
    const module = toRevisionModule(file, await import(`data:text/javascript,${encodeURIComponent(text)}`));
    const recorded = await recordRevision(file, module);
    const nothing = { closed: "", readOnly: "" };
    const ways = [
      { operations: recorded.up.operations, expected: { closed, readOnly }, run: upgrade, target: "head" },
      {
        operations: recorded.down?.operations,
        expected: { ...nothing, ...back },
        run: downgrade,
        target: "base",
      },
    ];
    for (const { operations = [], expected, run, target } of ways) {
      const live = await postgres.introspect(connection, { schemas: [] });
      const messages = said(operations, live);
      const names = new Map(
        (await connection.query(tables)).map((row) => [String(row["oid"]), String(row["name"])]),
      );
      const observed: Observed = { closed: new Set(), readOnly: new Set() };
      const dataSource = observedDataSource(url, { many: rows / 2, names, observed });
      await run(dataSource, target, { cwd: directory, system: testSystem(), yes: true });
      const promised = promisedBy(messages, [...names.values()]);
      expect({ measured: heldUp(observed), promised, messages }).toEqual({
        measured: expected,
        promised: expected,
        messages,
      });
    }
  });
});
