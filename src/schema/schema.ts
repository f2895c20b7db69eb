import type { ObjectName } from "./name.js";

/** What a generated column computes, and whether the result is stored in the row. */
export interface Generated {
  readonly expression: string;
  readonly stored: boolean;
}

/** What is done with a row that breaks a constraint, where the database lets a constraint say so (SQLite). */
export type ConflictAction = "ROLLBACK" | "ABORT" | "FAIL" | "IGNORE" | "REPLACE";

/** Everything that a column is, its name aside. Absent means: not set. Expressions are SQL text. */
export interface ColumnDefinition {
  /** The whole type in the dialect's canonical spelling, such as `varchar(64)`. */
  readonly type: string;
  readonly nullable: boolean;
  readonly default?: string;
  readonly generated?: Generated;
  /** The database counts values up itself. */
  readonly autoIncrement?: true;
  readonly collation?: string;
  /** The only values allowed, in order, where the dialect keeps them with the column. */
  readonly enumValues?: readonly string[];
  readonly notNullConflict?: ConflictAction;
}

/** One column of a table. */
export interface Column extends ColumnDefinition {
  readonly name: string;
}

/** The primary key of a table; a name is absent where the database or its author gave none. */
export interface PrimaryKey {
  readonly name?: string;
  readonly columns: readonly string[];
  readonly onConflict?: ConflictAction;
}

/** A unique constraint; the order of its columns is that of its index. */
export interface Unique {
  readonly name?: string;
  readonly columns: readonly string[];
  readonly onConflict?: ConflictAction;
}

/** What happens to a referencing row; `NO ACTION`, the default, is left out. */
export type ReferentialAction = "CASCADE" | "SET NULL" | "SET DEFAULT" | "RESTRICT";

/** A foreign key from columns of its table to columns of another or the same table. */
export interface ForeignKey {
  readonly name?: string;
  readonly columns: readonly string[];
  readonly references: ObjectName;
  readonly referencedColumns: readonly string[];
  readonly onDelete?: ReferentialAction;
  readonly onUpdate?: ReferentialAction;
  readonly deferrable?: "INITIALLY IMMEDIATE" | "INITIALLY DEFERRED";
  readonly match?: "FULL" | "PARTIAL" | "SIMPLE";
}

/** A check constraint of a table. */
export interface Check {
  readonly name?: string;
  readonly expression: string;
}

/** One element of an index: a column or an expression, with its order where it is not ascending. */
export type IndexElement = { readonly order?: "DESC"; readonly collation?: string } & (
  | { readonly column: string; readonly expression?: never }
  | { readonly expression: string; readonly column?: never }
);

/** An index of a table, or of a materialized view. */
export interface Index {
  readonly name: string;
  readonly elements: readonly IndexElement[];
  readonly unique?: true;
  readonly where?: string;
}

/** A trigger, as the whole statement that creates it. */
export interface Trigger {
  readonly name: string;
  readonly sql: string;
}

/** Options of a whole table that are not part of any column or constraint. */
export interface TableOptions {
  readonly withoutRowid?: true;
  readonly strict?: true;
}

/** A table with all that belongs to it. */
export interface Table extends ObjectName {
  readonly columns: readonly Column[];
  readonly primaryKey?: PrimaryKey;
  readonly uniques: readonly Unique[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly checks: readonly Check[];
  readonly indexes: readonly Index[];
  readonly triggers: readonly Trigger[];
  readonly options: TableOptions;
  /** What the model cannot hold of it, in words. Such a table is listed, and never recreated or dropped. */
  readonly unsupported?: readonly string[];
}

/** A view, as the query that it stands for. */
export interface View extends ObjectName {
  readonly query: string;
  /** The column names, where the view gives its own. */
  readonly columns?: readonly string[];
  readonly triggers: readonly Trigger[];
}

/** All tables and views of a database, or of a model of one: plain data, each list sorted by name. */
export interface Schema {
  readonly tables: readonly Table[];
  readonly views: readonly View[];
}

/** A schema with nothing in it. */
export const emptySchema: Schema = { tables: [], views: [] };
