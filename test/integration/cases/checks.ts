import type { RoundTripCase } from "../round-trip.js";
import { itemChange as change } from "./item-change.js";

const text = { type: "varchar" } as const;

export const checkCases: readonly RoundTripCase[] = [
  change(
    "added",
    [{ a: { type: "int" } }],
    [{ a: { type: "int" } }, { checks: [{ name: "c", expression: "a > 0" }] }],
    ["+ check c on item: a > 0"],
  ),
  change(
    "removed",
    [{ a: { type: "int" } }, { checks: [{ name: "c", expression: "a > 0" }] }],
    [{ a: { type: "int" } }],
    ["- check c on item: a > 0"],
    { onPostgres: { expected: ["- check c on item: (a > 0)"] } },
  ),
  change(
    "same name, other text",
    [{ a: { type: "int" } }, { checks: [{ name: "c", expression: "a > 0" }] }],
    [{ a: { type: "int" } }, { checks: [{ name: "c", expression: "a >= 1" }] }],
    ["- check c on item: a > 0", "+ check c on item: a >= 1"],
    { onPostgres: { expected: ["- check c on item: (a > 0)", "+ check c on item: a >= 1"] } },
  ),
  change(
    "derived name, other text",
    [{ a: { type: "int" } }, { checks: [{ expression: "a > 0" }] }],
    [{ a: { type: "int" } }, { checks: [{ expression: "a >= 1" }] }],
    ["- check CHK_# on item: a > 0", "+ check CHK_# on item: a >= 1"],
    { onPostgres: { expected: ["- check CHK_# on item: (a > 0)", "+ check CHK_# on item: a >= 1"] } },
  ),
  change(
    "nothing, the same in other blanks and letters",
    [{ a: { type: "int" } }, { checks: [{ name: "c", expression: "a>0 AND a<9" }] }],
    [{ a: { type: "int" } }, { checks: [{ name: "c", expression: '( "a" > 0  and "a" < 9 )' }] }],
    [],
  ),
  change(
    "one of several changes",
    [
      { a: { type: "int" } },
      {
        checks: [
          { name: "c", expression: "a > 0" },
          { name: "d", expression: "a < 100" },
        ],
      },
    ],
    [
      { a: { type: "int" } },
      {
        checks: [
          { name: "c", expression: "a > 0" },
          { name: "d", expression: "a < 1000" },
        ],
      },
    ],
    ["- check d on item: a < 100", "+ check d on item: a < 1000"],
    { onPostgres: { expected: ["- check d on item: (a < 100)", "+ check d on item: a < 1000"] } },
  ),
  change(
    "two change their names",
    [
      { a: { type: "int" } },
      {
        checks: [
          { name: "c", expression: "a > 0" },
          { name: "d", expression: "a < 100" },
        ],
      },
    ],
    [
      { a: { type: "int" } },
      {
        checks: [
          { name: "d", expression: "a > 0" },
          { name: "c", expression: "a < 100" },
        ],
      },
    ],
    [
      "- check d on item: a < 100",
      "- check c on item: a > 0",
      "+ check c on item: a < 100",
      "+ check d on item: a > 0",
    ],
    {
      onPostgres: {
        expected: [
          "~ constraint c of item is renamed to _aludel_renamed_c",
          "~ constraint d of item is renamed to c",
          "~ constraint _aludel_renamed_c of item is renamed to d",
        ],
      },
    },
  ),
  change(
    "texts that are awkward",
    [{ a: text }],
    [{ a: text }, { checks: [{ name: "c", expression: "a <> 'it''s -- ''; /* \n \\ ${x} `y` %s :: $$'" }] }],
    ["+ check c on item: a <> 'it''s -- ''; /* \n \\ ${x} `y` %s :: $$'"],
  ),
  change(
    "one by hand without a name stays, as no entity makes such",
    [{ a: { type: "int" }, b: text }],
    [{ a: { type: "int" }, b: { type: "text" } }],
    ["~ column item.b: type varchar → text"],
    {
      byHand: [
        "DROP TABLE item",
        "CREATE TABLE item (id integer PRIMARY KEY NOT NULL, a integer NOT NULL CHECK (a > 0), b varchar NOT NULL, CHECK (length(b) < a * 100))",
      ],
      only: "sqlite",
    },
  ),
  change(
    "one by hand without a name goes with its column",
    [{ a: { type: "int" }, b: text }],
    [{ b: text }],
    ["- check on item: a > 0", "- column item.a integer"],
    {
      byHand: [
        "DROP TABLE item",
        "CREATE TABLE item (id integer PRIMARY KEY NOT NULL, a integer NOT NULL DEFAULT 1 CHECK (a > 0), b varchar NOT NULL)",
      ],
      rows: ["INSERT INTO item VALUES (1, 1, 'x')"],
      only: "sqlite",
    },
  ),
  change(
    "one by hand without a name is the one that the entity names",
    [{ a: { type: "int" } }, { checks: [{ name: "c", expression: "a > 0" }] }],
    [{ a: { type: "int" } }, { checks: [{ name: "c", expression: "a > 0" }] }],
    [],
    {
      byHand: [
        "DROP TABLE item",
        "CREATE TABLE item (id integer PRIMARY KEY NOT NULL, a integer NOT NULL CHECK (a > 0))",
      ],
      onPostgres: {
        expected: [
          "~ constraint item_pkey of item is renamed to PK_#",
          "~ constraint item_a_check of item is renamed to c",
        ],
      },
    },
  ),
];
