import { describe, expect, test } from "vitest";
import { apply } from "../../src/operation/apply.js";
import { builders } from "../../src/operation/builders.js";
import { invert } from "../../src/operation/invert.js";
import type { Operation } from "../../src/operation/operation.js";
import { tableElements, tableOf } from "../../src/operation/table-builder.js";
import { emptySchema, type Schema } from "../../src/schema/schema.js";

const tier = { name: "tier", values: ["basic", "gold"] };
const customer = tableOf("customer", [
  tableElements.column("tier", "tier", { default: "'gold'::tier" }),
  tableElements.column("earlier", "tier[]", { default: "'{basic,gold}'::tier[]" }),
  tableElements.column("note", "varchar", { default: "'gold'::character varying" }),
  tableElements.check("(tier <> 'gold'::tier)", { name: "no_gold" }),
]);
const schema: Schema = { ...emptySchema, enums: [tier], tables: [customer] };

function defaultsOf({ tables }: Schema): (string | undefined)[] {
  return tables.flatMap(({ columns }) => columns.map((column) => column.default));
}

describe("an enum", () => {
  test("gets another name: columns and constants of it follow", () => {
    const renamed = apply(schema, builders.renameEnum("tier", { schema: "crm", name: "Level" }));
    expect(renamed.enums).toEqual([{ schema: "crm", name: "Level", values: ["basic", "gold"] }]);
    expect(renamed.tables[0]?.columns.map(({ type }) => type)).toEqual([
      'crm."Level"',
      'crm."Level"[]',
      "varchar",
    ]);
    expect(defaultsOf(renamed)).toEqual([
      `'gold'::crm."Level"`,
      `'{basic,gold}'::crm."Level"[]`,
      "'gold'::character varying",
    ]);
    expect(renamed.tables[0]?.checks[0]?.expression).toBe(`(tier <> 'gold'::crm."Level")`);
  });

  test("gets a value renamed: constants of it follow, other texts do not", () => {
    const operation = builders.alterEnum("tier", ["basic", "gold"], ["basic", "it's"], {
      renames: { gold: "it's" },
    });
    const altered = apply(schema, operation);
    expect(altered.enums[0]?.values).toEqual(["basic", "it's"]);
    expect(defaultsOf(altered)).toEqual([
      "'it''s'::tier",
      "'{basic,it''s}'::tier[]",
      "'gold'::character varying",
    ]);
    const back = invert(operation);
    expect(back && apply(altered, back)).toEqual(schema);
  });

  test.each<[string, Operation]>([
    ["that is not there is renamed", builders.renameEnum("level", "tier")],
    ["has other values than the operation says", builders.alterEnum("tier", ["basic"], ["basic", "gold"])],
    ["is there already", builders.createEnum("tier", ["a"])],
    ["that is not there goes", builders.dropEnum("level", ["a"])],
  ])("%s: the operation does not fit", (_name, operation) => {
    expect(() => apply(schema, operation)).toThrow(expect.objectContaining({ code: "E_OPERATION_CONFLICT" }));
  });
});
