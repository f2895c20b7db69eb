import { describe, expect, test } from "vitest";
import { introspect } from "../../../src/dialect/sqlite/introspect.js";
import { emptySchema, type Column, type Schema, type Table } from "../../../src/schema/schema.js";
import { openSqlite, sqliteWith } from "../../support/sqlite.js";

async function schemaOf(sql: string): Promise<Schema> {
  const connection = sqliteWith(sql);
  try {
    return await introspect(connection);
  } finally {
    connection.close();
  }
}

async function tableOf(sql: string, name = "t"): Promise<Table> {
  const { tables } = await schemaOf(sql);
  const table = tables.find((candidate) => candidate.name === name);
  if (table === undefined) throw new Error(`no table ${name}`);
  return table;
}

/** The parts of a table that a case speaks of, those that are empty left out. */
function partsOf(table: Table): Partial<Table> {
  const entries = Object.entries(table).filter(
    ([key, value]) => key !== "name" && key !== "columns" && Object.keys(value).length > 0,
  );
  return Object.fromEntries(entries);
}

const plain: Column = { name: "a", type: "integer", nullable: true };

const columnCases: readonly (readonly [string, Column])[] = [
  ["a", { ...plain, type: "" }],
  ["a integer", plain],
  ["'a' integer", plain],
  ["[a] INT", plain],
  ["`a` Int", plain],
  ["/* a */ a -- b\n /* c */ integer -- d\n", plain],
  ["a decimal(10 /* , */ , -- 3\n 2 /* ) */)", { ...plain, type: "decimal(10,2)" }],
  ["a varchar (20)", { ...plain, type: "varchar(20)" }],
  ["a DECIMAL( 10 , 2 )", { ...plain, type: "decimal(10,2)" }],
  ["a decimal(+10,-2)", { ...plain, type: "decimal(+10,-2)" }],
  ["a unsigned  BIG\n int", { ...plain, type: "unsigned big int" }],
  ["a character varying(20)", { ...plain, type: "character varying(20)" }],
  ['a "my type" (1)', { ...plain, type: "my type" }],
  ["a [varchar(20)]", { ...plain, type: "varchar(20)" }],
  ["a generated", { ...plain, type: "generated" }],
  ["a key action cascade", { ...plain, type: "key action cascade" }],
  ["a integer NOT NULL", { ...plain, nullable: false }],
  ["a NOT NULL", { ...plain, type: "", nullable: false }],
  [
    "a integer CONSTRAINT nn NOT NULL ON CONFLICT REPLACE DEFAULT 1",
    { ...plain, nullable: false, notNullConflict: "REPLACE", default: "1" },
  ],
  ["a integer NOT NULL ON CONFLICT ABORT", { ...plain, nullable: false }],
  ["a integer NULL ON CONFLICT IGNORE", plain],
  ["a integer DEFAULT 1", { ...plain, default: "1" }],
  ["a integer DEFAULT - 1.5e3", { ...plain, default: "-1.5e3" }],
  ["a integer DEFAULT +1", { ...plain, default: "1" }],
  ["a integer DEFAULT (((1)))", { ...plain, default: "1" }],
  ["a integer DEFAULT ( 1 + 2 /* three */ ) NOT NULL", { ...plain, default: "1 + 2", nullable: false }],
  ["a integer DEFAULT 'it''s, (\n)'", { ...plain, default: "'it''s, (\n)'" }],
  ['a integer DEFAULT "it\'s ""it"""', { ...plain, default: "'it''s \"it\"'" }],
  ["a integer DEFAULT hello", { ...plain, default: "'hello'" }],
  ["a integer DEFAULT x'0f'", { ...plain, default: "x'0f'" }],
  ["a integer DEFAULT NULL", plain],
  ["a integer DEFAULT true", { ...plain, default: "1" }],
  ["a integer DEFAULT (FALSE)", { ...plain, default: "0" }],
  ["a integer DEFAULT current_timestamp", { ...plain, default: "CURRENT_TIMESTAMP" }],
  ["a integer DEFAULT (datetime('now', ')'))", { ...plain, default: "datetime('now', ')')" }],
  ["a integer DEFAULT 1 DEFAULT 2", { ...plain, default: "2" }],
  ["a text COLLATE nocase", { ...plain, type: "text", collation: "NOCASE" }],
  ['a text COLLATE "RTRIM" COLLATE binary', { ...plain, type: "text" }],
  ["a AS (b + 1)", { ...plain, type: "", generated: { expression: "b + 1", stored: false } }],
  [
    "a integer GENERATED ALWAYS AS ( length(')') ) STORED NOT NULL",
    { ...plain, nullable: false, generated: { expression: "length(')')", stored: true } },
  ],
  ["a integer AS (b) VIRTUAL", { ...plain, generated: { expression: "b", stored: false } }],
  ["a varchar CHECK( a IN ('x') )", { ...plain, type: "varchar", enumValues: ["x"] }],
  [
    `a varchar CHECK ("a" IN ('x','it''s','a,b','(',')','','\n')) NOT NULL DEFAULT ('x')`,
    {
      ...plain,
      type: "varchar",
      enumValues: ["x", "it's", "a,b", "(", ")", "", "\n"],
      nullable: false,
      default: "'x'",
    },
  ],
];

