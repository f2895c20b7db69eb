import type { EntitySchemaColumnOptions } from "typeorm";
import type { RoundTripCase } from "../../round-trip.js";
import { entity } from "../entity.js";
import { valueChange as change } from "./change.js";

/** A default as an entity says it, as it is wanted in SQL, and as the server spells it then. */
type Default = readonly [column: EntitySchemaColumnOptions, wanted: string, held: string];

/** The spelling of old versions of PostgreSQL, which TypeORM writes for the functions of the standard. */
const nowOf = (type: string): string => `('now'::text)::${type}`;

/** Defaults that TypeORM can say, each with its type. */
const defaults: readonly Default[] = [
  [{ type: "varchar", default: "it''s" }, "'it''s'", "'it''s'::character varying"],
  [{ type: "varchar", default: "it's" }, "'it''s'", "'it''s'::character varying"],
  [{ type: "varchar", default: "" }, "''", "''::character varying"],
  [
    { type: "varchar", default: "a\\b\nc::d $$ %s ${x} ?" },
    "'a\\b\nc::d $$ %s ${x} ?'",
    "'a\\b\nc::d $$ %s ${x} ?'::character varying",
  ],
  [{ type: "varchar", default: "null" }, "'null'", "'null'::character varying"],
  [{ type: "varchar", default: "-- /* ; */" }, "'-- /* ; */'", "'-- /* ; */'::character varying"],
  [
    { type: "varchar", default: () => "upper('a') || 'B'" },
    "upper('a') || 'B'",
    "(upper('a'::text) || 'B'::text)",
  ],
  [{ type: "text", default: () => "'abc'::text" }, "'abc'::text", "'abc'::text"],
  [{ type: "text", default: "//slash" }, "'//slash'", "'//slash'::text"],
  [{ type: "char", length: 3, default: "ab" }, "'ab'", "'ab'::bpchar"],
  [{ type: "boolean", default: true }, "true", "true"],
  [{ type: "boolean", default: "false" }, "'false'", "false"],
  [{ type: "boolean", default: () => "1 > 2" }, "1 > 2", "(1 > 2)"],
  [{ type: "integer", default: -1 }, "'-1'", "'-1'::integer"],
  [{ type: "integer", default: "15" }, "'15'", "15"],
  [{ type: "integer", default: () => "(1 + 2) * 3" }, "(1 + 2) * 3", "((1 + 2) * 3)"],
  [{ type: "bigint", default: 0 }, "'0'", "'0'::bigint"],
  [{ type: "numeric", precision: 10, scale: 2, default: 0 }, "'0'", "'0'::numeric"],
  [{ type: "numeric", default: 0.5 }, "'0.5'", "0.5"],
  [{ type: "double precision", default: 5 }, "'5'", "'5'::double precision"],
  [{ type: "double precision", default: () => "5.0" }, "5.0", "5.0"],
  [{ type: "real", default: -1.25 }, "'-1.25'", "'-1.25'::real"],
  [{ type: "timestamp", default: () => "now()" }, "now()", "now()"],
  [{ type: "timestamptz", default: () => "CURRENT_TIMESTAMP" }, "now()", "now()"],
  [
    { type: "timestamptz", precision: 3, default: () => "CURRENT_TIMESTAMP(3)" },
    nowOf("timestamp(3) with time zone"),
    nowOf("timestamp(3) with time zone"),
  ],
  [
    { type: "timestamptz", default: () => "now() + interval '1 day'" },
    "now() + interval '1 day'",
    "(now() + '1 day'::interval)",
  ],
  [
    { type: "timestamp", default: () => "TIMEZONE('utc', NOW())" },
    "TIMEZONE('utc', NOW())",
    "timezone('utc'::text, now())",
  ],
  [
    { type: "timestamp", default: "2026-01-02 03:04:05" },
    "'2026-01-02 03:04:05'",
    "'2026-01-02 03:04:05'::timestamp without time zone",
  ],
  [{ type: "date", default: () => "CURRENT_DATE" }, nowOf("date"), nowOf("date")],
  [{ type: "time", default: "10:00" }, "'10:00'", "'10:00:00'::time without time zone"],
  [{ type: "interval", default: "14 days" }, "'14 days'", "'14 days'::interval"],
  [{ type: "uuid", default: () => "gen_random_uuid()" }, "gen_random_uuid()", "gen_random_uuid()"],
  [{ type: "json", default: { a: 1, b: "it's" } }, `'{"a":1,"b":"it''s"}'`, `'{"a":1,"b":"it''s"}'::json`],
  [{ type: "jsonb", default: () => "'{}'::jsonb" }, "'{}'::jsonb", "'{}'::jsonb"],
  [{ type: "jsonb", default: '{"a": [1, 2]}' }, `'{"a": [1, 2]}'`, `'{"a": [1, 2]}'::jsonb`],
  [{ type: "jsonb", default: [] }, "'[]'", "'[]'::jsonb"],
  [{ type: "text", array: true, default: "{}" }, "'{}'", "'{}'::text[]"],
  [{ type: "text", array: true, default: '{ "a", "b c" }' }, `'{ "a", "b c" }'`, `'{a,"b c"}'::text[]`],
  [{ type: "text", array: true, default: ["a b", "c"] }, `'{a b,c}'`, `'{"a b",c}'::text[]`],
  [{ type: "text", array: true, default: () => "ARRAY[]::text[]" }, "ARRAY[]::text[]", "ARRAY[]::text[]"],
  [
    { type: "integer", array: true, default: () => "ARRAY[]::integer[]" },
    "ARRAY[]::integer[]",
    "ARRAY[]::integer[]",
  ],
  [{ type: "integer", array: true, default: [1, 2] }, "'{1,2}'", "'{1,2}'::integer[]"],
  [
    { type: "timestamptz", precision: 3, array: true, default: "{}" },
    "'{}'",
    "'{}'::timestamp with time zone[]",
  ],
  [{ type: "bit", length: 3, default: () => "B'101'" }, "B'101'", "'101'::\"bit\""],
  [{ type: "bytea", default: () => "'\\x00ff'" }, "'\\x00ff'", "'\\x00ff'::bytea"],
  [{ type: "money", default: 0 }, "'0'", "'$0.00'::money"],
  [{ type: "int4range", default: "[1,5)" }, "'[1,5)'", "'[1,5)'::int4range"],
  [{ type: "inet", default: "10.0.0.1" }, "'10.0.0.1'", "'10.0.0.1'::inet"],
];

