import type { ObjectName } from "../schema/name.js";
import type {
  Check,
  Column,
  ColumnDefinition,
  EnumType,
  Exclusion,
  Extension,
  ForeignKey,
  Index,
  PrimaryKey,
  Sequence,
  Table,
  TableOptions,
  Trigger,
  Unique,
  View,
} from "../schema/schema.js";

/** The attributes of a column that change: those that are set on that end, and only those. */
export type ColumnAttributes = Partial<ColumnDefinition>;

/** A value that a statement takes as a parameter or a row holds. */
export type SqlValue = string | number | bigint | boolean | null | Uint8Array | Date;

/** A new column; `backfill` is the SQL expression that rows already there get. */
export interface AddColumn {
  readonly kind: "addColumn";
  readonly column: Column;
  readonly backfill?: string;
}

/** A column that goes, whole, so that its inverse can bring it back. */
interface DropColumn {
  readonly kind: "dropColumn";
  readonly column: Column;
}

/** A column that gets another name and keeps all else. */
export interface RenameColumn {
  readonly kind: "renameColumn";
  readonly from: string;
  readonly to: string;
}

/**
 * A column whose attributes change; `backfill` is the SQL expression that replaces NULL in rows already there, `using` the
 * one that computes the value of the new type, where the dialect's own conversion is not the right one.
 */
export interface AlterColumn {
  readonly kind: "alterColumn";
  readonly name: string;
  readonly from: ColumnAttributes;
  readonly to: ColumnAttributes;
  readonly backfill?: string;
  readonly using?: string;
}

/** The constraints of a table by the word that operations have for them. */
export interface ConstraintTypes {
  readonly primaryKey: PrimaryKey;
  readonly unique: Unique;
  readonly foreignKey: ForeignKey;
  readonly check: Check;
  readonly exclusion: Exclusion;
}

/** Which sort of constraint. */
export type ConstraintType = keyof ConstraintTypes;

/** A constraint that comes or goes. */
export type ConstraintChange = {
  [Type in ConstraintType]: {
    readonly kind: "addConstraint" | "dropConstraint";
    readonly type: Type;
    readonly constraint: ConstraintTypes[Type];
  };
}[ConstraintType];

/** A constraint that gets another name and keeps all else. */
export interface RenameConstraint {
  readonly kind: "renameConstraint";
  readonly from: string;
  readonly to: string;
}

/** Options of the whole table that change. */
interface AlterOptions {
  readonly kind: "alterOptions";
  readonly from: TableOptions;
  readonly to: TableOptions;
}

/** One change inside an `alterTable`. */
export type TableChange =
  AddColumn | DropColumn | RenameColumn | AlterColumn | ConstraintChange | RenameConstraint | AlterOptions;

/** A table that comes or goes, with all its columns and constraints; its indexes and triggers are operations of their own. */
export interface TableOperation {
  readonly kind: "createTable" | "dropTable";
  readonly table: Table;
}

/** A table that gets another name and keeps all else. */
export interface RenameTable {
  readonly kind: "renameTable";
  readonly from: ObjectName;
  readonly to: ObjectName;
}

/** All changes of one table at one place of a revision, in order. */
export interface AlterTable {
  readonly kind: "alterTable";
  readonly table: ObjectName;
  readonly changes: readonly TableChange[];
}

/** An index of a table or materialized view that comes or goes. */
export interface IndexOperation {
  readonly kind: "createIndex" | "dropIndex";
  readonly table: ObjectName;
  readonly index: Index;
  /** Reading and writing of the table go on meanwhile; it cannot be in a transaction. */
  readonly concurrently?: true;
}

/** An index that gets another name and keeps all else. */
export interface RenameIndex {
  readonly kind: "renameIndex";
  readonly table: ObjectName;
  readonly from: string;
  readonly to: string;
}

/** A view that comes or goes; its indexes and triggers are operations of their own. */
export interface ViewOperation {
  readonly kind: "createView" | "dropView";
  readonly view: View;
  /** It goes and comes again in one revision: its rules, what is granted on it and said of its columns, and whose it is, stay. */
  readonly keepGrants?: true;
}

/** A view that gets another query; its triggers, and what is granted on it, stay. */
export interface ReplaceView {
  readonly kind: "replaceView";
  readonly from: View;
  readonly to: View;
}

/** An enum type that comes or goes. */
export interface EnumOperation {
  readonly kind: "createEnum" | "dropEnum";
  readonly enum: EnumType;
}

/** An enum type that gets another name and keeps all else. */
export interface RenameEnum {
  readonly kind: "renameEnum";
  readonly from: ObjectName;
  readonly to: ObjectName;
}

/** An enum type that gets another list of values. */
export interface AlterEnum {
  readonly kind: "alterEnum";
  readonly name: ObjectName;
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** The new spelling of values that are renamed, by the old one. */
  readonly renames?: Readonly<Record<string, string>>;
  /** What rows get instead of a value that goes, by that value. */
  readonly replacements?: Readonly<Record<string, string | null>>;
}

/** A sequence of its own that comes or goes. */
export interface SequenceOperation {
  readonly kind: "createSequence" | "dropSequence";
  readonly sequence: Sequence;
}

/** A schema that comes, where it is not there yet, or goes; it must be empty to go. */
export interface SchemaOperation {
  readonly kind: "createSchema" | "dropSchema";
  readonly name: string;
}

/** An extension that comes, where it is not there yet, or goes. */
export interface ExtensionOperation {
  readonly kind: "createExtension" | "dropExtension";
  readonly extension: Extension;
}

/** A trigger of a table or view that comes or goes. */
export interface TriggerOperation {
  readonly kind: "createTrigger" | "dropTrigger";
  readonly table: ObjectName;
  readonly trigger: Trigger;
}

/** SQL of the author's own; what it does to the schema is not known. */
export interface Execute {
  readonly kind: "execute";
  readonly sql: string;
  readonly parameters?: readonly SqlValue[];
}

/** Rows that are put into a table; every row has the same columns. */
export interface BulkInsert {
  readonly kind: "bulkInsert";
  readonly table: ObjectName;
  readonly rows: readonly Readonly<Record<string, SqlValue>>[];
}

/** An operation that runs outside of the transaction of its revision, between two parts of it. */
interface Autocommit {
  readonly kind: "autocommit";
  readonly operation: Operation;
}

/** One change of a database: the hub between finding, writing, checking and running differences. */
export type Operation =
  | TableOperation
  | RenameTable
  | AlterTable
  | IndexOperation
  | RenameIndex
  | ViewOperation
  | ReplaceView
  | TriggerOperation
  | EnumOperation
  | RenameEnum
  | AlterEnum
  | SequenceOperation
  | SchemaOperation
  | ExtensionOperation
  | Execute
  | BulkInsert
  | Autocommit;
