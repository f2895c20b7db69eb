import type { EntitySchemaColumnOptions } from "typeorm";
import type { RoundTripCase } from "../../round-trip.js";
import { entity } from "../entity.js";

/** Another state of the one column `item.value`, and what is found. */
export function valueChange(
  name: string,
  from: EntitySchemaColumnOptions,
  to: EntitySchemaColumnOptions,
  expected: readonly string[],
  extra: Partial<RoundTripCase> = {},
): RoundTripCase {
  return {
    name,
    from: [entity("item", { value: from })],
    to: [entity("item", { value: to })],
    expected,
    ...extra,
  };
}
