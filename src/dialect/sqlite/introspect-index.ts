import type { Index, IndexElement } from "../../schema/schema.js";
import type { IndexColumnRow } from "./catalog.js";
import { parseIndex, type ParsedElement } from "./parse-index.js";
import { UnreadableSql } from "./token-reader.js";

function element(row: IndexColumnRow, { expression, collation }: ParsedElement): IndexElement {
  return {
    ...(row.column === undefined ? { expression } : { column: row.column }),
    ...(collation === undefined ? {} : { collation }),
    ...(row.descending ? { order: "DESC" as const } : {}),
  };
}

/** The index, its text and its columns in the catalog taken together. Throws `UnreadableSql` where they do not agree. */
export function readIndex(name: string, sql: string, rows: readonly IndexColumnRow[]): Index {
  const { elements, unique, where } = parseIndex(sql);
  if (elements.length !== rows.length) throw new UnreadableSql("the number of its columns is not clear");
  return {
    name,
    elements: elements.flatMap((parsed, index) => {
      const row = rows[index];
      return row === undefined ? [] : [element(row, parsed)];
    }),
    ...(unique ? { unique } : {}),
    ...(where === undefined ? {} : { where }),
  };
}
