import type { Operation, RenameIndex } from "../operation/operation.js";
import { equal } from "../schema/compare.js";
import { keyOf, sameName, type ObjectName } from "../schema/name.js";
import type { Schema, View } from "../schema/schema.js";
import { mentions } from "../schema/sql-text.js";
import type { Renames } from "./diff.js";
import { sortViews } from "./order.js";
import { readerOf, renamedColumns, withReaders, type ColumnOf, type Reader } from "./reads.js";
import { diffIndexes, triggerOperations, type MayRenameIndex, type TableSets } from "./tables.js";

/** The operations on views. */
export interface ViewOperations {
  /** What goes before anything that it reads changes, in the old names. */
  readonly dropped: readonly Operation[];
  readonly renamedIndexes: readonly RenameIndex[];
  /** What comes or changes when all that it reads is there. */
  readonly created: readonly Operation[];
}

/** The schemas whose views are compared. */
export interface ViewContext {
  /** The first schema, as it is. */
  readonly from: Schema;
  /** The first schema with the new names. */
  readonly before: Schema;
  readonly after: Schema;
  readonly renames: Renames;
}

function gone(views: readonly View[], others: readonly View[]): View[] {
  const keys = new Set(others.map(keyOf));
  return views.filter((view) => !keys.has(keyOf(view)));
}

/** The view without what operations of their own are about, or none. */
function bare(view: View): View {
  const { indexes: _, extras: __, ...rest } = view;
  return { ...rest, triggers: [] };
}

const neverRenamed = (): boolean => false;

function createView(view: View, isRemade: boolean): Operation[] {
  return [
    { kind: "createView", view: bare(view), ...(isRemade ? { keepGrants: true } : {}) },
    ...diffIndexes(undefined, view, neverRenamed).created,
    ...triggerOperations("createTrigger", view),
  ];
}

function dropView(view: View, isRemade: boolean): Operation[] {
  return [
    ...triggerOperations("dropTrigger", view),
    ...diffIndexes(view, undefined, neverRenamed).dropped,
    { kind: "dropView", view: bare(view), ...(isRemade ? { keepGrants: true } : {}) },
  ];
}

/** The names that a rename changes: a view that mentions one is made anew around it. */
function renamedNames(renames: Renames): string[] {
  return [
    ...renames.tables.map((rename) => rename.from.name),
    ...[...renames.columns.values()].flat().map((rename) => rename.from),
  ];
}

/** Where views do not follow what they read: all that changed, and all that read what is renamed or made anew, are made anew. */
export function remakeViews({ from, after, renames }: ViewContext): ViewOperations {
  const before = new Map(from.views.map((view) => [keyOf(view), view]));
  const names = renamedNames(renames);
  const isUnchanged = (view: View): boolean => equal(before.get(keyOf(view)), view);
  let kept = after.views.filter(
    (view) => isUnchanged(view) && !names.some((name) => mentions(view.query, name)),
  );
  for (let count = -1; count !== kept.length;) {
    count = kept.length;
    kept = kept.filter((view) => !gone(from.views, kept).some(({ name }) => mentions(view.query, name)));
  }
  return {
    dropped: sortViews(gone(from.views, kept))
      .toReversed()
      .flatMap((view) => dropView(view, false)),
    renamedIndexes: [],
    created: sortViews(gone(after.views, kept)).flatMap((view) => createView(view, false)),
  };
}

/** A view that is there before and after. */
interface KeptView {
  readonly old: View;
  readonly view: View;
}

/** What is taken from under views. */
interface Losses {
  /** Also tables with another name: only a view that stays the same says it by itself. */
  readonly objects: readonly ObjectName[];
  /** Also columns of another type, for which the query as it was may be wrong. */
  readonly columns: readonly ColumnOf[];
  /** Columns that get another name; views keep the old one for their own. */
  readonly renamed: readonly ColumnOf[];
}

function lossesOf({ before, after, renames }: ViewContext, { kept, dropped }: TableSets): Losses {
  return {
    objects: [
      ...dropped,
      ...gone(before.views, after.views),
      ...renames.tables.flatMap(({ from, to }) => [from, to]),
    ],
    columns: kept.flatMap(({ table, difference }) =>
      difference.columns.flatMap((change) => {
        if (change.kind === "dropColumn") return [{ table, column: change.column.name }];
        return change.kind === "alterColumn" && "type" in change.to ? [{ table, column: change.name }] : [];
      }),
    ),
    renamed: renamedColumns(before, renames),
  };
}

