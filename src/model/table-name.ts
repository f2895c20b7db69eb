import type { EntityMetadata } from "typeorm";
import type { ObjectName } from "../schema/name.js";

/** The name of the entity's table or view in the database. */
export function tableName(metadata: EntityMetadata): ObjectName {
  return { name: metadata.tableName };
}
