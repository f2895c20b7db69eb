import type { SequenceOptions } from "../../schema/schema.js";
import type { Row } from "../dialect.js";
import { flag, optionalNumber, optionalText, optionsOf, record, text, textList } from "./catalog-values.js";

/** A table or view. Kinds are those of `relkind`. https://www.postgresql.org/docs/current/catalog-pg-class.html */
export interface RelationRow {
  readonly id: number;
  readonly schema: string;
  readonly name: string;
  readonly kind: string;
  readonly comment: string | undefined;
  readonly unlogged: boolean;
  readonly options: Readonly<Record<string, string>>;
  readonly query: string | undefined;
  /** Whether a materialized view has been filled. */
  readonly filled: boolean;
  readonly rowSecurity: boolean;
  readonly forcedRowSecurity: boolean;
  readonly replicaIdentity: string;
  readonly replicaIndex: string | undefined;
  /** Whose view it is, where not that of the role that asks. */
  readonly owner: string | undefined;
  readonly partitionKey: string | undefined;
  readonly partitionBound: string | undefined;
  /** As SQL names them. */
  readonly parents: readonly string[];
  readonly server: string | undefined;
  readonly rowType: string | undefined;
  readonly method: string | undefined;
}

/** What is in a TOAST table's options is set on the table with a prefix. */
/** The relation of a row of its query. */
export function relationRow(row: Row): RelationRow {
  const toast = textList(row["toast_options"]).map((option) => `toast.${option}`);
  return {
    id: Number(row["id"]),
    schema: text(row["schema"]),
    name: text(row["name"]),
    kind: text(row["kind"]),
    comment: optionalText(row["comment"]),
    unlogged: flag(row["unlogged"]),
    options: optionsOf([...textList(row["options"]), ...toast]),
    query: optionalText(row["query"]),
    filled: flag(row["filled"]),
    rowSecurity: flag(row["row_security"]),
    forcedRowSecurity: flag(row["forced_row_security"]),
    replicaIdentity: text(row["replica_identity"]),
    replicaIndex: optionalText(row["replica_index"]),
    owner: optionalText(row["owner"]),
    partitionKey: optionalText(row["partition_key"]),
    partitionBound: optionalText(row["partition_bound"]),
    parents: textList(row["parents"]),
    server: optionalText(row["server"]),
    rowType: optionalText(row["row_type"]),
    method: optionalText(row["method"]),
  };
}

/** A column. https://www.postgresql.org/docs/current/catalog-pg-attribute.html */
export interface ColumnRow {
  readonly table: number;
  readonly number: number;
  readonly name: string;
  readonly type: number;
  readonly modifier: number;
  readonly notNull: boolean;
  readonly collation: number;
  readonly identity: string;
  readonly generated: string;
  /** Its default, or what it is generated from. */
  readonly expression: string | undefined;
  readonly comment: string | undefined;
}

/** The column of a row of its query. */
export function columnRow(row: Row): ColumnRow {
  return {
    table: Number(row["table"]),
    number: Number(row["number"]),
    name: text(row["name"]),
    type: Number(row["type"]),
    modifier: Number(row["modifier"]),
    notNull: flag(row["not_null"]),
    collation: Number(row["collation"]),
    identity: text(row["identity"]),
    generated: text(row["generated"]),
    expression: optionalText(row["expression"]),
    comment: optionalText(row["comment"]),
  };
}

/** A sequence, and the column that it belongs to, where there is one. */
export interface SequenceRow {
  readonly schema: string;
  readonly name: string;
  /** As an expression names it. */
  readonly regclass: string;
  readonly type: string;
  readonly options: SequenceOptions;
  readonly table: number | undefined;
  readonly column: number | undefined;
  /** It is the inside of an identity column. */
  readonly internal: boolean;
}

/** The sequence of a row of its query. */
export function sequenceRow(row: Row): SequenceRow {
  return {
    schema: text(row["schema"]),
    name: text(row["name"]),
    regclass: text(row["regclass"]),
    type: text(row["type"]),
    options: {
      start: text(row["start"]),
      increment: text(row["increment"]),
      minimum: text(row["minimum"]),
      maximum: text(row["maximum"]),
      cache: text(row["cache"]),
      ...(flag(row["cycle"]) && { cycle: true as const }),
    },
    table: optionalNumber(row["table"]),
    column: optionalNumber(row["column"]),
    internal: flag(row["internal"]),
  };
}

/** What is attached to a table or view; what the details are depends on the kind. */
export interface AttachmentRow {
  readonly relation: number;
  readonly kind: string;
  readonly name: string | undefined;
  readonly details: string;
  readonly columns: readonly string[];
}

/** What is attached, of a row of its query. */
export function attachmentRow(row: Row): AttachmentRow {
  return {
    relation: Number(row["relation"]),
    kind: text(row["kind"]),
    name: optionalText(row["name"]),
    details: text(row["details"]),
    columns: textList(row["columns"]),
  };
}

/** Something with a name that belongs to no table. */
export interface NamedRow {
  readonly kind: string;
  readonly key: string;
  readonly schema: string;
  readonly name: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** The named thing of a row of its query. */
export function namedRow(row: Row): NamedRow {
  return {
    kind: text(row["kind"]),
    key: text(row["key"]),
    schema: text(row["schema"]),
    name: text(row["name"]),
    details: record(row["details"]),
  };
}
