import type { ColumnType, EntitySchemaColumnOptions } from "typeorm";
import type { RoundTripCase } from "../../round-trip.js";
import { entity } from "../entity.js";

type Typed = readonly [string, EntitySchemaColumnOptions];

const plain = (
  [
    "smallint",
    "integer",
    "bigint",
    "real",
    "double precision",
    "numeric",
    "money",
    "varchar",
    "text",
    "boolean",
    "date",
    "time",
    "timetz",
    "timestamp",
    "timestamptz",
    "interval",
    "bytea",
    "uuid",
    "json",
    "jsonb",
    "xml",
    "inet",
    "cidr",
    "macaddr",
    "macaddr8",
    "varbit",
    "tsvector",
    "tsquery",
    "point",
    "line",
    "lseg",
    "box",
    "path",
    "polygon",
    "circle",
    "int4range",
    "int8range",
    "numrange",
    "tsrange",
    "tstzrange",
    "daterange",
  ] satisfies ColumnType[]
).map((type): Typed => [type, { type }]);

const aliases: readonly Typed[] = [
  ["integer", { type: "int" }],
  ["integer", { type: "int4" }],
  ["smallint", { type: "int2" }],
  ["bigint", { type: "int8" }],
  ["real", { type: "float4" }],
  ["double precision", { type: "float" }],
  ["double precision", { type: "float8" }],
  ["numeric", { type: "decimal" }],
  ["boolean", { type: "bool" }],
  ["varchar", { type: "character varying" }],
  ["char(1)", { type: "char" }],
  ["char(1)", { type: "character" }],
  ["bit(1)", { type: "bit" }],
  ["varbit", { type: "bit varying" }],
  ["time", { type: "time without time zone" }],
  ["timetz", { type: "time with time zone" }],
  ["timestamp", { type: "timestamp without time zone" }],
  ["timestamptz", { type: "timestamp with time zone" }],
  ["integer", { type: Number }],
  ["varchar", { type: String }],
  ["boolean", { type: Boolean }],
  ["timestamp", { type: Date }],
  ["text", { type: "simple-array" }],
  ["text", { type: "simple-json" }],
];

const sized: readonly Typed[] = [
  ["varchar(20)", { type: "varchar", length: 20 }],
  ["char(20)", { type: "char", length: 20 }],
  ["bit(3)", { type: "bit", length: 3 }],
  ["varbit(9)", { type: "varbit", length: 9 }],
  ["numeric(10,0)", { type: "numeric", precision: 10 }],
  ["numeric(10,2)", { type: "decimal", precision: 10, scale: 2 }],
  ["time(3)", { type: "time", precision: 3 }],
  ["timetz(0)", { type: "timetz", precision: 0 }],
  ["timestamp(3)", { type: "timestamp", precision: 3 }],
  ["timestamp(6)", { type: "timestamp", precision: 6 }],
  ["timestamptz(0)", { type: "timestamptz", precision: 0 }],
  ["interval(2)", { type: "interval", precision: 2 }],
];

const arrays: readonly Typed[] = [
  ["integer[]", { type: "integer", array: true }],
  ["varchar(20)[]", { type: "varchar", length: 20, array: true }],
  ["text[]", { type: "text", array: true }],
  ["numeric(10,2)[]", { type: "numeric", precision: 10, scale: 2, array: true }],
  ["timestamptz(3)[]", { type: "timestamptz", precision: 3, array: true }],
  ["uuid[]", { type: "uuid", array: true }],
  ["jsonb[]", { type: "jsonb", array: true }],
];

const types: readonly Typed[] = [...plain, ...aliases, ...sized, ...arrays];

function columnsOf(list: readonly Typed[]): Record<string, EntitySchemaColumnOptions> {
  return Object.fromEntries(list.map(([, column], index) => [`c${index}`, { nullable: true, ...column }]));
}

const columns = columnsOf(types);

/** Types that extensions bring. */
const extended: readonly Typed[] = [
  ["citext", { type: "citext" }],
  ["hstore", { type: "hstore" }],
  ["ltree", { type: "ltree" }],
  ["cube", { type: "cube" }],
];

