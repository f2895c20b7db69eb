import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DataSource, type QueryRunner } from "typeorm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { resolve } from "../../../dist/command/resolve.js";
import { upgrade } from "../../../dist/command/upgrade.js";
import { AludelError } from "../../../dist/errors.js";
import { makeDatabase, type PostgresDatabase } from "../../support/postgres.js";
import { makeProjectDirectory, testSystem } from "../../support/project.js";
import { postgresServers } from "../../support/servers.js";

const revision = `
export const revision = "aaaa00000001";
export const parents = [];
export async function up(op) {
  await op.createEnum("tier", ["basic"]);
  await op.createTable("item", (table) => [table.column("id", "integer"), table.primaryKey(["id"])]);
  await op.bulkInsert("item", [{ id: 1 }, { id: 2 }]);
  await op.createIndex("item", "item_id", ["id"], { unique: true, concurrently: true });
  await op.execute("UPDATE item SET id = id + 10");
  await op.alterEnum("tier", ["basic"], ["basic", "gold"]);
  await op.alterTable("item", (table) => [table.addColumn("tier", "tier", { default: "'gold'" })]);
  await op.autocommit(async (apart) => {
    await apart.bulkInsert("item", [{ id: 3 }]);
    await apart.execute("VACUUM item");
  });
  await op.execute("INSERT INTO item SELECT 100 + count(*) FROM item");
  await op.dropIndex("item", "item_id", ["id"], { unique: true, concurrently: true });
  await op.createIndex("item", "item_tier", ["tier"]);
}
`;

/** How many statements a process runs before it ends, and how many it ran. */
interface Life {
  left: number;
  ran: number;
  readonly end: () => Promise<void>;
}

/** A data source of a process that ends after so many statements, those of the lock's own connection among them. */
function mortal(database: PostgresDatabase, life: Life): DataSource {
  class MortalDataSource extends DataSource {
    override createQueryRunner(...mode: Parameters<DataSource["createQueryRunner"]>): QueryRunner {
      const runner = super.createQueryRunner(...mode);
      const query = runner.query.bind(runner);
      const counted = async (...statement: Parameters<typeof query>): Promise<unknown> => {
        if (life.left === 0) await life.end();
        life.left -= 1;
        life.ran += 1;
        return query(...statement);
      };
      return Object.assign(runner, { query: counted });
    }
  }
  return new MortalDataSource({ ...database.dataSourceOptions, logging: false });
}

/** What the database holds in the end, whatever happened on the way. */
async function outcomeOf({ connection }: PostgresDatabase): Promise<unknown> {
  const list = async (sql: string): Promise<string[]> =>
    (await connection.query(sql)).map((row) => Object.values(row).map(String).join(" "));
  return {
    rows: await list("SELECT id, tier FROM item ORDER BY id"),
    values: await list("SELECT unnest(enum_range(NULL::tier))"),
    indexes: await list(
      "SELECT indexrelid::regclass, indisvalid FROM pg_index WHERE indrelid = 'item'::regclass ORDER BY indexrelid::regclass::text",
    ),
    version: await list("SELECT revision FROM aludel_version"),
    log: await list("SELECT direction, revision FROM aludel_log"),
    journal: await list("SELECT done FROM aludel_journal"),
  };
}

const expected = {
  rows: ["3 gold", "11 gold", "12 gold", "103 gold"],
  values: ["basic", "gold"],
  indexes: ["item_pkey true", "item_tier true"],
  version: ["aaaa00000001"],
  log: ["upgrade aaaa00000001"],
  journal: [],
};

// What a server does with a session that ends is the same in all versions: the newest stands for them.
describe.each(postgresServers.slice(-1))("on $name", (server) => {
  let directory = "";
  let database: PostgresDatabase;
  const options = () => ({ cwd: directory, system: testSystem() });

  beforeEach(async () => {
    directory = await makeProjectDirectory();
    database = await makeDatabase(server);
    // The server outlives the process, so that nothing needs to reach the disk.
    await database.connection.exec(`ALTER DATABASE ${database.name} SET synchronous_commit = off`);
    await writeFile(join(directory, "migrations/20260101T0000_aaaa00000001_all.js"), revision);
  });
  afterEach(async () => {
    await database.drop();
    await rm(directory, { recursive: true, force: true });
  });

  async function run(left: number): Promise<Life> {
    const end = async (): Promise<void> => {
      await database.connection.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
      );
    };
    const life = { left, ran: 0, end };
    await upgrade(mortal(database, life), "head", options());
    return life;
  }

  /** Runs it again, and says of what nobody can know that it is not done; gives whether anybody asked. */
  async function runToTheEnd(): Promise<boolean> {
    try {
      await run(Infinity);
      return false;
    } catch (error) {
      if (!(error instanceof AludelError) || error.code !== "E_INTERRUPTED_OPERATION") throw error;
      await resolve(mortal(database, { left: Infinity, ran: 0, end: async () => {} }), "undone", options());
      await run(Infinity);
      return true;
    }
  }

  test("a process that ends after any statement: the next one goes on right", async () => {
    const { ran } = await run(Infinity);
    expect(await outcomeOf(database)).toEqual(expected);
    let questions = 0;
    for (let last = 1; last < ran; last += 1) {
      await database.connection.exec("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
      const ended = await run(last).then(
        () => "done",
        () => "ended",
      );
      if (await runToTheEnd()) questions += 1;
      expect(await outcomeOf(database), `after ${last} statements (${ended})`).toEqual(expected);
    }
    // Before the statement that nobody can look up, and before the note that it is done.
    expect(questions).toBeGreaterThan(1);
  }, 600_000);
});
