import type { RoundTripCase } from "../../round-trip.js";
import { entity, manyToOne, type Entity } from "../entity.js";

const text = { type: "varchar", nullable: true } as const;
const item = (note: "varchar" | "text" = "varchar", extra: Partial<Entity> = {}): Entity =>
  entity("item", { name: { type: "varchar" }, note: { type: note, nullable: true } }, extra);
const retyped = "~ column item.note: type varchar → text";

/** Something by hand, which must outlive another type of a column that it depends on. */
function survives(
  name: string,
  byHand: readonly string[],
  finds: RoundTripCase["finds"],
  extra: Partial<RoundTripCase> = {},
): RoundTripCase {
  return {
    name,
    from: [item()],
    to: [item("text")],
    byHand,
    expected: [retyped],
    ...(finds === undefined ? {} : { finds }),
    ...extra,
  };
}

const logging = [
  "CREATE TABLE log (line text)",
  "CREATE FUNCTION log_item() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO log VALUES (NEW.note); RETURN NEW; END $$",
];

const triggers: readonly RoundTripCase[] = [
  survives(
    "a trigger, its state and its comment",
    [
      ...logging,
      "CREATE TRIGGER log_item AFTER UPDATE OF note, name ON item FOR EACH ROW WHEN (NEW.name <> OLD.name) EXECUTE FUNCTION log_item('it''s')",
      "ALTER TABLE item DISABLE TRIGGER log_item",
      "COMMENT ON TRIGGER log_item ON item IS 'logs'",
    ],
    [
      [
        "SELECT tgenabled AS state, obj_description(oid) AS comment FROM pg_trigger WHERE tgname = 'log_item'",
        [{ state: "D", comment: "logs" }],
      ],
    ],
    { survives: ["log_item", "log"] },
  ),
  survives(
    "a constraint trigger",
    [
      ...logging,
      "CREATE CONSTRAINT TRIGGER later AFTER UPDATE OF note ON item DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION log_item()",
    ],
    [["SELECT tgdeferrable AS deferrable FROM pg_trigger WHERE tgname = 'later'", [{ deferrable: true }]]],
  ),
  {
    name: "triggers follow new names of the table and of a column",
    from: [item()],
    to: [entity("thing", { name: { type: "varchar" }, remark: { type: "text", nullable: true } })],
    byHand: [
      ...logging,
      "CREATE TRIGGER t BEFORE UPDATE OF note ON item FOR EACH ROW WHEN (NEW.note IS NOT NULL) EXECUTE FUNCTION log_item()",
    ],
    answers: { renames: ["item:thing", "item.note:remark"] },
    expected: [
      "~ table item is renamed to thing",
      "~ column thing.note is renamed to remark",
      "~ column thing.remark: type varchar → text",
      "~ constraint PK_# of thing is renamed to PK_#",
    ],
    finds: [["SELECT count(*)::int AS n FROM pg_trigger WHERE tgname = 't' AND tgattr <> ''", [{ n: 1 }]]],
  },
];

