import type { ObjectName } from "../schema/name.js";
import type {
  Check,
  Column,
  ColumnDefinition,
  ForeignKey,
  Index,
  PrimaryKey,
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

/** A column whose attributes change; `backfill` is the SQL expression that replaces NULL in rows already there. */
export interface AlterColumn {
  readonly kind: "alterColumn";
  readonly name: string;
  readonly from: ColumnAttributes;
  readonly to: ColumnAttributes;
  readonly backfill?: string;
}

/** The constraints of a table by the word that operations have for them. */
export interface ConstraintTypes {
  readonly primaryKey: PrimaryKey;
  readonly unique: Unique;
  readonly foreignKey: ForeignKey;
  readonly check: Check;
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

/** Options of the whole table that change. */
interface AlterOptions {
  readonly kind: "alterOptions";
  readonly from: TableOptions;
  readonly to: TableOptions;
}

/** One change inside an `alterTable`. */
export type TableChange =
  AddColumn | DropColumn | RenameColumn | AlterColumn | ConstraintChange | AlterOptions;

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

/** An index that comes or goes. */
export interface IndexOperation {
  readonly kind: "createIndex" | "dropIndex";
  readonly table: ObjectName;
  readonly index: Index;
}

/** A view that comes or goes; its triggers are operations of their own. */
export interface ViewOperation {
  readonly kind: "createView" | "dropView";
  readonly view: View;
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

/** One change of a database: the hub between finding, writing, checking and running differences. */
export type Operation =
  | TableOperation
  | RenameTable
  | AlterTable
  | IndexOperation
  | ViewOperation
  | TriggerOperation
  | Execute
  | BulkInsert;