test.each(columnCases)("column %j", async (definition, expected) => {
  const table = await tableOf(`CREATE TABLE t (${definition}, b)`);
  expect(table.unsupported).toBeUndefined();
  expect(table.columns[0]).toEqual(expected);
  expect(table.columns[1]).toEqual({ name: "b", type: "", nullable: true });
});

const constraintCases: readonly (readonly [string, Partial<Table>])[] = [
  ["a integer CHECK (a > 0), b", { checks: [{ expression: "a > 0" }] }],
  ["a, b, CONSTRAINT c CHECK ((a) > (b) -- sure\n)", { checks: [{ name: "c", expression: "(a) > (b)" }] }],
  ["a, b, CHECK ((a > b)) ON CONFLICT FAIL", { checks: [{ expression: "(a > b)" }] }],
  ["a CONSTRAINT c CHECK (a IN ('x')), b", { checks: [{ name: "c", expression: "a IN ('x')" }] }],
  ["a CHECK (a IN (1, 2)), b", { checks: [{ expression: "a IN (1, 2)" }] }],
  ["a CHECK (a IN ('x', x'00')), b", { checks: [{ expression: "a IN ('x', x'00')" }] }],
  ["a CHECK (a NOT IN ('x')), b", { checks: [{ expression: "a NOT IN ('x')" }] }],
  ["a CHECK (b IN ('x')), b", { checks: [{ expression: "b IN ('x')" }] }],
  ["a CHECK (a IN ('x') OR a IN ('y')), b", { checks: [{ expression: "a IN ('x') OR a IN ('y')" }] }],
  ["a, b, CHECK (a IN ('x'))", { checks: [{ expression: "a IN ('x')" }] }],
  [
    "a UNIQUE, b UNIQUE ON CONFLICT IGNORE",
    { uniques: [{ columns: ["a"] }, { columns: ["b"], onConflict: "IGNORE" }] },
  ],
  ["a CONSTRAINT u UNIQUE, b", { uniques: [{ name: "u", columns: ["a"] }] }],
  [
    'a, b, CONSTRAINT "u ""x""" UNIQUE (B, "a" ASC) ON CONFLICT ABORT',
    { uniques: [{ name: 'u "x"', columns: ["b", "a"] }] },
  ],
  ["a UNIQUE, b, UNIQUE (a)", { uniques: [{ columns: ["a"] }, { columns: ["a"] }] }],
  [
    "a, b, UNIQUE (a) CHECK (a > b) CONSTRAINT alone",
    { uniques: [{ columns: ["a"] }], checks: [{ expression: "a > b" }] },
  ],
  ["a PRIMARY KEY, b", { primaryKey: { columns: ["a"] } }],
  [
    "a CONSTRAINT k PRIMARY KEY ON CONFLICT REPLACE, b",
    { primaryKey: { name: "k", columns: ["a"], onConflict: "REPLACE" } },
  ],
  [
    "a, b, CONSTRAINT k PRIMARY KEY (b, A) ON CONFLICT ROLLBACK",
    { primaryKey: { name: "k", columns: ["b", "a"], onConflict: "ROLLBACK" } },
  ],
  ["a INTEGER PRIMARY KEY UNIQUE, b", { primaryKey: { columns: ["a"] }, uniques: [{ columns: ["a"] }] }],
  ["a PRIMARY KEY, b, UNIQUE (a)", { primaryKey: { columns: ["a"] }, uniques: [{ columns: ["a"] }] }],
  [
    "a REFERENCES p, b",
    { foreignKeys: [{ columns: ["a"], references: { name: "p" }, referencedColumns: ["id"] }] },
  ],
  [
    "a CONSTRAINT f REFERENCES P (ID) ON DELETE CASCADE ON UPDATE SET NULL MATCH FULL NOT NULL DEFERRABLE, b",
    {
      foreignKeys: [
        {
          name: "f",
          columns: ["a"],
          references: { name: "p" },
          referencedColumns: ["id"],
          onDelete: "CASCADE",
          onUpdate: "SET NULL",
          match: "FULL",
          deferrable: "INITIALLY IMMEDIATE",
        },
      ],
    },
  ],
  [
    "a REFERENCES p ON DELETE NO ACTION ON UPDATE NO ACTION MATCH SIMPLE NOT DEFERRABLE INITIALLY DEFERRED, b",
    { foreignKeys: [{ columns: ["a"], references: { name: "p" }, referencedColumns: ["id"] }] },
  ],
  [
    "a, b, FOREIGN KEY (b, a) REFERENCES q ON DELETE SET DEFAULT ON UPDATE RESTRICT DEFERRABLE INITIALLY DEFERRED",
    {
      foreignKeys: [
        {
          columns: ["b", "a"],
          references: { name: "q" },
          referencedColumns: ["x", "y"],
          onDelete: "SET DEFAULT",
          onUpdate: "RESTRICT",
          deferrable: "INITIALLY DEFERRED",
        },
      ],
    },
  ],
  [
    "a REFERENCES missing, b REFERENCES missing (c)",
    {
      foreignKeys: [
        { columns: ["a"], references: { name: "missing" }, referencedColumns: [] },
        { columns: ["b"], references: { name: "missing" }, referencedColumns: ["c"] },
      ],
    },
  ],
  [
    "a, b REFERENCES t (a)",
    { foreignKeys: [{ columns: ["b"], references: { name: "t" }, referencedColumns: ["a"] }] },
  ],
];

