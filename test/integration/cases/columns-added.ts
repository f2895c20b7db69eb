import type { RoundTripCase } from "../round-trip.js";
import { entity, manyToOne, type Columns, type Entity } from "./entity.js";

type Extra = Partial<Entity>;

/** The same column added and dropped. */
function addedAndDropped(
  name: string,
  columns: Columns,
  added: readonly string[],
  dropped: readonly string[],
  {
    table = {},
    more = [],
    onPostgres = {},
    ...rest
  }: {
    table?: Extra;
    more?: readonly Entity[];
    onPostgres?: { readonly added?: readonly string[]; readonly dropped?: readonly string[] };
  } & Omit<Partial<RoundTripCase>, "onPostgres"> = {},
): RoundTripCase[] {
  const without = [entity("item", { note: { type: "varchar" } }), ...more];
  const all = [entity("item", { note: { type: "varchar" }, ...columns }, table), ...more];
  return [
    {
      name: `${name}: added`,
      from: without,
      to: all,
      expected: added,
      ...rest,
      onPostgres: { expected: onPostgres.added ?? added },
    },
    {
      name: `${name}: dropped`,
      from: all,
      to: without,
      expected: dropped,
      ...rest,
      answers: {},
      onPostgres: { expected: onPostgres.dropped ?? dropped },
    },
  ];
}

/** The usual pair of lines, where nothing depends on the column. */
function lines(name: string, type: string): [string[], string[]] {
  return [[`+ column item.${name} ${type}`], [`- column item.${name} ${type}`]];
}

/** An enum of PostgreSQL is a type of its own. */
const enumOnPostgres = {
  added: ["+ enum item_value_enum (a, b)", "+ column item.value item_value_enum"],
  dropped: ["- column item.value item_value_enum", "- enum item_value_enum (a, b)"],
};

const parent = entity("parent", { name: { type: "varchar" } });

