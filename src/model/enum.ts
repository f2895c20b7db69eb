import type { EntityMetadata } from "typeorm";
import { AludelError } from "../errors.js";
import { equal } from "../schema/compare.js";
import { displayName, keyOf, nameOf, type ObjectName } from "../schema/name.js";
import type { EnumType } from "../schema/schema.js";
import type { ModelContext } from "./model-context.js";
import { nameOfPath, tableName } from "./table-name.js";

type ColumnMetadata = EntityMetadata["columns"][number];

/** An enum type and the property that wants it. */
interface OwnedEnum {
  readonly owner: string;
  readonly type: EnumType;
}

/** The enum types that the entities want, and those that they only name. */
export interface Enums {
  readonly enums: readonly EnumType[];
  /** Types that no column gives the values of, or that only unmanaged tables have. */
  readonly unmanaged: readonly ObjectName[];
}

/** Its type of its own where the database has such types, else `true`; none where the column is no enum. */
export function readEnumName(
  metadata: ColumnMetadata,
  table: ObjectName,
  context: ModelContext,
): ObjectName | true | undefined {
  const { dialect, dataSource } = context;
  if (!dialect.enumTypes) return metadata.enum === undefined ? undefined : true;
  if (dataSource.driver.normalizeType(metadata) !== "enum") return undefined;
  const name = metadata.enumName ?? `${table.name}_${metadata.databaseName.toLowerCase()}_enum`;
  return name.includes(".") ? nameOfPath(name, context) : nameOf({ ...table, name });
}

/** The values of an enum column as the database holds them, none where its author gives none. */
export function readEnumValues(metadata: ColumnMetadata, { dialect }: ModelContext): string[] | undefined {
  return metadata.enum?.map((member) => dialect.enumValue(String(member)));
}

interface EnumColumn {
  readonly owner: string;
  readonly name: ObjectName;
  readonly values: readonly string[] | undefined;
}

function enumColumns(metadata: EntityMetadata, context: ModelContext): EnumColumn[] {
  const table = tableName(metadata, context);
  return metadata.columns.flatMap((column) => {
    const name = column.isVirtualProperty ? undefined : readEnumName(column, table, context);
    if (typeof name !== "object") return [];
    const owner = `${metadata.name}.${column.propertyPath}`;
    return [{ owner, name, values: readEnumValues(column, context) }];
  });
}

function conflict(left: OwnedEnum, right: OwnedEnum): AludelError {
  return new AludelError(
    "E_ENUM_MAPPED_TWICE",
    `${left.owner} and ${right.owner} both have the enum type "${displayName(left.type)}", with different values`,
    { hint: "Give both the same values in the same order, or one of them an `enumName` of its own." },
  );
}

function uniteEnums(columns: readonly EnumColumn[]): Map<string, OwnedEnum> {
  const byName = new Map<string, OwnedEnum>();
  for (const { owner, name, values } of columns) {
    if (values === undefined) continue;
    const owned = { owner, type: { ...name, values } };
    const other = byName.get(keyOf(name));
    if (other !== undefined && !equal(other.type.values, values)) throw conflict(other, owned);
    byName.set(keyOf(name), other ?? owned);
  }
  return byName;
}

/**
 * The enum types of the managed tables, one per name however many columns have it. Throws `E_ENUM_MAPPED_TWICE`, naming both
 * properties, where they disagree on its values.
 */
export function readEnums(tables: readonly EntityMetadata[], context: ModelContext): Enums {
  const columns = tables.map((table) => ({ table, columns: enumColumns(table, context) }));
  const managed = columns.filter(({ table }) => table.synchronize).flatMap((entry) => entry.columns);
  const byName = uniteEnums(managed);
  const mentioned = columns.flatMap((entry) => entry.columns.map(({ name }) => name));
  const others = new Map(mentioned.map((name) => [keyOf(name), name]));
  return {
    enums: [...byName.values()].map(({ type }) => type),
    unmanaged: [...others].filter(([key]) => !byName.has(key)).map(([, name]) => name),
  };
}
