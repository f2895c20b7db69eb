import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  makeServerProject,
  start,
  writeChain,
  writeDataSource,
  type Outcome,
} from "../../support/command-line.js";
import type { KeptProcess } from "../../support/kept-process.js";
import { hasPgBouncer, startPgBouncer } from "../../support/pgbouncer.js";
import {
  makeDatabase,
  makeRole,
  type PostgresConnection,
  type PostgresDatabase,
  type PostgresRole,
} from "../../support/postgres.js";
import type { TestProject } from "../../support/project.js";
import { postgresServers } from "../../support/servers.js";

const rows = 2000;

/** Each revision counts itself in `done`; one is more than one transaction, and one uses a value that it adds. */
const chain: readonly (readonly [string, string])[] = [
  [
    `await op.createEnum("tier", ["basic"]);
     await op.createTable("item", (table) => [
       table.column("id", "integer", { autoIncrement: true }),
       table.column("name", "varchar(20)"),
       table.column("tier", "tier", { default: "'basic'" }),
       table.primaryKey(["id"]),
     ]);
     await op.createTable("done", (table) => [table.column("step", "integer")]);
     await op.bulkInsert("item", Array.from({ length: ${rows} }, (_, id) => ({ name: "name " + id })));
     await op.execute("INSERT INTO done VALUES (1)");`,
    `await op.execute("DROP TABLE item; DROP TABLE done; DROP TYPE tier");`,
  ],
  [
    `await op.execute("UPDATE item SET name = name || '!'");
     await op.createIndex("item", "IDX_name", ["name"], { unique: true, concurrently: true });
     await op.execute("INSERT INTO done VALUES (2)");`,
    `await op.execute("DELETE FROM done WHERE step = 2");
     await op.dropIndex("item", "IDX_name", ["name"], { unique: true, concurrently: true });
     await op.execute("UPDATE item SET name = rtrim(name, '!')");`,
  ],
  [
    `await op.alterEnum("tier", ["basic"], ["basic", "gold"]);
     await op.execute("UPDATE item SET tier = 'gold' WHERE id % 2 = 0");
     await op.autocommit((apart) => apart.execute("VACUUM item"));
     await op.execute("INSERT INTO done VALUES (3)");`,
    `await op.execute("DELETE FROM done WHERE step = 3");
     await op.alterEnum("tier", ["basic", "gold"], ["basic"], { replacements: { gold: "basic" } });`,
  ],
  [
    `await op.alterTable("item", (table) => [
       table.alterColumn("name", { type: "varchar(20)" }, { type: "text" }),
     ]);
     await op.execute("INSERT INTO done VALUES (4)");`,
    `await op.execute("DELETE FROM done WHERE step = 4");
     await op.alterTable("item", (table) => [
       table.alterColumn("name", { type: "text" }, { type: "varchar(20)" }),
     ]);`,
  ],
];

/** What a database holds after the chain, or after its first revision, whoever came by meanwhile. */
async function stateOf(connection: PostgresConnection): Promise<unknown> {
  const list = async (sql: string): Promise<string> =>
    (await connection.query(sql)).map((row) => Object.values(row).map(String).join(" ")).join(", ");
  const has = async (table: string): Promise<boolean> =>
    (await list(`SELECT to_regclass('${table}')`)) !== "null";
  return {
    version: await list(`SELECT revision FROM aludel_version`),
    underWay: (await has("aludel_journal")) ? await list(`SELECT revision FROM aludel_journal`) : "",
    ...((await has("done")) && {
      steps: await list(`SELECT step FROM done ORDER BY step`),
      items: await list(`SELECT count(*), count(DISTINCT name) AS names, max(name) FROM item`),
      tiers: await list(`SELECT tier, count(*) FROM item GROUP BY tier ORDER BY tier`),
      indexes: await list(
        `SELECT indexrelid::regclass, indisvalid FROM pg_index WHERE indrelid = 'item'::regclass ORDER BY 1`,
      ),
    }),
    locks: await list(
      "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
    ),
  };
}

const end = {
  version: "rev0004",
  underWay: "",
  steps: "1, 2, 3, 4",
  items: `${rows} ${rows} name 999!`,
  tiers: `basic ${rows / 2}, gold ${rows / 2}`,
  indexes: `item_pkey true, "IDX_name" true`,
  locks: "",
};

const atFirst = {
  version: "rev0001",
  underWay: "",
  steps: "1",
  items: `${rows} ${rows} name 999`,
  tiers: `basic ${rows}`,
  indexes: "item_pkey true",
  locks: "",
};

