import type { EntitySchemaColumnOptions } from "typeorm";
import type { RoundTripCase } from "../../round-trip.js";
import { entity, manyToOne, type Columns, type Entity } from "../entity.js";
import { itemChange as change } from "../item-change.js";

const text = { type: "varchar" } as const;
const integer = { type: "integer" } as const;
const id = { type: "integer", primary: true } as const;
const named = { ...id, primaryKeyConstraintName: "pk" } as const;

/** A parent with that key, and an item that refers to it by that name. */
function family(key: string, columns: Columns, type: EntitySchemaColumnOptions = integer): Entity[] {
  return [
    entity("parent", columns),
    entity(
      "item",
      { up: { ...type, nullable: true } },
      {
        relations: {
          parent: manyToOne("parent", { joinColumn: { name: "up", referencedColumnName: key } }),
        },
      },
    ),
  ];
}

type UniqueOptions = NonNullable<Entity["uniques"]>[number];

const primaryKeys: readonly RoundTripCase[] = [
  change(
    "primary key: given a name",
    [{ id, a: text }],
    [{ id: named, a: text }],
    ["~ constraint PK_# of item is renamed to pk"],
  ),
  change(
    "primary key: a name stays where the config says so",
    [{ id, a: text }],
    [{ id: named, a: text }],
    [],
    { config: { constraintNames: "keep" } },
  ),
  change(
    "primary key: the order of its columns, under one name",
    [
      {
        a: { ...text, primary: true, primaryKeyConstraintName: "pk" },
        b: { ...text, primary: true, primaryKeyConstraintName: "pk" },
      },
    ],
    [
      {
        b: { ...text, primary: true, primaryKeyConstraintName: "pk" },
        a: { ...text, primary: true, primaryKeyConstraintName: "pk" },
      },
    ],
    ["- primary key of item (a, b)", "+ primary key of item (b, a)"],
  ),
  change(
    "primary key: taken away by hand comes again",
    [{ id: named, a: text }],
    [{ id: named, a: text }],
    ["+ primary key of item (id)"],
    { byHand: ["ALTER TABLE item DROP CONSTRAINT pk"] },
  ),
  {
    name: "primary key: what children refer to becomes a unique",
    from: family("id", { id, code: text }),
    to: family("id", { id: { ...integer, unique: true }, code: { ...text, primary: true } }),
    expected: [
      "- foreign key FK_# on item (up) → parent",
      "- primary key of parent (id)",
      "+ primary key of parent (code)",
      "+ unique UQ_# on parent (id)",
      "+ foreign key FK_# on item (up) → parent",
    ],
  },
  {
    name: "primary key: a table of a partition's key gets another column",
    from: [entity("item", { a: { ...text, primary: true }, b: { ...integer, primary: true }, c: integer })],
    to: [
      entity("item", {
        a: { ...text, primary: true },
        b: { ...integer, primary: true },
        c: { ...integer, primary: true },
      }),
    ],
    expected: ["- primary key of item (a, b)", "+ primary key of item (a, b, c)"],
  },
];

function unique(
  from: Partial<UniqueOptions>,
  to: Partial<UniqueOptions>,
): [readonly [Columns, Partial<Entity>], readonly [Columns, Partial<Entity>]] {
  const side = (options: Partial<UniqueOptions>): [Columns, Partial<Entity>] => [
    { a: text, b: text },
    { uniques: [{ name: "u", columns: ["a", "b"], ...options }] },
  ];
  return [side(from), side(to)];
}

const remade = ["- unique u on item (a, b)", "+ unique u on item (a, b)"];

const uniques: readonly RoundTripCase[] = [
  change("unique: deferrable", ...unique({}, { deferrable: "INITIALLY DEFERRED" }), remade),
  change("unique: deferrable no more", ...unique({ deferrable: "INITIALLY IMMEDIATE" }, {}), remade),
  change(
    "unique: initially deferred",
    ...unique({ deferrable: "INITIALLY IMMEDIATE" }, { deferrable: "INITIALLY DEFERRED" }),
    remade,
  ),
  change(
    "unique: name and deferral at once",
    ...unique({}, { name: "v", deferrable: "INITIALLY DEFERRED" }),
    ["- unique u on item (a, b)", "+ unique v on item (a, b)"],
  ),
  change(
    "unique: two change their names",
    [
      { a: text, b: text },
      {
        uniques: [
          { name: "u", columns: ["a"] },
          { name: "v", columns: ["b"] },
        ],
      },
    ],
    [
      { a: text, b: text },
      {
        uniques: [
          { name: "v", columns: ["a"] },
          { name: "u", columns: ["b"] },
        ],
      },
    ],
    [
      "~ constraint u of item is renamed to _aludel_renamed_u",
      "~ constraint v of item is renamed to u",
      "~ constraint _aludel_renamed_u of item is renamed to v",
    ],
  ),
  {
    name: "unique: what children refer to becomes deferrable no more",
    from: family("code", { id, code: { ...text } }, text).map((one) =>
      one.name === "parent" ? { ...one, uniques: [{ name: "u", columns: ["code"] }] } : one,
    ),
    to: family("code", { id, code: { ...text } }, text).map((one) =>
      one.name === "parent" ? { ...one, uniques: [{ name: "v", columns: ["code"] }] } : one,
    ),
    expected: ["~ constraint u of parent is renamed to v"],
  },
];

