import { DataSource, EntitySchema, type EntitySchemaColumnOptions, TableColumn } from "typeorm";
import { describe, expect, test } from "vitest";
import { buildMetadata } from "../../../src/config/entity-metadata.js";
import type { TypeParts } from "../../../src/dialect/dialect.js";
import { columnType, counter } from "../../../src/dialect/postgres/column-type.js";
import { indexMethod } from "../../../src/dialect/postgres/index-method.js";
import { normalizeType } from "../../../src/dialect/postgres/normalize-type.js";
import { makeDatabase } from "../../support/postgres.js";
import { postgresServers } from "../../support/servers.js";

/** What TypeORM's driver hands over, for a column of that type alone. */
function parts(given: Partial<TypeParts> & { readonly type: string }): TypeParts {
  return { length: "", precision: undefined, scale: undefined, isArray: false, ...given };
}

const spellings: readonly (readonly [Partial<TypeParts> & { readonly type: string }, string])[] = [
  [{ type: "integer" }, "integer"],
  [{ type: "integer", isArray: true }, "integer[]"],
  [{ type: "character varying" }, "varchar"],
  [{ type: "character varying", length: "30" }, "varchar(30)"],
  [{ type: "character varying", length: "30", isArray: true }, "varchar(30)[]"],
  [{ type: "character" }, "char(1)"],
  [{ type: "bit" }, "bit(1)"],
  [{ type: "bit varying", length: "3" }, "varbit(3)"],
  [{ type: "numeric", precision: 10 }, "numeric(10,0)"],
  [{ type: "numeric", precision: 10, scale: 2 }, "numeric(10,2)"],
  [{ type: "numeric", scale: 2 }, "numeric"],
  [{ type: "numeric", precision: null }, "numeric"],
  [{ type: "double precision", precision: 10, scale: 2 }, "double precision"],
  [{ type: "integer", precision: 10 }, "integer"],
  [{ type: "timestamp without time zone", precision: 3 }, "timestamp(3)"],
  [{ type: "timestamp with time zone", precision: 0 }, "timestamptz(0)"],
  [{ type: "timestamp with time zone", precision: 3, isArray: true }, "timestamptz(3)[]"],
  [{ type: "time without time zone", precision: 2 }, "time(2)"],
  [{ type: "time with time zone" }, "timetz"],
  [{ type: "interval", precision: 3 }, "interval(3)"],
  [{ type: "vector", length: "3" }, "vector(3)"],
  [{ type: "halfvec" }, "halfvec"],
  [{ type: "geometry" }, "geometry"],
  [{ type: "geometry", srid: 4326 }, "geometry"],
  [{ type: "geometry", spatialFeatureType: "point" }, "geometry(Point)"],
  [{ type: "geometry", spatialFeatureType: "LINESTRING", srid: 4326 }, "geometry(LineString,4326)"],
  [{ type: "geometry", spatialFeatureType: "Point", srid: 0 }, "geometry(Point)"],
  [
    { type: "geography", spatialFeatureType: "MultiPolygonZ", isArray: true },
    "geography(MultiPolygonZ,4326)[]",
  ],
  [{ type: "enum", enum: { name: "customer_tier_enum" } }, "customer_tier_enum"],
  [{ type: "enum", enum: { name: "Tier", schema: "shop" }, isArray: true }, 'shop."Tier"[]'],
  [{ type: "my_domain", length: "3" }, "my_domain(3)"],
];

test.each(spellings)("%o is %s", (given, expected) => {
  expect(normalizeType(columnType(parts(given)))).toBe(expected);
});

/** Types of extensions, which a server need not bring, and those that came with PostgreSQL 14. */
const missing = /^(?:geometry|geography|vector|halfvec|citext|hstore|ltree|cube)$/;
const missingBefore14 = /multirange$/;

