import { clearGrants } from "../../../src/dialect/postgres/kept-grants.js";
import { describe, expect, it } from "vitest";
import { breaksTransaction, ddl, needsSchema, split } from "../../../src/dialect/postgres/ddl.js";
import { bindable, bulkInsert, literal } from "../../../src/dialect/postgres/rows-sql.js";
import type { AlterEnum, Operation, TableChange } from "../../../src/operation/operation.js";
import { emptySchema, type Column, type Schema, type Table } from "../../../src/schema/schema.js";

const t: Table = {
  name: "t",
  columns: [
    { name: "id", type: "integer", nullable: false, autoIncrement: true },
    { name: "a", type: "varchar(10)", nullable: true, default: "'x'::character varying" },
    { name: "b", type: "integer", nullable: true },
    { name: "g", type: "integer", nullable: true, generated: { expression: "b + 1", stored: true } },
  ],
  primaryKey: { name: "t_pkey", columns: ["id"] },
  uniques: [{ name: "t_b_key", columns: ["b"] }],
  foreignKeys: [],
  checks: [
    { name: "t_a_check", expression: "(a <> '')" },
    { name: "t_b_check", expression: "(b > 0)" },
    { name: "t_b_check1", expression: "(b < 9)" },
  ],
  indexes: [{ name: "by_g", elements: [{ column: "g" }] }],
  triggers: [],
  options: {},
};

const schema: Schema = {
  ...emptySchema,
  tables: [t],
  views: [
    { name: "v", query: "SELECT a FROM t", triggers: [] },
    { name: "w", query: "SELECT a FROM v", triggers: [] },
    { name: "elsewhere", query: "SELECT 1", triggers: [] },
  ],
  enums: [{ name: "tier", values: ["a", "b"] }],
};

function alter(...changes: TableChange[]): Operation {
  return { kind: "alterTable", table: { name: "t" }, changes };
}

function retype(to: string, rest = {}): Operation {
  return alter({ kind: "alterColumn", name: "b", from: { type: "integer" }, to: { type: to }, ...rest });
}

function sqlOf(operation: Operation, before: Schema = schema): string[] {
  return ddl(operation, before).map(({ sql }) => sql);
}

const extra: Column = { name: "c", type: "text", nullable: false };