const columns = Object.fromEntries(defaults.map(([column], index) => [`c${index}`, column]));
const bare = Object.fromEntries(
  defaults.map(([column], index) => {
    const { default: _, ...rest } = column;
    return [`c${index}`, rest];
  }),
);

/** One default instead of another one, which is one change. */
function other(
  name: string,
  from: EntitySchemaColumnOptions,
  to: EntitySchemaColumnOptions["default"],
  line: string,
): RoundTripCase {
  return change(name, from, { ...from, default: to }, [`~ column item.value: default ${line}`]);
}

/** The same in another spelling, or from another version of TypeORM. */
function same(
  name: string,
  from: EntitySchemaColumnOptions,
  to: EntitySchemaColumnOptions["default"],
): RoundTripCase {
  return change(`nothing: ${name}`, from, { ...from, default: to }, []);
}

export const postgresDefaultCases: readonly RoundTripCase[] = [
  {
    name: "every default is no difference afterwards",
    from: [],
    to: [entity("item", columns)],
    expected: ["+ table item"],
  },
  {
    name: "every default is given",
    from: [entity("item", bare)],
    to: [entity("item", columns)],
    expected: defaults.map(([, wanted], index) => `~ column item.c${index}: default none → ${wanted}`),
  },
  {
    name: "every default is taken away",
    from: [entity("item", columns)],
    to: [entity("item", bare)],
    expected: defaults.map(([, , held], index) => `~ column item.c${index}: default ${held} → none`),
  },
  other(
    "CURRENT_DATE → now()",
    { type: "timestamp", default: () => "CURRENT_DATE" },
    () => "now()",
    `${nowOf("date")} → now()`,
  ),
  other(
    "a text with quotes to another one",
    { type: "text", default: "it's" },
    "it's not",
    "'it''s'::text → 'it''s not'",
  ),
  other("literal → expression", { type: "integer", default: 3 }, () => "1 + 3", "3 → 1 + 3"),
  other(
    "an element of an array",
    { type: "integer", array: true, default: [1, 2] },
    [2, 1],
    "'{1,2}'::integer[] → '{2,1}'",
  ),
  other(
    "jsonb: another value",
    { type: "jsonb", default: { a: 1 } },
    { a: 2 },
    `'{"a": 1}'::jsonb → '{"a":2}'`,
  ),
  other(
    "another interval",
    { type: "interval", default: "14 days" },
    "2 weeks 1 day",
    "'14 days'::interval → '2 weeks 1 day'",
  ),
  other(
    "an upper-case letter in a text",
    { type: "text", default: "Now()" },
    "now()",
    "'Now()'::text → 'now()'",
  ),
  change(
    "a NULL that is said is none",
    { type: "varchar", nullable: true },
    { type: "varchar", nullable: true, default: () => "null" },
    [],
  ),
  same("the moment in which the default was made", { type: "timestamptz", default: "now" }, "now"),
  same("a sum of constants", { type: "integer", default: 3 }, () => "1 + 2"),
  same("5 and 5.0 of a double", { type: "double precision", default: 5 }, () => "5.0"),
  same("'5' and 5 of a number", { type: "numeric", default: "5" }, 5),
  same("two spellings of now", { type: "timestamptz", default: () => "CURRENT_TIMESTAMP" }, () => "now()"),
  same("a text and its cast", { type: "varchar", default: "a" }, () => "'a'::varchar"),
  same("two spellings of an interval", { type: "interval", default: "14 days" }, "P14D"),
  same(
    "two spellings of an array",
    { type: "text", array: true, default: "{a,b}" },
    () => "ARRAY['a', 'b']::text[]",
  ),
  same(
    "jsonb in other blanks and in another order",
    { type: "jsonb", default: '{"b": 1, "a":2}' },
    { a: 2, b: 1 },
  ),
  same("false as text, as word and as value", { type: "boolean", default: "false" }, false),
  same(
    "a function in another spelling",
    { type: "uuid", default: () => "gen_random_uuid()" },
    () => "GEN_RANDOM_UUID( )",
  ),
];
