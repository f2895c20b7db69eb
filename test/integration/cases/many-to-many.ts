import type { EntitySchemaRelationOptions } from "typeorm";
import type { RoundTripCase } from "../round-trip.js";
import { entity, type Entity } from "./entity.js";

const text = { type: "varchar", nullable: true } as const;
const tag = entity("tag", { name: text });

function post(relation?: Partial<EntitySchemaRelationOptions>): Entity {
  const tags: EntitySchemaRelationOptions = {
    type: "many-to-many",
    target: "tag",
    joinTable: true,
    ...relation,
  };
  return entity("post", { title: text }, relation === undefined ? {} : { relations: { tags } });
}

export const manyToManyCases: readonly RoundTripCase[] = [
  {
    name: "added",
    from: [post(), tag],
    to: [post({}), tag],
    expected: [
      "+ table post_tags_tag",
      "+ index IDX_# on post_tags_tag (tagId)",
      "+ index IDX_# on post_tags_tag (postId)",
    ],
  },
  {
    name: "removed",
    from: [post({}), tag],
    to: [post(), tag],
    expected: [
      "- index IDX_# on post_tags_tag (tagId)",
      "- index IDX_# on post_tags_tag (postId)",
      "- table post_tags_tag",
    ],
  },
  {
    name: "its junction gets another name",
    from: [post({}), tag],
    to: [post({ joinTable: { name: "post_tag" } }), tag],
    answers: { renames: ["post_tags_tag:post_tag"] },
    config: { constraintNames: "keep" },
    keeps: true,
    expected: ["~ table post_tags_tag is renamed to post_tag"],
  },
  {
    name: "its junction gets another name, and so do its keys and indexes",
    from: [post({}), tag],
    to: [post({ joinTable: { name: "post_tag" } }), tag],
    answers: { renames: ["post_tags_tag:post_tag"] },
    expected: [
      "~ table post_tags_tag is renamed to post_tag",
      "- index IDX_# on post_tag (tagId)",
      "- index IDX_# on post_tag (postId)",
      "- foreign key FK_# on post_tag (postId) → post",
      "- foreign key FK_# on post_tag (tagId) → tag",
      "+ foreign key FK_# on post_tag (tagId) → tag",
      "+ foreign key FK_# on post_tag (postId) → post",
      "+ index IDX_# on post_tag (tagId)",
      "+ index IDX_# on post_tag (postId)",
    ],
    onPostgres: {
      expected: [
        "~ table post_tags_tag is renamed to post_tag",
        "~ constraint PK_# of post_tag is renamed to PK_#",
        "~ constraint FK_# of post_tag is renamed to FK_#",
        "~ constraint FK_# of post_tag is renamed to FK_#",
        "~ index IDX_# is renamed to IDX_#",
        "~ index IDX_# is renamed to IDX_#",
      ],
    },
  },
  {
    name: "its columns get other names",
    from: [post({ joinTable: { name: "post_tag" } }), tag],
    to: [
      post({
        joinTable: {
          name: "post_tag",
          joinColumn: { name: "post_id" },
          inverseJoinColumn: { name: "tag_id" },
        },
      }),
      tag,
    ],
    answers: { renames: ["post_tag.postId:post_id", "post_tag.tagId:tag_id"] },
    config: { constraintNames: "keep" },
    keeps: true,
    expected: [
      "~ column post_tag.postId is renamed to post_id",
      "~ column post_tag.tagId is renamed to tag_id",
    ],
  },
  {
    name: "ON DELETE",
    from: [post({ joinTable: { name: "post_tag" } }), tag],
    to: [post({ joinTable: { name: "post_tag" }, onDelete: "RESTRICT" }), tag],
    expected: [
      "- foreign key FK_# on post_tag (postId) → post",
      "+ foreign key FK_# on post_tag (postId) → post",
    ],
  },
  {
    name: "with itself",
    from: [tag],
    to: [
      entity(
        "tag",
        { name: text },
        {
          relations: { related: { type: "many-to-many", target: "tag", joinTable: { name: "related_tag" } } },
        },
      ),
    ],
    expected: [
      "+ table related_tag",
      "+ index IDX_# on related_tag (tagId_2)",
      "+ index IDX_# on related_tag (tagId_1)",
    ],
  },
  {
    name: "its table is an entity as well",
    from: [tag, post({ joinTable: { name: "post_tag" } })],
    to: [
      tag,
      post({ joinTable: { name: "post_tag" } }),
      entity("post_tag", {
        postId: { type: "integer", primary: true },
        tagId: { type: "integer", primary: true },
        since: { type: "date", nullable: true },
      }),
    ],
    expected: ["+ column post_tag.since date"],
  },
];
