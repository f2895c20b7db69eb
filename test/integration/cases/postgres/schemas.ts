import type { RoundTripCase } from "../../round-trip.js";
import { entity, manyToOne, view, type Columns, type Entity } from "../entity.js";

const text = { type: "varchar", nullable: true } as const;

/** The table `item` in that schema; as entities have names of their own, two of one table name can stand side by side. */
function itemIn(schema: string, columns: Columns = {}, extra: Partial<Entity> = {}): Entity {
  return { ...entity(`${schema}_item`, columns, extra), tableName: "item", schema };
}

const one = itemIn("one", { a: text });
const two = itemIn("two", { a: { type: "integer" } });
const anchor = entity("item", { a: text });

const referring = (target: string, extra: Partial<Entity> = {}): Entity =>
  itemIn(
    "two",
    { note: text },
    { relations: { other: manyToOne(target, { onDelete: "CASCADE" }) }, ...extra },
  );

const fullRows = [
  "INSERT INTO item (a, kind) VALUES (1, 'x'), (2, 'y')",
  'INSERT INTO referring (id, "otherId") VALUES (1, 2)',
];

const itemTag = entity("tag", { name: text });

export const schemaCases: readonly RoundTripCase[] = [
  {
    name: "tables of one name in three schemas: they come",
    from: [anchor],
    to: [anchor, one, two],
    expected: ["+ schema one", "+ schema two", "+ table one.item", "+ table two.item"],
  },
  {
    name: "tables of one name in three schemas: they go, and the schemas stay",
    from: [anchor, one, two],
    to: [anchor],
    expected: ["- table two.item", "- table one.item"],
    keeps: true,
  },
  {
    name: "tables of one name in two schemas change apart from each other",
    from: [anchor, one, two],
    to: [anchor, itemIn("one", { a: { ...text, type: "text" } }), itemIn("two", { a: { type: "bigint" } })],
    changes: ["two\u0000item.a"],
    expected: ["~ column one.item.a: type varchar → text", "~ column two.item.a: type integer → bigint"],
  },
  {
    name: "indexes, uniques, checks and sequences of one name in two schemas",
    from: [withParts("one"), withParts("two")],
    to: [withParts("one"), withParts("two", "value > 1")],
    expected: ["- check c on two.item: (value > 0)", "+ check c on two.item: value > 1"],
    rows: ["INSERT INTO one.item (value) VALUES (1)", "INSERT INTO two.item (value) VALUES (2)"],
  },
  {
    name: "the default schema by its name is no difference",
    from: [entity("item", { a: text })],
    to: [{ ...entity("item", { a: text }), schema: "public" }],
    expected: [],
  },
  {
    name: "all tables in the schema of the data source",
    from: [],
    to: [anchor, entity("child", {}, { relations: { item: manyToOne("item") } })],
    options: { schema: "app" },
    expected: ["+ schema app", "+ table app.item", "+ table app.child"],
  },
  {
    name: "a change in the schema of the data source",
    from: [anchor, entity("child", {}, { relations: { item: manyToOne("item") } })],
    to: [entity("item", { a: { type: "text" }, b: { type: "enum", enum: ["x"], default: "x" } })],
    options: { schema: "app" },
    rows: ["INSERT INTO app.item (id, a) VALUES (1, 'x')"],
    expected: [
      "+ enum app.item_b_enum (x)",
      "+ column app.item.b app.item_b_enum",
      "~ column app.item.a: type varchar → text, nullable true → false",
      "- table app.child",
    ],
  },
  {
    name: "a foreign key into another schema: added",
    from: [one, itemIn("two", { note: text })],
    to: [one, referring("one_item")],
    expected: ["+ column two.item.otherId integer", "+ foreign key FK_# on two.item (otherId) → one.item"],
  },
  {
    name: "a foreign key into another schema: removed",
    from: [one, referring("one_item")],
    to: [one, itemIn("two", { note: text })],
    expected: ["- foreign key FK_# on two.item (otherId) → one.item", "- column two.item.otherId integer"],
  },
  {
    name: "a foreign key to the table of the same name in another schema",
    from: [anchor, one, referring("item")],
    to: [anchor, one, referring("one_item")],
    expected: [
      "- foreign key FK_# on two.item (otherId) → item",
      "+ foreign key FK_# on two.item (otherId) → one.item",
    ],
  },
  {
    name: "foreign keys in a circle through two schemas",
    from: [anchor],
    to: [
      anchor,
      itemIn("one", {}, { relations: { other: manyToOne("two_item") } }),
      itemIn("two", {}, { relations: { other: manyToOne("one_item") } }),
    ],
    expected: [
      "+ schema one",
      "+ schema two",
      "+ table two.item",
      "+ table one.item",
      "+ foreign key FK_# on two.item (otherId) → one.item",
    ],
  },
  {
    name: "an enum that tables of two schemas share",
    from: [enumIn("one", ["a", "b"]), enumIn("two", ["a", "b"])],
    to: [enumIn("one", ["b", "c", "a"]), enumIn("two", ["b", "c", "a"])],
    expected: ["+ value kinds.kind.c", "~ values of kinds.kind in another order: b, c, a"],
  },
  {
    name: "enums of one name in two schemas",
    from: [],
    to: [ownEnumIn("one", ["a"]), ownEnumIn("two", ["b"])],
    expected: [
      "+ schema one",
      "+ schema two",
      "+ enum one.item_kind_enum (a)",
      "+ enum two.item_kind_enum (b)",
      "+ table one.item",
      "+ table two.item",
    ],
  },
  {
    name: "a view on a table of another schema",
    from: [one, two],
    to: [
      one,
      two,
      { ...view("both", "SELECT x.id FROM one.item x JOIN two.item y ON x.id = y.id"), schema: "two" },
    ],
    expected: ["+ view two.both"],
  },
  {
    name: "a table is renamed in its schema",
    from: [one, two],
    to: [{ ...one, tableName: "thing" }, two],
    answers: { renames: ["one.item:thing"] },
    expected: [
      "~ table one.item is renamed to one.thing",
      "~ constraint PK_# of one.thing is renamed to PK_#",
    ],
  },
  {
    name: "a table moves to another schema",
    from: [staying("one"), anchor, itemIn("one", { a: text }), referringTo("one_item")],
    to: [staying("one"), anchor, { ...itemIn("one", { a: text }), schema: "two" }, referringTo("one_item")],
    answers: { renames: ["one.item:two.item"] },
    expected: ["+ schema two", "~ table one.item is renamed to two.item"],
  },
  {
    name: "a table moves out of the default schema, with all that belongs to it, under another name",
    from: [full(undefined, "item"), referringTo("full")],
    to: [full("sales", "thing"), referringTo("full")],
    answers: { renames: ["public.item:sales.thing"] },
    rows: fullRows,
    expected: [
      "+ schema sales",
      "~ table item is renamed to sales.thing",
      "~ enum item_kind_enum is renamed to sales.thing_kind_enum",
      "~ enum item_kinds_enum is renamed to sales.thing_kinds_enum",
      "~ constraint PK_# of sales.thing is renamed to PK_#",
      "~ constraint FK_# of sales.thing is renamed to FK_#",
    ],
  },
  {
    name: "a table moves to the default schema",
    from: [staying("sales"), full("sales", "item"), referringTo("full")],
    to: [staying("sales"), full(undefined, "item"), referringTo("full")],
    answers: { renames: ["sales.item:public.item"] },
    rows: ["INSERT INTO sales.item (a, kind) VALUES (1, 'x'), (2, 'y')", ...fullRows.slice(1)],
    expected: [
      "~ table sales.item is renamed to item",
      "~ enum sales.item_kind_enum is renamed to item_kind_enum",
      "~ enum sales.item_kinds_enum is renamed to item_kinds_enum",
    ],
  },
  {
    name: "a table moves and changes in the same edit",
    from: [staying("one"), itemIn("one", { a: text, b: text, c: { type: "integer", nullable: true } })],
    to: [
      staying("one"),
      {
        ...itemIn("one", { a: { ...text, type: "text" }, d: text, c: { type: "integer", nullable: true } }),
        schema: "two",
        tableName: "thing",
      },
    ],
    answers: { renames: ["one.item:two.thing", "one.item.b:d"] },
    expected: [
      "+ schema two",
      "~ table one.item is renamed to two.thing",
      "~ column two.thing.b is renamed to d",
      "~ column two.thing.a: type varchar → text",
      "~ constraint PK_# of two.thing is renamed to PK_#",
    ],
  },
  {
    name: "a table takes a name that another one has in its old schema",
    from: [one, { ...entity("other", { b: { type: "integer", nullable: true } }), schema: "one" }],
    to: [
      { ...one, schema: "two", tableName: "other" },
      { ...entity("other", { b: { type: "integer", nullable: true } }), schema: "one" },
    ],
    answers: { renames: ["one.item:two.other"] },
    expected: [
      "+ schema two",
      "~ table one.item is renamed to two.other",
      "~ constraint PK_# of two.other is renamed to PK_#",
    ],
  },
  {
    name: "tables go round through two schemas",
    from: [one, anchor],
    to: [
      { ...one, schema: "two" },
      { ...anchor, schema: "one" },
    ],
    answers: { renames: ["one.item:two.item", "item:one.item"] },
    expected: [
      "+ schema two",
      "~ table one.item is renamed to two.item",
      "~ table item is renamed to one.item",
    ],
  },
  {
    name: "a junction moves with its owner",
    from: [staying("one"), tagged("one", "item"), itemTag],
    to: [staying("one"), tagged("two", "thing"), itemTag],
    answers: { renames: ["one.item:two.thing"] },
    expected: [
      "+ schema two",
      "~ table one.item is renamed to two.thing",
      "~ table one.item_tags_tag is renamed to two.thing_tags_tag",
      "~ constraint PK_# of two.thing is renamed to PK_#",
      "~ column two.thing_tags_tag.itemId is renamed to thingId",
      "~ constraint PK_# of two.thing_tags_tag is renamed to PK_#",
      "~ constraint FK_# of two.thing_tags_tag is renamed to FK_#",
      "~ constraint FK_# of two.thing_tags_tag is renamed to FK_#",
      "~ index IDX_# is renamed to IDX_#",
      "~ index IDX_# is renamed to IDX_#",
    ],
  },
  {
    name: "a view reads a table that moves",
    from: [staying("one"), one, view("seen", "SELECT id, a FROM one.item", ["id", "a"])],
    to: [staying("one"), { ...one, schema: "two" }, view("seen", "SELECT id, a FROM two.item", ["id", "a"])],
    answers: { renames: ["one.item:two.item"] },
    expected: ["+ schema two", "~ table one.item is renamed to two.item"],
  },
  {
    name: "a view reads a table that leaves the default schema",
    from: [anchor, view("seen", "SELECT item.id, x.a FROM item JOIN item x ON x.id = item.id", ["id", "a"])],
    to: [
      { ...anchor, schema: "two", tableName: "thing" },
      view("seen", "SELECT thing.id, x.a FROM two.thing JOIN two.thing x ON x.id = thing.id", ["id", "a"]),
    ],
    answers: { renames: ["item:two.thing"] },
    expected: [
      "+ schema two",
      "~ table item is renamed to two.thing",
      "~ constraint PK_# of two.thing is renamed to PK_#",
    ],
  },
  {
    name: "by hand: triggers, policies, grants and views follow a table that moves",
    from: [one],
    to: [{ ...one, schema: "two" }],
    answers: { renames: ["one.item:two.item"] },
    byHand: [
      "CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
      "CREATE TRIGGER noted BEFORE UPDATE ON one.item FOR EACH ROW EXECUTE FUNCTION noted()",
      "CREATE POLICY p ON one.item USING (a <> '')",
      "GRANT SELECT ON one.item TO PUBLIC",
      "CREATE VIEW seen_by_hand AS SELECT id FROM one.item",
    ],
    expected: ["+ schema two", "~ table one.item is renamed to two.item"],
    finds: [["SELECT count(*)::int AS n FROM seen_by_hand", [{ n: 3 }]]],
  },
  {
    name: "a schema with an awkward name",
    from: [anchor],
    to: [
      anchor,
      itemIn(
        `it's "odd" Ünïc`,
        { a: text, kind: { type: "enum", enum: ["x"], nullable: true } },
        { indices: [{ name: "i", columns: ["a"] }] },
      ),
    ],
    expected: [
      `+ schema it's "odd" Ünïc`,
      `+ enum it's "odd" Ünïc.item_kind_enum (x)`,
      `+ table it's "odd" Ünïc.item`,
      `+ index i on it's "odd" Ünïc.item (a)`,
    ],
  },
  {
    name: "by hand: a schema of no entity is left alone",
    from: [anchor],
    to: [entity("item", { a: { ...text, type: "text" } })],
    byHand: ["CREATE SCHEMA legacy", "CREATE TABLE legacy.item (id serial PRIMARY KEY, a text DEFAULT 'x')"],
    expected: ["~ column item.a: type varchar → text"],
    finds: [["SELECT count(*)::int AS n FROM legacy.item", [{ n: 3 }]]],
  },
];

