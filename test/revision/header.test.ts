import { transformSync } from "@swc/core";
import * as ts from "typescript-5";
import { describe, expect, test } from "vitest";
import { scanHeader, type RevisionHeader } from "../../src/revision/header.js";

const fileName = "20261121T1030_4f1c9a0b2d7e_add_customer_tier.ts";
const source = `import type { Operations } from "aludel";

/**
 * add customer tier
 *
 * Written by \`aludel revision --autogenerate\` on 2026-11-21 for SQLite 3.
 */
export const revision = "4f1c9a0b2d7e";
export const parents = ["9be02d4c11aa"];
export const branchLabels: readonly string[] = ["billing", 'tax-office'] as const;
export const dependsOn = [
  \`aa11\`, // a comment
  "bb22",
] satisfies string[];
export const transaction: boolean = false;

const divided = 4 / 2 / 1, pattern = /["'\`{]/g;

export async function up(op: Operations): Promise<void> {
  const revision = "not this one";
  await op.execute(\`a \${revision ? "{" : \`}\${pattern}\`} export const parents = "wrong"\`);
  /** nor this comment */
  await op.execute("*/ export const revision = 1");
}

export async function down(op: Operations): Promise<void> {
  await op.execute('}');
}
`;
const header: RevisionHeader = {
  id: "4f1c9a0b2d7e",
  parents: ["9be02d4c11aa"],
  branchLabels: ["billing", "tax-office"],
  dependsOn: ["aa11", "bb22"],
  transaction: false,
  message: "add customer tier",
  doc: "add customer tier\n\nWritten by `aludel revision --autogenerate` on 2026-11-21 for SQLite 3.",
  hasDown: true,
};

function tsc(module: ts.ModuleKind, removeComments = false): string {
  const compilerOptions = { module, target: ts.ScriptTarget.ES2022, removeComments };
  return ts.transpileModule(source, { compilerOptions }).outputText;
}

function swc(type: "commonjs" | "es6"): string {
  return transformSync(source, {
    jsc: { parser: { syntax: "typescript" }, target: "es2022" },
    module: { type },
  }).code;
}

const esbuildCommonJs = `var __defProp = Object.defineProperty;
var __export = (target, all) => { for (var name in all) __defProp(target, name, { get: all[name], enumerable: true }); };
var tier_exports = {};
__export(tier_exports, { down: () => down, parents: () => parents, revision: () => revision, up: () => up });
module.exports = __toCommonJS(tier_exports);
const revision = "4f1c9a0b2d7e";
const parents = ["9be02d4c11aa"];
async function up(op) {}
async function down(op) { await op.execute("x"); }
`;

const babelCommonJs = `"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.down = down;
exports.parents = exports.revision = void 0;
exports.up = up;
const revision = exports.revision = "4f1c9a0b2d7e";
const parents = exports.parents = ["9be02d4c11aa"];
async function up(op) {}
async function down(op) { await op.execute("x"); }
`;

describe("the same header from", () => {
  const noComment = { message: "add customer tier", doc: "" };
  const short = { ...header, ...noComment, branchLabels: [], dependsOn: [], transaction: true };
  test.each<readonly [string, string, RevisionHeader]>([
    ["TypeScript", source, header],
    ["TypeScript with CRLF and a BOM", `\uFEFF${source.replaceAll("\n", "\r\n")}`, header],
    [
      "TypeScript after a comment at once",
      `\uFEFF// note\u2028\n${source.replace(/^import.*/, "/* x */")}`,
      header,
    ],
    ["tsc, ESM", tsc(ts.ModuleKind.ESNext), header],
    ["tsc, CommonJS", tsc(ts.ModuleKind.CommonJS), header],
    ["tsc without comments", tsc(ts.ModuleKind.CommonJS, true), { ...header, ...noComment }],
    ["swc, ESM", swc("es6"), header],
    ["swc, CommonJS, which drops the comment", swc("commonjs"), { ...header, ...noComment }],
    ["esbuild, CommonJS", esbuildCommonJs, short],
    ["babel, CommonJS", babelCommonJs, short],
  ])("%s", (_, text, expected) => {
    expect(scanHeader(text, fileName)).toEqual({ kind: "revision", header: expected });
  });
});

