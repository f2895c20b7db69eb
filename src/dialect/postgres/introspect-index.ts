import type { Index, IndexElement } from "../../schema/schema.js";
import { typeName } from "../../schema/type-name.js";
import { quoteString } from "../standard/sql.js";
import type { Catalog } from "./catalog.js";
import type { ColumnRow } from "./catalog-rows.js";
import { optionsOf, present, texts } from "./catalog-values.js";
import type { IndexRow } from "./constraint-rows.js";
import { elementTails } from "./index-definition.js";

/** The columns of a relation by their numbers. */
export type Columns = ReadonlyMap<number, ColumnRow>;

/** The bits of `indoption`. https://github.com/postgres/postgres/blob/master/src/include/catalog/pg_index.h */
const descending = 1;
const nullsFirst = 2;

function orderOf(bits = 0): Pick<IndexElement, "order" | "nulls"> {
  return {
    ...((bits & descending) !== 0 && { order: "DESC" as const }),
    nulls: (bits & nullsFirst) !== 0 ? "FIRST" : "LAST",
  };
}

/** What an index says of an element besides its order. */
interface Told {
  readonly collation: boolean;
  readonly operatorClass: boolean;
}

/** What the raw columns tell: what is not as the column has it, or as its type does by itself. */
function toldOfColumn(index: IndexRow, place: number, column: ColumnRow, { names }: Catalog): Told {
  return {
    collation: index.collations[place] !== column.collation,
    operatorClass: !names.isDefaultClass(present(index.classes[place]), names.typeOf(column).base),
  };
}

/** `gist_trgm_ops (siglen='32')`. */
function classText(index: IndexRow, place: number, catalog: Catalog): string {
  const { name } = catalog.names.classOf(present(index.classes[place]));
  const options = Object.entries(optionsOf(texts(index.classOptions[place + 1])));
  const written = options.map(([option, value]) => `${option}=${quoteString(value)}`).join(", ");
  return `${typeName(name)}${written === "" ? "" : ` (${written})`}`;
}

function collationName(index: IndexRow, place: number, { names }: Catalog): Pick<IndexElement, "collation"> {
  const id = index.collations[place] ?? 0;
  return id === 0 ? {} : { collation: names.collationOf(id).name };
}

function readElement(index: IndexRow, place: number, columns: Columns, catalog: Catalog): IndexElement {
  const number = present(index.columns[place]);
  const column = number === 0 ? undefined : present(columns.get(number));
  const told =
    column === undefined ? present(elementTails(index)[place]) : toldOfColumn(index, place, column, catalog);
  const hasOptions = index.classOptions[place + 1] !== undefined;
  return {
    ...(column === undefined ? { expression: present(index.parts[place]) } : { column: column.name }),
    ...orderOf(index.orders[place]),
    ...(told.collation ? collationName(index, place, catalog) : {}),
    ...(told.operatorClass || hasOptions ? { operatorClass: classText(index, place, catalog) } : {}),
  };
}

/** An index as the catalog says it is. */
export function readIndex(row: IndexRow, columns: Columns, catalog: Catalog): Index {
  const places = Array.from({ length: row.keys }, (_, place) => place);
  return {
    name: row.name,
    elements: places.map((place) => readElement(row, place, columns, catalog)),
    ...(row.unique && { unique: true as const }),
    ...(row.nullsNotDistinct && { nullsNotDistinct: true as const }),
    method: row.method,
    include: row.columns.slice(row.keys).map((number) => present(columns.get(number)).name),
    ...(row.predicate === undefined ? {} : { where: row.predicate }),
    storage: row.options,
    ...(row.comment === undefined ? {} : { comment: row.comment }),
    ...(!row.valid && { invalid: true as const }),
  };
}
