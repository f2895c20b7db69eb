import type { Column, Index, IndexElement } from "../../schema/schema.js";
import { normalizeType } from "./normalize-type.js";
import { storedName, storedPart, withoutEmptyComment } from "./stored-name.js";

/** An option of an operator class, as the server writes it: `siglen='32'`. */
function classOption(text: string): string {
  const [, name, quoted, plain] = /^\s*(\w+)\s*=\s*(?:'(.*)'|(.*?))\s*$/s.exec(text) ?? [];
  return name === undefined ? text.trim() : `${name.toLowerCase()}='${quoted ?? plain ?? ""}'`;
}

/** The name of the class in the spelling of a type's name, and its options. */
function operatorClass(text: string): string {
  const [, name = text, options] = /^\s*(.*?)\s*(?:\((.*)\)\s*)?$/s.exec(text) ?? [];
  const spelled = normalizeType(name);
  return options === undefined ? spelled : `${spelled} (${options.split(",").map(classOption).join(", ")})`;
}

/** NULL stands last in ascending order and first in descending order anyway. https://www.postgresql.org/docs/current/indexes-ordering.html */
function nullsOf({ order, nulls }: IndexElement): Pick<IndexElement, "nulls"> {
  const implied = order === "DESC" ? "FIRST" : "LAST";
  return nulls === undefined || nulls === implied ? {} : { nulls };
}

/** The collation, where it is not the column's own anyway. */
function collationOf(
  element: IndexElement,
  columns: ReadonlyMap<string, Column>,
): Pick<IndexElement, "collation"> {
  const { collation, column } = element;
  const own = column === undefined ? undefined : columns.get(storedName(column));
  const isOwn = own !== undefined && (own.collation ?? "default") === collation;
  return collation === undefined || isOwn ? {} : { collation };
}

function normalizeElement(element: IndexElement, columns: ReadonlyMap<string, Column>): IndexElement {
  return {
    ...(element.column === undefined
      ? { expression: element.expression.trim() }
      : { column: storedName(element.column) }),
    ...(element.order && { order: element.order }),
    ...nullsOf(element),
    ...collationOf(element, columns),
    ...(element.operatorClass === undefined ? {} : { operatorClass: operatorClass(element.operatorClass) }),
  };
}

/** The index in its canonical form, on a table or view with those columns, as far as they are known. */
export function normalizeIndex(index: Index, columns: ReadonlyMap<string, Column>): Index {
  const { method, include, where, storage, ...rest } = withoutEmptyComment(storedPart(index));
  const folded = method?.toLowerCase();
  return {
    ...rest,
    elements: index.elements.map((element) => normalizeElement(element, columns)),
    ...(folded === undefined || folded === "btree" ? {} : { method: folded }),
    ...(include && include.length > 0 && { include: include.map(storedName) }),
    ...(where === undefined || where.trim() === "" ? {} : { where: where.trim() }),
    ...(storage && Object.keys(storage).length > 0 && { storage }),
  };
}
