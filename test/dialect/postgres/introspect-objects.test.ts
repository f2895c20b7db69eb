import { describe, expect, it } from "vitest";
import type { Extra, Schema, Table, View } from "../../../src/schema/schema.js";
import { postgresServers } from "../../support/servers.js";
import { schemaReader } from "./schema-reader.js";

const plain: View = { name: "v", query: "SELECT t.a,\n    t.b\n   FROM t", triggers: [] };
const base = "CREATE TABLE t (a integer, b text);";

/** A view by the statements that make it. */
const views: Readonly<Record<string, View>> = {
  "CREATE VIEW v AS SELECT * FROM t": plain,
  "CREATE VIEW v (x, \"Y y\") AS SELECT a, b || 'it''s ; $$ %' FROM t": {
    ...plain,
    query: "SELECT t.a AS x,\n    (t.b || 'it''s ; $$ %'::text) AS \"Y y\"\n   FROM t",
  },
  "CREATE VIEW v WITH (security_barrier) AS SELECT * FROM t WITH CASCADED CHECK OPTION": {
    ...plain,
    options: { security_barrier: "true", check_option: "cascaded" },
  },
  "CREATE VIEW v AS SELECT * FROM t; COMMENT ON VIEW v IS 'it''s'": { ...plain, comment: "it's" },
  "CREATE MATERIALIZED VIEW v WITH (fillfactor = 70) AS SELECT * FROM t; CREATE UNIQUE INDEX i ON v (b DESC, (a + 1)); COMMENT ON MATERIALIZED VIEW v IS 'it''s'":
    {
      ...plain,
      materialized: true,
      comment: "it's",
      options: { fillfactor: "70" },
      indexes: [
        {
          name: "i",
          elements: [{ column: "b", order: "DESC" }, { expression: "((a + 1))" }],
          unique: true,
        },
      ],
    },
  "CREATE VIEW v AS SELECT * FROM t; CREATE TRIGGER g INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION f()":
    {
      ...plain,
      triggers: [
        {
          name: "g",
          sql: "CREATE TRIGGER g INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION f()",
        },
      ],
    },
  "CREATE VIEW v AS SELECT * FROM t; ALTER VIEW v ALTER a SET DEFAULT 3; COMMENT ON COLUMN v.b IS 'it''s'": {
    ...plain,
    extras: [
      { kind: "option", name: 'comment of "b"', sql: `COMMENT ON COLUMN "v"."b" IS 'it''s'` },
      { kind: "option", name: 'default of "a"', sql: 'ALTER VIEW "v" ALTER COLUMN "a" SET DEFAULT 3' },
    ],
  },
};

const trigger = "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';";

/** A table of no ordinary sort, by the statements that make it. */
const unsupported: Readonly<Record<string, readonly string[]>> = {
  "CREATE TABLE t (a integer) PARTITION BY RANGE (a)": ["partitioned by RANGE (a)"],
  'CREATE TABLE t (a integer, "B" text) PARTITION BY LIST (lower("B"))': ['partitioned by LIST (lower("B"))'],
  "CREATE TABLE p (a integer) PARTITION BY RANGE (a); CREATE TABLE t PARTITION OF p FOR VALUES FROM (1) TO (9)":
    ["partition of p FOR VALUES FROM (1) TO (9)"],
  'CREATE TABLE p (a integer); CREATE TABLE "P" (b integer); CREATE TABLE t () INHERITS (p, "P")': [
    'inherits from p, "P"',
  ],
  "CREATE TYPE kind AS (a integer); CREATE TABLE t OF kind": ["table of the type kind"],
  'CREATE FOREIGN DATA WRAPPER w; CREATE SERVER "S s" FOREIGN DATA WRAPPER w; CREATE FOREIGN TABLE t (a integer) SERVER "S s"':
    ['foreign table of the server "S s"'],
  "CREATE ACCESS METHOD pile TYPE TABLE HANDLER heap_tableam_handler; CREATE TABLE t (a integer) USING pile":
    ['stored by the access method "pile"'],
};

