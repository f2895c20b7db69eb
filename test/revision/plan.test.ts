import { describe, expect, test } from "vitest";
import type { RevisionGraph } from "../../src/revision/graph.js";
import { planDowngrade, planStamp, planUpgrade, type Move, type Step } from "../../src/revision/plan.js";
import { resolveTarget, type Target } from "../../src/revision/resolve.js";
import { graphOfEdges } from "./edges.js";

const line = graphOfEdges("->a", "a->b", "b->c", "c->d", "d->e");
const branched = graphOfEdges("->a", "a->b", "b->c1 as c1branch", "c1->d1", "b->c2 as c2branch", "c2->d2");
const merged = graphOfEdges(
  "->a",
  "a->b",
  "b->c1",
  "c1->d1",
  "b->c2 as c2branch",
  "c2->d2",
  "d1,d2->e",
  "e->f",
);
const forest = graphOfEdges("->a1", "a1->b1", "->a2", "a2->b2");
const twins = graphOfEdges("->a; a->b1; a->b2; a->b3; b1,b2,b3->c1; b1,b2,b3->c2; c1->d1; c2->d2");
const almostTwins = graphOfEdges("->a; a->b1; a->b2; a->b3; b1,b2->c1; b2,b3->c2; c1->d1; c2->d2");
const twoRoots = graphOfEdges("->a1", "a1->b1", "b1->c1", "->a2", "a2->b2", "b2->c2", "c1,c2->d1", "c2->d2");
const threeRoots = graphOfEdges(
  "->a1; a1->b1; b1->c1; ->a2; a2->b2; b2->c2; ->a3; a3->b3; b3->c3",
  "c1,c2,c3->d1; c2->d2; c3->d3",
);
const leaning = graphOfEdges(
  "->a1 as lib1; a1->b1; b1->c1 as c1lib; ->a2; a2->b2; b2->c2 needs c1lib; c1->d1; d1->e1; e1->f1",
);
const overmerge = graphOfEdges(
  "->a1; ->a2; ->a3; a1,a2,a3->amerge; ->b1; ->b2; b1,b2->bmerge",
  "->c1; ->c2; ->c3; c1,c2,c3->cmerge; ->d1 needs a3,b2,c1",
);
const crissCross = graphOfEdges("->a1", "a1->a2", "->b1", "b1->b2 needs a2", "b2->b3", "a2->a3 needs b1");
const ownParent = graphOfEdges("->a1", "a1->a2 needs a1");
const repeated = graphOfEdges(
  "->a1",
  "a1->a2",
  "a2->a3",
  "->b1",
  "b1->b2 needs a3",
  "b2->b3",
  "b3->b4 needs a3",
);
const mergedNeed = graphOfEdges("->a1", "->b1 needs a1", "a1,b1->bmerge");
const crossing = graphOfEdges("->a; a->b; b->c1 as c1branch; c1->d1; b->c2 as c2branch; c2->d2 needs c1");

/** graph, current rows, target as typed, revisions in order, rows afterwards. */
type Case = readonly [RevisionGraph, string, string, string, string];

const upgrades: Record<string, Case> = {
  "from a revision": [line, "c", "e", "d e", "e"],
  "from base": [line, "", "c", "a b c", "c"],
  "to head": [line, "b", "head", "c d e", "e"],
  "+2 (87)": [line, "a", "+2", "b c", "c"],
  "+1": [line, "a", "+1", "b", "b"],
  "+3": [line, "b", "+3", "c d e", "e"],
  "b+2 at a (87)": [line, "a", "b+2", "b c d", "d"],
  "d-2 at a": [line, "a", "d-2", "b", "b"],
  "to an ancestor": [line, "d", "b", "", "d"],
  "to itself": [line, "d", "d", "", "d"],
  "to base": [line, "d", "base", "", "d"],
  "+1 from base": [branched, "", "+1", "a", "a"],
  "base+1": [branched, "", "base+1", "a", "a"],
  "one branch": [branched, "b", "d1", "c1 d1", "d1"],
  "all heads (89)": [branched, "a", "heads", "b c2 d2 c1 d1", "d2 d1"],
  "a branch's head-1": [branched, "b", "c2branch@head-1", "c2", "c2"],
  "another branch, from a branch point": [branched, "c1", "c2branch@+1", "c2", "c1 c2"],
  "one branch of several": [branched, "c1 c2", "c2branch@+1", "d2", "c1 d2"],
  "a branch from base": [branched, "", "c2branch@+3", "a b c2", "c2"],
  "across a merge": [merged, "b", "f", "c2 d2 c1 d1 e f", "f"],
  "of two roots": [forest, "", "heads", "a2 b2 a1 b1", "b2 b1"],
  "one side of a merge": [twoRoots, "d2 b1", "d1", "c1 d1", "d2 d1"],
  "two sides of a merge": [threeRoots, "d3 b2 b1", "d1", "c2 c1 d1", "d3 d1"],
  "on from within a merge": [threeRoots, "d3 d1", "d2", "d2", "d3 d1 d2"],
  "a dependency's chain first (95)": [leaning, "a2", "c2", "a1 b1 c1 b2 c2", "c2"],
  "a dependency on its own parent": [ownParent, "", "a2", "a1 a2", "a2"],
  "over a dependency": [mergedNeed, "a1", "b1", "b1", "b1"],
  "a merge over a dependency": [mergedNeed, "b1", "bmerge", "bmerge", "bmerge"],
  "takes superfluous rows along": [line, "b c", "d", "d", "d"],
};

