import { describe, expect, test } from "vitest";
import { AludelError } from "../../src/errors.js";
import { needsCurrent } from "../../src/revision/reference.js";
import { resolveRange, resolveTarget } from "../../src/revision/resolve.js";
import { editDistance, suggest } from "../../src/revision/suggest.js";
import { between } from "../../src/revision/traverse.js";
import { graphOfEdges } from "./edges.js";

const line = graphOfEdges("->a", "a->b", "b->c", "c->d", "d->e");
const branched = graphOfEdges("->a", "a->b", "b->c1 as c1branch", "c1->d1", "b->c2 as c2-branch", "c2->d2");
const hexadecimal = graphOfEdges(
  "->4f1c9a0b2d7e; 4f1c9a0b2d7e->4f1c00000000; 4f1c00000000->9be02d4c11aa as billing",
  "->somerevision as other; somerevision->sometimes",
);
const empty = graphOfEdges();
const at = (text: string): readonly string[] => (text === "" ? [] : text.split(" "));

describe("resolveTarget", () => {
  test.each([
    [line, "", "head", "e"],
    [line, "", "heads", "e"],
    [line, "", "base", ""],
    [line, "", "c", "c"],
    [line, "", "head-2", "c"],
    [line, "", "base+2", "b"],
    [line, "", "a-1", ""],
    [line, "", "a+4", "e"],
    [line, "c", "current", "c"],
    [line, "c", "current-1", "b"],
    [line, "c", "+1", "d"],
    [line, "c", "-3", ""],
    [line, "", "current", ""],
    [branched, "", "heads", "d1 d2"],
    [branched, "", "c1branch", "c1"],
    [branched, "", "c1branch@head", "d1"],
    [branched, "", "c1branch@heads", "d1"],
    [branched, "", "c2-branch@head", "d2"],
    [branched, "", "c2-branch", "c2"],
    [branched, "", "c2-branch-1", "b"],
    [branched, "", "c2@head", "d2"],
    [branched, "", "c2-branch@base+3", "c2"],
    [branched, "c1", "c2-branch@current", "b"],
    [hexadecimal, "", "9be0", "9be02d4c11aa"],
    [hexadecimal, "", "4f1c9", "4f1c9a0b2d7e"],
    [hexadecimal, "", "9be0-1", "4f1c00000000"],
    [hexadecimal, "", "billing@4f1c0", "4f1c00000000"],
    [hexadecimal, "", "other@somer", "somerevision"],
    [empty, "", "head", ""],
    [empty, "", "heads", ""],
    [empty, "", "base", ""],
  ])("resolves (case %#)", (graph, current, text, expected) => {
    expect(resolveTarget(graph, text, { current: at(current) }).ids.join(" ")).toBe(expected);
  });

  test("a label is kept for the plan", () => {
    expect(resolveTarget(branched, "c1branch@base", { current: [] })).toEqual({
      text: "c1branch@base",
      ids: [],
      branch: "c1",
    });
  });

  test.each([
    [line, "", "", "E_BAD_REVISION_SYNTAX", "not a revision"],
    [line, "", "@", "E_BAD_REVISION_SYNTAX", "not a revision"],
    [line, "", "a@", "E_BAD_REVISION_SYNTAX", "not a revision"],
    [line, "", "@head", "E_BAD_REVISION_SYNTAX", "not a revision"],
    [line, "", "a@b@c", "E_BAD_REVISION_SYNTAX", "not a revision"],
    [line, "", "a b", "E_BAD_REVISION_SYNTAX", "not a revision"],
    [line, "", "+", "E_BAD_REVISION_SYNTAX", "not a revision"],
    [line, "", "a+1+1", "E_BAD_REVISION_SYNTAX", "not a revision"],
    [line, "", "a:b", "E_BAD_REVISION_SYNTAX", "is a range"],
    [line, "", "+0", "E_BAD_REVISION_SYNTAX", "takes no step"],
    [line, "", "x", "E_BAD_REVISION_SYNTAX", "at least four characters"],
    [hexadecimal, "", "sos", "E_BAD_REVISION_SYNTAX", "at least four characters"],
    [hexadecimal, "", "9be", "E_BAD_REVISION_SYNTAX", "So begin: 9be02d4c11aa"],
    [hexadecimal, "", "4f1c", "E_AMBIGUOUS_REVISION", "4f1c9a0b2d7e (->4f1c9a0b2d7e), 4f1c00000000"],
    [hexadecimal, "", "9be12d4c11aa", "E_UNKNOWN_REVISION", "Did you mean 9be02d4c11aa"],
    [hexadecimal, "", "4F1C9A", "E_UNKNOWN_REVISION", "Did you mean 4f1c9a0b2d7e"],
    [hexadecimal, "", "haed", "E_UNKNOWN_REVISION", "Did you mean head"],
    [hexadecimal, "", "zzzzzzzz", "E_UNKNOWN_REVISION", "aludel history"],
    [hexadecimal, "", "biling@head", "E_UNKNOWN_BRANCH", "Did you mean billing?"],
    [hexadecimal, "", "x@head", "E_UNKNOWN_BRANCH", "x"],
    [hexadecimal, "", "4f1c@head", "E_AMBIGUOUS_REVISION", "4f1c"],
    [hexadecimal, "", "billing@somerevision", "E_NOT_ON_BRANCH", "not a member of branch"],
    [hexadecimal, "", "billing@some", "E_NOT_ON_BRANCH", "not a member of branch"],
    [hexadecimal, "", "other@some", "E_AMBIGUOUS_REVISION", "2 revisions begin"],
    [branched, "", "head", "E_MULTIPLE_HEADS", "aludel heads"],
    [branched, "", "b@head", "E_MULTIPLE_HEADS", "d1, d2"],
    [branched, "", "heads-1", "E_AMBIGUOUS_REVISION", "d1, d2"],
    [branched, "", "base+3", "E_AMBIGUOUS_REVISION", "c1 and c2 follow b"],
    [branched, "d1 d2", "-1", "E_AMBIGUOUS_REVISION", "d1-1"],
    [line, "b", "+5", "E_NOT_ENOUGH_REVISIONS", "the last revision is 3 steps after b"],
    [line, "d", "+5", "E_NOT_ENOUGH_REVISIONS", "the last revision is 1 step after d"],
    [line, "b", "-5", "E_NOT_ENOUGH_REVISIONS", "base is 2 steps before b"],
    [line, "", "-1", "E_NOT_ENOUGH_REVISIONS", "nothing comes before base"],
    [line, "", "head+1", "E_NOT_ENOUGH_REVISIONS", "nothing comes after e"],
    [empty, "", "+1", "E_NOT_ENOUGH_REVISIONS", "nothing comes after base"],
    [line, "gone", "+1", "E_DATABASE_REVISION_UNKNOWN", "stamp --purge"],
    [line, "a gone", "current", "E_DATABASE_REVISION_UNKNOWN", "version table of the database says gone,"],
  ])("is refused (case %#)", (graph, current, text, code, told) => {
    const error = thrownBy(() => resolveTarget(graph, text, { current: at(current) }));
    expect(error).toMatchObject({ code, hint: expect.any(String) });
    expect(`${error?.message} ${error?.hint}`).toContain(told);
    expect(error?.message).not.toContain("\n");
  });

  test.each([
    ["upgrade", "-2", "aludel downgrade -2"],
    ["downgrade", "+2", "aludel upgrade +2"],
    ["upgrade", "c1branch@-1", "id-1"],
  ] as const)("%s does not count the other way: %s", (direction, text, hint) => {
    const error = thrownBy(() => resolveTarget(branched, text, { current: ["b"], direction }));
    expect(error).toMatchObject({
      code: "E_BAD_REVISION_SYNTAX",
      exitCode: 2,
      hint: expect.stringContaining(hint),
    });
  });

  test("an id that no file has does not keep others from being found", () => {
    expect(resolveTarget(line, "head", { current: ["gone"] }).ids).toEqual(["e"]);
  });
});

