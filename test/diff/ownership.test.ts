import { describe, expect, test } from "vitest";
import { adopt, type OwnershipRules } from "../../src/diff/ownership.js";
import { builders, type TableDefinition } from "../../src/operation/builders.js";
import { emptySchema, type Index, type Schema, type Table } from "../../src/schema/schema.js";

const rules: OwnershipRules = {
  unmanagedIndexes: [],
  indexMethods: ["gist"],
  createdByHistory: () => false,
  isUsedElsewhere: () => false,
  goes: () => false,
  isPlainInHistory: () => false,
  keepConstraintNames: false,
};

function table(definition: TableDefinition, extra: Partial<Table> = {}): Table {
  return { ...builders.createTable("t", definition).table, ...extra };
}

function schema(...tables: readonly Table[]): Schema {
  return { ...emptySchema, tables };
}

function adopted(from: Table, to: Table, change: Partial<OwnershipRules> = {}): ReturnType<typeof adopt> {
  return adopt(schema(from), schema(to), { ...rules, ...change });
}

const columns: TableDefinition = (t) => [t.column("a", "text"), t.column("b", "text")];
const onlyA: TableDefinition = (t) => [t.column("a", "text")];
const trigger = { name: "log", sql: "CREATE TRIGGER log AFTER UPDATE OF b ON t BEGIN SELECT 1; END" };
const expression: Index = { name: "IDX_e", elements: [{ expression: "lower(b)" }] };
const descending: Index = { name: "IDX_d", elements: [{ column: "a", order: "DESC" }] };
const plain: Index = { name: "IDX_p", elements: [{ column: "a" }] };

describe("what no entity can say stays", () => {
  test.each<[name: string, from: Partial<Table>, to: Partial<Table>, kept: Partial<Table>]>([
    ["triggers", { triggers: [trigger] }, {}, { triggers: [trigger] }],
    ["expression indexes", { indexes: [expression] }, {}, { indexes: [expression] }],
    ["descending indexes", { indexes: [descending] }, {}, { indexes: [descending] }],
    ["STRICT", { options: { strict: true } }, {}, { options: { strict: true } }],
    ["plain indexes go", { indexes: [plain] }, {}, { indexes: [] }],
    [
      "the order of an index that the entity wants",
      { indexes: [descending] },
      { indexes: [{ ...plain, name: "IDX_d" }] },
      { indexes: [descending] },
    ],
    [
      "WITHOUT ROWID, which an entity can say, goes",
      { options: { withoutRowid: true } },
      {},
      { options: {} },
    ],
  ])("%s", (_name, from, to, kept) => {
    expect(adopted(table(columns, from), table(columns, to)).schema.tables[0]).toMatchObject(kept);
  });

  test("it is listed", () => {
    const from = table(columns, {
      triggers: [trigger],
      indexes: [expression, plain],
      options: { strict: true },
    });
    expect(adopted(from, table(columns)).unmanaged).toEqual([
      { kind: "index", name: "IDX_e", table: "t" },
      { kind: "trigger", name: "log", table: "t" },
      { kind: "option", name: "STRICT", table: "t" },
    ]);
  });

  test("an index that an entity declares unmanaged stays", () => {
    const found = adopted(table(columns, { indexes: [plain] }), table(columns), {
      unmanagedIndexes: ["IDX_p"],
    });
    expect(found.schema.tables[0]?.indexes).toEqual([plain]);
  });
});

describe("a column that goes", () => {
  const from = table(columns, { triggers: [trigger], indexes: [expression, descending] });

  test("is held up by what no entity describes", () => {
    const found = adopted(from, table(onlyA));
    expect(found.inTheWay.map(({ name }) => name)).toEqual(["IDX_e", "log"]);
  });

  test("takes along what may go", () => {
    const found = adopted(from, table(onlyA), { goes: (_name, losesColumn) => losesColumn });
    expect(found.inTheWay).toEqual([]);
    expect(found.schema.tables[0]).toMatchObject({ triggers: [], indexes: [descending] });
  });
});

describe("the name of a constraint", () => {
  const named = (name?: string): Table =>
    table((t) => [t.column("a", "text"), t.unique(["a"], name === undefined ? {} : { name })]);
  test.each<[from: string | undefined, to: string | undefined, keep: boolean, name: string | undefined]>([
    ["old", "new", false, "new"],
    ["old", "new", true, "old"],
    [undefined, "new", false, undefined],
    ["old", undefined, false, "old"],
  ])("%s, wanted %s, kept %s: %s", (from, to, keepConstraintNames, name) => {
    const found = adopted(named(from), named(to), { keepConstraintNames });
    expect(found.schema.tables[0]?.uniques[0]?.name).toBe(name);
  });
});
