import { quoteString } from "../../../src/dialect/standard/sql.js";

/** What can be done with a column of a type, and what a row holds there. `column` is quoted already. */
export interface Traits {
  /** The type in canonical spelling. */
  readonly type: string;
  /** A value by the number of the row, as text that the server reads. */
  readonly value: (row: number) => string;
  readonly defaults: readonly string[];
  /** There is an order of values, so that keys may have the column. */
  readonly ordered: boolean;
  /** It is text, which has a collation, and an operator class for patterns. */
  readonly patterns?: string;
  /** An access method for such values alone, with the operator class where that must be told. */
  readonly method?: { readonly name: string; readonly operatorClass?: string };
  /** An operator of an exclusion by a GiST index. */
  readonly excludes?: string;
  /** An expression for an index. */
  readonly element: (column: string) => string;
  /** Conditions that every row meets. */
  readonly checks: readonly ((column: string) => string)[];
  readonly generated: { readonly type: string; readonly expression: (column: string) => string };
}

const isNull = (column: string): string => `${column} IS NULL`;
const always = (column: string): string => `${column} IS NULL OR ${column} IS NOT NULL`;

function plain(type: string, value: Traits["value"], defaults: readonly string[]): Traits {
  return {
    type,
    value,
    defaults,
    ordered: true,
    element: isNull,
    checks: [always],
    generated: { type: "boolean", expression: isNull },
  };
}

/**
 * Numbers are written as ones of the type: where a column is another type for a while, PostgreSQL keeps that in what compares
 * it, as in `c::numeric <> -77`.
 */
function numberType(type: string): Traits {
  const isWhole = /int/.test(type);
  const kind = type.startsWith("numeric") ? "numeric" : "double precision";
  const constant = (number: number): string => (isWhole ? String(number) : `'${number}'::${kind}`);
  return {
    ...plain(type, (row) => String(row + 1), ["0", "-1", "'7'", "1 + 1", "(2)::smallint"]),
    element: (column) => `abs(${column})`,
    checks: [
      (column) => `${column} <> ${constant(-77)}`,
      (column) => `${column} NOT IN (${constant(-77)}, ${constant(-78)})`,
    ],
    generated: { type: "numeric", expression: (column) => `${column} * ${constant(2)}` },
  };
}

function textType(type: string, patterns: string): Traits {
  const never = type.startsWith("char") ? "'never'::bpchar" : "'never'";
  const literals = ["'x'", "'it''s'", "''", "'${x} \"q\" `'", "'two\nlines'", "lower('A')", "'ö' || 'b'"];
  return {
    ...plain(type, (row) => `v${row + 1}'"é\n`, literals),
    patterns,
    element: (column) => `lower(${column})`,
    checks: [
      (column) => `${column} <> ${never}`,
      (column) => `length(${column}) >= 0`,
      (column) => `${column} NOT IN (${never}, 'a -- b', 'it''s %')`,
    ],
    generated: { type: "text", expression: (column) => `lower(${column})` },
  };
}

function timeType(type: string, now: string): Traits {
  return {
    ...plain(type, (row) => `2026-01-0${row + 1} 00:00:00`, [now, "'2026-01-01'", "'2026-01-01 10:00:00'"]),
    checks: [(column) => `${column} > '1900-01-01'`],
  };
}

function jsonType(type: string): Traits {
  return {
    ...plain(type, (row) => `{"row": ${row}, "text": "it's"}`, ["'{}'", `'{"a": [1, "it''s"]}'`]),
    ordered: type === "jsonb",
    ...(type === "jsonb" ? { method: { name: "gin" } } : {}),
    element: (column) => `${column} ->> 'row'`,
    generated: { type: "text", expression: (column) => `${column} ->> 'text'` },
  };
}

const range: Traits = {
  ...plain("int4range", (row) => `[${row * 10},${row * 10 + 5})`, ["'[1,5)'", "int4range(1, 5)", "'empty'"]),
  method: { name: "gist" },
  excludes: "&&",
  element: (column) => `lower(${column})`,
  generated: { type: "integer", expression: (column) => `upper(${column})` },
};

const point: Traits = {
  ...plain("point", (row) => `(${row},1)`, ["'(1,2)'", "point(1, 2)"]),
  ordered: false,
  method: { name: "gist" },
};

const inet: Traits = {
  ...plain("inet", (row) => `10.0.0.${row}`, ["'10.0.0.1'", "'::1'"]),
  method: { name: "gist", operatorClass: "inet_ops" },
};

/** The types that columns get, besides enums and arrays. */
export const baseTypes: readonly Traits[] = [
  ...["integer", "smallint", "bigint", "numeric(10,2)", "numeric", "real", "double precision"].map(
    numberType,
  ),
  textType("text", "text_pattern_ops"),
  textType("varchar", "varchar_pattern_ops"),
  textType("varchar(40)", "varchar_pattern_ops"),
  textType("char(20)", "bpchar_pattern_ops"),
  {
    ...plain("boolean", (row) => String(row === 1), ["true", "false", "NOT false"]),
    element: (column) => `NOT ${column}`,
  },
  timeType("date", "CURRENT_DATE"),
  timeType("timestamp", "now()"),
  timeType("timestamp(3)", "CURRENT_TIMESTAMP"),
  timeType("timestamptz", "now()"),
  jsonType("json"),
  jsonType("jsonb"),
  range,
  point,
  inet,
  plain("uuid", (row) => `00000000-0000-4000-8000-00000000000${row}`, ["gen_random_uuid()"]),
  plain("bytea", (row) => `\\x0${row}00ff`, ["'\\x00ff'", "''"]),
  plain("interval", (row) => `${row + 1} days`, ["'1 day'", "'01:30:00'"]),
];

/** The types that arrays are of, besides enums. */
export const elementTypes: readonly string[] = ["integer", "text", "varchar(40)"];

/** An enum of those values by the name that its columns say; rows hold the values that are kept. */
export function enumTraits(type: string, values: readonly string[], kept: readonly string[]): Traits {
  const first = quoteString(values[0] ?? "");
  const last = quoteString(values.at(-1) ?? "");
  return {
    ...plain(type, (row) => kept[row % kept.length] ?? "", [first, `${last}::${type}`]),
    element: (column) => `${column} = ${last}`,
    checks: [
      (column) => `${column} <> ${first} OR ${column} = ${first}`,
      (column) => `${column} IN (${first}, ${last}::${type}) OR ${column} IS NOT NULL`,
    ],
    generated: { type: "boolean", expression: (column) => `${column} = ${first}` },
  };
}

/** An array with one element in each row. */
export function arrayTraits(element: Traits): Traits {
  const [constant = "NULL"] = element.defaults;
  const type = `${element.type}[]`;
  const quoted = (row: number): string => JSON.stringify(element.value(row)).replaceAll("\\n", "\n");
  return {
    ...plain(type, (row) => `{${quoted(row)}}`, ["'{}'", `ARRAY[${constant}]::${type}`]),
    method: { name: "gin" },
    element: (column) => `cardinality(${column})`,
    checks: [
      (column) => `cardinality(${column}) >= 0`,
      (column) => `${constant} = ANY (${column}) OR cardinality(${column}) >= 0`,
    ],
    generated: { type: "integer", expression: (column) => `cardinality(${column})` },
  };
}
