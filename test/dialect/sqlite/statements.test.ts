import { expect, test } from "vitest";
import { splitStatements } from "../../../src/dialect/sqlite/statements.js";
import { openSqlite } from "../../support/sqlite.js";

const trigger = `CREATE TRIGGER "a;b" AFTER INSERT ON t BEGIN
  SELECT CASE WHEN new.a = ';' THEN 1 ELSE CASE 2 WHEN 3 THEN 4 END END; -- ; end;
  UPDATE t SET "end" = 1 WHERE a = end;
END`;

const cases: readonly (readonly [string, string, readonly string[]])[] = [
  ["nothing", "", []],
  ["blanks, comments and semicolons", " ;; -- a;\n /* b; */ ;", []],
  ["one without a semicolon", "SELECT 1", ["SELECT 1"]],
  ["several", "SELECT 1;\nSELECT 2 ; SELECT 3", ["SELECT 1", "SELECT 2", "SELECT 3"]],
  [
    "semicolons in quotes",
    `SELECT ';', ";", \`;\`, [;], 'it''s;'; SELECT 2`,
    ["SELECT ';', \";\", `;`, [;], 'it''s;'", "SELECT 2"],
  ],
  ["comments at the end", "SELECT 1 -- one;\n; SELECT 2; -- two", ["SELECT 1", "SELECT 2"]],
  ["comments inside", "SELECT /* ; */ 1, -- ;\n 2;", ["SELECT /* ; */ 1, -- ;\n 2"]],
  ["a trigger", `SELECT 1; ${trigger}; SELECT 2`, ["SELECT 1", trigger, "SELECT 2"]],
  ["a trigger at the end", `${trigger}\n`, [trigger]],
  [
    "a temporary trigger",
    "create temp trigger x delete on t begin select 1; end; select 2",
    ["create temp trigger x delete on t begin select 1; end", "select 2"],
  ],
  [
    "a transaction is no trigger",
    "BEGIN; CREATE TABLE trigger_x (a); END;",
    ["BEGIN", "CREATE TABLE trigger_x (a)", "END"],
  ],
];

test.each(cases)("splits %s", (_, sql, expected) => {
  expect(splitStatements(sql)).toEqual(expected);
});

test("SQLite runs what was split", async () => {
  const connection = openSqlite();
  const script = `CREATE TABLE t (a, "end");; ${trigger}; INSERT INTO t VALUES (';', 2); -- done`;
  for (const sql of splitStatements(script)) await connection.query(sql);
  expect(await connection.query('SELECT a, "end" FROM t')).toEqual([{ a: ";", end: 2 }]);
});
