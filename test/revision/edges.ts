import type { RevisionFile } from "../../src/revision/directory.js";
import { buildGraph, type RevisionGraph } from "../../src/revision/graph.js";

/**
 * Revision files written as their edges, in the order of their file names: `->a` is a base, `b,c->d` a merge,
 * `b->c1 as billing` carries a label, `b3->b4 needs a3` depends on another revision, `->a; a->b` are two.
 */
export function filesOf(...edges: readonly string[]): readonly RevisionFile[] {
  return edges
    .flatMap((text) => text.split("; "))
    .map((edge, index) => {
      const [, parents, id, labels, needs] = /^(\S*)->(\S+)(?: as (\S+))?(?: needs (\S+))?$/.exec(edge) ?? [];
      if (id === undefined) throw new RangeError(`Not an edge: ${edge}`);
      const name = `${String(index).padStart(5, "0")}_${id}.ts`;
      return {
        id,
        parents: list(parents),
        branchLabels: list(labels),
        dependsOn: list(needs),
        transaction: true,
        message: edge,
        doc: edge,
        hasDown: true,
        name,
        file: `/revisions/${name}`,
      };
    });
}

/** The graph of revisions written as their edges, see {@link filesOf}. */
export function graphOfEdges(...edges: readonly string[]): RevisionGraph {
  return buildGraph(filesOf(...edges));
}

function list(text: string | undefined): readonly string[] {
  return text === undefined || text === "" ? [] : text.split(",");
}
