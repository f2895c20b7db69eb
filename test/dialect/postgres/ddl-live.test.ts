import { describe, expect, it } from "vitest";
import { invert } from "../../../src/operation/invert.js";
import type {
  AlterColumn,
  AlterEnum,
  AlterTable,
  Operation,
  TableChange,
} from "../../../src/operation/operation.js";
import { postgresServers } from "../../support/servers.js";
import { carryOut, readAll, rolledBack, stateDifferences, surprises } from "./carry-out.js";

function alter(...changes: TableChange[]): AlterTable {
  return { kind: "alterTable", table: { name: "t" }, changes };
}

function column(name: string, from: AlterColumn["from"], to: AlterColumn["to"], rest = {}): AlterColumn {
  return { kind: "alterColumn", name, from, to, ...rest };
}

function retype(from: string, to: string): AlterTable {
  return alter(column("c", { type: from }, { type: to }));
}

/** What the database holds, the operation, the rows after it, and after its inverse where not those from before. */
interface Case {
  readonly what: string;
  readonly sql: string;
  readonly operation: Operation;
  readonly rows: string;
  readonly after: unknown;
  readonly back?: unknown;
  /** What else changes, because it follows. */
  readonly differences?: unknown;
  /** Its inverse cannot bring everything back. */
  readonly irreversible?: true;
  /** The oldest server that has it. */
  readonly since?: number;
}

const values = "SELECT array_agg(c::text ORDER BY id) AS v FROM t";

function typeCase(
  from: string,
  to: string,
  before: string,
  after: readonly (string | null)[],
  back?: readonly (string | null)[],
): Case {
  return {
    what: `${from} becomes ${to}`,
    sql: `CREATE TABLE t (id integer PRIMARY KEY, c ${from}); INSERT INTO t SELECT ordinality, v::${from} FROM unnest(${before}) WITH ORDINALITY AS x(v)`,
    operation: retype(from, to),
    rows: values,
    after: [{ v: after }],
    ...(back === undefined ? {} : { back: [{ v: back }] }),
  };
}

const typeCases: readonly Case[] = [
  typeCase("varchar(30)", "varchar(40)", "ARRAY['a', NULL]", ["a", null]),
  typeCase("varchar(30)", "text", "ARRAY['a']", ["a"]),
  typeCase("text", "integer", "ARRAY['12', NULL, ' 7 ']", ["12", null, "7"], ["12", null, "7"]),
  typeCase("text", "numeric(5,2)", "ARRAY['1.239']", ["1.24"], ["1.24"]),
  typeCase("integer", "bigint", "ARRAY['1']", ["1"]),
  typeCase("integer", "boolean", "ARRAY['0', '7']", ["false", "true"], ["0", "1"]),
  typeCase("bigint", "boolean", "ARRAY['0', '7000000000']", ["false", "true"], ["0", "1"]),
  typeCase("numeric(9,3)", "real", "ARRAY['1.5']", ["1.5"], ["1.500"]),
  typeCase("integer", "varchar(20)", "ARRAY['1', NULL]", ["1", null]),
  typeCase("integer", "integer[]", "ARRAY['1', NULL]", ["{1}", null], ["1", null]),
  typeCase("text", "text[]", "ARRAY['a,b', NULL]", ['{"a,b"}', null], ["a,b", null]),
  typeCase(
    "text[]",
    "text",
    "ARRAY['{a,b}', '{c}', '{}', NULL]",
    ["{a,b}", "c", null, null],
    ['{"{a,b}"}', "{c}", null, null],
  ),
  typeCase("integer", "bigint[]", "ARRAY['1', NULL]", ["{1}", null], ["1", null]),
  typeCase("integer[]", "text[]", "ARRAY['{1,NULL}']", ["{1,NULL}"]),
  typeCase("integer[]", "text", "ARRAY['{1,2}', '{}']", ["{1,2}", "{}"]),
  typeCase("varchar(10)[]", "integer[]", "ARRAY['{1,2}']", ["{1,2}"]),
  typeCase("text", "uuid", "ARRAY['0b5e9d1e-0d0b-4c53-8e56-1a0b6f0a0f00']", [
    "0b5e9d1e-0d0b-4c53-8e56-1a0b6f0a0f00",
  ]),
  typeCase("text", "jsonb", `ARRAY['{"a":1}']`, ['{"a": 1}'], ['{"a": 1}']),
  typeCase("json", "jsonb", `ARRAY['{"a":1}']`, ['{"a": 1}'], ['{"a": 1}']),
  typeCase("jsonb", "integer", "ARRAY['5']", ["5"]),
  typeCase("date", "timestamp(3)", "ARRAY['2020-01-02']", ["2020-01-02 00:00:00"], ["2020-01-02"]),
  typeCase("text", "bit(3)", "ARRAY['101']", ["101"]),
  typeCase("integer", "bit(3)", "ARRAY['5']", ["101"], ["5"]),
  typeCase("boolean", "bigint", "ARRAY['true', NULL]", ["1", null], ["true", null]),
  typeCase("text", "timestamptz", "ARRAY['2020-01-02 00:00:00+00']", ["2020-01-02 00:00:00+00"]),
  typeCase("int4range", "text", "ARRAY['[1,3)']", ["[1,3)"]),
  typeCase("char(3)", "varchar", "ARRAY['a']", ["a"]),
  typeCase("text", "char(3)", "ARRAY['a']", ["a"]),
];

