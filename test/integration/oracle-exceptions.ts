import type { Target } from "../support/targets.js";

/** Names of entity sets, and why TypeORM and Aludel do not agree on them. */
export type Exceptions = readonly (readonly [names: RegExp, reason: string])[];

const everywhere: Exceptions = [
  [/^foreign keys: after ON DELETE SET NULL → SET DEFAULT/, "writes ON DELETE DEFAULT, which is no SQL"],
  [/^views: after a view without an expression/, "creates a view of nothing"],
  [
    /^names: (?:before|after) (?:an apostrophe|double quotes)/,
    "does not escape quotes in names (0.3), in text (1.x)",
  ],
];

const onlyIn03: Exceptions =
  process.env["TYPEORM"] === "1"
    ? []
    : [
        [
          /^PostgreSQL columns: after a comment of the table comes/,
          "does not escape an apostrophe in a comment",
        ],
      ];

/** What TypeORM cannot put into a database at all. */
export const notForTypeOrm: Readonly<Record<Target["family"], Exceptions>> = {
  sqlite: [...everywhere, [/^column defaults: after literals/, "does not escape an apostrophe in a default"]],
  postgres: [
    ...everywhere,
    [/^foreign keys: after to a table that is not managed/, "the table is made by hand, later"],
    [/^PostgreSQL survival: after a sequence of its own/, "the sequence is made by hand, later"],
    [
      /^primary keys: after comes together with a unique/,
      "asks for both in one CREATE TABLE, of which PostgreSQL makes one index",
    ],
    [/^views: after a chain comes in order/, "creates views in the order of the entities"],
    [
      /^PostgreSQL views: (?:before|after) what is granted, said and ruled/,
      "creates views in the order of the entities",
    ],
    [/^PostgreSQL defaults: before every default/, "does not escape an apostrophe in a default"],
    [/^PostgreSQL defaults: .* a text with quotes/, "does not escape an apostrophe in a default"],
    ...onlyIn03,
    [/^PostgreSQL schemas: after a schema with an awkward name/, "does not escape quotes in names"],
    [/^PostgreSQL enums: after a type in another schema/, "takes the schema of a type for a database's"],
    [
      /^PostgreSQL schemas: .* an enum that tables of two schemas/,
      "takes the schema of a type for a database's",
    ],
    [
      /^PostgreSQL names: after nothing: a column that every table has/,
      "creates a column with the name of a system column",
    ],
  ],
};

/** Whole tables that TypeORM alone would make again. */
export const falseDifferences: Readonly<Record<Target["family"], Exceptions>> = {
  sqlite: [
    [
      /^column defaults: after expressions/,
      "compares defaults by their letters: `+5` is not 5, `current_timestamp` not CURRENT_TIMESTAMP",
    ],
    [
      /^uniques: (?:before|after) nothing, one inside of another/,
      "reads one unique twice where two have the same columns, each in its own order",
    ],
  ],
  postgres: [],
};

/** Where the server's own dump tells a database of Aludel from one of TypeORM. */
export const differentDumps: Exceptions = [
  [/^PostgreSQL defaults: after nothing: the moment/, "the default is the moment in which the statement ran"],
];

/** Whether an exception is listed for the entity set of that name. */
export function isListed(list: Exceptions, name: string): boolean {
  return list.some(([names]) => names.test(name));
}
