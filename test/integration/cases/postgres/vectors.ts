import type { RoundTripCase } from "../../round-trip.js";
import { entity, type Columns } from "../entity.js";

const item = (columns: Columns) => entity("item", columns);
const vector = { type: "vector", length: 3 } as const;
const rows = [1, 2, 3].map((id) => `INSERT INTO item (id, a) VALUES (${id}, '[1,2,${id}]')`);

/** What needs pgvector. */
export const vectorCases: readonly RoundTripCase[] = [
  {
    name: "a table with vectors, and the extension before it",
    from: [entity("other", {})],
    to: [entity("other", {}), item({ a: vector, b: { type: "halfvec", length: 4 }, c: { type: "vector" } })],
    expected: ["+ extension vector", "+ table item"],
  },
  {
    name: "vectors are added to rows",
    from: [item({ a: vector })],
    to: [
      item({
        a: vector,
        b: { type: "halfvec", length: 4, nullable: true },
        c: { ...vector, nullable: true },
      }),
    ],
    rows,
    expected: ["+ column item.b halfvec(4)", "+ column item.c vector(3)"],
  },
  {
    name: "vectors of any length, and of halves",
    from: [item({ a: vector, b: { ...vector, nullable: true } })],
    to: [item({ a: { type: "vector" }, b: { type: "halfvec", length: 3, nullable: true } })],
    rows,
    expected: ["~ column item.a: type vector(3) → vector", "~ column item.b: type vector(3) → halfvec(3)"],
  },
];