function withParts(schema: string, check = "value > 0"): Entity {
  return itemIn(
    schema,
    { id: { type: "integer", primary: true, generated: true }, value: { type: "integer" } },
    {
      indices: [{ name: "i", columns: ["value"] }],
      uniques: [{ name: "u", columns: ["value", "id"] }],
      checks: [{ name: "c", expression: check }],
    },
  );
}

function enumIn(schema: string, values: string[]): Entity {
  return itemIn(schema, { kind: { type: "enum", enum: values, enumName: "kinds.kind", default: "a" } });
}

function ownEnumIn(schema: string, values: string[]): Entity {
  return itemIn(schema, { kind: { type: "enum", enum: values } });
}

/** A table with a sequence, an enum and an array of it, indexes and checks of its own. */
function full(schema: string | undefined, tableName: string): Entity {
  return {
    ...entity(
      "full",
      {
        id: { type: "integer", primary: true, generated: true },
        a: { type: "integer" },
        kind: { type: "enum", enum: ["x", "y"], default: "x" },
        kinds: { type: "enum", enum: ["x", "y"], array: true, default: ["x"] },
      },
      {
        indices: [{ name: "i", columns: ["a"], where: "a > 0" }],
        uniques: [{ name: "u", columns: ["a", "id"] }],
        checks: [{ name: "c", expression: "a > 0" }],
        relations: { parent: manyToOne("full") },
      },
    ),
    tableName,
    ...(schema === undefined ? {} : { schema }),
  };
}

/** Keeps a schema wanted that everything else leaves. */
function staying(schema: string): Entity {
  return { ...entity("staying", {}), schema };
}

function referringTo(target: string): Entity {
  return entity("referring", {}, { relations: { other: manyToOne(target, { onDelete: "CASCADE" }) } });
}

function tagged(schema: string, tableName: string): Entity {
  const tags = { type: "many-to-many", target: "tag", joinTable: true } as const;
  return { ...entity("tagged", { a: text }, { relations: { tags } }), schema, tableName };
}