/** The operation, and its statements. */
const cases: readonly (readonly [what: string, operation: Operation, statements: readonly string[]])[] = [
  [
    "one statement for what one can do",
    alter(
      { kind: "dropConstraint", type: "unique", constraint: { name: "u", columns: ["b"] } },
      { kind: "dropColumn", column: extra },
      { kind: "addColumn", column: { ...extra, nullable: true } },
      { kind: "alterColumn", name: "b", from: { nullable: true }, to: { nullable: false } },
      { kind: "addConstraint", type: "primaryKey", constraint: { name: "p", columns: ["b"] } },
      { kind: "addConstraint", type: "check", constraint: { expression: "b > 0" } },
    ),
    [
      'ALTER TABLE "t" DROP CONSTRAINT "u", DROP COLUMN "c", ADD COLUMN "c" text, ALTER COLUMN "b" SET NOT NULL, ADD CONSTRAINT "p" PRIMARY KEY ("b"), ADD CHECK (b > 0)',
    ],
  ],
  [
    "several where PostgreSQL would take another order",
    alter(
      { kind: "addConstraint", type: "check", constraint: { expression: "b > 0" } },
      { kind: "dropColumn", column: extra },
    ),
    ['ALTER TABLE "t" ADD CHECK (b > 0)', 'ALTER TABLE "t" DROP COLUMN "c"'],
  ],
  [
    "a constant for rows that are there, without writing them",
    alter({ kind: "addColumn", column: extra, backfill: "'x'" }),
    [
      `ALTER TABLE "t" ADD COLUMN "c" text DEFAULT 'x' NOT NULL`,
      'ALTER TABLE "t" ALTER COLUMN "c" DROP DEFAULT',
    ],
  ],
  [
    "a constant that is the default, too",
    alter({ kind: "addColumn", column: { ...extra, default: "'x'" }, backfill: "'x'" }),
    [`ALTER TABLE "t" ADD COLUMN "c" text DEFAULT 'x' NOT NULL`],
  ],
  [
    "a value that is computed for each row",
    alter({ kind: "addColumn", column: { ...extra, default: "'d'" }, backfill: "a || 'x'" }),
    [
      'ALTER TABLE "t" ADD COLUMN "c" text',
      `UPDATE "t" SET "c" = a || 'x' WHERE "c" IS NULL`,
      `ALTER TABLE "t" ALTER COLUMN "c" SET NOT NULL, ALTER COLUMN "c" SET DEFAULT 'd'`,
    ],
  ],
  [
    "a type that PostgreSQL converts to by itself, with views and computed columns around it",
    retype("bigint"),
    [
      'DROP VIEW "w"',
      'DROP VIEW "v"',
      'ALTER TABLE "t" DROP COLUMN "g", ALTER COLUMN "b" TYPE bigint, ADD COLUMN "g" integer GENERATED ALWAYS AS (b + 1) STORED',
      'CREATE INDEX "by_g" ON "t" ("g")',
      'CREATE VIEW "v" AS SELECT a FROM t',
      clearGrants({ name: "v", query: "", triggers: [] }).sql,
      'CREATE VIEW "w" AS SELECT a FROM v',
      clearGrants({ name: "w", query: "", triggers: [] }).sql,
    ],
  ],
  [
    "an expression of the author's own",
    alter({
      kind: "alterColumn",
      name: "a",
      from: { type: "varchar(10)" },
      to: { type: "boolean" },
      using: "a = 'y'",
    }),
    [
      'DROP VIEW "w"',
      'DROP VIEW "v"',
      `ALTER TABLE "t" ALTER COLUMN "a" DROP DEFAULT, ALTER COLUMN "a" TYPE boolean USING a = 'y', ALTER COLUMN "a" SET DEFAULT 'x'`,
      'CREATE VIEW "v" AS SELECT a FROM t',
      clearGrants({ name: "v", query: "", triggers: [] }).sql,
      'CREATE VIEW "w" AS SELECT a FROM v',
      clearGrants({ name: "w", query: "", triggers: [] }).sql,
    ],
  ],
  [
    "the names of constraints that go without one",
    alter(
      { kind: "dropConstraint", type: "primaryKey", constraint: { columns: ["id"] } },
      { kind: "dropConstraint", type: "unique", constraint: { columns: ["b"] } },
      { kind: "dropConstraint", type: "check", constraint: { expression: "a <> 'other text'" } },
      { kind: "dropConstraint", type: "check", constraint: { expression: "b < 9" } },
    ),
    [
      'ALTER TABLE "t" DROP CONSTRAINT "t_pkey", DROP CONSTRAINT "t_b_key", DROP CONSTRAINT "t_a_check", DROP CONSTRAINT "t_b_check1"',
    ],
  ],
  [
    "values of an enum at their places, and names that are exchanged",
    {
      kind: "alterEnum",
      name: { schema: "s", name: "e" },
      from: ["a", "b"],
      to: ["new", "b", "x", "a", "y"],
      renames: { a: "b", b: "a" },
    },
    [
      `ALTER TYPE "s"."e" RENAME VALUE 'a' TO '_aludel_renamed'`,
      `ALTER TYPE "s"."e" RENAME VALUE 'b' TO 'a'`,
      `ALTER TYPE "s"."e" RENAME VALUE '_aludel_renamed' TO 'b'`,
      `ALTER TYPE "s"."e" ADD VALUE IF NOT EXISTS 'new' BEFORE 'b'`,
      `ALTER TYPE "s"."e" ADD VALUE IF NOT EXISTS 'x' AFTER 'b'`,
      `ALTER TYPE "s"."e" ADD VALUE IF NOT EXISTS 'y'`,
    ],
  ],
  [
    "a table that comes to the default schema, whatever its name",
    { kind: "renameTable", from: { schema: "s", name: "a" }, to: { name: "b" } },
    [
      'ALTER TABLE "s"."a" RENAME TO "b"',
      `DO $aludel$\nBEGIN\n  EXECUTE concat('ALTER TABLE "s"."b" SET SCHEMA ', quote_ident(current_schema()));\nEND\n$aludel$`,
    ],
  ],
  [
    "a table that moves, by a name in between where the old schema has the new one already",
    { kind: "renameTable", from: { name: "a" }, to: { schema: "s", name: "t" } },
    [
      'ALTER TABLE "a" RENAME TO "_aludel_renamed_a"',
      'ALTER TABLE "_aludel_renamed_a" SET SCHEMA "s"',
      'ALTER TABLE "s"."_aludel_renamed_a" RENAME TO "t"',
    ],
  ],
  [
    "an index without a lock",
    {
      kind: "createIndex",
      table: { schema: "s", name: "t" },
      index: { name: "i", elements: [{ column: "a" }] },
      concurrently: true,
    },
    ['CREATE INDEX CONCURRENTLY "i" ON "s"."t" ("a")'],
  ],
  [
    "an index that goes",
    {
      kind: "dropIndex",
      table: { schema: "s", name: "t" },
      index: { name: "i", elements: [] },
      concurrently: true,
    },
    ['DROP INDEX CONCURRENTLY "s"."i"'],
  ],
  [
    "an extension in its schema",
    { kind: "createExtension", extension: { name: "uuid-ossp", schema: "x" } },
    ['CREATE EXTENSION IF NOT EXISTS "uuid-ossp" SCHEMA "x"'],
  ],
  [
    "an extension that goes",
    { kind: "dropExtension", extension: { name: "citext" } },
    ['DROP EXTENSION "citext"'],
  ],
  [
    "what runs outside of the transaction",
    { kind: "autocommit", operation: { kind: "execute", sql: "VACUUM" } },
    ["VACUUM"],
  ],
];

