import type { RoundTripCase } from "../round-trip.js";
import { entity, type Columns, type Entity } from "./entity.js";

type Extra = Partial<Entity>;

/** A change of the one table `item`. */
export function itemChange(
  name: string,
  from: readonly [Columns, Extra?],
  to: readonly [Columns, Extra?],
  expected: readonly string[],
  extra: Partial<RoundTripCase> = {},
): RoundTripCase {
  return { name, from: [entity("item", ...from)], to: [entity("item", ...to)], expected, ...extra };
}
