import type { Operation } from "../../operation/operation.js";
import type { ObjectName } from "../../schema/name.js";
import type { Column } from "../../schema/schema.js";
import { foldCase } from "../../schema/sql-text.js";
import type { Connection, Dialect, Recovery, TypeParts } from "../dialect.js";
import { inlineParameters } from "../standard/inline.js";
import { quoteIdentifier } from "../standard/sql.js";
import { ddl, needsSchema, split } from "./ddl.js";
import { bindable, literal } from "./rows-sql.js";
import { explain } from "./errors.js";
import { introspect } from "./introspect.js";
import { databaseFile, tryLock } from "./lock.js";
import { normalize, sameExpression } from "./normalize.js";
import { scriptGuards } from "./script-guards.js";
import { splitStatements } from "./statements.js";
import { hasTransaction, scriptHeader, transaction, transactionScript } from "./transaction.js";

async function server(connection: Connection): Promise<string> {
  const [row] = await connection.query("SELECT sqlite_version() AS version");
  return `SQLite ${String(row?.["version"])}`;
}

async function tableExists(connection: Connection, { name }: ObjectName): Promise<boolean> {
  const sql = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ? COLLATE NOCASE";
  return (await connection.query(sql, [name])).length > 0;
}

/** As TypeORM spells it: an enum is text with a check, and a length wins over a precision. */
function columnType({ type, length, precision, scale, isArray, enum: members }: TypeParts): string {
  if (members !== undefined) return "varchar";
  const numbers = [
    precision ?? undefined,
    precision === null || precision === undefined ? undefined : (scale ?? undefined),
  ].filter((part) => part !== undefined);
  const suffix = length === "" ? numbers.join(",") : length;
  return `${type}${suffix === "" ? "" : `(${suffix})`}${isArray ? " array" : ""}`;
}

/** TypeORM puts members between quotes as they are, so that authors double the quotes in them. */
function enumValue(member: string): string {
  return /^(?:[^']|'')*$/.test(member) ? member.replaceAll("''", "'") : member;
}

/** The five affinities, by the rules and in the order of https://www.sqlite.org/datatype3.html#determination_of_column_affinity */
function affinity(type: string): "integer" | "text" | "blob" | "real" | "numeric" {
  if (/int/i.test(type)) return "integer";
  if (/char|clob|text/i.test(type)) return "text";
  if (type === "" || /blob/i.test(type)) return "blob";
  return /real|floa|doub/i.test(type) ? "real" : "numeric";
}

/**
 * A text that looks like a number becomes one where the type has a numeric affinity, and `007` is 7 then. Zeros at the end
 * of a fraction are no loss. https://www.sqlite.org/datatype3.html#type_affinity
 */
function conversionLoss(column: string, type: string): string {
  if (["text", "blob"].includes(affinity(type))) return "0";
  const plain = `CASE WHEN instr(${column}, '.') THEN rtrim(rtrim(${column}, '0'), '.') ELSE ${column} END`;
  const looksLikeNumber = `typeof(${column}) = 'text' AND CAST(${column} AS NUMERIC) = ${column}`;
  return `${looksLikeNumber} AND CAST(CAST(${column} AS NUMERIC) AS TEXT) IS NOT ${plain}`;
}

/** By the affinity of the type, and text in the form that TypeORM reads. https://www.sqlite.org/datatype3.html#type_affinity */
function neutralValue({ type, enumValues }: Column): string {
  if (enumValues !== undefined) return literal(enumValues[0] ?? "");
  if (/date|time/.test(type)) return "'1970-01-01 00:00:00'";
  if (/json/.test(type)) return "'{}'";
  if (affinity(type) === "text") return "''";
  return affinity(type) === "blob" ? "X''" : "0";
}

/** Only SQL of the author's own runs outside of a transaction, and nobody knows what it did. */
async function recover(operation: Operation): Promise<Recovery> {
  const inner = operation.kind === "autocommit" ? operation.operation : operation;
  return inner.kind === "execute" ? { state: "unknown" } : { state: "undone", cleanup: [] };
}

function reshapes(operation: Operation): boolean {
  if (operation.kind === "autocommit") return reshapes(operation.operation);
  return (
    operation.kind === "alterTable" || operation.kind === "dropTable" || operation.kind === "renameTable"
  );
}

/** SQLite, through `better-sqlite3` or `sqlite3`. */
export const sqlite: Dialect = {
  title: "SQLite",
  types: { text: "varchar", integer: "integer" },
  abilities: {
    forwardReferences: true,
    renamesConstraints: false,
    followingViews: false,
    keepsForeignKeys: () => true,
  },
  enumTypes: false,
  indexMethods: [],
  namedPrimaryKeys: false,
  defaultSchema: async () => undefined,
  ownSchema: () => undefined,
  neededExtensions: () => [],
  uuidDefault: () => undefined,
  databaseFile,
  server,
  tableExists,
  introspect,
  normalize,
  columnType,
  counter: (strategy) => (strategy === "increment" ? "autoIncrement" : undefined),
  indexMethod: () => undefined,
  foldName: foldCase,
  enumValue,
  convertsValues: (from, to) => affinity(from) !== affinity(to),
  conversion: (column) => column,
  conversionLoss,
  holdsValue: (column, _type, value) => `${column} = ${literal(value)}`,
  neutralValue,
  compareExpressions: async (pairs) =>
    pairs.map(({ from, to }) => ({ result: sameExpression(from, to) ? "same" : "different" })),
  needsSchema,
  split,
  ddl,
  reshapes,
  breaksTransaction: () => false,
  recover,
  effects: () => [],
  transaction,
  hasTransaction,
  scriptHeader,
  scriptGuards,
  transactionScript,
  lockTables: [],
  tryLock,
  explain,
  bind: bindable,
  splitStatements,
  parameter: () => "?",
  inline: (sql, parameters) => inlineParameters(sql, parameters, literal),
  quote: (name: ObjectName | string) => quoteIdentifier(typeof name === "string" ? name : name.name),
  literal,
};
