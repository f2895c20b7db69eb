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
  ["a /* b /* c */ d */ e /* /* */ f", ["word a", "word e"]],
  [
    "E'it''s \\'x\\\\' e'\\n\\x41\\101\\u00e9\\U0001F600' e 'y'",
    ["string it's 'x\\", "string \nAAé😀", "word e", "string y"],
  ],
  ["E'never ends\\'", ["string never ends'"]],
  ["E'\\", ["string \\"]],
  [
    "U&'\\00e9''\\\\ \\+01F600' u&\"\\0061\" u & 'b'",
    ["string é'\\ 😀", "quoted a", "word u", "symbol &", "string b"],
  ],
  ["B'101' b'' xb'1'", ["blob B'101'", "blob b''", "word xb", "string 1"]],
  ["0b10 0o17 0B1", ["number 0b10", "number 0o17", "number 0B1"]],
  ["$$a 'b $1$$ $x$ $$ $y$ $x$ c", ["string a 'b $1", "string  $$ $y$ ", "word c"]],
  ["$1 $name a$b$ c$$d $1$", ["word $1", "word $name", "word a$b$", "word c$$d", "word $1$"]],
  ["$$never ends $", ["string never ends $"]],
  [
    'a[1] "b"[c] (d)[1][2]',
    [
      ..."word a|symbol [|number 1|symbol ]|quoted b|symbol [|word c|symbol ]|symbol (|word d|symbol )".split(
        "|",
      ),
      ..."symbol [|number 1|symbol ]|symbol [|number 2|symbol ]".split("|"),
    ],
  ],
  [
    "ARRAY[['a]', b[1]], [c]] [d]",
    "word ARRAY|symbol [|symbol [|string a]|symbol ,|word b|symbol [|number 1|symbol ]|symbol ]|symbol ,|symbol [|word c|symbol ]|symbol ]|quoted d".split(
      "|",
    ),
  ],
  [
    "array [1] text[] int [2]",
    "word array|symbol [|number 1|symbol ]|word text|symbol [|symbol ]|word int|quoted 2".split("|"),
  ],
  [
    "SELECT[a]FROM[b] x.[c] +[d]",
    "word SELECT|quoted a|word FROM|quoted b|word x|symbol .|quoted c|symbol +|quoted d".split("|"),
  ],
];

test.each(kinds)("the tokens of %j", (text, expected) => {
  expect(tokenize(text).map((token) => `${token.kind} ${token.value}`)).toEqual(expected);
});

test("tokens know where they stand", () => {
  const text = "select /* 😀 */ 'a''b', \"c\", E'\\'', U&'f', $g$h$g$, i[1] -- d\nfrom [e]";
  for (const token of tokenize(text)) expect(text.slice(token.start, token.end)).toBe(token.text);
});

test("long text of any sort is read in time that grows with its length", () => {
  const text = `${"'".repeat(100_000)} ${"(".repeat(100_000)}${"/* x */".repeat(100_000)}`;
  expect(tokenize(text).length).toBe(100_001);
  expect(tokenize("/*".repeat(100_000))).toEqual([]);
  expect(tokenize("$a$ ".repeat(100_000)).length).toBe(50_000);
  expect(tokenize(`E'${"\\'".repeat(100_000)}`).length).toBe(1);
  expect(tokenize(`a${"[".repeat(100_000)}`).length).toBe(100_001);
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