const attached: readonly RoundTripCase[] = [
  survives(
    "a rule",
    [
      "CREATE TABLE log (line text)",
      "CREATE RULE r AS ON UPDATE TO item WHERE NEW.note <> OLD.note DO ALSO INSERT INTO log VALUES (NEW.note)",
    ],
    [["SELECT count(*)::int AS n FROM pg_rules WHERE rulename = 'r'", [{ n: 1 }]]],
  ),
  survives(
    "row security and its policies",
    [
      "ALTER TABLE item ENABLE ROW LEVEL SECURITY",
      "ALTER TABLE item FORCE ROW LEVEL SECURITY",
      "CREATE POLICY own ON item AS RESTRICTIVE FOR UPDATE TO PUBLIC, pg_monitor USING (note = current_user) WITH CHECK (length(note) > 1)",
      "CREATE POLICY seen ON item USING (true)",
      "COMMENT ON POLICY own ON item IS 'why'",
    ],
    [
      [
        "SELECT relrowsecurity AS a, relforcerowsecurity AS b FROM pg_class WHERE relname = 'item'",
        [{ a: true, b: true }],
      ],
      ["SELECT obj_description(oid) AS comment FROM pg_policy WHERE polname = 'own'", [{ comment: "why" }]],
      [
        "SELECT policyname AS name, permissive, cmd, qual IS NOT NULL AS a, with_check IS NOT NULL AS b FROM pg_policies ORDER BY 1",
        [
          { name: "own", permissive: "RESTRICTIVE", cmd: "UPDATE", a: true, b: true },
          { name: "seen", permissive: "PERMISSIVE", cmd: "ALL", a: true, b: false },
        ],
      ],
    ],
  ),
  survives(
    "what is granted, on the table and on a column",
    ["GRANT SELECT ON item TO pg_monitor", "GRANT UPDATE (note) ON item TO pg_monitor"],
    [
      [
        "SELECT has_table_privilege('pg_monitor', 'item', 'SELECT') AS a, has_column_privilege('pg_monitor', 'item', 'note', 'UPDATE') AS b, has_column_privilege('pg_monitor', 'item', 'name', 'UPDATE') AS c",
        [{ a: true, b: true, c: false }],
      ],
    ],
  ),
  survives(
    "statistics of several columns, targets and n_distinct",
    [
      "CREATE STATISTICS s (dependencies) ON name, note FROM item",
      "ALTER TABLE item ALTER COLUMN note SET STATISTICS 500",
      "ALTER TABLE item ALTER COLUMN name SET (n_distinct = 5)",
    ],
    [
      ["SELECT count(*)::int AS n FROM pg_statistic_ext WHERE stxname = 's'", [{ n: 1 }]],
      [
        "SELECT attstattarget::int AS a FROM pg_attribute WHERE attrelid = 'item'::regclass AND attname = 'note'",
        [{ a: 500 }],
      ],
      [
        "SELECT attoptions::text LIKE '%n_distinct=5}' AS a FROM pg_attribute WHERE attrelid = 'item'::regclass AND attname = 'name'",
        [{ a: true }],
      ],
    ],
  ),
  survives(
    "unlogged, with a fill factor and other storage",
    [
      "ALTER TABLE item SET UNLOGGED",
      "ALTER TABLE item SET (fillfactor = 70, autovacuum_enabled = off)",
      "ALTER TABLE item ALTER COLUMN name SET STORAGE EXTERNAL",
    ],
    [
      [
        "SELECT relpersistence AS kind, reloptions::text AS options FROM pg_class WHERE relname = 'item'",
        [{ kind: "u", options: "{fillfactor=70,autovacuum_enabled=off}" }],
      ],
      [
        "SELECT attstorage AS a FROM pg_attribute WHERE attrelid = 'item'::regclass AND attname = 'name'",
        [{ a: "e" }],
      ],
    ],
  ),
  survives(
    "comments on constraints, on an index and on the key",
    [
      "ALTER TABLE item ADD CONSTRAINT by_hand CHECK (note <> 'x')",
      "COMMENT ON CONSTRAINT u ON item IS 'unique'",
      "COMMENT ON CONSTRAINT c ON item IS 'checked'",
      "COMMENT ON INDEX i IS 'fast'",
      "COMMENT ON COLUMN item.name IS 'by hand'",
    ],
    [
      [
        "SELECT conname AS name, obj_description(oid) AS comment FROM pg_constraint WHERE conrelid = 'item'::regclass AND conname IN ('u', 'c') ORDER BY 1",
        [
          { name: "c", comment: "checked" },
          { name: "u", comment: "unique" },
        ],
      ],
      ["SELECT obj_description('i'::regclass) AS comment", [{ comment: "fast" }]],
    ],
    {
      from: [commented("varchar")],
      to: [commented("text")],
      expected: [
        "- check by_hand on item: ((note)::text <> 'x'::text)",
        "~ column item.name: comment by hand → none",
        retyped,
      ],
    },
  ),
];

function commented(note: "varchar" | "text"): Entity {
  return item(note, {
    uniques: [{ name: "u", columns: ["name", "note"] }],
    checks: [{ name: "c", expression: "note <> 'y'" }],
    indices: [{ name: "i", columns: ["note"] }],
  });
}

const counted = { type: "integer", primary: true, generated: true } as const;
const serial = (note: "varchar" | "text" = "varchar"): Entity =>
  entity("item", { id: counted, note: { type: note, nullable: true } });

