import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyRenames, diff } from "../../src/diff/diff.js";
import { settleExpressions } from "../../src/diff/expressions.js";
import type { Abilities, ExpressionPair, Verdict } from "../../src/dialect/dialect.js";
import { sqlite } from "../../src/dialect/sqlite/index.js";
import { apply, applyAll } from "../../src/operation/apply.js";
import { invertAll } from "../../src/operation/invert.js";
import type { Operation } from "../../src/operation/operation.js";
import { schemaDifferences } from "../../src/schema/compare.js";
import { keyOf } from "../../src/schema/name.js";
import { emptySchema, type Schema, type Table } from "../../src/schema/schema.js";
import { pairs, renamedPairs, schemas, type Pair } from "../support/arbitrary-schema.js";
import { propertyOptions } from "../support/arbitrary-seed.js";
import { following, lines } from "./support.js";
import { problemsOf } from "./validity.js";

const compareTexts = (list: readonly ExpressionPair[]): Promise<Verdict[]> =>
  sqlite.compareExpressions(list, { from: emptySchema, to: emptySchema });

/** The wanted schema with its expressions as the other spells them, wherever both mean the same. */
async function settle(spelled: Schema, wanted: Schema): Promise<Schema> {
  return (await settleExpressions(spelled, wanted, compareTexts)).schema;
}

async function differences(found: Schema, wanted: Schema): Promise<string[]> {
  return schemaDifferences(found, await settle(found, wanted));
}

interface Solved {
  readonly from: Schema;
  readonly to: Schema;
  readonly up: readonly Operation[];
}

async function solve({ from, to, renames }: Pair, abilities: Abilities): Promise<Solved> {
  const settled = await settle(applyRenames(from, renames), to);
  return { from, to: settled, up: diff(from, settled, renames, abilities) };
}

const least: Abilities = { ...sqlite.abilities, forwardReferences: false };

describe.each([
  ["SQLite", sqlite.abilities],
  ["the least", least],
  ["PostgreSQL", following],
])("with the abilities of %s", (_name, abilities) => {
  test("a schema does not differ from itself", () => {
    fc.assert(
      fc.property(schemas, (schema) => {
        expect(diff(schema, structuredClone(schema), undefined, abilities)).toEqual([]);
      }),
      propertyOptions,
    );
  });

  test("the operations lead from the one schema to the other, and back", async () => {
    await fc.assert(
      fc.asyncProperty(pairs, async (pair) => {
        const { from, to, up } = await solve(pair, abilities);
        expect(schemaDifferences(applyAll(from, up), to)).toEqual([]);
        expect(await differences(applyAll(to, invertAll(up)), from)).toEqual([]);
      }),
      propertyOptions,
    );
  });

  test("each operation is undone by its inverse", async () => {
    await fc.assert(
      fc.asyncProperty(pairs, async (pair) => {
        const { from, up } = await solve(pair, abilities);
        let before = from;
        for (const operation of up) {
          const after = apply(before, operation);
          expect(await differences(applyAll(after, invertAll([operation])), before)).toEqual([]);
          before = after;
        }
      }),
      propertyOptions,
    );
  });

  test("the order of lists does not count", () => {
    fc.assert(
      fc.property(pairs, fc.infiniteStream(fc.nat()), ({ from, to, renames }, stream) => {
        const shuffled = [from, to].map((schema) => shuffleSchema(schema, stream));
        const [left = from, right = to] = shuffled;
        expect(diff(left, right, renames, abilities)).toEqual(diff(from, to, renames, abilities));
      }),
      propertyOptions,
    );
  });
});

function shuffle<Item>(items: readonly Item[], stream: Iterator<number>): Item[] {
  return items
    .map((item) => ({ item, place: Number(stream.next().value) }))
    .toSorted((left, right) => left.place - right.place)
    .map(({ item }) => item);
}

function shuffleSchema(schema: Schema, stream: Iterator<number>): Schema {
  const shuffleTable = (table: Table): Table => ({
    ...table,
    uniques: shuffle(table.uniques, stream),
    foreignKeys: shuffle(table.foreignKeys, stream),
    checks: shuffle(table.checks, stream),
    indexes: shuffle(table.indexes, stream),
  });
  return {
    ...schema,
    tables: shuffle(schema.tables.map(shuffleTable), stream),
    views: shuffle(schema.views, stream),
  };
}

/** What stands in the way of an operation where tables must be there before keys refer to them. */
function danglingKeys(schema: Schema): string[] {
  const names = new Set(schema.tables.map(keyOf));
  return schema.tables.flatMap((table) =>
    table.foreignKeys
      .filter((key) => !names.has(keyOf(key.references)))
      .map((key) => `${table.name} → ${key.references.name}`),
  );
}

test("without forward references, no key ever refers to a table that is not there", async () => {
  await fc.assert(
    fc.asyncProperty(pairs, async (pair) => {
      const { from, up } = await solve(pair, least);
      for (const [start, operations] of [
        [from, up],
        [applyAll(from, up), invertAll(up)],
      ] as const) {
        let schema = start;
        for (const operation of operations) {
          schema = apply(schema, operation);
          expect(danglingKeys(schema)).toEqual([]);
        }
      }
    }),
    propertyOptions,
  );
});

test("where keys, names and views are checked at once, no operation leaves what is neither before nor after", async () => {
  await fc.assert(
    fc.asyncProperty(pairs, async (pair) => {
      const { from, to, up } = await solve(pair, following);
      const known = new Set([from, to].flatMap((schema) => problemsOf(schema, following)));
      for (const [start, operations] of [
        [from, up],
        [to, invertAll(up)],
      ] as const) {
        let schema = start;
        for (const operation of operations) {
          schema = apply(schema, operation);
          const problems = problemsOf(schema, following).filter((problem) => !known.has(problem));
          expect(problems, lines([operation]).join()).toEqual([]);
        }
      }
    }),
    propertyOptions,
  );
});

test("nothing is dropped and created under known new names", () => {
  fc.assert(
    fc.property(renamedPairs, ({ from, to, renames }) => {
      const operations = diff(from, to, renames);
      const created = operations.flatMap((op) => (op.kind === "createTable" ? [op.table.name] : []));
      const dropped = operations.flatMap((op) => (op.kind === "dropTable" ? [op.table.name] : []));
      for (const rename of renames.tables) {
        expect(created).not.toContain(rename.to.name);
        expect(dropped).not.toContain(rename.from.name);
      }
    }),
    propertyOptions,
  );
});
