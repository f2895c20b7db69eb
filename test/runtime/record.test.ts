import { expect, test } from "vitest";
import { builders } from "../../src/operation/builders.js";
import type { SqlValue } from "../../src/operation/operation.js";
import {
  checksumOf,
  record,
  recordRevision,
  toRevisionModule,
  type RevisionModule,
} from "../../src/runtime/record.js";

const drop = builders.execute("DROP TABLE a");

test.each<[name: string, up: RevisionModule["up"], operations: number, complete: boolean]>([
  [
    "awaits",
    async (op) => {
      await op.execute("DROP TABLE a");
      await op.execute("DROP TABLE a");
    },
    2,
    true,
  ],
  [
    "awaits nothing",
    (op) => {
      void op.execute("DROP TABLE a");
      void op.execute("DROP TABLE a");
    },
    2,
    true,
  ],
  [
    "forgets its helper",
    (op) => {
      void (async () => {
        await op.execute("DROP TABLE a");
        await op.execute("DROP TABLE a");
      })();
    },
    2,
    true,
  ],
  [
    "asks the database",
    async (op) => {
      await op.execute("DROP TABLE a");
      for (const _ of await op.query("SELECT 1")) await op.execute("DROP TABLE a");
    },
    1,
    false,
  ],
  [
    "asks and does not wait",
    (op) => void op.query("SELECT 1").then(() => op.execute("DROP TABLE a")),
    0,
    false,
  ],
  [
    "asks and catches",
    async (op) => {
      await op.query("SELECT 1").catch(() => []);
    },
    0,
    false,
  ],
  ["does nothing", () => undefined, 0, true],
])("a revision that %s", async (_name, up, operations, complete) => {
  expect(await record("a.ts", up)).toEqual({ operations: Array(operations).fill(drop), complete });
});

test.each<[name: string, up: RevisionModule["up"]]>([
  [
    "throws",
    () => {
      throw new Error("no");
    },
  ],
  ["rejects", () => Promise.reject(new Error("no"))],
])("a revision that %s is named", async (_name, up) => {
  await expect(record("a.ts", up)).rejects.toMatchObject({ code: "E_REVISION_FAILED", message: "a.ts: no" });
});

test.each<[name: string, exported: unknown, message: string]>([
  ["nothing", undefined, 'no function "up"'],
  ["no up", { down: () => {} }, 'no function "up"'],
  ["an up that is none", { up: 1 }, 'no function "up"'],
  ["a down that is none", { up: () => {}, down: 1 }, '"down" is not a function'],
])("a file that exports %s is no revision", (_name, exported, message) => {
  expect(() => toRevisionModule("a.ts", exported)).toThrow(
    expect.objectContaining({ code: "E_REVISION_FILE", message: expect.stringContaining(message) }),
  );
});

async function checksum(
  parameters: readonly SqlValue[],
  down?: RevisionModule["down"],
): Promise<string | undefined> {
  const up: RevisionModule["up"] = (op) => op.execute("SELECT ?", parameters);
  return checksumOf(await recordRevision("a.ts", down === undefined ? { up } : { up, down }));
}

test("equal revisions have one checksum, others another", async () => {
  const values: readonly SqlValue[] = ["1", 1, 1n, true, null, 2n ** 60n, new Uint8Array([1]), new Date(0)];
  const sums = await Promise.all(values.map((value) => checksum([value])));
  expect(new Set(sums).size).toBe(values.length);
  expect(await Promise.all(values.map((value) => checksum([value])))).toEqual(sums);
  expect(await checksum(["1"], (op) => op.execute("SELECT 1"))).not.toBe(sums[0]);
});

test("nobody knows the checksum of a revision that asks the database", async () => {
  expect(await checksum([], async (op) => void (await op.query("SELECT 1")))).toBeUndefined();
});
