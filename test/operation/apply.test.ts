import { describe, expect, test } from "vitest";
import { apply, applyAll } from "../../src/operation/apply.js";
import { builders } from "../../src/operation/builders.js";
import { invert, invertAll } from "../../src/operation/invert.js";
import type { Operation } from "../../src/operation/operation.js";
import { schemaDifferences } from "../../src/schema/compare.js";
import { emptySchema, type Schema, type Table } from "../../src/schema/schema.js";

const { alterTable, createIndex, createTable, createTrigger, createView, dropIndex, dropTable, dropTrigger } =
  builders;
const { dropView, execute, bulkInsert, renameTable } = builders;

const customer = createTable("customer", (table) => [
  table.column("id", "integer"),
  table.column("age", "integer"),
  table.column("friend", "integer", { nullable: true }),
  table.column("double", "integer", { generated: { expression: "age * 2", stored: false } }),
  table.primaryKey(["id"]),
  table.unique(["age"]),
  table.foreignKey(["friend"], "customer", ["id"]),
  table.check('"customer"."age" > 0 AND age <> 7'),
]);
const orders = createTable("order", (table) => [
  table.column("customer", "integer"),
  table.foreignKey(["customer"], "customer", ["id"]),
]);
const adults = createView("adults", "SELECT id FROM customer WHERE age > 17");
const index = createIndex("customer", "IDX_age", ["age", { expression: "abs(age)" }], {
  where: "customer.age > 1",
});
const trigger = createTrigger(
  "customer",
  "log",
  'CREATE TRIGGER log AFTER UPDATE OF age ON "customer" BEGIN SELECT 1; END',
);
const start = applyAll(emptySchema, [customer, orders, index, trigger, adults]);

function tableIn(schema: Schema, name: string): Table {
  const table = schema.tables.find((candidate) => candidate.name === name);
  if (table === undefined) throw new Error(`no table ${name}`);
  return table;
}

test("a new column name is followed by all that names the column", () => {
  const schema = apply(
    start,
    alterTable("customer", (table) => [table.renameColumn("age", "years")]),
  );
  expect(tableIn(schema, "customer")).toMatchObject({
    uniques: [{ columns: ["years"] }],
    checks: [{ expression: '"customer"."years" > 0 AND "years" <> 7' }],
    indexes: [
      { elements: [{ column: "years" }, { expression: 'abs("years")' }], where: 'customer."years" > 1' },
    ],
    triggers: [{ sql: 'CREATE TRIGGER log AFTER UPDATE OF "years" ON "customer" BEGIN SELECT 1; END' }],
  });
  expect(tableIn(schema, "customer").columns.at(-1)?.generated?.expression).toBe('"years" * 2');
});

test("a new name of a key's column is followed by keys of its own table and of others", () => {
  const schema = apply(
    start,
    alterTable("customer", (table) => [table.renameColumn("id", "key")]),
  );
  expect(tableIn(schema, "customer").foreignKeys).toMatchObject([{ referencedColumns: ["key"] }]);
  expect(tableIn(schema, "order").foreignKeys).toMatchObject([{ referencedColumns: ["key"] }]);
  expect(tableIn(schema, "customer").primaryKey).toEqual({ columns: ["key"] });
});

test("changes of one table see those before them", () => {
  const schema = apply(
    start,
    alterTable("customer", (table) => [
      table.renameColumn("id", "key"),
      table.dropForeignKey(["friend"], "customer", ["key"]),
      table.alterColumn("key", { type: "integer" }, { type: "bigint" }),
    ]),
  );
  expect(tableIn(schema, "customer")).toMatchObject({
    foreignKeys: [],
    columns: [{ name: "key", type: "bigint" }, {}, {}, {}],
  });
});

test("a new table name is followed by keys, views, triggers, checks and indexes", () => {
  const schema = apply(start, renameTable("customer", "client"));
  expect(tableIn(schema, "client")).toMatchObject({
    foreignKeys: [{ references: { name: "client" } }],
    checks: [{ expression: '"client"."age" > 0 AND age <> 7' }],
    indexes: [{ where: '"client".age > 1' }],
    triggers: [{ sql: 'CREATE TRIGGER log AFTER UPDATE OF age ON "client" BEGIN SELECT 1; END' }],
  });
  expect(tableIn(schema, "order").foreignKeys).toMatchObject([{ references: { name: "client" } }]);
  expect(tableIn(schema, "order").columns).toMatchObject([{ name: "customer" }]);
  expect(schema.views).toMatchObject([{ query: 'SELECT id FROM "client" WHERE age > 17' }]);
});

test("another schema is followed by keys and views, and left again", () => {
  const moved = apply(start, renameTable("customer", { schema: "sales", name: "customer" }));
  expect(tableIn(moved, "customer").schema).toBe("sales");
  expect(tableIn(moved, "order").foreignKeys).toMatchObject([
    { references: { schema: "sales", name: "customer" } },
  ]);
  expect(moved.views).toMatchObject([{ query: 'SELECT id FROM "sales"."customer" WHERE age > 17' }]);
  const back = apply(moved, renameTable({ schema: "sales", name: "customer" }, "customer"));
  expect(tableIn(back, "customer")).toEqual(tableIn(start, "customer"));
});

