import { describe, expect, test } from "vitest";
import { buildGraph, inspectGraph } from "../../src/revision/graph.js";
import {
  between,
  branchPoints,
  descendants,
  isAncestor,
  lineage,
  mergePoints,
  newestFirst,
  normalizedParents,
  oldestFirst,
  tips,
} from "../../src/revision/traverse.js";
import { filesOf, graphOfEdges } from "./edges.js";

const merged = graphOfEdges("->a", "a->b1", "a->b2", "b1,b2->c", "c->d");

describe("shape", () => {
  test.each([
    [[], "", ""],
    [["->a", "a->b"], "a", "b"],
    [["->a", "a->b", "a->c"], "a", "b c"],
    [["->a", "->b"], "a b", "a b"],
    [["->a", "->b", "a,b->c"], "a b", "c"],
    [["->a", "->b needs a"], "a b", "a b"],
    [["b->c", "a->b", "->a"], "a", "c"],
    [["->a", "a,a->b"], "a", "b"],
  ])("%j: bases %j, heads %j", (edges, bases, heads) => {
    const graph = graphOfEdges(...edges);
    expect(graph.bases.join(" ")).toBe(bases);
    expect(graph.heads.join(" ")).toBe(heads);
  });

  test("branch points, merge points, lineage", () => {
    expect(branchPoints(merged)).toEqual(["a"]);
    expect(mergePoints(merged)).toEqual(["c"]);
    expect([...lineage(merged, "b1")].toSorted()).toEqual(["a", "b1", "c", "d"]);
    expect(isAncestor(merged, "b2", "d")).toBe(true);
    expect(isAncestor(merged, "b2", "b1")).toBe(false);
    expect(isAncestor(merged, "a", "a")).toBe(true);
  });

  test("dependencies count for what must be applied, not for lines", () => {
    const graph = graphOfEdges("->a", "a->b", "->x", "x->y needs a");
    expect([...descendants(graph, ["a"])].toSorted()).toEqual(["a", "b", "y"]);
    expect([...lineage(graph, "a")]).toEqual(["a", "b"]);
    expect(tips(graph, ["a", "y", "x"])).toEqual(["y"]);
  });

  test("a dependency that the parents need already is no parent (94)", () => {
    const graph = graphOfEdges(
      "->a1",
      "a1->a2",
      "a2->a3",
      "->b1",
      "b1->b2 needs a3",
      "b2->b3",
      "b3->b4 needs a3",
    );
    expect(normalizedParents(graph, "b4")).toEqual(["b3"]);
    expect(normalizedParents(graph, "b2")).toEqual(["b1", "a3"]);
    expect(normalizedParents(graph, "a1")).toEqual([]);
  });
});

describe("order", () => {
  test("a diamond, newest first (91)", () => {
    expect(between(merged, ["a"], ["d"])).toEqual(["d", "c", "b1", "b2", "a"]);
    expect(newestFirst(merged)).toEqual(["d", "c", "b1", "b2", "a"]);
    expect(oldestFirst(merged)).toEqual(["a", "b2", "b1", "c", "d"]);
  });

  test("file names decide, not the order of reading", () => {
    const files = filesOf("->a", "a->b1", "a->b2", "b1,b2->c", "c->d");
    expect(newestFirst(buildGraph(files.toReversed()))).toEqual(newestFirst(merged));
  });

  test("nothing (91)", () => {
    expect(between(graphOfEdges(), [], [])).toEqual([]);
  });

  test.each([
    ["", "c", "c b1 b2 a"],
    ["b1", "d", "d c b1"],
    ["b1 b2", "c", "c b1 b2"],
    ["d", "d", "d"],
  ])("between %j and %j", (lower, upper, expected) => {
    expect(between(merged, words(lower), words(upper)).join(" ")).toBe(expected);
  });

  test("a range the wrong way round", () => {
    expect(() => between(merged, ["d"], ["a"])).toThrow(
      expect.objectContaining({ code: "E_NOT_AN_ANCESTOR" }),
    );
    expect(() => between(merged, ["b1"], ["b2"])).toThrow(
      expect.objectContaining({ code: "E_NOT_AN_ANCESTOR" }),
    );
  });
});