const downgrades: Record<string, Case> = {
  "to base from nothing": [line, "", "base", "", ""],
  "to itself (88)": [line, "a", "a", "", "a"],
  "to a head": [line, "e", "e", "", "e"],
  "to a revision": [line, "e", "c", "e d", "c"],
  "to base": [line, "c", "base", "c b a", ""],
  "-1": [line, "c", "-1", "c", "b"],
  "-3 (88)": [line, "e", "-3", "e d c", "b"],
  "-1 to base": [line, "a", "-1", "a", ""],
  "a+2": [line, "d", "a+2", "d", "c"],
  "c-2 at d (88)": [line, "d", "c-2", "d c b", "a"],
  "several branches (89)": [branched, "d1 d2", "a", "d1 c1 d2 c2 b", "a"],
  "base+2 of all branches": [branched, "d2 d1", "base+2", "d1 c1 d2 c2", "b"],
  "base+2 of one branch (90)": [branched, "d2 d1", "c2branch@base+2", "d2 c2", "d1"],
  "base+3 of one branch": [branched, "d2 d1", "c2branch@base+3", "d2", "d1 c2"],
  "-1 of one branch (90)": [branched, "d1 d2", "c1branch@-1", "d1", "d2 c1"],
  "-2 of one branch leaves the other": [branched, "d1 d2", "c1branch@-2", "d1 c1", "d2"],
  "-1 leaves a branch that is only needed": [crossing, "d2", "-2", "d2 c2", "c1"],
  "d2-1": [branched, "c1 d2", "d2-1", "d2", "c1 c2"],
  "a branch to where it parted": [branched, "c1 d2", "c1branch@b", "c1", "d2"],
  "a branch by a revision on it": [branched, "d1 d2", "c2@b", "d2 c2", "d1"],
  "a branch by its head": [branched, "d1 d2", "d1@b", "d1 c1", "d2"],
  "a branch's head-1": [branched, "d1 d2", "c1branch@head-1", "d1", "d2 c1"],
  "nothing to do on a branch": [branched, "d1 c2", "c2", "", "d1 c2"],
  "across a merge": [merged, "f", "b", "f e d1 c1 d2 c2", "b"],
  "a merge to one of its sides": [merged, "e", "d1", "e", "d1 d2"],
  "one side of a merge": [twoRoots, "d2 d1", "b1", "d1 c1", "d2 b1"],
  "one of three sides of a merge": [threeRoots, "d3 d2 d1", "b1", "d1 c1", "d3 d2 b1"],
  "a merge whose parts are needed elsewhere": [
    overmerge,
    "amerge bmerge cmerge d1",
    "b2",
    "bmerge",
    "amerge cmerge d1 b1",
  ],
  "a revision that implied others": [
    overmerge,
    "amerge d1 b1 cmerge",
    "d1@base",
    "d1",
    "amerge b1 cmerge b2",
  ],
  "criss-cross dependencies (96)": [crissCross, "a3 b2", "b1", "b2", "a3"],
  "a dependency on its own parent": [ownParent, "a2", "a1", "a2", "a1"],
  "a dependency that a parent has too (94)": [repeated, "b4", "b3", "b4", "b3"],
  "a merge to what a side depends on": [mergedNeed, "bmerge", "a1", "bmerge", "b1"],
  "a merge to a side that depends": [mergedNeed, "bmerge", "b1", "bmerge", "b1"],
  "only the dependent branch": [crossing, "d1 d2", "c2branch@b", "d2 c2", "d1"],
  "a branch with its dependents (95)": [crossing, "d1 d2", "c1branch@b", "d1 d2 c1", "c2"],
};

