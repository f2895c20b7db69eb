import * as fc from "fast-check";
import { performance } from "node:perf_hooks";
import { describe, expect, test } from "vitest";
import type { RevisionGraph } from "../../src/revision/graph.js";
import { planDowngrade, planStamp, planUpgrade, type Step } from "../../src/revision/plan.js";
import { resolveTarget } from "../../src/revision/resolve.js";
import { ancestors, between, newestFirst, oldestFirst, tips } from "../../src/revision/traverse.js";
import { graphOfEdges } from "./edges.js";

/** Each revision picks parents and dependencies among those before it. */
const edges = fc
  .array(
    fc.record({ parents: fc.array(fc.nat(), { maxLength: 3 }), needs: fc.array(fc.nat(), { maxLength: 2 }) }),
    {
      minLength: 1,
      maxLength: 20,
    },
  )
  .map((rows) =>
    rows.map(({ parents, needs }, index) => {
      const before = (picks: readonly number[]): string =>
        index === 0 ? "" : picks.map((pick) => `r${pick % index}`).join(",");
      const dependencies = before(needs);
      return `${before(parents)}->r${index}${dependencies === "" ? "" : ` needs ${dependencies}`}`;
    }),
  );
const graphs = edges.map((list) => graphOfEdges(...list));
const base = { text: "base", ids: [], branch: undefined };

/** The plainest model: a set of applied revisions; the rows are those that no other applied one needs. */
function follow(graph: RevisionGraph, applied: Set<string>, step: Step): void {
  expect(step.before.toSorted()).toEqual(rowsOf(graph, applied));
  expect(isPossible(graph, applied, step)).toBe(true);
  if (step.direction === "upgrade") applied.add(step.revision.id);
  else applied.delete(step.revision.id);
  expect(step.after.toSorted()).toEqual(rowsOf(graph, applied));
  expect(tableAfter(step).toSorted()).toEqual(rowsOf(graph, applied));
}

/** What is applied has all it needs already; what is reverted is there and needed by nothing else. */
function isPossible(graph: RevisionGraph, applied: ReadonlySet<string>, step: Step): boolean {
  const { id } = step.revision;
  return step.direction === "upgrade"
    ? !applied.has(id) && parentsOf(graph, id).every((parent) => applied.has(parent))
    : applied.has(id) && ![...applied].some((other) => parentsOf(graph, other).includes(id));
}

function rowsOf(graph: RevisionGraph, applied: ReadonlySet<string>): readonly string[] {
  const ids = [...applied];
  return ids.filter((id) => !ids.some((other) => parentsOf(graph, other).includes(id))).toSorted();
}

function parentsOf(graph: RevisionGraph, id: string): readonly string[] {
  return graph.links.parents.get(id) ?? [];
}

/** The version table after the row changes, each of which must find its row. */
function tableAfter({ before, rows }: Step): readonly string[] {
  const table = new Set(before);
  for (const row of rows) {
    const removed = row.kind === "insert" || table.delete(row.kind === "update" ? row.from : row.id);
    if (!removed) throw new Error(`No row for ${JSON.stringify(row)}`);
    if (row.kind !== "delete") table.add(row.kind === "update" ? row.to : row.id);
  }
  return [...table];
}

describe("any graph", () => {
  test("is ordered with parents before children, all of them once", () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const order = oldestFirst(graph);
        expect(order.toSorted()).toEqual([...graph.revisions.keys()].toSorted());
        const place = new Map(order.map((id, index) => [id, index]));
        for (const [id, parents] of graph.links.parents) {
          for (const parent of parents) expect(place.get(parent)).toBeLessThan(place.get(id) ?? -1);
        }
        expect(between(graph, [], graph.heads)).toEqual(newestFirst(graph));
      }),
    );
  });

  test("base to heads and back visits the reverse, with the right rows at each step", () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const up = planUpgrade(graph, [], resolveTarget(graph, "heads", { current: [] }));
        const applied = new Set<string>();
        for (const step of up) follow(graph, applied, step);
        const top = up.at(-1)?.after ?? [];
        expect(top.toSorted()).toEqual(tips(graph, graph.revisions.keys()).toSorted());
        const down = planDowngrade(graph, top, base);
        for (const step of down) follow(graph, applied, step);
        expect(down.map(idOf)).toEqual(up.map(idOf).toReversed());
        expect(down.at(-1)?.after).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test("to any revision, on to any other, back to any third", () => {
    fc.assert(
      fc.property(graphs, fc.nat(), fc.nat(), fc.nat(), (graph, ...picks) => {
        const ids = [...graph.revisions.keys()];
        const [first = "", second = "", third = ""] = picks.map((pick) => ids[pick % ids.length]);
        const applied = new Set<string>();
        let rows: readonly string[] = [];
        const take = (steps: readonly Step[]): void => {
          for (const step of steps) follow(graph, applied, step);
          rows = steps.at(-1)?.after ?? rows;
        };
        for (const text of [first, second])
          take(planUpgrade(graph, rows, resolveTarget(graph, text, { current: rows })));
        expect(ancestors(graph, rows)).toEqual(ancestors(graph, [first, second]));
        expect(planStamp(graph, [], [resolveTarget(graph, second, { current: [] })]).after).toEqual([second]);
        if (!ancestors(graph, rows).has(third)) return;
        take(planDowngrade(graph, rows, resolveTarget(graph, third, { current: rows })));
        const left = ancestors(graph, rows);
        expect(left.has(third)).toBe(true);
        expect(graph.lines.children.get(third)?.some((child) => left.has(child))).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});

describe("ten thousand revisions", () => {
  const count = 10_000;
  test.each([
    ["in a line", (index: number) => (index === 0 ? "->r0" : `r${index - 1}->r${index}`)],
    ["side by side", (index: number) => (index === 0 ? "->r0" : `r0->r${index}`)],
    ["in diamonds", (index: number) => diamond(index)],
    [
      "leaning on each other",
      (index: number) => (index < 2 ? `->r${index}` : `r${index - 2}->r${index} needs r${index - 1}`),
    ],
  ])("%s take well under a second each way", (_, edge) => {
    const list = Array.from({ length: count }, (__, index) => edge(index));
    const graph = timed(() => graphOfEdges(...list));
    const heads = timed(() => resolveTarget(graph, "heads", { current: [] }));
    expect(timed(() => newestFirst(graph))).toHaveLength(count);
    expect(timed(() => between(graph, ["r0"], heads.ids)).length).toBeGreaterThan(count / 2);
    const rows = tips(graph, heads.ids);
    if (rows.length > 2) return;
    expect(timed(() => planUpgrade(graph, [], heads))).toHaveLength(count);
    expect(timed(() => planDowngrade(graph, rows, base))).toHaveLength(count);
  });
});

/** r0 → r1, r2 → r3 → r4, r5 → r6 … */
function diamond(index: number): string {
  if (index === 0) return "->r0";
  if (index % 3 === 0) return `r${index - 2},r${index - 1}->r${index}`;
  return `r${index - (index % 3)}->r${index}`;
}

function idOf(step: Step): string {
  return step.revision.id;
}

function timed<T>(call: () => T): T {
  const start = performance.now();
  const result = call();
  expect(performance.now() - start).toBeLessThan(2000);
  return result;
}