describe("problems", () => {
  test.each([
    ["self-loop", ["->a", "b->b"], "E_SELF_PARENT", "b (00001_b.ts)"],
    ["unknown parent", ["->a", "x->b"], "E_UNKNOWN_PARENT", "b (00001_b.ts) follows x"],
    ["unknown dependency", ["->a", "a->b needs x"], "E_UNKNOWN_DEPENDENCY", "b (00001_b.ts) depends on x"],
    ["dependency on itself", ["->a needs a"], "E_SELF_DEPENDENCY", "a (00000_a.ts)"],
    ["dependency on its own label", ["->a as me needs me"], "E_SELF_DEPENDENCY", "a (00000_a.ts)"],
    ["three of one id", ["->a", "->a", "->a"], "E_DUPLICATE_REVISION", "00000_a.ts, 00001_a.ts, 00002_a.ts"],
    [
      "duplicate label",
      ["->a as l", "a->b as l"],
      "E_DUPLICATE_LABEL",
      "b (00001_b.ts) is used already, by a",
    ],
    ["label that is an id", ["->a as b", "a->b"], "E_DUPLICATE_LABEL", "is a revision id already"],
    ["cycle of all", ["b->a", "a->b"], "E_CYCLE", "a (00000_a.ts), b (00001_b.ts)"],
    [
      "upper cycle",
      ["->a", "a,d->b", "b->c", "c->d"],
      "E_CYCLE",
      "b (00001_b.ts), c (00002_c.ts), d (00003_d.ts).",
    ],
    [
      "lower cycle",
      ["c->a", "a->b", "b->c", "c->d"],
      "E_CYCLE",
      "a (00000_a.ts), b (00001_b.ts), c (00002_c.ts).",
    ],
    ["disjoint cycle", ["->a", "a->b", "d->c", "c->d"], "E_CYCLE", ": c (00002_c.ts), d (00003_d.ts)."],
    [
      "dependency cycle",
      ["->a needs c", "a->b", "b->c"],
      "E_DEPENDENCY_CYCLE",
      "a (00000_a.ts), b (00001_b.ts), c",
    ],
    [
      "disjoint dependency cycle",
      ["->a", "->b needs c", "->c needs b"],
      "E_DEPENDENCY_CYCLE",
      ": b (00001_b.ts), c",
    ],
  ])("%s (93)", (_, edges, code, message) => {
    const { problems } = inspectGraph(filesOf(...edges));
    expect(problems).toMatchObject([{ code, exitCode: 5, message: expect.stringContaining(message) }]);
    expect(() => graphOfEdges(...edges)).toThrow(expect.objectContaining({ code }));
  });

  test("all at once; every revision stays in the graph", () => {
    const edges = [
      "->a",
      "b->b",
      "x->c",
      "e->d",
      "d->e needs y",
      "->f needs g",
      "->g needs f",
      "->a",
      "f->h",
    ];
    const { graph, problems } = inspectGraph(filesOf(...edges));
    expect(problems.map(({ code }) => code)).toEqual([
      "E_DUPLICATE_REVISION",
      "E_SELF_PARENT",
      "E_UNKNOWN_PARENT",
      "E_UNKNOWN_DEPENDENCY",
      "E_CYCLE",
      "E_DEPENDENCY_CYCLE",
    ]);
    expect(newestFirst(graph).toSorted()).toEqual(["a", "b", "c", "d", "e", "f", "g", "h"]);
    expect(isAncestor(graph, "f", "h")).toBe(true);
  });

  test("a long cycle is not listed whole", () => {
    const edges = Array.from({ length: 50 }, (_, index) => `r${(index + 1) % 50}->r${index}`);
    expect(inspectGraph(filesOf(...edges)).problems[0]?.message).toContain("and 40 more");
  });
});

function words(text: string): readonly string[] {
  return text === "" ? [] : text.split(" ");
}
