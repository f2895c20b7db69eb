import { describe, expect, test } from "vitest";
import type { Dialect } from "../../src/dialect/dialect.js";
import { sqlite } from "../../src/dialect/sqlite/index.js";
import { builders } from "../../src/operation/builders.js";
import type { Operation } from "../../src/operation/operation.js";
import { laterThan, placeOf, placesOf, type Place } from "../../src/runtime/place.js";

const { alterEnum, bulkInsert, createIndex, execute } = builders;

/** As PostgreSQL: a concurrent index is in no transaction, a new enum value not in one with what may use it. */
const dialect: Dialect = {
  ...sqlite,
  breaksTransaction: (operation, later) =>
    operation.kind === "createIndex"
      ? operation.concurrently === true
      : operation.kind === "alterEnum" && later.length > 0,
};

const outside = (operation: Operation): Operation => ({ kind: "autocommit", operation });
const sql = execute("VACUUM");
const rows = bulkInsert("a", [{ x: 1 }]);
const index = createIndex("a", "i", ["x"]);
const concurrent = createIndex("a", "i", ["x"], { concurrently: true });
const value = alterEnum("e", ["a"], ["a", "b"]);

describe("an operation runs", () => {
  test.each<[name: string, operation: Operation, later: Operation[], each: Place, bare: Place]>([
    ["SQL", sql, [rows], "inside", "outside"],
    ["rows", rows, [], "inside", "alone"],
    ["an index", index, [], "inside", "alone"],
    ["a concurrent index", concurrent, [], "outside", "outside"],
    ["a new value that nothing follows", value, [], "inside", "alone"],
    ["a new value that something follows", value, [rows], "alone", "alone"],
    ["SQL in autocommit", outside(sql), [], "outside", "outside"],
    ["rows in autocommit", outside(rows), [], "alone", "alone"],
    ["a concurrent index in autocommit", outside(concurrent), [], "outside", "outside"],
    ["rows in autocommit in autocommit", outside(outside(rows)), [], "alone", "alone"],
  ])("%s", (_name, operation, later, each, bare) => {
    expect(placeOf(operation, { dialect, bare: false, later })).toBe(each);
    expect(placeOf(operation, { dialect, bare: true, later })).toBe(bare);
  });
});

test("what follows is known where the revision does not ask the database, and may be anything where it does", () => {
  const operations = [value, outside(rows)];
  expect(laterThan(0, { operations, complete: true })).toEqual([rows]);
  expect(laterThan(1, { operations, complete: true })).toEqual([]);
  expect(laterThan(1, { operations, complete: false })).toEqual([execute("")]);
  expect(placesOf({ operations: [value], complete: true }, { dialect, bare: false })).toEqual([
    { operation: value, place: "inside" },
  ]);
  expect(placesOf({ operations: [value], complete: false }, { dialect, bare: false })).toEqual([
    { operation: value, place: "alone" },
  ]);
});
