import type { EntitySchemaRelationOptions } from "typeorm";
import type { RoundTripCase } from "../round-trip.js";
import { entity, manyToOne, type Entity } from "./entity.js";

const parent = entity("parent", {});
const other = entity("other", {});
const text = { type: "varchar", nullable: true } as const;
const bare = entity("item", { parentId: { type: "integer", nullable: true } });

/** An item that refers to a parent. */
function item(relation: Partial<EntitySchemaRelationOptions>): Entity {
  return entity(
    "item",
    { parentId: { type: "integer", nullable: true } },
    {
      relations: { parent: manyToOne("parent", relation) },
    },
  );
}

const named = { joinColumn: { name: "parentId", foreignKeyConstraintName: "fk" } };
const gone = "- foreign key FK_# on item (parentId) → parent";
const came = "+ foreign key FK_# on item (parentId) → parent";

function change(
  name: string,
  from: Entity,
  to: Entity,
  expected: readonly string[],
  extra: Partial<RoundTripCase> = {},
): RoundTripCase {
  return { name, from: [parent, other, from], to: [parent, other, to], expected, ...extra };
}

/** The key with the one option, and with the other. */
function options(
  name: string,
  from: Partial<EntitySchemaRelationOptions>,
  to: Partial<EntitySchemaRelationOptions>,
): RoundTripCase {
  return change(name, item(from), item(to), [gone, came]);
}

const country = entity("country", {
  code: { type: "varchar", primary: true },
  zone: { type: "varchar", primary: true },
});
const composite = (extra: Partial<EntitySchemaRelationOptions>): Entity =>
  entity(
    "city",
    { name: text },
    {
      relations: {
        country: manyToOne("country", {
          joinColumn: [
            { name: "country_code", referencedColumnName: "code" },
            { name: "country_zone", referencedColumnName: "zone" },
          ],
          ...extra,
        }),
      },
    },
  );
const bareCity = entity("city", {
  name: text,
  country_code: { ...text },
  country_zone: { ...text },
});

