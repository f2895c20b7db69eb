import type { ObjectName } from "../../schema/name.js";
import { quoteIdentifier } from "../standard/sql.js";

/** A name as SQL writes it, quoted; without a schema it is found on the search path, which begins with the default one. */
export function quote(name: ObjectName | string): string {
  if (typeof name === "string") return quoteIdentifier(name);
  const parts = name.schema === undefined ? [name.name] : [name.schema, name.name];
  return parts.map(quoteIdentifier).join(".");
}

/** The name of what lives in the schema of the other object: an index in that of its table. */
export function beside(object: ObjectName, name: string): ObjectName {
  return object.schema === undefined ? { name } : { schema: object.schema, name };
}

/** At most so many bytes of a name are kept. https://www.postgresql.org/docs/current/sql-syntax-lexical.html */
const maximumBytes = 63;

/** The name cut to the bytes that are kept, never within a character, with room for so many more. */
export function cutName(name: string, room = 0): string {
  let result = "";
  for (const character of name) {
    if (Buffer.byteLength(result + character) > maximumBytes - room) break;
    result += character;
  }
  return result;
}
