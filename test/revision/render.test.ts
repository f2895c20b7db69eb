import { transformSync } from "@swc/core";
import * as fc from "fast-check";
import { runInThisContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { builders } from "../../src/operation/builders.js";
import type { Operation } from "../../src/operation/operation.js";
import { scanHeader, type RevisionHeader } from "../../src/revision/header.js";
import { renderRevision, type RevisionText } from "../../src/revision/render.js";
import { recordRevision, toRevisionModule } from "../../src/runtime/record.js";
import { hostileOperations, hostileTexts } from "../support/arbitrary-operation.js";
import { propertyOptions } from "../support/arbitrary-seed.js";

const plain: RevisionText = {
  id: "4f1c9a0b2d7e",
  parents: ["9be02d4c11aa"],
  message: "add customer tier",
  origin: "Written by hand",
  up: [],
  down: [],
  resolutionMode: false,
};

/** What a revision file exports, its types stripped. */
function load(text: string): unknown {
  const { code } = transformSync(text, {
    swcrc: false,
    jsc: { parser: { syntax: "typescript" }, target: "es2022" },
    module: { type: "commonjs" },
  });
  const exported = {};
  const run: unknown = runInThisContext(`(exports) => {\n${code}\n}`);
  if (typeof run !== "function") throw new TypeError("the file is not a module");
  run(exported);
  return exported;
}

async function operationsOf(text: string): Promise<{ up: readonly Operation[]; down: readonly Operation[] }> {
  const { up, down } = await recordRevision("revision.ts", toRevisionModule("revision.ts", load(text)));
  return { up: up.operations, down: down.operations };
}

function headerOf(text: string): RevisionHeader {
  const scan = scanHeader(text, "20260101T0000_4f1c9a0b2d7e_x.ts");
  if (scan.kind !== "revision") throw new Error(`no header: ${JSON.stringify(scan)}`);
  return scan.header;
}

const commented = fc.record({
  operation: hostileOperations,
  comments: fc.array(hostileTexts, { maxLength: 2 }),
});
const lists = fc.array(commented, { minLength: 1, maxLength: 3 });
const ids = fc.stringMatching(/^[0-9a-f]{12}$/);
const messages = fc.array(hostileTexts, { maxLength: 3 }).map((parts) => parts.join(" "));

test("a file does the operations that were written, whatever texts are in them", async () => {
  await fc.assert(
    fc.asyncProperty(lists, lists, messages, async (up, down, message) => {
      const text = renderRevision({ ...plain, message, up, down });
      const found = await operationsOf(text);
      expect(found.up).toEqual(up.map(({ operation }) => operation));
      expect(found.down).toEqual(down.map(({ operation }) => operation));
    }),
    propertyOptions,
  );
});

/** A message as a documentation comment can hold it: its first paragraph, without blanks at the ends of lines. */
function paragraphOf(message: string): string {
  const lines = message.trim().split(/\r\n|[\n\r\u2028\u2029]/);
  const text = lines
    .map((line) => line.trimEnd())
    .join("\n")
    .trim();
  return text.split(/\n\s*\n/)[0] ?? "";
}

test("the header says what was written, whatever texts are in it", () => {
  fc.assert(
    fc.property(ids, fc.uniqueArray(ids, { maxLength: 3 }), messages, lists, (id, parents, message, up) => {
      fc.pre(!message.includes("*\\/"));
      const header = headerOf(renderRevision({ ...plain, id, parents, message, up }));
      expect(header).toMatchObject({ id, parents, branchLabels: [], dependsOn: [], transaction: true });
      expect(header.message).toBe(paragraphOf(message) || "no message");
    }),
    propertyOptions,
  );
});

describe("the text", () => {
  const table = builders.createTable("tier", (t) => [t.column("id", "integer"), t.primaryKey(["id"])]);

  test("of a revision", () => {
    const up = [{ operation: table, comments: ["A note.\nOf two lines."] }];
    expect(renderRevision({ ...plain, up })).toBe(`import type { Operations } from "aludel";

/**
 * add customer tier
 *
 * Written by hand.
 */
export const revision = "4f1c9a0b2d7e";
export const parents = ["9be02d4c11aa"];

export async function up(op: Operations): Promise<void> {
// A note.
// Of two lines.
await op.createTable("tier", (table) => [
table.column("id", "integer"),
table.primaryKey(["id"]),
]);
}

export async function down(_op: Operations): Promise<void> {
// Write here what the revision does. Without operations in down it cannot be undone.
}
`);
  });

  test.each([
    ["a base", { parents: [] }, "export const parents: string[] = [];"],
    ["a merge", { parents: ["a1", "b2"] }, 'export const parents = ["a1", "b2"];'],
    ["CommonJS", { resolutionMode: true }, 'from "aludel" with { "resolution-mode": "import" };'],
    ["no message", { message: " " }, "/**\n * no message\n"],
    ["the end of a comment", { message: "a */ b" }, " * a *\\/ b\n"],
    ["a message of several lines", { message: "a\r\n\r\nb\u2028c" }, " * a\n *\n * b\n * c\n"],
  ])("with %s", (_name, change, expected) => {
    expect(renderRevision({ ...plain, ...change })).toContain(expected);
  });

  test.each<[string, Operation, string]>([
    ["several lines", builders.execute("SELECT 1,\n  2"), 'op.execute(["SELECT 1,", "  2"].join("\\n"));'],
    ["a last line break", builders.execute("SELECT 1\n"), 'op.execute("SELECT 1\\n");'],
    ["a big number", builders.execute("", [2n ** 60n]), 'op.execute("", [1152921504606846976n]);'],
    ["bytes", builders.execute("", [new Uint8Array([0, 255])]), "[new Uint8Array([0, 255])]"],
    ["a time", builders.execute("", [new Date(0)]), '[new Date("1970-01-01T00:00:00.000Z")]'],
    ["a key with a blank", builders.bulkInsert("t", [{ "a b": null }]), '[{ "a b": null }]'],
    [
      "a table of a schema",
      builders.renameTable("a", { schema: "s", name: "b" }),
      '{ schema: "s", name: "b" }',
    ],
  ])("writes %s", (_name, operation, expected) => {
    expect(renderRevision({ ...plain, up: [{ operation, comments: [] }] })).toContain(expected);
  });
});
