import type { Dialect } from "../dialect/dialect.js";
import { apply } from "../operation/apply.js";
import type { Operation } from "../operation/operation.js";
import type { CommentedOperation } from "../revision/render.js";
import { placesOf } from "../runtime/place.js";
import { keyOf, type ObjectName } from "../schema/name.js";
import type { Schema } from "../schema/schema.js";
import { hazardComments, placeComments } from "./hazard-lines.js";
import type { RowCounter } from "./row-counter.js";

/** The schema with what the database holds besides the objects that are compared: a view may read one of them. */
export function withOthers(schema: Schema, live: Schema, compared: Schema): Schema {
  const isOther = (objects: readonly ObjectName[]): ((object: ObjectName) => boolean) => {
    const names = new Set(objects.map(keyOf));
    return (object) => !names.has(keyOf(object));
  };
  return {
    ...schema,
    tables: [...schema.tables, ...live.tables.filter(isOther(compared.tables))],
    views: [...schema.views, ...live.views.filter(isOther(compared.views))],
    ...(live.reads && { reads: live.reads }),
  };
}

/** What comments are made with. */
export interface CommentOptions {
  readonly dialect: Dialect;
  /** What is compared, before the operations. */
  readonly from: Schema;
  /** The same with all that stands beside it. */
  readonly complete: (schema: Schema) => Schema;
  /** With it, losses say how many rows they concern. */
  readonly counter?: RowCounter;
}

/** The operations with the comments that they carry in a revision file. */
export async function commented(
  operations: readonly Operation[],
  { dialect, from, complete, counter }: CommentOptions,
): Promise<CommentedOperation[]> {
  const result: CommentedOperation[] = [];
  const recording = { operations, complete: true };
  const created = new Set<string>();
  let [schema, before]: [Schema, Operation[]] = [from, []];
  const isEmpty = (table: ObjectName): boolean => created.has(keyOf(table));
  for (const { operation, place } of placesOf(recording, { dialect, bare: false })) {
    if (operation.kind === "createTable") created.add(keyOf(operation.table));
    if (place !== "inside") before = [];
    const meets = { schema: complete(schema), before };
    const hazards = await hazardComments(operation, { dialect, counter, meets, isEmpty });
    result.push({ operation, comments: [...placeComments(place), ...hazards] });
    schema = apply(schema, operation);
    if (place === "inside") before = [...before, operation];
  }
  return result;
}
