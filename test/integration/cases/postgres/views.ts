import type { RoundTripCase } from "../../round-trip.js";
import { decoratedView } from "../decorated.js";
import { entity, view, type Entity } from "../entity.js";

const item = (note: "varchar" | "text" = "varchar"): Entity =>
  entity("item", { name: { type: "varchar" }, note: { type: note, nullable: true } });
const retyped = "~ column item.note: type varchar → text";

const notes = view("notes", "SELECT id, note FROM item", ["id", "note"]);
const long = view("long_notes", "SELECT id, note || '!' AS note FROM notes WHERE length(note) > 1", [
  "id",
  "note",
]);
const counted = view("counted", "SELECT count(*) AS n, max(note) AS note FROM long_notes", ["n", "note"]);

const granted = [
  "GRANT SELECT ON counted TO PUBLIC",
  "GRANT SELECT (id) ON notes TO pg_monitor WITH GRANT OPTION",
  "COMMENT ON VIEW long_notes IS 'it''s'",
  "COMMENT ON COLUMN long_notes.note IS 'long'",
  "ALTER VIEW notes SET (security_barrier = true)",
  "ALTER VIEW notes ALTER COLUMN note SET DEFAULT 'none'",
  "CREATE RULE no_delete AS ON DELETE TO notes DO INSTEAD NOTHING",
];
const kept: RoundTripCase["finds"] = [
  [
    "SELECT has_table_privilege('pg_monitor', 'counted', 'SELECT') AS a, has_column_privilege('pg_monitor', 'notes', 'id', 'SELECT') AS b, has_column_privilege('pg_monitor', 'notes', 'note', 'SELECT') AS c",
    [{ a: true, b: true, c: false }],
  ],
  [
    "SELECT obj_description('long_notes'::regclass) AS a, col_description('long_notes'::regclass, 2) AS b, (SELECT reloptions::text FROM pg_class WHERE relname = 'notes') AS c",
    [{ a: "it's", b: "long", c: "{security_barrier=true}" }],
  ],
  ["SELECT count(*)::int AS n FROM pg_rules WHERE rulename = 'no_delete'", [{ n: 1 }]],
  [
    "SELECT column_default LIKE '''none''%' AS kept FROM information_schema.columns WHERE table_name = 'notes' AND column_name = 'note'",
    [{ kept: true }],
  ],
];

const retypes: readonly RoundTripCase[] = [
  {
    name: "a view gets another query, as the old one is wrong for the new type of a column",
    from: [
      entity("item", { value: { type: "integer", nullable: true } }),
      view("v", "SELECT value, count(*) AS n FROM item GROUP BY value", ["value", "n"]),
    ],
    to: [
      entity("item", { value: { type: "json", nullable: true } }),
      view("v", "SELECT count(*) AS n FROM item", ["n"]),
    ],
    expected: ["- view v", "~ column item.value: type integer → json", "+ view v"],
  },
  {
    name: "a column that three views read, one on top of the other, gets another type",
    from: [item(), counted, long, notes],
    to: [item("text"), counted, long, notes],
    expected: [retyped],
    finds: [["SELECT n::int AS n, note IS NOT NULL AS said FROM counted", [{ n: 3, said: true }]]],
  },
  {
    name: "what is granted, said and ruled on views stays while a column that they read gets another type",
    from: [item(), counted, long, notes],
    to: [item("text"), counted, long, notes],
    byHand: granted,
    expected: [retyped],
    finds: kept,
  },
  {
    name: "views of no entity, one on top of the other, stay while a column that they read gets another type",
    from: [item()],
    to: [item("text")],
    byHand: [
      "CREATE VIEW notes AS SELECT id, note FROM item",
      "CREATE VIEW long_notes (no, note) AS SELECT id, note FROM notes WHERE note <> ''",
      "CREATE MATERIALIZED VIEW counted AS SELECT no, count(*) AS n FROM long_notes GROUP BY no",
      "CREATE UNIQUE INDEX counted_no ON counted (no)",
      "GRANT SELECT ON counted TO PUBLIC",
      "CREATE VIEW other AS SELECT name FROM item",
    ],
    expected: [retyped],
    survives: ["other"],
    finds: [
      ["SELECT count(no)::int AS n FROM long_notes", [{ n: 3 }]],
      ["SELECT relispopulated AS filled FROM pg_class WHERE relname = 'counted'", [{ filled: true }]],
      ["SELECT has_table_privilege('pg_monitor', 'counted', 'SELECT') AS granted", [{ granted: true }]],
      ["SELECT count(*)::int AS n FROM pg_indexes WHERE indexname = 'counted_no'", [{ n: 1 }]],
    ],
  },
  {
    name: "a materialized view without rows stays without rows",
    from: [item()],
    to: [item("text")],
    byHand: ["CREATE MATERIALIZED VIEW stale AS SELECT note FROM item WITH NO DATA"],
    expected: [retyped],
    finds: [["SELECT relispopulated AS filled FROM pg_class WHERE relname = 'stale'", [{ filled: false }]]],
  },
  {
    name: "a column of a table that a view reads in another schema gets another type",
    from: [item()],
    to: [item("text")],
    byHand: ["CREATE SCHEMA other", 'CREATE VIEW other."Notes" AS SELECT note FROM public.item'],
    expected: [retyped],
    finds: [['SELECT count(*)::int AS n FROM other."Notes"', [{ n: 3 }]]],
  },
  {
    name: "a trigger in place of an insert stays while the view's column gets another type",
    from: [item(), notes],
    to: [item("text"), notes],
    byHand: [
      "CREATE FUNCTION put() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$",
      "CREATE TRIGGER put INSTEAD OF INSERT ON notes FOR EACH ROW EXECUTE FUNCTION put()",
    ],
    expected: [retyped],
    survives: ["put"],
  },
];

