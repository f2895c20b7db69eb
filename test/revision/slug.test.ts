import * as fc from "fast-check";
import { expect, test } from "vitest";
import { fileName, slugOf } from "../../src/revision/slug.js";

const date = new Date("2026-11-21T23:30:59-02:00");

test.each([
  ["add customer tier", "20261122T0130_4f1c9a0b2d7e_add_customer_tier.ts"],
  ["", "20261122T0130_4f1c9a0b2d7e.ts"],
  ["🎉", "20261122T0130_4f1c9a0b2d7e.ts"],
])("the file name for %j", (message, expected) => {
  expect(fileName({ id: "4f1c9a0b2d7e", message, date })).toBe(expected);
});

test("another extension", () => {
  expect(fileName({ id: "a1", message: "x", date, extension: ".mjs" })).toBe("20261122T0130_a1_x.mjs");
});

test.each([
  ["Add  Customer-Tier!", "add_customer_tier"],
  ["Größe für Ærø, naïve façade", "grosse_fur_aero_naive_facade"],
  ['../../etc/passwd\n\\NUL:*?"<>|', "etc_passwd_nul"],
  ["add 🎉 party */ `${x}`", "add_party_x"],
  ["顧客 tier", "tier"],
  ["ＦＵＬＬ ﬁt", "full_fit"],
  ["a".repeat(300), "a".repeat(40)],
  ["add the customer tier column and its index", "add_the_customer_tier_column_and_its"],
  [`one ${"x".repeat(60)}`, "one"],
])("the slug of %j", (message, slug) => {
  expect(slugOf(message)).toBe(slug);
});

test("any message gives a safe name", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (message) => {
      expect(slugOf(message)).toMatch(/^(?:[a-z0-9]+(?:_[a-z0-9]+)*)?$/);
      expect(slugOf(message).length).toBeLessThanOrEqual(40);
    }),
  );
});