export const addedColumnCases: readonly RoundTripCase[] = [
  ...addedAndDropped(
    "nullable",
    { value: { type: "varchar", nullable: true } },
    ...lines("value", "varchar"),
  ),
  ...addedAndDropped("literal default", { value: { type: "int", default: 5 } }, ...lines("value", "integer")),
  ...addedAndDropped(
    "expression default",
    { value: { type: "date", default: () => "CURRENT_DATE" } },
    ...lines("value", "date"),
    { changes: ["item.value"] },
  ),
  ...addedAndDropped(
    "NOT NULL, filled by a literal",
    { value: { type: "varchar" } },
    ...lines("value", "varchar"),
    {
      answers: { backfills: ["item.value='basic'"] },
    },
  ),
  ...addedAndDropped(
    "NOT NULL, filled from other columns",
    { value: { type: "varchar" } },
    ...lines("value", "varchar"),
    { answers: { backfills: [`item.value=upper("note") || (SELECT ' of ' || count(*) FROM item)`] } },
  ),
  ...addedAndDropped("NOT NULL, no rows", { value: { type: "varchar" } }, ...lines("value", "varchar"), {
    rows: [],
  }),
  ...addedAndDropped(
    "computed",
    { value: { type: "int", asExpression: "id * 2", nullable: true } },
    ...lines("value", "integer"),
    { only: "sqlite" },
  ),
  ...addedAndDropped(
    "computed and stored, NOT NULL",
    { value: { type: "int", asExpression: "id * 2", generatedType: "STORED" } },
    ...lines("value", "integer"),
  ),
  ...addedAndDropped(
    "collation and length",
    { value: { type: "varchar", length: 9, collation: "NOCASE", default: "" } },
    ...lines("value", "varchar(9)"),
    { only: "sqlite" },
  ),
  ...addedAndDropped(
    "enum",
    { value: { type: "simple-enum", enum: ["a", "b"], default: "b" } },
    ...lines("value", "varchar"),
    { onPostgres: enumOnPostgres },
  ),
  ...addedAndDropped(
    "enum, filled",
    { value: { type: "simple-enum", enum: ["a", "b"] } },
    ...lines("value", "varchar"),
    { answers: { backfills: ["item.value='a'"] }, onPostgres: enumOnPostgres },
  ),
  ...addedAndDropped(
    "three at once, in the order of the entity",
    {
      c: { type: "int", nullable: true },
      a: { type: "int", nullable: true },
      b: { type: "int", nullable: true },
    },
    ["+ column item.c integer", "+ column item.a integer", "+ column item.b integer"],
    ["- column item.b integer", "- column item.a integer", "- column item.c integer"],
  ),
  ...addedAndDropped(
    "unique",
    { value: { type: "varchar", nullable: true, unique: true } },
    ["+ column item.value varchar", "+ unique UQ_# on item (value)"],
    ["- unique UQ_# on item (value)", "- column item.value varchar"],
  ),
  ...addedAndDropped(
    "indexed",
    { value: { type: "varchar", nullable: true } },
    ["+ column item.value varchar", "+ index IDX_value on item (note, value)"],
    ["- index IDX_value on item (note, value)", "- column item.value varchar"],
    { table: { indices: [{ name: "IDX_value", columns: ["note", "value"] }] } },
  ),
  ...addedAndDropped(
    "in the condition of an index",
    { value: { type: "varchar", nullable: true } },
    ["+ column item.value varchar", "+ index IDX_value on item (note)"],
    ["- index IDX_value on item (note)", "- column item.value varchar"],
    { table: { indices: [{ name: "IDX_value", columns: ["note"], where: `"value" IS NOT NULL` }] } },
  ),
  ...addedAndDropped(
    "checked",
    { value: { type: "int", default: 1 } },
    ["+ column item.value integer", "+ check CHK_value on item: value > 0"],
    ["- check CHK_value on item: value > 0", "- column item.value integer"],
    {
      table: { checks: [{ name: "CHK_value", expression: "value > 0" }] },
      onPostgres: {
        dropped: ["- check CHK_value on item: (value > 0)", "- column item.value integer"],
      },
    },
  ),
  ...addedAndDropped(
    "foreign key",
    {},
    ["+ column item.parentId integer", "+ foreign key FK_# on item (parentId) → parent"],
    ["- foreign key FK_# on item (parentId) → parent", "- column item.parentId integer"],
    { table: { relations: { parent: manyToOne("parent", { onDelete: "CASCADE" }) } }, more: [parent] },
  ),
  ...addedAndDropped(
    "in an index, a unique, a foreign key and a check",
    { extra: { type: "varchar", nullable: true } },
    [
      "+ column item.extra varchar",
      "+ column item.parentId integer",
      "+ unique UQ_both on item (note, parentId)",
      `+ check CHK_both on item: "parentId" > 0`,
      "+ foreign key FK_# on item (parentId) → parent",
      "+ index IDX_both on item (parentId, extra)",
    ],
    [
      "- index IDX_both on item (parentId, extra)",
      "- foreign key FK_# on item (parentId) → parent",
      `- check CHK_both on item: "parentId" > 0`,
      "- unique UQ_both on item (note, parentId)",
      "- column item.parentId integer",
      "- column item.extra varchar",
    ],
    {
      table: {
        relations: { parent: manyToOne("parent") },
        indices: [{ name: "IDX_both", columns: ["parent", "extra"] }],
        uniques: [{ name: "UQ_both", columns: ["note", "parent"] }],
        checks: [{ name: "CHK_both", expression: `"parentId" > 0` }],
      },
      more: [parent],
      onPostgres: {
        dropped: [
          "- index IDX_both on item (parentId, extra)",
          "- foreign key FK_# on item (parentId) → parent",
          `- check CHK_both on item: ("parentId" > 0)`,
          "- unique UQ_both on item (note, parentId)",
          "- column item.parentId integer",
          "- column item.extra varchar",
        ],
      },
    },
  ),
  {
    name: "becomes NOT NULL while rows hold NULL, filled",
    from: [entity("item", { value: { type: "varchar", nullable: true } })],
    to: [entity("item", { value: { type: "varchar" } })],
    expected: ["~ column item.value: nullable true → false"],
    rows: ["INSERT INTO item VALUES (1, NULL), (2, 'kept')"],
    answers: { backfills: ["item.value='none'"] },
    changes: ["item.value"],
    finds: [["SELECT value FROM item WHERE id = 2", [{ value: "kept" }]]],
  },
  {
    name: "several changes of one table are one alterTable",
    from: [
      entity("item", { a: { type: "varchar" }, b: { type: "decimal", precision: 5 }, c: { type: "int" } }),
    ],
    to: [
      entity("item", {
        b: { type: "decimal", precision: 10, scale: 2 },
        c: { type: "int", default: 1, nullable: true },
        d: { type: "varchar", default: "x" },
      }),
    ],
    expected: [
      "- column item.a varchar",
      "+ column item.d varchar",
      "~ column item.b: type decimal(5) → decimal(10,2)",
      "~ column item.c: nullable false → true, default none → 1",
    ],
    answers: { noRename: true },
    onPostgres: {
      expected: [
        "- column item.a varchar",
        "+ column item.d varchar",
        "~ column item.b: type numeric(5,0) → numeric(10,2)",
        "~ column item.c: nullable false → true, default none → '1'",
      ],
      changes: ["item.b"],
    },
  },
  {
    name: "property and column have different names; only the new column comes",
    from: [entity("item", { givenName: { type: "varchar", name: "given_name" } })],
    to: [
      entity("item", {
        firstName: { type: "varchar", name: "given_name" },
        last: { type: "varchar", name: "last_name", nullable: true },
      }),
    ],
    expected: ["+ column item.last_name varchar"],
  },
];