const dependents = `
CREATE SCHEMA other;
CREATE TABLE t (id integer PRIMARY KEY, c varchar(10) DEFAULT '1', n integer,
  g integer GENERATED ALWAYS AS (length(c)) STORED, h text GENERATED ALWAYS AS (upper(c)) STORED,
  CONSTRAINT positive CHECK (g > 0), CONSTRAINT one UNIQUE (g, id), CONSTRAINT small CHECK (length(c) < 5));
COMMENT ON CONSTRAINT positive ON t IS 'never empty';
COMMENT ON COLUMN t.g IS 'length';
INSERT INTO t SELECT i, i, i FROM generate_series(1, 3) AS i;
CREATE INDEX by_c ON t (c) WHERE c IS NOT NULL;
CREATE INDEX by_g ON t USING btree (g DESC, n);
CREATE INDEX by_h ON t (lower(h));
COMMENT ON INDEX by_g IS 'longest first';
CREATE STATISTICS st (dependencies) ON g, n FROM t;
CREATE TABLE child (a integer, b integer, CONSTRAINT to_t FOREIGN KEY (a, b) REFERENCES t (g, id));
INSERT INTO child VALUES (1, 1);
CREATE VIEW v1 AS SELECT id, c, g FROM t;
CREATE VIEW other.v2 WITH (security_barrier = true) AS SELECT id, c FROM v1 WHERE c <> '9';
CREATE MATERIALIZED VIEW m3 AS SELECT id, c FROM other.v2;
CREATE UNIQUE INDEX by_id ON m3 (id);
CREATE INDEX by_mc ON m3 (upper(c));
COMMENT ON MATERIALIZED VIEW m3 IS 'kept';
COMMENT ON COLUMN v1.c IS 'of a view';
CREATE VIEW unrelated AS SELECT id, n FROM t;
GRANT SELECT ON v1, m3 TO PUBLIC;
GRANT SELECT (g) ON t TO PUBLIC;
GRANT INSERT, SELECT ON other.v2 TO PUBLIC;
ALTER VIEW v1 ALTER COLUMN c SET DEFAULT 'd';
GRANT SELECT ON t TO pg_monitor;
ALTER VIEW v1 OWNER TO pg_monitor;
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER of_c AFTER UPDATE OF c ON t FOR EACH ROW EXECUTE FUNCTION f();
CREATE TRIGGER when_c BEFORE UPDATE ON t FOR EACH ROW WHEN (OLD.c IS DISTINCT FROM NEW.c) EXECUTE FUNCTION f();
CREATE TRIGGER every BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
ALTER TABLE t DISABLE TRIGGER of_c;
CREATE TRIGGER instead INSTEAD OF INSERT ON v1 FOR EACH ROW EXECUTE FUNCTION f();
CREATE POLICY short ON t FOR SELECT TO PUBLIC USING (length(c) < 4);
CREATE POLICY of_child ON child USING (EXISTS (SELECT FROM t WHERE t.c = child.a::text));
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE TABLE log (line text);
CREATE RULE logged AS ON DELETE TO t DO ALSO INSERT INTO log VALUES (OLD.c);
`;

