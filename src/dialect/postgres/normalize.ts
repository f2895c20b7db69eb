import { sortSchema } from "../../schema/compare.js";
import { keyOf, type ObjectName } from "../../schema/name.js";
import type { Schema, Sequence, Table, TableOptions, Trigger, View, ViewRead } from "../../schema/schema.js";
import { normalizeColumn } from "./normalize-column.js";
import {
  normalizeCheck,
  normalizeExclusion,
  normalizeForeignKey,
  normalizePrimaryKey,
  normalizeUnique,
} from "./normalize-constraint.js";
import { normalizeIndex } from "./normalize-index.js";
import { normalizeType } from "./normalize-type.js";
import { toldOptions } from "./sequence-options.js";
import { storedName, storedObject, withoutEmptyComment } from "./stored-name.js";

/** What one normalization looks up. */
interface Context {
  readonly table: (name: ObjectName) => Table | undefined;
  readonly type: (text: string) => string;
}

function contextOf(schema: Schema): Context {
  const tables = new Map(schema.tables.map((table) => [keyOf(table), table]));
  const types = new Map<string, string>();
  return {
    table: (name) => tables.get(keyOf(name)),
    type: (text) => {
      const type = types.get(text) ?? normalizeType(text);
      types.set(text, type);
      return type;
    },
  };
}

/** A statement or query without what ends it. */
function statement(text: string): string {
  return text.trim().replace(/(?:\s*;)+$/, "");
}

function normalizeTrigger(trigger: Trigger): Trigger {
  return { name: storedName(trigger.name), sql: statement(trigger.sql) };
}

/** The options that a table of PostgreSQL can have: what an entity says for SQLite alone is no difference here. */
function normalizeOptions(options: TableOptions): TableOptions {
  const { storage, withoutRowid: _, strict: __, ...rest } = withoutEmptyComment(options);
  return { ...rest, ...(storage && Object.keys(storage).length > 0 && { storage }) };
}

/**
 * Every table has them, so that an entity may read one, but nobody can make one.
 * https://www.postgresql.org/docs/current/ddl-system-columns.html
 */
const systemColumns = ["tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"];

function normalizeTable(table: Table, context: Context): Table {
  const { primaryKey, exclusions = [], ...rest } = storedObject(table);
  const keyColumns = new Set(primaryKey?.columns);
  const columns = table.columns
    .filter(({ name }) => !systemColumns.includes(name))
    .map((column) => normalizeColumn(column, keyColumns.has(column.name), context.type));
  const byName = new Map(columns.map((column) => [column.name, column]));
  return {
    ...rest,
    columns,
    ...(primaryKey && { primaryKey: normalizePrimaryKey(primaryKey) }),
    uniques: table.uniques.map(normalizeUnique),
    foreignKeys: table.foreignKeys.map((key) => normalizeForeignKey(key, context.table(key.references))),
    checks: table.checks.map(normalizeCheck),
    ...(exclusions.length > 0 && { exclusions: exclusions.map(normalizeExclusion) }),
    indexes: table.indexes.map((index) => normalizeIndex(index, byName)),
    triggers: table.triggers.map(normalizeTrigger),
    options: normalizeOptions(table.options),
  };
}

function normalizeView(view: View): View {
  const { columns, indexes, options, ...rest } = withoutEmptyComment(storedObject(view));
  return {
    ...rest,
    query: statement(view.query),
    ...(columns && { columns: columns.map(storedName) }),
    ...(indexes &&
      indexes.length > 0 && { indexes: indexes.map((index) => normalizeIndex(index, new Map())) }),
    ...(options && Object.keys(options).length > 0 && { options }),
    triggers: view.triggers.map(normalizeTrigger),
  };
}

function normalizeSequence(sequence: Sequence): Sequence {
  const { type: given = "bigint", options, ...rest } = storedObject(sequence);
  const type = normalizeType(given);
  return { ...rest, ...(type === "bigint" ? {} : { type }), options: toldOptions(options, type) };
}

function normalizeRead({ view, from, columns }: ViewRead): ViewRead {
  return { view: storedObject(view), from: storedObject(from), columns: columns.map(storedName) };
}

/**
 * The schema in one spelling: what PostgreSQL holds alike comes out equal. Names are cut to the length that is kept.
 * Expressions stay as written, but for blanks around them.
 */
export function normalize(schema: Schema): Schema {
  const context = contextOf(schema);
  return sortSchema({
    tables: schema.tables.map((table) => normalizeTable(table, context)),
    views: schema.views.map(normalizeView),
    enums: schema.enums.map((type) => withoutEmptyComment(storedObject(type))),
    sequences: schema.sequences.map(normalizeSequence),
    extensions: schema.extensions,
    schemas: [...new Set(schema.schemas.map(storedName))],
    ...(schema.reads && { reads: schema.reads.map(normalizeRead) }),
  });
}
