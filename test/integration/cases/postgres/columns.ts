import type { ColumnOptions, EntitySchemaColumnOptions } from "typeorm";
import type { Entities, MakeClass } from "../../../support/project.js";
import type { RoundTripCase } from "../../round-trip.js";
import { decorated } from "../decorated.js";
import { entity, view, type Entity } from "../entity.js";
import { valueChange as change } from "./change.js";

const text = { type: "varchar", nullable: true } as const;
const integer = { type: "integer" } as const;

const comments: readonly RoundTripCase[] = [
  change("a comment comes", integer, { ...integer, comment: "it's" }, [
    "~ column item.value: comment none → it's",
  ]),
  change("a comment changes", { ...integer, comment: "one" }, { ...integer, comment: "two\nlines" }, [
    "~ column item.value: comment one → two\nlines",
  ]),
  change("a comment goes", { ...integer, comment: "a\\b $$ %s" }, integer, [
    "~ column item.value: comment a\\b $$ %s → none",
  ]),
  {
    name: "a comment of the table comes",
    from: [decorated("item", { value: text })],
    to: [decorated("item", { value: text }, {}, { comment: "it's\n$$" })],
    expected: ['~ options of item: {} → {"comment":"it\'s\\n$$"}'],
  },
  {
    name: "a comment of the table changes, and one of a new column comes",
    from: [decorated("item", {}, {}, { comment: "one" })],
    to: [decorated("item", { value: { ...text, comment: "new" } }, {}, { comment: "two" })],
    expected: ['~ options of item: {"comment":"one"} → {"comment":"two"}', "+ column item.value varchar"],
  },
];

const collations: readonly RoundTripCase[] = [
  change("a collation comes", { type: "varchar" }, { type: "varchar", collation: "C" }, [
    "~ column item.value: collation none → C",
  ]),
  change("a collation changes", { type: "text", collation: "C" }, { type: "text", collation: "POSIX" }, [
    "~ column item.value: collation C → POSIX",
  ]),
  change("a collation goes", { type: "varchar", length: 9, collation: "C" }, { type: "varchar", length: 9 }, [
    "~ column item.value: collation C → none",
  ]),
  change(
    "a collation comes together with another type",
    { type: "varchar", length: 9 },
    { type: "text", collation: "C" },
    ["~ column item.value: type varchar(9) → text, collation none → C"],
  ),
];

const id = { type: "integer", primary: true } as const;
const counted = { ...id, generated: true } as const;
const nextId = "SELECT nextval(pg_get_serial_sequence('item', 'id')) AS next";

/** Another way to count the primary key up, and the number that comes after the three rows. */
function counter(
  name: string,
  from: Entities,
  to: Entities,
  line: string,
  findsAfter: RoundTripCase["findsAfter"] = [[nextId, [{ next: "4" }]]],
): RoundTripCase {
  return {
    name,
    from,
    to,
    expected: [`~ column item.id: ${line}`],
    findsAfter,
    ...(from === plain ? {} : { rows: ["INSERT INTO item (value) VALUES ('a'), ('b'), ('c')"] }),
  };
}

const plain = [entity("item", { id, value: text })];
const serial = [entity("item", { id: counted, value: text })];
const always = [decorated("item", { value: text }, { identity: "ALWAYS" })];
const byDefault = [decorated("item", { value: text }, { identity: "BY DEFAULT" })];

/** An item with a column that is an identity besides its primary key. */
function withIdentity(column: ColumnOptions): MakeClass {
  return decorated("item", { value: column }, { identities: ["value"] });
}

/** A column that becomes an identity. */
function toIdentity(
  name: string,
  from: EntitySchemaColumnOptions,
  changes: string,
  extra: Partial<RoundTripCase> = {},
): RoundTripCase {
  return {
    name,
    from: [entity("item", { value: from })],
    to: [withIdentity(integer)],
    expected: [`~ column item.value: ${changes}`],
    ...extra,
  };
}

const sequenceType =
  "SELECT data_type::text AS type FROM pg_sequences WHERE schemaname = 'public' AND sequencename = 'item_id_seq'";

