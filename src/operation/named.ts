import { AludelError } from "../errors.js";
import { displayName, sameName, type ObjectName } from "../schema/name.js";

/** The error for an operation that does not fit the schema. */
export function conflict(problem: string): AludelError {
  return new AludelError("E_OPERATION_CONFLICT", problem);
}

/** The items and one more. Throws `E_OPERATION_CONFLICT` where one of that name is there already. */
export function addNamed<Item extends ObjectName>(
  items: readonly Item[],
  item: Item,
  what: string,
): readonly Item[] {
  if (items.some((other) => sameName(other, item))) {
    throw conflict(`${what} "${displayName(item)}" already exists`);
  }
  return [...items, item];
}

/** The items without the one of that name. Throws `E_OPERATION_CONFLICT` where there is none. */
export function removeNamed<Item extends ObjectName>(
  items: readonly Item[],
  name: ObjectName,
  what: string,
): readonly Item[] {
  const rest = items.filter((item) => !sameName(item, name));
  if (rest.length === items.length) throw conflict(`there is no ${what} "${displayName(name)}"`);
  return rest;
}
