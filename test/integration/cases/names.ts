import type { RoundTripCase } from "../round-trip.js";
import { entity, manyToOne, view, type Entity } from "./entity.js";

/** Names that are awkward somewhere: in SQL, in a TypeScript file, in a shell, or in the syntax of answers. */
const awkward: Readonly<Record<string, string>> = {
  "an apostrophe": "it's",
  "double quotes": 'say "x"',
  "a backtick and a placeholder": "a`${b}`",
  backslashes: "a\\b\\",
  "a newline": "a\nb",
  "a keyword": "order",
  "another keyword": "select",
  "letters beyond ASCII": "größe 漢字 🎉",
  blanks: " a  b ",
  "a colon and an equals sign": "a:b=c",
  "comment marks": "a -- /* b */",
  brackets: "a[0]",
  "percent and dollar": "100%$1",
  "a digit first": "1st",
  "a name of an object": "constructor",
  "upper and lower case": "CamelCase",
};

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const answer = (name: string): string => quoted(name);

function table(name: string, note: "varchar" | "text"): Entity {
  return {
    name: "item",
    tableName: name,
    columns: {
      key: { name: `${name} key`, type: "integer", primary: true },
      value: { name, type: "integer", nullable: true },
      note: { type: note },
    },
    indices: [{ name: `${name} index`, columns: ["value", "note"], where: `${quoted(name)} > 0` }],
    uniques: [{ name: `${name} unique`, columns: ["value", "note"] }],
    checks: [{ name: `${name} check`, expression: `${quoted(name)} > 0 OR ${quoted(name)} IS NULL` }],
    relations: {
      parent: manyToOne("item", {
        joinColumn: { name: `${name} parent`, foreignKeyConstraintName: `${name} foreign key` },
      }),
    },
  };
}

function awkwardView(name: string): Entity {
  return { ...view("all", `SELECT * FROM ${quoted(name)}`), tableName: `${name} view` };
}

function cases(what: string, name: string): RoundTripCase[] {
  const anchor = entity("anchor", {});
  const plain = entity("item", { note: { type: "varchar" } });
  return [
    {
      name: `${what}: everything of that name comes`,
      from: [anchor],
      to: [anchor, table(name, "varchar"), awkwardView(name)],
      expected: [
        `+ table ${name}`,
        `+ index ${name} index on ${name} (${name}, note)`,
        `+ view ${name} view`,
      ],
    },
    {
      name: `${what}: everything of that name outlives a rebuild`,
      from: [table(name, "varchar"), awkwardView(name)],
      to: [table(name, "text"), awkwardView(name)],
      expected: [`~ column ${name}.note: type varchar → text`],
    },
    {
      name: `${what}: renamed to it`,
      from: [plain],
      to: [{ ...entity("item", { note: { type: "varchar", name } }), tableName: name }],
      answers: { renames: [`item:${answer(name)}`, `item.note:${answer(name)}`] },
      expected: [`~ table item is renamed to ${name}`, `~ column ${name}.note is renamed to ${name}`],
      onPostgres: {
        expected: [
          `~ table item is renamed to ${name}`,
          `~ column ${name}.note is renamed to ${name}`,
          `~ constraint PK_# of ${name} is renamed to PK_#`,
        ],
      },
    },
    {
      name: `${what}: renamed from it, and filled`,
      from: [{ ...entity("item", { note: { type: "varchar", name } }), tableName: name }],
      to: [entity("item", { note: { type: "varchar" }, more: { type: "int" } })],
      answers: {
        renames: [`${answer(name)}:item`, `${answer(name)}.${answer(name)}:note`],
        backfills: ["item.more=1"],
      },
      expected: [
        `~ table ${name} is renamed to item`,
        `~ column item.${name} is renamed to note`,
        "+ column item.more integer",
      ],
      onPostgres: {
        expected: [
          `~ table ${name} is renamed to item`,
          `~ column item.${name} is renamed to note`,
          "+ column item.more integer",
          "~ constraint PK_# of item is renamed to PK_#",
        ],
      },
    },
  ];
}

export const nameCases: readonly RoundTripCase[] = [
  ...Object.entries(awkward).flatMap(([what, name]) => cases(what, name)),
  {
    name: "a dot: in a column",
    from: [entity("item", { note: { type: "varchar", name: "a.b" } })],
    to: [entity("item", { note: { type: "varchar", name: "c.d" } })],
    answers: { renames: ['item."a.b":"c.d"'] },
    expected: ["~ column item.a.b is renamed to c.d"],
  },
  {
    name: "a dot: in a column that gets a value",
    from: [entity("item", {})],
    to: [entity("item", { note: { type: "varchar", name: "a.b" } })],
    answers: { backfills: [`item."a.b"='x'`] },
    expected: ["+ column item.a.b varchar"],
  },
  {
    name: "members of an enum",
    only: "sqlite",
    from: [
      entity("item", {
        note: { type: "simple-enum", enum: ["a,b", "it''s", 'q"', "back`${x}", "n\nl", "", "ü"] },
      }),
    ],
    to: [
      entity("item", {
        note: { type: "simple-enum", enum: ["a,b", "it''s", 'q"', "back`${x}", "n\nl", "", "ü", ")"] },
      }),
    ],
    expected: [
      '~ column item.note: enumValues ["a,b","it\'s","q\\"","back`${x}","n\\nl","","ü"] → ["a,b","it\'s","q\\"","back`${x}","n\\nl","","ü",")"]',
    ],
  },
];
