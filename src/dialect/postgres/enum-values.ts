import type { AlterEnum } from "../../operation/operation.js";
import type { ValueMap } from "../../schema/enum-constant.js";
import type { Column, Table } from "../../schema/schema.js";
import { quoteIdentifier } from "../standard/sql.js";
import { quote } from "./names.js";
import { literal } from "./rows-sql.js";
import { rowsWhere } from "./violations.js";

/** The new spelling of each value that is renamed. */
export function renamesOf({ renames = {} }: AlterEnum): ValueMap {
  return new Map(Object.entries(renames));
}

/** What becomes of each value that does not stay as it is, in rows and in defaults. */
export function fatesOf({ renames = {}, replacements = {} }: AlterEnum): ValueMap {
  return new Map(Object.entries({ ...replacements, ...renames }));
}

function isArray({ type }: Column): boolean {
  return type.endsWith("[]");
}

/** Elements change one value after the other, so those whose new value is another's old one go by a name of their own. */
function convertElements(column: string, fates: ValueMap): string {
  const entries = [...fates];
  const isChain = entries.some(([, value]) => value !== null && fates.has(value));
  const steps: [string, string | null][] = isChain
    ? [
        ...entries.map(([old], index): [string, string] => [old, `_aludel_value_${index}`]),
        ...entries.map(([, value], index): [string, string | null] => [`_aludel_value_${index}`, value]),
      ]
    : entries;
  return steps.reduce(
    (expression, [old, value]) =>
      value === null
        ? `array_remove(${expression}, ${literal(old)})`
        : `array_replace(${expression}, ${literal(old)}, ${literal(value)})`,
    `${column}::text[]`,
  );
}

function convertValue(column: string, fates: ValueMap): string {
  if (fates.size === 0) return `${column}::text`;
  const cases = [...fates].map(([old, value]) => `WHEN ${literal(old)} THEN ${literal(value)}`);
  return `(CASE ${column}::text ${cases.join(" ")} ELSE ${column}::text END)`;
}

/**
 * The expression that gives the values of a column as those of the new type. A value that becomes none at all is NULL, or
 * no longer an element of its array. One that the new type does not have is an error.
 */
export function convertValues(column: Column, operation: AlterEnum): string {
  const name = quoteIdentifier(column.name);
  const fates = fatesOf(operation);
  return isArray(column)
    ? `${convertElements(name, fates)}::${quote(operation.name)}[]`
    : `${convertValue(name, fates)}::${quote(operation.name)}`;
}

function holdsAny(column: Column, values: readonly string[]): string {
  const name = quoteIdentifier(column.name);
  const list = values.map(literal).join(", ");
  return isArray(column) ? `${name}::text[] && ARRAY[${list}]` : `${name}::text IN (${list})`;
}

/** The query for rows with a value that goes and that nothing takes the place of. */
export function lostRows(table: Table, columns: readonly Column[], operation: AlterEnum): string | undefined {
  const fates = fatesOf(operation);
  const lost = columns.flatMap((column) => {
    const values = operation.from.filter((value) => {
      const now = fates.get(value);
      if (now === null) return !column.nullable && !isArray(column);
      return !operation.to.includes(now ?? value);
    });
    return values.length === 0 ? [] : [{ name: column.name, condition: holdsAny(column, values) }];
  });
  if (lost.length === 0) return undefined;
  return rowsWhere(
    table,
    lost.map(({ condition }) => `(${condition})`).join(" OR "),
    lost.map(({ name }) => name),
  );
}
