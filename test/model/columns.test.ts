import { DataSource, EntitySchema, type EntitySchemaColumnOptions } from "typeorm";
import { describe, expect, test } from "vitest";
import { buildMetadata } from "../../src/config/entity-metadata.js";
import { sqlite } from "../../src/dialect/sqlite/index.js";
import { readModel } from "../../src/model/read-model.js";
import type { Column, EnumType } from "../../src/schema/schema.js";
import { makeDatabase } from "../support/postgres.js";
import { postgresServers } from "../support/servers.js";
import { modelDialect, readPostgres } from "./read-postgres.js";

const typeorm1 = process.env["TYPEORM"] === "1";

function entityWith(columns: Record<string, EntitySchemaColumnOptions>): EntitySchema {
  return new EntitySchema({ name: "thing", columns: { id: { type: "int", primary: true }, ...columns } });
}

async function readOne(options: EntitySchemaColumnOptions): Promise<Partial<Column> | undefined> {
  const { schema } = await readPostgres([entityWith({ it: options })]);
  const { name: _, ...column } = schema.tables[0]?.columns.find(({ name }) => name === "it") ?? {};
  return column;
}

const cases: readonly (readonly [string, EntitySchemaColumnOptions, Partial<Column>])[] = [
  ["a number", { type: Number }, { type: "integer", nullable: false }],
  ["a string", { type: String, nullable: true }, { type: "varchar", nullable: true }],
  ["a date", { type: Date }, { type: "timestamp", nullable: false }],
  ["a boolean", { type: Boolean, default: false }, { type: "boolean", nullable: false, default: "false" }],
  ["a simple array", { type: "simple-array" }, { type: "text", nullable: false }],
  ["a simple object", { type: "simple-json" }, { type: "text", nullable: false }],
  [
    "the day of creation",
    { type: Date, createDate: true },
    { type: "timestamp", nullable: false, default: "now()" },
  ],
  [
    "the day of a change",
    { type: "timestamptz", updateDate: true, precision: 3 },
    { type: "timestamptz(3)", nullable: false, default: "now()" },
  ],
  ["the day of deletion", { type: Date, deleteDate: true }, { type: "timestamp", nullable: true }],
  ["the version", { type: Number, version: true }, { type: "integer", nullable: false }],
  ["a serial", { type: Number, generated: true }, { type: "integer", nullable: false, autoIncrement: true }],
  [
    "a big serial",
    { type: "int8", generated: "increment" },
    { type: "bigint", nullable: false, autoIncrement: true },
  ],
  ["a rowid", { type: "int", generated: "rowid" }, { type: "integer", nullable: false, autoIncrement: true }],
  [
    "a uuid",
    { type: "uuid", generated: "uuid" },
    { type: "uuid", nullable: false, default: "uuid_generate_v4()" },
  ],
  [
    "a uuid with a generator of its own",
    { type: "uuid", generated: "uuid", default: () => "uuidv7()" },
    { type: "uuid", nullable: false, default: "uuidv7()" },
  ],
  ["a uuid that nothing generates", { type: "uuid" }, { type: "uuid", nullable: false }],
  ["a collation", { type: "text", collation: "C" }, { type: "text", nullable: false, collation: "C" }],
  ["a comment", { type: "text", comment: "it's" }, { type: "text", nullable: false, comment: "it's" }],
  ["an empty comment", { type: "text", comment: "\u0000" }, { type: "text", nullable: false }],
  [
    "a generated column",
    { type: "int", asExpression: " id * 2 ", generatedType: "STORED" },
    { type: "integer", nullable: false, generated: { expression: "id * 2", stored: true } },
  ],
  [
    "an enum",
    { type: "enum", enum: ["a", "b"], default: "a" },
    { type: "thing_it_enum", nullable: false, default: "'a'" },
  ],
  ["a simple enum", { type: "simple-enum", enum: { a: 1 } }, { type: "thing_it_enum", nullable: false }],
  [
    "a named array of enums",
    { type: "enum", enum: ["a", "b"], enumName: "Tier", array: true, default: ["a", "b"] },
    { type: '"Tier"[]', nullable: false, default: "'{a,b}'" },
  ],
  [
    "an enum in another schema",
    { type: "enum", enum: ["a"], enumName: "billing.tier" },
    { type: "billing.tier", nullable: false },
  ],
  ["a text with a list of values", { type: "varchar", enum: ["a"] }, { type: "varchar", nullable: false }],
];

test.each(cases)("%s", async (_, options, expected) => {
  expect(await readOne(options)).toEqual(expected);
});