test.each(constraintCases)("constraints of %j", async (body, expected) => {
  const parents = "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE q (x, y, PRIMARY KEY (x, y));";
  const table = await tableOf(`${parents} CREATE TABLE t (${body})`);
  expect(table.columns.map((column) => column.name)).toEqual(["a", "b"]);
  expect(partsOf(table)).toEqual(expected);
});

describe("keys", () => {
  const cases: readonly (readonly [string, Column, Partial<Table>])[] = [
    ["(a INTEGER PRIMARY KEY)", { ...plain, nullable: false }, {}],
    ["(a INTEGER PRIMARY KEY ASC AUTOINCREMENT)", { ...plain, nullable: false, autoIncrement: true }, {}],
    ["(a INTEGER, PRIMARY KEY (A AUTOINCREMENT))", { ...plain, nullable: false, autoIncrement: true }, {}],
    ["(a INT PRIMARY KEY)", { ...plain, type: "int" }, {}],
    ["(a text PRIMARY KEY)", { ...plain, type: "text" }, {}],
    ["(a INT PRIMARY KEY) WITHOUT ROWID", { ...plain, nullable: false }, { options: { withoutRowid: true } }],
    [
      "(a TEXT PRIMARY KEY) STRICT",
      { ...plain, type: "text", nullable: false },
      { options: { strict: true } },
    ],
    [
      "(a INT PRIMARY KEY) strict, without rowid",
      { ...plain, nullable: false },
      { options: { strict: true, withoutRowid: true } },
    ],
  ];

  test.each(cases)("%s", async (definition, column, parts) => {
    const table = await tableOf(`CREATE TABLE t ${definition}`);
    expect(table.columns[0]).toEqual(column);
    expect(partsOf(table)).toEqual({ primaryKey: { columns: ["a"] }, ...parts });
  });
});

