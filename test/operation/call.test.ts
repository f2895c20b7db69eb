import * as fc from "fast-check";
import { expect, test } from "vitest";
import { builders, createOperations } from "../../src/operation/builders.js";
import { callOf, type Argument, type Call } from "../../src/operation/call.js";
import type { Operation } from "../../src/operation/operation.js";
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
  if ("operations" in argument) return (op: object) => argument.operations.map((call) => invoke(op, call));
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
  expect(Object.keys(op).toSorted()).toEqual([...Object.keys(builders), "autocommit", "query"].toSorted());
});

test("what op.autocommit runs is wrapped, each operation by itself, and comes back from its call", async () => {
  const run: Operation[] = [];
  const op = createOperations({ run: async (operation) => void run.push(operation), query: async () => [] });
  await op.autocommit(async (outside) => {
    await outside.execute("VACUUM a");
    await outside.createEnum("tier", ["a"]);
  });
  const [execute, createEnum] = run;
  expect(execute).toEqual({ kind: "autocommit", operation: { kind: "execute", sql: "VACUUM a" } });
  if (createEnum === undefined) throw new Error("one operation is missing");
  await invoke(op, callOf(createEnum));
  expect(run[2]).toEqual(createEnum);
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