const uuids = "00000000-0000-4000-8000-00000000000";

const foreignKeys: readonly RoundTripCase[] = [
  {
    name: "foreign key: integer → bigint at both ends",
    from: family("id", { id, note: text }),
    to: family("id", { id: { ...id, type: "bigint" }, note: text }, { type: "bigint" }),
    changes: ["parent.id", "item.up"],
    expected: ["~ column item.up: type integer → bigint", "~ column parent.id: type integer → bigint"],
  },
  {
    name: "foreign key: varchar → uuid at both ends",
    from: family("id", { id: { ...text, primary: true } }, text),
    to: family("id", { id: { type: "uuid", primary: true } }, { type: "uuid" }),
    rows: [
      `INSERT INTO parent (id) VALUES ('${uuids}1'), ('${uuids}2')`,
      `INSERT INTO item (id, up) VALUES (1, '${uuids}2'), (2, NULL)`,
    ],
    expected: [
      "- foreign key FK_# on item (up) → parent",
      "~ column item.up: type varchar → uuid",
      "~ column parent.id: type varchar → uuid",
      "+ foreign key FK_# on item (up) → parent",
    ],
  },
  {
    name: "foreign key: to itself, varchar → uuid",
    from: [node(text)],
    to: [node({ type: "uuid" })],
    rows: [`INSERT INTO node (id, "parentId") VALUES ('${uuids}1', NULL), ('${uuids}2', '${uuids}1')`],
    expected: [
      "- foreign key FK_# on node (parentId) → node",
      "~ column node.id: type varchar → uuid",
      "~ column node.parentId: type varchar → uuid",
      "+ foreign key FK_# on node (parentId) → node",
    ],
  },
  {
    name: "foreign key: refers to another column of its parent",
    from: family("id", { id, no: { ...integer, unique: true } }),
    to: family("no", { id, no: { ...integer, unique: true } }),
    expected: ["- foreign key FK_# on item (up) → parent", "+ foreign key FK_# on item (up) → parent"],
  },
  {
    name: "foreign key: refers to a column that becomes unique only now",
    from: family("id", { id, no: integer }),
    to: family("no", { id, no: { ...integer, unique: true } }),
    expected: [
      "- foreign key FK_# on item (up) → parent",
      "+ unique UQ_# on parent (no)",
      "+ foreign key FK_# on item (up) → parent",
    ],
  },
  {
    name: "foreign key: by hand, MATCH FULL and never checked, stays as it is",
    from: family("id", { id, note: text }),
    to: family("id", { id, note: { type: "text" } }),
    byHand: [
      `DO $$ BEGIN EXECUTE (SELECT format('ALTER TABLE item DROP CONSTRAINT %I', conname) FROM pg_constraint WHERE contype = 'f'); END $$`,
      "ALTER TABLE item ADD FOREIGN KEY (up) REFERENCES parent MATCH FULL NOT VALID",
    ],
    config: { constraintNames: "keep" },
    expected: ["~ column parent.note: type varchar → text"],
    finds: [
      [
        "SELECT confmatchtype AS match, convalidated AS checked FROM pg_constraint WHERE contype = 'f'",
        [{ match: "f", checked: false }],
      ],
    ],
  },
];

function node(type: EntitySchemaColumnOptions): Entity {
  return entity(
    "node",
    { id: { ...type, primary: true } },
    { relations: { parent: manyToOne("node", { onDelete: "CASCADE" }) } },
  );
}

