import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { enumAnswers, valueRenameQuestions } from "../../src/diff/enum-answers.js";
import { enumRenames } from "../../src/diff/enums.js";
import {
  mapValueAnswer,
  parseMapValue,
  parseRenameValue,
  renameValueAnswer,
} from "../../src/diff/value-answers.js";
import { exitCode } from "../../src/errors.js";
import { applyAll } from "../../src/operation/apply.js";
import { tableElements } from "../../src/operation/table-builder.js";
import { hostileTexts } from "../support/arbitrary-operation.js";
import { propertyOptions } from "../support/arbitrary-seed.js";
import { enumOf, schema, table } from "./support.js";

const names = hostileTexts.filter((name) => name !== "");
const paths = fc.array(names, { minLength: 1, maxLength: 3 });

describe("answers", () => {
  test("every answer can be typed", () => {
    fc.assert(
      fc.property(paths, names, names, (path, value, to) => {
        const rename = renameValueAnswer(path, value, to);
        expect(parseRenameValue(rename.text)).toEqual(rename);
        for (const now of [to, null, "null", "NULL"]) {
          const replacement = mapValueAnswer(path, value, now);
          expect(parseMapValue(replacement.text)).toEqual(replacement);
        }
      }),
      propertyOptions,
    );
  });

  test.each<[text: string, path: string[], value: string, to: string | null]>([
    ["customer_tier.silver:gold", ["customer_tier"], "silver", "gold"],
    ["customer_tier.silver:null", ["customer_tier"], "silver", null],
    ["customer_tier.silver:NULL", ["customer_tier"], "silver", null],
    ['customer_tier.silver:"null"', ["customer_tier"], "silver", "null"],
    ["billing.tier.silver:gold", ["billing", "tier"], "silver", "gold"],
    ["customer.tier.silver:gold", ["customer", "tier"], "silver", "gold"],
    ['"Tier"."on hold":"a.b"', ["Tier"], "on hold", "a.b"],
  ])("%s is understood", (text, path, value, to) => {
    expect(parseMapValue(text)).toEqual({ path, value, to, text });
  });

  test.each(["", "gold:premium", "tier.gold", "tier.gold:", ".gold:premium", "tier.gold:a:b"])(
    '"%s" is not',
    (text) => {
      expect(() => parseRenameValue(text)).toThrow(
        expect.objectContaining({ code: "E_RENAME_VALUE_SYNTAX", exitCode: exitCode.usage }),
      );
      expect(() => parseMapValue(text)).toThrow(
        expect.objectContaining({ code: "E_MAP_VALUE_SYNTAX", exitCode: exitCode.usage }),
      );
    },
  );
});

const from = schema(enumOf("kept", "x"), enumOf("tier", "basic", "silver", "gold"));
const to = schema(enumOf("kept", "x", "y"), enumOf("tier", "basic", "premium", "top"));
const context = { from, to, renamed: [] };

describe("questions", () => {
  test("each value that went, with all that came in the same enum", () => {
    expect(valueRenameQuestions(from, to)).toEqual([
      {
        kind: "value",
        path: ["tier", "silver"],
        table: "tier",
        from: "silver",
        candidates: ["premium", "top"],
      },
      { kind: "value", path: ["tier", "gold"], table: "tier", from: "gold", candidates: ["premium", "top"] },
    ]);
  });

  test("none where values only go", () => {
    expect(valueRenameQuestions(to, schema(enumOf("tier", "basic")))).toEqual([]);
  });
});

describe("what the answers say", () => {
  const resolve = (renames: readonly string[], maps: readonly string[]): ReturnType<typeof enumAnswers> =>
    enumAnswers(renames.map(parseRenameValue), maps.map(parseMapValue), context);

  test("by enum", () => {
    expect(resolve(["tier.gold:premium"], ["tier.silver:basic"])).toEqual(
      new Map([["tier", { renames: { gold: "premium" }, replacements: { silver: "basic" } }]]),
    );
  });

  test("a replacement may say the old name of a value that is renamed", () => {
    expect(resolve(["tier.gold:premium"], ["tier.silver:gold"]).get("tier")?.replacements).toEqual({
      silver: "premium",
    });
  });

  test("the same answer twice is one", () => {
    expect(resolve(["tier.gold:premium", "tier.gold:premium"], []).get("tier")?.renames).toEqual({
      gold: "premium",
    });
  });

  test("an enum may be said by its old or its new name", () => {
    const column = tableElements.column;
    const before = schema(table("t", column("x", "old")), enumOf("old", "a"));
    const after = schema(table("t", column("x", "new")), enumOf("new", "b"));
    const renamed = enumRenames(before, after);
    const named = { from: applyAll(before, renamed), to: after, renamed };
    for (const text of ["old.a:b", "new.a:b"]) {
      expect(enumAnswers([parseRenameValue(text)], [], named).get("new")?.renames).toEqual({ a: "b" });
    }
  });

  test.each<[renames: string[], maps: string[], message: string]>([
    [["nothing.gold:premium"], [], 'the database has no enum "nothing"'],
    [["tier.nothing:premium"], [], 'enum "tier" has no value "nothing"'],
    [["tier.basic:premium"], [], 'the value "basic" of enum "tier" stays'],
    [["tier.gold:nothing"], [], 'no entity gives enum "tier" a value "nothing"'],
    [["tier.gold:basic"], [], 'enum "tier" already has a value "basic"'],
    [["tier.gold:premium", "tier.gold:top"], [], 'the value "gold" cannot have two new names'],
    [["tier.gold:premium", "tier.silver:premium"], [], 'two values of the name "premium"'],
    [[], ["tier.basic:null"], 'the value "basic" of enum "tier" stays'],
    [[], ["tier.gold:silver"], 'enum "tier" will have no value "silver"'],
    [[], ["tier.gold:top", "tier.gold:null"], 'rows with "gold" cannot get two values'],
    [["tier.gold:top"], ["tier.gold:null"], 'the value "gold" is renamed'],
  ])("%j, %j cannot be", (renames, maps, message) => {
    expect(() => resolve(renames, maps)).toThrow(
      expect.objectContaining({ code: "E_VALUE_UNKNOWN", message: expect.stringContaining(message) }),
    );
  });
});
