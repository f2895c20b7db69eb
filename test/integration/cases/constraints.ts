import type { RoundTripCase } from "../round-trip.js";
import { entity, type Columns, type Entity } from "./entity.js";

type Extra = Partial<Entity>;

function change(
  name: string,
  from: readonly [Columns, Extra?],
  to: readonly [Columns, Extra?],
  expected: readonly string[],
  extra: Partial<RoundTripCase> = {},
): RoundTripCase {
  return { name, from: [entity("item", ...from)], to: [entity("item", ...to)], expected, ...extra };
}

const text = { type: "varchar" } as const;
const id = { type: "integer", primary: true } as const;
const counted = { ...id, generated: true } as const;
const plainId = { type: "integer" } as const;
const key = { type: "varchar", primary: true } as const;

const primaryKeys: readonly RoundTripCase[] = [
  change(
    "primary key: another column comes in",
    [{ a: key, b: text }],
    [{ a: key, b: key }],
    ["- primary key of item (a)", "+ primary key of item (a, b)"],
  ),
  change(
    "primary key: a column goes out",
    [{ a: key, b: key }],
    [{ a: key, b: text }],
    ["- primary key of item (a, b)", "+ primary key of item (a)"],
  ),
  change(
    "primary key: of an integer and a text",
    [{ id, b: text }],
    [{ id, b: key }],
    ["- primary key of item (id)", "+ primary key of item (id, b)"],
  ),
  change(
    "primary key: another column",
    [{ a: key, b: text }],
    [{ a: text, b: key }],
    ["- primary key of item (a)", "+ primary key of item (b)"],
  ),
  change(
    "primary key: the order of its columns",
    [{ a: key, b: key }],
    [{ b: key, a: key }],
    ["- primary key of item (a, b)", "+ primary key of item (b, a)"],
  ),
  change("primary key: nothing, composite integers", [{ a: id, b: id }], [{ a: id, b: id }], []),
  change(
    "primary key: its column goes",
    [{ a: key, b: key }],
    [{ a: key }],
    ["- primary key of item (a, b)", "- column item.b varchar", "+ primary key of item (a)"],
  ),
  change(
    "primary key: a new column comes in",
    [{ a: key }],
    [{ a: key, b: key }],
    ["- primary key of item (a)", "+ column item.b varchar", "+ primary key of item (a, b)"],
    { answers: { backfills: ["item.b='x'"] } },
  ),
  change(
    "primary key: begins to count up",
    [{ id, a: text }],
    [{ id: counted, a: text }],
    ["~ column item.id: autoIncrement none → true"],
  ),
  change(
    "primary key: counts up no more",
    [{ id: counted, a: text }],
    [{ id, a: text }],
    ["~ column item.id: autoIncrement true → none"],
  ),
  change(
    "primary key: text becomes integer",
    [{ id: key }],
    [{ id }],
    ["~ column item.id: type varchar → integer"],
    { rows: ["INSERT INTO item VALUES ('1'), ('2')"], changes: ["item.id"] },
  ),
  change(
    "primary key: no longer the id, which stays",
    [{ id, code: text }],
    [{ id: plainId, code: key }],
    ["- primary key of item (id)", "+ primary key of item (code)"],
  ),
];

const uniques: readonly RoundTripCase[] = [
  change("unique: added", [{ a: text }], [{ a: { ...text, unique: true } }], ["+ unique UQ_# on item (a)"]),
  change("unique: removed", [{ a: { ...text, unique: true } }], [{ a: text }], ["- unique UQ_# on item (a)"]),
  change(
    "unique: named, composite",
    [{ a: text, b: text }],
    [{ a: text, b: text }, { uniques: [{ name: "u", columns: ["a", "b"] }] }],
    ["+ unique u on item (a, b)"],
  ),
  change(
    "unique: other columns, same name",
    [{ a: text, b: text }, { uniques: [{ name: "u", columns: ["a"] }] }],
    [{ a: text, b: text }, { uniques: [{ name: "u", columns: ["a", "b"] }] }],
    ["- unique u on item (a)", "+ unique u on item (a, b)"],
  ),
  change(
    "unique: the order of its columns",
    [{ a: text, b: text }, { uniques: [{ name: "u", columns: ["a", "b"] }] }],
    [{ a: text, b: text }, { uniques: [{ name: "u", columns: ["b", "a"] }] }],
    ["- unique u on item (a, b)", "+ unique u on item (b, a)"],
  ),
  change(
    "unique: renamed",
    [{ a: text }, { uniques: [{ name: "u", columns: ["a"] }] }],
    [{ a: text }, { uniques: [{ name: "v", columns: ["a"] }] }],
    ["- unique u on item (a)", "+ unique v on item (a)"],
  ),
  change(
    "unique: a name stays where the config says so",
    [{ a: text }, { uniques: [{ name: "u", columns: ["a"] }] }],
    [{ a: text }, { uniques: [{ name: "v", columns: ["a"] }] }],
    [],
    { config: { constraintNames: "keep" } },
  ),
  change(
    "unique: nothing, one inside of another",
    [
      { a: { ...text, unique: true }, b: text },
      { uniques: [{ columns: ["b", "a"] }, { columns: ["a", "b"] }] },
    ],
    [
      { a: { ...text, unique: true }, b: text },
      { uniques: [{ columns: ["a", "b"] }, { columns: ["b", "a"] }] },
    ],
    [],
  ),
  change(
    "unique: becomes a unique index",
    [{ a: text }, { uniques: [{ name: "u", columns: ["a"] }] }],
    [{ a: text }, { indices: [{ name: "u", columns: ["a"], unique: true }] }],
    ["- unique u on item (a)", "+ unique index u on item (a)"],
  ),
  change(
    "unique: one by hand without a name stays as it is",
    [{ a: { ...text, unique: true }, b: text }],
    [{ a: { ...text, unique: true }, b: { type: "text" } }],
    ["~ column item.b: type varchar → text"],
    {
      byHand: [
        "DROP TABLE item",
        "CREATE TABLE item (id integer PRIMARY KEY NOT NULL, a varchar NOT NULL UNIQUE, b varchar NOT NULL)",
      ],
    },
  ),
];