const atBase = { version: "", underWay: "", locks: "" };

/** How often each revision was applied. */
async function applied(connection: PostgresConnection): Promise<unknown> {
  return connection.query(
    "SELECT revision, count(*)::integer AS times FROM aludel_log WHERE direction = 'upgrade' GROUP BY revision ORDER BY revision",
  );
}

const each = chain.map((_, index) => ({ revision: `rev000${index + 1}`, times: 1 }));

type Project = Pick<TestProject, "directory" | "file" | "remove">;

describe.each(postgresServers)("running on $name", (server) => {
  let database: PostgresDatabase;
  let project: Project;
  const kept: KeptProcess[] = [];
  const aludel = (...args: string[]): Promise<Outcome> => start(project.directory, args).outcome;

  async function succeed(...args: string[]): Promise<Outcome> {
    const outcome = await aludel(...args);
    expect(outcome.code, `aludel ${args.join(" ")}: ${outcome.stderr}`).toBe(0);
    return outcome;
  }

  /** Until a statement waits for a lock of that type that another connection has. */
  async function untilSomebodyWaits(type = "relation"): Promise<void> {
    const waiting =
      "SELECT FROM pg_locks WHERE NOT granted AND locktype = $1 AND pid IN (SELECT pid FROM pg_locks AS held JOIN pg_database AS d ON d.oid = held.database WHERE datname = current_database())";
    await expect.poll(() => database.connection.query(waiting, [type]), { timeout: 30_000 }).toHaveLength(1);
  }

  beforeEach(async () => {
    database = await makeDatabase(server);
    project = await makeServerProject({ type: "postgres", url: database.url });
    await writeChain(project, chain);
  });
  afterEach(async () => {
    await project.remove();
    await Promise.all(kept.splice(0).map((process) => process.stop()));
    await database.drop();
  });

  async function threeAtOnce(): Promise<void> {
    const outcomes = await Promise.all([aludel("upgrade"), aludel("upgrade"), aludel("upgrade")]);
    expect(outcomes.map(({ code, stderr }) => (code === 0 ? "" : stderr))).toEqual(["", "", ""]);
    expect(outcomes.filter(({ stderr }) => stderr.includes("upgrade "))).toHaveLength(1);
    expect(await stateOf(database.connection)).toEqual(end);
    expect(await applied(database.connection)).toEqual(each);
  }

  test("three upgrades at once: each revision runs once, and all end well", async () => {
    await threeAtOnce();
    await succeed("downgrade", "rev0001", "--yes");
    expect(await stateOf(database.connection)).toEqual(atFirst);
    await succeed("downgrade", "base", "--yes");
    expect(await stateOf(database.connection)).toEqual(atBase);
  });

  test.skipIf(!hasPgBouncer)("the same behind a pooler that keeps no sessions: by a lease", async () => {
    const pooler = await startPgBouncer(database);
    kept.push(pooler);
    await writeDataSource(project, { type: "postgres", url: pooler.url });
    await threeAtOnce();
    expect(await database.connection.query("SELECT holder FROM aludel_lock")).toEqual([]);
  });

  test("one that waits for another says for whom, and gives up in time", async () => {
    await succeed("upgrade", "rev0001");
    await database.connection.exec("BEGIN; LOCK TABLE item IN SHARE MODE");
    const first = start(project.directory, ["upgrade", "--lock-timeout", "1min"]);
    await untilSomebodyWaits();
    const { code, stderr } = await aludel("upgrade", "--wait-timeout", "100ms");
    expect(stderr).toMatch(/waiting for another migrator: \S+, process \d+.*\n.*\(E_LOCK_TIMEOUT\)/s);
    expect(code).toBe(1);
    await database.connection.exec("COMMIT");
    expect((await first.outcome).code).toBe(0);
    expect(await stateOf(database.connection)).toEqual(end);
  });

  test("Ctrl-C: what was running is rolled back, the message says where it stopped", async () => {
    await succeed("upgrade", "rev0001");
    await database.connection.exec("BEGIN; LOCK TABLE item IN SHARE MODE");
    const { child, outcome } = start(project.directory, ["upgrade", "--lock-timeout", "1min"]);
    const said = new Promise((resolve) => {
      child.stderr?.on("data", (data: Buffer) => data.includes("interrupted:") && resolve(true));
    });
    await untilSomebodyWaits();
    child.kill("SIGINT");
    await said;
    await database.connection.exec("COMMIT");
    const { code, stderr } = await outcome;
    expect(stderr).toMatch(/interrupted after 0 of 3 revisions \(E_INTERRUPTED\)/);
    expect(code).toBe(1);
    expect(await stateOf(database.connection)).toEqual(atFirst);
    await succeed("upgrade");
    expect(await stateOf(database.connection)).toEqual(end);
  });

  test("a migrator that was killed, whose server process goes on with its index: the next one waits", async () => {
    await succeed("upgrade", "rev0001");
    await database.connection.exec("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT FROM item");
    const first = start(project.directory, ["upgrade"]);
    await untilSomebodyWaits("virtualxid");
    first.child.kill("SIGKILL");
    await first.outcome;
    const second = start(project.directory, ["upgrade"]);
    await untilSomebodyWaits();
    await database.connection.exec("COMMIT");
    expect(await second.outcome).toMatchObject({ code: 0 });
    expect(await stateOf(database.connection)).toEqual(end);
  });

  describe("as somebody without rights", () => {
    let role: PostgresRole;

    beforeEach(async () => {
      role = await makeRole(server);
      await database.connection.exec(
        `REVOKE ALL ON DATABASE ${database.name} FROM PUBLIC; GRANT CONNECT ON DATABASE ${database.name} TO ${role.name};
         REVOKE CREATE ON SCHEMA public FROM PUBLIC;`,
      );
    });
    afterEach(async () => {
      await database.connection.exec(`DROP OWNED BY ${role.name} CASCADE`);
      await role.drop();
    });

    test("who may create in a schema: all works on what is theirs", async () => {
      await database.connection.exec(
        `GRANT CREATE ON SCHEMA public TO ${role.name}; CREATE TABLE of_others (id integer PRIMARY KEY)`,
      );
      await writeDataSource(project, { type: "postgres", url: role.urlOf(database) });
      await succeed("upgrade");
      expect(await stateOf(database.connection)).toEqual(end);
      await succeed("downgrade", "rev0001", "--yes");
      await succeed("upgrade");
      expect(await stateOf(database.connection)).toEqual(end);
      const owners = await database.connection.query(
        "SELECT DISTINCT relowner::regrole::text AS owner FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relname <> 'of_others' AND relname <> 'of_others_pkey'",
      );
      expect(owners).toEqual([{ owner: role.name }]);
    });

    test("who has a schema and nothing else, which is `DataSource.schema`", async () => {
      await project.remove();
      project = await makeServerProject({});
      await database.connection.exec(`CREATE SCHEMA app AUTHORIZATION ${role.name}`);
      const entities = (tier: string, price: string): string => `[new EntitySchema({
        name: "item",
        columns: {
          id: { type: Number, primary: true, generated: true },
          name: { type: "varchar", length: 20, unique: true, default: "it's" },
          tier: { type: "enum", enum: ${tier}, default: "basic" },
          price: { type: "${price}", nullable: true },
        },
        indices: [{ columns: ["price"], where: "price > 0" }],
        checks: [{ expression: '"price" < 100' }],
        relations: { parent: { type: "many-to-one", target: "item" } },
      }), new EntitySchema({
        name: "priced",
        type: "view",
        expression: 'SELECT id, price FROM app.item WHERE price IS NOT NULL',
        columns: { id: { type: Number }, price: { type: "${price}" } },
      })]`;
      const options = { type: "postgres", url: role.urlOf(database), schema: "app" };
      for (const [tier, price] of [
        [`["basic", "gold"]`, "integer"],
        [`["gold", "basic", "free"]`, "bigint"],
      ] as const) {
        await writeDataSource(project, options, entities(tier, price));
        await succeed("upgrade");
        await succeed("revision", "--autogenerate", "-m", `price is ${price}`);
        await succeed("upgrade");
        const { stdout } = await succeed("check");
        expect(stdout).toContain("No differences");
        await database.connection.exec("INSERT INTO app.item (name, price) SELECT count(*), 1 FROM app.item");
      }
      const items = await database.connection.query(
        "SELECT name, tier::text, price::text FROM app.item ORDER BY id",
      );
      expect(items).toEqual([
        { name: "0", tier: "basic", price: "1" },
        { name: "1", tier: "basic", price: "1" },
      ]);
      await succeed("downgrade", "base", "--yes");
      const left = await database.connection.query(
        "SELECT relnamespace::regnamespace::text || '.' || relname AS name FROM pg_class WHERE relkind IN ('r', 'v') AND relnamespace::regnamespace::text IN ('app', 'public') ORDER BY 1",
      );
      expect(left.map(({ name }) => name)).toEqual(["app.aludel_log", "app.aludel_version"]);
    });
  });
});