const refusals: readonly (readonly ["upgrade" | "downgrade", RevisionGraph, string, string, string])[] = [
  ["downgrade", line, "", "b", "E_NOT_AN_ANCESTOR"],
  ["downgrade", line, "b", "c", "E_NOT_AN_ANCESTOR"],
  ["downgrade", branched, "d1", "d2", "E_NOT_AN_ANCESTOR"],
  ["downgrade", branched, "d1 d2", "heads", "E_AMBIGUOUS_REVISION"],
  ["downgrade", branched, "d1 d2", "-1", "E_AMBIGUOUS_REVISION"],
  ["downgrade", merged, "e", "-1", "E_AMBIGUOUS_REVISION"],
  ["downgrade", line, "b", "-5", "E_NOT_ENOUGH_REVISIONS"],
  ["downgrade", line, "", "-1", "E_NOT_ENOUGH_REVISIONS"],
  ["downgrade", line, "b", "+2", "E_BAD_REVISION_SYNTAX"],
  ["downgrade", line, "gone", "base", "E_DATABASE_REVISION_UNKNOWN"],
  ["upgrade", line, "b", "-2", "E_BAD_REVISION_SYNTAX"],
  ["upgrade", line, "b", "+5", "E_NOT_ENOUGH_REVISIONS"],
  ["upgrade", branched, "c1 c2", "+1", "E_AMBIGUOUS_REVISION"],
  ["upgrade", branched, "b", "+1", "E_AMBIGUOUS_REVISION"],
  ["upgrade", branched, "b", "head", "E_MULTIPLE_HEADS"],
  ["upgrade", line, "gone", "head", "E_DATABASE_REVISION_UNKNOWN"],
  ["upgrade", line, "gone", "+1", "E_DATABASE_REVISION_UNKNOWN"],
];

describe("planUpgrade", () => {
  test.each(Object.entries(upgrades))("%s", (_, [graph, current, text, order, rows]) => {
    const steps = planTyped("upgrade", graph, current, text);
    expect(outcome(steps, current)).toEqual({ order, before: ids(current), rows: ids(rows).toSorted() });
    expect(steps.every(({ direction }) => direction === "upgrade")).toBe(true);
  });
});

describe("planDowngrade", () => {
  test.each(Object.entries(downgrades))("%s", (_, [graph, current, text, order, rows]) => {
    const steps = planTyped("downgrade", graph, current, text);
    expect(outcome(steps, current)).toEqual({ order, before: ids(current), rows: ids(rows).toSorted() });
    expect(steps.every(({ direction }) => direction === "downgrade")).toBe(true);
  });
});

test.each(refusals)("%s is refused (case %#)", (direction, graph, current, text, code) => {
  expect(() => planTyped(direction, graph, current, text)).toThrow(expect.objectContaining({ code }));
});

test.each([
  [twins, "b3:b3 b1:b3,b1 b2:b3,b1,b2 c2:c2 d2:d2 c1:d2,c1 d1:d2,d1"],
  [almostTwins, "b2:b2 b3:b2,b3 c2:c2 d2:d2 b1:d2,b1 c1:d2,c1 d1:d2,d1"],
])("rows after each step of twin merges (97, case %#)", (graph, expected) => {
  let current: readonly string[] = ["a"];
  for (const [id = "", rows = ""] of expected.split(" ").map((part) => part.split(":"))) {
    const steps = planTyped("upgrade", graph, current.join(" "), id);
    expect(steps.map((step) => step.revision.id)).toEqual([id]);
    current = steps[0]?.after ?? [];
    expect(current).toEqual(rows.split(","));
  }
});