const checks: readonly RoundTripCase[] = [
  change(
    "check: added",
    [{ a: { type: "int" } }],
    [{ a: { type: "int" } }, { checks: [{ name: "c", expression: "a > 0" }] }],
    ["+ check c on item: a > 0"],
  ),
  change(
    "check: removed",
    [{ a: { type: "int" } }, { checks: [{ name: "c", expression: "a > 0" }] }],
    [{ a: { type: "int" } }],
    ["- check c on item: a > 0"],
  ),
  change(
    "check: same name, other text",
    [{ a: { type: "int" } }, { checks: [{ name: "c", expression: "a > 0" }] }],
    [{ a: { type: "int" } }, { checks: [{ name: "c", expression: "a >= 1" }] }],
    ["- check c on item: a > 0", "+ check c on item: a >= 1"],
  ),
  change(
    "check: derived name, other text",
    [{ a: { type: "int" } }, { checks: [{ expression: "a > 0" }] }],
    [{ a: { type: "int" } }, { checks: [{ expression: "a >= 1" }] }],
    ["- check CHK_# on item: a > 0", "+ check CHK_# on item: a >= 1"],
  ),
  change(
    "check: nothing, the same in other blanks and letters",
    [{ a: { type: "int" } }, { checks: [{ name: "c", expression: "a>0 AND a<9" }] }],
    [{ a: { type: "int" } }, { checks: [{ name: "c", expression: '( "a" > 0  and "a" < 9 )' }] }],
    [],
  ),
  change(
    "check: one of several changes",
    [
      { a: { type: "int" } },
      {
        checks: [
          { name: "c", expression: "a > 0" },
          { name: "d", expression: "a < 100" },
        ],
      },
    ],
    [
      { a: { type: "int" } },
      {
        checks: [
          { name: "c", expression: "a > 0" },
          { name: "d", expression: "a < 1000" },
        ],
      },
    ],
    ["- check d on item: a < 100", "+ check d on item: a < 1000"],
  ),
  change(
    "check: two change their names",
    [
      { a: { type: "int" } },
      {
        checks: [
          { name: "c", expression: "a > 0" },
          { name: "d", expression: "a < 100" },
        ],
      },
    ],
    [
      { a: { type: "int" } },
      {
        checks: [
          { name: "d", expression: "a > 0" },
          { name: "c", expression: "a < 100" },
        ],
      },
    ],
    [
      "- check d on item: a < 100",
      "- check c on item: a > 0",
      "+ check c on item: a < 100",
      "+ check d on item: a > 0",
    ],
  ),
  change(
    "check: texts that are awkward",
    [{ a: text }],
    [{ a: text }, { checks: [{ name: "c", expression: "a <> 'it''s -- ''; /* \n \\ ${x} `y` %s :: $$'" }] }],
    ["+ check c on item: a <> 'it''s -- ''; /* \n \\ ${x} `y` %s :: $$'"],
  ),
  change(
    "check: one by hand without a name stays, as no entity makes such",
    [{ a: { type: "int" }, b: text }],
    [{ a: { type: "int" }, b: { type: "text" } }],
    ["~ column item.b: type varchar → text"],
    {
      byHand: [
        "DROP TABLE item",
        "CREATE TABLE item (id integer PRIMARY KEY NOT NULL, a integer NOT NULL CHECK (a > 0), b varchar NOT NULL, CHECK (length(b) < a * 100))",
      ],
    },
  ),
  change(
    "check: one by hand without a name goes with its column",
    [{ a: { type: "int" }, b: text }],
    [{ b: text }],
    ["- check on item: a > 0", "- column item.a integer"],
    {
      byHand: [
        "DROP TABLE item",
        "CREATE TABLE item (id integer PRIMARY KEY NOT NULL, a integer NOT NULL DEFAULT 1 CHECK (a > 0), b varchar NOT NULL)",
      ],
      rows: ["INSERT INTO item VALUES (1, 1, 'x')"],
    },
  ),
  change(
    "check: one by hand without a name is the one that the entity names",
    [{ a: { type: "int" } }, { checks: [{ name: "c", expression: "a > 0" }] }],
    [{ a: { type: "int" } }, { checks: [{ name: "c", expression: "a > 0" }] }],
    [],
    {
      byHand: [
        "DROP TABLE item",
        "CREATE TABLE item (id integer PRIMARY KEY NOT NULL, a integer NOT NULL CHECK (a > 0))",
      ],
    },
  ),
];

export const constraintCases: readonly RoundTripCase[] = [...primaryKeys, ...uniques, ...checks];
