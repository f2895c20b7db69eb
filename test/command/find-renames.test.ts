import { describe, expect, test } from "vitest";
import { findTableRenames } from "../../src/command/find-renames.js";
import type { Questioner } from "../../src/command/questioner.js";
import type { RenameQuestion } from "../../src/diff/rename.js";
import { exitCode } from "../../src/errors.js";
import { builders } from "../../src/operation/builders.js";
import { displayName } from "../../src/schema/name.js";
import { emptySchema, type Schema, type Table } from "../../src/schema/schema.js";

/** A table with those columns; one with an arrow refers to the id of that table. */
function table(name: string, ...columns: readonly string[]): Table {
  return builders.createTable(name, (t) =>
    columns.flatMap((column) => {
      const [own = "", target] = column.split(" → ");
      const plain = t.column(own, "integer");
      return target === undefined ? [plain] : [plain, t.foreignKey([own], target, ["id"])];
    }),
  ).table;
}

function schema(...tables: readonly Table[]): Schema {
  return { ...emptySchema, tables };
}

/** Somebody who answers what was thought of beforehand; also what was asked. */
function answering(answers: Readonly<Record<string, string>>): { questioner: Questioner; asked: string[] } {
  const asked: string[] = [];
  const questioner: Questioner = {
    rename: async ({ from, candidates }: RenameQuestion) => {
      asked.push(`${from}: ${candidates.join(", ")}`);
      return answers[from];
    },
    backfill: async () => undefined,
    replaceValue: async () => undefined,
    confirm: async () => false,
  };
  return { questioner, asked };
}

async function find(
  from: Schema,
  target: Schema,
  answers: { readonly renames?: string[]; readonly noRename?: boolean } = {},
  questioner?: Questioner,
): Promise<string[]> {
  const dialect = { foldName: (name: string) => name };
  const request = { target, history: from, dialect, answers, questioner, defaultSchema: "public" };
  const renames = await findTableRenames(from, request);
  return renames.map((one) => `${displayName(one.from)}:${displayName(one.to)}`);
}

const from = schema(table("a", "id", "x", "y"), table("b", "id", "x", "y"));
const to = schema(table("c", "id", "x", "y"), table("d", "id", "x", "y", "z"));
const joined = schema(
  table("post", "id", "x"),
  table("tag", "id"),
  table("post_tag", "postId → post", "tagId → tag"),
);
const renamed = (junction: string): Schema =>
  schema(table("text", "id", "x"), table("tag", "id"), table(junction, "textId → text", "tagId → tag"));

interface Case {
  readonly name: string;
  readonly from: Schema;
  readonly to: Schema;
  readonly renames?: string[];
  /** What somebody says, by the name of what went. */
  readonly says: Readonly<Record<string, string>>;
  readonly asked: readonly string[];
  readonly found: readonly string[];
}

const cases: readonly Case[] = [
  {
    name: "each that went is asked about once, without what is taken",
    from,
    to,
    says: { a: "d", b: "c" },
    asked: ["a: c, d", "b: c"],
    found: ["a:d", "b:c"],
  },
  { name: "a no is not asked again", from, to, says: {}, asked: ["a: c, d", "b: c, d"], found: [] },
  {
    name: "what is known is not asked about",
    from,
    to,
    renames: ["a:c"],
    says: {},
    asked: ["b: d"],
    found: ["a:c"],
  },
  {
    name: "a junction follows an answer, and is not asked about",
    from: joined,
    to: renamed("text_tag"),
    says: { post: "text" },
    asked: ["post: text"],
    found: ["post:text", "post_tag:text_tag"],
  },
  {
    name: "a junction that does not follow is asked about afterwards",
    from: joined,
    to: renamed("labelled"),
    says: { post: "text", post_tag: "labelled" },
    asked: ["post: text", "post_tag: labelled"],
    found: ["post:text", "post_tag:labelled"],
  },
  {
    name: "a junction of a table that went is not the one of another table",
    from: joined,
    to: renamed("text_tag"),
    says: {},
    asked: ["post: text"],
    found: [],
  },
  {
    name: "a table that moves, with the default schema by its name",
    from: schema({ ...table("a", "id", "x"), schema: "s" }),
    to: schema(table("a", "id", "x"), { ...table("b", "id", "x"), schema: "t" }),
    says: { "s.a": "public.a" },
    asked: ["s.a: public.a, t.b"],
    found: ["s.a:a"],
  },
  {
    name: "a place that is taken is the same place for a table of another schema",
    from: schema({ ...table("a", "id", "x"), schema: "s" }, { ...table("a", "id", "x"), schema: "t" }),
    to: schema({ ...table("b", "id", "x"), schema: "s" }),
    says: { "s.a": "b" },
    asked: ["s.a: b"],
    found: ["s.a:s.b"],
  },
];

describe("somebody answers", () => {
  test.each(cases)("$name", async ({ from: before, to: after, renames = [], says, asked, found }) => {
    const somebody = answering(says);
    expect(await find(before, after, { renames }, somebody.questioner)).toEqual(found);
    expect(somebody.asked).toEqual(asked);
  });
});

describe("nobody answers", () => {
  test("every flag is listed once, in one order", async () => {
    await expect(find(from, to)).rejects.toMatchObject({
      code: "E_RENAME_UNDECIDED",
      exitCode: exitCode.answerMissing,
      hint: [
        "Say which: --rename a:c",
        "--rename a:d",
        "--rename b:c",
        "--rename b:d",
        "--no-rename (for all that is left)",
      ].join("\n  "),
    });
  });

  test("--no-rename says no to all that is left, and a junction follows what was said", async () => {
    expect(await find(from, to, { noRename: true })).toEqual([]);
    expect(await find(from, to, { renames: ["b:d"], noRename: true })).toEqual(["b:d"]);
    const answers = { renames: ["post:text"], noRename: true };
    expect(await find(joined, renamed("text_tag"), answers)).toEqual(["post:text", "post_tag:text_tag"]);
    expect(await find(joined, renamed("labelled"), answers)).toEqual(["post:text"]);
  });

  test("both spellings of one answer are the same", async () => {
    const answers = { renames: ["a:c", "public.a:public.c"], noRename: true };
    expect(await find(from, to, answers)).toEqual(["a:c"]);
  });
});
