import type { Column } from "../../schema/schema.js";
import { quoteString } from "../standard/sql.js";
import type { Catalog } from "./catalog.js";
import type { ColumnRow, SequenceRow } from "./catalog-rows.js";

/** Reports what the model cannot hold. */
export type Report = (problem: string) => void;

/** The types that a serial column may have. https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-SERIAL */
const countedTypes = new Set(["smallint", "integer", "bigint"]);

/** The sequence that belongs to the column and that its values come from: the one inside, or that of its default. */
function ownSequence(row: ColumnRow, type: string, { ownedSequences }: Catalog): SequenceRow | undefined {
  const owned = (ownedSequences.get(row.table) ?? []).filter(({ column }) => column === row.number);
  if (row.identity !== "") return owned.find(({ internal }) => internal);
  if (row.generated !== "" || !countedTypes.has(type)) return undefined;
  return owned.find(({ regclass }) => row.expression === `nextval(${quoteString(regclass)}::regclass)`);
}

/** https://www.postgresql.org/docs/current/catalog-pg-attribute.html */
const identities: Readonly<Record<string, Column["identity"]>> = { a: "ALWAYS", d: "BY DEFAULT" };

/** Where the values come from that nobody gives. */
function valueOf(row: ColumnRow, type: string, catalog: Catalog, report: Report): Partial<Column> {
  const sequence = ownSequence(row, type, catalog);
  const identity = identities[row.identity];
  if (identity !== undefined) return { identity, ...(sequence && { sequence: sequence.options }) };
  if (sequence !== undefined) return { autoIncrement: true, sequence: sequence.options };
  if (row.expression === undefined) return {};
  if (row.generated === "") return { default: row.expression };
  if (row.generated !== "s" && row.generated !== "v") {
    report(`its column "${row.name}" is generated in a way that is not known`);
  }
  return { generated: { expression: row.expression, stored: row.generated === "s" } };
}

/** The collation, where it is not that of the type: one that every schema sees by its name alone. */
function collationOf(
  row: ColumnRow,
  implied: number,
  catalog: Catalog,
  report: Report,
): Pick<Column, "collation"> {
  if (row.collation === implied || row.collation === 0) return {};
  const { schema, name } = catalog.names.collationOf(row.collation);
  if (schema !== undefined) report(`its column "${row.name}" has the collation "${schema}"."${name}"`);
  return { collation: name };
}

/** A column as the catalog says it is. */
export function readColumn(row: ColumnRow, catalog: Catalog, report: Report): Column {
  const { spelled, collation } = catalog.names.typeOf(row);
  return {
    name: row.name,
    type: spelled,
    nullable: !row.notNull,
    ...valueOf(row, spelled, catalog, report),
    ...collationOf(row, collation, catalog, report),
    ...(row.comment === undefined ? {} : { comment: row.comment }),
  };
}
