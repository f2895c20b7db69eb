import { quoteIdentifier } from "../../../src/dialect/standard/sql.js";
import type { Check, Exclusion, ForeignKey, PrimaryKey, Table, Unique } from "../../../src/schema/schema.js";
import { set } from "../arbitrary-names.js";
import type { FittedColumn } from "./arbitrary-column.js";
import type { ConditionDraft, ForeignKeyDraft, KeyDraft, TableDraft } from "./arbitrary-draft.js";

/** A table before its foreign keys, and what they refer to by id. */
export interface FittedTable {
  readonly draft: TableDraft;
  readonly table: Table;
  readonly columns: readonly FittedColumn[];
  readonly keys: ReadonlyMap<string, PrimaryKey | Unique>;
}

function withIds(ids: readonly string[], columns: readonly FittedColumn[]): FittedColumn[] {
  return ids.flatMap((id) => columns.find((one) => one.id === id) ?? []);
}

/** The key, if all of its columns are there. */
export function fitKey(draft: KeyDraft, columns: readonly FittedColumn[], major: number): Unique[] {
  const own = withIds(draft.columns, columns).filter(({ isKey }) => isKey);
  if (own.length === 0 || own.length < draft.columns.length) return [];
  const included = columns.find(({ id, isStored }) => id === draft.include && isStored)?.column.name;
  return [
    {
      name: draft.name,
      columns: own.map(({ column }) => column.name),
      ...(included === undefined ? {} : { include: [included] }),
      ...(draft.nullsNotDistinct && major >= 15 ? { nullsNotDistinct: true as const } : {}),
      ...set("deferrable", draft.deferrable),
      ...set("comment", draft.comment),
    },
  ];
}

/** The check, if its columns are there; two columns are two conditions. */
export function fitCheck(draft: ConditionDraft, columns: readonly FittedColumn[]): Check[] {
  const own = withIds([...new Set([draft.column, draft.other])], columns);
  const [first] = own;
  if (first === undefined) return [];
  const conditions = own.map(({ column, traits }) => {
    const check = traits.checks[draft.form % traits.checks.length];
    return check?.(quoteIdentifier(column.name)) ?? "true";
  });
  const expression = conditions.map((condition) => `(${condition})`).join(draft.flag ? " OR " : " AND ");
  return [{ name: draft.name, expression, ...set("comment", draft.comment) }];
}

/** The exclusion, if its column is there and such values can exclude each other. */
export function fitExclusion(draft: ConditionDraft, columns: readonly FittedColumn[]): Exclusion[] {
  const [own] = withIds([draft.column], columns).filter(({ isKey }) => isKey);
  if (own === undefined) return [];
  const { excludes } = own.traits;
  const name = quoteIdentifier(own.column.name);
  const [method, operator] = excludes === undefined ? ["btree", "="] : ["gist", excludes];
  const where = draft.flag ? ` WHERE (${name} IS NOT NULL)` : "";
  return [
    {
      name: draft.name,
      definition: `USING ${method} (${name} WITH ${operator})${where}`,
      ...(draft.form % 3 === 0 ? { deferrable: "INITIALLY DEFERRED" } : {}),
      ...set("comment", draft.comment),
    },
  ];
}

/** Types that a foreign key may have at its ends. */
function areComparable(left: string, right: string): boolean {
  const isWhole = (type: string): boolean => /^(?:smallint|integer|bigint)$/.test(type);
  const isText = (type: string): boolean => /^(?:text|varchar(?:\(\d+\))?)$/.test(type);
  return left === right || (isWhole(left) && isWhole(right)) || (isText(left) && isText(right));
}

function setOf(columns: readonly string[]): string {
  return JSON.stringify(columns.toSorted());
}

/** The foreign key, if both ends are there, and PostgreSQL lets the one refer to the other. */
export function fitForeignKey(
  draft: ForeignKeyDraft,
  { table, columns }: FittedTable,
  tables: readonly FittedTable[],
  major: number,
): ForeignKey[] {
  const target = tables.find((one) => one.draft.id === draft.target);
  const key = target?.keys.get(draft.key);
  // PostgreSQL itself fails to look for a `varchar[]`.
  const isFit = ({ isKey, column }: FittedColumn): boolean => isKey && !/^varchar.*\[\]$/.test(column.type);
  const own = withIds(draft.columns, columns).filter(isFit);
  if (target === undefined || key === undefined) return [];
  // PostgreSQL takes any of the keys with these columns, and refuses one that is deferrable.
  const isLike = (other: Unique): boolean => setOf(other.columns) === setOf(key.columns);
  if ([...target.keys.values()].some((one) => isLike(one) && one.deferrable !== undefined)) return [];
  if (target.table.options.unlogged && !table.options.unlogged) return [];
  const types = key.columns.map((name) => target.table.columns.find((column) => column.name === name)?.type);
  const fits = types.every((type, at) => areComparable(own[at]?.column.type ?? "", type ?? ""));
  if (!fits || own.length !== key.columns.length) return [];
  const names = own.map(({ column }) => column.name);
  const setsSome = draft.setsFirst && major >= 15 && draft.onDelete?.startsWith("SET");
  const { name, schema } = target.table;
  return [
    {
      name: draft.name,
      columns: names,
      references: { name, ...set("schema", schema) },
      referencedColumns: key.columns,
      ...set("onDelete", draft.onDelete),
      ...set("onUpdate", draft.onUpdate),
      ...(setsSome && names.length > 1 ? { onDeleteColumns: names.slice(0, 1) } : {}),
      ...set("deferrable", draft.deferrable),
      ...(draft.full ? { match: "FULL" } : {}),
      ...set("comment", draft.comment),
    },
  ];
}
