import { postgres } from "../../../src/dialect/postgres/index.js";
import { quoteIdentifier } from "../../../src/dialect/standard/sql.js";
import { emptySchema, type EnumType, type Schema, type View } from "../../../src/schema/schema.js";
import { set } from "../arbitrary-names.js";
import { fitColumns, fitEnums, placeOf, unique, type FittedColumn } from "./arbitrary-column.js";
import { fitCheck, fitExclusion, fitForeignKey, fitKey, type FittedTable } from "./arbitrary-constraint.js";
import { otherSchema, type Draft, type TableDraft, type ViewDraft } from "./arbitrary-draft.js";
import { fitIndex } from "./arbitrary-index.js";
import { baseTypes } from "./arbitrary-type.js";

/** Takes names of one schema, each once: tables, views, indexes and constraints share them there. */
type Take = <Item extends { readonly name?: string }>(items: readonly Item[], elsewhere: boolean) => Item[];

function names(): Take {
  const taken = new Set<string>();
  return (items, elsewhere) =>
    items.filter(({ name }) => {
      const key = `${name ?? ""} ${elsewhere}`;
      return !taken.has(key) && taken.add(key);
    });
}

interface Fitting {
  readonly enums: ReadonlyMap<string, EnumType>;
  readonly take: Take;
  readonly major: number;
}

function fitTable(draft: TableDraft, { enums, take, major }: Fitting): FittedTable {
  const columns = fitColumns(draft, enums, major);
  const taken = <Item extends { readonly name?: string }>(items: readonly Item[]): Item[] =>
    take(items, draft.elsewhere);
  const fitted = [...(draft.key === undefined ? [] : [draft.key]), ...draft.uniques].flatMap((key) =>
    taken(fitKey(key, columns, major)).map((one) => [key.id, one] as const),
  );
  const keys = new Map(fitted);
  const primary = draft.key && keys.get(draft.key.id);
  const { nullsNotDistinct: _, ...primaryKey } = primary ?? { columns: [] };
  const exclusions = draft.exclusions.flatMap((one) => taken(fitExclusion(one, columns)));
  const table = {
    ...placeOf(draft),
    columns: columns.map(({ column }) => column),
    ...(primary === undefined ? {} : { primaryKey }),
    uniques: draft.uniques.flatMap(({ id }) => keys.get(id) ?? []),
    checks: draft.checks.flatMap((one) => taken(fitCheck(one, columns))),
    foreignKeys: [],
    ...(exclusions.length === 0 ? {} : { exclusions }),
    indexes: draft.indexes.flatMap((one) => taken(fitIndex(one, columns, major))),
    triggers: [],
    options: draft.options,
  };
  return { draft, table, columns, keys };
}

/** The columns of a table or view by their ids. */
type Outputs = ReadonlyMap<string, readonly FittedColumn[]>;

function traitsOf(type: string): FittedColumn["traits"] {
  const found = baseTypes.find((one) => one.type === type);
  if (found === undefined) throw new Error(`no such type: ${type}`);
  return found;
}

/** What a view gives, each with the SQL that it is in the query. */
function outputsOf({ columns, form, id }: ViewDraft, source: readonly FittedColumn[]) {
  const given = columns.flatMap((own) => {
    const of = source.find((one) => one.id === own.of);
    if (of === undefined || (form === "counted" && !of.traits.ordered)) return [];
    const name = own.alias ?? of.column.name;
    const sql = quoteIdentifier(of.column.name);
    if (form !== "cast") return [{ ...of, id: own.id, column: { ...of.column, name }, sql }];
    const column = { name, type: "text", nullable: true };
    // PostgreSQL forgets a cast to what a column is for a while, and does not know it when the column is another type again.
    return [{ ...of, id: own.id, column, traits: traitsOf("text"), sql: `concat(${sql})` }];
  });
  const count = { name: "how many", type: "bigint", nullable: false };
  const counted = { id: `${id}*`, column: count, traits: traitsOf("bigint"), sql: "count(*)" };
  const all = form === "counted" ? [...given, { ...counted, isKey: false, isStored: true }] : given;
  return unique(all, ({ column }) => column.name);
}

function queryOf(view: ViewDraft, source: string, outputs: ReturnType<typeof outputsOf>): string {
  const list = outputs.map(({ sql, column }) =>
    sql === quoteIdentifier(column.name) ? sql : `${sql} AS ${quoteIdentifier(column.name)}`,
  );
  const plain = outputs.filter(({ sql }) => sql !== "count(*)").map(({ sql }) => sql);
  const where = view.form === "filtered" ? ` WHERE ${plain[0] ?? ""} IS NOT NULL` : "";
  const group = view.form === "counted" && plain.length > 0 ? ` GROUP BY ${plain.join(", ")}` : "";
  return `SELECT ${list.join(", ")} FROM ${source}${where}${group}`;
}

function fitViews(draft: Draft, tables: readonly FittedTable[], { take, major }: Fitting): View[] {
  const sources = new Map(tables.map(({ draft: own, table }) => [own.id, postgres.quote(table)]));
  const known: Outputs = new Map(tables.map(({ draft: own, columns }) => [own.id, columns]));
  const all = new Map(known);
  return draft.views.flatMap((view): View[] => {
    const [source, columns] = [sources.get(view.source), all.get(view.source)];
    const outputs = outputsOf(view, columns ?? []);
    if (source === undefined || outputs.length === 0) return [];
    if (take([view], view.elsewhere).length === 0) return [];
    sources.set(view.id, postgres.quote(placeOf(view)));
    all.set(view.id, outputs);
    const indexes = view.indexes.flatMap((index) =>
      take(fitIndex({ ...index, unique: false }, outputs, major), view.elsewhere),
    );
    return [
      {
        ...placeOf(view),
        query: queryOf(view, source, outputs),
        ...(view.materialized ? { materialized: true as const, indexes } : {}),
        ...set("comment", view.comment),
        triggers: [],
      },
    ];
  });
}

/** The schema that the draft stands for, as PostgreSQL of that version holds it. */
export function toSchema(draft: Draft, major: number): Schema {
  const fitting = { enums: fitEnums(draft), take: names(), major };
  const placed = draft.tables.filter((table) => fitting.take([table], table.elsewhere).length > 0);
  const tables = placed.map((table) => fitTable(table, fitting));
  return postgres.normalize({
    ...emptySchema,
    enums: [...fitting.enums.values()],
    tables: tables.map((one) => ({
      ...one.table,
      foreignKeys: one.draft.foreignKeys.flatMap((key) =>
        fitting.take(fitForeignKey(key, one, tables, major), one.draft.elsewhere),
      ),
    })),
    views: fitViews(draft, tables, fitting),
    schemas: [otherSchema],
  });
}