describe("PostgreSQL's statements", () => {
  it.each(cases)("%s", (_what, operation, statements) => {
    expect(sqlOf(operation)).toEqual(statements);
  });

  it("says which of several constraints without a name is meant, or asks", () => {
    const drop = alter({ kind: "dropConstraint", type: "check", constraint: { expression: "b <> 3" } });
    expect(() => sqlOf(drop)).toThrow(expect.objectContaining({ code: "E_CONSTRAINT_UNKNOWN" }));
    const unknown = alter({ kind: "dropConstraint", type: "unique", constraint: { columns: ["a"] } });
    expect(() => sqlOf(unknown)).toThrow(/no such constraint/);
  });

  it("cannot alter a table that nobody knows, where it must know it", () => {
    expect(() => sqlOf(retype("text"), emptySchema)).toThrow(
      expect.objectContaining({ code: "E_TABLE_UNKNOWN" }),
    );
  });

  it("refuses the comment of a constraint without a name", () => {
    const add = alter({
      kind: "addConstraint",
      type: "check",
      constraint: { expression: "true", comment: "c" },
    });
    expect(() => sqlOf(add)).toThrow(expect.objectContaining({ code: "E_CONSTRAINT_UNNAMED" }));
  });

  it("quotes what a DO block says with a quote that does not end in it", () => {
    const from = { schema: "$aludel$ 'x'", name: "a" };
    expect(sqlOf({ kind: "renameTable", from, to: { name: "a" } })[0]).toMatch(
      /^DO \$aludel1\$[\s\S]*''x''[\s\S]*\$aludel1\$$/,
    );
  });
});

describe("the schema", () => {
  it.each([
    ["a type", retype("text"), true],
    ["a collation", alter({ kind: "alterColumn", name: "a", from: { collation: "C" }, to: {} }), true],
    ["a default", alter({ kind: "alterColumn", name: "a", from: {}, to: { default: "1" } }), false],
    [
      "a constraint without a name",
      alter({ kind: "dropConstraint", type: "unique", constraint: { columns: [] } }),
      true,
    ],
    [
      "a constraint with a name",
      alter({ kind: "dropConstraint", type: "unique", constraint: { name: "u", columns: [] } }),
      false,
    ],
    ["an added value", { kind: "alterEnum", name: { name: "e" }, from: ["a"], to: ["a", "b"] }, false],
    ["a removed value", { kind: "alterEnum", name: { name: "e" }, from: ["a", "b"], to: ["a"] }, true],
    [
      "another query",
      {
        kind: "replaceView",
        from: { name: "v", query: "", triggers: [] },
        to: { name: "v", query: "", triggers: [] },
      },
      true,
    ],
    ["an index", { kind: "dropIndex", table: { name: "t" }, index: { name: "i", elements: [] } }, false],
    ["a type outside of the transaction", { kind: "autocommit", operation: retype("text") }, true],
  ] satisfies readonly (readonly [string, Operation, boolean])[])(
    "of %s is needed: %j",
    (_what, operation, needed) => {
      expect(needsSchema(operation)).toBe(needed);
    },
  );

  it("is read anew between names and types", () => {
    const rename: TableChange = { kind: "renameColumn", from: "b", to: "c" };
    const change: TableChange = {
      kind: "alterColumn",
      name: "c",
      from: { type: "integer" },
      to: { type: "text" },
    };
    const parts = split(alter(rename, change, change, rename, rename));
    expect(parts).toEqual([alter(rename), alter(change, change), alter(rename, rename)]);
  });
});