describe("the message", () => {
  test.each([
    ["one line", "/** add tier */", "add tier"],
    ["two lines", "/**\n * add\n * tier\n *\n * Written.\n */", "add\ntier"],
    ["an escaped end", "/**\n * a *\\/ b /* c\n */", "a */ b /* c"],
    ["emoji and quotes", '/**\n * 🎉 "it\'s" `${x}` \\n\n */', '🎉 "it\'s" `${x}` \\n'],
    ["a star", "/**\n * * item\n */", "* item"],
    ["no comment", "", "add customer tier"],
    ["an empty comment", "/** */", "add customer tier"],
    ["an ordinary comment", "/* add */", "add customer tier"],
  ])("with %s", (_, comment, message) => {
    const scan = scanHeader(
      `${comment}\nexport const revision = "a1";\nexport const parents = [];`,
      fileName,
    );
    expect(scan).toMatchObject({ header: { message } });
  });
});

describe("down", () => {
  test.each([
    ["export async function down(op: Operations): Promise<void> { await op.x(); }", true],
    ["export async function down(op: Operations): Promise<void> {}", false],
    ["export async function down(): Promise<void> {\n  // irreversible\n}", false],
    ["export const down = async (op) => { await op.x(); };", true],
    ["export const down = async () => {};", false],
    ["export const down = back;", true],
    ["async function back(op) { await op.x(); }\nexport { back as down };", true],
    ["exports.down = async (op) => {};", true],
    ["exports.down = void 0;", false],
    ["export const upAndDown = 1; const x = { down: 1 }; x.down();", false],
    ["", false],
  ])("%j", (text, hasDown) => {
    const scan = scanHeader(`export const revision = "a1";\nexport const parents = [];\n${text}`, fileName);
    expect(scan).toMatchObject({ header: { hasDown } });
  });
});

describe("broken", () => {
  const parents = "export const parents = [];\n";
  test.each([
    ["", 1, "no `export const revision"],
    [parents, 1, "no `export const revision"],
    ['export const revision = "a1";\n', 1, "no `export const parents"],
    [`${parents}export const revision = 'a' + "b";`, 2, "one plain string"],
    [`${parents}export const revision = ["a"].join("");`, 2, "one plain string"],
    [`${parents}export const revision = 12;`, 2, "one plain string"],
    [`${parents}\nexport const revision = "a1`, 3, "one plain string"],
    [`${parents}export const revision = \`a\${1}\`;`, 2, "one plain string"],
    [`${parents}export const revision = "";`, 2, '""'],
    [`${parents}export const revision = "a@b";`, 2, '"a@b"'],
    [`${parents}export const revision = "head";`, 2, '"head"'],
    [`${parents}export const revision = "a-1";`, 2, '"a-1"'],
    [`${parents}export const revision = "${"a".repeat(65)}";`, 2, "at most 64"],
    ['export const revision = "a1";\nexport const parents = "b1";', 2, "an array"],
    ['export const revision = "a1";\nexport const parents = null;', 2, "an array"],
    ['export const revision = "a1";\nexport const parents = [first];', 2, "an array"],
    ['export const revision = "a1";\nexport const parents = ["b1" + c];', 2, "an array"],
    ['export const revision = "a1";\nexport const parents = ["b1"].concat(x);', 2, "an array"],
    ['export const revision = "a1";\nexport const parents = ["b1"', 2, "an array"],
    [`export const revision = "a1";\n${parents}export const transaction = "no";`, 3, "true or false"],
    [`export const revision = "a1";\n${parents}export const branchLabels = ["a b"];`, 3, '"a b"'],
  ])("%j", (text, line, message) => {
    expect(scanHeader(text, fileName)).toEqual({
      kind: "broken",
      problem: { fileName, line, message: expect.stringContaining(message) },
    });
  });
});

test.each([
  ["helpers.ts", "export const rows = [1];"],
  ["1690000000000-Init.ts", 'export class Init { name = "x"; async up() {} async down() {} }'],
  ["index.js", "function f() { const revision = 1; }"],
])("%s is no revision", (name, text) => {
  expect(scanHeader(text, name)).toEqual({ kind: "none" });
});

test.each(["`", "'", "/*", "(((", "}}}", "`${", "/[", "export const"])(
  "a mistake in the body leaves the header readable: %s",
  (body) => {
    const text = `export const revision = "a1";\nexport const parents = [];\nexport function up() { ${body}`;
    expect(scanHeader(text, fileName).kind).toBe("revision");
  },
);
