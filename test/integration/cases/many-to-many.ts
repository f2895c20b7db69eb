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

function related(tableName: string): Entity {
  const others = { type: "many-to-many", target: "tag", joinTable: true } as const;
  return { ...entity("tag", { name: text }, { relations: { others } }), tableName };
}

function tree(tableName: string): Entity {
  const relations: Record<string, EntitySchemaRelationOptions> = {
    parent: { type: "many-to-one", target: "node", treeParent: true, inverseSide: "children" },
    children: { type: "one-to-many", target: "node", treeChildren: true, inverseSide: "parent" },
  };
  return { ...entity("node", { name: text }, { relations, trees: [{ type: "closure-table" }] }), tableName };
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
    name: "its owner gets another name: the junction and its column follow",
    from: [post({}), tag],
    to: [{ ...post({}), tableName: "article" }, tag],
    answers: { renames: ["post:article"] },
    expected: [
      "~ table post is renamed to article",
      "~ table post_tags_tag is renamed to article_tags_tag",
      "- index IDX_# on article_tags_tag (tagId)",
      "- index IDX_# on article_tags_tag (postId)",
      "~ column article_tags_tag.postId is renamed to articleId",
      "- foreign key FK_# on article_tags_tag (articleId) → article",
      "- foreign key FK_# on article_tags_tag (tagId) → tag",
      "+ foreign key FK_# on article_tags_tag (tagId) → tag",
      "+ foreign key FK_# on article_tags_tag (articleId) → article",
      "+ index IDX_# on article_tags_tag (tagId)",
      "+ index IDX_# on article_tags_tag (articleId)",
    ],
    onPostgres: {
      expected: [
        "~ table post is renamed to article",
        "~ table post_tags_tag is renamed to article_tags_tag",
        "~ constraint PK_# of article is renamed to PK_#",
        "~ column article_tags_tag.postId is renamed to articleId",
        "~ constraint PK_# of article_tags_tag is renamed to PK_#",
        "~ constraint FK_# of article_tags_tag is renamed to FK_#",
        "~ constraint FK_# of article_tags_tag is renamed to FK_#",
        "~ index IDX_# is renamed to IDX_#",
        "~ index IDX_# is renamed to IDX_#",
      ],
    },
  },
  {
    name: "the other side gets another name",
    from: [post({}), tag],
    to: [post({}), { ...tag, tableName: "label" }],
    answers: { renames: ["tag:label"], noRename: true },
    expected: [
      "~ table tag is renamed to label",
      "~ table post_tags_tag is renamed to post_tags_label",
      "- index IDX_# on post_tags_label (tagId)",
      "- index IDX_# on post_tags_label (postId)",
      "~ column post_tags_label.tagId is renamed to labelId",
      "- foreign key FK_# on post_tags_label (postId) → post",
      "- foreign key FK_# on post_tags_label (labelId) → label",
      "+ foreign key FK_# on post_tags_label (postId) → post",
      "+ foreign key FK_# on post_tags_label (labelId) → label",
      "+ index IDX_# on post_tags_label (postId)",
      "+ index IDX_# on post_tags_label (labelId)",
    ],
    onPostgres: {
      expected: [
        "~ table tag is renamed to label",
        "~ table post_tags_tag is renamed to post_tags_label",
        "~ constraint PK_# of label is renamed to PK_#",
        "~ column post_tags_label.tagId is renamed to labelId",
        "~ constraint PK_# of post_tags_label is renamed to PK_#",
        "~ constraint FK_# of post_tags_label is renamed to FK_#",
        "~ constraint FK_# of post_tags_label is renamed to FK_#",
        "~ index IDX_# is renamed to IDX_#",
        "~ index IDX_# is renamed to IDX_#",
      ],
    },
  },
  {
    name: "both sides get another name, in the naming of a strategy",
    from: [post({}), tag],
    to: [
      { ...post({}), tableName: "Blog_Article" },
      { ...tag, tableName: "label" },
    ],
    answers: { renames: ["tag:label", "post:Blog_Article"] },
    expected: [
      "~ table tag is renamed to label",
      "~ table post is renamed to Blog_Article",
      "~ table post_tags_tag is renamed to blog_article_tags_label",
      "- index IDX_# on blog_article_tags_label (tagId)",
      "- index IDX_# on blog_article_tags_label (postId)",
      "~ column blog_article_tags_label.tagId is renamed to labelId",
      "~ column blog_article_tags_label.postId is renamed to blogArticleId",
      "- foreign key FK_# on blog_article_tags_label (blogArticleId) → Blog_Article",
      "- foreign key FK_# on blog_article_tags_label (labelId) → label",
      "+ foreign key FK_# on blog_article_tags_label (blogArticleId) → Blog_Article",
      "+ foreign key FK_# on blog_article_tags_label (labelId) → label",
      "+ index IDX_# on blog_article_tags_label (blogArticleId)",
      "+ index IDX_# on blog_article_tags_label (labelId)",
    ],
    onPostgres: {
      expected: [
        "~ table tag is renamed to label",
        "~ table post is renamed to Blog_Article",
        "~ table post_tags_tag is renamed to blog_article_tags_label",
        "~ constraint PK_# of Blog_Article is renamed to PK_#",
        "~ column blog_article_tags_label.tagId is renamed to labelId",
        "~ column blog_article_tags_label.postId is renamed to blogArticleId",
        "~ constraint PK_# of blog_article_tags_label is renamed to PK_#",
        "~ constraint FK_# of blog_article_tags_label is renamed to FK_#",
        "~ constraint FK_# of blog_article_tags_label is renamed to FK_#",
        "~ constraint PK_# of label is renamed to PK_#",
        "~ index IDX_# is renamed to IDX_#",
        "~ index IDX_# is renamed to IDX_#",
      ],
    },
  },
  {
    name: "its owner gets another name, and the junction keeps its own",
    from: [post({ joinTable: { name: "post_tag" } }), tag],
    to: [{ ...post({ joinTable: { name: "post_tag" } }), tableName: "article" }, tag],
    answers: { renames: ["post:article"] },
    expected: [
      "~ table post is renamed to article",
      "- index IDX_# on post_tag (postId)",
      "~ column post_tag.postId is renamed to articleId",
      "- foreign key FK_# on post_tag (articleId) → article",
      "+ foreign key FK_# on post_tag (articleId) → article",
      "+ index IDX_# on post_tag (articleId)",
    ],
    onPostgres: {
      expected: [
        "~ table post is renamed to article",
        "~ constraint PK_# of article is renamed to PK_#",
        "~ column post_tag.postId is renamed to articleId",
        "~ constraint PK_# of post_tag is renamed to PK_#",
        "~ constraint FK_# of post_tag is renamed to FK_#",
        "~ index IDX_# is renamed to IDX_#",
      ],
    },
  },
  {
    name: "its owner gets another name, and the junction a name that does not follow from it",
    from: [post({}), tag],
    to: [{ ...post({ joinTable: { name: "labelled" } }), tableName: "article" }, tag],
    answers: { renames: ["post:article", "post_tags_tag:labelled"] },
    expected: [
      "~ table post is renamed to article",
      "~ table post_tags_tag is renamed to labelled",
      "- index IDX_# on labelled (tagId)",
      "- index IDX_# on labelled (postId)",
      "~ column labelled.postId is renamed to articleId",
      "- foreign key FK_# on labelled (articleId) → article",
      "- foreign key FK_# on labelled (tagId) → tag",
      "+ foreign key FK_# on labelled (tagId) → tag",
      "+ foreign key FK_# on labelled (articleId) → article",
      "+ index IDX_# on labelled (tagId)",
      "+ index IDX_# on labelled (articleId)",
    ],
    onPostgres: {
      expected: [
        "~ table post is renamed to article",
        "~ table post_tags_tag is renamed to labelled",
        "~ constraint PK_# of article is renamed to PK_#",
        "~ column labelled.postId is renamed to articleId",
        "~ constraint PK_# of labelled is renamed to PK_#",
        "~ constraint FK_# of labelled is renamed to FK_#",
        "~ constraint FK_# of labelled is renamed to FK_#",
        "~ index IDX_# is renamed to IDX_#",
        "~ index IDX_# is renamed to IDX_#",
      ],
    },
  },
  {
    name: "with itself, under another name",
    from: [related("tag")],
    to: [related("label")],
    answers: { renames: ["tag:label"] },
    expected: [
      "~ table tag is renamed to label",
      "~ table tag_others_tag is renamed to label_others_label",
      "- index IDX_# on label_others_label (tagId_1)",
      "- index IDX_# on label_others_label (tagId_2)",
      "~ column label_others_label.tagId_1 is renamed to labelId_1",
      "~ column label_others_label.tagId_2 is renamed to labelId_2",
      "- foreign key FK_# on label_others_label (labelId_2) → label",
      "- foreign key FK_# on label_others_label (labelId_1) → label",
      "+ foreign key FK_# on label_others_label (labelId_1) → label",
      "+ foreign key FK_# on label_others_label (labelId_2) → label",
      "+ index IDX_# on label_others_label (labelId_1)",
      "+ index IDX_# on label_others_label (labelId_2)",
    ],
    onPostgres: {
      expected: [
        "~ table tag is renamed to label",
        "~ table tag_others_tag is renamed to label_others_label",
        "~ constraint PK_# of label is renamed to PK_#",
        "~ column label_others_label.tagId_1 is renamed to labelId_1",
        "~ column label_others_label.tagId_2 is renamed to labelId_2",
        "~ constraint PK_# of label_others_label is renamed to PK_#",
        "~ constraint FK_# of label_others_label is renamed to FK_#",
        "~ constraint FK_# of label_others_label is renamed to FK_#",
        "~ index IDX_# is renamed to IDX_#",
        "~ index IDX_# is renamed to IDX_#",
      ],
    },
  },
  {
    name: "the closure table of a tree follows",
    from: [tree("node")],
    to: [tree("branch")],
    answers: { renames: ["node:branch"] },
    expected: [
      "~ table node is renamed to branch",
      "~ table node_closure is renamed to branch_closure",
      "- index IDX_# on branch_closure (id_descendant)",
      "- index IDX_# on branch_closure (id_ancestor)",
      "- foreign key FK_# on branch (parentId) → branch",
      "+ foreign key FK_# on branch (parentId) → branch",
      "- foreign key FK_# on branch_closure (id_ancestor) → branch",
      "- foreign key FK_# on branch_closure (id_descendant) → branch",
      "+ foreign key FK_# on branch_closure (id_descendant) → branch",
      "+ foreign key FK_# on branch_closure (id_ancestor) → branch",
      "+ index IDX_# on branch_closure (id_descendant)",
      "+ index IDX_# on branch_closure (id_ancestor)",
    ],
    onPostgres: {
      expected: [
        "~ table node is renamed to branch",
        "~ table node_closure is renamed to branch_closure",
        "~ constraint PK_# of branch is renamed to PK_#",
        "~ constraint FK_# of branch is renamed to FK_#",
        "~ constraint PK_# of branch_closure is renamed to PK_#",
        "~ constraint FK_# of branch_closure is renamed to FK_#",
        "~ constraint FK_# of branch_closure is renamed to FK_#",
        "~ index IDX_# is renamed to IDX_#",
        "~ index IDX_# is renamed to IDX_#",
      ],
    },
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
