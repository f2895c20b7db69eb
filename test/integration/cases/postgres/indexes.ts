import type { EntitySchemaIndexOptions } from "typeorm";
import type { RoundTripCase } from "../../round-trip.js";
import { decorated } from "../decorated.js";
import { entity, type Entity } from "../entity.js";

const text = { type: "varchar" } as const;

function item(indices: EntitySchemaIndexOptions[], note: "varchar" | "text" = "varchar"): Entity {
  return entity(
    "item",
    { a: text, b: { type: "int" }, place: { type: "point" }, note: { type: note, nullable: true } },
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

const place = { name: "i", columns: ["place"] };
const conditional = (where: string): EntitySchemaIndexOptions[] => [{ name: "i", columns: ["a"], where }];

const said: readonly RoundTripCase[] = [
  change("spatial is GiST: added", [], [{ ...place, spatial: true }], ["+ index i on item (place)"], {
    findsAfter: [
      [
        "SELECT amname AS method FROM pg_am, pg_class WHERE relam = pg_am.oid AND relname = 'i'",
        [{ method: "gist" }],
      ],
    ],
  }),
  change("spatial is GiST: removed", [{ ...place, spatial: true }], [], ["- index i on item (place)"]),
  change(
    "becomes spatial, on another column",
    [{ name: "i", columns: ["b"] }],
    [{ ...place, spatial: true }],
    ["- index i on item (b)", "+ index i on item (place)"],
  ),
  change(
    "nothing: a condition as the server spells it",
    conditional("a in ('x', 'y') AND b is not null"),
    conditional(`"a" IN ( 'x','y' ) and ("b" IS NOT NULL)`),
    [],
  ),
  change("a value in the condition", conditional("a <> 'gold'"), conditional("a <> 'silver'"), [
    "- index i on item (a)",
    "+ index i on item (a)",
  ]),
  change(
    "a condition goes",
    conditional("b > 1"),
    [{ name: "i", columns: ["a"] }],
    ["- index i on item (a)", "+ index i on item (a)"],
  ),
  {
    name: "of columns that get other types, with a condition",
    from: [typed("varchar", "integer")],
    to: [typed("text", "bigint")],
    changes: ["item.b"],
    expected: ["~ column item.a: type varchar → text", "~ column item.b: type integer → bigint"],
  },
  change(
    "two change their names",
    [
      { name: "i", columns: ["a"] },
      { name: "j", columns: ["b"] },
    ],
    [
      { name: "j", columns: ["a"] },
      { name: "i", columns: ["b"] },
    ],
    [
      "~ index i is renamed to _aludel_renamed_i",
      "~ index j is renamed to i",
      "~ index _aludel_renamed_i is renamed to j",
    ],
  ),
];

function typed(a: "varchar" | "text", b: "integer" | "bigint"): Entity {
  return entity(
    "item",
    { a: { type: a }, b: { type: b } },
    {
      indices: [
        { name: "i", columns: ["a", "b"], where: "a <> 'x' AND b > 0" },
        { name: "j", columns: ["b"], unique: true },
      ],
    },
  );
}

const concurrent = { name: "i", columns: ["a"], concurrent: true } as const;

const concurrently: readonly RoundTripCase[] = [
  {
    name: "concurrent: added",
    from: [decorated("item", { a: text })],
    to: [decorated("item", { a: text }, { indexes: [concurrent] })],
    expected: ["+ index i on item (a) concurrently"],
  },
  {
    name: "concurrent: removed",
    from: [decorated("item", { a: text }, { indexes: [concurrent] })],
    to: [decorated("item", { a: text })],
    expected: ["- index i on item (a)"],
  },
  {
    name: "concurrent: unique, among other changes",
    from: [decorated("item", { a: text, b: { type: "int" } })],
    to: [
      decorated(
        "item",
        { a: text, c: { type: "int", nullable: true } },
        {
          indexes: [
            { ...concurrent, unique: true },
            { ...concurrent, name: "j", columns: ["c"] },
          ],
        },
      ),
    ],
    answers: { noRename: true },
    expected: [
      "- column item.b integer",
      "+ column item.c integer",
      "+ unique index i on item (a) concurrently",
      "+ index j on item (c) concurrently",
    ],
  },
  {
    name: "concurrent: with a new table it need not be",
    from: [],
    to: [decorated("item", { a: text }, { indexes: [concurrent] })],
    expected: ["+ table item", "+ index i on item (a)"],
  },
  {
    name: "nothing: the option alone is no difference",
    from: [decorated("item", { a: text }, { indexes: [{ ...concurrent, concurrent: false }] })],
    to: [decorated("item", { a: text }, { indexes: [concurrent] })],
    expected: [],
  },
];

const hash = { name: "i", columns: ["a"], type: "hash" } as const;
const plain = { name: "i", columns: ["a"] };

/** What entities can say from TypeORM 1.0 on. */
const methods: readonly RoundTripCase[] = [
  {
    name: "a method: added",
    from: [decorated("item", { a: text })],
    to: [decorated("item", { a: text }, { indexes: [hash] })],
    expected: ["+ index i on item (a)"],
    findsAfter: [["SELECT pg_get_indexdef('i'::regclass) LIKE '%USING hash%' AS hash", [{ hash: true }]]],
  },
  {
    name: "a method: changed",
    from: [decorated("item", { a: text }, { indexes: [plain] })],
    to: [decorated("item", { a: text }, { indexes: [hash] })],
    expected: ["- index i on item (a)", "+ index i on item (a)"],
  },
  {
    name: "a method: GIN of an array",
    from: [decorated("item", { a: { type: "text", array: true } })],
    to: [decorated("item", { a: { type: "text", array: true } }, { indexes: [{ ...hash, type: "gin" }] })],
    expected: ["+ index i on item (a)"],
  },
];

/** An index by hand, which must be there after a change of its table, too. */
function byHand(
  name: string,
  statements: readonly string[],
  extra: Partial<RoundTripCase> = {},
  indices: EntitySchemaIndexOptions[] = [],
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

/** An index whose column gets another type, so that PostgreSQL makes it anew. */
function remade(name: string, tail: string, before: readonly string[] = []): RoundTripCase {
  const holds = `SELECT pg_get_indexdef('i'::regclass) LIKE '%(note%' AS there, obj_description('i'::regclass) AS comment`;
  return {
    name: `by hand: ${name}, on the column that changes`,
    from: [item([])],
    to: [
      entity("item", {
        ...item([]).columns,
        note: { type: "varchar", length: 90, nullable: true },
      }),
    ],
    byHand: [...before, `CREATE INDEX i ON item ${tail}`, "COMMENT ON INDEX i IS 'by hand'"],
    expected: ["~ column item.note: type varchar → varchar(90)"],
    finds: [[holds, [{ there: true, comment: "by hand" }]]],
  };
}

const handmade: readonly RoundTripCase[] = [
  byHand("an expression", ["CREATE INDEX i ON item (lower(a), (b + 1)) WHERE b > 0"]),
  byHand("descending, NULLs last", ["CREATE INDEX i ON item (a DESC NULLS LAST, b NULLS FIRST)"]),
  byHand("an operator class", ["CREATE INDEX i ON item (a varchar_pattern_ops)"]),
  byHand("a collation", [`CREATE UNIQUE INDEX i ON item (a COLLATE "C")`]),
  byHand("INCLUDE", ["CREATE INDEX i ON item (a) INCLUDE (b, note)"], {
    survives: [],
    finds: [
      ["SELECT pg_get_indexdef('i'::regclass) LIKE '%INCLUDE (b, note)' AS covers", [{ covers: true }]],
    ],
  }),
  byHand("hash", ["CREATE INDEX i ON item USING hash (a)"]),
  byHand("BRIN with a storage parameter", [
    "CREATE INDEX i ON item USING brin (b) WITH (pages_per_range = 16)",
  ]),
  byHand("trigrams", [
    "CREATE EXTENSION pg_trgm",
    "CREATE INDEX i ON item USING gin (a gin_trgm_ops) WITH (fastupdate = off)",
  ]),
  byHand("NULLS NOT DISTINCT", ["CREATE UNIQUE INDEX i ON item (lower(a)) NULLS NOT DISTINCT"], {
    since: 15,
  }),
  byHand("an operator class with parameters", [
    "CREATE INDEX i ON item USING gist (to_tsvector('simple', a) tsvector_ops (siglen = 64))",
  ]),
  byHand("a comment", ["CREATE INDEX i ON item (lower(a))", "COMMENT ON INDEX i IS 'it''s'"]),
  byHand("the entity says it without DESC", ["DROP INDEX i", "CREATE INDEX i ON item (a DESC, b)"], {}, [
    { name: "i", columns: ["a", "b"] },
  ]),
  byHand(
    "the entity says it without INCLUDE",
    ["DROP INDEX i", "CREATE INDEX i ON item (a) INCLUDE (b)"],
    {},
    [{ name: "i", columns: ["a"] }],
  ),
  byHand(
    "the entity says it without the expression",
    ["DROP INDEX i", "CREATE INDEX i ON item (lower(a))"],
    {},
    [{ name: "i", columns: ["a"] }],
  ),
  byHand(
    "the entity says it without the method",
    ["DROP INDEX i", "CREATE INDEX i ON item USING hash (a)"],
    {},
    [{ name: "i", columns: ["a"] }],
  ),
  byHand(
    "the entity says it without the operator class",
    ["DROP INDEX i", "CREATE INDEX i ON item (a varchar_pattern_ops)"],
    {},
    [{ name: "i", columns: ["a"] }],
  ),
  byHand("synchronize: false", ["CREATE INDEX i ON item (a)"], {}, [
    { name: "i", columns: ["a"], synchronize: false },
  ]),
  remade("an expression", "(lower(note), a) WHERE note <> 'x'"),
  remade("an operator class", "(note varchar_pattern_ops, b DESC)"),
  remade("covering", "(note) INCLUDE (a) WITH (fillfactor = 70)"),
  remade("trigrams", "USING gin (note gin_trgm_ops)", ["CREATE EXTENSION pg_trgm"]),
  {
    name: "by hand: its column and its table are renamed",
    from: [entity("item", { a: text })],
    to: [entity("thing", { z: text })],
    byHand: ["CREATE INDEX i ON item (lower(a), a DESC) WHERE a <> 'a'"],
    answers: { renames: ["item:thing", "item.a:z"] },
    expected: [
      "~ table item is renamed to thing",
      "~ column thing.a is renamed to z",
      "~ constraint PK_# of thing is renamed to PK_#",
    ],
    finds: [["SELECT count(*)::int AS n FROM pg_class WHERE relname = 'i'", [{ n: 1 }]]],
  },
  {
    name: "by hand: one that was left unfinished is made anew",
    from: [item([{ name: "i", columns: ["a"] }])],
    to: [item([{ name: "i", columns: ["a"] }])],
    byHand: ["UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'i'::regclass"],
    expected: ["- index i on item (a)", "+ index i on item (a)"],
    findsAfter: [
      ["SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = 'i'::regclass", [{ valid: true }]],
    ],
  },
];

export const postgresIndexCases: readonly RoundTripCase[] = [
  ...said,
  ...concurrently,
  ...(process.env["TYPEORM"] === "1" ? methods : []),
  ...handmade,
];