const queries: readonly RoundTripCase[] = [
  {
    name: "another condition: it is replaced, and what is granted stays",
    from: [item(), notes, long],
    to: [item(), view("notes", "SELECT id, note FROM item WHERE id > 0", ["id", "note"]), long],
    byHand: ["GRANT SELECT ON notes TO PUBLIC"],
    expected: ["~ view notes gets another query"],
    finds: [["SELECT has_table_privilege('pg_monitor', 'notes', 'SELECT') AS granted", [{ granted: true }]]],
  },
  {
    name: "a column at the end",
    from: [item(), notes],
    to: [item(), view("notes", "SELECT id, note, name FROM item", ["id", "note", "name"])],
    expected: ["~ view notes gets another query"],
  },
  {
    name: "the order of its columns",
    from: [item(), notes, long],
    to: [item(), view("notes", "SELECT note, id FROM item", ["id", "note"]), long],
    expected: ["~ view notes gets another query"],
  },
  {
    name: "the type of its column",
    from: [item(), view("v", "SELECT id, note FROM item")],
    to: [item(), view("v", "SELECT id, length(note) AS note FROM item")],
    expected: ["~ view v gets another query"],
  },
  {
    name: "nothing: the same as the server spells it",
    from: [
      item(),
      view("v", "SELECT i.id, upper(i.note) AS note FROM item i WHERE i.id IN (1, 2) ORDER BY 1 DESC"),
    ],
    to: [
      item(),
      view(
        "v",
        `SELECT "i"."id", UPPER("i"."note"::text) AS "note" FROM "public"."item" AS "i" WHERE ("i"."id" = ANY (ARRAY[1, 2])) ORDER BY "i"."id" DESC;`,
      ),
    ],
    expected: [],
  },
  {
    name: "by hand: a view that was altered gets its query back",
    from: [item(), notes],
    to: [item(), notes],
    byHand: ["CREATE OR REPLACE VIEW notes AS SELECT id, note FROM item WHERE id > 1"],
    expected: ["~ view notes gets another query"],
  },
  {
    name: "a join with USING, a window and a recursive part",
    from: [item()],
    to: [
      item(),
      view(
        "v",
        "WITH RECURSIVE t (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM t WHERE n < 3) SELECT id, row_number() OVER (PARTITION BY a.name ORDER BY id) AS r, (SELECT max(n) FROM t) AS m FROM item a JOIN item b USING (id)",
      ),
    ],
    expected: ["+ view v"],
  },
];

