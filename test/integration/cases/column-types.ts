import type { ColumnType, EntitySchemaColumnOptions } from "typeorm";
import type { RoundTripCase } from "../round-trip.js";
import { entity } from "./entity.js";

/** Every type of the SQLite driver, and what may stand behind it, with the type that the database then says. */
const types: readonly (readonly [string, EntitySchemaColumnOptions])[] = [
  ...(
    [
      "integer",
      "tinyint",
      "smallint",
      "mediumint",
      "bigint",
      "unsigned big int",
      "int2",
      "int8",
      "character",
      "varchar",
      "varying character",
      "nchar",
      "native character",
      "nvarchar",
      "text",
      "clob",
      "blob",
      "real",
      "double",
      "double precision",
      "float",
      "numeric",
      "decimal",
      "boolean",
      "date",
      "time",
      "datetime",
      "json",
    ] satisfies ColumnType[]
  ).map((type) => [type, { type }] as const),
  ...(
    [
      "character",
      "varchar",
      "varying character",
      "nchar",
      "native character",
      "nvarchar",
      "text",
      "blob",
      "clob",
    ] satisfies ColumnType[]
  ).map((type) => [`${type}(20)`, { type, length: 20 }] as const),
  ...(
    [
      "real",
      "double",
      "double precision",
      "float",
      "numeric",
      "decimal",
      "date",
      "time",
      "datetime",
    ] satisfies ColumnType[]
  ).map((type) => [`${type}(6)`, { type, precision: 6 }] as const),
  ...(["real", "double", "double precision", "float", "numeric", "decimal"] satisfies ColumnType[]).map(
    (type) => [`${type}(8,3)`, { type, precision: 8, scale: 3 }] as const,
  ),
  ["integer", { type: "int" }],
  ["integer", { type: Number }],
  ["varchar", { type: String }],
  ["boolean", { type: Boolean }],
  ["datetime", { type: Date }],
  ["varchar", { type: "uuid" }],
  ["varchar", { type: "varchar", generated: "uuid" }],
  ["text", { type: "simple-array" }],
  ["text", { type: "simple-json" }],
  ["varchar", { type: "simple-enum", enum: ["a", "it''s", "b,c", "ü"] }],
  ["varchar", { type: "simple-enum", enum: [1, 2] }],
  ["datetime", { type: "datetime", createDate: true }],
  ["datetime", { type: "datetime", updateDate: true }],
  ["datetime", { type: "datetime", deleteDate: true }],
  ["integer", { type: "integer", version: true }],
];

const columns = Object.fromEntries(types.map(([, column], index) => [`c${index}`, column]));

/** SQLite takes any type; other databases have cases of their own. */
export const columnTypeCases = [
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
    rows: [],
  },
  {
    name: "every type outlives a rebuild",
    from: [entity("item", { ...columns, last: { type: "varchar" } })],
    to: [entity("item", { ...columns, last: { type: "text" } })],
    expected: ["~ column item.last: type varchar → text"],
  },
  {
    name: "every type, with every row filled, in a renamed table",
    from: [entity("item", columns)],
    to: [entity("thing", columns)],
    expected: ["~ table item is renamed to thing"],
    answers: { renames: ["item:thing"] },
  },
].map((test): RoundTripCase => ({ ...test, only: "sqlite" }));
