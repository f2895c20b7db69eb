import type { RoundTripCase } from "../round-trip.js";
import { entity, manyToOne, type Entity } from "./entity.js";

const text = { type: "varchar", nullable: true } as const;
const item = (note: "varchar" | "text" = "varchar"): Entity =>
  entity("item", { name: { type: "varchar" }, note: { type: note, nullable: true } });
const rebuilt = "~ column item.note: type varchar → text";

/** Something by hand, which must outlive a rebuild of its table. */
function survives(
  name: string,
  byHand: readonly string[],
  extra: Partial<RoundTripCase> = {},
): RoundTripCase {
  return { name, from: [item()], to: [item("text")], byHand, expected: [rebuilt], only: "sqlite", ...extra };
}

/** The table of the item as an administrator made it anew. */
function remade(columns: string, tail = ""): string[] {
  return ["DROP TABLE item", `CREATE TABLE item (${columns})${tail}`];
}

const child = (onDelete: "CASCADE" | "SET NULL" | "RESTRICT"): Entity =>
  entity(
    "child",
    { label: text },
    { relations: { item: manyToOne("item", { onDelete, onUpdate: "CASCADE" }) } },
  );

const byHand: readonly RoundTripCase[] = [
  survives(
    "a table of no entity",
    [
      "CREATE TABLE legacy (id integer PRIMARY KEY AUTOINCREMENT, item_id integer REFERENCES item ON DELETE CASCADE)",
    ],
    { survives: ["legacy"], finds: [["SELECT CAST(count(*) AS integer) AS n FROM legacy", [{ n: 3 }]]] },
  ),
  survives(
    "a trigger",
    [
      "CREATE TABLE log (line text)",
      "CREATE TRIGGER log_item AFTER UPDATE OF name ON item WHEN NEW.name <> OLD.name BEGIN INSERT INTO log VALUES (NEW.name || ';'); END",
    ],
    { survives: ["log_item", "log"] },
  ),
  survives("STRICT", remade("id integer PRIMARY KEY NOT NULL, name text NOT NULL, note text", " STRICT"), {
    from: [entity("item", { name: { type: "text" }, note: { type: "text", nullable: true } })],
    to: [entity("item", { name: { type: "text" }, note: { type: "text" } })],
    expected: ["~ column item.note: nullable true → false"],
    finds: [["SELECT strict FROM pragma_table_list WHERE name = 'item'", [{ strict: 1 }]]],
  }),
  survives(
    "ON CONFLICT clauses",
    remade(
      "id integer PRIMARY KEY ON CONFLICT REPLACE NOT NULL, name varchar NOT NULL ON CONFLICT IGNORE, note varchar, UNIQUE (name) ON CONFLICT ROLLBACK",
    ),
    {
      from: [entity("item", { name: { type: "varchar", unique: true }, note: text })],
      to: [
        entity("item", { name: { type: "varchar", unique: true }, note: { type: "text", nullable: true } }),
      ],
      finds: [
        [
          "SELECT sql LIKE '%PRIMARY KEY ON CONFLICT REPLACE%' AS a, sql LIKE '%NOT NULL ON CONFLICT IGNORE%' AS b, sql LIKE '%ON CONFLICT ROLLBACK%' AS c FROM sqlite_schema WHERE name = 'item'",
          [{ a: 1, b: 1, c: 1 }],
        ],
      ],
    },
  ),
  survives("a counter that is ahead of the rows", [], {
    from: [entity("item", { id: { type: "integer", primary: true, generated: true }, note: text })],
    to: [
      entity("item", {
        id: { type: "integer", primary: true, generated: true },
        note: { type: "text", nullable: true },
      }),
    ],
    rows: ["INSERT INTO item (id) VALUES (1), (99)", "DELETE FROM item WHERE id = 99"],
    finds: [["SELECT seq FROM sqlite_sequence WHERE name = 'item'", [{ seq: 99 }]]],
  }),
  survives("a counter that has not begun", [], {
    from: [entity("item", { id: { type: "integer", primary: true, generated: true }, note: text })],
    to: [
      entity("item", {
        id: { type: "integer", primary: true, generated: true },
        note: { type: "text", nullable: true },
      }),
    ],
    rows: [],
    finds: [["SELECT CAST(count(*) AS integer) AS n FROM item", [{ n: 0 }]]],
  }),
  survives("names in other quotes, comments and blanks", [
    "DROP TABLE item",
    "CREATE TABLE [item] ( -- the items\n  `id` INTEGER PRIMARY KEY NOT NULL, 'name' VARCHAR NOT NULL /* why */, \"note\" varchar )",
  ]),
];

const logged = [
  "CREATE TABLE log (line text)",
  "CREATE INDEX i ON item (lower(name), note DESC)",
  "CREATE VIEW mine AS SELECT id, name AS n FROM item",
  "CREATE TRIGGER own AFTER UPDATE OF name ON item BEGIN INSERT INTO log VALUES (NEW.name || OLD.name); END",
  "CREATE TRIGGER foreign_one AFTER DELETE ON log BEGIN UPDATE item SET name = OLD.line WHERE name = 'log'; END",
];

