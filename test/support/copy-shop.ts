import type { DataSource } from "typeorm";
import type { PostgresShopStep } from "../../fixtures/shop-postgres/renames.js";

/** Two shops, the tables of the older one, and what is known of the way from it to the newer one. */
export interface ShopCopy {
  readonly older: DataSource;
  readonly newer: DataSource;
  readonly tables: readonly string[];
  readonly step: PostgresShopStep;
}

interface Column {
  readonly name: string;
  readonly type: string;
  /** Whether the database computes it. */
  readonly generated: boolean;
  /** Whether the newer shop has its type, too. */
  known?: boolean;
}

/** What stands before and after the last separator. */
function split(text: string, separator: string): [string, string] {
  const at = text.lastIndexOf(separator);
  return at === -1 ? ["", text] : [text.slice(0, at), text.slice(at + 1)];
}

const unquoted = (name: string): string => name.replaceAll('"', "");

const renamesOf = ({ renames }: PostgresShopStep): Map<string, string> =>
  new Map(renames.map((rename) => split(rename, ":")));

async function columnsOf(shop: DataSource, table: string): Promise<Column[]> {
  return shop.query(
    `SELECT attname AS name, format_type(atttypid, atttypmod) AS type, attgenerated <> '' AS generated
     FROM pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
    [table],
  );
}

/** What values of a type become, in the text of a value or of an array of them. */
function changeValues(sql: string, type: string, { renamedValues, mappedValues }: PostgresShopStep): string {
  const name = unquoted(type).replace(/\[\]$/, "");
  return [...renamedValues, ...mappedValues].reduce((text, answer) => {
    const [path, value] = split(answer, ":");
    const [answered, old] = split(path, ".");
    if (answered !== name) return text;
    if (value === "null") return `nullif(${text}, '${old}')`;
    return String.raw`regexp_replace(${text}, '\m${old}\M', '${value}', 'g')`;
  }, sql);
}

/** The SQL that gives a column of the newer table its value from `older`, which has texts. */
function valueOf({ type }: Column, old: Column | undefined, step: PostgresShopStep): string {
  if (old === undefined) return `NULL::${type}`;
  const text = changeValues(`older."${old.name}"`, type, step);
  return old.known === true ? `${text}::${old.type}::${type}` : `${text}::${type}`;
}

/** Puts rows, as a text of JSON, into a table. */
async function insert(
  newer: DataSource,
  table: string,
  from: readonly Column[],
  values: ReadonlyMap<string, string>,
  rows: string,
): Promise<void> {
  await newer.query(
    `INSERT INTO ${table} (${[...values.keys()].map((name) => `"${name}"`).join(", ")}) OVERRIDING SYSTEM VALUE
     SELECT ${[...values.values()].join(", ")}
     FROM json_to_recordset($1::json) AS older (${from.map(({ name }) => `"${name}" text`).join(", ")})`,
    [rows],
  );
}

async function rowsOf(shop: DataSource, table: string, columns: readonly Column[]): Promise<string> {
  const texts = columns.map(({ name }) => `"${name}"::text`).join(", ");
  const [row]: { rows: string }[] = await shop.query(
    `SELECT coalesce(json_agg(t), '[]')::text AS rows FROM (SELECT ${texts} FROM ${table}) t`,
  );
  return row?.rows ?? "[]";
}

/** Copies the rows of one table, and tells which columns find no place. */
async function copyTable({ older, newer, step }: ShopCopy, table: string, target: string): Promise<string[]> {
  const renames = renamesOf(step);
  const from = await columnsOf(older, table);
  const to = await columnsOf(newer, target);
  for (const column of from) column.known = await has(newer, "to_regtype", column.type);
  const newName = ({ name }: Column): string => renames.get(`${unquoted(table)}.${name}`) ?? name;
  const backfills = new Map(step.backfills.map((backfill) => split(backfill, "=")));
  const values = new Map<string, string>();
  for (const column of to.filter(({ generated }) => !generated)) {
    const old = from.find((candidate) => newName(candidate) === column.name);
    const backfill = backfills.get(`${unquoted(target)}.${column.name}`);
    const value = valueOf(column, old, step);
    if (backfill !== undefined) values.set(column.name, `coalesce(${value}, ${backfill})`);
    else if (old !== undefined) values.set(column.name, value);
  }
  await insert(newer, target, from, values, await rowsOf(older, table, from));
  const lost = from.filter((column) => !to.some(({ name }) => name === newName(column)));
  return lost.map(({ name }) => `${unquoted(target)}.${name}`);
}

async function has(shop: DataSource, find: "to_regclass" | "to_regtype", name: string): Promise<boolean> {
  const [row]: { found: boolean }[] = await shop.query(`SELECT ${find}($1) IS NOT NULL AS found`, [name]);
  return row?.found === true;
}

/** Takes the foreign keys off, and gives back the statements that make them again. */
async function dropForeignKeys(shop: DataSource): Promise<string[]> {
  const keys: { off: string; on: string }[] = await shop.query(
    `SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS off,
       format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS on
     FROM pg_constraint WHERE contype = 'f'`,
  );
  for (const { off } of keys) await shop.query(off);
  return keys.map(({ on }) => on);
}

/**
 * Copies the rows of an older shop into the newer one, whose tables are empty, as the step says: every constraint of the newer
 * one must hold for them. Gives the tables and columns that found no place there.
 */
export async function copyShop(copy: ShopCopy): Promise<string[]> {
  const { newer, tables, step } = copy;
  const foreignKeys = await dropForeignKeys(newer);
  const lost: string[] = [];
  for (const table of tables) {
    const target = renamesOf(step).get(unquoted(table)) ?? table;
    if (await has(newer, "to_regclass", target)) lost.push(...(await copyTable(copy, table, target)));
    else lost.push(unquoted(table));
  }
  for (const key of foreignKeys) await newer.query(key);
  return lost;
}