const names = [
  '"',
  "'",
  "`",
  "]",
  "[",
  "a b",
  "select",
  "größe",
  "表",
  "😀",
  "${x}",
  "a\nb",
  "a.b",
  "--",
  "/*",
  "%",
  ";",
];

test.each(names)("objects named %j", async (name) => {
  const id = `"${name.replaceAll('"', '""')}"`;
  const schema = await schemaOf(`
    CREATE TABLE ${id} (${id} integer, "x${name.replaceAll('"', '""')}" REFERENCES ${id},
      CONSTRAINT ${id} UNIQUE (${id}), CHECK (${id} > 0));
    CREATE INDEX "i${name.replaceAll('"', '""')}" ON ${id} (${id} DESC);
    CREATE VIEW "v${name.replaceAll('"', '""')}" (${id}) AS SELECT ${id} FROM ${id};
    CREATE TRIGGER ${id} AFTER INSERT ON ${id} BEGIN SELECT 1; END;`);
  expect(schema).toEqual({
    ...emptySchema,
    tables: [
      {
        name,
        columns: [
          { name, type: "integer", nullable: true },
          { name: `x${name}`, type: "", nullable: true },
        ],
        uniques: [{ name, columns: [name] }],
        foreignKeys: [{ columns: [`x${name}`], references: { name }, referencedColumns: [] }],
        checks: [{ expression: `${id} > 0` }],
        indexes: [{ name: `i${name}`, elements: [{ column: name, order: "DESC" }] }],
        triggers: [{ name, sql: `CREATE TRIGGER ${id} AFTER INSERT ON ${id} BEGIN SELECT 1; END` }],
        options: {},
      },
    ],
    views: [{ name: `v${name}`, columns: [name], query: `SELECT ${id} FROM ${id}`, triggers: [] }],
  });
});

describe("indexes", () => {
  const cases: readonly (readonly [string, Table["indexes"][number]])[] = [
    ["CREATE INDEX i ON t (a)", { name: "i", elements: [{ column: "a" }] }],
    [
      "CREATE UNIQUE INDEX IF NOT EXISTS main.i ON t ('B', [a] DESC)",
      {
        name: "i",
        unique: true,
        elements: [{ column: "b" }, { column: "a", order: "DESC" }],
      },
    ],
    [
      "CREATE INDEX i ON t (a COLLATE nocase DESC, b COLLATE binary ASC, c)",
      {
        name: "i",
        elements: [
          { column: "a", collation: "NOCASE", order: "DESC" },
          { column: "b", collation: "BINARY" },
          { column: "c" },
        ],
      },
    ],
    [
      "CREATE INDEX i ON t (lower(a), (a + b) DESC, ((c)), (a COLLATE rtrim))",
      {
        name: "i",
        elements: [
          { expression: "lower(a)" },
          { expression: "a + b", order: "DESC" },
          { column: "c" },
          { column: "a", collation: "RTRIM" },
        ],
      },
    ],
    [
      "CREATE INDEX i ON t (lower(a) COLLATE nocase, a || b COLLATE nocase)",
      {
        name: "i",
        elements: [{ expression: "lower(a)", collation: "NOCASE" }, { expression: "a || b COLLATE nocase" }],
      },
    ],
    [
      "CREATE INDEX i ON t (CASE WHEN a IN (1, 2) THEN ',' ELSE b END)",
      {
        name: "i",
        elements: [{ expression: "CASE WHEN a IN (1, 2) THEN ',' ELSE b END" }],
      },
    ],
    [
      "CREATE INDEX i ON t (a) WHERE a IS NOT NULL AND (b > ') WHERE') -- end",
      {
        name: "i",
        elements: [{ column: "a" }],
        where: "a IS NOT NULL AND (b > ') WHERE')",
      },
    ],
  ];

  test.each(cases)("%s", async (sql, expected) => {
    const table = await tableOf(`CREATE TABLE t (a, b, c COLLATE nocase); ${sql}`);
    expect(table.unsupported).toBeUndefined();
    expect(table.indexes).toEqual([expected]);
  });
});