/** What is kept with a table, by the statements that make it. */
const extras: Readonly<Record<string, readonly Extra[]>> = {
  "ALTER TABLE t ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY": [
    { kind: "option", name: "forced row security", sql: 'ALTER TABLE "t" FORCE ROW LEVEL SECURITY' },
    { kind: "option", name: "row security", sql: 'ALTER TABLE "t" ENABLE ROW LEVEL SECURITY' },
  ],
  'CREATE POLICY "P p" ON t USING (a > 0)': [
    {
      kind: "policy",
      name: "P p",
      sql: 'CREATE POLICY "P p" ON "t" FOR ALL TO PUBLIC USING ((a > 0))',
      columns: ["a"],
    },
  ],
  "CREATE POLICY p ON t AS RESTRICTIVE FOR INSERT TO pg_monitor, pg_signal_backend WITH CHECK (b <> 'it''s')":
    [
      {
        kind: "policy",
        name: "p",
        sql:
          'CREATE POLICY "p" ON "t" AS RESTRICTIVE FOR INSERT TO "pg_monitor", "pg_signal_backend" ' +
          "WITH CHECK ((b <> 'it''s'::text))",
        columns: ["b"],
      },
    ],
  "CREATE POLICY p ON t; COMMENT ON POLICY p ON t IS 'why'": [
    { kind: "policy", name: "p", sql: 'CREATE POLICY "p" ON "t" FOR ALL TO PUBLIC' },
    { kind: "option", name: 'policy "p" comment', sql: `COMMENT ON POLICY "p" ON "t" IS 'why'` },
  ],
  "CREATE RULE r AS ON UPDATE TO t WHERE new.a > 0 DO INSTEAD NOTHING": [
    {
      kind: "rule",
      name: "r",
      sql: "CREATE RULE r AS\n    ON UPDATE TO t\n   WHERE (new.a > 0) DO INSTEAD NOTHING",
      columns: ["a"],
    },
  ],
  "CREATE STATISTICS s (dependencies) ON b, a FROM t": [
    {
      kind: "statistics",
      name: "s",
      sql: "CREATE STATISTICS s (dependencies) ON a, b FROM t",
      columns: ["a", "b"],
    },
  ],
  "GRANT SELECT, UPDATE ON t TO pg_monitor; GRANT SELECT ON t TO PUBLIC; GRANT INSERT (b, a) ON t TO pg_monitor WITH GRANT OPTION":
    [
      {
        kind: "grant",
        name: 'INSERT ("a") TO "pg_monitor" WITH GRANT OPTION',
        sql: 'GRANT INSERT ("a") ON TABLE "t" TO "pg_monitor" WITH GRANT OPTION',
        columns: ["a"],
      },
      {
        kind: "grant",
        name: 'INSERT ("b") TO "pg_monitor" WITH GRANT OPTION',
        sql: 'GRANT INSERT ("b") ON TABLE "t" TO "pg_monitor" WITH GRANT OPTION',
        columns: ["b"],
      },
      { kind: "grant", name: "SELECT TO PUBLIC", sql: 'GRANT SELECT ON TABLE "t" TO PUBLIC' },
      {
        kind: "grant",
        name: 'SELECT, UPDATE TO "pg_monitor"',
        sql: 'GRANT SELECT, UPDATE ON TABLE "t" TO "pg_monitor"',
      },
    ],
  'ALTER TABLE t ALTER a SET NOT NULL; CREATE UNIQUE INDEX "I i" ON t (a); CLUSTER t USING "I i"': [
    { kind: "option", name: "cluster", sql: 'ALTER TABLE "t" CLUSTER ON "I i"' },
  ],
  "ALTER TABLE t ALTER b SET STORAGE MAIN, ALTER a SET STATISTICS 0": [
    {
      kind: "option",
      name: 'statistics of "a"',
      sql: 'ALTER TABLE "t" ALTER COLUMN "a" SET STATISTICS 0',
      columns: ["a"],
    },
    {
      kind: "option",
      name: 'storage of "b"',
      sql: 'ALTER TABLE "t" ALTER COLUMN "b" SET STORAGE MAIN',
      columns: ["b"],
    },
  ],
  "ALTER TABLE t REPLICA IDENTITY FULL": [
    { kind: "option", name: "replica identity", sql: 'ALTER TABLE "t" REPLICA IDENTITY FULL' },
  ],
  'ALTER TABLE t ALTER a SET NOT NULL; CREATE UNIQUE INDEX "I i" ON t (a); ALTER TABLE t REPLICA IDENTITY USING INDEX "I i"':
    [
      {
        kind: "option",
        name: "replica identity",
        sql: 'ALTER TABLE "t" REPLICA IDENTITY USING INDEX "I i"',
      },
    ],
};

/** A trigger as the server writes it, by what its author wrote behind its name. */
const triggers: Readonly<Record<string, string>> = {
  "AFTER INSERT ON t EXECUTE FUNCTION f()":
    'CREATE TRIGGER " ON t." AFTER INSERT ON t FOR EACH STATEMENT EXECUTE FUNCTION f()',
  "BEFORE UPDATE OF a ON t FOR EACH ROW WHEN (new.b <> 'it''s') EXECUTE FUNCTION f('x $$')":
    "CREATE TRIGGER \" ON t.\" BEFORE UPDATE OF a ON t FOR EACH ROW WHEN ((new.b <> 'it''s'::text)) EXECUTE FUNCTION f('x $$')",
};