function isChanged({ old, view }: KeptView): boolean {
  return !equal(bare(old), bare(view));
}

/** Whether two views that both change depend on each other, on either side. */
function areLinked(left: KeptView, right: KeptView, { readsObject }: Reader): boolean {
  return (
    readsObject(left.old, right.old) ||
    readsObject(right.old, left.old) ||
    mentions(left.view.query, right.view.name) ||
    mentions(right.view.query, left.view.name)
  );
}

/** The views that cannot be replaced where they stand, because of what they read, and all that read them. */
function findRemade(kept: readonly KeptView[], losses: Losses, reader: Reader): Set<KeptView> {
  const changed = kept.filter(isChanged);
  const losesWhatItReads = ({ old }: KeptView): boolean =>
    losses.objects.some((object) => reader.readsObject(old, object)) ||
    losses.columns.some((column) => reader.readsColumn(old, column));
  const remade = new Set([
    ...kept.filter(
      ({ old, view }) =>
        old.materialized !== view.materialized ||
        losses.renamed.some((column) => reader.readsColumn(old, column)),
    ),
    ...changed.filter(
      (one) =>
        losesWhatItReads(one) || changed.some((other) => other !== one && areLinked(one, other, reader)),
    ),
  ]);
  const olds = withReaders(
    [...remade].map(({ old }) => old),
    kept.map(({ old }) => old),
    reader,
  );
  return new Set(kept.filter(({ old }) => olds.has(old)));
}

/** What belongs to views that stay: in the old names what goes, in the new ones what comes. */
function partOperations(kept: readonly KeptView[], from: Schema, mayRename: MayRenameIndex): ViewOperations {
  const indexes = kept.map(({ old, view }) => diffIndexes(old, view, mayRename));
  const asItWas = new Map(from.views.map((view) => [keyOf(view), view]));
  return {
    dropped: [
      ...kept.flatMap(({ old, view }) =>
        triggerOperations("dropTrigger", old, view).map((operation): Operation => {
          const triggers = asItWas.get(keyOf(view))?.triggers ?? [];
          const trigger = triggers.find(({ name }) => name === operation.trigger.name);
          return { ...operation, trigger: trigger ?? operation.trigger };
        }),
      ),
      ...indexes.flatMap(({ dropped }) => dropped),
    ],
    renamedIndexes: indexes.flatMap(({ renamed }) => renamed),
    created: [
      ...indexes.flatMap(({ created }) => created),
      ...kept.flatMap(({ old, view }) => triggerOperations("createTrigger", view, old)),
    ],
  };
}

/**
 * Where views follow what they read: those that change are replaced where they stand, after the tables, as long as nothing
 * goes that they read. Else they are made anew around the change, with all that read them.
 */
export function followViews(
  context: ViewContext,
  tables: TableSets,
  mayRename: MayRenameIndex,
): ViewOperations {
  const { from, before, after } = context;
  const reader = readerOf(before);
  const kept = after.views.flatMap((view): KeptView[] => {
    const old = before.views.find((one) => sameName(one, view));
    return old === undefined ? [] : [{ old, view }];
  });
  const remade = findRemade(kept, lossesOf(context, tables), reader);
  const staying = kept.filter((one) => !remade.has(one));
  const remadeKeys = new Set([...remade].map(({ view }) => keyOf(view)));
  const isRemade = (view: View): boolean => remadeKeys.has(keyOf(view));
  const replaced = new Map(staying.filter(isChanged).map(({ old, view }) => [view, old]));
  const stayingViews = staying.map(({ view }) => view);
  const parts = partOperations(staying, from, mayRename);
  const coming = [...gone(after.views, stayingViews), ...replaced.keys()];
  return {
    dropped: [
      ...sortViews(gone(from.views, stayingViews), readerOf(from))
        .toReversed()
        .flatMap((view) => dropView(view, isRemade(view))),
      ...parts.dropped,
    ],
    renamedIndexes: parts.renamedIndexes,
    created: [
      ...sortViews(coming, readerOf(after)).flatMap((view) => {
        const old = replaced.get(view);
        return old === undefined
          ? createView(view, isRemade(view))
          : [{ kind: "replaceView" as const, from: bare(old), to: bare(view) }];
      }),
      ...parts.created,
    ],
  };
}
