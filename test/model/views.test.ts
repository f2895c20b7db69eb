import {
  type DataSource,
  EntitySchema,
  Index,
  type SelectQueryBuilder,
  ViewColumn,
  ViewEntity,
} from "typeorm";
import { expect, test } from "vitest";
import type { Model } from "../../src/model/read-model.js";
import { readPostgres } from "./read-postgres.js";

const customer = new EntitySchema<{ id: number; name: string }>({
  name: "customer",
  columns: { id: { type: "int", primary: true }, name: { type: "text" } },
});

type ViewOptions = NonNullable<Parameters<typeof ViewEntity>[1]>;

/** What the view entity wants, with an index on its only column. */
async function readView(options: ViewOptions): Promise<Model> {
  class Names {
    name?: string;
  }
  ViewColumn()(Names.prototype, "name");
  Index("names_name", ["name"], { unique: true, concurrent: true })(Names);
  ViewEntity(options)(Names);
  return readPostgres([customer, Names]);
}

test("a view is its query", async () => {
  const { schema } = await readView({ name: "names", expression: " SELECT name FROM customer;\n" });
  expect(schema.views).toEqual([{ name: "names", query: "SELECT name FROM customer", triggers: [] }]);
});

test("a query may be built", async () => {
  const expression = (dataSource: DataSource): SelectQueryBuilder<{ name: string }> =>
    dataSource.createQueryBuilder().select("c.name", "name").from(customer, "c");
  const { schema } = await readView({ name: "names", expression });
  expect(schema.views[0]?.query).toBe('SELECT "c"."name" AS "name" FROM "customer" "c"');
});

test("a materialized view has its indexes", async () => {
  const model = await readView({
    name: "names",
    schema: "reports",
    materialized: true,
    expression: "SELECT name FROM customer",
  });
  expect(model.schema.views).toEqual([
    {
      schema: "reports",
      name: "names",
      query: "SELECT name FROM customer",
      materialized: true,
      indexes: [{ name: "names_name", elements: [{ column: "name" }], unique: true }],
      triggers: [],
    },
  ]);
  expect(model.schema.schemas).toEqual(["reports"]);
  expect(model.concurrentIndexes).toEqual(["names_name"]);
});

test.each<[string, ViewOptions]>([
  ["synchronize: false", { expression: "SELECT name FROM customer", synchronize: false }],
  ["no expression", {}],
])("a view with %s is made elsewhere", async (_, options) => {
  const model = await readView({ name: "names", schema: "reports", ...options });
  expect(model.schema.views).toEqual([]);
  expect(model.unmanaged).toEqual([{ schema: "reports", name: "names" }]);
});