describe.each(postgresServers)("objects, $name", (server) => {
  const reader = schemaReader(server);

  it.each(Object.entries(views))("%s", async (sql, view) => {
    // From version 16 on, columns are qualified only where several tables are read.
    const query = server.major >= 16 ? view.query.replaceAll("t.", "") : view.query;
    expect(await reader.view(`${base} ${trigger} ${sql}`)).toEqual({ ...view, query });
  });

  it.each(Object.entries(unsupported))("does not hold %s", async (sql, reasons) => {
    const table = await reader.table(sql);
    expect(table.unsupported).toEqual(reasons);
    expect(table.columns[0]?.name).toBe("a");
  });

  it.each(Object.entries(extras))("keeps %s", async (sql, kept) => {
    const table = await reader.table(`${base} ${sql}`);
    expect(table.extras).toEqual(kept);
  });

  it.each(Object.entries(extras))("makes it anew: %s", async (sql, kept) => {
    const { columns, ...rest } = await reader.table(`${base} ${sql}`);
    const { unique } = rest.indexes[0] ?? {};
    const again = await reader.table(`${base}
      ${unique ? 'ALTER TABLE t ALTER a SET NOT NULL; CREATE UNIQUE INDEX "I i" ON t (a);' : ""}
      ${kept.map((extra) => extra.sql).join(";")}`);
    expect(again).toEqual({ columns, ...rest });
  });

  it.each(Object.entries(triggers))("reads a trigger %s", async (sql, statement) => {
    const table = await reader.table(`${base} ${trigger} CREATE TRIGGER " ON t." ${sql}`);
    expect(table.triggers).toEqual([{ name: " ON t.", sql: statement }]);
    const again = await reader.table(`${base} ${trigger} ${statement}`);
    expect(again.triggers).toEqual(table.triggers);
  });

  it("reads constraint triggers, and those that are off, and none of the server's own", async () => {
    const table = await reader.table(`${base} ${trigger}
      CREATE TABLE o (a integer PRIMARY KEY); ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES o;
      CREATE CONSTRAINT TRIGGER c AFTER INSERT ON t FROM o DEFERRABLE FOR EACH ROW EXECUTE FUNCTION f();
      ALTER TABLE t DISABLE TRIGGER c; COMMENT ON TRIGGER c ON t IS 'it''s';`);
    expect(table.triggers).toEqual([
      {
        name: "c",
        sql: "CREATE CONSTRAINT TRIGGER c AFTER INSERT ON t FROM o DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION f()",
      },
    ]);
    expect(table.extras).toEqual([
      { kind: "option", name: 'trigger "c"', sql: 'ALTER TABLE "t" DISABLE TRIGGER "c"' },
      { kind: "option", name: 'trigger "c" comment', sql: `COMMENT ON TRIGGER "c" ON "t" IS 'it''s'` },
    ]);
  });

  it("reads the options of tables, those of their TOAST tables among them", async () => {
    const { options } = await reader.table(`
      CREATE UNLOGGED TABLE t (a text) WITH (fillfactor = 70, toast.autovacuum_enabled = false);
      COMMENT ON TABLE t IS 'it''s'`);
    expect(options).toEqual({
      unlogged: true,
      storage: { fillfactor: "70", "toast.autovacuum_enabled": "false" },
      comment: "it's",
    });
  });

  it("reads what views read, on any level", async () => {
    const { reads } = await reader.schema(`
      CREATE SCHEMA read_from; CREATE TABLE read_from.x (a integer, b integer); ${base}
      CREATE VIEW v1 AS SELECT b FROM t WHERE a > 0;
      CREATE MATERIALIZED VIEW v2 AS SELECT count(*) AS n FROM v1;
      CREATE VIEW v3 AS SELECT v2.n, x.b FROM v2, read_from.x`);
    const names = (view: string, from: string, columns: readonly string[], schema?: string): unknown => ({
      view: { name: view },
      from: schema === undefined ? { name: from } : { name: from, schema },
      columns,
    });
    expect(reads).toHaveLength(4);
    expect(reads).toEqual(
      expect.arrayContaining([
        names("v1", "t", ["a", "b"]),
        names("v2", "v1", []),
        names("v3", "v2", ["n"]),
        names("v3", "x", ["b"], "read_from"),
      ]),
    );
  });

  it("reads enums in the order of their values, whenever they came", async () => {
    const { enums } = await reader.schema(`
      CREATE TYPE "Odd e" AS ENUM ('it''s', 'b', 'ü $$');
      ALTER TYPE "Odd e" ADD VALUE 'a' BEFORE 'b';
      COMMENT ON TYPE "Odd e" IS 'values';
      CREATE TYPE empty AS ENUM ();`);
    expect(enums).toEqual([
      { name: "Odd e", values: ["it's", "a", "b", "ü $$"], comment: "values" },
      { name: "empty", values: [] },
    ]);
  });

  it("reads sequences that belong to no column", async () => {
    const { sequences } = await reader.schema(`
      CREATE TABLE t (a serial, b integer GENERATED ALWAYS AS IDENTITY);
      CREATE SEQUENCE plain; CREATE SEQUENCE small AS smallint;
      CREATE SEQUENCE "Down" INCREMENT -2 MINVALUE -100 MAXVALUE 10 START 5 CACHE 3 CYCLE;
      CREATE SEQUENCE high MINVALUE 100`);
    expect(sequences).toEqual([
      {
        name: "Down",
        options: {
          start: "5",
          increment: "-2",
          minimum: "-100",
          maximum: "10",
          cache: "3",
          cycle: true,
        },
      },
      { name: "high", options: { minimum: "100" } },
      { name: "plain", options: {} },
      { name: "small", type: "smallint", options: {} },
    ]);
  });

  it("reads other schemas where they are asked for, and names what is in them with them", async () => {
    const schema = await reader.schema(
      `CREATE SCHEMA "A a"; CREATE SCHEMA not_asked;
       CREATE TYPE "A a".e AS ENUM ('x'); CREATE SEQUENCE "A a".s;
       CREATE TABLE "A a".t (a integer PRIMARY KEY, e "A a".e);
       CREATE VIEW "A a".v AS SELECT a FROM "A a".t;
       CREATE TABLE t (a integer REFERENCES "A a".t, e "A a".e DEFAULT 'x');
       CREATE TABLE not_asked.t (a integer);`,
      ["A a", "not there"],
    );
    const names = (items: readonly { readonly name: string; readonly schema?: string }[]): string[] =>
      items.map(({ schema: home, name }) => `${home ?? ""}.${name}`);
    expect(schema.schemas).toEqual(["A a"]);
    expect(names(schema.tables)).toEqual(["A a.t", ".t"]);
    expect(names(schema.views)).toEqual(["A a.v"]);
    expect(names(schema.enums)).toEqual(["A a.e"]);
    expect(names(schema.sequences)).toEqual(["A a.s"]);
    const own = schema.tables.find((table) => table.schema === undefined);
    expect(own?.columns[1]).toEqual({
      name: "e",
      type: '"A a".e',
      nullable: true,
      default: "'x'::\"A a\".e",
    });
    expect(own?.foreignKeys[0]?.references).toEqual({ schema: "A a", name: "t" });
  });
});