test("views and triggers keep their text", async () => {
  const schema = await schemaOf(`
    CREATE TABLE Item (a);
    CREATE VIEW IF NOT EXISTS main.v AS SELECT a, 'AS' AS "as" -- why
      FROM Item; -- end
    CREATE VIEW w (x, "y z") AS WITH q AS (SELECT 1, 2) SELECT * FROM q;
    CREATE TRIGGER b INSTEAD OF INSERT ON V BEGIN INSERT INTO item VALUES (CASE WHEN 1 THEN 2 END); END;
    CREATE TRIGGER a AFTER DELETE ON iTEM WHEN old.a > 1 BEGIN SELECT ';'; END;
    CREATE TEMP TRIGGER c AFTER DELETE ON Item BEGIN SELECT 1; END;`);
  expect(schema.views).toEqual([
    {
      name: "v",
      query: `SELECT a, 'AS' AS "as" -- why\n      FROM Item`,
      triggers: [
        {
          name: "b",
          sql: "CREATE TRIGGER b INSTEAD OF INSERT ON V BEGIN INSERT INTO item VALUES (CASE WHEN 1 THEN 2 END); END",
        },
      ],
    },
    { name: "w", columns: ["x", "y z"], query: "WITH q AS (SELECT 1, 2) SELECT * FROM q", triggers: [] },
  ]);
  expect(schema.tables[0]?.triggers).toEqual([
    { name: "a", sql: "CREATE TRIGGER a AFTER DELETE ON iTEM WHEN old.a > 1 BEGIN SELECT ';'; END" },
  ]);
});

describe("text that SQLite wrote", () => {
  test("CREATE TABLE AS SELECT", async () => {
    const table = await tableOf(`CREATE TABLE s (a integer, "b c" varchar(20), d);
      CREATE TABLE IF NOT EXISTS main.t AS SELECT a, "b c", d, a + 1 AS "e""f", 'x' FROM s`);
    expect(table.unsupported).toBeUndefined();
    expect(table.columns.map((column) => [column.name, column.type])).toEqual([
      ["a", "integer"],
      ["b c", "text"],
      ["d", ""],
      ['e"f', ""],
      ["'x'", ""],
    ]);
  });

  test("ALTER TABLE", async () => {
    const schema = await schemaOf(`
      CREATE TABLE p (id integer PRIMARY KEY, x, UNIQUE (x) CHECK (x > 0));
      CREATE TABLE t (a integer REFERENCES p (id), b -- the last
      , CONSTRAINT u UNIQUE (a, b));
      CREATE INDEX i ON t (a, lower(b));
      ALTER TABLE t ADD COLUMN c varchar (5) DEFAULT 'x' COLLATE nocase CHECK (c IN ('x', 'y'));
      ALTER TABLE t ADD d AS (a + 1);
      ALTER TABLE t ADD e REFERENCES p (x) ON DELETE SET NULL;
      ALTER TABLE t RENAME COLUMN b TO "b ""new""";
      ALTER TABLE p RENAME COLUMN id TO "select";
      ALTER TABLE p RENAME TO "new p";
      ALTER TABLE t RENAME TO T2;
      ALTER TABLE T2 ADD f;
      ALTER TABLE T2 DROP COLUMN f;`);
    expect(schema.tables.flatMap((table) => table.unsupported ?? [])).toEqual([]);
    const table = schema.tables.find(({ name }) => name === "T2");
    expect(table?.columns.map((column) => column.name)).toEqual(["a", 'b "new"', "c", "d", "e"]);
    expect(table?.columns[2]).toEqual({
      name: "c",
      type: "varchar(5)",
      nullable: true,
      default: "'x'",
      collation: "NOCASE",
      enumValues: ["x", "y"],
    });
    expect(table?.uniques).toEqual([{ name: "u", columns: ["a", 'b "new"'] }]);
    expect(table?.foreignKeys).toEqual([
      { columns: ["a"], references: { name: "new p" }, referencedColumns: ["select"] },
      { columns: ["e"], references: { name: "new p" }, referencedColumns: ["x"], onDelete: "SET NULL" },
    ]);
    expect(table?.indexes[0]?.elements).toEqual([{ column: "a" }, { expression: 'lower("b ""new""")' }]);
  });
});