/** Each type that TypeORM takes, with and without all that it takes along. */
function everyColumn({ driver }: DataSource): EntitySchemaColumnOptions[] {
  return driver.supportedDataTypes
    .filter((type) => type !== "enum")
    .flatMap((type): EntitySchemaColumnOptions[] => {
      const base = { type, nullable: true };
      const normal = driver.normalizeType({ type });
      return [
        base,
        ...(driver.withLengthColumnTypes.includes(type) ? [{ ...base, length: 5 }] : []),
        ...(driver.withPrecisionColumnTypes.some((known) => known === normal)
          ? [{ ...base, precision: 3 }]
          : []),
        ...(driver.withScaleColumnTypes.includes(type) ? [{ ...base, precision: 9, scale: 3 }] : []),
      ];
    })
    .flatMap((column) => [column, { ...column, array: true }]);
}

async function dataSourceWith(columns: EntitySchemaColumnOptions[]): Promise<DataSource> {
  const named = columns.map((column, index): [string, EntitySchemaColumnOptions] => [`c${index}`, column]);
  const thing = new EntitySchema({
    name: "thing",
    columns: { id: { type: "int", primary: true }, ...Object.fromEntries(named) },
  });
  const dataSource = new DataSource({ type: "postgres", entities: [thing] });
  await buildMetadata(dataSource);
  return dataSource;
}

describe.each(postgresServers)("$name", (server) => {
  test("has every type of TypeORM, as TypeORM and as the model spell it", async () => {
    const database = await makeDatabase(server);
    const { connection } = database;
    const available = await connection.query("SELECT name FROM pg_available_extensions");
    for (const name of ["citext", "hstore", "ltree", "cube"]) {
      if (available.some((row) => row["name"] === name)) await connection.exec(`CREATE EXTENSION ${name}`);
    }
    const { driver, entityMetadatas } = await dataSourceWith(
      everyColumn(new DataSource({ type: "postgres" })),
    );
    const columns = (entityMetadatas[0]?.columns ?? []).map((metadata) => {
      const type = driver.normalizeType(metadata);
      const { precision, scale, isArray } = metadata;
      return { type, length: driver.getColumnLength(metadata), precision, scale, isArray };
    });
    const found = await connection.query(
      "SELECT name FROM unnest($1::text[]) AS name WHERE to_regtype(name) IS NOT NULL",
      [`{${columns.map(({ type }) => `"${type}"`).join()}}`],
    );
    const there = new Set(found.map((row) => row["name"]));
    const mayMiss = (type: string): boolean =>
      missing.test(type) || (server.major < 14 && missingBefore14.test(type));
    expect(columns.filter(({ type }) => !there.has(type) && !mayMiss(type))).toEqual([]);
    const known = columns.filter(({ type }) => there.has(type));
    expect(known.length).toBeGreaterThan(100);
    const list = known.flatMap((column, index) => [
      `theirs${index} ${driver.createFullType(Object.assign(new TableColumn(), column))}`,
      `ours${index} ${columnType(column)}`,
    ]);
    await connection.exec(`CREATE TABLE thing (${list.join(", ")})`);
    const rows = await connection.query(
      "SELECT attname, format_type(atttypid, atttypmod) AS type FROM pg_attribute WHERE attrelid = 'thing'::regclass AND attnum > 0 ORDER BY attnum",
    );
    const spelled = known.flatMap((column) => {
      const type = normalizeType(columnType(column));
      return [type, type];
    });
    expect(rows.map((row) => normalizeType(String(row["type"])))).toEqual(spelled);
    await database.drop();
  });
});

test.each([
  ["increment", "autoIncrement"],
  ["identity", "identity"],
  ["rowid", "autoIncrement"],
  ["uuid", undefined],
])("the strategy %s makes %s", (strategy, expected) => {
  expect(counter(strategy)).toBe(expected);
});

test.each([
  [{ isSpatial: false }, undefined],
  [{ isSpatial: true }, "gist"],
  [{ isSpatial: true, type: "gin" }, "gist"],
  [{ isSpatial: false, type: "btree" }, undefined],
  [{ isSpatial: false, type: "BRIN" }, "brin"],
])("an index with %o has the method %s", (given, expected) => {
  expect(indexMethod(given)).toBe(expected);
});