const added: AlterEnum = { kind: "alterEnum", name: { name: "e" }, from: ["a"], to: ["a", 'it\'s "b"'] };
const unrelated: Operation = { kind: "createSchema", name: "s" };

describe("a transaction is left", () => {
  it.each([
    ["by an operation of its own", { kind: "autocommit", operation: unrelated }, [], true],
    [
      "by an index without a lock",
      { kind: "dropIndex", table: { name: "t" }, index: { name: "i", elements: [] }, concurrently: true },
      [],
      true,
    ],
    [
      "by an index",
      { kind: "dropIndex", table: { name: "t" }, index: { name: "i", elements: [] } },
      [],
      false,
    ],
    ["by a value that nobody uses", added, [unrelated], false],
    [
      "by a value before SQL that nobody reads",
      added,
      [unrelated, { kind: "execute", sql: "SELECT 1" }],
      true,
    ],
    [
      "by a value that a default says",
      added,
      [alter({ kind: "alterColumn", name: "a", from: {}, to: { default: `'it''s "b"'` } })],
      true,
    ],
    [
      "by a value that a row has",
      added,
      [{ kind: "bulkInsert", table: { name: "t" }, rows: [{ e: 'it\'s "b"', n: 1n }] }],
      true,
    ],
    ["by a value that only the type says again", added, [{ ...added, from: added.to, to: ["a"] }], false],
    [
      "by a type that is made anew",
      { ...added, from: ["a", "c"] },
      [{ kind: "execute", sql: "SELECT 1" }],
      false,
    ],
  ] satisfies readonly (readonly [string, Operation, readonly Operation[], boolean])[])(
    "%s: %#",
    (_what, operation, later, leaves) => {
      expect(breaksTransaction(operation, later)).toBe(leaves);
    },
  );
});

describe("values", () => {
  it.each([
    [null, "NULL"],
    [-5, "'-5'"],
    [5n, "'5'"],
    [true, "'true'"],
    ["it's", "'it''s'"],
    ["a\\b", "E'a\\\\b'"],
    [new Uint8Array([222, 173]), "E'\\\\xdead'"],
  ])("%s is %s", (value, sql) => {
    expect(literal(value)).toBe(sql);
  });

  it("keeps a time with its offset, before our era, too", () => {
    const time = new Date("2020-01-02T03:04:05.006Z");
    expect(new Date(String(bindable(time))).getTime()).toBe(time.getTime());
    expect(bindable(new Date(-1e14))).toMatch(/^1200-.* BC$/);
  });

  it("puts rows in by thousands, and refuses rows of several shapes", () => {
    const rows = Array.from({ length: 15_000 }, (_, n) => ({ a: n, b: null }));
    const statements = bulkInsert({ kind: "bulkInsert", table: { name: "t" }, rows });
    expect(statements.map(({ parameters = [] }) => parameters.length)).toEqual([20_000, 10_000]);
    expect(bulkInsert({ kind: "bulkInsert", table: { name: "t" }, rows: [{}] })).toEqual([
      { sql: 'INSERT INTO "t" DEFAULT VALUES' },
    ]);
    expect(() =>
      bulkInsert({ kind: "bulkInsert", table: { name: "t" }, rows: [{ a: 1 }, { b: 1 }] }),
    ).toThrow(expect.objectContaining({ code: "E_BULK_INSERT" }));
  });
});
