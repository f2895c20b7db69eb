import type { DataSourceOptions } from "typeorm";
import { compareText } from "../../schema/compare.js";
import type { Column, Extension, Schema, Table } from "../../schema/schema.js";
import { tokenize } from "../../schema/sql-text.js";
import { isOfType } from "../../schema/type-name.js";

/** The extensions that types come from. */
const typeExtensions: ReadonlyMap<string, string> = new Map([
  ["citext", "citext"],
  ["hstore", "hstore"],
  ["ltree", "ltree"],
  ["cube", "cube"],
  ["geometry", "postgis"],
  ["geography", "postgis"],
  ["vector", "vector"],
  ["halfvec", "vector"],
]);

function typeExtension({ type }: Column, { enums }: Schema): string | undefined {
  const [base = ""] = /^\w*/.exec(type) ?? [];
  const extension = typeExtensions.get(base);
  return extension !== undefined && enums.some((enumType) => isOfType(type, enumType))
    ? undefined
    : extension;
}

/** `gen_random_uuid()` is built in; all `uuid_…` functions are not. https://www.postgresql.org/docs/current/uuid-ossp.html */
function callsUuidOssp(expression: string | undefined): boolean {
  if (expression === undefined || !/uuid_/i.test(expression)) return false;
  return tokenize(expression).some(
    ({ kind, text }) => kind === "word" && /^uuid_(?:generate|nil|ns)/i.test(text),
  );
}

function columnExtensions(column: Column, schema: Schema): (string | undefined)[] {
  const callsIt = callsUuidOssp(column.default) || callsUuidOssp(column.generated?.expression);
  return [typeExtension(column, schema), callsIt ? "uuid-ossp" : undefined];
}

/** Exclusions compare scalars by GiST, which needs `btree_gist`; TypeORM installs it for every one. */
function tableExtensions(table: Table, schema: Schema): (string | undefined)[] {
  const hasExclusions = table.exclusions !== undefined && table.exclusions.length > 0;
  return [
    hasExclusions ? "btree_gist" : undefined,
    ...table.columns.flatMap((column) => columnExtensions(column, schema)),
  ];
}

/** The extensions that the option `extensions` asks for, which TypeORM has from 1.0 on. */
function namedExtensions(options: DataSourceOptions): string[] {
  const named: unknown = "extensions" in options ? options.extensions : undefined;
  return Array.isArray(named) ? named.filter((name) => typeof name === "string") : [];
}

/**
 * The extensions that the types, functions and constraints of a schema come from, and those that the data source names,
 * sorted by name; none where it has `installExtensions: false`. The types are in their canonical spelling.
 */
export function neededExtensions(schema: Schema, options: DataSourceOptions): Extension[] {
  if (options.type !== "postgres" || options.installExtensions === false) return [];
  const names = [
    ...namedExtensions(options),
    ...schema.tables.flatMap((table) => tableExtensions(table, schema)),
  ].filter((name) => name !== undefined);
  return [...new Set(names)].toSorted(compareText).map((name) => ({ name }));
}

/** What generates UUIDs: TypeORM takes the function of `uuid-ossp`, except where `uuidExtension` is `pgcrypto`. */
export function uuidDefault(options: DataSourceOptions): string {
  return options.type === "postgres" && options.uuidExtension === "pgcrypto"
    ? "gen_random_uuid()"
    : "uuid_generate_v4()";
}
