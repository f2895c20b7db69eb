import { expect, test } from "vitest";
import { displayName, keyOf, nameOf, sameName, type ObjectName } from "../../src/schema/name.js";

const names: readonly ObjectName[] = [
  { name: "a" },
  { name: "b" },
  { schema: "a", name: "b" },
  { schema: "b", name: "a" },
  { name: "a.b" },
  { schema: "", name: "a" },
  { schema: "a.b", name: "c" },
  { schema: "a", name: "b.c" },
];

test("keys are equal for equal names and for no others", () => {
  for (const left of names)
    for (const right of names) {
      expect(keyOf(left) === keyOf({ ...right })).toBe(left === right);
      expect(sameName(left, { ...right })).toBe(left === right);
    }
});

test.each<[ObjectName, shown: string]>([
  [{ name: "invoice" }, "invoice"],
  [{ schema: "billing", name: "invoice" }, "billing.invoice"],
])("%j is shown as %s", (name, shown) => {
  expect(displayName(name)).toBe(shown);
});

test("a name alone has nothing of the object that carries it", () => {
  const view = { name: "a", query: "SELECT 1" };
  expect(nameOf(view)).toStrictEqual({ name: "a" });
  expect(nameOf({ ...view, schema: "s" })).toStrictEqual({ schema: "s", name: "a" });
});
