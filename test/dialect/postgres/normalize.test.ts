import { describe, expect, it } from "vitest";
import { normalize } from "../../../src/dialect/postgres/normalize.js";
import {
  type Column,
  emptySchema,
  type ForeignKey,
  type Index,
  type Schema,
  type Table,
  type Unique,
  type View,
} from "../../../src/schema/schema.js";

const table: Table = {
  name: "t",
  columns: [],
  uniques: [],
  foreignKeys: [],
  checks: [],
  indexes: [],
  triggers: [],
  options: {},
};
const view: View = { name: "v", query: "SELECT 1", triggers: [] };

function normalized(part: Partial<Schema>): Schema {
  return normalize({ ...emptySchema, ...part });
}

function normalizedTable(parts: Partial<Table>): Table | undefined {
  return normalized({ tables: [{ ...table, ...parts }] }).tables[0];
}

const plain: Column = { name: "a", type: "integer", nullable: true };
const counted: Column = { ...plain, nullable: false, autoIncrement: true };

/** What is told, what comes out, for each rule. */
const columns: Readonly<Record<string, readonly [Partial<Column>, Column]>> = {
  "the type": [{ type: "int4" }, plain],
  "a default of a serial column": [{ autoIncrement: true, default: "nextval('s'::regclass)" }, counted],
  "a serial type": [{ type: "SERIAL" }, counted],
  "a bigserial type": [{ type: "bigserial" }, { ...counted, type: "bigint" }],
  "NULL in an identity column": [{ identity: "ALWAYS" }, { ...plain, nullable: false, identity: "ALWAYS" }],
  "blanks around a default": [{ default: " now( ) " }, { ...plain, default: "now( )" }],
  "a default of NULL": [{ default: "null" }, plain],
  "a default of NULL, converted": [
    { type: "varchar(3)", default: "NULL::character varying" },
    { ...plain, type: "varchar(3)" },
  ],
  "a default of NULL, converted to another type": [
    { type: "d", default: "NULL::text" },
    { ...plain, type: "d", default: "NULL::text" },
  ],
  "the collation that is there anyway": [{ collation: "default" }, plain],
  "an empty comment": [{ comment: "" }, plain],
  "blanks around a generated expression": [
    { generated: { expression: " a + 1\n", stored: true } },
    { ...plain, generated: { expression: "a + 1", stored: true } },
  ],
  "sequence options that are there anyway": [
    {
      type: "smallint",
      identity: "BY DEFAULT",
      sequence: { start: "1", increment: "+1", minimum: "01", maximum: "32767", cache: "1" },
    },
    { ...plain, type: "smallint", nullable: false, identity: "BY DEFAULT" },
  ],
  "a maximum that only a greater type reaches": [
    { autoIncrement: true, sequence: { maximum: "9223372036854775807" } },
    counted,
  ],
  "a maximum below that of the type": [
    { type: "bigint", autoIncrement: true, sequence: { maximum: "2147483647" } },
    { ...counted, type: "bigint", sequence: { maximum: "2147483647" } },
  ],
  "a start at the minimum": [
    { autoIncrement: true, sequence: { start: "10", minimum: "10" } },
    { ...counted, sequence: { minimum: "10" } },
  ],
  "what goes down": [
    {
      autoIncrement: true,
      sequence: { start: "-1", increment: "-1", minimum: "-2147483648", maximum: "-1" },
    },
    { ...counted, sequence: { increment: "-1" } },
  ],
};

const fullKey: ForeignKey = {
  name: "f",
  columns: ["a", "b"],
  references: { name: "t" },
  referencedColumns: ["x", "y"],
};

