import type { RoundTripCase } from "../round-trip.js";
import { entity, manyToOne, type Entity } from "./entity.js";

const text = { type: "varchar", nullable: true } as const;
const anchor = entity("anchor", { note: text });

/** The same tables created from nothing but another one, and dropped. */
function createdAndDropped(
  name: string,
  tables: readonly Entity[],
  created: readonly string[],
  dropped: readonly string[],
  onPostgres?: { readonly created: readonly string[]; readonly dropped: readonly string[] },
): RoundTripCase[] {
  const [without, all] = [[anchor], [anchor, ...tables]];
  const there = (lines: readonly string[] | undefined): Pick<RoundTripCase, "onPostgres"> =>
    lines === undefined ? {} : { onPostgres: { expected: lines } };
  return [
    {
      name: `${name}: created`,
      from: without,
      to: all,
      expected: created,
      ...there(onPostgres?.created),
    },
    {
      name: `${name}: dropped`,
      from: all,
      to: without,
      expected: dropped,
      ...there(onPostgres?.dropped),
    },
  ];
}

const child = (name: string, target: string, extra: Partial<Entity> = {}): Entity =>
  entity(
    name,
    { note: text },
    { relations: { parent: manyToOne(target, { onDelete: "CASCADE" }) }, ...extra },
  );

const keyRenamed = "~ constraint PK_# of thing is renamed to PK_#";

