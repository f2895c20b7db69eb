import type { Entities, SchemaOptions } from "../support/project.js";
import type { Target } from "../support/targets.js";
import { casesFor, groups, postgresGroups } from "./cases/all.js";

/** Entities that a database is made for. */
export interface EntitySet {
  /** Of the case that begins or ends with it, such as `enums: after a value is added`. */
  readonly name: string;
  readonly entities: Entities;
  readonly options: SchemaOptions;
}

/** Every set of entities that a round trip on the target begins or ends with, once. */
export function entitySets(target: Target): readonly EntitySet[] {
  const ofPostgres = target.family === "postgres" ? casesFor(postgresGroups, target) : [];
  const named = ofPostgres.map(([group, cases]) => [`PostgreSQL ${group}`, cases] as const);
  const sets = [...casesFor(groups, target), ...named].flatMap(([group, cases]) =>
    cases.flatMap(({ name, from, to, options = {} }): EntitySet[] => [
      { name: `${group}: before ${name}`, entities: from, options },
      { name: `${group}: after ${name}`, entities: to, options },
    ]),
  );
  const filled = sets.filter(({ entities }) => entities.length > 0);
  const functions = new Map<unknown, string>();
  const plain = (_key: string, value: unknown): unknown => {
    if (typeof value !== "function") return value;
    if (!functions.has(value)) functions.set(value, `function ${functions.size}`);
    return functions.get(value);
  };
  const keyed = filled.map((set): [string, EntitySet] => [
    JSON.stringify([set.entities, set.options], plain),
    set,
  ]);
  return [...new Map(keyed).values()];
}
