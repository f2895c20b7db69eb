/** The item alone in a list, or an empty list where there is none. */
export function listOf<Item>(item: Item | undefined): Item[] {
  return item === undefined ? [] : [item];
}
