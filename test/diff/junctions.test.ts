import { expect, test } from "vitest";
import { followingColumns, followingJunctions } from "../../src/diff/junctions.js";
import { applyAll } from "../../src/operation/apply.js";
import { builders } from "../../src/operation/builders.js";
import type { RenameTable } from "../../src/operation/operation.js";
import type { Table } from "../../src/schema/schema.js";
import { schema, table } from "./support.js";

/** A junction with those columns, each with the table that it refers to. */
function junction(name: string, columns: Readonly<Record<string, string>>): Table {
  return builders.createTable(name, (t) =>
    Object.entries(columns).flatMap(([column, target]) => [
      t.column(column, "integer"),
      t.foreignKey([column], target, ["id"]),
    ]),
  ).table;
}

const { renameTable } = builders;
const toArticle = renameTable("post", "article");
const before = [table("post"), table("tag"), junction("post_tags_tag", { postId: "post", tagId: "tag" })];
const after = (...others: readonly Table[]): Table[] => [table("article"), table("tag"), ...others];

interface Case {
  readonly name: string;
  readonly from: readonly Table[];
  readonly to: readonly Table[];
  readonly renames: readonly RenameTable[];
  readonly tables: readonly string[];
  /** The columns that follow once the junctions did. */
  readonly columns: readonly string[];
}

const cases: readonly Case[] = [
  {
    name: "one side",
    from: before,
    to: after(junction("article_tags_tag", { articleId: "article", tagId: "tag" })),
    renames: [toArticle],
    tables: ["post_tags_tag:article_tags_tag"],
    columns: ["article_tags_tag.postId:articleId"],
  },
  {
    name: "both sides, spelled in another way",
    from: before,
    to: [
      table("BlogArticle"),
      table("label"),
      junction("blog_article_tags_label", { blogArticleId: "BlogArticle", labelId: "label" }),
    ],
    renames: [renameTable("tag", "label"), renameTable("post", "BlogArticle")],
    tables: ["post_tags_tag:blog_article_tags_label"],
    columns: ["blog_article_tags_label.postId:blogArticleId", "blog_article_tags_label.tagId:labelId"],
  },
  {
    name: "a name that does not follow",
    from: before,
    to: after(junction("article_labels_tag", { articleId: "article", tagId: "tag" })),
    renames: [toArticle],
    tables: [],
    columns: [],
  },
  {
    name: "a junction of something else",
    from: before,
    to: after(table("label"), junction("article_tags_tag", { articleId: "article", labelId: "label" })),
    renames: [toArticle],
    tables: [],
    columns: [],
  },
  {
    name: "a table that says more than what it joins",
    from: [
      ...before.slice(0, 2),
      { ...junction("post_tag", { a: "post", b: "tag" }), columns: table("x").columns },
    ],
    to: after({ ...junction("article_tag", { a: "article", b: "tag" }), columns: table("x").columns }),
    renames: [toArticle],
    tables: [],
    columns: [],
  },
  {
    name: "two that may follow: none does",
    from: before,
    to: after(
      junction("article_tags_tag", { articleId: "article", tagId: "tag" }),
      junction("articletags_tag", { articleId: "article", tagId: "tag" }),
    ),
    renames: [toArticle],
    tables: [],
    columns: [],
  },
  {
    name: "nothing was renamed",
    from: before,
    to: [table("post"), table("tag"), junction("post_tag", { postId: "post", tagId: "tag" })],
    renames: [],
    tables: [],
    columns: [],
  },
  {
    name: "with itself: the columns by their names",
    from: [table("tag"), junction("tag_related_tag", { tagId_1: "tag", tagId_2: "tag" })],
    to: [table("label"), junction("label_related_label", { labelId_1: "label", labelId_2: "label" })],
    renames: [renameTable("tag", "label")],
    tables: ["tag_related_tag:label_related_label"],
    columns: ["label_related_label.tagId_1:labelId_1", "label_related_label.tagId_2:labelId_2"],
  },
  {
    name: "with itself: names of columns that do not follow",
    from: [table("tag"), junction("tag_related_tag", { tagId_1: "tag", tagId_2: "tag" })],
    to: [table("label"), junction("label_related_label", { one: "label", two: "label" })],
    renames: [renameTable("tag", "label")],
    tables: ["tag_related_tag:label_related_label"],
    columns: [],
  },
  {
    name: "a junction that keeps its name",
    from: [...before.slice(0, 2), junction("labelled", { postId: "post", tagId: "tag" })],
    to: after(junction("labelled", { written: "article", tagId: "tag" })),
    renames: [toArticle],
    tables: [],
    columns: ["labelled.postId:written"],
  },
];

test.each(cases)("$name", ({ from, to, renames, tables, columns }) => {
  const renamed = applyAll(schema(...from), renames);
  const pairs = followingJunctions(renamed, schema(...to), renames);
  expect(pairs.map(({ old, table: now }) => `${old.name}:${now.name}`)).toEqual(tables);
  const followed = pairs.map(({ old, table: now }) => renameTable(old.name, now.name));
  const all = [...renames, ...followed];
  const answers = followingColumns(applyAll(renamed, followed), schema(...to), all);
  expect(answers.map(({ text }) => text)).toEqual(columns);
});
