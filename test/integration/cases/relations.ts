import { EntitySchema, type EntitySchemaColumnOptions } from "typeorm";
import type { RoundTripCase } from "../round-trip.js";
import { entity, manyToOne, type Entity } from "./entity.js";

const text = { type: "varchar", nullable: true } as const;
const tag = entity("tag", { name: text });

const oneToOne: readonly RoundTripCase[] = [
  {
    name: "one-to-one: added",
    from: [tag, entity("post", { title: text })],
    to: [
      tag,
      entity(
        "post",
        { title: text },
        {
          relations: { tag: { type: "one-to-one", target: "tag", joinColumn: true } },
        },
      ),
    ],
    expected: [
      "+ column post.tagId integer",
      "+ unique REL_# on post (tagId)",
      "+ foreign key FK_# on post (tagId) → tag",
    ],
  },
  {
    name: "one-to-one becomes many-to-one",
    from: [
      tag,
      entity(
        "post",
        { title: text },
        {
          relations: { tag: { type: "one-to-one", target: "tag", joinColumn: true } },
        },
      ),
    ],
    to: [tag, entity("post", { title: text }, { relations: { tag: manyToOne("tag") } })],
    expected: ["- unique REL_# on post (tagId)"],
  },
  {
    name: "one-to-one that is the primary key",
    from: [tag],
    to: [
      tag,
      entity(
        "detail",
        { tagId: { type: "integer", primary: true }, note: text },
        {
          relations: { tag: { type: "one-to-one", target: "tag", joinColumn: { name: "tagId" } } },
        },
      ),
    ],
    expected: ["+ table detail"],
  },
  {
    name: "many-to-one becomes required",
    from: [tag, entity("post", { title: text }, { relations: { tag: manyToOne("tag") } })],
    to: [tag, entity("post", { title: text }, { relations: { tag: manyToOne("tag", { nullable: false }) } })],
    expected: ["~ column post.tagId: nullable true → false"],
  },
];

function tree(type: "closure-table" | "materialized-path" | "nested-set"): Entity {
  return entity(
    "category",
    { name: text },
    {
      relations: {
        parent: manyToOne("category", { treeParent: true, inverseSide: "children" }),
        children: { type: "one-to-many", target: "category", inverseSide: "parent", treeChildren: true },
      },
      trees: [{ type }],
    },
  );
}

const flat = entity("category", { name: text });
const parent = ["+ column category.parentId integer", "+ foreign key FK_# on category (parentId) → category"];

const trees: readonly RoundTripCase[] = [
  {
    name: "tree: closure table",
    from: [flat],
    to: [tree("closure-table")],
    expected: [
      "+ table category_closure",
      ...parent,
      "+ index IDX_# on category_closure (id_ancestor)",
      "+ index IDX_# on category_closure (id_descendant)",
    ],
  },
  {
    name: "tree: materialized path",
    from: [flat],
    to: [tree("materialized-path")],
    expected: ["+ column category.mpath varchar", ...parent],
  },
  {
    name: "tree: nested set",
    from: [flat],
    to: [tree("nested-set")],
    expected: ["+ column category.nsleft integer", "+ column category.nsright integer", ...parent],
  },
  {
    name: "tree: from one kind to another",
    from: [tree("materialized-path")],
    to: [tree("closure-table")],
    expected: [
      "+ table category_closure",
      "- column category.mpath varchar",
      "+ index IDX_# on category_closure (id_ancestor)",
      "+ index IDX_# on category_closure (id_descendant)",
    ],
  },
];

class Content {
  id = 0;
}
class Photo extends Content {}
class Question extends Content {}

const content: Entity = {
  ...entity("content", { title: text, type: { type: "varchar" } }),
  target: Content,
  inheritance: { pattern: "STI", column: "type" },
};
const child = (
  target: typeof Photo,
  columns: Readonly<Record<string, EntitySchemaColumnOptions>>,
): Entity => ({
  name: target.name,
  target,
  type: "entity-child",
  columns: { id: { type: "integer", primary: true }, ...columns },
});

const inheritance: readonly RoundTripCase[] = [
  {
    name: "single-table inheritance: a child comes",
    from: [content, child(Photo, { width: { type: "int" } })],
    to: [content, child(Photo, { width: { type: "int" } }), child(Question, { answers: { type: "int" } })],
    expected: ["+ column content.answers integer"],
  },
  {
    name: "single-table inheritance: a child goes",
    from: [content, child(Photo, { width: { type: "int" } }), child(Question, { answers: { type: "int" } })],
    to: [content, child(Photo, { width: { type: "int" } })],
    expected: ["- column content.answers integer"],
  },
];

const name = (prefix?: string | false): Entity["embeddeds"] => ({
  name: {
    schema: new EntitySchema({ name: "name", columns: { first: text, last: text } }),
    ...(prefix === undefined ? {} : { prefix }),
  },
});

const embedded: readonly RoundTripCase[] = [
  {
    name: "embedded: added",
    from: [tag],
    to: [{ ...tag, embeddeds: name("the") ?? {} }],
    expected: ["+ column tag.theFirst varchar", "+ column tag.theLast varchar"],
  },
  {
    name: "embedded: another prefix",
    from: [{ ...tag, embeddeds: name("old") ?? {} }],
    to: [{ ...tag, embeddeds: name("new") ?? {} }],
    answers: { renames: ["tag.oldFirst:newFirst", "tag.oldLast:newLast"] },
    expected: ["~ column tag.oldFirst is renamed to newFirst", "~ column tag.oldLast is renamed to newLast"],
  },
];

export const relationCases: readonly RoundTripCase[] = [...oneToOne, ...trees, ...inheritance, ...embedded];
