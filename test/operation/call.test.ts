import * as fc from "fast-check";
import { expect, test } from "vitest";
import { builders, createOperations } from "../../src/operation/builders.js";
import { callOf, type Argument, type Call } from "../../src/operation/call.js";
import { tableChanges, tableElements } from "../../src/operation/table-builder.js";
import { hostileOperations } from "../support/arbitrary-operation.js";
import { propertyOptions } from "../support/arbitrary-seed.js";

/** Calls the method of that name, whatever its parameters. */
function invoke(owner: object, { method, arguments: parameters }: Call): unknown {
  const found: unknown = Reflect.get(owner, method);
  if (typeof found !== "function") throw new TypeError(`there is no method ${method}`);
  return Reflect.apply(found, owner, parameters.map(valueOf));
}

function valueOf(argument: Argument): unknown {
  if ("value" in argument) return argument.value;
  return (table: object) => argument.calls.map((call) => invoke(table, call));
}

test("the call of an operation makes that operation", () => {
  fc.assert(
    fc.property(hostileOperations, (operation) => {
      expect(invoke(builders, callOf(operation))).toEqual(operation);
    }),
    propertyOptions,
  );
});

test("every method of op makes the operation of its name, and no other is there", () => {
  const op = createOperations({ run: async () => {}, query: async () => [] });
  expect(Object.keys(op).toSorted()).toEqual([...Object.keys(builders), "query"].toSorted());
});

test("a column is NOT NULL unless it says otherwise", () => {
  expect(tableElements.column("a", "text")).toMatchObject({ column: { nullable: false } });
  expect(tableChanges.addColumn("a", "text", { nullable: true })).toMatchObject({
    column: { nullable: true },
  });
});

test("a mistake in an operation is known at once, awaited or not", async () => {
  const op = createOperations({ run: async () => {}, query: async () => [] });
  const mistaken = async (): Promise<void> => {
    void op.createTable("a", () => {
      throw new Error("mistaken");
    });
  };
  await expect(mistaken()).rejects.toThrow("mistaken");
});