const ranges = { room: { type: "integer" }, during: { type: "daterange" } } as const;
const booking = (exclusions: Entity["exclusions"] = []): [Columns, Partial<Entity>] => [
  ranges,
  { exclusions },
];
const overlap = { name: "x", expression: `USING gist (room WITH =, during WITH &&)` };
const whole = { name: "y", expression: `USING gist ("during" WITH -|-)` };
const booked = {
  rows: [
    "INSERT INTO item (id, room, during) VALUES (1, 1, '[2026-01-01,2026-01-05)'), (2, 1, '[2026-02-01,2026-02-02)')",
  ],
};

const exclusions: readonly RoundTripCase[] = [
  change(
    "exclusion: added",
    booking([whole]),
    booking([overlap, whole]),
    ["+ exclusion x on item: USING gist (room WITH =, during WITH &&)"],
    booked,
  ),
  change(
    "exclusion: removed",
    booking([overlap, whole]),
    booking([whole]),
    ["- exclusion x on item: USING gist (room WITH =, during WITH &&)"],
    booked,
  ),
  change(
    "exclusion: changed",
    booking([overlap]),
    booking([{ ...overlap, expression: "USING gist (during WITH &&)" }]),
    [
      "- exclusion x on item: USING gist (room WITH =, during WITH &&)",
      "+ exclusion x on item: USING gist (during WITH &&)",
    ],
    booked,
  ),
  change(
    "exclusion: its condition",
    booking([{ ...overlap, expression: `${overlap.expression} WHERE (room > 1)` }]),
    booking([{ ...overlap, expression: `${overlap.expression} WHERE (room > 2)` }]),
    [
      "- exclusion x on item: USING gist (room WITH =, during WITH &&) WHERE ((room > 1))",
      "+ exclusion x on item: USING gist (room WITH =, during WITH &&) WHERE (room > 2)",
    ],
    booked,
  ),
  change(
    "exclusion: nothing, the same in other blanks and quotes",
    booking([overlap]),
    booking([{ ...overlap, expression: `using GIST ("room" with =,"during" with &&)` }]),
    [],
    booked,
  ),
  change(
    "exclusion: renamed",
    booking([overlap]),
    booking([{ ...overlap, name: "z" }]),
    ["~ constraint x of item is renamed to z"],
    booked,
  ),
  change(
    "exclusion: the first one brings its extension, which stays on the way down",
    booking(),
    booking([overlap]),
    ["+ extension btree_gist", "+ exclusion x on item: USING gist (room WITH =, during WITH &&)"],
    booked,
  ),
  {
    name: "exclusion: in a new table",
    from: [],
    to: [entity("item", ...booking([overlap]))],
    expected: ["+ extension btree_gist", "+ table item"],
  },
];

const checks: readonly RoundTripCase[] = [
  change(
    "check: nothing, the same as the server spells it",
    [
      { a: text, n: integer },
      { checks: [{ name: "c", expression: "a in ('x', 'y') and n between 1 and 9" }] },
    ],
    [
      { a: text, n: integer },
      {
        checks: [
          {
            name: "c",
            expression: `("a")::text = any ((ARRAY['x'::varchar,'y'::varchar])::text[]) AND (("n">=1) and (n <= 9))`,
          },
        ],
      },
    ],
    [],
    { rows: ["INSERT INTO item (id, a, n) VALUES (1, 'x', 3)"] },
  ),
  change(
    "check: a function and a cast",
    [{ a: text }, { checks: [{ name: "c", expression: "length(a) > 1" }] }],
    [{ a: text }, { checks: [{ name: "c", expression: "length(a)::numeric > 0.5" }] }],
    ["- check c on item: (length((a)::text) > 1)", "+ check c on item: length(a)::numeric > 0.5"],
  ),
  change(
    "check: of a column that gets another type, under one name",
    [{ a: text }, { checks: [{ name: "c", expression: "a <> ''" }] }],
    [{ a: integer }, { checks: [{ name: "c", expression: "a <> 0" }] }],
    [
      "- check c on item: ((a)::text <> ''::text)",
      "~ column item.a: type varchar → integer",
      "+ check c on item: a <> 0",
    ],
    { rows: ["INSERT INTO item (id, a) VALUES (1, '7')"], changes: ["item.a"] },
  ),
  change(
    "check: of a column that gets another type, and stays",
    [{ a: { type: "integer" } }, { checks: [{ name: "c", expression: "a > 0" }] }],
    [{ a: { type: "bigint" } }, { checks: [{ name: "c", expression: "a > 0" }] }],
    ["~ column item.a: type integer → bigint"],
    { changes: ["item.a"] },
  ),
];

export const constraintCases: readonly RoundTripCase[] = [
  ...primaryKeys,
  ...uniques,
  ...foreignKeys,
  ...exclusions,
  ...checks,
];
