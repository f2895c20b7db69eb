import type { ObjectName } from "../../schema/name.js";
import { cutName } from "./names.js";

/** A name that is not longer is kept whole, as a UTF-16 unit takes three bytes of 63 at most. */
const surelyKept = 21;

/** The name as the server keeps it: cut behind the last character that fits. */
export function storedName(name: string): string {
  return name.length <= surelyKept ? name : cutName(name);
}

/** The object with its name, and that of its schema, as the server keeps them. */
export function storedObject<Named extends ObjectName>(object: Named): Named {
  return {
    ...object,
    ...(object.schema === undefined ? {} : { schema: storedName(object.schema) }),
    name: storedName(object.name),
  };
}

/** The constraint or index with the name that it keeps, where it has one. */
export function storedPart<Part extends { readonly name?: string }>(part: Part): Part {
  return part.name === undefined ? part : { ...part, name: storedName(part.name) };
}

/** The thing without a comment that says nothing: an empty one is none. https://www.postgresql.org/docs/current/sql-comment.html */
export function withoutEmptyComment<Commented extends { readonly comment?: string }>(
  thing: Commented,
): Commented | Omit<Commented, "comment"> {
  if (thing.comment !== "") return thing;
  const { comment: _, ...rest } = thing;
  return rest;
}