const sequences: readonly RoundTripCase[] = [
  survives(
    "a sequence with another name, and where it stands",
    ["ALTER SEQUENCE item_id_seq RENAME TO counter", "SELECT setval('counter', 99)"],
    [
      ["SELECT pg_get_serial_sequence('item', 'id') AS name", [{ name: "public.counter" }]],
      ["SELECT last_value AS last FROM counter", [{ last: "99" }]],
    ],
    { from: [serial()], to: [serial("text")] },
  ),
  {
    name: "a sequence gets the new name of its table, and stands where it stood",
    from: [serial()],
    to: [{ ...serial(), name: "thing" }],
    answers: { renames: ["item:thing"] },
    rows: ["INSERT INTO item (note) VALUES ('a'), ('b')"],
    expected: ["~ table item is renamed to thing", "~ constraint PK_# of thing is renamed to PK_#"],
    findsAfter: [["SELECT last_value AS last FROM thing_id_seq", [{ last: "2" }]]],
  },
  {
    name: "a sequence with a name of its own keeps it while its table gets another one",
    from: [serial()],
    to: [{ ...serial(), name: "thing" }],
    byHand: ["ALTER SEQUENCE item_id_seq RENAME TO counter"],
    answers: { renames: ["item:thing"] },
    expected: ["~ table item is renamed to thing", "~ constraint PK_# of thing is renamed to PK_#"],
    finds: [["SELECT count(*)::int AS n FROM pg_sequences WHERE sequencename = 'counter'", [{ n: 1 }]]],
  },
  survives(
    "a sequence of its own that a default takes numbers from",
    [
      "CREATE SEQUENCE numbers START 1000",
      "ALTER TABLE item ALTER COLUMN name SET DEFAULT nextval('numbers')",
    ],
    [["SELECT count(*)::int AS n FROM pg_class WHERE relname = 'numbers'", [{ n: 1 }]]],
    {
      from: [item()],
      to: [numbered("text")],
    },
  ),
  survives(
    "a counter that is ahead of the rows",
    [],
    [["SELECT last_value AS last FROM item_id_seq", [{ last: "50" }]]],
    {
      from: [serial()],
      to: [serial("text")],
      rows: ["SELECT setval('item_id_seq', 50)"],
    },
  ),
];

function numbered(note: "varchar" | "text"): Entity {
  return entity("item", {
    name: { type: "varchar", default: () => "nextval('numbers'::regclass)" },
    note: { type: note, nullable: true },
  });
}

const stateOfColumns =
  "SELECT attname AS name, attstorage AS storage, attstattarget::integer AS target FROM pg_attribute WHERE attrelid = 'item'::regclass AND attname IN ('note', 'shout') ORDER BY attname";