const foreignKeys: Readonly<Record<string, readonly [Partial<ForeignKey>, ForeignKey]>> = {
  "MATCH SIMPLE": [{ match: "SIMPLE" }, fullKey],
  "MATCH FULL": [{ match: "FULL" }, { ...fullKey, match: "FULL" }],
  "columns that are the primary key anyway": [{ referencedColumns: [] }, fullKey],
  "columns that are set, all of them": [
    { onDelete: "SET NULL", onDeleteColumns: ["b", "a"] },
    { ...fullKey, onDelete: "SET NULL" },
  ],
  "columns that are set, some of them": [
    { onDelete: "SET NULL", onDeleteColumns: ["b"] },
    { ...fullKey, onDelete: "SET NULL", onDeleteColumns: ["b"] },
  ],
  RESTRICT: [{ onDelete: "RESTRICT" }, { ...fullKey, onDelete: "RESTRICT" }],
};

const index: Index = { name: "i", elements: [{ column: "a" }] };

const indexes: Readonly<Record<string, readonly [Partial<Index>, Index]>> = {
  "the method that is there anyway": [{ method: "BTREE" }, index],
  "another method": [{ method: "GIN" }, { ...index, method: "gin" }],
  "empty parts": [{ include: [], storage: {}, where: " ", comment: "" }, index],
  "where NULL stands anyway": [
    {
      elements: [
        { column: "a", nulls: "LAST" },
        { column: "b", order: "DESC", nulls: "FIRST" },
      ],
    },
    { ...index, elements: [{ column: "a" }, { column: "b", order: "DESC" }] },
  ],
  "where NULL stands otherwise": [
    {
      elements: [
        { column: "a", nulls: "FIRST" },
        { column: "b", order: "DESC", nulls: "LAST" },
      ],
    },
    {
      ...index,
      elements: [
        { column: "a", nulls: "FIRST" },
        { column: "b", order: "DESC", nulls: "LAST" },
      ],
    },
  ],
  "a collation that the column has": [
    {
      elements: [
        { column: "a", collation: "C" },
        { column: "b", collation: "default" },
      ],
    },
    { ...index, elements: [{ column: "a" }, { column: "b" }] },
  ],
  "a collation that the column has not": [
    {
      elements: [
        { column: "a", collation: "default" },
        { column: "b", collation: "C" },
        { expression: "lower(a)", collation: "C" },
      ],
    },
    {
      ...index,
      elements: [
        { column: "a", collation: "default" },
        { column: "b", collation: "C" },
        { expression: "lower(a)", collation: "C" },
      ],
    },
  ],
  "how an operator class is written": [
    {
      elements: [
        { column: "a", operatorClass: "GIST_trgm_ops( siglen = 32 )" },
        { column: "b", operatorClass: "pg_catalog.text_pattern_ops" },
      ],
    },
    {
      ...index,
      elements: [
        { column: "a", operatorClass: "gist_trgm_ops (siglen='32')" },
        { column: "b", operatorClass: "text_pattern_ops" },
      ],
    },
  ],
  "blanks around expressions": [
    { elements: [{ expression: " lower(a) " }], where: " a  > 0 " },
    { ...index, elements: [{ expression: "lower(a)" }], where: "a  > 0" },
  ],
};

