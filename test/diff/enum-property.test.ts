import * as fc from "fast-check";
import { expect, test } from "vitest";
import { diff, noRenames } from "../../src/diff/diff.js";
import { noEnumAnswers, type EnumAnswers } from "../../src/diff/enums.js";
import { apply, applyAll } from "../../src/operation/apply.js";
import { invertAll } from "../../src/operation/invert.js";
import { tableElements } from "../../src/operation/table-builder.js";
import { schemaDifferences } from "../../src/schema/compare.js";
import type { Schema, Table } from "../../src/schema/schema.js";
import { propertyOptions } from "../support/arbitrary-seed.js";
import { enumOf, following, lines, schema, table, view, withIndexes } from "./support.js";
import { problemsOf } from "./validity.js";

const { check, column } = tableElements;

const letters = ["a", "b", "c", "d"];
const lists = fc.shuffledSubarray(letters, { minLength: 1 });
const owners = fc.uniqueArray(fc.constantFrom("t", "u", "v"), { maxLength: 3 });

/** Tables that say values of their enums wherever one can be said. */
const schemas: fc.Arbitrary<Schema> = fc
  .record({
    types: fc.uniqueArray(fc.constantFrom("x_enum", "y_enum"), { minLength: 1 }),
    values: fc.record({ x_enum: lists, y_enum: lists }),
    owners,
    picks: fc.array(fc.nat(9), { minLength: 12, maxLength: 12 }),
    hasView: fc.boolean(),
  })
  .map(({ types, values, owners: names, picks, hasView }) => {
    const numbers = picks.values();
    const pick = <Item>(items: readonly Item[]): Item | undefined =>
      items[(numbers.next().value ?? 0) % items.length];
    const tables = names.map((name): Table => {
      const type = pick(types) ?? "x_enum";
      const constant = (): string => `'${pick(values[type]) ?? ""}'::${type}`;
      const plain = table(
        name,
        column("kind", type, { default: constant() }),
        check(`kind <> ${constant()}`, { name: `CHK_${name}` }),
      );
      return withIndexes(plain, {
        name: `IDX_${name}`,
        elements: [{ column: "id" }],
        where: `kind = ${constant()}`,
      });
    });
    const [first] = names;
    const views = hasView && first !== undefined ? [view("w", `SELECT kind FROM ${first}`)] : [];
    return schema(...tables, ...views, ...types.map((type) => enumOf(type, ...values[type])));
  });

/** Some values that went, each as the new name of one that came. */
function answersFor(from: Schema, to: Schema, count: number): EnumAnswers {
  return new Map(
    from.enums.flatMap(({ name, values }) => {
      const wanted = to.enums.find((one) => one.name === name)?.values ?? [];
      const went = values.filter((value) => !wanted.includes(value));
      const came = wanted.filter((value) => !values.includes(value));
      const pairs = went.flatMap((value, at) => (came[at] === undefined ? [] : [[value, came[at]] as const]));
      return pairs.length === 0 ? [] : [[name, { renames: Object.fromEntries(pairs.slice(0, count)) }]];
    }),
  );
}

test("no value is said before it comes or after it went, in both directions", () => {
  fc.assert(
    fc.property(schemas, schemas, fc.nat(2), (from, to, count) => {
      const answers = count === 0 ? noEnumAnswers : answersFor(from, to, count);
      const up = diff(from, to, noRenames, following, answers);
      const down = invertAll(up);
      expect(schemaDifferences(applyAll(from, up), to)).toEqual([]);
      expect(schemaDifferences(applyAll(to, down), from)).toEqual([]);
      for (const [start, operations] of [
        [from, up],
        [to, down],
      ] as const) {
        let now = start;
        for (const operation of operations) {
          now = apply(now, operation);
          expect(problemsOf(now, following), lines([operation]).join()).toEqual([]);
        }
      }
    }),
    propertyOptions,
  );
});

test("a schema does not differ from itself", () => {
  fc.assert(
    fc.property(schemas, (one) => {
      expect(diff(one, structuredClone(one), noRenames, following)).toEqual([]);
    }),
    propertyOptions,
  );
});