/** Defaults that TypeORM can create, as the model spells them. */
const defaults: readonly (readonly [EntitySchemaColumnOptions, string])[] = [
  [{ type: "text", default: "x" }, "'x'"],
  [{ type: "text", default: "it''s" }, "'it''s'"],
  [{ type: "text", default: "" }, "''"],
  [{ type: "text", default: "null" }, "'null'"],
  [{ type: "text", default: String.raw`a\b` }, String.raw`'a\b'`],
  [{ type: "text", default: () => "upper('a') || 'B'" }, "upper('a') || 'B'"],
  [{ type: "int", default: 0 }, "'0'"],
  [{ type: "int", default: -1 }, "'-1'"],
  [{ type: "numeric", default: 0.5 }, "'0.5'"],
  [{ type: "boolean", default: true }, "true"],
  [{ type: "boolean", default: "false" }, "'false'"],
  [{ type: "timestamptz", default: () => "now() + interval '1 day'" }, "now() + interval '1 day'"],
  [{ type: "timestamptz", default: () => "CURRENT_TIMESTAMP" }, "now()"],
  [
    { type: "timestamp", default: () => "CURRENT_TIMESTAMP(3)" },
    "('now'::text)::timestamp(3) with time zone",
  ],
  [{ type: "timestamp", default: () => "LOCALTIMESTAMP" }, "('now'::text)::timestamp without time zone"],
  [{ type: "date", default: () => "current_date" }, "('now'::text)::date"],
  [
    { type: "timestamp", default: () => "timezone('utc', current_timestamp)" },
    // TypeORM before 1.0 replaces the whole of it.
    typeorm1 ? "timezone('utc', current_timestamp)" : "now()",
  ],
  [{ type: "jsonb", default: {} }, "'{}'"],
  [{ type: "jsonb", default: [1, { a: "b" }] }, `'[1,{"a":"b"}]'`],
  [{ type: "jsonb", default: "{}" }, "'{}'"],
  [{ type: "jsonb", default: () => "'{}'::jsonb" }, "'{}'::jsonb"],
  [{ type: "int", array: true, default: [] }, "'{}'"],
  [{ type: "int", array: true, default: [1, 2] }, "'{1,2}'"],
  [{ type: "text", array: true, default: ["a b", "c"] }, "'{a b,c}'"],
  [{ type: "text", array: true, default: ['"a,b"'] }, `'{"a,b"}'`],
  [{ type: "text", array: true, default: ["it''s"] }, "'{it''s}'"],
  [{ type: "text", array: true, default: "{ a, b }" }, "'{ a, b }'"],
  [{ type: "text", array: true, default: () => "ARRAY[]::text[]" }, "ARRAY[]::text[]"],
  [{ type: "uuid", default: () => "gen_random_uuid()" }, "gen_random_uuid()"],
  [{ type: "bit", length: 3, default: () => "B'101'" }, "B'101'"],
];

test.each(defaults)("the default of %o is %s", async (options, expected) => {
  expect((await readOne(options))?.default).toBe(expected);
});

/** Defaults that TypeORM spells as something that no database takes, or takes for something else. */
const mended: readonly (readonly [EntitySchemaColumnOptions, string | undefined])[] = [
  [{ type: "text", default: "it's" }, "'it''s'"],
  [{ type: "jsonb", default: { a: "it's" } }, `'{"a":"it''s"}'`],
  [{ type: "text", array: true, default: ["a,b", 'say "x"', ""] }, String.raw`E'{"a,b","say \\"x\\"",""}'`],
  [{ type: "text", array: true, default: ["it's"] }, "'{it''s}'"],
  [{ type: "text", array: true, default: ["null", null] }, `'{"null",NULL}'`],
  [{ type: "int", array: true, default: [[1], [2]] }, "'{{1},{2}}'"],
  [{ type: "jsonb", array: true, default: [{ a: 1 }] }, String.raw`E'{"{\\"a\\":1}"}'`],
  [{ type: "enum", enum: ["a"], default: () => "'a'" }, "'a'"],
  [{ type: "int", nullable: true, default: () => " NULL " }, undefined],
  [{ type: "int", nullable: true, default: null }, undefined],
];

test.each(mended)("the default of %o, mended, is %s", async (options, expected) => {
  expect((await readOne(options))?.default).toBe(expected);
});

