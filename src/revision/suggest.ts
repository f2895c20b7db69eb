const mostSuggested = 3;

/** Those of the candidates that the text may be a slip of the finger for, or for whose beginning; nearest first. */
export function suggest(text: string, candidates: Iterable<string>): readonly string[] {
  const wanted = text.toLowerCase();
  const farthest = Math.max(1, Math.floor(wanted.length / 3));
  return [...candidates]
    .map((candidate) => ({
      candidate,
      distance: editDistance(wanted, candidate.toLowerCase().slice(0, wanted.length)),
    }))
    .filter(({ distance }) => distance <= farthest)
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, mostSuggested)
    .map(({ candidate }) => candidate);
}

/** How many characters must be put in, taken out, replaced or swapped with their neighbour to make one text the other. */
export function editDistance(from: string, to: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current[column] = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (same ? 0 : 1),
        swapped ? at(beforeLast, column - 2) + 1 : Infinity,
      );
    }
    beforeLast = last;
    last = current;
  }
  return last[to.length] ?? 0;
}

function at(line: readonly number[], index: number): number {
  return line[index] ?? Infinity;
}
