import * as fc from "fast-check";
import type { Column, ForeignKey, Index, Table } from "../../src/schema/schema.js";
import { mark, type Draft, type ViewDraft } from "./arbitrary-draft.js";
import { columnNames, names, pick, picks, rarely, set, tableNames } from "./arbitrary-names.js";

const constraintNames = ["N_1", "N_2", 'quo"te', "größe ${x}"];

const textTypes = ["varchar", "text", "varchar(64)", "character(20)", "clob"];
const numberTypes = ["integer", "int", "bigint", "boolean", "tinyint", "unsigned big int"];
const otherTypes = ["real", "double", "decimal(10,2)", "numeric", "datetime", "date", "blob"];
const types = [...numberTypes, ...textTypes, ...otherTypes];
const literals = ["0", "-1", "1.5", "'x'", "'it''s'", "''", "'${x} \"q\" `'", "'two\nlines'", "x'00ff'"];
const expressions = ["CURRENT_TIMESTAMP", "datetime('now')", "1 + 1", "lower('A')", "-(-1)"];

/** What a column is before its table is known. */
export const columnSpecs = fc.record({
  name: names(columnNames),
  type: names(types),
  nullable: fc.boolean(),
  default: rarely(fc.oneof(names(literals), names(expressions))),
  collation: rarely(names(["NOCASE", "RTRIM"]), 8),
  enumValues: rarely(
    fc.uniqueArray(names(["x", "y", "it's", "", "größe", 'q"', "a,b", "${z}"]), {
      minLength: 2,
      maxLength: 4,
    }),
    8,
  ),
  generated: rarely(fc.record({ source: fc.nat(9), stored: fc.boolean(), quoted: fc.boolean() }), 8),
});
/** See {@link columnSpecs}. */
export type ColumnSpec = typeof columnSpecs extends fc.Arbitrary<infer Spec> ? Spec : never;

/** The column, as one beside those that it may be computed from. */
export function columnOf(spec: ColumnSpec, others: readonly Column[]): Column {
  const { name, nullable, enumValues, collation, generated } = spec;
  const plain = others.filter((column) => column.generated === undefined && column.name !== name);
  const source = generated && plain[generated.source % plain.length];
  const type = enumValues === undefined ? spec.type : "varchar";
  const base = { name, type, nullable, ...set("collation", collation) };
  if (generated !== undefined && source !== undefined) {
    const expression = `coalesce(${mark(source.name, generated.quoted)}, 1)`;
    return { ...base, generated: { expression, stored: generated.stored } };
  }
  if (enumValues === undefined) return { ...base, ...set("default", spec.default) };
  const first = spec.default === undefined ? undefined : `'${(enumValues[0] ?? "").replaceAll("'", "''")}'`;
  return { ...base, enumValues, ...set("default", first) };
}

/** A primary key: which columns, or a column of its own. */
export const keySpecs = fc.record({
  kind: fc.constantFrom("id", "counted", "columns", "none"),
  picks,
  name: rarely(names(constraintNames)),
  withoutRowid: fc.boolean(),
});
/** A unique constraint. */
export const uniqueSpecs = fc.record({ picks, name: rarely(names(constraintNames), 1) });
/** A check that every row meets. */
export const checkSpecs = fc.record({
  picks,
  form: fc.nat(3),
  quoted: fc.boolean(),
  name: rarely(names(constraintNames), 1),
});
/** An index. */
export const indexSpecs = fc.record({
  name: names(["1", "2", "3", 'quo"te', "größe", "${x}"]),
  picks,
  unique: fc.boolean(),
  where: rarely(fc.boolean()),
  form: fc.constantFrom("plain", "descending", "collated", "expression"),
});
const actions = rarely(fc.constantFrom("CASCADE", "SET NULL", "SET DEFAULT", "RESTRICT"), 1);
/** A foreign key to any key of any table, from columns of its own or ones that are there. */
export const foreignKeySpecs = fc.record({
  target: fc.nat(9),
  key: fc.nat(3),
  prefix: names(["parent", "owner", "größe→", 'r"']),
  reuse: fc.boolean(),
  nullable: fc.boolean(),
  name: rarely(names(constraintNames), 1),
  onDelete: actions,
  onUpdate: actions,
  deferrable: rarely(fc.constantFrom("INITIALLY IMMEDIATE", "INITIALLY DEFERRED")),
});
/** A view of any table or view. */
export const viewSpecs = fc.record({
  name: names(["view", "summary", 'view "q"', "größe view", "${view}"]),
  source: fc.nat(9),
  picks,
  alias: rarely(names(["x", "order", "größe"]), 1),
  listed: fc.boolean(),
  filtered: fc.boolean(),
});
type SpecOf<Specs> = Specs extends fc.Arbitrary<infer Spec> ? Spec : never;

function columnNamesOf(table: Table, keys = false): string[] {
  return table.columns.filter(({ generated }) => !keys || generated === undefined).map(({ name }) => name);
}

/** The table with that primary key. */
export function withKey(table: Table, spec: SpecOf<typeof keySpecs>): Table {
  const { primaryKey: _, ...rest } = table;
  if (spec.kind === "none") return { ...rest, options: {} };
  const columns = spec.kind === "columns" ? pick(columnNamesOf(table, true), spec.picks) : ["id"];
  const primaryKey = { columns, ...set("name", spec.name) };
  const options = spec.withoutRowid && spec.kind !== "counted" ? { withoutRowid: true as const } : {};
  if (spec.kind === "columns") return { ...rest, primaryKey, options };
  const id: Column = {
    name: "id",
    type: "integer",
    nullable: false,
    ...(spec.kind === "counted" ? { autoIncrement: true } : {}),
  };
  const others = table.columns.filter(({ name }) => name !== "id");
  return { ...rest, columns: [id, ...others], primaryKey, options };
}