export const tableCases: readonly RoundTripCase[] = [
  { name: "the first table of all", from: [], to: [anchor], expected: ["+ table anchor"], rows: [] },
  ...createdAndDropped(
    "child and parent",
    [child("child", "parent"), entity("parent", {})],
    ["+ table parent", "+ table child"],
    ["- table child", "- table parent"],
  ),
  ...createdAndDropped(
    "several pairs",
    [
      child("a_child", "z_parent"),
      child("b_child", "y_parent"),
      child("z_grandchild", "a_child"),
      entity("y_parent", {}),
      entity("z_parent", {}),
    ],
    ["+ table z_parent", "+ table a_child", "+ table y_parent", "+ table b_child", "+ table z_grandchild"],
    ["- table z_grandchild", "- table b_child", "- table y_parent", "- table a_child", "- table z_parent"],
  ),
  ...createdAndDropped(
    "a table that refers to itself",
    [child("node", "node")],
    ["+ table node"],
    ["- table node"],
  ),
  ...createdAndDropped(
    "two tables that refer to each other",
    [child("left", "right"), child("right", "left")],
    ["+ table right", "+ table left"],
    ["- table left", "- table right"],
    {
      created: ["+ table right", "+ table left", "+ foreign key FK_# on right (parentId) → left"],
      dropped: ["- foreign key FK_# on right (parentId) → left", "- table left", "- table right"],
    },
  ),
  ...createdAndDropped(
    "a table with everything",
    [
      entity(
        "item",
        { name: text, value: { type: "int" }, email: { type: "varchar", unique: true } },
        {
          relations: { parent: manyToOne("anchor") },
          indices: [
            { name: "i", columns: ["name"] },
            { name: "p", columns: ["value"], where: "value > 1", unique: true },
          ],
          uniques: [{ name: "u", columns: ["name", "value"] }],
          checks: [{ name: "c", expression: "value > 0" }],
        },
      ),
    ],
    ["+ table item", "+ index i on item (name)", "+ unique index p on item (value)"],
    ["- index i on item (name)", "- unique index p on item (value)", "- table item"],
  ),
  ...createdAndDropped(
    "without rowid",
    [entity("item", { code: { type: "varchar", primary: true }, note: text }, { withoutRowid: true })],
    ["+ table item"],
    ["- table item"],
  ),
  ...createdAndDropped(
    "an id that counts up",
    [entity("item", { id: { type: "integer", primary: true, generated: true }, note: text })],
    ["+ table item"],
    ["- table item"],
  ),
  {
    name: "a parent goes while its child stays: the foreign key goes first",
    from: [entity("parent", {}), child("child", "parent")],
    to: [entity("child", { note: text, parentId: { type: "integer", nullable: true } })],
    expected: ["- foreign key FK_# on child (parentId) → parent", "- table parent"],
    rows: ["INSERT INTO parent VALUES (1)", "INSERT INTO child VALUES (1, 'kept', NULL)"],
  },
  {
    name: "a child gets another parent, which is new, and the old one goes",
    from: [entity("old_parent", {}), child("child", "old_parent")],
    to: [entity("new_parent", {}, {}), child("child", "new_parent")],
    answers: { noRename: true },
    expected: [
      "+ table new_parent",
      "- foreign key FK_# on child (parentId) → old_parent",
      "+ foreign key FK_# on child (parentId) → new_parent",
      "- table old_parent",
    ],
    rows: [],
  },
  {
    name: "renamed",
    from: [entity("item", { note: text })],
    to: [entity("thing", { note: text })],
    answers: { renames: ["item:thing"] },
    expected: ["~ table item is renamed to thing"],
    onPostgres: { expected: ["~ table item is renamed to thing", keyRenamed] },
  },
  {
    name: "renamed, and its columns change in the same edit",
    from: [
      entity("item", {
        note: text,
        code: { ...text, length: "20" },
        old: text,
        gone: { type: "int", nullable: true },
      }),
    ],
    to: [
      entity("thing", {
        note: text,
        code: { ...text, length: "40" },
        neu: text,
        came: { type: "date", nullable: true },
      }),
    ],
    answers: { renames: ["item:thing", "item.old:neu"] },
    expected: [
      "~ table item is renamed to thing",
      "~ column thing.old is renamed to neu",
      "- column thing.gone integer",
      "+ column thing.came date",
      "~ column thing.code: type varchar(20) → varchar(40)",
    ],
    onPostgres: {
      expected: [
        "~ table item is renamed to thing",
        "~ column thing.old is renamed to neu",
        "- column thing.gone integer",
        "+ column thing.came date",
        "~ column thing.code: type varchar(20) → varchar(40)",
        keyRenamed,
      ],
    },
  },
  {
    name: "a similar one came, and is another one",
    from: [entity("item", { note: text, code: text })],
    to: [entity("thing", { note: text, code: text, more: text })],
    answers: { noRename: true },
    expected: ["+ table thing", "- table item"],
  },
  {
    name: "two went and two came",
    from: [entity("a", { note: text, x: text }), entity("b", { note: text, y: text })],
    to: [entity("c", { note: text, x: text, z: text }), entity("d", { note: text, y: text, z: text })],
    answers: { renames: ["b:d", "a:c"] },
    expected: [
      "~ table b is renamed to d",
      "~ table a is renamed to c",
      "+ column c.z varchar",
      "+ column d.z varchar",
    ],
    onPostgres: {
      expected: [
        "~ table b is renamed to d",
        "~ table a is renamed to c",
        "+ column c.z varchar",
        "~ constraint PK_# of c is renamed to PK_#",
        "+ column d.z varchar",
        "~ constraint PK_# of d is renamed to PK_#",
      ],
    },
  },
  {
    name: "renamed with everything, by fixed names",
    from: [
      entity(
        "item",
        { id: { type: "integer", primary: true, generated: true }, note: text, value: { type: "int" } },
        {
          indices: [{ name: "i", columns: ["note"], where: "value > 1" }],
          uniques: [{ name: "u", columns: ["note", "value"] }],
          checks: [{ name: "c", expression: "value > 0" }],
        },
      ),
    ],
    to: [
      entity(
        "thing",
        { id: { type: "integer", primary: true, generated: true }, note: text, value: { type: "int" } },
        {
          indices: [{ name: "i", columns: ["note"], where: "value > 1" }],
          uniques: [{ name: "u", columns: ["note", "value"] }],
          checks: [{ name: "c", expression: "value > 0" }],
        },
      ),
    ],
    answers: { renames: ["item:thing"] },
    expected: ["~ table item is renamed to thing"],
    finds: [["SELECT seq FROM sqlite_sequence WHERE name IN ('item', 'thing')", [{ seq: 3 }]]],
    onPostgres: { expected: ["~ table item is renamed to thing", keyRenamed], finds: [] },
  },
  {
    name: "renamed, and its children follow",
    from: [entity("item", {}), child("child", "item")],
    to: [entity("thing", {}), child("child", "thing")],
    answers: { renames: ["item:thing"] },
    expected: ["~ table item is renamed to thing"],
    onPostgres: { expected: ["~ table item is renamed to thing", keyRenamed] },
  },
  {
    name: "renamed, and refers to itself",
    from: [child("item", "item")],
    to: [child("thing", "thing")],
    answers: { renames: ["item:thing"] },
    expected: [
      "~ table item is renamed to thing",
      "- foreign key FK_# on thing (parentId) → thing",
      "+ foreign key FK_# on thing (parentId) → thing",
    ],
    onPostgres: {
      expected: [
        "~ table item is renamed to thing",
        keyRenamed,
        "~ constraint FK_# of thing is renamed to FK_#",
      ],
    },
  },
  {
    name: "renamed and changed",
    from: [entity("item", { note: { type: "varchar", length: 10 } })],
    to: [entity("thing", { note: { type: "varchar", length: 20 } })],
    answers: { renames: ["item:thing"] },
    expected: ["~ table item is renamed to thing", "~ column thing.note: type varchar(10) → varchar(20)"],
    onPostgres: {
      expected: [
        "~ table item is renamed to thing",
        "~ column thing.note: type varchar(10) → varchar(20)",
        keyRenamed,
      ],
    },
  },
  {
    name: "renamed one after the other: a → b while b → c",
    from: [entity("a", { x: text }), entity("b", { y: text })],
    to: [entity("b", { x: text }), entity("c", { y: text })],
    answers: { renames: ["a:b", "b:c"] },
    expected: ["~ table b is renamed to c", "~ table a is renamed to b"],
    onPostgres: {
      expected: [
        "~ table b is renamed to c",
        "~ table a is renamed to b",
        "- primary key of c (id)",
        "- primary key of b (id)",
        "+ primary key of b (id)",
        "+ primary key of c (id)",
      ],
    },
  },
  {
    name: "two tables swap their names",
    from: [entity("a", { x: text }), entity("b", { y: text })],
    to: [entity("a", { y: text }), entity("b", { x: text })],
    answers: { renames: ["a:b", "b:a"] },
    expected: [
      "~ table a is renamed to _aludel_renamed_a",
      "~ table b is renamed to a",
      "~ table _aludel_renamed_a is renamed to b",
    ],
    onPostgres: {
      expected: [
        "~ table a is renamed to _aludel_renamed_a",
        "~ table b is renamed to a",
        "~ table _aludel_renamed_a is renamed to b",
        "- primary key of a (id)",
        "- primary key of b (id)",
        "+ primary key of a (id)",
        "+ primary key of b (id)",
      ],
    },
  },
  {
    name: "other letters only",
    from: [entity("item", { note: text }), child("child", "item")],
    to: [entity("item", { note: text }, { tableName: "Item" }), child("child", "item")],
    expected: ["~ table item is renamed to Item"],
    onPostgres: {
      answers: { renames: ["item:Item"] },
      expected: ["~ table item is renamed to Item", "~ constraint PK_# of Item is renamed to PK_#"],
    },
  },
  {
    name: "not renamed, as the answer says: dropped and created",
    from: [entity("item", { note: text })],
    to: [entity("thing", { note: text })],
    answers: { noRename: true },
    expected: ["+ table thing", "- table item"],
  },
  {
    name: "a name becomes free and is taken by a new table",
    from: [entity("a", { x: text })],
    to: [entity("b", { x: text }), entity("a", { z: { type: "int" } })],
    answers: { renames: ["a:b"] },
    expected: ["~ table a is renamed to b", "+ table a"],
    onPostgres: {
      expected: [
        "~ table a is renamed to b",
        "- primary key of b (id)",
        "+ table a",
        "+ primary key of b (id)",
      ],
    },
  },
  {
    name: "options: becomes WITHOUT ROWID",
    from: [entity("item", { code: { type: "varchar", primary: true }, note: text })],
    to: [entity("item", { code: { type: "varchar", primary: true }, note: text }, { withoutRowid: true })],
    expected: ['~ options of item: {} → {"withoutRowid":true}'],
    onPostgres: { expected: [] },
  },
  {
    name: "options: WITHOUT ROWID no more, with children",
    from: [
      entity("item", { code: { type: "varchar", primary: true }, note: text }, { withoutRowid: true }),
      child("child", "item"),
    ],
    to: [entity("item", { code: { type: "varchar", primary: true }, note: text }), child("child", "item")],
    expected: ['~ options of item: {"withoutRowid":true} → {}'],
    onPostgres: { expected: [] },
  },
  {
    name: "an entity prefix",
    from: [anchor, child("child", "anchor")],
    to: [anchor, child("child", "anchor", { columns: { id: { type: "integer", primary: true } } })],
    options: { entityPrefix: "app_" },
    expected: ["- column app_child.note varchar"],
  },
];
