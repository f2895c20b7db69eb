import type { Connection, Row } from "../dialect.js";

/** A table, index, view or trigger, as `sqlite_schema` lists it. */
export interface ObjectRow {
  readonly type: string;
  readonly name: string;
  /** The table or view that it belongs to. */
  readonly table: string;
  /** The statement that made it; none for the index of a constraint. */
  readonly sql: string | undefined;
}

/** A column, as `pragma_table_xinfo` lists it. */
export interface ColumnRow {
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
  readonly default: string | undefined;
  /** Its place in the primary key, from 1; 0 outside. */
  readonly primaryKey: number;
  /** 2 is a virtual generated column, 3 a stored one. */
  readonly hidden: number;
}

/** A table, as `pragma_table_list` lists it, and its columns in order. */
export interface TableRow {
  readonly shadow: boolean;
  readonly withoutRowid: boolean;
  readonly strict: boolean;
  readonly columns: readonly ColumnRow[];
}

/** A column of an index, as `pragma_index_xinfo` lists it. */
export interface IndexColumnRow {
  readonly index: string;
  /** Absent for an expression. */
  readonly column: string | undefined;
  readonly descending: boolean;
}

/** A column of a foreign key, as `pragma_foreign_key_list` lists it. */
export interface ForeignKeyRow {
  readonly table: string;
  readonly id: number;
  readonly column: string;
  readonly references: string;
  /** Absent where the key does not name the columns that it refers to. */
  readonly referencedColumn: string | undefined;
  readonly onDelete: string;
  readonly onUpdate: string;
}

/** All that SQLite says of a database, by the table or index that it says it of; virtual tables are in `objects` only. */
export interface Catalog {
  readonly objects: readonly ObjectRow[];
  readonly tables: ReadonlyMap<string, TableRow>;
  readonly indexColumns: ReadonlyMap<string, readonly IndexColumnRow[]>;
  readonly foreignKeys: ReadonlyMap<string, readonly ForeignKeyRow[]>;
}

/*
 * A pragma lists columns in their order, and CROSS JOIN keeps its side on the inside, so that no list needs to be sorted.
 * https://www.sqlite.org/lang_select.html#side_note_special_handling_of_cross_join_
 */
const notInternal = String.raw`NOT LIKE 'sqlite\_%' ESCAPE '\'`;

const objectsSql = `SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name ${notInternal} OR type = 'index'`;

/**
 * One row for each table: as a row of its own, each column would take the drivers more time than all else together. The
 * columns of virtual tables are not asked for: their module may not be there.
 */
const tablesSql = `
  SELECT list.name, list.type = 'shadow' AS shadow, list.wr, list.strict,
    (SELECT json_group_array(json_array(name, type, "notnull", dflt_value, pk, hidden))
      FROM pragma_table_xinfo(list.name, 'main')) AS columns
  FROM pragma_table_list AS list
  WHERE list.schema = 'main' AND list.type IN ('table', 'shadow') AND list.name ${notInternal}`;

const indexColumnsSql = `
  SELECT list.name AS "index", info.name, info."desc"
  FROM sqlite_schema AS list CROSS JOIN pragma_index_xinfo(list.name, 'main') AS info
  WHERE list.type = 'index' AND info.key = 1`;

const foreignKeysSql = `
  SELECT list.name AS "table", info.id, info."from", info."table" AS target, info."to", info.on_delete, info.on_update
  FROM sqlite_schema AS list CROSS JOIN pragma_foreign_key_list(list.name, 'main') AS info
  WHERE list.type = 'table' AND list.rootpage > 0`;

function optionalText(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function text(value: unknown): string {
  return optionalText(value) ?? "";
}

function flag(value: unknown): boolean {
  return Number(value) !== 0;
}

function objectRow(row: Row): ObjectRow {
  return {
    type: text(row["type"]),
    name: text(row["name"]),
    table: text(row["tbl_name"]),
    sql: optionalText(row["sql"]),
  };
}

function columnRow(given: unknown): ColumnRow {
  const values: readonly unknown[] = Array.isArray(given) ? given : [];
  return {
    name: text(values[0]),
    type: text(values[1]),
    notNull: flag(values[2]),
    default: optionalText(values[3]),
    primaryKey: Number(values[4]),
    hidden: Number(values[5]),
  };
}

function tableRow(row: Row): TableRow {
  const columns: unknown = JSON.parse(text(row["columns"]));
  return {
    shadow: flag(row["shadow"]),
    withoutRowid: flag(row["wr"]),
    strict: flag(row["strict"]),
    columns: Array.isArray(columns) ? columns.map(columnRow) : [],
  };
}

function indexColumnRow(row: Row): IndexColumnRow {
  return { index: text(row["index"]), column: optionalText(row["name"]), descending: flag(row["desc"]) };
}

function foreignKeyRow(row: Row): ForeignKeyRow {
  return {
    table: text(row["table"]),
    id: Number(row["id"]),
    column: text(row["from"]),
    references: text(row["target"]),
    referencedColumn: optionalText(row["to"]),
    onDelete: text(row["on_delete"]),
    onUpdate: text(row["on_update"]),
  };
}

/** The items by key, in their order. */
export function groupBy<Item>(items: readonly Item[], key: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}

/** Reads the catalog of the main database in four queries. */
export async function readCatalog(connection: Connection): Promise<Catalog> {
  const objects = await connection.query(objectsSql);
  const tables = await connection.query(tablesSql);
  const indexColumns = await connection.query(indexColumnsSql);
  const foreignKeys = await connection.query(foreignKeysSql);
  return {
    objects: objects.map(objectRow),
    tables: new Map(tables.map((row) => [text(row["name"]), tableRow(row)])),
    indexColumns: groupBy(indexColumns.map(indexColumnRow), (row) => row.index),
    foreignKeys: groupBy(foreignKeys.map(foreignKeyRow), (row) => row.table),
  };
}