describe("what the model cannot hold", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["CREATE TABLE t (a, PRIMARY KEY (a DESC))", 'primary key with "a" in descending order'],
    ["CREATE TABLE t (a INTEGER PRIMARY KEY DESC)", "primary key in descending order"],
    ["CREATE TABLE t (a, UNIQUE (a DESC))", 'unique constraint with "a" in descending order'],
    [
      "CREATE TABLE t (a, UNIQUE (a COLLATE nocase))",
      'unique constraint on "a" with the collation "nocase" of its own',
    ],
    ["CREATE TABLE t (a REFERENCES p MATCH odd)", 'foreign key with MATCH "ODD"'],
    ['CREATE TABLE t (a "not a type")', 'column "a" with the type "not a type"'],
    ["CREATE VIRTUAL TABLE t USING fts5(a, tokenize = 'porter')", "virtual table using fts5"],
    ["CREATE VIRTUAL TABLE IF NOT EXISTS main.\"t\" USING 'rtree'(id, a, b)", "virtual table using rtree"],
  ];

  test.each(cases)("%s", async (sql, reason) => {
    expect((await tableOf(sql)).unsupported).toEqual([reason]);
  });

  test("shadow tables are told from others", async () => {
    const schema = await schemaOf(`
      CREATE VIRTUAL TABLE doc USING fts5(a); CREATE VIRTUAL TABLE doc_x USING rtree(id, a, b);
      CREATE TABLE doc_other (a);`);
    const reasons = Object.fromEntries(schema.tables.map((table) => [table.name, table.unsupported?.[0]]));
    expect(reasons).toMatchObject({
      doc: "virtual table using fts5",
      doc_data: "shadow table of doc",
      doc_x_node: "shadow table of doc_x",
      doc_other: undefined,
    });
  });

  test("a text that does not agree with the catalog is not believed", async () => {
    const connection = sqliteWith("CREATE TABLE t (a integer, b text NOT NULL); CREATE TABLE u (a)");
    const odd = `CREATE TABLE t (a integer, b text NOT NULL /* ' */) nonsense`;
    const lying = {
      ...connection,
      query: async (sql: string) => {
        const rows = await connection.query(sql);
        return rows.map((row) => (row["name"] === "t" && "sql" in row ? { ...row, sql: odd } : row));
      },
    };
    const { tables } = await introspect(lying);
    expect(tables.map((table) => [table.name, table.unsupported])).toEqual([
      ["t", ['its definition could not be read: unexpected "nonsense"']],
      ["u", undefined],
    ]);
    expect(tables[0]?.columns).toEqual([
      { name: "a", type: "integer", nullable: true },
      { name: "b", type: "text", nullable: false },
    ]);
  });

  const disagreements: readonly (readonly [string, string])[] = [
    ["CREATE TABLE t (a integer)", "the number of columns"],
    ["CREATE TABLE t (a text, c)", 'the type of column "a"'],
    ["CREATE TABLE t (a integer, c NOT NULL)", 'column "b"'],
    ["CREATE TABLE t (a integer NOT NULL, b)", 'NOT NULL of column "a"'],
    ["CREATE TABLE t (a integer DEFAULT 1, b)", 'the default of column "a"'],
    ["CREATE TABLE t (a integer AS (b), b)", 'the expression of column "a"'],
    ["CREATE TABLE t (a integer, b PRIMARY KEY)", "the primary key"],
    ["CREATE TABLE t (a integer, b UNIQUE)", "the unique constraints"],
    ["CREATE TABLE t (a integer REFERENCES t (b), b)", "the foreign keys"],
    ["CREATE TABLE t (a integer, b) STRICT", "STRICT"],
    ["CREATE TABLE t (a integer, b) WITHOUT ROWID", "WITHOUT ROWID"],
  ];

  test.each(disagreements)("%s is not believed", async (sql, what) => {
    const connection = sqliteWith("CREATE TABLE t (a integer, b)");
    const lying = {
      ...connection,
      query: async (text: string) =>
        (await connection.query(text)).map((row) => ("sql" in row ? { ...row, sql } : row)),
    };
    const { tables } = await introspect(lying);
    const problem = `its definition could not be read: ${what} reads differently in its text`;
    expect(tables[0]?.unsupported).toEqual([problem]);
  });
});

