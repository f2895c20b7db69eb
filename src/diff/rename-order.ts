/** A name and the one that it becomes. */
export interface NameChange {
  readonly from: string;
  readonly to: string;
}

/** The name that one of a ring of names has for a moment. */
export function nameBetween(name: string): string {
  return `_aludel_renamed_${name}`;
}

/**
 * The changes in an order in which every name is free when it is taken: `b` becomes `c` before `a` becomes `b`. Names
 * that change places go round by a name in between.
 */
export function inOrder(
  changes: readonly NameChange[],
  between: (name: string) => string = nameBetween,
): NameChange[] {
  const pending = [...changes];
  const ordered: NameChange[] = [];
  while (pending.length > 0) {
    const free = pending.findIndex((one) => !pending.some((other) => other !== one && other.from === one.to));
    const [next] = pending.splice(Math.max(free, 0), 1);
    if (next === undefined) break;
    if (free >= 0) ordered.push({ from: next.from, to: next.to });
    else {
      const name = between(next.from);
      ordered.push({ from: next.from, to: name });
      pending.push({ from: name, to: next.to });
    }
  }
  return ordered;
}
