import { applyAll } from "../operation/apply.js";
import type {
  IndexOperation,
  Operation,
  RenameColumn,
  RenameTable,
  TableChange,
  TriggerOperation,
} from "../operation/operation.js";
import { equal, sortSchema } from "../schema/compare.js";
import { keyOf, nameOf, sameName } from "../schema/name.js";
import type { ForeignKey, Schema, Table, View } from "../schema/schema.js";
import { mentions } from "../schema/sql-text.js";
import { forwardKeys, sortTables, sortViews } from "./order.js";
import { alterTable, diffTable, indexOperations, triggerOperations } from "./tables.js";

/** The tables and columns that were renamed: columns by the key of their table's new name. */
export interface Renames {
  readonly tables: readonly RenameTable[];
  readonly columns: ReadonlyMap<string, readonly RenameColumn[]>;
}

/** What a database can do that changes which operations are needed. */
export interface DiffAbilities {
  /** A table may be created with a foreign key to a table that does not exist yet. */
  readonly forwardReferences: boolean;
}

/** No renames at all. */
export const noRenames: Renames = { tables: [], columns: new Map() };

function renameOperations(renames: Renames, schema: Schema): Operation[] {
  const tables = schema.tables.filter((table) => renames.columns.has(keyOf(table)));
  return tables.flatMap((table) => alterTable(table, renames.columns.get(keyOf(table)) ?? []));
}

/** The schema with the renames carried out, so that what is left differs in more than its name. */
export function applyRenames(schema: Schema, renames: Renames): Schema {
  const renamed = applyAll(schema, renames.tables);
  return applyAll(renamed, renameOperations(renames, renamed));
}

/** The items of which the others have none of that name. */
function gone<Item extends Table | View>(items: readonly Item[], others: readonly Item[]): Item[] {
  const keys = new Set(others.map(keyOf));
  return items.filter((item) => !keys.has(keyOf(item)));
}

function withoutKeys(table: Table, keys: readonly ForeignKey[]): Table {
  return {
    ...table,
    foreignKeys: table.foreignKeys.filter((key) => !keys.includes(key)),
    indexes: [],
    triggers: [],
  };
}

type TableOperations = { readonly tables: Operation[]; readonly keys: Operation[] };

/** Tables that come or go, in the order of creation, and the foreign keys that must come after or go before them all. */
function wholeTables(
  kind: "createTable" | "dropTable",
  tables: readonly Table[],
  abilities: DiffAbilities,
): TableOperations {
  const sorted = sortTables(tables);
  const forward = abilities.forwardReferences ? new Map<Table, readonly ForeignKey[]>() : forwardKeys(sorted);
  return {
    tables: sorted.map((table) => ({ kind, table: withoutKeys(table, forward.get(table) ?? []) })),
    keys: sorted.flatMap((table) =>
      alterTable(
        table,
        (forward.get(table) ?? []).map((constraint) => ({
          kind: kind === "createTable" ? "addConstraint" : "dropConstraint",
          type: "foreignKey",
          constraint,
        })),
      ),
    ),
  };
}

/** The tables with a new column name that a foreign key of another table says: they are renamed before that is touched. */
function tablesRenamedEarly({ columns }: Renames, tables: readonly Table[]): Set<string> {
  const named = tables.flatMap((table) =>
    table.foreignKeys
      .filter(({ references, referencedColumns }) =>
        columns
          .get(keyOf(references))
          ?.some(({ to }) => !sameName(references, table) && referencedColumns.includes(to)),
      )
      .map(({ references }) => keyOf(references)),
  );
  return new Set(named);
}

/** The names that a rename changes: a view that mentions one is made anew around it. */
function renamedNames(renames: Renames): string[] {
  return [
    ...renames.tables.map((rename) => rename.from.name),
    ...[...renames.columns.values()].flat().map((rename) => rename.from),
  ];
}

/** The views that are made anew: changed ones, and all that read what is renamed or made anew. */
interface ViewChanges {
  readonly dropped: View[];
  readonly created: View[];
}