/** What the embedded server brings, too. */
const extensions = ["hstore", "pg_stat_statements", "citext"];

describe.each(postgresServers)("extensions, $name", (server) => {
  const reader = schemaReader(server, extensions);

  it("lists them, leaves out what belongs to them, and names their types with their schema", async () => {
    const sql = 'CREATE TABLE t (a public.citext, b public.hstore[], c public.citext COLLATE "C")';
    const schema: Schema = await reader.schema(sql, ["public"]);
    const [table]: readonly Table[] = schema.tables;
    expect(schema.extensions).toEqual([
      { name: "citext", schema: "public" },
      { name: "hstore", schema: "public" },
      { name: "pg_stat_statements", schema: "public" },
    ]);
    expect(schema.views).toEqual([]);
    expect(schema.tables).toHaveLength(1);
    expect(table?.columns.map(({ type }) => type)).toEqual([
      "public.citext",
      "public.hstore[]",
      "public.citext",
    ]);
  });

  it("names no schema where they are in the default one", async () => {
    await reader.schema("");
    const schema = await reader.after(`SET search_path = public;
      CREATE TABLE t (a citext, b hstore); CREATE INDEX i ON t (a); CREATE INDEX j ON t USING gin (b)`);
    expect(schema.extensions).toEqual(extensions.toSorted().map((name) => ({ name })));
    expect(schema.tables[0]?.columns.map(({ type }) => type)).toEqual(["citext", "hstore"]);
    expect(schema.tables[0]?.indexes).toEqual([
      { name: "i", elements: [{ column: "a" }] },
      { name: "j", elements: [{ column: "b" }], method: "gin" },
    ]);
  });
});
