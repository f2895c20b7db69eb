import type { Row } from "../dialect.js";
import {
  flag,
  numberList,
  optionalText,
  optionsOf,
  record,
  text,
  textList,
  vector,
} from "./catalog-values.js";

/** A constraint. Its letters are those of https://www.postgresql.org/docs/current/catalog-pg-constraint.html */
export interface ConstraintRow {
  readonly table: number;
  readonly kind: string;
  readonly name: string;
  readonly comment: string | undefined;
  readonly deferrable: boolean;
  readonly deferred: boolean;
  readonly validated: boolean;
  readonly noInherit: boolean;
  readonly enforced: boolean;
  readonly period: boolean;
  readonly columns: readonly number[];
  /** Those of its index: its own, and then those that the index holds besides. */
  readonly indexColumns: readonly number[];
  readonly nullsNotDistinct: boolean;
  /** The expression of a check, and the whole of an exclusion. */
  readonly definition: string | undefined;
  readonly targetSchema: string | undefined;
  readonly target: string | undefined;
  readonly targetColumns: readonly string[];
  readonly onUpdate: string;
  readonly onDelete: string;
  readonly match: string;
  readonly onDeleteColumns: readonly number[];
}

/** The constraint of a row of its query. */
export function constraintRow(row: Row): ConstraintRow {
  return {
    table: Number(row["table"]),
    kind: text(row["kind"]),
    name: text(row["name"]),
    comment: optionalText(row["comment"]),
    deferrable: flag(row["deferrable"]),
    deferred: flag(row["deferred"]),
    validated: flag(row["validated"]),
    noInherit: flag(row["no_inherit"]),
    enforced: flag(row["enforced"]),
    period: flag(row["period"]),
    columns: numberList(row["columns"]),
    indexColumns: vector(row["index_columns"]),
    nullsNotDistinct: flag(row["nulls_not_distinct"]),
    definition: optionalText(row["definition"]),
    targetSchema: optionalText(row["target_schema"]),
    target: optionalText(row["target"]),
    targetColumns: textList(row["target_columns"]),
    onUpdate: text(row["on_update"]),
    onDelete: text(row["on_delete"]),
    match: text(row["match"]),
    onDeleteColumns: numberList(row["on_delete_columns"]),
  };
}

/** An index. https://www.postgresql.org/docs/current/catalog-pg-index.html */
export interface IndexRow {
  readonly table: number;
  readonly name: string;
  readonly method: string;
  readonly comment: string | undefined;
  readonly unique: boolean;
  readonly valid: boolean;
  readonly nullsNotDistinct: boolean;
  /** How many of its columns are elements; the others are held besides. */
  readonly keys: number;
  /** The numbers of the columns; 0 is an expression. */
  readonly columns: readonly number[];
  readonly orders: readonly number[];
  readonly classes: readonly number[];
  readonly collations: readonly number[];
  readonly predicate: string | undefined;
  /** The whole statement, where an element is an expression, and each element in it, without its order and the like. */
  readonly definition: string | undefined;
  readonly parts: readonly string[];
  /** The options of operator classes, by the number of the element, from 1. */
  readonly classOptions: Readonly<Record<string, unknown>>;
  readonly options: Readonly<Record<string, string>>;
}

/** The index of a row of its query. */
export function indexRow(row: Row): IndexRow {
  return {
    table: Number(row["table"]),
    name: text(row["name"]),
    method: text(row["method"]),
    comment: optionalText(row["comment"]),
    unique: flag(row["unique"]),
    valid: flag(row["valid"]),
    nullsNotDistinct: flag(row["nulls_not_distinct"]),
    keys: Number(row["keys"]),
    columns: vector(row["columns"]),
    orders: vector(row["orders"]),
    classes: vector(row["classes"]),
    collations: vector(row["collations"]),
    predicate: optionalText(row["predicate"]),
    definition: optionalText(row["definition"]),
    parts: textList(row["parts"]),
    classOptions: record(row["class_options"]),
    options: optionsOf(textList(row["options"])),
  };
}