describe("normalize for PostgreSQL", () => {
  it.each(Object.entries(columns))("a column: %s", (_, [given, canonical]) => {
    expect(normalizedTable({ columns: [{ ...plain, ...given }] })?.columns).toEqual([canonical]);
  });

  it.each(Object.entries(foreignKeys))("a foreign key: %s", (_, [given, canonical]) => {
    const read = normalizedTable({
      primaryKey: { columns: ["x", "y"] },
      foreignKeys: [{ ...fullKey, ...given }],
    });
    expect(read?.foreignKeys).toEqual([canonical]);
  });

  it.each(Object.entries(indexes))("an index: %s", (_, [given, canonical]) => {
    const columnsOfTable: Column[] = [
      { ...plain, type: "text", collation: "C" },
      { ...plain, name: "b", type: "text" },
    ];
    const read = normalizedTable({ columns: columnsOfTable, indexes: [{ ...index, ...given }] });
    expect(read?.indexes).toEqual([canonical]);
  });

  it("keeps NULL out of the columns of the primary key", () => {
    const read = normalizedTable({ columns: [plain], primaryKey: { columns: ["a"], include: [] } });
    expect(read?.columns).toEqual([{ ...plain, nullable: false }]);
    expect(read?.primaryKey).toEqual({ columns: ["a"] });
  });

  it("leaves out empty lists and comments", () => {
    const read = normalizedTable({
      exclusions: [],
      uniques: [{ columns: ["a"], include: [], comment: "" }],
      options: { storage: {}, comment: "" },
    });
    expect(read).toEqual({ ...table, uniques: [{ columns: ["a"] }] });
  });

  it("takes blanks and the end off statements and queries", () => {
    const trigger = { name: "g", sql: "\nCREATE TRIGGER g … ; \n" };
    const { tables, views } = normalized({
      tables: [{ ...table, triggers: [trigger] }],
      views: [
        { ...view, query: "  SELECT ';' ;; ", triggers: [trigger], indexes: [], options: {}, comment: "" },
      ],
    });
    const clean = { name: "g", sql: "CREATE TRIGGER g …" };
    expect(tables[0]?.triggers).toEqual([clean]);
    expect(views).toEqual([{ ...view, query: "SELECT ';'", triggers: [clean] }]);
  });

  it("spells the indexes of materialized views", () => {
    const { views } = normalized({
      views: [{ ...view, materialized: true, indexes: [{ ...index, method: "btree" }] }],
    });
    expect(views[0]?.indexes).toEqual([index]);
  });

  it("spells sequences, whose type is bigint", () => {
    const { sequences } = normalized({
      sequences: [
        { name: "b", type: "int2", options: { maximum: "32767", cache: "3" } },
        { name: "a", type: "BIGINT", options: { start: "7", minimum: "7" } },
      ],
    });
    expect(sequences).toEqual([
      { name: "a", options: { minimum: "7" } },
      { name: "b", type: "smallint", options: { cache: "3" } },
    ]);
  });

  it("names each schema once", () => {
    expect(normalized({ schemas: ["b", "a", "b"] }).schemas).toEqual(["a", "b"]);
  });

  it("cuts names where the server cuts them", () => {
    const long = "n".repeat(70);
    const kept = "n".repeat(63);
    const wide = `${"n".repeat(61)}€`;
    const unique: Unique = { name: wide, columns: [long] };
    const read = normalizedTable({
      name: long,
      columns: [{ ...plain, name: long }],
      primaryKey: { name: long, columns: [long] },
      uniques: [unique],
      foreignKeys: [{ ...fullKey, columns: [long], references: { name: long }, referencedColumns: [long] }],
      indexes: [{ name: long, elements: [{ column: long }], include: [long] }],
    });
    expect(read).toEqual({
      ...table,
      name: kept,
      columns: [{ ...plain, name: kept, nullable: false }],
      primaryKey: { name: kept, columns: [kept] },
      uniques: [{ name: "n".repeat(61), columns: [kept] }],
      foreignKeys: [{ ...fullKey, columns: [kept], references: { name: kept }, referencedColumns: [kept] }],
      indexes: [{ name: kept, elements: [{ column: kept }], include: [kept] }],
    });
  });

  it("changes nothing that it has spelled", () => {
    const given: Partial<Schema> = {
      tables: [
        {
          ...table,
          columns: Object.values(columns).map(([column], place) => ({
            ...plain,
            ...column,
            name: `c${place}`,
          })),
          foreignKeys: Object.values(foreignKeys).map(([key]) => ({ ...fullKey, ...key })),
          indexes: Object.values(indexes).map(([parts]) => ({ ...index, ...parts })),
        },
      ],
    };
    const once = normalized(given);
    expect(normalize(once)).toEqual(once);
  });
});