const renames: readonly RoundTripCase[] = [
  {
    name: "its table is renamed, and it follows by itself",
    from: [item(), notes],
    to: [{ ...item(), name: "thing" }, view("notes", "SELECT id, note FROM thing", ["id", "note"])],
    answers: { renames: ["item:thing"] },
    expected: ["~ table item is renamed to thing", "~ constraint PK_# of thing is renamed to PK_#"],
  },
  {
    name: "its column is renamed, and what is granted, said and ruled on it stays",
    from: [item(), view("v", "SELECT id, note AS text FROM item", ["id", "text"])],
    to: [
      entity("item", { name: { type: "varchar" }, remark: { type: "varchar", nullable: true } }),
      view("v", "SELECT id, remark AS text FROM item", ["id", "text"]),
    ],
    byHand: [
      "GRANT SELECT ON v TO pg_monitor",
      "COMMENT ON VIEW v IS 'why'",
      "COMMENT ON COLUMN v.text IS 'said'",
      "ALTER VIEW v ALTER COLUMN text SET DEFAULT 'none'",
      "CREATE RULE no_delete AS ON DELETE TO v DO INSTEAD NOTHING",
      "COMMENT ON RULE no_delete ON v IS 'ruled'",
    ],
    answers: { renames: ["item.note:remark"] },
    expected: ["- view v", "~ column item.note is renamed to remark", "+ view v"],
    finds: [
      [
        "SELECT has_table_privilege('pg_monitor', 'v', 'SELECT') AS granted, obj_description('v'::regclass) AS comment, col_description('v'::regclass, 2) AS said",
        [{ granted: true, comment: "why", said: "said" }],
      ],
      [
        "SELECT obj_description(oid, 'pg_rewrite') AS comment FROM pg_rewrite WHERE rulename = 'no_delete'",
        [{ comment: "ruled" }],
      ],
      [
        "SELECT column_default LIKE '''none''%' AS kept FROM information_schema.columns WHERE table_name = 'v' AND column_name = 'text'",
        [{ kept: true }],
      ],
    ],
  },
];

const query = "SELECT id, name, note FROM item";
const stored = decoratedView("stored", ["id", "name"], { materialized: true, expression: query });
const indexed = decoratedView("stored", ["id", "name"], { materialized: true, expression: query }, [
  { name: "stored_id", columns: ["id"], unique: true },
  { name: "stored_name", columns: ["name"] },
]);

const materialized: readonly RoundTripCase[] = [
  {
    name: "materialized: added, with indexes",
    from: [item()],
    to: [item(), indexed],
    expected: [
      "+ materialized view stored",
      "+ unique index stored_id on stored (id)",
      "+ index stored_name on stored (name)",
    ],
  },
  {
    name: "materialized: dropped, with indexes",
    from: [item(), indexed],
    to: [item()],
    expected: [
      "- unique index stored_id on stored (id)",
      "- index stored_name on stored (name)",
      "- materialized view stored",
    ],
  },
  {
    name: "materialized: an index comes",
    from: [item(), stored],
    to: [item(), indexed],
    expected: ["+ unique index stored_id on stored (id)", "+ index stored_name on stored (name)"],
  },
  {
    name: "materialized: another query, and its indexes stay",
    from: [item(), indexed],
    to: [
      item(),
      decoratedView("stored", ["id", "name"], { materialized: true, expression: `${query} WHERE id > 1` }, [
        { name: "stored_id", columns: ["id"], unique: true },
        { name: "stored_name", columns: ["name"] },
      ]),
    ],
    expected: ["~ materialized view stored gets another query"],
    finds: [["SELECT count(*)::int AS n FROM pg_indexes WHERE tablename = 'stored'", [{ n: 2 }]]],
  },
  {
    name: "materialized: a column that it reads gets another type, and its indexes stay",
    from: [item(), indexed],
    to: [item("text"), indexed],
    expected: [retyped],
    finds: [["SELECT count(*)::int AS n FROM pg_indexes WHERE tablename = 'stored'", [{ n: 2 }]]],
  },
  {
    name: "materialized: from a plain one",
    from: [item(), view("stored", query, ["id", "name"])],
    to: [item(), stored],
    expected: ["- view stored", "+ materialized view stored"],
  },
];

export const postgresViewCases: readonly RoundTripCase[] = [
  ...retypes,
  ...queries,
  ...renames,
  ...materialized,
];