const dependentRows = `
SELECT (SELECT json_agg(t ORDER BY id) FROM t) AS t, (SELECT json_agg(m3 ORDER BY id) FROM m3) AS m3,
  (SELECT pg_typeof(c)::text FROM m3 LIMIT 1) AS type`;

const shapeCases: readonly Case[] = [
  {
    what: "a type that views, triggers, policies, rules and generated columns read",
    sql: dependents,
    operation: retype("varchar(10)", "varchar(20)"),
    rows: dependentRows,
    after: [
      {
        t: [1, 2, 3].map((id) => ({ id, c: String(id), n: id, h: String(id), g: 1 })),
        m3: [1, 2, 3].map((id) => ({ id, c: String(id) })),
        type: "character varying",
      },
    ],
  },
  {
    what: "a type of a column that a key has besides, to which another table points",
    sql: `CREATE TABLE t (id integer, c varchar(5), CONSTRAINT p PRIMARY KEY (id) INCLUDE (c));
      CREATE TABLE child (id integer, CONSTRAINT to_t FOREIGN KEY (id) REFERENCES t DEFERRABLE);
      COMMENT ON CONSTRAINT to_t ON child IS 'kept'; INSERT INTO t VALUES (1, '7'); INSERT INTO child VALUES (1)`,
    operation: retype("varchar(5)", "integer"),
    rows: values,
    after: [{ v: ["7"] }],
  },
  {
    what: "a generated column that another table points at, with all that is on it",
    sql: dependents,
    operation: alter(
      column(
        "g",
        { generated: { expression: "length(c)", stored: true } },
        { generated: { expression: "n", stored: true } },
      ),
    ),
    rows: "SELECT array_agg(g ORDER BY id) AS v FROM t",
    after: [{ v: [1, 2, 3] }],
    back: [{ v: [1, 1, 1] }],
  },
];

function counted(
  what: string,
  sql: string,
  from: AlterColumn["from"],
  to: AlterColumn["to"],
  ids: number[],
): Case {
  return {
    what,
    sql,
    operation: alter(column("id", from, to)),
    rows: `WITH x AS (INSERT INTO t (c) VALUES ('new') RETURNING id)
           SELECT (SELECT array_agg(id::integer ORDER BY id) FROM t) AS old, (SELECT id::integer FROM x) AS new`,
    after: [{ old: ids.slice(0, -1), new: ids.at(-1) }],
  };
}

const counterCases: readonly Case[] = [
  counted(
    "a serial becomes an identity and counts on",
    "CREATE TABLE t (id serial PRIMARY KEY, c text); INSERT INTO t (c) VALUES ('a'), ('b'); DELETE FROM t WHERE c = 'b'",
    { autoIncrement: true },
    { identity: "BY DEFAULT" },
    [1, 3],
  ),
  counted(
    "an identity becomes a serial and counts on",
    "CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, c text); INSERT INTO t (c) VALUES ('a'), ('b'); DELETE FROM t WHERE c = 'b'",
    { identity: "ALWAYS" },
    { autoIncrement: true },
    [1, 3],
  ),
  counted(
    "a plain column becomes a serial, under a name that is free",
    "CREATE TABLE t (id integer PRIMARY KEY, c text); INSERT INTO t VALUES (5, 'a'); CREATE TABLE t_id_seq (x integer)",
    {},
    { autoIncrement: true },
    [5, 6],
  ),
  counted(
    "a plain column with a default becomes an identity",
    "CREATE TABLE t (id integer DEFAULT 7, c text, CONSTRAINT p PRIMARY KEY (id)); INSERT INTO t VALUES (5, 'a')",
    { default: "7" },
    { identity: "ALWAYS" },
    [5, 6],
  ),
  counted(
    "a nullable column becomes an identity",
    "CREATE TABLE t (id integer, c text); INSERT INTO t VALUES (5, 'a')",
    { nullable: true },
    { nullable: false, identity: "BY DEFAULT", sequence: { start: "100", increment: "10" } },
    [5, 100],
  ),
  counted(
    "an identity counts in another way",
    "CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY (MAXVALUE 1000) PRIMARY KEY, c text); INSERT INTO t (c) VALUES ('a')",
    { identity: "ALWAYS", sequence: { maximum: "1000" } },
    { identity: "BY DEFAULT", sequence: { increment: "5", cache: "3", cycle: true } },
    [1, 6],
  ),
  counted(
    "a serial counts in another way",
    "CREATE TABLE t (id serial PRIMARY KEY, c text); INSERT INTO t (c) VALUES ('a')",
    {},
    { sequence: { increment: "5" } },
    [1, 6],
  ),
  counted(
    "a serial gets another type",
    "CREATE TABLE t (id serial PRIMARY KEY, c text); INSERT INTO t (c) VALUES ('a')",
    { type: "integer" },
    { type: "bigint" },
    [1, 2],
  ),
  {
    what: "an identity becomes a column of a type that does not count",
    sql: "CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, c text); INSERT INTO t (c) VALUES ('a')",
    operation: alter(column("id", { type: "integer", identity: "ALWAYS" }, { type: "text" })),
    rows: "SELECT id::text FROM t",
    after: [{ id: "1" }],
  },
  {
    what: "a serial becomes a plain column",
    sql: "CREATE TABLE t (id serial PRIMARY KEY, c text); INSERT INTO t (c) VALUES ('a')",
    operation: alter(column("id", { autoIncrement: true }, { default: "3" })),
    rows: "SELECT count(*)::integer AS n FROM pg_sequences",
    after: [{ n: 0 }],
    back: [{ n: 1 }],
  },
];

