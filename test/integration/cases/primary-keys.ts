import type { RoundTripCase } from "../round-trip.js";
import { itemChange as change } from "./item-change.js";

const text = { type: "varchar" } as const;
const id = { type: "integer", primary: true } as const;
const counted = { ...id, generated: true } as const;
const plainId = { type: "integer" } as const;
const key = { type: "varchar", primary: true } as const;

export const primaryKeyCases: readonly RoundTripCase[] = [
  change(
    "another column comes in",
    [{ a: key, b: text }],
    [{ a: key, b: key }],
    ["- primary key of item (a)", "+ primary key of item (a, b)"],
  ),
  change(
    "a column goes out",
    [{ a: key, b: key }],
    [{ a: key, b: text }],
    ["- primary key of item (a, b)", "+ primary key of item (a)"],
  ),
  change(
    "of an integer and a text",
    [{ id, b: text }],
    [{ id, b: key }],
    ["- primary key of item (id)", "+ primary key of item (id, b)"],
  ),
  change(
    "another column",
    [{ a: key, b: text }],
    [{ a: text, b: key }],
    ["- primary key of item (a)", "+ primary key of item (b)"],
  ),
  change(
    "the order of its columns",
    [{ a: key, b: key }],
    [{ b: key, a: key }],
    ["- primary key of item (a, b)", "+ primary key of item (b, a)"],
  ),
  change("nothing, composite integers", [{ a: id, b: id }], [{ a: id, b: id }], []),
  change(
    "its column goes",
    [{ a: key, b: key }],
    [{ a: key }],
    ["- primary key of item (a, b)", "- column item.b varchar", "+ primary key of item (a)"],
  ),
  change(
    "a new column comes in",
    [{ a: key }],
    [{ a: key, b: key }],
    ["- primary key of item (a)", "+ column item.b varchar", "+ primary key of item (a, b)"],
    { answers: { backfills: ["item.b='x'"] } },
  ),
  change(
    "begins to count up",
    [{ id, a: text }],
    [{ id: counted, a: text }],
    ["~ column item.id: autoIncrement none → true"],
  ),
  change(
    "counts up no more",
    [{ id: counted, a: text }],
    [{ id, a: text }],
    ["~ column item.id: autoIncrement true → none"],
  ),
  change("text becomes integer", [{ id: key }], [{ id }], ["~ column item.id: type varchar → integer"], {
    rows: ["INSERT INTO item VALUES ('1'), ('2')"],
    changes: ["item.id"],
  }),
  change(
    "no longer the id, which stays",
    [{ id, code: text }],
    [{ id: plainId, code: key }],
    ["- primary key of item (id)", "+ primary key of item (code)"],
  ),
  {
    ...change(
      "comes together with a unique on the same column",
      [{ id, code: text }],
      [{ id: plainId, code: key }, { uniques: [{ name: "u", columns: ["code"] }] }],
      ["- primary key of item (id)", "+ primary key of item (code)", "+ unique u on item (code)"],
    ),
    only: "postgres",
  },
];
