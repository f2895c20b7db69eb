import { describe, expect, it } from "vitest";
import { effects } from "../../../src/dialect/postgres/effects.js";
import type { AlterColumn, Operation, TableChange } from "../../../src/operation/operation.js";
import { emptySchema, type Column, type Schema, type Table } from "../../../src/schema/schema.js";

function alter(...changes: TableChange[]): Operation {
  return { kind: "alterTable", table: { name: "t" }, changes };
}

function add(column: Partial<Column>, backfill?: string): Operation {
  const whole = { name: "c", type: "text", nullable: true, ...column };
  return alter({ kind: "addColumn", column: whole, ...(backfill === undefined ? {} : { backfill }) });
}

function change(from: AlterColumn["from"], to: AlterColumn["to"], rest = {}): Operation {
  return alter({ kind: "alterColumn", name: "c", from, to, ...rest });
}

function retype(from: string, to: string): Operation {
  return change({ type: from }, { type: to });
}

const rewrites = "rewrites t: nobody reads or writes it meanwhile";
const scans = "scans t: nobody reads or writes it meanwhile";

const cases: readonly (readonly [what: string, operation: Operation, messages: readonly string[]])[] = [
  ["a column that comes", add({}), []],
  ["one with a constant", add({ default: "'x'::text", nullable: false }), []],
  ["one with the time", add({ type: "timestamptz", default: "now()" }), []],
  [
    "one with a value of its own in each row",
    add({ type: "uuid", default: "gen_random_uuid()" }),
    [rewrites],
  ],
  ["a serial", add({ type: "integer", autoIncrement: true }), [rewrites]],
  ["a stored column", add({ generated: { expression: "1", stored: true } }), [rewrites]],
  ["a virtual column", add({ generated: { expression: "1", stored: false } }), []],
  ["one that is filled with a constant", add({ nullable: false }, "'x'"), []],
  [
    "one that is computed",
    add({ nullable: false }, "a || b"),
    ["fills t.c in every row: nobody reads or writes it meanwhile"],
  ],
  ["varchar that gets longer", retype("varchar(30)", "varchar(40)"), []],
  ["varchar without an end", retype("varchar(30)", "text"), []],
  ["varchar that gets shorter", retype("varchar(30)", "varchar(20)"), [rewrites]],
  ["text that gets an end", retype("text", "varchar(20)"), [rewrites]],
  ["integer that becomes bigint", retype("integer", "bigint"), [rewrites]],
  ["more digits", retype("numeric(5,2)", "numeric(8,2)"), []],
  ["digits without an end", retype("numeric(5,2)", "numeric"), []],
  ["another scale", retype("numeric(5,2)", "numeric(8,3)"), [rewrites]],
  ["finer times", retype("timestamp(3)", "timestamp"), []],
  ["coarser times", retype("timestamp", "timestamp(3)"), [rewrites]],
  ["times with a zone", retype("timestamp", "timestamptz"), [rewrites]],
  ["text without cases", retype("text", "citext"), []],
  ["an array", retype("varchar(3)[]", "varchar(4)[]"), [rewrites]],
  [
    "an expression of the author's own",
    change({ type: "text" }, { type: "varchar" }, { using: "c" }),
    [rewrites],
  ],
  [
    "another collation",
    change({}, { collation: "C" }),
    ["rebuilds the indexes on t.c: nobody reads or writes it meanwhile"],
  ],
  ["NOT NULL", change({ nullable: true }, { nullable: false }), [scans]],
  ["NULL", change({ nullable: false }, { nullable: true }), []],
  ["a default", change({}, { default: "1" }), []],
  [
    "a type and NOT NULL at once",
    change({ type: "text", nullable: true }, { type: "uuid", nullable: false }),
    [rewrites],
  ],
  [
    "what is stored in another way",
    change(
      { generated: { expression: "1", stored: true } },
      { generated: { expression: "2", stored: true } },
    ),
    [rewrites],
  ],
  ["a stored value that stays", change({ generated: { expression: "1", stored: true } }, {}), []],
  [
    "an identity",
    change({}, { identity: "ALWAYS" }),
    ["looks for the last value of t.c: nobody reads or writes it meanwhile"],
  ],
  ["a check", alter({ kind: "addConstraint", type: "check", constraint: { expression: "true" } }), [scans]],
  [
    "a check that is not valid",
    alter({ kind: "addConstraint", type: "check", constraint: { expression: "true", notValid: true } }),
    [],
  ],
  [
    "a foreign key",
    alter({
      kind: "addConstraint",
      type: "foreignKey",
      constraint: { columns: ["c"], references: { schema: "s", name: "p" }, referencedColumns: ["id"] },
    }),
    ["scans t: writes to it and to s.p wait"],
  ],
  [
    "a unique constraint",
    alter({ kind: "addConstraint", type: "unique", constraint: { columns: ["c"] } }),
    ["builds an index of t: nobody reads or writes it meanwhile"],
  ],
  [
    "a table that is logged again",
    alter({ kind: "alterOptions", from: { unlogged: true }, to: {} }),
    [rewrites],
  ],
  ["a comment", alter({ kind: "alterOptions", from: {}, to: { comment: "c" } }), []],
  [
    "an index",
    { kind: "createIndex", table: { name: "t" }, index: { name: "i", elements: [] } },
    ["builds an index of t: writes to it wait; concurrently they would not"],
  ],
  [
    "an index without a lock",
    { kind: "createIndex", table: { name: "t" }, index: { name: "i", elements: [] }, concurrently: true },
    [],
  ],
  [
    "values of an enum that come",
    { kind: "alterEnum", name: { name: "e" }, from: ["a"], to: ["a", "b"] },
    [],
  ],
  [
    "values of an enum that go",
    { kind: "alterEnum", name: { name: "e" }, from: ["a", "b"], to: ["a"] },
    ["rewrites every table with a column of type e: nobody reads or writes them meanwhile"],
  ],
  [
    "another query of a materialized view",
    {
      kind: "replaceView",
      from: { name: "v", query: "", triggers: [] },
      to: { name: "v", query: "", materialized: true, triggers: [] },
    },
    ["fills v anew: nobody reads it meanwhile"],
  ],
  [
    "another query of a view",
    {
      kind: "replaceView",
      from: { name: "v", query: "", triggers: [] },
      to: { name: "v", query: "", triggers: [] },
    },
    [],
  ],
];