/** A change of a type: the rows can be converted, there and back. */
function change(
  from: Typed,
  to: Typed,
  extra: Partial<Pick<RoundTripCase, "rows" | "changes">> = {},
): RoundTripCase {
  return {
    name: `${from[0]} → ${to[0]}`,
    from: [entity("item", { value: { nullable: true, ...from[1] } })],
    to: [entity("item", { value: { nullable: true, ...to[1] } })],
    expected: [`~ column item.value: type ${from[0]} → ${to[0]}`],
    changes: ["item.value"],
    ...extra,
  };
}

function rowsOf(...values: readonly string[]): string[] {
  return values.map((value, id) => `INSERT INTO item (id, value) VALUES (${id}, ${value})`);
}

const varchar = (length: number): Typed => [`varchar(${length})`, { type: "varchar", length }];
const named = (type: ColumnType & string): Typed => [type, { type }];
const numeric = (precision: number, scale: number): Typed => [
  `numeric(${precision},${scale})`,
  { type: "numeric", precision, scale },
];

const changes: readonly RoundTripCase[] = [
  change(varchar(30), varchar(40), { changes: [] }),
  change(varchar(30), named("varchar"), { changes: [] }),
  change(named("varchar"), named("text"), { changes: [] }),
  change(named("text"), varchar(255), { changes: [] }),
  change(["char(1)", { type: "char" }], varchar(1), { rows: rowsOf("'a'", "NULL") }),
  change(named("integer"), named("bigint")),
  change(named("bigint"), named("integer")),
  change(named("integer"), named("smallint")),
  change(named("integer"), named("numeric")),
  change(numeric(10, 5), numeric(10, 6), { rows: rowsOf("1.5", "NULL") }),
  change(numeric(10, 5), numeric(10, 0), { rows: rowsOf("1", "2") }),
  change(named("numeric"), numeric(10, 2)),
  change(named("real"), named("double precision")),
  change(named("timestamp"), named("timestamptz")),
  change(["timestamp(3)", { type: "timestamp", precision: 3 }], named("timestamp")),
  change(named("timestamp"), named("date")),
  change(named("varchar"), named("integer"), { rows: rowsOf("'12'", "'-3'", "NULL") }),
  change(named("varchar"), named("uuid"), { rows: rowsOf("'00000000-0000-4000-8000-000000000001'") }),
  change(named("text"), named("jsonb"), { rows: rowsOf(`'{"a": 1}'`, "NULL") }),
  change(named("json"), named("jsonb")),
  change(named("varchar"), named("boolean"), { rows: rowsOf("'true'", "'false'") }),
  change(named("integer"), named("boolean"), { rows: rowsOf("0", "1") }),
  change(named("text"), ["text[]", { type: "text", array: true }], { rows: rowsOf("'a'", "'b,c'", "NULL") }),
  change(["integer[]", { type: "integer", array: true }], ["bigint[]", { type: "bigint", array: true }]),
];

export const postgresTypeCases: readonly RoundTripCase[] = [
  {
    name: "every type is dropped, and comes back on the way down",
    from: [entity("item", columns)],
    to: [entity("item", {})],
    expected: types.map(([type], index) => `- column item.c${index} ${type}`).toReversed(),
  },
  {
    name: "every type is added",
    from: [entity("item", {})],
    to: [entity("item", columns)],
    expected: types.map(([type], index) => `+ column item.c${index} ${type}`),
  },
  {
    name: "every type, with every row filled, in a renamed table",
    from: [entity("item", columns)],
    to: [entity("thing", columns)],
    expected: ["~ table item is renamed to thing", "~ constraint PK_# of thing is renamed to PK_#"],
    answers: { renames: ["item:thing"] },
  },
  ...changes,
];

/** What needs the contributed extensions of a server. */
export const extensionCases: readonly RoundTripCase[] = [
  {
    name: "types of extensions: the extension comes first, and stays on the way down",
    from: [entity("item", {})],
    to: [entity("item", columnsOf(extended))],
    expected: [
      ...extended.map(([type]) => `+ extension ${type}`).toSorted(),
      ...extended.map(([type], index) => `+ column item.c${index} ${type}`),
    ],
  },
  {
    name: "a generated uuid, with its extension",
    from: [entity("item", {})],
    to: [entity("item", { token: { type: "uuid", generated: "uuid" } })],
    expected: ["+ extension uuid-ossp", "+ column item.token uuid"],
  },
];