test("what is temporary or SQLite's own is left out", async () => {
  const schema = await schemaOf(`
    CREATE TABLE t (a integer PRIMARY KEY AUTOINCREMENT, b UNIQUE); CREATE INDEX i ON t (b); ANALYZE;
    CREATE TEMP TABLE t (x); CREATE TEMP TABLE u (y); CREATE TEMP VIEW v AS SELECT 1;
    INSERT INTO main.t (b) VALUES (1); ATTACH ':memory:' AS other; CREATE TABLE other.w (a);`);
  expect(schema.views).toEqual([]);
  expect(schema.tables.map((table) => table.name)).toEqual(["t"]);
  expect(schema.tables[0]?.columns.map((column) => column.name)).toEqual(["a", "b"]);
  expect(schema.tables[0]?.unsupported).toBeUndefined();
});

test("an empty database is an empty schema", async () => {
  expect(await schemaOf("")).toEqual(emptySchema);
});

test("the number of queries does not depend on the number of tables", async () => {
  const connection = openSqlite();
  for (let index = 0; index < 100; index += 1) {
    connection.exec(`
      CREATE TABLE "a""${index}" (id integer PRIMARY KEY, 'b c' text UNIQUE DEFAULT 'it''s', [d] REFERENCES "a""${index}");
      CREATE TABLE 'b.${index}' (x, y, PRIMARY KEY (x, y)) WITHOUT ROWID;
      CREATE TABLE [c ${index}] (x INT CHECK (x > ${index}), y TEXT AS (x + 1) STORED) STRICT;
      CREATE INDEX "i${index}" ON "a""${index}" (lower("b c") DESC) WHERE d > 1;
      CREATE VIEW "v${index}" AS SELECT * FROM 'b.${index}';
      CREATE TRIGGER "t${index}" AFTER INSERT ON [c ${index}] BEGIN SELECT 1; END;`);
  }
  const schema = await introspect(connection);
  expect(schema.tables).toHaveLength(300);
  expect(schema.views).toHaveLength(100);
  expect(schema.tables.flatMap((table) => table.unsupported ?? [])).toEqual([]);
  expect(connection.statements).toHaveLength(4);
});

test("the time grows with the number of tables, not with its square", async () => {
  const connection = openSqlite();
  const columns = Array.from(
    { length: 20 },
    (_, index) => `"column_${index}" varchar(64) NOT NULL DEFAULT ('x')`,
  );
  const tables = Array.from(
    { length: 1000 },
    (_, index) => `CREATE TABLE "t${index}" (${columns.join(", ")})`,
  );
  connection.exec(tables.join(";"));
  const start = performance.now();
  expect((await introspect(connection)).tables).toHaveLength(1000);
  expect(performance.now() - start).toBeLessThan(3000);
});
