import type { IndexParts } from "../dialect.js";

/** The access method of an index: GiST for a spatial one, whatever else its author says, as TypeORM does. */
export function indexMethod({ isSpatial, type }: IndexParts): string | undefined {
  const method = isSpatial ? "gist" : type?.toLowerCase();
  return method === "btree" ? undefined : method;
}
