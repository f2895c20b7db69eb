import { describe, expect, test } from "vitest";
import { inline, splitStatements } from "../../../src/dialect/postgres/statements.js";
import { makeDatabase } from "../../support/postgres.js";
import { postgresServers } from "../../support/servers.js";

const plain = `CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  NEW.at = now(); -- $$ ; '
  RETURN NEW;
END $body$`;
const atomic = `CREATE OR REPLACE FUNCTION sign(i integer) RETURNS text BEGIN ATOMIC
  SELECT 1;
  SELECT CASE WHEN i > 0 THEN 'END;' ELSE CASE i WHEN 0 THEN '0' ELSE '-' END END;
END`;
const rule = `CREATE RULE r AS ON INSERT TO t DO ALSO (UPDATE t SET a = 1; DELETE FROM t WHERE a = 2)`;

const cases: readonly (readonly [string, string, readonly string[]])[] = [
  ["nothing", "", []],
  ["blanks, comments and semicolons", " ;; -- a;\n /* b; /* c; */ d; */ ;", []],
  ["several", "SELECT 1;\nSELECT 2 ; SELECT 3", ["SELECT 1", "SELECT 2", "SELECT 3"]],
  [
    "semicolons in quotes",
    `SELECT ';', ";", E'\\';', U&';', $$;$$, $a$;$$;$a$, 'it''s;'; SELECT 2`,
    [`SELECT ';', ";", E'\\';', U&';', $$;$$, $a$;$$;$a$, 'it''s;'`, "SELECT 2"],
  ],
  [
    "arrays",
    "SELECT ARRAY['];', a[1]]; SELECT '{1}'::int[]; SELECT 3",
    ["SELECT ARRAY['];', a[1]]", "SELECT '{1}'::int[]", "SELECT 3"],
  ],
  ["comments inside and at the end", "SELECT /* ; */ 1, -- ;\n 2; -- two", ["SELECT /* ; */ 1, -- ;\n 2"]],
  ["a function", `${plain}; SELECT 2`, [plain, "SELECT 2"]],
  ["a function with statements inside", `${atomic}; SELECT 2;`, [atomic, "SELECT 2"]],
  ["a block", "DO $$ BEGIN PERFORM 1; END $$; SELECT 2", ["DO $$ BEGIN PERFORM 1; END $$", "SELECT 2"]],
  ["a rule", `${rule}; SELECT 2`, [rule, "SELECT 2"]],
  [
    "a transaction",
    "BEGIN; SELECT atomic; END; SELECT case_ FROM t",
    ["BEGIN", "SELECT atomic", "END", "SELECT case_ FROM t"],
  ],
  ["a parenthesis too many", "SELECT 1); SELECT 2", ["SELECT 1)", "SELECT 2"]],
];

test.each(cases)("splits %s", (_, sql, expected) => {
  expect(splitStatements(sql)).toEqual(expected);
});

const inlined: readonly (readonly [string, Parameters<typeof inline>[1], string])[] = [
  ["SELECT $1, $2, $1", [1, "a'b"], "SELECT '1', 'a''b', '1'"],
  ["SELECT $10", Array.from({ length: 10 }, (_, index) => index), "SELECT '9'"],
  ["SELECT -$1::integer", [-5], "SELECT -'-5'::integer"],
  [
    "SELECT '$1', \"$1\", $$ $1 $$, a$1 /* $1 */ -- $1",
    [1],
    "SELECT '$1', \"$1\", $$ $1 $$, a$1 /* $1 */ -- $1",
  ],
  ["PREPARE p AS SELECT $1, $2", [null], "PREPARE p AS SELECT NULL, $2"],
];

test.each(inlined)("%s gets its parameters", (sql, parameters, expected) => {
  expect(inline(sql, parameters)).toBe(expected);
});

describe.each(postgresServers)("$name", (server) => {
  test("runs what was split", async () => {
    const { connection } = await makeDatabase(server);
    const routine = server.major < 14 ? [] : [atomic];
    const script = ["CREATE TABLE t (a integer, at timestamptz)", plain, rule, ...routine].join(";\n");
    for (const sql of splitStatements(`${script}; INSERT INTO t VALUES (2), (3);`))
      await connection.query(sql);
    expect(await connection.query("SELECT a FROM t")).toEqual([{ a: 1 }, { a: 1 }]);
  });

  test("takes what was inlined for what was bound", async () => {
    const { connection } = await makeDatabase(server);
    const sql = "SELECT $1::text AS a, -$2::integer AS b, $3::bytea AS c, $4::boolean AS d";
    const parameters = ["\\'$2", -5, Buffer.from([0, 92]), true];
    expect(await connection.query(inline(sql, parameters))).toEqual(await connection.query(sql, parameters));
  });
});