const generatedCases: readonly Case[] = [
  {
    what: "a stored column that becomes a plain one keeps its values",
    sql: "CREATE TABLE t (id integer PRIMARY KEY, c integer GENERATED ALWAYS AS (id * 2) STORED); INSERT INTO t VALUES (1)",
    operation: alter(column("c", { generated: { expression: "(id * 2)", stored: true } }, { default: "9" })),
    rows: values,
    after: [{ v: ["2"] }],
  },
  {
    what: "a stored column that becomes a plain one of another type keeps its values",
    sql: "CREATE TABLE t (id integer PRIMARY KEY, c integer GENERATED ALWAYS AS (id * 2) STORED); INSERT INTO t VALUES (1)",
    operation: alter(
      column(
        "c",
        { type: "integer", generated: { expression: "(id * 2)", stored: true } },
        { type: "jsonb" },
      ),
    ),
    rows: values,
    after: [{ v: ["2"] }],
  },
  {
    what: "a column that is computed from another one changes places with it",
    sql: "CREATE TABLE t (id integer PRIMARY KEY, a integer, c integer GENERATED ALWAYS AS (a * 2) STORED); INSERT INTO t VALUES (1, 1)",
    operation: alter(
      column("a", {}, { generated: { expression: "(c * 3)", stored: true } }),
      column("c", { generated: { expression: "(a * 2)", stored: true } }, {}),
    ),
    rows: "SELECT a, c FROM t",
    after: [{ a: 6, c: 2 }],
    back: [{ a: 6, c: 12 }],
  },
  {
    what: "a column that gets another type, and one that is no longer computed from it",
    sql: "CREATE TABLE t (id integer PRIMARY KEY, a integer, c integer GENERATED ALWAYS AS (a * 2) STORED); INSERT INTO t VALUES (1, 1)",
    operation: alter(
      column("a", { type: "integer" }, { type: "text" }),
      column("c", { generated: { expression: "(a * 2)", stored: true } }, {}),
    ),
    rows: "SELECT a::text, c FROM t",
    after: [{ a: "1", c: 2 }],
  },
  {
    what: "a virtual column that becomes a plain one gets its values",
    since: 18,
    sql: `CREATE TABLE t (id integer PRIMARY KEY, c integer GENERATED ALWAYS AS (id * 2) VIRTUAL, CONSTRAINT odd CHECK (c > id));
      CREATE VIEW v AS SELECT c FROM t; INSERT INTO t VALUES (1)`,
    operation: alter(
      column(
        "c",
        { nullable: true, generated: { expression: "(id * 2)", stored: false } },
        { nullable: false, default: "9", comment: "held" },
      ),
    ),
    rows: values,
    after: [{ v: ["2"] }],
  },
  {
    what: "a virtual column becomes a plain one of a type that its values must be cast to",
    since: 18,
    sql: "CREATE TABLE t (id integer PRIMARY KEY, c integer GENERATED ALWAYS AS (id * 2) VIRTUAL); INSERT INTO t VALUES (1)",
    operation: alter(
      column(
        "c",
        { type: "integer", nullable: true, generated: { expression: "(id * 2)", stored: false } },
        { type: "integer[]", nullable: false },
      ),
    ),
    rows: values,
    after: [{ v: ["{2}"] }],
  },
  {
    what: "a virtual column becomes a stored one",
    since: 18,
    sql: "CREATE TABLE t (id integer PRIMARY KEY, c integer GENERATED ALWAYS AS (id * 2) VIRTUAL); INSERT INTO t VALUES (1)",
    operation: alter(
      column(
        "c",
        { generated: { expression: "(id * 2)", stored: false } },
        { generated: { expression: "(id * 2)", stored: true } },
      ),
    ),
    rows: values,
    after: [{ v: ["2"] }],
  },
  {
    what: "a type and a default that is one of the old type",
    sql: "CREATE TABLE t (id integer PRIMARY KEY, c varchar(5) DEFAULT '7' NOT NULL); INSERT INTO t VALUES (1)",
    operation: alter(
      column(
        "c",
        { type: "varchar(5)", default: "'7'::character varying" },
        { type: "integer", default: "7" },
      ),
    ),
    rows: values,
    after: [{ v: ["7"] }],
  },
];