const works: NonNullable<RoundTripCase["finds"]> = [
  ["SELECT CAST(count(n) AS integer) AS n FROM mine", [{ n: 3 }]],
  [
    "SELECT CAST(count(*) AS integer) AS n FROM sqlite_schema WHERE name IN ('i', 'mine', 'own', 'foreign_one')",
    [{ n: 4 }],
  ],
];

const loggedOnPostgres = [
  "CREATE TABLE log (line text)",
  "CREATE INDEX i ON item (lower(name), note DESC)",
  "CREATE VIEW mine AS SELECT id, name AS n FROM item",
  "CREATE FUNCTION log_item() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO log VALUES (OLD.*::text); RETURN OLD; END $$",
  "CREATE TRIGGER own AFTER UPDATE OF name ON item FOR EACH ROW WHEN (NEW.name <> OLD.name) EXECUTE FUNCTION log_item()",
];

const worksOnPostgres: NonNullable<RoundTripCase["finds"]> = [
  ["SELECT count(n)::int AS n FROM mine", [{ n: 3 }]],
  ["SELECT count(*)::int AS n FROM pg_class WHERE relname IN ('i', 'mine')", [{ n: 2 }]],
  ["SELECT count(*)::int AS n FROM pg_trigger WHERE tgname = 'own' AND tgattr <> ''", [{ n: 1 }]],
];

const titled = (note: "varchar" | "text", name = "item"): Entity =>
  entity(name, { title: { type: "varchar" }, note: { type: note, nullable: true } });

/** What is by hand follows new names, with a rebuild and without. */
const followers: readonly RoundTripCase[] = [
  {
    name: "what is by hand follows a renamed column",
    from: [item()],
    to: [titled("varchar")],
    answers: { renames: ["item.name:title"] },
    expected: ["~ column item.name is renamed to title"],
  },
  {
    name: "what is by hand follows a renamed column of a table that is rebuilt",
    from: [item()],
    to: [titled("text")],
    answers: { renames: ["item.name:title"] },
    expected: ["~ column item.name is renamed to title", rebuilt],
  },
  {
    name: "what is by hand follows a renamed table",
    from: [item()],
    to: [{ ...item(), name: "thing" }],
    answers: { renames: ["item:thing"] },
    expected: ["~ table item is renamed to thing"],
  },
  {
    name: "what is by hand follows a renamed table that is rebuilt",
    from: [item()],
    to: [titled("text", "thing")],
    answers: { renames: ["item:thing", "item.name:title"] },
    expected: [
      "~ table item is renamed to thing",
      "~ column thing.name is renamed to title",
      "~ column thing.note: type varchar → text",
    ],
  },
].map((test) => ({ ...test, byHand: logged, finds: works, onPostgres: followersOnPostgres(test) }));

/** The same where triggers call functions, and a renamed table has the name of its primary key changed, too. */
function followersOnPostgres({
  expected,
}: Pick<RoundTripCase, "expected">): NonNullable<RoundTripCase["onPostgres"]> {
  const key = "~ constraint PK_# of thing is renamed to PK_#";
  return {
    byHand: loggedOnPostgres,
    finds: worksOnPostgres,
    expected: expected[0]?.startsWith("~ table") ? [...expected, key] : expected,
  };
}

const self = (note: "varchar" | "text"): Entity =>
  entity(
    "node",
    { note: { type: note, nullable: true } },
    {
      relations: { parent: manyToOne("node", { onDelete: "CASCADE" }) },
    },
  );

const computed = (note: "varchar" | "text"): Entity =>
  entity("item", {
    amount: { type: "int" },
    twice: { type: "int", asExpression: "amount * 2", nullable: true },
    thrice: { type: "int", asExpression: "amount * 3", generatedType: "STORED" },
    note: { type: note, nullable: true },
  });

const rebuilds: readonly RoundTripCase[] = [
  {
    name: "a table that refers to itself",
    from: [self("varchar")],
    to: [self("text")],
    expected: ["~ column node.note: type varchar → text"],
    finds: [
      [
        'SELECT CAST(count(*) AS integer) AS n FROM node JOIN node AS parent ON parent.id = node."parentId"',
        [{ n: 3 }],
      ],
    ],
  },
  {
    name: "computed columns",
    only: "sqlite",
    from: [computed("varchar")],
    to: [computed("text")],
    expected: [rebuilt],
    finds: [
      ["SELECT sum(twice) AS a, sum(thrice) AS b, sum(amount) AS c FROM item", [{ a: 12, b: 18, c: 6 }]],
    ],
  },
];

const children: readonly RoundTripCase[] = (["CASCADE", "SET NULL", "RESTRICT"] as const).map((onDelete) => ({
  name: `rows of children with ON DELETE ${onDelete} stay`,
  from: [item(), child(onDelete)],
  to: [item("text"), child(onDelete)],
  expected: [rebuilt],
  survives: ["child"],
  finds: [
    ['SELECT CAST(count(*) AS integer) AS n FROM child JOIN item ON item.id = child."itemId"', [{ n: 3 }]],
  ],
}));

export const survivalCases: readonly RoundTripCase[] = [...byHand, ...followers, ...rebuilds, ...children];
