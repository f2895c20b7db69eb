import type { ColumnType, EntitySchemaColumnOptions } from "typeorm";
import type { RoundTripCase } from "../round-trip.js";
import { entity, type Columns } from "./entity.js";

/** A default as an entity says it, and as the database then holds it. */
interface Default {
  readonly type: ColumnType & string;
  readonly value: EntitySchemaColumnOptions["default"];
  readonly sql: string;
}

const text = (value: unknown, sql: string): Default => ({ type: "varchar", value, sql });

const defaults: Readonly<Record<string, Default>> = {
  "apostrophe, doubled by the author": text("it''s", "'it''s'"),
  "apostrophe, not doubled": text("it's", "'it''s'"),
  "only an apostrophe": text("'", "''''"),
  "two apostrophes apart": text("'a'", "'''a'''"),
  backslash: text("a\\b\\", "'a\\b\\'"),
  newline: text("a\nb", "'a\nb'"),
  cast: text("a::text", "'a::text'"),
  dollars: text("$$a$$", "'$$a$$'"),
  template: text("`${a}`", "'`${a}`'"),
  percent: text("100%s", "'100%s'"),
  "question mark": text("why?", "'why?'"),
  "comment marks": text("a -- b /* c */", "'a -- b /* c */'"),
  "slashes (//slash)": text("//slash", "'//slash'"),
  semicolon: text("a; DROP TABLE item;", "'a; DROP TABLE item;'"),
  "empty string": text("", "''"),
  blank: text(" ", "' '"),
  unicode: text("Ünïcödé 漢字 🎉", "'Ünïcödé 漢字 🎉'"),
  "word NULL as text": text("NULL", "'NULL'"),
  "number as text": text("1", "'1'"),
  "double quotes": text('say "x"', `'say "x"'`),
  integer: { type: "integer", value: 15, sql: "15" },
  zero: { type: "integer", value: 0, sql: "0" },
  negative: { type: "integer", value: -1, sql: "-1" },
  float: { type: "real", value: 0.5, sql: "0.5" },
  "negative float": { type: "real", value: -1.25, sql: "-1.25" },
  "tiny float": { type: "real", value: 1e-7, sql: "1e-7" },
  "big number": { type: "bigint", value: 9007199254740991, sql: "9007199254740991" },
  "decimal as text": { type: "decimal", value: "0.00", sql: "'0.00'" },
  true: { type: "boolean", value: true, sql: "1" },
  false: { type: "boolean", value: false, sql: "0" },
  "word false as expression": { type: "boolean", value: () => "false", sql: "0" },
  "json as text": { type: "simple-json", value: '{"a": "it\'\'s"}', sql: `'{"a": "it''s"}'` },
  "json object": { type: "simple-json", value: { a: "it's", b: [1] }, sql: `'{"a":"it''s","b":[1]}'` },
  "json array": { type: "json", value: [1, "two"], sql: `'[1,"two"]'` },
  "enum member with an apostrophe": text("it's", "'it''s'"),
  now: { type: "datetime", value: () => "CURRENT_TIMESTAMP", sql: "CURRENT_TIMESTAMP" },
  "now in lower case": { type: "datetime", value: () => "current_timestamp", sql: "CURRENT_TIMESTAMP" },
  "now in parentheses": { type: "datetime", value: () => "(CURRENT_TIMESTAMP)", sql: "CURRENT_TIMESTAMP" },
  date: { type: "date", value: () => "CURRENT_DATE", sql: "CURRENT_DATE" },
  time: { type: "time", value: () => "CURRENT_TIME", sql: "CURRENT_TIME" },
  "call with text": {
    type: "datetime",
    value: () => "datetime('now','localtime')",
    sql: "datetime('now','localtime')",
  },
  "nested calls": {
    type: "varchar",
    value: () => "lower(hex(randomblob((8 + 8))))",
    sql: "lower(hex(randomblob((8 + 8))))",
  },
  "expression of two parts in parentheses": {
    type: "integer",
    value: () => "(1 + 2) * (3 + 4)",
    sql: "(1 + 2) * (3 + 4)",
  },
  "text joined": { type: "varchar", value: () => "'it''s' || ' so'", sql: "'it''s' || ' so'" },
  blob: { type: "blob", value: () => "x'00ff'", sql: "x'00ff'" },
  "hexadecimal number": { type: "integer", value: () => "0x10", sql: "0x10" },
  "plus sign": { type: "integer", value: () => "+5", sql: "5" },
};

type Defaults = Readonly<Record<string, Default>>;

const given = (all: Defaults): Columns =>
  Object.fromEntries(Object.entries(all).map(([name, { type, value }]) => [name, { type, default: value }]));

const isLiteral = ({ value }: Default): boolean => typeof value !== "function";

const literals = Object.fromEntries(Object.entries(defaults).filter(([, one]) => isLiteral(one)));
const expressions = Object.fromEntries(Object.entries(defaults).filter(([, one]) => !isLiteral(one)));

function cases(what: string, all: Defaults, extra: Partial<RoundTripCase> = {}): RoundTripCase[] {
  const bare = Object.fromEntries(Object.entries(all).map(([name, { type }]) => [name, { type }]));
  const lines = Object.entries(all);
  return [
    {
      name: `${what}: taken away`,
      from: [entity("item", given(all))],
      to: [entity("item", bare)],
      expected: lines.map(([name, { sql }]) => `~ column item.${name}: default ${sql} → none`),
      ...extra,
    },
    {
      name: `${what}: given`,
      from: [entity("item", bare)],
      to: [entity("item", given(all))],
      expected: lines.map(([name, { sql }]) => `~ column item.${name}: default none → ${sql}`),
      ...extra,
    },
    {
      name: `${what}: on new columns`,
      from: [entity("item", {})],
      to: [entity("item", given(all))],
      expected: lines.map(
        ([name, { type }]) => `+ column item.${name} ${type === "simple-json" ? "text" : type}`,
      ),
      ...extra,
    },
  ];
}

/** In the spelling of SQLite, which keeps what was written; other databases have cases of their own. */
export const columnDefaultCases = [
  ...cases("literals", literals),
  ...cases("expressions", expressions),
  ...cases(
    "the end of a line as Windows writes it",
    { value: text("a\r\nb", "'a\r\nb'") },
    { offline: false },
  ),
].map((test): RoundTripCase => ({ ...test, only: "sqlite" }));