const others: readonly RoundTripCase[] = [
  survives(
    "a table of no entity with a foreign key to it, and one that inherits",
    [
      "CREATE TABLE legacy (id serial PRIMARY KEY, item_id integer REFERENCES item ON DELETE CASCADE)",
      "CREATE TABLE kept (LIKE item)",
    ],
    [["SELECT count(*)::int AS n FROM legacy JOIN item ON item.id = item_id", [{ n: 3 }]]],
    { survives: ["legacy", "kept"] },
  ),
  survives(
    "a check that was never validated",
    ["ALTER TABLE item DROP CONSTRAINT c", "ALTER TABLE item ADD CONSTRAINT c CHECK (name <> 'z') NOT VALID"],
    [["SELECT convalidated AS checked FROM pg_constraint WHERE conname = 'c'", [{ checked: false }]]],
    {
      from: [item("varchar", { checks: [{ name: "c", expression: "name <> 'z'" }] })],
      to: [item("text", { checks: [{ name: "c", expression: "name <> 'z'" }] })],
    },
  ),
  survives(
    "a unique that covers another column, and a deferrable key",
    ["ALTER TABLE item DROP CONSTRAINT u", "ALTER TABLE item ADD CONSTRAINT u UNIQUE (name) INCLUDE (note)"],
    [
      [
        "SELECT pg_get_constraintdef(oid) AS text FROM pg_constraint WHERE conname = 'u'",
        [{ text: "UNIQUE (name) INCLUDE (note)" }],
      ],
    ],
    {
      from: [item("varchar", { uniques: [{ name: "u", columns: ["name"] }] })],
      to: [item("text", { uniques: [{ name: "u", columns: ["name"] }] })],
    },
  ),
  survives(
    "a generated column and a view that read the column that changes",
    ["CREATE VIEW v AS SELECT shout FROM item"],
    [["SELECT count(*)::int AS n FROM v", [{ n: 3 }]]],
    { from: [shouting("varchar")], to: [shouting("text")] },
  ),
  survives(
    "storage, statistics targets and the order of rows, with a column that is made anew",
    [
      "ALTER TABLE item ALTER note SET STORAGE EXTERNAL, ALTER shout SET STORAGE MAIN, ALTER shout SET STATISTICS 7, ALTER note SET STATISTICS 8",
      "CREATE INDEX by_shout ON item (lower(shout))",
      "CLUSTER item USING by_shout",
    ],
    [
      [
        stateOfColumns,
        [
          { name: "note", storage: "e", target: 8 },
          { name: "shout", storage: "m", target: 7 },
        ],
      ],
      [
        "SELECT indexrelid::regclass::text AS name FROM pg_index WHERE indisclustered",
        [{ name: "by_shout" }],
      ],
    ],
    { from: [shouting("varchar")], to: [shouting("text")] },
  ),
  survives(
    "a function that returns rows of the table",
    ["CREATE FUNCTION all_items() RETURNS SETOF item LANGUAGE sql AS 'SELECT * FROM item'"],
    [["SELECT count(*)::int AS n FROM all_items()", [{ n: 3 }]]],
  ),
  survives(
    "a publication and the replica identity",
    ["ALTER TABLE item REPLICA IDENTITY USING INDEX u", "CREATE PUBLICATION p FOR TABLE item"],
    [
      ["SELECT relreplident AS a FROM pg_class WHERE relname = 'item'", [{ a: "i" }]],
      ["SELECT count(*)::int AS n FROM pg_publication_tables WHERE pubname = 'p'", [{ n: 1 }]],
    ],
    {
      from: [item("varchar", { uniques: [{ name: "u", columns: ["name"] }] })],
      to: [item("text", { uniques: [{ name: "u", columns: ["name"] }] })],
    },
  ),
  {
    name: "a domain that a column of no entity has",
    from: [item()],
    to: [item("text")],
    byHand: [
      "CREATE DOMAIN positive AS integer CHECK (VALUE > 0)",
      "CREATE TABLE legacy (n positive DEFAULT 1, m integer[][], PRIMARY KEY (n))",
    ],
    rows: [
      "INSERT INTO item (id, name, note) VALUES (1, 'a', 'b')",
      "INSERT INTO legacy VALUES (1, '{{1,2},{3,4}}')",
    ],
    expected: [retyped],
    survives: ["legacy"],
  },
  {
    name: "a partitioned table, its parts and a foreign key to it are left alone",
    from: [item()],
    to: [item("text")],
    byHand: [
      "CREATE TABLE event (at date NOT NULL, note text) PARTITION BY RANGE (at)",
      "CREATE TABLE event_2026 PARTITION OF event FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
      "CREATE TABLE heir (more text) INHERITS (item)",
    ],
    rows: [
      "INSERT INTO item (id, name, note) VALUES (1, 'a', 'b')",
      "INSERT INTO event VALUES ('2026-05-05', 'x')",
    ],
    expected: [retyped],
    finds: [["SELECT count(*)::int AS n FROM event_2026", [{ n: 1 }]]],
  },
  {
    name: "children of every kind stay, with their rows",
    from: [item(), child("CASCADE"), child("SET NULL"), child("RESTRICT")],
    to: [item("text"), child("CASCADE"), child("SET NULL"), child("RESTRICT")],
    expected: [retyped],
    finds: [['SELECT count(*)::int AS n FROM cascade_child JOIN item ON item.id = "itemId"', [{ n: 3 }]]],
  },
];

function shouting(note: "varchar" | "text"): Entity {
  return entity("item", {
    note: { type: note, nullable: true },
    shout: { type: "text", asExpression: "upper(note)", generatedType: "STORED", nullable: true },
  });
}

function child(onDelete: "CASCADE" | "SET NULL" | "RESTRICT"): Entity {
  return entity(
    `${onDelete.toLowerCase().replace(" ", "_")}_child`,
    { label: text },
    { relations: { item: manyToOne("item", { onDelete }) } },
  );
}

export const postgresSurvivalCases: readonly RoundTripCase[] = [
  ...triggers,
  ...attached,
  ...sequences,
  ...others,
];
