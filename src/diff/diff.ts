import type { Abilities } from "../dialect/dialect.js";
import { applyAll } from "../operation/apply.js";
import type {
  IndexOperation,
  Operation,
  RenameColumn,
  RenameTable,
  TableChange,
  TriggerOperation,
} from "../operation/operation.js";
import { sortSchema } from "../schema/compare.js";
import { keyOf } from "../schema/name.js";
import type { Schema, Table } from "../schema/schema.js";
import { isOfType } from "../schema/type-name.js";
import { diffEnums, enumNames, noEnumAnswers, type EnumAnswers, type EnumOperations } from "./enums.js";
import { indexNames } from "./index-names.js";
import { moveConstraints, type MovedConstraints } from "./keys.js";
import { diffObjects } from "./objects.js";
import { renameReads } from "./reads.js";
import {
  alterTable,
  diffIndexes,
  diffTable,
  orderIndexRenames,
  tableChanges,
  triggerOperations,
  type KeptTable,
  type MayRename,
  type TableSets,
} from "./tables.js";
import { renameColumns, renameStages } from "./rename-stages.js";
import { followViews, remakeViews, type ViewOperations } from "./views.js";

/** The tables and columns that were renamed: columns by the key of their table's new name. */
export interface Renames {
  readonly tables: readonly RenameTable[];
  readonly columns: ReadonlyMap<string, readonly RenameColumn[]>;
}

/** No renames at all. */
export const noRenames: Renames = { tables: [], columns: new Map() };

/** What every database can do. */
const leastAbilities: Abilities = {
  forwardReferences: false,
  renamesConstraints: false,
  followingViews: false,
  keepsForeignKeys: () => true,
};

/** The schema with the renames carried out, so that what is left differs in more than its name. */
export function applyRenames(schema: Schema, renames: Renames): Schema {
  const renamed = applyAll(schema, renames.tables);
  const done = applyAll(renamed, renameColumns(renames, renamed.tables));
  return done.reads === undefined ? done : { ...done, reads: renameReads(done.reads, renames) };
}

/**
 * The schema with all new names that are known: of tables and columns, of enums that the target wants under another name,
 * and of their values.
 */
export function applyNames(
  schema: Schema,
  to: Schema,
  renames: Renames,
  answers: EnumAnswers = noEnumAnswers,
): Schema {
  const renamed = applyRenames(schema, renames);
  return applyAll(renamed, enumNames(renamed, to, answers));
}

/** The tables of which the others have none of that name. */
function gone(tables: readonly Table[], others: readonly Table[]): Table[] {
  const keys = new Set(others.map(keyOf));
  return tables.filter((table) => !keys.has(keyOf(table)));
}