const enumUsers = `
CREATE SCHEMA other;
CREATE TYPE "Tier" AS ENUM ('basic', 'silver', 'gold');
COMMENT ON TYPE "Tier" IS 'kept';
CREATE TABLE t (id integer PRIMARY KEY, tier "Tier" NOT NULL DEFAULT 'silver', was "Tier"[] DEFAULT '{basic,silver}',
  word text DEFAULT ('gold'::"Tier")::text, g boolean GENERATED ALWAYS AS (tier = 'gold'::"Tier") STORED,
  CONSTRAINT not_first CHECK (tier > 'basic' OR id > 0), CONSTRAINT whole UNIQUE (id, tier),
  CONSTRAINT once EXCLUDE USING btree (id WITH =) WHERE (tier = 'gold'));
COMMENT ON CONSTRAINT not_first ON t IS 'a check';
INSERT INTO t (id, tier, was) VALUES (1, 'basic', '{silver,gold,silver}'), (2, 'silver', NULL), (3, 'gold', '{}');
CREATE INDEX golden ON t (id) WHERE tier = 'gold';
CREATE INDEX mixed ON t (tier, (tier = 'gold'));
CREATE INDEX plain ON t (tier DESC);
CREATE TABLE other.unmanaged (id integer, tier "Tier" DEFAULT 'gold', CONSTRAINT to_t FOREIGN KEY (id, tier) REFERENCES t (id, tier));
INSERT INTO other.unmanaged VALUES (3, 'gold'), (9, NULL);
CREATE TABLE parted (id integer, tier "Tier" DEFAULT 'gold') PARTITION BY RANGE (id);
CREATE TABLE a_part PARTITION OF parted FOR VALUES FROM (1) TO (9);
ALTER TABLE a_part ALTER COLUMN tier SET DEFAULT 'basic';
INSERT INTO parted VALUES (1, 'gold');
CREATE VIEW rich AS SELECT id, tier FROM t WHERE tier = 'gold';
CREATE MATERIALIZED VIEW richer AS SELECT tier, count(*) AS n FROM rich GROUP BY tier;
CREATE UNIQUE INDEX by_tier ON richer (tier);
CREATE VIEW words AS SELECT 'gold'::"Tier" AS word;
GRANT SELECT ON words TO PUBLIC;
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER when_gold BEFORE UPDATE OF tier ON t FOR EACH ROW WHEN (NEW.tier = 'gold') EXECUTE FUNCTION f();
CREATE POLICY gold ON t USING (tier = 'gold');
`;

const enumRows = `
SELECT (SELECT array_agg(tier::text ORDER BY id) FROM t) AS tiers, (SELECT array_agg(was::text ORDER BY id) FROM t) AS was,
  (SELECT array_agg(g ORDER BY id) FROM t) AS golden, (SELECT array_agg(tier::text ORDER BY id) FROM other.unmanaged) AS others,
  (SELECT array_agg(tier::text) FROM parted) AS parted, (SELECT array_agg(tier::text) FROM richer) AS richer`;

