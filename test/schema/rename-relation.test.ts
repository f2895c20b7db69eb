import { expect, test } from "vitest";
import { renameRelation } from "../../src/schema/rename-relation.js";

const status = { name: "status" };
const state = { name: "state" };

test.each([
  ["SELECT status.id, status.status FROM status", 'SELECT "state".id, "state".status FROM "state"'],
  [
    "SELECT id, status FROM status WHERE status = 'status'",
    "SELECT id, status FROM \"state\" WHERE status = 'status'",
  ],
  ["select a from only (Status) order by status", 'select a from only ("state") order by status'],
  [
    "SELECT 1 FROM ((a JOIN status ON ((a.x = status.x))) LEFT JOIN b USING (status)), status s",
    'SELECT 1 FROM ((a JOIN "state" ON ((a.x = "state".x))) LEFT JOIN b USING (status)), "state" s',
  ],
  [
    "SELECT status, (SELECT max(status) FROM status) AS status FROM a, b GROUP BY a, status",
    'SELECT status, (SELECT max(status) FROM "state") AS status FROM a, b GROUP BY a, status',
  ],
  [
    "SELECT a FROM x UNION SELECT b, status FROM status",
    'SELECT a FROM x UNION SELECT b, status FROM "state"',
  ],
  [
    "SELECT a FROM (SELECT b FROM status) x, f(1, status)",
    'SELECT a FROM (SELECT b FROM "state") x, f(1, status)',
  ],
  ["SELECT EXTRACT(year FROM status) AS y FROM a", "SELECT EXTRACT(year FROM status) AS y FROM a"],
  ["SELECT a FROM b WHERE a IS DISTINCT FROM status", "SELECT a FROM b WHERE a IS DISTINCT FROM status"],
  ["SELECT status.x FROM other.status", "SELECT status.x FROM other.status"],
  ["SELECT status.x.y FROM status.x, status", 'SELECT status.x.y FROM status.x, "state"'],
  ["SELECT x.status.y FROM x, status", 'SELECT x.status.y FROM x, "state"'],
])("%s", (query, expected) => {
  expect(renameRelation(query, status, state)).toBe(expected);
});

test("a keyword is no table, and a table of another schema keeps its name", () => {
  const [from, to] = [
    { schema: 'Other "s"', name: "select" },
    { schema: 'Other "s"', name: "chosen" },
  ];
  const query = 'SELECT "select".a FROM "Other ""s"""."select" JOIN (SELECT 1) AS x ON true';
  expect(renameRelation(query, from, to)).toBe(
    'SELECT "chosen".a FROM "Other ""s"""."chosen" JOIN (SELECT 1) AS x ON true',
  );
  expect(renameRelation('SELECT a FROM "select"', from, to)).toBe('SELECT a FROM "select"');
});

test.each([
  [
    "SELECT one.a, b.x FROM s.one JOIN one b ON true",
    "s",
    undefined,
    'SELECT "two".a, b.x FROM "two" JOIN one b ON true',
  ],
  ["SELECT one.a FROM one, s.one x", undefined, "t", 'SELECT "two".a FROM "t"."two", s.one x'],
  ["SELECT one.a FROM (s.one JOIN b ON true)", "s", "t", 'SELECT "two".a FROM ("t"."two" JOIN b ON true)'],
])("%s, from schema %s to %s", (query, from, to, expected) => {
  const named = (name: string, schema: string | undefined): { name: string; schema?: string } => ({
    name,
    ...(schema === undefined ? {} : { schema }),
  });
  expect(renameRelation(query, named("one", from), named("two", to))).toBe(expected);
});

test("in front of its columns, a table that only moves keeps its name as it is", () => {
  expect(renameRelation("SELECT one.a FROM one", { name: "one" }, { schema: "s", name: "one" })).toBe(
    'SELECT one.a FROM "s"."one"',
  );
});