/** The table with another unique constraint. */
export function withUnique(table: Table, spec: SpecOf<typeof uniqueSpecs>): Table {
  const columns = pick(columnNamesOf(table, true), spec.picks);
  return { ...table, uniques: [...table.uniques, { columns, ...set("name", spec.name) }] };
}

/** The table with another check. */
export function withCheck(table: Table, spec: SpecOf<typeof checkSpecs>): Table {
  const [first = "", second = first] = pick(columnNamesOf(table), spec.picks).map((n) =>
    mark(n, spec.quoted),
  );
  const forms = [
    `${first} <> 'never'`,
    `${first} IS NULL OR ${second} <> -77`,
    `length(${first}) >= 0`,
    `${first} <> 'a -- b' OR ${second} <> 'it''s'`,
  ];
  const check = { expression: forms[spec.form % forms.length] ?? "", ...set("name", spec.name) };
  return { ...table, checks: [...table.checks, check] };
}

/** The index on that table. */
export function indexOf(table: Table, spec: SpecOf<typeof indexSpecs>, name: string): Index {
  const { form, unique } = spec;
  const columns = pick(columnNamesOf(table, unique && form !== "expression"), spec.picks);
  const first = columns[0] ?? "";
  const elements = columns.map((column) => {
    if (form === "expression") return { expression: `lower(${mark(column)})` };
    if (form === "descending") return { column, order: "DESC" as const };
    return form === "collated" ? { column, collation: "NOCASE" } : { column };
  });
  return {
    name,
    elements,
    ...(unique && form !== "expression" ? { unique } : {}),
    ...set("where", spec.where === undefined ? undefined : `${mark(first, spec.where)} IS NOT NULL`),
  };
}

/** The table with another index. */
export function withIndex(table: Table, spec: SpecOf<typeof indexSpecs>): Table {
  const index = indexOf(table, spec, `IDX_${table.name}_${spec.name}`);
  return { ...table, indexes: [...table.indexes, index] };
}

function freeColumns(table: Table, wanted: readonly Column[]): string[] {
  const taken = new Set<string>();
  return wanted.flatMap((column) => {
    const found = table.columns.find(
      (own) => own.generated === undefined && own.type === column.type && !taken.has(own.name),
    );
    if (found !== undefined) taken.add(found.name);
    return found === undefined ? [] : [found.name];
  });
}

/** The table with another foreign key, where its target has a key. */
export function withForeignKey(
  table: Table,
  spec: SpecOf<typeof foreignKeySpecs>,
  tables: readonly Table[],
): Table {
  const target = tables[spec.target % tables.length];
  const keys = [...(target?.primaryKey ? [target.primaryKey] : []), ...(target?.uniques ?? [])];
  const key = keys[spec.key % keys.length];
  if (target === undefined || key === undefined) return table;
  const wanted = key.columns.flatMap((name) => target.columns.find((column) => column.name === name) ?? []);
  const found = freeColumns(table, wanted);
  const reused = spec.reuse && found.length === wanted.length;
  const added = wanted.map(({ type, enumValues }, index): Column => ({
    name: `${spec.prefix}_${index}`,
    type,
    nullable: spec.nullable,
    ...set("enumValues", enumValues),
  }));
  if (!reused && added.some(({ name }) => columnNamesOf(table).includes(name))) return table;
  const foreignKey: ForeignKey = {
    columns: reused ? found : added.map(({ name }) => name),
    references: { name: target.name },
    referencedColumns: key.columns,
    ...set("name", spec.name),
    ...set("onDelete", spec.onDelete),
    ...set("onUpdate", spec.onUpdate),
    ...set("deferrable", spec.deferrable),
  };
  const columns = reused ? table.columns : [...table.columns, ...added];
  return { ...table, columns, foreignKeys: [...table.foreignKeys, foreignKey] };
}

/** The view over what is there already. */
export function viewDraftOf(spec: SpecOf<typeof viewSpecs>, { tables, views }: Draft): ViewDraft {
  const sources = [
    ...tables.map((table) => ({ name: table.name, columns: columnNamesOf(table) })),
    ...views.map((view) => ({
      name: view.name,
      columns: view.columns.map((column) => column.alias ?? column.name),
    })),
  ];
  const source = sources[spec.source % sources.length];
  const columns = pick(source?.columns ?? [], spec.picks).map((name, index) => ({
    name,
    alias: index === 0 ? spec.alias : undefined,
  }));
  const { name, listed, filtered } = spec;
  return { name, source: source?.name ?? "", columns, listed, filtered };
}

/** A table by itself, its foreign keys aside. */
export const tableSpecs = fc
  .record({
    name: names(tableNames),
    columns: fc.uniqueArray(columnSpecs, { minLength: 1, maxLength: 5, selector: ({ name }) => name }),
    key: keySpecs,
    uniques: fc.array(uniqueSpecs, { maxLength: 2 }),
    checks: fc.array(checkSpecs, { maxLength: 2 }),
    indexes: fc.array(indexSpecs, { maxLength: 2 }),
  })
  .map(({ name, columns, key, uniques, checks, indexes }): Table => {
    const bare: Table = {
      name,
      columns: columns.reduce<Column[]>((all, spec) => [...all, columnOf(spec, all)], []),
      uniques: [],
      foreignKeys: [],
      checks: [],
      indexes: [],
      triggers: [],
      options: {},
    };
    return indexes.reduce(
      withIndex,
      checks.reduce(withCheck, uniques.reduce(withUnique, withKey(bare, key))),
    );
  });
