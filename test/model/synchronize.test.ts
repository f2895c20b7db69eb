import { DataSource, EntitySchema, type EntitySchemaColumnOptions } from "typeorm";
import { describe, expect, test } from "vitest";
import { readModel } from "../../src/model/read-model.js";
import { displayName } from "../../src/schema/name.js";
import type { Schema } from "../../src/schema/schema.js";
import { makeDatabase } from "../support/postgres.js";
import { postgresServers } from "../support/servers.js";
import { modelDialect } from "./read-postgres.js";

const id: EntitySchemaColumnOptions = { type: "int", primary: true };

const entities = [
  new EntitySchema<Record<string, unknown>>({
    name: "Customer",
    schema: "sales",
    columns: {
      id,
      tier: { type: "enum", enum: ["it's", "b"], enumName: "Tier" },
      Color: { type: "simple-enum", enum: ["red"], array: true, default: ["red"] },
      code: { type: "varchar", unique: true },
    },
    checks: [{ expression: "code <> ''" }],
    indices: [{ columns: ["code"], where: "code > 'a'" }],
  }),
  new EntitySchema<Record<string, unknown>>({
    name: "Order",
    columns: {
      first: { type: "int", primary: true, primaryKeyConstraintName: "order_key" },
      second: { type: "int", primary: true, primaryKeyConstraintName: "order_key" },
      tier: { type: "enum", enum: ["x"], enumName: "Tier" },
      during: { type: "tstzrange" },
      kind: { type: "enum", enum: ["a", "b"] },
    },
    exclusions: [{ expression: "USING gist (during WITH &&)" }],
    relations: {
      customer: { type: "many-to-one", target: "Customer", joinColumn: true },
      twin: { type: "one-to-one", target: "Customer", joinColumn: true },
      watchers: { type: "many-to-many", target: "Customer", joinTable: { schema: "links" } },
    },
  }),
];

/** The names of all that has one, and the values of enum types. */
function namesOf({ tables, enums }: Schema): unknown {
  const constraints = tables.flatMap((table) => [
    ...[
      table.primaryKey,
      ...table.uniques,
      ...table.foreignKeys,
      ...table.checks,
      ...(table.exclusions ?? []),
    ].map((constraint) => `${displayName(table)} ${constraint?.name}`),
    ...table.indexes.map(({ name }) => `${displayName(table)} ${name}`),
  ]);
  return {
    tables: tables.map(displayName).toSorted(),
    constraints: constraints.toSorted(),
    enums: enums.map((type) => `${displayName(type)} ${type.values.join()}`).toSorted(),
    types: tables
      .flatMap((table) => table.columns.map(({ name, type }) => `${displayName(table)}.${name} ${type}`))
      .toSorted(),
  };
}

/** The same of a database, by `regclass`, which leaves out the default schema as the model does. */
const queries = {
  tables:
    "SELECT replace(oid::regclass::text, '\"', '') AS name FROM pg_class WHERE relkind = 'r' AND is_user(relnamespace)",
  constraints: `SELECT replace(conrelid::regclass::text, '"', '') || ' ' || conname AS name
    FROM pg_constraint WHERE is_user(connamespace) AND contype IN ('p', 'u', 'f', 'c', 'x')
    UNION ALL
    SELECT replace(indrelid::regclass::text, '"', '') || ' ' || relname
    FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
    WHERE is_user(relnamespace) AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype <> 'f')`,
  enums: `SELECT replace(enumtypid::regtype::text, '"', '') || ' ' || string_agg(enumlabel, ',' ORDER BY enumsortorder) AS name
    FROM pg_enum GROUP BY enumtypid`,
  types: `SELECT replace(attrelid::regclass::text, '"', '') || '.' || attname || ' ' || format_type(atttypid, atttypmod) AS name
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    WHERE relkind = 'r' AND is_user(relnamespace) AND attnum > 0`,
};

describe.each(postgresServers)("$name", (server) => {
  test("TypeORM gives the names that the model gives", async () => {
    const { connection, dataSourceOptions } = await makeDatabase(server);
    await connection.exec("CREATE SCHEMA sales; CREATE SCHEMA links");
    await connection.exec(
      `CREATE FUNCTION is_user(oid) RETURNS boolean LANGUAGE sql
       AS 'SELECT nspname IN (''public'', ''sales'', ''links'') FROM pg_namespace WHERE oid = $1'`,
    );
    const dataSource = new DataSource({ ...dataSourceOptions, entities, installExtensions: false });
    await dataSource.initialize();
    await dataSource.synchronize();
    const { schema } = readModel(dataSource, modelDialect, "public");
    await dataSource.destroy();
    const found: Record<string, unknown> = {};
    for (const [kind, sql] of Object.entries(queries)) {
      const rows = await connection.query(sql);
      found[kind] = rows
        .map((row) => String(row["name"]).replace(" character varying", " varchar"))
        .toSorted();
    }
    expect(found).toEqual(namesOf(schema));
    expect(schema.schemas).toEqual(["links", "sales"]);
  });
});