const column = (name: string, type: string): Column => ({ name, type, nullable: true });

const empty: Omit<Table, "name" | "columns"> = {
  uniques: [],
  foreignKeys: [],
  checks: [],
  indexes: [],
  triggers: [],
  options: {},
};

/** The table `t`, with all that may stand on its columns. */
const schema: Schema = {
  ...emptySchema,
  tables: [
    {
      ...empty,
      name: "t",
      columns: [
        column("id", "integer"),
        column("c", "varchar(30)"),
        column("d", "text"),
        column("e", "mood"),
      ],
      checks: [{ name: "k", expression: "(c)::text <> ''::text" }],
      indexes: [{ name: "i", elements: [{ column: "d" }] }],
    },
    {
      ...empty,
      name: "s",
      columns: [column("t", "integer")],
      foreignKeys: [{ columns: ["t"], references: { name: "t" }, referencedColumns: ["id"] }],
    },
  ],
  views: [
    { name: "v", query: "SELECT e FROM t", triggers: [] },
    { name: "m", query: "SELECT count(*) FROM v", triggers: [], materialized: true },
  ],
  reads: [
    { view: { name: "v" }, from: { name: "t" }, columns: ["e"] },
    { view: { name: "m" }, from: { name: "v" }, columns: [] },
  ],
};

function retypeOf(name: string, from: string, to: string): Operation {
  return alter({ kind: "alterColumn", name, from: { type: from }, to: { type: to } });
}

const indexed: Operation = { kind: "createIndex", table: { name: "s" }, index: { name: "j", elements: [] } };

/** With what else there is: an operation, those before it in the same transaction, and what is told. */
const surroundings: readonly (readonly [string, Operation, readonly Operation[], readonly string[]])[] = [
  [
    "a type that fits, of a column with a check",
    retypeOf("c", "varchar(30)", "varchar(40)"),
    [],
    [`blocks ${scans}`],
  ],
  [
    "a type with other operators, of a column with an index",
    retypeOf("d", "text", "citext"),
    [],
    ["blocks rebuilds the index i of t: nobody reads or writes it meanwhile"],
  ],
  [
    "a key that another table refers to",
    retypeOf("id", "integer", "bigint"),
    [],
    ["blocks rewrites t: nobody reads or writes it or s meanwhile"],
  ],
  [
    "an enum that views read",
    { kind: "alterEnum", name: { name: "mood" }, from: ["a", "b"], to: ["a"] },
    [],
    [
      "blocks rewrites t: nobody reads or writes t, v or m meanwhile",
      "blocks fills m anew: nobody reads or writes t, v or m meanwhile",
      "remakes view v and materialized view m",
    ],
  ],
  [
    "an index of a table behind a change of another",
    indexed,
    [add({})],
    [
      "blocks builds an index of s: writes to it wait; concurrently they would not; " +
        "t, changed before in the same transaction, stays closed to readers and writers",
    ],
  ],
  [
    "an index behind one of another table",
    { ...indexed, table: { name: "t" } },
    [indexed],
    [
      "blocks builds an index of t: writes to it wait; concurrently they would not; " +
        "s, changed before in the same transaction, stays closed to writers",
    ],
  ],
  [
    "an index behind the creation of its table",
    indexed,
    [{ kind: "createTable", table: { ...empty, name: "u", columns: [] } }, alter()],
    ["blocks builds an index of s: writes to it wait; concurrently they would not"],
  ],
  [
    "a materialized view behind a change",
    { kind: "createView", view: { name: "n", query: "", triggers: [], materialized: true } },
    [add({})],
    ["blocks fills n: t, changed before in the same transaction, stays closed to readers and writers"],
  ],
  [
    "a column together with its foreign key",
    alter(
      { kind: "addColumn", column: column("p", "integer") },
      {
        kind: "addConstraint",
        type: "foreignKey",
        constraint: { columns: ["p"], references: { name: "s" }, referencedColumns: ["t"] },
      },
    ),
    [],
    ["blocks scans t: nobody reads or writes it meanwhile, and writes to s wait"],
  ],
  [
    "what is filled behind a change",
    alter(
      { kind: "addColumn", column: column("p", "integer") },
      { kind: "alterColumn", name: "d", from: { nullable: true }, to: { nullable: false }, backfill: "''" },
    ),
    [],
    ["blocks fills t.d where it is NULL: nobody reads or writes it meanwhile", `blocks ${scans}`],
  ],
];

describe("what others wait for, of PostgreSQL's operations", () => {
  it.each(cases)("%s", (_what, operation, messages) => {
    expect(effects(operation).map(({ message }) => message)).toEqual(messages);
  });

  it.each(surroundings)("%s", (_what, operation, before, messages) => {
    expect(effects(operation, { schema, before }).map(({ kind, message }) => `${kind} ${message}`)).toEqual(
      messages,
    );
  });

  it("says the same of an operation outside of the transaction", () => {
    const operation = retype("integer", "bigint");
    expect(effects({ kind: "autocommit", operation })).toEqual(effects(operation));
  });
});
