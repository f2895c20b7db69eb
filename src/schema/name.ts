/** The name of a table, view or other schema-level object; without `schema` it stands in the connection's default one. */
export interface ObjectName {
  readonly name: string;
  readonly schema?: string;
}

/** A string that is equal for equal names and for no others: a key for maps. */
export function keyOf(object: ObjectName): string {
  return object.schema === undefined ? object.name : `${object.schema}\u0000${object.name}`;
}

/** The name alone, without the rest of the object that carries it. */
export function nameOf(object: ObjectName): ObjectName {
  return object.schema === undefined ? { name: object.name } : { schema: object.schema, name: object.name };
}

/** The name as people read it: `billing.invoice`, or `invoice` in the default schema. */
export function displayName(object: ObjectName): string {
  return object.schema === undefined ? object.name : `${object.schema}.${object.name}`;
}

/** Whether both name the same object. */
export function sameName(left: ObjectName, right: ObjectName): boolean {
  return left.name === right.name && left.schema === right.schema;
}
