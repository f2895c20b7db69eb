import type { EntitySchemaIndexOptions } from "typeorm";
import type { RoundTripCase } from "../round-trip.js";
import { entity, type Entity } from "./entity.js";

function item(indices: EntitySchemaIndexOptions[], note: "varchar" | "text" = "varchar"): Entity {
  return entity(
    "item",
    { a: { type: "varchar" }, b: { type: "int" }, note: { type: note, nullable: true } },
    { indices },
  );
}

function change(
  name: string,
  from: EntitySchemaIndexOptions[],
  to: EntitySchemaIndexOptions[],
  expected: readonly string[],
  extra: Partial<RoundTripCase> = {},
): RoundTripCase {
  return { name, from: [item(from)], to: [item(to)], expected, ...extra };
}

/** Indexes by hand, that must be there after a rebuild of their table, too. */
function byHand(
  name: string,
  indices: EntitySchemaIndexOptions[],
  statements: readonly string[],
  extra: Partial<RoundTripCase> = {},
): RoundTripCase {
  return {
    name: `by hand: ${name}`,
    from: [item(indices)],
    to: [item(indices, "text")],
    byHand: statements,
    expected: ["~ column item.note: type varchar → text"],
    survives: ["i"],
    ...extra,
  };
}

const none: EntitySchemaIndexOptions[] = [];

export const indexCases: readonly RoundTripCase[] = [
  change("added", none, [{ name: "i", columns: ["a"] }], ["+ index i on item (a)"]),
  change("removed", [{ name: "i", columns: ["a"] }], none, ["- index i on item (a)"]),
  change("derived name", none, [{ columns: ["a", "b"] }], ["+ index IDX_# on item (a, b)"]),
  change(
    "another column",
    [{ name: "i", columns: ["a"] }],
    [{ name: "i", columns: ["a", "b"] }],
    ["- index i on item (a)", "+ index i on item (a, b)"],
  ),
  change(
    "the order of its columns",
    [{ name: "i", columns: ["a", "b"] }],
    [{ name: "i", columns: ["b", "a"] }],
    ["- index i on item (a, b)", "+ index i on item (b, a)"],
  ),
  change(
    "becomes unique",
    [{ name: "i", columns: ["a"] }],
    [{ name: "i", columns: ["a"], unique: true }],
    ["- index i on item (a)", "+ unique index i on item (a)"],
  ),
  change(
    "unique no more",
    [{ name: "i", columns: ["a"], unique: true }],
    [{ name: "i", columns: ["a"] }],
    ["- unique index i on item (a)", "+ index i on item (a)"],
  ),
  change(
    "gets a condition",
    [{ name: "i", columns: ["a"] }],
    [{ name: "i", columns: ["a"], where: "b > 1" }],
    ["- index i on item (a)", "+ index i on item (a)"],
  ),
  change(
    "another condition, same name",
    [{ name: "i", columns: ["a"], where: "b > 1" }],
    [{ name: "i", columns: ["a"], where: "b > 2" }],
    ["- index i on item (a)", "+ index i on item (a)"],
  ),
  change(
    "nothing: the same condition in other blanks and letters",
    [{ name: "i", columns: ["a"], where: "b>1 AND a IS NOT NULL" }],
    [{ name: "i", columns: ["a"], where: '("b" > 1 and "a" is not null)' }],
    [],
  ),
  change(
    "renamed",
    [{ name: "i", columns: ["a"] }],
    [{ name: "j", columns: ["a"] }],
    ["- index i on item (a)", "+ index j on item (a)"],
    { onPostgres: { expected: ["~ index i is renamed to j"] } },
  ),
  change(
    "a name stays where the config says so",
    [{ name: "i", columns: ["a"] }],
    [{ name: "j", columns: ["a"] }],
    [],
    {
      config: { constraintNames: "keep" },
    },
  ),
  change(
    "other letters only",
    [{ name: "idx", columns: ["a"] }],
    [{ name: "IDX", columns: ["a"] }],
    ["- index idx on item (a)", "+ index IDX on item (a)"],
    { onPostgres: { expected: ["~ index idx is renamed to IDX"] } },
  ),
  change("named as its column", none, [{ name: "b", columns: ["b"] }], ["+ index b on item (b)"]),
  {
    name: "becomes a unique constraint",
    from: [item([{ name: "u", columns: ["a"] }])],
    to: [{ ...item([]), uniques: [{ name: "u", columns: ["a"] }] }],
    expected: ["- index u on item (a)", "+ unique u on item (a)"],
  },
  {
    name: "moves to another table, with its name",
    from: [item([{ name: "i", columns: ["a"] }]), entity("other", { a: { type: "varchar" } })],
    to: [item([]), entity("other", { a: { type: "varchar" } }, { indices: [{ name: "i", columns: ["a"] }] })],
    expected: ["- index i on item (a)", "+ index i on other (a)"],
  },
  {
    name: "beside a unique on the same column",
    from: [item([])],
    to: [{ ...item([{ name: "i", columns: ["a"] }]), uniques: [{ name: "u", columns: ["a"] }] }],
    expected: ["+ unique u on item (a)", "+ index i on item (a)"],
  },
  byHand("an expression", [], ["CREATE INDEX i ON item (lower(a), (b + 1)) WHERE b > 0"]),
  byHand("descending", [], ["CREATE INDEX i ON item (a DESC, b)"]),
  byHand("with a collation", [], ["CREATE UNIQUE INDEX i ON item (a COLLATE NOCASE)"], {
    only: "sqlite",
  }),
  byHand(
    "the entity says it without DESC",
    [{ name: "i", columns: ["a", "b"] }],
    ["DROP INDEX i", "CREATE INDEX i ON item (a DESC, b)"],
  ),
  byHand(
    "the entity says it without the expression",
    [{ name: "i", columns: ["a"] }],
    ["DROP INDEX i", "CREATE INDEX i ON item (lower(a))"],
  ),
  byHand(
    "synchronize: false",
    [{ name: "i", columns: ["a"], synchronize: false }],
    ["CREATE INDEX i ON item (a)"],
  ),
  {
    name: "by hand: a plain one goes, as an entity could say it",
    from: [item([])],
    to: [item([])],
    byHand: ["CREATE INDEX i ON item (a)"],
    expected: ["- index i on item (a)"],
  },
  {
    name: "by hand: its column is renamed",
    from: [entity("item", { a: { type: "varchar" } })],
    to: [entity("item", { z: { type: "varchar" } })],
    byHand: ["CREATE INDEX i ON item (lower(a), a DESC) WHERE a <> 'a'"],
    answers: { renames: ["item.a:z"] },
    expected: ["~ column item.a is renamed to z"],
    finds: [["SELECT count(*) AS n FROM sqlite_schema WHERE name = 'i'", [{ n: 1 }]]],
    onPostgres: { finds: [["SELECT count(*)::int AS n FROM pg_indexes WHERE indexname = 'i'", [{ n: 1 }]]] },
  },
  {
    name: "by hand: its column goes, and it may",
    from: [item([])],
    to: [entity("item", { b: { type: "int" }, note: { type: "varchar", nullable: true } })],
    byHand: ["CREATE INDEX i ON item (lower(a))"],
    answers: { drops: ["i"] },
    expected: ["- index i on item (lower(a))", "- column item.a varchar"],
    onPostgres: { expected: ["- index i on item (lower((a)::text))", "- column item.a varchar"] },
  },
];
