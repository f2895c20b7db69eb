import * as fc from "fast-check";
import type { Renames } from "../../../src/diff/diff.js";
import type { EnumAnswers } from "../../../src/diff/enums.js";
import type { RenameColumn, RenameTable } from "../../../src/operation/operation.js";
import { keyOf, nameOf, type ObjectName } from "../../../src/schema/name.js";
import type { Schema, Table } from "../../../src/schema/schema.js";
import type { Pair } from "../arbitrary-schema.js";
import { placeOf } from "./arbitrary-column.js";
import { emptyDraft, type Draft, type EnumDraft, type TableDraft } from "./arbitrary-draft.js";
import { additions, edits, type Edit } from "./arbitrary-edit.js";
import { toSchema } from "./arbitrary-fit.js";

function some(edit: fc.Arbitrary<Edit>, maxLength: number, minLength = 0): fc.Arbitrary<Edit[]> {
  return fc.array(edit, { minLength, maxLength });
}

function edited(draft: Draft, list: readonly Edit[]): Draft {
  return list.reduce((done, edit) => edit(done), draft);
}

const drafts: fc.Arbitrary<Draft> = fc
  .tuple(
    some(additions.enum, 2),
    some(additions.table, 4, 1),
    some(additions.key, 4),
    some(fc.oneof(additions.unique, additions.check, additions.exclusion, additions.index), 6),
    some(additions.foreignKey, 4),
    some(additions.view, 2),
  )
  .map((all) => edited(emptyDraft, all.flat()));

/** The things that are in both lists by their ids, as they were and are. */
function kept<Item extends { readonly id: string }>(
  before: readonly Item[],
  after: readonly Item[],
): (readonly [Item, Item])[] {
  return before.flatMap((old) => {
    const now = after.find(({ id }) => id === old.id);
    return now === undefined ? [] : [[old, now] as const];
  });
}

function has(objects: readonly ObjectName[], object: ObjectName): boolean {
  return objects.some((one) => keyOf(one) === keyOf(object));
}

function columnRenames(old: TableDraft, now: TableDraft, from: Table, to: Table): RenameColumn[] {
  const isIn = (table: Table, name: string): boolean => table.columns.some((column) => column.name === name);
  return kept(old.columns, now.columns)
    .filter(([a, b]) => a.name !== b.name && isIn(from, a.name) && isIn(to, b.name))
    .filter(([a, b]) => !isIn(from, b.name) && !isIn(to, a.name))
    .map(([a, b]) => ({ kind: "renameColumn", from: a.name, to: b.name }));
}

/** The new names that nothing had before, of what is there on both sides. */
function renamesOf(before: Draft, after: Draft, from: Schema, to: Schema): Renames {
  const pairs = kept(before.tables, after.tables);
  const tables = pairs
    .map(([old, now]): RenameTable => ({ kind: "renameTable", from: placeOf(old), to: placeOf(now) }))
    .filter(
      (one) => keyOf(one.from) !== keyOf(one.to) && has(from.tables, one.from) && has(to.tables, one.to),
    )
    .filter((one) => !has(from.tables, one.to) && !has(to.tables, one.from));
  const columns = pairs.flatMap(([old, now]) => {
    const isSame = old.name === now.name || tables.some(({ to: name }) => name.name === now.name);
    const [a, b] = [
      from.tables.find((table) => keyOf(table) === keyOf(placeOf(old))),
      to.tables.find((table) => keyOf(table) === keyOf(placeOf(now))),
    ];
    if (!isSame || a === undefined || b === undefined) return [];
    const list = unique(columnRenames(old, now, a, b));
    return list.length === 0 ? [] : [[keyOf(b), list] as const];
  });
  return { tables: uniqueTables(tables), columns: new Map(columns) };
}

/** A name is given to one thing only, and by one thing. */
function unique(renames: readonly RenameColumn[]): RenameColumn[] {
  return renames.filter(
    (one, at) => !renames.slice(0, at).some((other) => other.to === one.to || other.from === one.from),
  );
}

function uniqueTables(renames: readonly RenameTable[]): RenameTable[] {
  return renames.filter(
    (one, at) =>
      !renames
        .slice(0, at)
        .some((other) => keyOf(other.to) === keyOf(one.to) || keyOf(other.from) === keyOf(one.from)),
  );
}

/** What rows get instead of values that go. */
type Instead = "nothing" | "first" | "null";

function answersFor([old, now]: readonly [EnumDraft, EnumDraft], from: Schema, to: Schema, instead: Instead) {
  const find = ({ enums }: Schema, name: ObjectName): readonly string[] =>
    enums.find((one) => keyOf(one) === keyOf(name))?.values ?? [];
  const [before, after] = [find(from, placeOf(old)), find(to, placeOf(now))];
  const renames = new Map<string, string>();
  for (const [a, b] of kept(old.values, now.values)) {
    const isNew = before.includes(a.text) && !after.includes(a.text) && !before.includes(b.text);
    if (isNew && after.includes(b.text) && ![...renames.values()].includes(b.text)) {
      renames.set(a.text, b.text);
    }
  }
  const gone = before.filter((value) => !after.includes(value) && !renames.has(value));
  const replacement = instead === "first" ? (after[0] ?? null) : null;
  const replacements = instead === "nothing" ? [] : gone.map((value) => [value, replacement] as const);
  return { renames: Object.fromEntries(renames), replacements: Object.fromEntries(replacements) };
}

function enumAnswers(before: Draft, after: Draft, from: Schema, to: Schema, instead: Instead): EnumAnswers {
  return new Map(
    kept(before.enums, after.enums).map((both) => [
      keyOf(nameOf(placeOf(both[1]))),
      answersFor(both, from, to, instead),
    ]),
  );
}

/** Pairs of schemas of that version of PostgreSQL, most of them edited, with or without the answers to what was renamed. */
export function pairsFor(major: number): fc.Arbitrary<Pair> {
  const editedPairs = fc
    .record({
      draft: drafts,
      list: some(edits, 6, 1),
      knowsNames: fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, fc.constant(false)),
      instead: fc.constantFrom("nothing" as const, "first" as const, "null" as const),
    })
    .map(({ draft, list, knowsNames, instead }): Pair => {
      const after = edited(draft, list);
      const [from, to] = [toSchema(draft, major), toSchema(after, major)];
      if (!knowsNames) return { from, to, renames: { tables: [], columns: new Map() } };
      const renames = renamesOf(draft, after, from, to);
      return { from, to, renames, answers: enumAnswers(draft, after, from, to, instead) };
    });
  const independentPairs = fc.tuple(drafts, drafts).map(([from, to]): Pair => ({
    from: toSchema(from, major),
    to: toSchema(to, major),
    renames: { tables: [], columns: new Map() },
  }));
  return fc.oneof({ weight: 7, arbitrary: editedPairs }, { weight: 2, arbitrary: independentPairs });
}