function diffViews(from: Schema, to: Schema, renames: Renames): ViewChanges {
  const before = new Map(from.views.map((view) => [keyOf(view), view]));
  const names = renamedNames(renames);
  const isUnchanged = (view: View): boolean => equal(before.get(keyOf(view)), view);
  let kept = to.views.filter(
    (view) => isUnchanged(view) && !names.some((name) => mentions(view.query, name)),
  );
  for (let count = -1; count !== kept.length;) {
    count = kept.length;
    kept = kept.filter((view) => !gone(from.views, kept).some(({ name }) => mentions(view.query, name)));
  }
  return {
    dropped: sortViews(gone(from.views, kept)).toReversed(),
    created: sortViews(gone(to.views, kept)),
  };
}

function viewOperations(kind: "create" | "drop", views: readonly View[]): Operation[] {
  return views.flatMap((view): Operation[] => {
    const viewOperation: Operation = { kind: `${kind}View`, view: { ...view, triggers: [] } };
    const triggers = view.triggers.map((trigger): Operation => ({
      kind: `${kind}Trigger`,
      table: nameOf(view),
      trigger,
    }));
    return kind === "create" ? [viewOperation, ...triggers] : [...triggers, viewOperation];
  });
}

/** Indexes and triggers go before the columns of their table get new names, so they are dropped with the old ones. */
function asBeforeRenames(operation: IndexOperation | TriggerOperation, table: Table): Operation {
  if ("index" in operation) {
    const index = table.indexes.find(({ name }) => name === operation.index.name) ?? operation.index;
    return { ...operation, index };
  }
  const trigger = table.triggers.find(({ name }) => name === operation.trigger.name) ?? operation.trigger;
  return { ...operation, trigger };
}

const nothing = { indexes: [], triggers: [] };

/**
 * The operations that make the one schema the other, in an order that every database accepts, and none where they are
 * equal. `renames` says what else than a drop and an add a changed name is. Columns keep their places: a new one comes last.
 */
export function diff(
  from: Schema,
  to: Schema,
  renames: Renames = noRenames,
  abilities: DiffAbilities = { forwardReferences: false },
): Operation[] {
  const before = sortSchema(applyRenames(from, renames));
  const after = sortSchema(to);
  const oldTables = new Map(before.tables.map((table) => [keyOf(table), table]));
  const withOldColumns = new Map(applyAll(from, renames.tables).tables.map((table) => [keyOf(table), table]));
  const created = gone(after.tables, before.tables);
  const dropped = gone(before.tables, after.tables);
  const kept = after.tables.flatMap((table) => {
    const old = oldTables.get(keyOf(table));
    return old === undefined ? [] : [{ old, table }];
  });
  const views = diffViews(sortSchema(from), after, renames);
  const creation = wholeTables("createTable", created, abilities);
  const removal = wholeTables("dropTable", dropped, abilities);
  const early = tablesRenamedEarly(renames, [...before.tables, ...after.tables]);
  const changes = ({ old, table }: { old: Table; table: Table }): TableChange[] => [
    ...(early.has(keyOf(table)) ? [] : (renames.columns.get(keyOf(table)) ?? [])),
    ...diffTable(old, table),
  ];
  return [
    ...viewOperations("drop", views.dropped),
    ...renames.tables,
    ...kept.flatMap(({ old, table }) =>
      [...triggerOperations("dropTrigger", old, table), ...indexOperations("dropIndex", old, table)].map(
        (operation) => asBeforeRenames(operation, withOldColumns.get(keyOf(table)) ?? old),
      ),
    ),
    ...dropped.flatMap((table) => [
      ...triggerOperations("dropTrigger", table, nothing),
      ...indexOperations("dropIndex", table, nothing),
    ]),
    ...kept.flatMap(({ table }) =>
      early.has(keyOf(table)) ? alterTable(table, renames.columns.get(keyOf(table)) ?? []) : [],
    ),
    ...creation.tables,
    ...kept.flatMap((pair) => alterTable(pair.table, changes(pair))),
    ...creation.keys,
    ...removal.keys,
    ...removal.tables.toReversed(),
    ...created.flatMap((table) => [
      ...indexOperations("createIndex", table, nothing),
      ...triggerOperations("createTrigger", table, nothing),
    ]),
    ...kept.flatMap(({ old, table }) => [
      ...indexOperations("createIndex", table, old),
      ...triggerOperations("createTrigger", table, old),
    ]),
    ...viewOperations("create", views.created),
  ];
}
