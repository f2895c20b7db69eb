import type { RoundTripCase } from "../round-trip.js";
import { itemChange as change } from "./item-change.js";

const text = { type: "varchar" } as const;

export const uniqueCases: readonly RoundTripCase[] = [
  change("added", [{ a: text }], [{ a: { ...text, unique: true } }], ["+ unique UQ_# on item (a)"]),
  change("removed", [{ a: { ...text, unique: true } }], [{ a: text }], ["- unique UQ_# on item (a)"]),
  change(
    "named, composite",
    [{ a: text, b: text }],
    [{ a: text, b: text }, { uniques: [{ name: "u", columns: ["a", "b"] }] }],
    ["+ unique u on item (a, b)"],
  ),
  change(
    "other columns, same name",
    [{ a: text, b: text }, { uniques: [{ name: "u", columns: ["a"] }] }],
    [{ a: text, b: text }, { uniques: [{ name: "u", columns: ["a", "b"] }] }],
    ["- unique u on item (a)", "+ unique u on item (a, b)"],
  ),
  change(
    "the order of its columns",
    [{ a: text, b: text }, { uniques: [{ name: "u", columns: ["a", "b"] }] }],
    [{ a: text, b: text }, { uniques: [{ name: "u", columns: ["b", "a"] }] }],
    ["- unique u on item (a, b)", "+ unique u on item (b, a)"],
  ),
  change(
    "renamed",
    [{ a: text }, { uniques: [{ name: "u", columns: ["a"] }] }],
    [{ a: text }, { uniques: [{ name: "v", columns: ["a"] }] }],
    ["- unique u on item (a)", "+ unique v on item (a)"],
    { onPostgres: { expected: ["~ constraint u of item is renamed to v"] } },
  ),
  change(
    "a name stays where the config says so",
    [{ a: text }, { uniques: [{ name: "u", columns: ["a"] }] }],
    [{ a: text }, { uniques: [{ name: "v", columns: ["a"] }] }],
    [],
    { config: { constraintNames: "keep" } },
  ),
  change(
    "nothing, one inside of another",
    [
      { a: { ...text, unique: true }, b: text },
      { uniques: [{ name: "u", columns: ["b", "a"] }, { columns: ["a", "b"] }] },
    ],
    [
      { a: { ...text, unique: true }, b: text },
      { uniques: [{ columns: ["a", "b"] }, { name: "u", columns: ["b", "a"] }] },
    ],
    [],
  ),
  change(
    "becomes a unique index",
    [{ a: text }, { uniques: [{ name: "u", columns: ["a"] }] }],
    [{ a: text }, { indices: [{ name: "u", columns: ["a"], unique: true }] }],
    ["- unique u on item (a)", "+ unique index u on item (a)"],
  ),
  change(
    "one by hand without a name stays as it is",
    [{ a: { ...text, unique: true }, b: text }],
    [{ a: { ...text, unique: true }, b: { type: "text" } }],
    ["~ column item.b: type varchar → text"],
    {
      byHand: [
        "DROP TABLE item",
        "CREATE TABLE item (id integer PRIMARY KEY NOT NULL, a varchar NOT NULL UNIQUE, b varchar NOT NULL)",
      ],
      onPostgres: {
        expected: [
          "~ column item.b: type varchar → text",
          "~ constraint item_pkey of item is renamed to PK_#",
          "~ constraint item_a_key of item is renamed to UQ_#",
        ],
      },
    },
  ),
];