describe.each(postgresServers)("$name", (server) => {
  test("takes each default for what TypeORM made of it", async () => {
    const database = await makeDatabase(server);
    const entity = entityWith(Object.fromEntries(defaults.map(([options], index) => [`c${index}`, options])));
    const dataSource = new DataSource({ ...database.dataSourceOptions, entities: [entity] });
    await dataSource.initialize();
    await dataSource.synchronize();
    const { schema } = readModel(dataSource, modelDialect, "public");
    await dataSource.destroy();
    const columns = schema.tables[0]?.columns.slice(1) ?? [];
    const list = columns.map(({ name, type, default: text }) => `${name} ${type} DEFAULT ${text}`);
    await database.connection.exec(`CREATE TABLE ours (${list.join(", ")})`);
    const spelled = async (table: string): Promise<unknown[]> =>
      database.connection.query(
        `SELECT attname, format_type(atttypid, atttypmod) AS type, pg_get_expr(adbin, adrelid) AS text
         FROM pg_attribute JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
         WHERE attrelid = $1::regclass ORDER BY attnum`,
        [table],
      );
    const theirs = await spelled("thing");
    expect(theirs).toHaveLength(defaults.length);
    expect(await spelled("ours")).toEqual(theirs);
    await database.drop();
  });

  test("takes each mended default", async () => {
    const database = await makeDatabase(server);
    const { schema } = await readPostgres([
      entityWith(Object.fromEntries(mended.map(([options], index) => [`c${index}`, options]))),
    ]);
    await database.connection.exec("CREATE TYPE thing_c7_enum AS ENUM ('a')");
    const list = schema.tables[0]?.columns.map(
      ({ name, type, default: text = "NULL" }) => `${name} ${type} DEFAULT ${text}`,
    );
    await database.connection.exec(`CREATE TABLE thing (${list?.join(", ")})`);
    await database.connection.exec("INSERT INTO thing DEFAULT VALUES");
    const [row] = await database.connection.query("SELECT * FROM thing");
    expect(row).toEqual({
      id: null,
      c0: "it's",
      c1: { a: "it's" },
      c2: ["a,b", 'say "x"', ""],
      c3: ["it's"],
      c4: ["null", null],
      c5: [[1], [2]],
      c6: [{ a: 1 }],
      c7: "a",
      c8: null,
      c9: null,
    });
    await database.drop();
  });
});

async function readEnums(
  ...entities: readonly Record<string, EntitySchemaColumnOptions>[]
): Promise<readonly EnumType[]> {
  const named = entities.map(
    (columns, index) =>
      new EntitySchema({ name: `T${index}`, columns: { id: { type: "int", primary: true }, ...columns } }),
  );
  return (await readPostgres(named)).schema.enums;
}

describe("enum types", () => {
  test("one for each column, with values as they are", async () => {
    const enums = await readEnums(
      { Tier: { type: "enum", enum: ["it's", "a,b", ""] } },
      { tier: { type: "simple-enum", enum: [1, 2] } },
    );
    expect(enums).toEqual([
      { name: "t0_tier_enum", values: ["it's", "a,b", ""] },
      { name: "t1_tier_enum", values: ["1", "2"] },
    ]);
  });

  test("one for each name, however many columns have it", async () => {
    const tier: EntitySchemaColumnOptions = { type: "enum", enum: ["a", "b"], enumName: "tier" };
    expect(await readEnums({ one: tier, all: { ...tier, array: true } }, { one: tier })).toEqual([
      { name: "tier", values: ["a", "b"] },
    ]);
  });

  test("different values under one name are refused", async () => {
    const tier: EntitySchemaColumnOptions = { type: "enum", enum: ["a", "b"], enumName: "tier" };
    await expect(readEnums({ one: tier }, { two: { ...tier, enum: ["b", "a"] } })).rejects.toThrow(
      expect.objectContaining({
        code: "E_ENUM_MAPPED_TWICE",
        message: 'T0.one and T1.two both have the enum type "tier", with different values',
      }),
    );
  });

  test("no values at all", async () => {
    expect(await readEnums({ tier: { type: "enum", enum: [] } })).toEqual([
      { name: "t0_tier_enum", values: [] },
    ]);
  });

  test("types that are only mentioned", async () => {
    const id: EntitySchemaColumnOptions = { type: "int", primary: true };
    const model = await readPostgres([
      new EntitySchema({ name: "one", columns: { id, tier: { type: "enum", enumName: "tier" } } }),
      new EntitySchema({
        name: "two",
        synchronize: false,
        columns: {
          id,
          tier: { type: "enum", enum: ["a"] },
          color: { type: "enum", enum: ["b"], enumName: "color" },
        },
      }),
      new EntitySchema({
        name: "three",
        columns: { id, color: { type: "enum", enum: ["c"], enumName: "color" } },
      }),
    ]);
    expect(model.schema.enums).toEqual([{ name: "color", values: ["c"] }]);
    expect(model.unmanagedEnums).toEqual([{ name: "tier" }, { name: "two_tier_enum" }]);
    expect(model.schema.tables.find(({ name }) => name === "one")?.columns[1]?.type).toBe("tier");
  });
});

test("SQLite keeps its values with the column, and has no comments", async () => {
  const entities = [
    entityWith({
      tier: { type: "simple-enum", enum: ["a"], enumName: "shop.tier", comment: "no" },
    }),
  ];
  const dataSource = new DataSource({ type: "better-sqlite3", database: ":memory:", entities });
  await buildMetadata(dataSource);
  const { schema } = readModel(dataSource, sqlite);
  expect(schema.enums).toEqual([]);
  expect(schema.tables[0]?.columns[1]).toEqual({
    name: "tier",
    type: "varchar",
    nullable: false,
    enumValues: ["a"],
  });
});