function tableSets(before: Schema, after: Schema, mayRename: MayRename): TableSets {
  const old = new Map(before.tables.map((table) => [keyOf(table), table]));
  return {
    kept: after.tables.flatMap((table): KeptTable[] => {
      const from = old.get(keyOf(table));
      return from === undefined ? [] : [diffTable(from, table, mayRename)];
    }),
    created: gone(after.tables, before.tables),
    dropped: gone(before.tables, after.tables),
  };
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

/** The table as an operation creates or drops it: what belongs to it has operations of its own, or none. */
function bare(table: Table): Table {
  const { extras: _, ...rest } = table;
  return { ...rest, indexes: [], triggers: [] };
}

const neverRenamed: MayRename = { constraint: () => false, index: () => false };

function dropParts({ kept, dropped }: TableSets, asItWas: ReadonlyMap<string, Table>): Operation[] {
  return [
    ...kept.flatMap(({ old, table, indexes }) =>
      [...triggerOperations("dropTrigger", old, table), ...indexes.dropped].map((operation) =>
        asBeforeRenames(operation, asItWas.get(keyOf(table)) ?? old),
      ),
    ),
    ...dropped.flatMap((table) => [
      ...triggerOperations("dropTrigger", table),
      ...diffIndexes(table, undefined, neverRenamed.index).dropped,
    ]),
  ];
}

function createParts({ kept, created }: TableSets): Operation[] {
  return [
    ...created.flatMap((table) => [
      ...diffIndexes(undefined, table, neverRenamed.index).created,
      ...triggerOperations("createTrigger", table),
    ]),
    ...kept.flatMap(({ old, table, indexes }) => [
      ...indexes.created,
      ...triggerOperations("createTrigger", table, old),
    ]),
  ];
}

/** Both schemas as they are compared. */
interface Compared {
  readonly from: Schema;
  /** The first schema under all new names, with the new enums. */
  readonly before: Schema;
  readonly after: Schema;
  readonly renames: Renames;
  readonly tables: TableSets;
  readonly mayRename: MayRename;
}

function viewOperations(compared: Compared, { followingViews }: Abilities): ViewOperations {
  return followingViews
    ? followViews(compared, compared.tables, compared.mayRename.index)
    : remakeViews(compared);
}

/** Whether the change adds a check to a table with a column of an enum of which rows get other values first. */
function comesLate(change: TableChange, table: Table, { late }: EnumOperations): boolean {
  if (change.kind !== "addConstraint" || change.type !== "check") return false;
  return late.some(
    (operation) =>
      operation.kind === "alterEnum" &&
      operation.replacements !== undefined &&
      table.columns.some(({ type }) => isOfType(type, operation.name)),
  );
}

/** The checks that rows may only meet once they have their new values. */
function lateChecks({ kept }: TableSets, enums: EnumOperations): Operation[] {
  return kept.flatMap(({ table, difference }) =>
    alterTable(
      table,
      difference.added.filter((change) => comesLate(change, table, enums)),
    ),
  );
}

/** The operations on tables, from what must go first to what comes last. */
function tableOperations(
  { from, before, after, renames, tables }: Compared,
  moved: MovedConstraints,
  enums: EnumOperations,
  views: ViewOperations,
): Operation[] {
  const columns = renameStages(renames, moved, [...before.tables, ...after.tables]);
  const withOldColumns = applyAll(from, [...renames.tables, ...enums.early]).tables;
  const asItWas = withOldColumns.filter((table) => !columns.isFirst(table));
  return [
    ...renames.tables,
    ...enums.early,
    ...columns.first,
    ...moved.early,
    ...dropParts(tables, new Map(asItWas.map((table) => [keyOf(table), table]))),
    ...columns.early,
    ...moved.created.map((table): Operation => ({ kind: "createTable", table: bare(table) })),
    ...moved.kept.flatMap(({ table, difference }) =>
      alterTable(table, [
        ...columns.late(table),
        ...tableChanges(difference).filter((change) => !comesLate(change, table, enums)),
      ]),
    ),
    ...moved.dropped.map((table): Operation => ({ kind: "dropTable", table: bare(table) })).toReversed(),
    ...orderIndexRenames([...tables.kept.flatMap(({ indexes }) => indexes.renamed), ...views.renamedIndexes]),
    ...createParts(tables),
    ...moved.late,
  ];
}

/**
 * The operations that make the one schema the other, in an order that every database with those abilities accepts, and whose
 * inverses it accepts in the reverse order; none where they are equal. `renames` says what else than a drop and an add a
 * changed name is, `answers` the same of the values of enums. Columns keep their places: a new one comes last.
 */
export function diff(
  from: Schema,
  to: Schema,
  renames: Renames = noRenames,
  abilities: Abilities = leastAbilities,
  answers: EnumAnswers = noEnumAnswers,
): Operation[] {
  const renamed = sortSchema(applyRenames(from, renames));
  const after = sortSchema(to);
  const objects = diffObjects(renamed, after);
  const enums = diffEnums(renamed, after, answers);
  const before = sortSchema(applyAll(renamed, enums.early));
  const names = indexNames(before, after);
  const mayRename = abilities.renamesConstraints ? names : neverRenamed;
  const tables = tableSets(before, after, mayRename);
  const compared = { from: sortSchema(from), before, after, renames, tables, mayRename };
  const views = viewOperations(compared, abilities);
  const moved = moveConstraints(tables, names, abilities);
  return [
    ...objects.created,
    ...views.dropped,
    ...tableOperations(compared, moved, enums, views),
    ...views.created,
    ...enums.late,
    ...lateChecks(moved, enums),
    ...objects.dropped,
  ];
}