describe("resolveRange", () => {
  test.each([
    ["a:c", "c b a"],
    ["b:", "e d c b"],
    [":b", "b a"],
    [":", "e d c b a"],
    ["base:head", "e d c b a"],
    ["current:head", "e d c"],
    [":current", "c b a"],
    ["current-1:current+1", "d c b"],
    ["-2:", "e d c"],
    ["-2:current", "c b a"],
    ["a:+2", "c b a"],
    [":+2", "b a"],
    ["head:head", "e"],
  ])("history of %s at c", (text, expected) => {
    const { from, to } = resolveRange(line, text, { current: ["c"] });
    expect(between(line, from.ids, to.ids).join(" ")).toBe(expected);
  });

  test.each([
    ["upgrade", "a:+2", "a", "c"],
    ["upgrade", "b:head", "b", "e"],
    ["downgrade", "e:b", "e", "b"],
    ["downgrade", "e:-2", "e", "c"],
    ["downgrade", "head:base", "e", ""],
  ] as const)("%s %s", (direction, text, from, to) => {
    const range = resolveRange(line, text, { current: [], direction });
    expect([range.from.ids.join(" "), range.to.ids.join(" ")]).toEqual([from, to]);
  });

  test.each([
    [undefined, "a:b:c", "not a range"],
    [undefined, "a", "not a range"],
    [undefined, "::", "not a range"],
    [undefined, "+2:", "where it begins"],
    [undefined, "-2:+2", "where it begins"],
    [undefined, "a:-1", "counts the other way"],
    ["downgrade", "e:", "open end"],
    ["downgrade", ":b", "open end"],
    ["downgrade", "-2:b", "where it begins"],
    ["downgrade", "e:+1", "counts the other way"],
  ] as const)("(%s) %s is refused (G4)", (direction, text, message) => {
    const context = direction === undefined ? { current: ["c"] } : { current: ["c"], direction };
    const error = thrownBy(() => resolveRange(line, text, context));
    expect(error).toMatchObject({ code: "E_BAD_REVISION_SYNTAX", exitCode: 2 });
    expect(error?.message).toContain(message);
  });
});

test.each([
  ["head", false],
  ["a+1", false],
  ["+1", true],
  ["label@-1", true],
  ["current", true],
  ["current-1", true],
  ["a:b", false],
  ["-2:", false],
  ["a:+2", false],
  ["current:", true],
  [":current+1", true],
])("%s needs the database: %s", (text, expected) => {
  expect(needsCurrent(text)).toBe(expected);
});

test.each([
  ["", "", 0],
  ["abc", "", 3],
  ["", "abc", 3],
  ["head", "haed", 1],
  ["kitten", "sitting", 3],
  ["abc", "abc", 0],
])("distance of %j and %j", (from, to, distance) => {
  expect(editDistance(from, to)).toBe(distance);
});

test("suggestions are few and near", () => {
  expect(suggest("abcd", ["abce99", "xyz", "abcd99", "abed", "aacd", "abdc"])).toEqual([
    "abcd99",
    "abce99",
    "abed",
  ]);
  expect(suggest("abcd", [])).toEqual([]);
});

function thrownBy(call: () => unknown): AludelError | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    return error instanceof AludelError ? error : undefined;
  }
}