const note = createTable("note", (table) => [table.column("id", "integer")]);
const operations: readonly (readonly [string, Operation])[] = [
  ["createTable", note],
  [
    "dropTable",
    dropTable("order", (table) => [
      table.column("customer", "integer"),
      table.foreignKey(["customer"], "customer", ["id"]),
    ]),
  ],
  ["renameTable", renameTable("order", "purchase")],
  ["addColumn", alterTable("order", (table) => [table.addColumn("note", "text", { nullable: true })])],
  ["dropColumn", alterTable("customer", (table) => [table.dropColumn("age", "integer")])],
  ["renameColumn", alterTable("order", (table) => [table.renameColumn("customer", "client")])],
  [
    "alterColumn",
    alterTable("order", (table) => [
      table.alterColumn("customer", { nullable: false }, { nullable: true, default: "1" }),
    ]),
  ],
  ["addPrimaryKey", alterTable("order", (table) => [table.addPrimaryKey(["customer"])])],
  ["dropUnique", alterTable("customer", (table) => [table.dropUnique(["age"])])],
  ["addCheck", alterTable("order", (table) => [table.addCheck("customer > 0", { name: "positive" })])],
  ["alterOptions", alterTable("customer", (table) => [table.alterOptions({}, { withoutRowid: true })])],
  ["createIndex", createIndex("order", "IDX_customer", ["customer"], { unique: true })],
  ["dropIndex", dropIndex("customer", index.index.name, index.index.elements, { where: "customer.age > 1" })],
  ["createView", createView("all", "SELECT 1", { columns: ["one"] })],
  ["dropView", dropView("adults", adults.view.query)],
  ["createTrigger on a view", createTrigger("adults", "t", "CREATE TRIGGER t …")],
  ["dropTrigger", dropTrigger("customer", "log", trigger.trigger.sql)],
];

describe.each(operations)("%s", (_name, operation) => {
  test("changes the schema, and its inverse changes it back", () => {
    const after = apply(start, operation);
    expect(schemaDifferences(start, after)).not.toEqual([]);
    expect(schemaDifferences(applyAll(after, invertAll([operation])), start)).toEqual([]);
  });

  test("is the inverse of its inverse", () => {
    const inverse = invert(operation);
    expect(inverse && invert(inverse)).toEqual(operation);
  });
});

test("nothing is the inverse of rows and of SQL of the author's own, and they change no schema", () => {
  for (const operation of [execute("DROP TABLE customer"), bulkInsert("customer", [{ id: 1 }])]) {
    expect(invert(operation)).toBeUndefined();
    expect(apply(start, operation)).toBe(start);
  }
});

test("inverses come last first, without what only fills rows", () => {
  const change = alterTable("order", (table) => [
    table.addColumn("note", "text", { backfill: "''" }),
    table.alterColumn("note", { nullable: false }, { nullable: true }, { backfill: "1" }),
  ]);
  expect(invertAll([note, execute("SELECT 1"), change])).toEqual([
    alterTable("order", (table) => [
      table.alterColumn("note", { nullable: true }, { nullable: false }),
      table.dropColumn("note", "text"),
    ]),
    dropTable("note", (table) => [table.column("id", "integer")]),
  ]);
});

test.each<[Operation, message: string]>([
  [customer, '"customer" already exists'],
  [createTable("adults", () => []), '"adults" already exists'],
  [dropTable("gone", () => []), 'there is no table "gone"'],
  [renameTable("gone", "other"), 'there is no table "gone"'],
  [renameTable("order", "customer"), '"customer" already exists'],
  [alterTable("gone", () => []), 'there is no table "gone"'],
  [
    alterTable("order", (t) => [t.addColumn("customer", "text")]),
    'table "order" already has a column "customer"',
  ],
  [alterTable("order", (t) => [t.dropColumn("gone", "text")]), 'table "order" has no column "gone"'],
  [alterTable("order", (t) => [t.renameColumn("gone", "new")]), 'table "order" has no column "gone"'],
  [
    alterTable("customer", (t) => [t.renameColumn("id", "age")]),
    'table "customer" already has a column "age"',
  ],
  [alterTable("order", (t) => [t.alterColumn("gone", {}, {})]), 'table "order" has no column "gone"'],
  [alterTable("customer", (t) => [t.addPrimaryKey(["age"])]), 'table "customer" already has a primary key'],
  [alterTable("customer", (t) => [t.dropPrimaryKey(["age"])]), 'table "customer" has no such primary key'],
  [alterTable("order", (t) => [t.dropCheck("1")]), 'table "order" has no constraint {"expression":"1"}'],
  [index, 'index "IDX_age" already exists'],
  [dropIndex("order", "IDX_age", []), 'there is no index "IDX_age"'],
  [dropView("order", ""), 'there is no view "order"'],
  [dropTrigger("order", "log", ""), 'there is no trigger "log"'],
])("$kind does not fit: %#", (operation, message) => {
  expect(() => apply(start, operation)).toThrow(
    expect.objectContaining({ code: "E_OPERATION_CONFLICT", message }),
  );
});
