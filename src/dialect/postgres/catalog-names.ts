import type { ObjectName } from "../../schema/name.js";
import { typeName } from "../../schema/type-name.js";
import type { Connection } from "../dialect.js";
import { type ColumnRow, type NamedRow, namedRow } from "./catalog-rows.js";
import { arrayLiteral, flag, present, text } from "./catalog-values.js";
import type { IndexRow } from "./constraint-rows.js";
import { namesSql } from "./names-sql.js";
import { normalizeType } from "./normalize-type.js";

/** A type of columns. */
interface NamedType {
  /** In the canonical spelling. */
  readonly spelled: string;
  /** The collation of its values, where a column says nothing else. */
  readonly collation: number;
  /** The type that a domain stands on; for any other the type itself. */
  readonly base: number;
}

/** An operator class. */
interface OperatorClass {
  readonly name: ObjectName;
  readonly isDefault: boolean;
  /** The type that it was made for. */
  readonly type: number;
  /** The access method. */
  readonly method: number;
}

/** What columns and indexes refer to by identifiers, and what belongs to no table. */
export interface Names {
  readonly typeOf: (column: ColumnRow) => NamedType;
  readonly classOf: (id: number) => OperatorClass;
  /** Whether a column of that type gets the class where an index names none. */
  readonly isDefaultClass: (id: number, type: number) => boolean;
  readonly collationOf: (id: number) => ObjectName;
  readonly enums: readonly NamedRow[];
  readonly extensions: readonly NamedRow[];
  readonly schemas: readonly NamedRow[];
}

/** What the names are asked for. */
interface NamesRequest {
  readonly schemas: readonly string[];
  readonly columns: readonly ColumnRow[];
  readonly indexes: readonly IndexRow[];
  readonly objectName: (schema: string, name: string) => ObjectName;
}

/** What the server brings goes without a schema, as everybody finds it there. */
function publicName({ schema, name }: NamedRow, objectName: NamesRequest["objectName"]): ObjectName {
  return schema === "pg_catalog" ? { name } : objectName(schema, name);
}

function namedType(row: NamedRow, objectName: NamesRequest["objectName"]): NamedType {
  const { details } = row;
  const array = flag(details["array"]) ? "[]" : "";
  const userType = `${typeName(publicName(row, objectName))}${text(details["modifier"])}${array}`;
  return {
    spelled: normalizeType(row.schema === "pg_catalog" ? text(details["text"]) : userType),
    collation: Number(details["collation"]),
    base: Number(details["base"]),
  };
}

function operatorClass(row: NamedRow, objectName: NamesRequest["objectName"]): OperatorClass {
  return {
    name: publicName(row, objectName),
    isDefault: flag(row.details["default"]),
    type: Number(row.details["type"]),
    method: Number(row.details["method"]),
  };
}

/**
 * A class is the default one for the type that it was made for, and for types that pass for that, unless these have one of
 * their own. https://www.postgresql.org/docs/current/indexes-opclass.html
 */
function defaultClassTest(classes: ReadonlyMap<number, OperatorClass>): Names["isDefaultClass"] {
  const own = new Set<string>();
  for (const { isDefault, method, type } of classes.values()) if (isDefault) own.add(`${method}:${type}`);
  return (id, type) => {
    const given = present(classes.get(id));
    return given.isDefault && (given.type === type || !own.has(`${given.method}:${type}`));
  };
}

function typeKey({ type, modifier }: ColumnRow): string {
  return `${type}:${modifier}`;
}

async function query(
  connection: Connection,
  { schemas, columns, indexes }: NamesRequest,
): Promise<NamedRow[]> {
  const types = [...new Map(columns.map((column) => [typeKey(column), column])).values()];
  const collations = [
    ...columns.map(({ collation }) => collation),
    ...indexes.flatMap((index) => index.collations),
  ];
  const rows = await connection.query(namesSql, [
    arrayLiteral(schemas),
    arrayLiteral(types.map(({ type }) => type)),
    arrayLiteral(types.map(({ modifier }) => modifier)),
    arrayLiteral([...new Set(collations)]),
  ]);
  return rows.map(namedRow);
}

/** Reads the names that the columns and indexes need, and those of the schemas, in one query. */
export async function readNames(connection: Connection, request: NamesRequest): Promise<Names> {
  const { objectName } = request;
  const rows = await query(connection, request);
  const ofKind = (kind: string): NamedRow[] => rows.filter((row) => row.kind === kind);
  const byId = <Item>(kind: string, decode: (row: NamedRow) => Item): Map<number, Item> =>
    new Map(ofKind(kind).map((row) => [Number(row.key), decode(row)]));
  const types = new Map(ofKind("type").map((row) => [row.key, namedType(row, objectName)]));
  const classes = byId("class", (row) => operatorClass(row, objectName));
  const collations = byId("collation", (row) => publicName(row, objectName));
  return {
    typeOf: (column) => present(types.get(typeKey(column))),
    classOf: (id) => present(classes.get(id)),
    isDefaultClass: defaultClassTest(classes),
    collationOf: (id) => present(collations.get(id)),
    enums: ofKind("enum"),
    extensions: ofKind("extension"),
    schemas: ofKind("schema"),
  };
}
