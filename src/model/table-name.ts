import type { EntityMetadata } from "typeorm";
import type { ObjectName } from "../schema/name.js";
import type { ModelContext } from "./model-context.js";

/** The object that a path means: TypeORM takes what stands before the first dot for the schema's name. */
export function nameOfPath(path: string, { defaultSchema }: ModelContext): ObjectName {
  const [first = path, second] = path.split(".");
  if (second === undefined) return { name: first };
  return first === defaultSchema ? { name: second } : { schema: first, name: second };
}

/** The name of the entity's table or view; without a schema where it is in the default one, or there are none. */
export function tableName(metadata: EntityMetadata, context: ModelContext): ObjectName {
  if (context.defaultSchema === undefined) return { name: metadata.tableName };
  return nameOfPath([metadata.schema, metadata.tableName].filter(Boolean).join("."), context);
}