const counters: readonly RoundTripCase[] = [
  counter("plain → identity", plain, byDefault, "identity none → BY DEFAULT"),
  counter("plain → identity ALWAYS", plain, always, "identity none → ALWAYS"),
  counter("plain → serial", plain, serial, "autoIncrement none → true"),
  counter("serial → identity", serial, byDefault, "autoIncrement true → none, identity none → BY DEFAULT"),
  counter("identity → serial", byDefault, serial, "identity BY DEFAULT → none, autoIncrement none → true"),
  counter("identity → plain", byDefault, plain, "identity BY DEFAULT → none", []),
  counter("serial → plain", serial, plain, "autoIncrement true → none", []),
  counter("identity: BY DEFAULT → ALWAYS", byDefault, always, "identity BY DEFAULT → ALWAYS"),
  counter("identity: ALWAYS → BY DEFAULT", always, byDefault, "identity ALWAYS → BY DEFAULT"),
  toIdentity(
    "a nullable column becomes an identity: NOT NULL comes first",
    { ...integer, nullable: true },
    "nullable true → false, identity none → BY DEFAULT",
  ),
  toIdentity(
    "a nullable column that holds NULL becomes an identity",
    { ...integer, nullable: true },
    "nullable true → false, identity none → BY DEFAULT",
    {
      rows: ["INSERT INTO item (id, value) VALUES (1, NULL), (2, 20)"],
      answers: { backfills: ["item.value=id * 100"] },
      changes: ["item.value"],
      findsAfter: [
        ["SELECT value FROM item ORDER BY id", [{ value: 100 }, { value: 20 }]],
        ["SELECT nextval(pg_get_serial_sequence('item', 'value')) AS next", [{ next: "101" }]],
      ],
    },
  ),
  toIdentity(
    "a column with a default becomes an identity",
    { ...integer, default: 7 },
    "default 7 → none, identity none → BY DEFAULT",
  ),
  {
    name: "a serial column comes, with numbers for the rows",
    from: [entity("item", {})],
    to: [entity("item", { value: { ...integer, generated: true } })],
    expected: ["+ column item.value integer"],
    findsAfter: [["SELECT count(DISTINCT value)::int AS n FROM item", [{ n: 3 }]]],
  },
  {
    name: "an identity column comes, with numbers for the rows",
    from: [entity("item", {})],
    to: [withIdentity({ type: "bigint" })],
    expected: ["+ column item.value bigint"],
    findsAfter: [["SELECT count(DISTINCT value)::int AS n FROM item", [{ n: 3 }]]],
  },
  ...(["smallint", "bigint"] as const).map((type): RoundTripCase => ({
    name: `a serial key becomes ${type}, and its sequence too`,
    from: serial,
    to: [entity("item", { id: { ...counted, type }, value: text })],
    expected: [`~ column item.id: type integer → ${type}`],
    changes: ["item.id"],
    findsAfter: [[sequenceType, [{ type }]]],
  })),
  {
    name: "an identity becomes bigint, and its sequence too",
    from: [withIdentity(integer)],
    to: [withIdentity({ type: "bigint" })],
    expected: ["~ column item.value: type integer → bigint"],
    changes: ["item.value"],
    findsAfter: [[sequenceType.replace("item_id_seq", "item_value_seq"), [{ type: "bigint" }]]],
  },
  {
    name: "nothing: a sequence that counts in its own way",
    from: serial,
    to: serial,
    byHand: ["ALTER SEQUENCE item_id_seq START 100 INCREMENT 10 CACHE 5"],
    expected: [],
  },
];

const twice = { ...integer, asExpression: "id * 2", generatedType: "STORED", nullable: true } as const;
const shown = (expression: string, stored: boolean): string => JSON.stringify({ expression, stored });
const held = shown("(id * 2)", true);

const priced = (type: "integer" | "double precision"): Entity[] => [
  entity(
    "item",
    {
      price: { type, nullable: true },
      twice: { type, asExpression: "price * 2", generatedType: "STORED", nullable: true },
    },
    {
      checks: [{ name: "c", expression: "price >= 0" }],
      indices: [{ name: "i", columns: ["price"], where: "price > 1" }],
    },
  ),
  view("dear", "SELECT id, price * 2 AS twice FROM item WHERE price > 1", ["id", "twice"]),
];

