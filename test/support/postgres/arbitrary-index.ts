import { quoteIdentifier } from "../../../src/dialect/standard/sql.js";
import type { Index, IndexElement } from "../../../src/schema/schema.js";
import { set } from "../arbitrary-names.js";
import type { FittedColumn } from "./arbitrary-column.js";
import type { IndexDraft } from "./arbitrary-draft.js";

function elementOf({ column, traits }: FittedColumn, form: IndexDraft["form"]): IndexElement {
  const { name } = column;
  switch (form) {
    case "descending":
      return { column: name, order: "DESC" };
    case "nullsFirst":
      return { column: name, nulls: "FIRST" };
    case "expression":
      return { expression: traits.element(quoteIdentifier(name)) };
    case "patterns":
      return { column: name, ...set("operatorClass", traits.patterns) };
    case "collated":
      return { column: name, ...(traits.patterns === undefined ? {} : { collation: "POSIX" }) };
    case "plain":
    case "hash":
    case "own":
      return { column: name };
  }
}

type Method = NonNullable<FittedColumn["traits"]["method"]>;

/** The one column of an index by another method, and that method. */
function otherMethod(
  form: IndexDraft["form"],
  columns: readonly FittedColumn[],
): readonly [FittedColumn, Method] | undefined {
  const column = columns.find(({ traits }) =>
    form === "hash" ? traits.ordered : traits.method !== undefined,
  );
  if (column === undefined || (form !== "hash" && form !== "own")) return undefined;
  return [column, (form === "own" ? column.traits.method : undefined) ?? { name: "hash" }];
}

function whereOf({ where }: IndexDraft, column: FittedColumn): string | undefined {
  const name = quoteIdentifier(column.column.name);
  if (where === "none") return undefined;
  return where === "column" ? `${name} IS NOT NULL` : column.traits.checks[0]?.(name);
}

/** What an index has whatever its method is. */
function partsOf(draft: IndexDraft, first: FittedColumn): Omit<Index, "elements"> {
  return {
    name: draft.name,
    ...set("where", whereOf(draft, first)),
    ...set("comment", draft.comment),
  };
}

/** The index as far as its columns permit its form, or none where they permit no index at all. */
export function fitIndex(draft: IndexDraft, columns: readonly FittedColumn[], major: number): Index[] {
  const stored = draft.columns.flatMap((id) => columns.find((one) => one.id === id && one.isStored) ?? []);
  const other = otherMethod(draft.form, stored);
  if (other !== undefined) {
    const [{ column }, { name, operatorClass }] = other;
    const element = { column: column.name, ...set("operatorClass", operatorClass) };
    return [{ ...partsOf(draft, other[0]), elements: [element], method: name }];
  }
  const ordered = stored.filter(({ traits }) => traits.ordered || draft.form === "expression");
  const [first] = ordered;
  if (first === undefined) return [];
  const elements = ordered.map((column) => elementOf(column, draft.form));
  const isUnique = draft.unique && draft.form !== "expression" && ordered.every(({ isKey }) => isKey);
  const included = columns.find(({ id, isStored }) => id === draft.include && isStored)?.column.name;
  const fillfactor = draft.fillfactor;
  return [
    {
      ...partsOf(draft, first),
      elements,
      ...(isUnique ? { unique: true as const } : {}),
      ...(isUnique && draft.nullsNotDistinct && major >= 15 ? { nullsNotDistinct: true as const } : {}),
      ...(included === undefined ? {} : { include: [included] }),
      ...(fillfactor === undefined ? {} : { storage: { fillfactor } }),
    },
  ];
}