const tierRows = {
  tiers: ["basic", "silver", "gold"],
  was: ["{silver,gold,silver}", null, "{}"],
  golden: [false, false, true],
  others: ["gold", null],
  parted: ["gold"],
  richer: ["gold"],
};

function alterTier(to: readonly string[], answers: Partial<AlterEnum> = {}): AlterEnum {
  return { kind: "alterEnum", name: { name: "Tier" }, from: ["basic", "silver", "gold"], to, ...answers };
}

const enumCases: readonly Case[] = [
  {
    what: "values in another order, and a new one",
    sql: enumUsers,
    operation: alterTier(["gold", "new", "silver", "basic"]),
    rows: enumRows,
    after: [tierRows],
    back: [tierRows],
  },
  {
    what: "values that change their names with each other",
    sql: enumUsers,
    operation: alterTier(["gold", "basic", "silver"], {
      renames: { basic: "gold", gold: "silver", silver: "basic" },
    }),
    differences: [expect.stringMatching(/policy.*'gold'::.* is now .*policy.*'silver'::/)],
    rows: enumRows,
    after: [
      {
        ...tierRows,
        tiers: ["gold", "basic", "silver"],
        was: ["{basic,silver,basic}", null, "{}"],
        others: ["silver", null],
        parted: ["silver"],
        richer: ["silver"],
      },
    ],
    back: [tierRows],
  },
  {
    what: "values renamed and in another order at once",
    sql: enumUsers,
    operation: alterTier(["gold", "silver", "plain, 'old'"], { renames: { basic: "plain, 'old'" } }),
    rows: enumRows,
    after: [{ ...tierRows, tiers: ["plain, 'old'", "silver", "gold"] }],
    back: [tierRows],
  },
  {
    what: "a value that another one takes the place of",
    sql: enumUsers,
    operation: alterTier(["basic", "gold"], { replacements: { silver: "gold" } }),
    // What no operation says: defaults follow, so that no row gets the value again.
    differences: ["tables.t.columns.tier.default", "tables.t.columns.was.default"],
    rows: enumRows,
    after: [
      {
        ...tierRows,
        tiers: ["basic", "gold", "gold"],
        was: ["{gold,gold,gold}", null, "{}"],
        golden: [false, true, true],
      },
    ],
    irreversible: true,
  },
  {
    what: "a value that nothing takes the place of",
    sql: `${enumUsers} UPDATE t SET tier = 'gold' WHERE tier = 'silver'`,
    operation: alterTier(["basic", "gold"], { replacements: { silver: null } }),
    differences: ["tables.t.columns.tier.default", "tables.t.columns.was.default"],
    rows: enumRows,
    after: [
      {
        ...tierRows,
        tiers: ["basic", "gold", "gold"],
        was: ["{gold}", null, "{}"],
        golden: [false, true, true],
      },
    ],
    irreversible: true,
  },
  {
    what: "values that come at their places",
    sql: enumUsers,
    operation: alterTier(["a", "b", "basic", "c", "d", "silver", "gold", "e", "f"]),
    rows: enumRows,
    after: [tierRows],
    back: [tierRows],
  },
];

describe.each(postgresServers)("$name carries out", (server) => {
  const database = rolledBack(server);

  it.each(
    [...typeCases, ...shapeCases, ...counterCases, ...generatedCases, ...enumCases].filter(
      ({ since = 0 }) => since <= server.major,
    ),
  )("$what, and back", async ({ sql, operation, rows, after, back, differences = [], irreversible }) => {
    const connection = database();
    await connection.exec(`SET LOCAL TimeZone = 'UTC'; ${sql}`);
    const before = await readAll(connection);
    expect(await surprises(connection, operation)).toEqual(differences);
    expect(await connection.query(rows)).toEqual(after);
    const inverse = irreversible ? undefined : invert(operation);
    if (inverse === undefined) return;
    const asked = back === undefined ? "SELECT array_agg(id::integer ORDER BY id) AS ids FROM t" : rows;
    const expected = back ?? (await connection.query(asked));
    await carryOut(connection, inverse);
    expect(stateDifferences(before, await readAll(connection))).toEqual([]);
    expect(await connection.query(asked)).toEqual(expected);
  });
});