const generated: readonly RoundTripCase[] = [
  change(
    "a generated column: its expression",
    twice,
    { ...twice, asExpression: "id * 42" },
    [`~ column item.value: generated ${held} → ${shown("id * 42", true)}`],
    { changes: ["item.value"], findsAfter: [["SELECT max(value) AS n FROM item", [{ n: 126 }]]] },
  ),
  change(
    "a generated column: the same in other blanks and quotes",
    twice,
    { ...twice, asExpression: '("id"*2)' },
    [],
  ),
  change("a generated column becomes plain, and keeps its values", twice, { ...integer, nullable: true }, [
    `~ column item.value: generated ${held} → none`,
  ]),
  change(
    "a plain column becomes generated",
    { ...integer, nullable: true },
    twice,
    [`~ column item.value: generated none → ${shown("id * 2", true)}`],
    { changes: ["item.value"], findsAfter: [["SELECT max(value) AS n FROM item", [{ n: 6 }]]] },
  ),
  change(
    "a generated column: its type",
    twice,
    { ...twice, type: "bigint" },
    ["~ column item.value: type integer → bigint"],
    { changes: ["item.value"] },
  ),
  change("a generated column: no longer NULL", twice, { ...twice, nullable: false }, [
    "~ column item.value: nullable true → false",
  ]),
  {
    name: "a type that makes the server spell a check, a predicate, a generated column and a view in another way, and back",
    from: priced("integer"),
    to: priced("double precision"),
    expected: [
      "- view dear",
      "- index i on item (price)",
      "- check c on item: (price >= 0)",
      "~ column item.price: type integer → double precision",
      `~ column item.twice: type integer → double precision, generated ${shown("(price * 2)", true)} → ${shown("price * 2", true)}`,
      "+ check c on item: price >= 0",
      "+ index i on item (price)",
      "+ view dear",
    ],
  },
  {
    name: "a generated column and the type of what it reads, and a comment between them",
    from: [
      entity("item", {
        a: { ...integer, default: 0 },
        between: integer,
        value: { type: "numeric", asExpression: "a * 2", generatedType: "STORED", nullable: true },
      }),
    ],
    to: [
      entity("item", {
        a: { ...integer, array: true, default: "{}" },
        between: { ...integer, comment: "new" },
        value: { ...integer, asExpression: "cardinality(a)", generatedType: "STORED", nullable: true },
      }),
    ],
    expected: [
      "~ column item.a: type integer → integer[], default 0 → '{}'",
      "~ column item.between: comment none → new",
      `~ column item.value: type numeric → integer, generated ${shown("(a * 2)", true)} → ${shown("cardinality(a)", true)}`,
    ],
    changes: ["item.a", "item.value"],
  },
  {
    name: "a generated column in an index, a unique and a view gets another expression",
    from: indexed("id * 2"),
    to: indexed("id * 3"),
    changes: ["item.value"],
    expected: [`~ column item.value: generated ${held} → ${shown("id * 3", true)}`],
  },
  {
    name: "by hand: a generated column that is virtual becomes stored, as the entity says",
    since: 18,
    from: [entity("item", { value: twice })],
    to: [entity("item", { value: twice })],
    byHand: [
      "ALTER TABLE item DROP COLUMN value",
      "ALTER TABLE item ADD COLUMN value integer GENERATED ALWAYS AS (id * 2) VIRTUAL",
    ],
    expected: [`~ column item.value: generated ${shown("(id * 2)", false)} → ${held}`],
  },
];

function indexed(expression: string): RoundTripCase["from"] {
  return [
    entity(
      "item",
      { value: { ...twice, asExpression: expression } },
      { indices: [{ name: "i", columns: ["value"] }], uniques: [{ name: "u", columns: ["value", "id"] }] },
    ),
    view("doubled", "SELECT id, value FROM item"),
  ];
}

const nullability: readonly RoundTripCase[] = [
  change(
    "NOT NULL with a backfill",
    { type: "varchar", nullable: true },
    { type: "varchar" },
    ["~ column item.value: nullable true → false"],
    {
      rows: ["INSERT INTO item (id, value) VALUES (1, NULL), (2, 'b')"],
      answers: { backfills: ["item.value='?'"] },
      changes: ["item.value"],
    },
  ),
  change(
    "another type, NOT NULL and a default at once",
    { type: "varchar", nullable: true, default: "1" },
    { type: "integer", default: 2 },
    [
      "~ column item.value: type varchar → integer, nullable true → false, default '1'::character varying → '2'",
    ],
    {
      rows: ["INSERT INTO item (id, value) VALUES (1, NULL), (2, '7')"],
      answers: { backfills: ["item.value='0'"] },
      changes: ["item.value"],
    },
  ),
  {
    name: "NOT NULL with a backfill that reads a column as the type that it gets",
    from: [entity("item", { a: integer, b: text })],
    to: [entity("item", { a: { type: "text" }, b: { type: "varchar" } })],
    expected: ["~ column item.a: type integer → text", "~ column item.b: nullable true → false"],
    rows: ["INSERT INTO item (id, a, b) VALUES (1, 7, NULL)"],
    answers: { backfills: ["item.b=upper(a)"] },
    changes: ["item.a", "item.b"],
  },
];

export const postgresColumnCases: readonly RoundTripCase[] = [
  ...comments,
  ...collations,
  ...counters,
  ...generated,
  ...nullability,
];