export const foreignKeyCases: readonly RoundTripCase[] = [
  change("added", bare, item({}), [came]),
  change("removed", item({}), bare, [gone]),
  change(
    "removed by createForeignKeyConstraints: false",
    item({}),
    item({ createForeignKeyConstraints: false }),
    [gone],
  ),
  {
    name: "composite: added",
    from: [country, bareCity],
    to: [country, composite({})],
    expected: ["+ foreign key FK_# on city (country_code, country_zone) → country"],
  },
  {
    name: "composite: removed",
    from: [country, composite({})],
    to: [country, bareCity],
    expected: ["- foreign key FK_# on city (country_code, country_zone) → country"],
  },
  {
    name: "composite: its actions",
    from: [country, composite({})],
    to: [country, composite({ onDelete: "CASCADE", onUpdate: "SET NULL" })],
    expected: [
      "- foreign key FK_# on city (country_code, country_zone) → country",
      "+ foreign key FK_# on city (country_code, country_zone) → country",
    ],
  },
  options("ON DELETE added", {}, { onDelete: "CASCADE" }),
  options("ON DELETE removed", { onDelete: "CASCADE" }, {}),
  options("ON DELETE RESTRICT → CASCADE", { onDelete: "RESTRICT" }, { onDelete: "CASCADE" }),
  options("ON DELETE SET NULL → SET DEFAULT", { onDelete: "SET NULL" }, { onDelete: "DEFAULT" }),
  options("ON UPDATE added", {}, { onUpdate: "CASCADE" }),
  options("ON UPDATE removed", { onUpdate: "RESTRICT" }, {}),
  options("deferrable", {}, { deferrable: "INITIALLY DEFERRED" }),
  options("deferrable no more", { deferrable: "INITIALLY IMMEDIATE" }, {}),
  options("initially deferred", { deferrable: "INITIALLY IMMEDIATE" }, { deferrable: "INITIALLY DEFERRED" }),
  change(
    "nothing: NO ACTION on one side",
    item({}),
    item({ onDelete: "NO ACTION", onUpdate: "NO ACTION" }),
    [],
  ),
  change("nothing: NO ACTION on the other side", item({ onDelete: "NO ACTION" }), item({}), []),
  change("renamed", item({}), item(named), [gone, "+ foreign key fk on item (parentId) → parent"], {
    onPostgres: { expected: ["~ constraint FK_# of item is renamed to fk"] },
  }),
  change("a name stays where the config says so", item({}), item(named), [], {
    config: { constraintNames: "keep" },
  }),
  change(
    "another target",
    item({}),
    entity(
      "item",
      { parentId: { type: "integer", nullable: true } },
      { relations: { parent: manyToOne("other") } },
    ),
    [gone, "+ foreign key FK_# on item (parentId) → other"],
  ),
  change(
    "two keys to one table, one goes",
    entity("item", {}, { relations: { first: manyToOne("parent"), second: manyToOne("parent") } }),
    entity(
      "item",
      { secondId: { type: "integer", nullable: true } },
      { relations: { first: manyToOne("parent") } },
    ),
    ["- foreign key FK_# on item (secondId) → parent"],
  ),
  change(
    "two keys on one column, one goes",
    entity(
      "item",
      { parentId: { type: "integer", nullable: true } },
      {
        relations: {
          parent: manyToOne("parent", { joinColumn: { name: "parentId" } }),
          other: manyToOne("other", {
            joinColumn: { name: "parentId", foreignKeyConstraintName: "second" },
          }),
        },
      },
    ),
    item({}),
    ["- foreign key second on item (parentId) → other"],
  ),
  {
    name: "overlapping keys: a column is part of two",
    from: [country, composite({})],
    to: [
      country,
      entity("zone", { name: { type: "varchar", primary: true } }),
      entity(
        "city",
        { name: text },
        {
          relations: {
            ...composite({}).relations,
            zone: manyToOne("zone", { joinColumn: { name: "country_zone" } }),
          },
        },
      ),
    ],
    expected: ["+ table zone", "+ foreign key FK_# on city (country_zone) → zone"],
    rows: [],
  },
  {
    name: "circular: between two tables that are there, and gone again",
    from: [entity("left", {}), entity("right", {})],
    to: [
      entity("left", {}, { relations: { right: manyToOne("right") } }),
      entity("right", {}, { relations: { left: manyToOne("left") } }),
    ],
    expected: [
      "+ column left.rightId integer",
      "+ foreign key FK_# on left (rightId) → right",
      "+ column right.leftId integer",
      "+ foreign key FK_# on right (leftId) → left",
    ],
  },
  {
    name: "circular: one of two tables is new",
    from: [entity("left", {})],
    to: [
      entity("left", {}, { relations: { right: manyToOne("right") } }),
      entity("right", {}, { relations: { left: manyToOne("left") } }),
    ],
    expected: [
      "+ table right",
      "+ column left.rightId integer",
      "+ foreign key FK_# on left (rightId) → right",
    ],
  },
  {
    name: "to a table that is not managed",
    from: [entity("legacy", {}, { synchronize: false }), entity("item", { note: text })],
    to: [
      entity("legacy", {}, { synchronize: false }),
      entity("item", { note: text }, { relations: { legacy: manyToOne("legacy") } }),
    ],
    byHand: ["CREATE TABLE legacy (id integer PRIMARY KEY NOT NULL)"],
    expected: ["+ column item.legacyId integer", "+ foreign key FK_# on item (legacyId) → legacy"],
    survives: ["legacy"],
  },
  {
    name: "by hand, with MATCH, without a name, and to the implied key",
    from: [parent, item({})],
    to: [parent, item({})],
    byHand: [
      "DROP TABLE item",
      "CREATE TABLE item (id integer PRIMARY KEY NOT NULL, parentId integer REFERENCES parent MATCH FULL)",
    ],
    only: "sqlite",
    expected: [],
    survives: ["item"],
  },
];
