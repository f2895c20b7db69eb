/** For every id, the ids it is linked to in one direction; a name without links has an empty list. */
export type LinkMap = ReadonlyMap<string, readonly string[]>;

/** Who follows whom, both ways. */
export interface Links {
  readonly parents: LinkMap;
  readonly children: LinkMap;
}

/** The links of these parents in both directions; children are in the order of the map. */
export function linkBothWays(parents: LinkMap): Links {
  const children = new Map<string, string[]>([...parents.keys()].map((id) => [id, []]));
  for (const [id, list] of parents) for (const parent of list) children.get(parent)?.push(id);
  return { parents, children };
}

/** The links of both maps, those of the first in front. */
export function mergeLinks(first: LinkMap, second: LinkMap): LinkMap {
  return mapLinks(first, (id, list) => [...new Set([...list, ...(second.get(id) ?? [])])]);
}

/** The map without the links from one of these ids to another of them. */
export function cutLinks(map: LinkMap, among: ReadonlySet<string>): LinkMap {
  if (among.size === 0) return map;
  return mapLinks(map, (id, list) => (among.has(id) ? list.filter((other) => !among.has(other)) : list));
}

/** These ids and all that can be reached from them. */
export function reach(map: LinkMap, from: Iterable<string>): ReadonlySet<string> {
  const reached = new Set(from);
  // A set's iterator goes on to what is added on the way.
  for (const id of reached) for (const next of map.get(id) ?? []) reached.add(next);
  return reached;
}

/** The ids that are in a circle, or on a way from one circle to another. */
export function findCircles({ parents, children }: Links): ReadonlySet<string> {
  const left = new Set(parents.keys());
  for (const id of peelOrder(parents, children)) left.delete(id);
  for (const id of peelOrder(children, parents, left)) left.delete(id);
  return left;
}

/**
 * Takes off, again and again, an id that has nothing left in front of it, and follows it as far as that goes before it
 * takes another. Circles and what is behind them never come; `among` limits everything to some ids.
 */
export function peelOrder(
  inFront: LinkMap,
  behind: LinkMap,
  among: ReadonlySet<string> = new Set(inFront.keys()),
): readonly string[] {
  const waitsFor = new Map<string, number>();
  for (const id of among)
    waitsFor.set(id, (inFront.get(id) ?? []).filter((other) => among.has(other)).length);
  const ready = [...among].filter((id) => waitsFor.get(id) === 0).toReversed();
  const order: string[] = [];
  for (let id = ready.pop(); id !== undefined; id = ready.pop()) {
    order.push(id);
    const freed = (behind.get(id) ?? []).filter((next) => {
      const left = (waitsFor.get(next) ?? 0) - 1;
      waitsFor.set(next, left);
      return left === 0;
    });
    ready.push(...freed.toReversed());
  }
  return order;
}

function mapLinks(map: LinkMap, change: (id: string, list: readonly string[]) => readonly string[]): LinkMap {
  return new Map([...map].map(([id, list]) => [id, change(id, list)]));
}
