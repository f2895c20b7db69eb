import { appendFile, readFile, rm, writeFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  AludelError,
  autogenerate,
  check,
  createRevision,
  current,
  downgrade,
  heads,
  history,
  show,
  stamp,
  upgrade,
  upgradeScript,
} from "../../dist/index.js";
import { entity } from "../integration/cases/entity.js";
import { runScript } from "../support/shell.js";
import { drivers, makeProject, type Entities, type TestProject } from "../support/project.js";

const parentAndChild: Entities = [
  entity("parent", { name: { type: "varchar" } }),
  entity(
    "child",
    { parentId: { type: "integer" } },
    {
      foreignKeys: [
        { target: "parent", columnNames: ["parentId"], referencedColumnNames: ["id"], onDelete: "CASCADE" },
      ],
    },
  ),
];

async function errorOf(
  work: Promise<unknown>,
): Promise<{ code: string; exitCode: number; message: string; hint: string | undefined }> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AludelError)) throw new Error(`not an AludelError: ${String(error)}`);
  return { code: error.code, exitCode: error.exitCode, message: error.message, hint: error.hint };
}

describe.each(drivers)("the commands as functions, on %s", (driver) => {
  let project: TestProject;
  beforeEach(async () => {
    project = await makeProject(driver);
  });
  afterEach(() => project.remove());

  /** Writes a revision by hand, in JavaScript, after the one before. */
  async function byHand(
    id: string,
    parent: string | undefined,
    up: string,
    down = "",
    header = "",
  ): Promise<string> {
    const file = project.file(`migrations/20260101T0000_${id}.js`);
    await writeFile(
      file,
      `/** ${id} */
export const revision = "${id}";
export const parents = ${JSON.stringify(parent === undefined ? [] : [parent])};
${header}
export async function up(op) { ${up} }
${down === "none" ? "" : `export async function down(op) { ${down} }`}
`,
    );
    return file;
  }

  test("an application upgrades at its start-up with a line, and goes on with its own connection", async () => {
    const application = project.dataSource(parentAndChild);
    await autogenerate(project.dataSource(parentAndChild), { ...project.options, message: "first" });
    await application.initialize();
    const { revisions, current: at } = await upgrade(application, "head", project.options);
    expect(revisions).toEqual(at);
    await application.query("INSERT INTO parent VALUES (1, 'a')");
    expect(await application.query("PRAGMA foreign_keys")).toEqual([{ foreign_keys: 1 }]);
    expect(application.isInitialized).toBe(true);
    expect(await upgrade(application, "head", project.options)).toEqual({ revisions: [], current: at });
    await application.destroy();
  });

  test("a database that TypeORM made is adopted by a revision against nothing, and a stamp", async () => {
    const old = project.dataSource(parentAndChild, "old.sqlite");
    await old.initialize();
    await old.synchronize();
    await old.destroy();
    const { created } = await autogenerate(project.dataSource(parentAndChild, "none.sqlite"), {
      ...project.options,
      message: "what there was",
    });
    const adopted = project.dataSource(parentAndChild, "old.sqlite");
    expect(await stamp(adopted, ["head"], project.options)).toEqual({ before: [], after: [created?.id] });
    expect((await check(adopted, project.options)).changes).toEqual([]);
    expect(await upgrade(adopted, "head", project.options)).toEqual({
      revisions: [],
      current: [created?.id],
    });
  });

  test("a database file that is not there is missing, not empty", async () => {
    await autogenerate(project.dataSource(parentAndChild), { ...project.options, message: "first" });
    const missing = project.dataSource(parentAndChild, "missing.sqlite");
    expect(await errorOf(current(missing, project.options))).toMatchObject({
      code: "E_DATABASE_MISSING",
      exitCode: 1,
    });
    expect(await errorOf(downgrade(missing, "base", project.options))).toMatchObject({
      code: "E_DATABASE_MISSING",
    });
    expect(await errorOf(check(missing, project.options))).toMatchObject({
      code: "E_DATABASE_BEHIND",
      exitCode: 4,
    });
    await expect(readFile(project.file("missing.sqlite"))).rejects.toThrow("ENOENT");
  });

  test("data is destroyed only by consent, and only data counts", async () => {
    const dataSource = project.dataSource(parentAndChild);
    await autogenerate(dataSource, { ...project.options, message: "first" });
    await upgrade(dataSource, "head", project.options);
    await downgrade(dataSource, "base", project.options);
    await upgrade(dataSource, "head", project.options);
    await dataSource.initialize();
    await dataSource.query("INSERT INTO parent VALUES (1, 'a'), (2, 'b')");
    expect(await errorOf(downgrade(dataSource, "base", project.options))).toMatchObject({
      code: "E_DESTRUCTIVE",
      exitCode: 6,
      message: "data would be lost: drops table parent (2 rows)",
    });
    expect(await dataSource.query("SELECT count(*) AS n FROM parent")).toEqual([{ n: 2 }]);
    await dataSource.destroy();
    await downgrade(dataSource, "base", { ...project.options, yes: true });
  });

  test("text that changes when it becomes a number is a loss that needs consent", async () => {
    const coded = (type: "varchar" | "integer"): Entities => [entity("item", { code: { type } })];
    await autogenerate(project.dataSource(coded("varchar")), { ...project.options, message: "first" });
    await upgrade(project.dataSource(coded("varchar")), "head", project.options);
    const rows = project.dataSource([]);
    await rows.initialize();
    await rows.query("INSERT INTO item VALUES (1, '007'), (2, '12'), (3, 'none'), (4, '1.50')");
    await rows.destroy();
    const changed = project.dataSource(coded("integer"));
    const { losses } = await autogenerate(changed, { ...project.options, message: "numbers" });
    expect(losses.map((loss) => loss.rows)).toEqual([1]);
    expect(await errorOf(upgrade(changed, "head", project.options))).toMatchObject({
      code: "E_DESTRUCTIVE",
      exitCode: 6,
    });
    await upgrade(changed, "head", { ...project.options, yes: true });
  });

  test("a rebuild keeps rowids, and no conflict clause makes it drop rows", async () => {
    await byHand(
      "aaaa1",
      undefined,
      `await op.createTable("doc", (table) => [table.column("id", "varchar"), table.column("body", "varchar"), table.primaryKey(["id"])]);
       await op.bulkInsert("doc", [{ id: "a", body: "x" }, { id: "b", body: "y" }, { id: "c", body: "z" }]);
       await op.execute("DELETE FROM doc WHERE id = 'a'");
       await op.createTable("acct", (table) => [table.column("id", "integer"), table.column("code", "varchar"), table.primaryKey(["id"]), table.unique(["code"], { onConflict: "REPLACE" })]);
       await op.bulkInsert("acct", [{ id: 1, code: "a" }, { id: 2, code: "A" }]);`,
    );
    const dataSource = project.dataSource([]);
    await upgrade(dataSource, "head", project.options);
    await byHand(
      "aaaa2",
      "aaaa1",
      `await op.alterTable("doc", (table) => [table.alterColumn("body", { type: "varchar" }, { type: "varchar(9)" })]);`,
    );
    await upgrade(dataSource, "head", project.options);
    await byHand(
      "aaaa3",
      "aaaa2",
      `await op.alterTable("acct", (table) => [table.alterColumn("code", {}, { collation: "NOCASE" })]);`,
    );
    expect(await errorOf(upgrade(dataSource, "head", project.options))).toMatchObject({
      code: "E_ROWS_BREAK_CONSTRAINT",
    });
    await dataSource.initialize();
    expect(await dataSource.query("SELECT rowid AS r, id FROM doc ORDER BY r")).toEqual([
      { r: 2, id: "b" },
      { r: 3, id: "c" },
    ]);
    expect(await dataSource.query("SELECT count(*) AS n FROM acct")).toEqual([{ n: 2 }]);
    await dataSource.destroy();
  });

  test("a script stops before it rebuilds a table with what the revisions do not know", async () => {
    const coded = (length: number): Entities => [entity("item", { code: { type: "varchar", length } })];
    await autogenerate(project.dataSource(coded(9)), { ...project.options, message: "first" });
    await upgrade(project.dataSource(coded(9)), "head", project.options);
    await autogenerate(project.dataSource(coded(10)), { ...project.options, message: "longer" });
    const { sql } = await upgradeScript(project.dataSource(coded(10)), "aaaaaaaaaaa1:head", project.options);
    const shop = project.dataSource([]);
    await shop.initialize();
    await shop.query("ALTER TABLE item ADD COLUMN legacy text");
    await shop.query("INSERT INTO item VALUES (1, 'a', 'precious')");
    await shop.destroy();
    await expect(runScript(project.file("db.sqlite"), sql)).rejects.toThrow(/CHECK constraint failed/);
    await shop.initialize();
    expect(await shop.query("SELECT legacy FROM item")).toEqual([{ legacy: "precious" }]);
    await shop.destroy();
  });

  test("SQL, queries and rows of the author's own, with values of every kind", async () => {
    await byHand(
      "aaaa1",
      undefined,
      `await op.execute("CREATE TABLE t (id integer, v); CREATE TRIGGER g AFTER INSERT ON t BEGIN UPDATE t SET v = 'x;y' WHERE id = 9; END; INSERT INTO t VALUES (9, 1)");
       await op.bulkInsert("t", [{ id: 1, v: true }, { id: 2, v: null }, { id: 3, v: new Date(0) }, { id: 4, v: new Uint8Array([1, 255]) }, { id: 5, v: 12n }, { id: 6, v: "it's" }]);
       const rows = await op.query("SELECT id FROM t WHERE id > ? ORDER BY id", [4]);
       for (const { id } of rows) await op.execute("UPDATE t SET id = ? WHERE id = ?", [id + 100, id]);`,
    );
    const dataSource = project.dataSource([]);
    await upgrade(dataSource, "head", project.options);
    await dataSource.initialize();
    const rows: { id: number; v: unknown }[] = await dataSource.query(
      "SELECT id, typeof(v) AS type, CAST(v AS text) AS v FROM t ORDER BY id",
    );
    expect(rows.map((row) => Object.values(row).slice(0, 2))).toEqual([
      [1, "integer"],
      [2, "null"],
      [3, "text"],
      [4, "blob"],
      [105, "integer"],
      [106, "text"],
      [109, "text"],
    ]);
    expect(rows[2]?.v).toBe("1970-01-01 00:00:00.000");
    await dataSource.destroy();
  });

  test("a failing third statement undoes the revision, and those before it stay", async () => {
    await byHand("aaaa1", undefined, `await op.execute("CREATE TABLE a (id integer)");`);
    await byHand(
      "aaaa2",
      "aaaa1",
      `await op.execute("CREATE TABLE b (id integer)"); await op.execute("INSERT INTO a VALUES (1)"); await op.execute("INSERT INTO nowhere VALUES (1)");`,
    );
    const dataSource = project.dataSource([]);
    const error = await errorOf(upgrade(dataSource, "head", project.options));
    expect(error.code).toBe("E_STATEMENT_FAILED");
    expect(error.message).toMatch(
      /^upgrade of aaaa2 \(20260101T0000_aaaa2\.js\) failed: ~ SQL: INSERT INTO nowhere .*no such table: nowhere/,
    );
    expect((await current(dataSource, project.options)).revisions.map(({ id }) => id)).toEqual(["aaaa1"]);
    await dataSource.initialize();
    expect(await dataSource.query("SELECT name FROM sqlite_schema WHERE name IN ('a', 'b')")).toEqual([
      { name: "a" },
    ]);
    expect(await dataSource.query("SELECT * FROM a")).toEqual([]);
    await dataSource.destroy();
  });

  test("a revision that forgets an await is carried out in order all the same", async () => {
    await byHand(
      "aaaa1",
      undefined,
      `op.execute("CREATE TABLE a (id integer)"); op.execute("INSERT INTO a VALUES (1)");`,
    );
    const dataSource = project.dataSource([]);
    await upgrade(dataSource, "head", project.options);
    await byHand("aaaa2", "aaaa1", `op.execute("INSERT INTO nowhere VALUES (1)");`);
    expect(await errorOf(upgrade(dataSource, "head", project.options))).toMatchObject({
      code: "E_STATEMENT_FAILED",
    });
  });

  test("a revision without a transaction may do what a transaction forbids", async () => {
    await byHand(
      "aaaa1",
      undefined,
      `await op.execute("VACUUM");`,
      "none",
      "export const transaction = false;",
    );
    const dataSource = project.dataSource([]);
    expect((await upgrade(dataSource, "head", project.options)).current).toEqual(["aaaa1"]);
    expect(await errorOf(downgrade(dataSource, "-1", project.options))).toMatchObject({
      code: "E_IRREVERSIBLE",
    });
  });

  test("a file that does something else than when it was applied is reported, and its down refused", async () => {
    const file = await byHand(
      "aaaa1",
      undefined,
      `await op.execute("CREATE TABLE a (id integer)");`,
      `await op.execute("DROP TABLE a");`,
    );
    const dataSource = project.dataSource([]);
    await upgrade(dataSource, "head", project.options);
    await appendFile(file, "\n// A comment changes nothing.\n");
    const changed = async (): Promise<unknown> =>
      (await history(project.options, dataSource)).entries.map(({ isChanged }) => isChanged);
    expect(await changed()).toEqual([false]);
    await byHand(
      "aaaa2",
      "aaaa1",
      `await op.execute("CREATE TABLE b (id integer)");`,
      `await op.execute("DROP TABLE b");`,
    );
    await upgrade(dataSource, "head", project.options);
    const text = await readFile(project.file("migrations/20260101T0000_aaaa2.js"), "utf8");
    await writeFile(
      project.file("migrations/20260101T0001_aaaa2.cjs"),
      text
        .replace("DROP TABLE b", "DROP TABLE IF EXISTS b")
        .replaceAll("export const ", "exports.")
        .replaceAll(/export async function (\w+)/g, "exports.$1 = async function"),
    );
    await rm(project.file("migrations/20260101T0000_aaaa2.js"));
    expect(await changed()).toEqual([true, false]);
    expect((await check(dataSource, project.options)).changedFiles).toEqual(["20260101T0001_aaaa2.cjs"]);
    expect(await errorOf(downgrade(dataSource, "-1", project.options))).toMatchObject({
      code: "E_REVISION_CHANGED",
    });
    await downgrade(dataSource, "-1", { ...project.options, force: true });
  });

  test("what was written by hand reads back: heads, show, current, history", async () => {
    const { created } = await createRevision({ ...project.options, message: "by hand" });
    await byHand(
      "bbbb1",
      created?.id,
      `await op.createView("v", "SELECT 1 AS one");`,
      `await op.dropView("v", "SELECT 1 AS one");`,
    );
    expect((await heads(project.options)).heads.map(({ id }) => id)).toEqual(["bbbb1"]);
    const [shown] = await show("head", project.options);
    expect(shown?.up.lines).toEqual([{ sign: "+", text: "view v" }]);
    expect(
      (await history({ ...project.options, range: `${created?.id}:bbbb1` })).entries.map(
        ({ revision }) => revision.message,
      ),
    ).toEqual(["bbbb1", "by hand"]);
    const dataSource = project.dataSource([]);
    await upgrade(dataSource, "+1", project.options);
    expect(await current(dataSource, project.options)).toMatchObject({ stamped: true, atHead: false });
  });
});
