import type { ForeignKey, TableOptions } from "../../../src/schema/schema.js";

/** The schema that is not the default one. */
export const otherSchema = 'Other "schema"';

/** What stands in a schema: the other one, or else the default one. Ids stay when names change. */
interface Placed {
  readonly id: string;
  readonly name: string;
  readonly elsewhere: boolean;
}

/** An enum type, with an id for each value. */
export interface EnumDraft extends Placed {
  readonly values: readonly { readonly id: string; readonly text: string }[];
}

/** Where the values of a column come from. A default is a place in the list of those that its type has. */
export type Source =
  | { readonly kind: "none" | "serial" | "ALWAYS" | "BY DEFAULT" }
  | { readonly kind: "default"; readonly at: number }
  | { readonly kind: "generated"; readonly from: string; readonly virtual: boolean };

/** A column, whose type is an enum, where it has one that is there, or else a base type. */
export interface ColumnDraft {
  readonly id: string;
  readonly name: string;
  readonly base: string;
  readonly enumId: string | undefined;
  readonly isArray: boolean;
  readonly nullable: boolean;
  readonly source: Source;
  readonly collation: string | undefined;
  readonly comment: string | undefined;
}

/** What is known by a name, which may change. */
interface Named {
  readonly id: string;
  readonly name: string;
  readonly comment?: string | undefined;
}

/** A primary key or unique constraint, by the ids of its columns. */
export interface KeyDraft extends Named {
  readonly columns: readonly string[];
  readonly include: string | undefined;
  readonly nullsNotDistinct: boolean;
  readonly deferrable: ForeignKey["deferrable"];
}

/** A check or an exclusion of some column. */
export interface ConditionDraft extends Named {
  readonly column: string;
  readonly other: string;
  readonly form: number;
  readonly flag: boolean;
}

/** A foreign key, by the ids of the table and key that it refers to. */
export interface ForeignKeyDraft extends Named {
  readonly columns: readonly string[];
  readonly target: string;
  readonly key: string;
  readonly onDelete: ForeignKey["onDelete"];
  readonly onUpdate: ForeignKey["onUpdate"];
  readonly deferrable: ForeignKey["deferrable"];
  readonly full: boolean;
  readonly setsFirst: boolean;
}

/** An index of columns, which are left out where its form does not go with their types. */
export interface IndexDraft extends Named {
  readonly columns: readonly string[];
  readonly form:
    "plain" | "descending" | "nullsFirst" | "expression" | "patterns" | "collated" | "hash" | "own";
  readonly unique: boolean;
  readonly nullsNotDistinct: boolean;
  readonly where: "none" | "column" | "value";
  readonly include: string | undefined;
  readonly fillfactor: string | undefined;
}

/** A table with all that belongs to it. */
export interface TableDraft extends Placed {
  readonly columns: readonly ColumnDraft[];
  readonly key: KeyDraft | undefined;
  readonly uniques: readonly KeyDraft[];
  readonly checks: readonly ConditionDraft[];
  readonly exclusions: readonly ConditionDraft[];
  readonly foreignKeys: readonly ForeignKeyDraft[];
  readonly indexes: readonly IndexDraft[];
  readonly options: TableOptions;
}

/** A view of a table or view, with an id for each of its columns. */
export interface ViewDraft extends Placed {
  readonly source: string;
  readonly columns: readonly {
    readonly id: string;
    readonly of: string;
    readonly alias: string | undefined;
  }[];
  readonly form: "plain" | "filtered" | "counted" | "cast";
  readonly materialized: boolean;
  readonly indexes: readonly IndexDraft[];
  readonly comment: string | undefined;
}

/** A schema in which all refer to each other by id, so that a new name is one change; what does not fit is left out of it. */
export interface Draft {
  /** How many ids are given. */
  readonly ids: number;
  readonly enums: readonly EnumDraft[];
  readonly tables: readonly TableDraft[];
  readonly views: readonly ViewDraft[];
}

/** A draft of nothing. */
export const emptyDraft: Draft = { ids: 0, enums: [], tables: [], views: [] };

/** A new id, in a draft that knows it. */
export function withId<Result>(draft: Draft, work: (draft: Draft, id: string) => Result): Result {
  return work({ ...draft, ids: draft.ids + 1 }, `#${draft.ids}`);
}
