import { describe as group, expect, test } from "vitest";
import { builders } from "../../src/operation/builders.js";
import { describe } from "../../src/operation/describe.js";
import { hazardsOf, type HazardRules } from "../../src/operation/hazards.js";
import type { Operation } from "../../src/operation/operation.js";
import type { TableAlteration } from "../../src/operation/builders.js";

const { bulkInsert, createIndex, createTable, createTrigger, createView, dropTable, execute, renameTable } =
  builders;
const alter = (alteration: TableAlteration): Operation => builders.alterTable("t", alteration);

test.each<[Operation, lines: string[]]>([
  [createTable("t", () => []), ["+ table t"]],
  [dropTable({ schema: "s", name: "t" }, () => []), ["- table s.t"]],
  [renameTable("a", "b"), ["~ table a is renamed to b"]],
  [
    alter((t) => [t.addColumn("c", "text"), t.dropColumn("d", "text")]),
    ["+ column t.c text", "- column t.d text"],
  ],
  [alter((t) => [t.renameColumn("c", "d")]), ["~ column t.c is renamed to d"]],
  [
    alter((t) => [t.alterColumn("c", { type: "text", default: "1" }, { type: "blob", collation: "NOCASE" })]),
    ["~ column t.c: type text → blob, default 1 → none, collation none → NOCASE"],
  ],
  [alter((t) => [t.addPrimaryKey(["a", "b"])]), ["+ primary key of t (a, b)"]],
  [alter((t) => [t.dropUnique(["a"], { name: "UQ" })]), ["- unique UQ on t (a)"]],
  [alter((t) => [t.addCheck("a > 0")]), ["+ check on t: a > 0"]],
  [alter((t) => [t.addForeignKey(["a"], "u", ["id"])]), ["+ foreign key on t (a) → u"]],
  [alter((t) => [t.alterOptions({}, { strict: true })]), ['~ options of t: {} → {"strict":true}']],
  [
    createIndex("t", "IDX", ["a", { expression: "lower(b)" }], { unique: true }),
    ["+ unique index IDX on t (a, lower(b))"],
  ],
  [createView("v", "SELECT 1"), ["+ view v"]],
  [createTrigger("t", "log", "CREATE …"), ["+ trigger log on t"]],
  [execute("\n  UPDATE t\n  SET a = 1"), ["~ SQL: UPDATE t"]],
  [bulkInsert("t", [{}, {}]), ["+ 2 rows in t"]],
])("described: %#", (operation, lines) => {
  expect(describe(operation).map(({ sign, text }) => `${sign} ${text}`)).toEqual(lines);
});

group("hazards", () => {
  const rules: HazardRules = { convertsValues: (from, to) => from !== to };
  const reference = [["a"], "u", ["id"]] as const;
  test.each<[name: string, Operation, hazards: string[]]>([
    ["a table goes", dropTable("t", () => []), ["destroys: drops table t"]],
    ["a column goes", alter((t) => [t.dropColumn("c", "text")]), ["destroys c: drops column t.c"]],
    [
      "a computed column goes",
      alter((t) => [t.dropColumn("c", "text", { generated: { expression: "1", stored: true } })]),
      [],
    ],
    ["a column that may be NULL", alter((t) => [t.addColumn("c", "text", { nullable: true })]), []],
    ["a column with a default", alter((t) => [t.addColumn("c", "text", { default: "''" })]), []],
    ["a column with a value for rows", alter((t) => [t.addColumn("c", "text", { backfill: "''" })]), []],
    [
      "a column without any",
      alter((t) => [t.addColumn("c", "text")]),
      ["mayFail: adds t.c, which every row must have, without a value"],
    ],
    [
      "another type",
      alter((t) => [t.alterColumn("c", { type: "text" }, { type: "blob" })]),
      ["converts c: changes the type of t.c from text to blob"],
    ],
    ["the same type", alter((t) => [t.alterColumn("c", { type: "text" }, { type: "text" })]), []],
    [
      "NULL is forbidden",
      alter((t) => [t.alterColumn("c", { nullable: true }, { nullable: false })]),
      ["mayFail c: forbids NULL in t.c"],
    ],
    [
      "NULL is forbidden and replaced",
      alter((t) => [t.alterColumn("c", { nullable: true }, { nullable: false }, { backfill: "1" })]),
      [],
    ],
    ["NULL is allowed", alter((t) => [t.alterColumn("c", { nullable: false }, { nullable: true })]), []],
    [
      "values of an enum go",
      alter((t) => [t.alterColumn("c", { enumValues: ["a", "b"] }, { enumValues: ["b", "c"] })]),
      ["mayFail c: no longer allows a in t.c"],
    ],
    ["an enum goes", alter((t) => [t.alterColumn("c", { enumValues: ["a"] }, {})]), []],
    [
      "a column becomes computed",
      alter((t) => [t.alterColumn("c", {}, { generated: { expression: "1", stored: true } })]),
      ["destroys c: replaces the values of t.c by computed ones"],
    ],
    ["a constraint goes", alter((t) => [t.dropUnique(["a"])]), []],
    ["a constraint comes", alter((t) => [t.addUnique(["a"])]), ["mayFail: adds a unique constraint to t"]],
    [
      "a foreign key gets other actions",
      alter((t) => [t.dropForeignKey(...reference), t.addForeignKey(...reference, { onDelete: "CASCADE" })]),
      [],
    ],
    [
      "a foreign key gets another target",
      alter((t) => [t.dropForeignKey(...reference), t.addForeignKey(["a"], "v", ["id"])]),
      ["mayFail: adds a foreign key to t"],
    ],
    ["an index", createIndex("t", "IDX", ["a"]), []],
    [
      "a unique index",
      createIndex("t", "IDX", ["a"], { unique: true }),
      ["mayFail: adds a unique index to t"],
    ],
    ["SQL of the author's own", execute("DROP TABLE t"), []],
  ])("%s", (_name, operation, hazards) => {
    const found = hazardsOf(operation, rules);
    expect(
      found.map(({ kind, column, message }) => `${[kind, column].join(" ").trim()}: ${message}`),
    ).toEqual(hazards);
  });
});
