import { expect, test } from "vitest";
import {
  foldCase,
  isIdentifier,
  mentions,
  renameIdentifier,
  stripParentheses,
  tokenize,
} from "../../src/schema/sql-text.js";

const kinds: readonly (readonly [string, readonly string[]])[] = [
  ["", []],
  [" \t\r\n-- all\n/* comment */", []],
  ["a -- x\n+/* y */b", ["word a", "symbol +", "word b"]],
  ["/* never ends", []],
  ["'it''s' \"a\"\"b\" `c``d` [e f]", ["string it's", 'quoted a"b', "quoted c`d", "quoted e f"]],
  ["'never ends", ["string never ends"]],
  ["x'0aFF' X'' x 'y'", ["blob x'0aFF'", "blob X''", "word x", "string y"]],
  [
    "1 1.5 .5 5. 1e-3 0x1F 1_000",
    ["1", "1.5", ".5", "5.", "1e-3", "0x1F", "1_000"].map((n) => `number ${n}`),
  ],
  [
    "a<>b!=c||d->>e->f::g",
    "a <> b != c || d ->> e -> f :: g".split(" ").map((t) => `${/^\w/.test(t) ? "word" : "symbol"} ${t}`),
  ],
  ["größe 表 😀 a\u00a0b $1 _x", ["word größe", "word 表", "word 😀", "word a\u00a0b", "word $1", "word _x"]],
  ["\ufeffselect", ["word select"]],
];

test.each(kinds)("the tokens of %j", (text, expected) => {
  expect(tokenize(text).map((token) => `${token.kind} ${token.value}`)).toEqual(expected);
});

test("tokens know where they stand", () => {
  const text = "select /* 😀 */ 'a''b', \"c\" -- d\nfrom [e]";
  for (const token of tokenize(text)) expect(text.slice(token.start, token.end)).toBe(token.text);
});

test("long text of any sort is read in time that grows with its length", () => {
  const text = `${"'".repeat(100_000)} ${"(".repeat(100_000)}${"/* x */".repeat(100_000)}`;
  expect(tokenize(text).length).toBe(100_001);
});

test("names fold their ASCII letters only", () => {
  expect(foldCase("ÄbC İ")).toBe("Äbc İ");
  expect(isIdentifier(tokenize('"Name"')[0], "NAME")).toBe(true);
  expect(isIdentifier(tokenize("É")[0], "é")).toBe(false);
  expect(isIdentifier(tokenize("'name'")[0], "name")).toBe(false);
});

test.each([
  ["(a)", "a"],
  [" ( (a) ) ", "a"],
  ["(a) + (b)", "(a) + (b)"],
  ["(')')", "')'"],
  ["(a", "(a"],
  ["()", "()"],
  ["", ""],
  [" -- nothing", ""],
  ["/* x */ (a -- b\n) -- c", "a"],
  ["((a) + (b))", "(a) + (b)"],
  ["(a))", "(a))"],
  [`${"(".repeat(50_000)}a${")".repeat(50_000)}`, "a"],
])("%.20j without parentheses is %.20j", (text, expected) => {
  expect(stripParentheses(text)).toBe(expected);
});

test("a name is found and renamed where it is a name", () => {
  expect(mentions("a > 'b' -- c", "b")).toBe(false);
  expect(mentions("a > [B]", "b")).toBe(true);
  expect(renameIdentifier("lower(lower) || 'lower' /* lower */", "lower", 'x"')).toBe(
    `lower("x""") || 'lower' /* lower */`,
  );
});
