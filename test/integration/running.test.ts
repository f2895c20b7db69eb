import { copyFile, readdir, stat } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { withSession } from "../../dist/command/session.js";
import { makeCommandProject, start, writeChain, type Outcome } from "../support/command-line.js";
import { drivers, type TestProject } from "../support/project.js";

const rows = 3000;

const createParent = `
  await op.createTable("parent", (table) => [
    table.column("id", "integer", { autoIncrement: true }),
    table.column("name", "varchar", { nullable: true }),
    table.primaryKey(["id"]),
  ]);
  await op.createTable("child", (table) => [
    table.column("id", "integer"),
    table.column("parent_id", "integer"),
    table.primaryKey(["id"]),
    table.foreignKey(["parent_id"], "parent", ["id"], { name: "FK_child_parent", onDelete: "CASCADE" }),
  ]);
  await op.createIndex("parent", "IDX_name", ["name"]);
  await op.bulkInsert("parent", Array.from({ length: ${rows} }, (_, id) => ({ id: id + 1, name: "name " + id })));
  await op.bulkInsert("child", Array.from({ length: ${rows} }, (_, id) => ({ id: id + 1, parent_id: id + 1 })));`;

/** Each later revision changes the type of the column of the parent, which takes a rebuild, and counts itself in a log. */
function rebuild(step: number): readonly [string, string] {
  const [before, after] = [step === 1 ? "varchar" : `varchar(${step - 1})`, `varchar(${step})`];
  const alter = (from: string, to: string): string =>
    `await op.alterTable("parent", (table) => [table.alterColumn("name", { type: "${from}" }, { type: "${to}" })]);`;
  return [
    `${alter(before, after)} await op.execute("INSERT INTO child VALUES (?, ?)", [${rows + step}, 1]);`,
    `${alter(after, before)} await op.execute("DELETE FROM child WHERE id = ?", [${rows + step}]);`,
  ];
}

const chain: readonly (readonly [string, string])[] = [
  [createParent, `await op.execute("DROP TABLE child; DROP TABLE parent;");`],
  ...Array.from({ length: 8 }, (_, index) => rebuild(index + 1)),
];

interface State {
  readonly version: unknown;
  readonly parents: unknown;
  readonly children: unknown;
  readonly type: unknown;
  readonly orphans: unknown;
  readonly integrity: unknown;
  readonly leftovers: unknown;
}

async function stateOf(project: TestProject): Promise<State> {
  return withSession(project.dataSource([]), async ({ connection }) => {
    const one = async (sql: string): Promise<unknown> =>
      Object.values((await connection.query(sql))[0] ?? {})[0];
    return {
      version: await one("SELECT group_concat(revision) FROM aludel_version"),
      parents: await one("SELECT count(*) FROM parent"),
      children: await one("SELECT count(*) FROM child"),
      type: await one("SELECT type FROM pragma_table_info('parent') WHERE name = 'name'"),
      orphans: await one("SELECT count(*) FROM pragma_foreign_key_check"),
      integrity: await one("PRAGMA integrity_check"),
      leftovers: await one("SELECT count(*) FROM sqlite_schema WHERE name LIKE '%aludel_new%'"),
    };
  });
}

/** Where the database is after so many of the rebuilds. */
function at(steps: number): State {
  return {
    version: `rev${String(steps + 1).padStart(4, "0")}`,
    parents: rows,
    children: rows + steps,
    type: steps === 0 ? "varchar" : `varchar(${steps})`,
    orphans: 0,
    integrity: "ok",
    leftovers: 0,
  };
}

const end = at(chain.length - 1);

describe.each(drivers)("running on %s", (driver) => {
  let project: TestProject;
  const aludel = (...args: string[]): Promise<Outcome> => start(project.directory, args).outcome;

  beforeEach(async () => {
    project = await makeCommandProject(driver);
    await writeChain(project, chain);
  });
  afterEach(() => project.remove());

  test("three upgrades at once: each revision runs once, and all end well", async () => {
    const outcomes = await Promise.all([aludel("upgrade"), aludel("upgrade"), aludel("upgrade")]);
    expect(outcomes.map(({ code, stderr }) => (code === 0 ? "" : stderr))).toEqual(["", "", ""]);
    expect(outcomes.filter(({ stderr }) => stderr.includes("upgrade "))).toHaveLength(1);
    expect(await stateOf(project)).toEqual(end);
    const log = await withSession(project.dataSource([]), ({ connection }) =>
      connection.query("SELECT revision FROM aludel_log ORDER BY id"),
    );
    expect(log).toHaveLength(chain.length);
    expect((await readdir(project.directory)).filter((name) => name.includes("lock"))).toEqual([]);
  });

  test("twenty kills at any moment: the next upgrade ends in the right state", async () => {
    expect((await aludel("upgrade", "rev0001")).code).toBe(0);
    await copyFile(project.file("db.sqlite"), project.file("begin.sqlite"));
    const started = performance.now();
    expect((await aludel("upgrade")).code).toBe(0);
    const duration = performance.now() - started;
    const killed: (NodeJS.Signals | null)[] = [];
    for (let kill = 0; kill < 20; kill += 1) {
      await copyFile(project.file("begin.sqlite"), project.file("db.sqlite"));
      const { child, outcome } = start(project.directory, ["upgrade"]);
      const timer = setTimeout(() => child.kill("SIGKILL"), duration * (0.3 + 0.7 * (kill / 20)));
      killed.push((await outcome).signal);
      clearTimeout(timer);
      const after = await stateOf(project);
      expect(after).toEqual(at(Number(String(after.version).slice(3)) - 1));
      const again = await aludel("upgrade");
      expect(again.code, again.stderr).toBe(0);
      expect(await stateOf(project)).toEqual(end);
    }
    expect(killed.filter((signal) => signal === "SIGKILL").length).toBeGreaterThan(5);
  }, 300_000);

  test("Ctrl-C: the running revision is rolled back, the message says where it stopped", async () => {
    const { child, outcome } = start(project.directory, ["upgrade"]);
    child.stderr?.once("data", () => child.kill("SIGINT"));
    const { code, stderr } = await outcome;
    expect(stderr).toMatch(/interrupted after \d of 9 revisions \(E_INTERRUPTED\)/);
    expect(code).toBe(1);
    expect((await aludel("upgrade")).code).toBe(0);
    expect(await stateOf(project)).toEqual(end);
  });

  test("no space left: the revision is rolled back, and the rest runs when there is space", async () => {
    expect((await aludel("upgrade", "rev0001")).code).toBe(0);
    const { size } = await stat(project.file("db.sqlite"));
    const { code, stderr } = await start(project.directory, ["upgrade"], Math.ceil(size / 1024)).outcome;
    expect(stderr).toMatch(/\(E_DISK\)/);
    expect(code).toBe(1);
    expect(await stateOf(project)).toEqual(at(0));
    expect((await aludel("upgrade")).code).toBe(0);
    expect(await stateOf(project)).toEqual(end);
  });

  test("down to base and up again", async () => {
    expect((await aludel("upgrade")).code).toBe(0);
    expect((await aludel("downgrade", "rev0001")).code).toBe(0);
    expect(await stateOf(project)).toEqual(at(0));
    expect((await aludel("downgrade", "base")).code).toBe(0);
    expect((await aludel("upgrade")).code).toBe(0);
    expect(await stateOf(project)).toEqual(end);
  });
});
