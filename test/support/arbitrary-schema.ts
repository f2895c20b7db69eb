import * as fc from "fast-check";
import type { Renames } from "../../src/diff/diff.js";
import type { EnumAnswers } from "../../src/diff/enums.js";
import type { Schema, Table } from "../../src/schema/schema.js";
import { renameDraft, repair, toSchema, type Draft } from "./arbitrary-draft.js";
import { edits } from "./arbitrary-edit.js";
import { foreignKeySpecs, tableSpecs, viewDraftOf, viewSpecs, withForeignKey } from "./arbitrary-table.js";

const drafts: fc.Arbitrary<Draft> = fc
  .record({
    tables: fc.uniqueArray(tableSpecs, { maxLength: 4, selector: ({ name }) => name }),
    foreignKeys: fc.array(fc.tuple(fc.nat(9), foreignKeySpecs), { maxLength: 4 }),
    views: fc.array(viewSpecs, { maxLength: 2 }),
  })
  .map(({ tables, foreignKeys, views }) => {
    const linked = foreignKeys.reduce<readonly Table[]>(
      (all, [at, spec]) =>
        all.map((table, index) => (index === at % all.length ? withForeignKey(table, spec, all) : table)),
      repair({ tables, views: [] }).tables,
    );
    return repair(
      views.reduce<Draft>(
        (draft, spec) => ({ ...draft, views: [...draft.views, viewDraftOf(spec, draft)] }),
        {
          tables: linked,
          views: [],
        },
      ),
    );
  });

/** Schemas that SQLite can hold, in its canonical spelling. */
export const schemas: fc.Arbitrary<Schema> = drafts.map(toSchema);

/** Two schemas and what is known of names that changed between them. */
export interface Pair {
  readonly from: Schema;
  readonly to: Schema;
  readonly renames: Renames;
  /** What is known of the values of enums. */
  readonly answers?: EnumAnswers;
}

const noNames = { tables: [], columns: new Map() };

/** A schema and what some edits made of it. */
const editedPairs: fc.Arbitrary<Pair> = fc
  .tuple(drafts, fc.array(edits, { minLength: 1, maxLength: 5 }))
  .map(([draft, list]) => ({
    from: toSchema(draft),
    to: toSchema(repair(list.reduce((edited, edit) => edit(edited), draft))),
    renames: noNames,
  }));

/** Two schemas that have nothing to do with each other but for names. */
const independentPairs: fc.Arbitrary<Pair> = fc
  .tuple(schemas, schemas)
  .map(([from, to]) => ({ from, to, renames: noNames }));

const newNames = ["renamed", "neu", 'new "name"', "größer", "${new}", "group"];

/** A schema and the same under other names, which are known, with or without edits to go with them. */
export const renamedPairs: fc.Arbitrary<Pair> = fc
  .record({
    draft: drafts,
    tables: fc.uniqueArray(fc.tuple(fc.nat(3), fc.constantFrom(...newNames)), {
      maxLength: 2,
      selector: ([at]) => at,
    }),
    columns: fc.uniqueArray(fc.tuple(fc.nat(3), fc.nat(5), fc.constantFrom(...newNames)), {
      maxLength: 3,
      selector: ([table, column]) => `${table}.${column}`,
    }),
    list: fc.array(edits, { maxLength: 2 }),
  })
  .map(({ draft, tables, columns, list }) => {
    const tableMap = new Map<string, string>();
    for (const [at, name] of tables) {
      const old = draft.tables[at]?.name;
      if (old !== undefined && ![...tableMap.values()].includes(name)) tableMap.set(old, name);
    }
    const columnMap = new Map<string, Map<string, string>>();
    for (const [at, column, name] of columns) {
      const table = draft.tables[at];
      const old = table?.columns[column]?.name;
      if (table === undefined || old === undefined) continue;
      const known = columnMap.get(table.name) ?? new Map<string, string>();
      if (![...known.values(), ...known.keys()].includes(name))
        columnMap.set(table.name, known.set(old, name));
    }
    const renamed = renameDraft(draft, { tables: tableMap, columns: columnMap });
    const edited = repair(list.reduce((before, edit) => edit(before), renamed));
    return { from: toSchema(draft), to: toSchema(edited), renames: renamesOf(tableMap, columnMap, edited) };
  });

/** What is still there under its new name. */
function renamesOf(
  tables: ReadonlyMap<string, string>,
  columns: ReadonlyMap<string, ReadonlyMap<string, string>>,
  edited: Draft,
): Renames {
  const find = (name: string): Table | undefined => edited.tables.find((table) => table.name === name);
  const kept = new Map<string, { kind: "renameColumn"; from: string; to: string }[]>();
  for (const [table, list] of columns) {
    const now = find(tables.get(table) ?? table);
    const there = [...list].filter(([, to]) => now?.columns.some(({ name }) => name === to));
    if (now !== undefined && there.length > 0)
      kept.set(
        now.name,
        there.map(([from, to]) => ({ kind: "renameColumn", from, to })),
      );
  }
  return {
    tables: [...tables]
      .filter(([, to]) => find(to) !== undefined)
      .map(([from, to]) => ({ kind: "renameTable", from: { name: from }, to: { name: to } })),
    columns: kept,
  };
}

/** Pairs of all sorts, most of them edited. */
export const pairs: fc.Arbitrary<Pair> = fc.oneof(
  { weight: 4, arbitrary: editedPairs },
  { weight: 3, arbitrary: renamedPairs },
  { weight: 2, arbitrary: independentPairs },
);
