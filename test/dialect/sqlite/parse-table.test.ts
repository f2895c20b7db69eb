import * as fc from "fast-check";
import { expect, test } from "vitest";
import { introspect } from "../../../src/dialect/sqlite/introspect.js";
import { normalize } from "../../../src/dialect/sqlite/normalize.js";
import { parseTable } from "../../../src/dialect/sqlite/parse-table.js";
import { createTableSql } from "../../../src/dialect/sqlite/table-sql.js";
import { UnreadableSql } from "../../../src/dialect/sqlite/token-reader.js";
import { emptySchema, type Schema } from "../../../src/schema/schema.js";
import { sqliteWith } from "../../support/sqlite.js";
import { tables } from "./table-arbitrary.js";

async function schemaOf(sql: string): Promise<Schema> {
  const connection = sqliteWith(sql);
  try {
    return await introspect(connection);
  } finally {
    connection.close();
  }
}

test("any table is read as it was meant, and made again as it was read", async () => {
  await fc.assert(
    fc.asyncProperty(tables, async ({ sql, model }) => {
      const schema = await schemaOf(sql);
      expect(schema).toEqual(normalize({ ...emptySchema, tables: [model] }));
      expect(await schemaOf(schema.tables.map((table) => createTableSql(table)).join(";"))).toEqual(schema);
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