describe("rows of the version table", () => {
  test.each([
    ["upgrade", line, "", "a", "INSERT a"],
    ["upgrade", line, "a", "b", "UPDATE a→b"],
    ["downgrade", line, "a", "base", "DELETE a"],
    ["upgrade", merged, "d1 d2", "e", "DELETE d1, UPDATE d2→e"],
    ["downgrade", merged, "e", "d1", "UPDATE e→d1, INSERT d2"],
    ["upgrade", branched, "c1", "c2", "INSERT c2"],
    ["downgrade", branched, "c1 c2", "c2@b", "DELETE c2"],
    ["upgrade", line, "b c", "d", "DELETE b, UPDATE c→d"],
  ] as const)("%s (99, case %#)", (direction, graph, current, text, rows) => {
    const steps = planTyped(direction, graph, current, text);
    expect(steps).toHaveLength(1);
    expect(shownRows(steps[0])).toBe(rows);
  });
});

describe("planStamp", () => {
  test.each([
    [line, "d", "base", "DELETE d"],
    [line, "", "head", "INSERT e"],
    [line, "b", "d", "UPDATE b→d"],
    [line, "d", "b", "UPDATE d→b"],
    [line, "d", "d", ""],
    [line, "c", "-2", "UPDATE c→a"],
    [branched, "d1 c2", "b", "DELETE d1, UPDATE c2→b"],
    [branched, "d1 c2", "c1branch@base", "DELETE d1"],
    [branched, "d1 c2", "c2branch@head", "UPDATE c2→d2"],
    [branched, "d1", "d2", "INSERT d2"],
    [branched, "c1", "-1", "UPDATE c1→b"],
    [branched, "a", "d1 c2", "UPDATE a→d1, INSERT c2"],
    [branched, "d1 c2", "d2 c1branch@base", "DELETE d1, UPDATE c2→d2"],
    [merged, "e", "c2", "UPDATE e→c2"],
    [merged, "e", "a", "UPDATE e→a"],
    [merged, "c2", "e", "UPDATE c2→e"],
    [merged, "d1 c2", "e", "DELETE d1, UPDATE c2→e"],
    [merged, "d1 c2", "c2branch@head", "DELETE d1, UPDATE c2→f"],
    [merged, "b", "e", "UPDATE b→e"],
    [forest, "", "heads", "INSERT b1, INSERT b2"],
    [forest, "b1 b2", "heads", ""],
    [leaning, "e1 c2", "b1", "DELETE e1, UPDATE c2→b1"],
  ])("(98, case %#)", (graph, current, texts, rows) => {
    expect(shownRows(planStamp(graph, ids(current), typed(graph, current, texts)))).toBe(rows);
  });

  test("purge removes an id that no file has", () => {
    const targets = typed(line, "", "c");
    expect(() => planStamp(line, ["gone"], targets)).toThrow(
      expect.objectContaining({ code: "E_DATABASE_REVISION_UNKNOWN" }),
    );
    expect(shownRows(planStamp(line, ["gone", "lost"], targets, { purge: true }))).toBe(
      "DELETE gone, UPDATE lost→c",
    );
    expect(planStamp(line, ["gone"], typed(line, "", "base"), { purge: true }).after).toEqual([]);
  });

  test("targets on the way to each other contradict", () => {
    const targets = typed(line, "", "b d");
    expect(() => planStamp(line, [], targets)).toThrow(
      expect.objectContaining({ code: "E_OVERLAPPING_TARGETS" }),
    );
  });
});

function planTyped(
  direction: "upgrade" | "downgrade",
  graph: RevisionGraph,
  rows: string,
  text: string,
): readonly Step[] {
  const current = ids(rows);
  const target = resolveTarget(graph, text, { current, direction });
  return direction === "upgrade"
    ? planUpgrade(graph, current, target)
    : planDowngrade(graph, current, target);
}

function outcome(steps: readonly Step[], current: string): object {
  return {
    order: steps.map((step) => step.revision.id).join(" "),
    before: steps[0]?.before ?? ids(current),
    rows: (steps.at(-1)?.after ?? ids(current)).toSorted(),
  };
}

function typed(graph: RevisionGraph, current: string, texts: string): readonly Target[] {
  return texts.split(" ").map((text) => resolveTarget(graph, text, { current: ids(current) }));
}

function ids(text: string): readonly string[] {
  return text === "" ? [] : text.split(" ");
}

function shownRows(move: Move | undefined): string {
  const shown = (move?.rows ?? []).map((row) =>
    row.kind === "update" ? `UPDATE ${row.from}→${row.to}` : `${row.kind.toUpperCase()} ${row.id}`,
  );
  return shown.join(", ");
}
