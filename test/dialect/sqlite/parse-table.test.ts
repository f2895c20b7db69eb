import * as fc from "fast-check";
import { expect, test } from "vitest";
import { introspect } from "../../../src/dialect/sqlite/introspect.js";
import { normalize } from "../../../src/dialect/sqlite/normalize.js";
import { parseTable } from "../../../src/dialect/sqlite/parse-table.js";
import { UnreadableSql } from "../../../src/dialect/sqlite/token-reader.js";
import { sqliteWith } from "../../support/sqlite.js";
import { tables } from "./table-arbitrary.js";

test("any table is read as it was meant", async () => {
  await fc.assert(
    fc.asyncProperty(tables, async ({ sql, model }) => {
      const connection = sqliteWith(sql);
      const schema = await introspect(connection);
      connection.close();
      expect(schema).toEqual(normalize({ tables: [model], views: [] }));
    }),
    { numRuns: 500 },
  );
});

test.each([
  "",
  "CREATE TABLE",
  "CREATE TABLE t",
  "CREATE TABLE t ()",
  "CREATE TABLE t (a",
  "CREATE TABLE t (a CHECK (1",
  "CREATE TABLE t (a DEFAULT)",
  "CREATE TABLE t (a) WITHOUT",
  "CREATE TABLE t (a, UNIQUE)",
  "CREATE TABLE t (a REFERENCES p ON DELETE)",
  "CREATE TABLE t (a UNIQUE ON CONFLICT MAYBE)",
  "CREATE TABLE t AS SELECT 1",
  "CREATE VIEW t AS SELECT 1",
])("%j is not read", (sql) => {
  expect(() => parseTable(sql)).toThrow(UnreadableSql);
});

/** The error of reading the text, if there is one. */
function errorOf(sql: string): unknown {
  try {
    parseTable(sql);
    return undefined;
  } catch (error) {
    return error;
  }
}

test("no text makes the parser hang or throw anything else", () => {
  const words =
    "CREATE TABLE t ( ) , a CHECK DEFAULT UNIQUE PRIMARY KEY REFERENCES CONSTRAINT NOT NULL ON - 1 ' \" /* --";
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...words.split(" "))), (parts) => {
      const error = errorOf(`CREATE TABLE t (${parts.join(" ")}`);
      expect(error === undefined || error instanceof UnreadableSql).toBe(true);
    }),
    { numRuns: 500 },
  );
});
