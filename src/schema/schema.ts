import type { ObjectName } from "./name.js";

/** What a generated column computes, and whether the result is stored in the row. */
export interface Generated {
  readonly expression: string;
  readonly stored: boolean;
}

/** What is done with a row that breaks a constraint, where the database lets a constraint say so (SQLite). */
export type ConflictAction = "ROLLBACK" | "ABORT" | "FAIL" | "IGNORE" | "REPLACE";

/** What a sequence is besides its name. Numbers are decimal digits; what the database takes by itself is left out. */
export interface SequenceOptions {
  readonly start?: string;
  readonly increment?: string;
  readonly minimum?: string;
  readonly maximum?: string;
  readonly cache?: string;
  readonly cycle?: true;
}

/** Everything that a column is, its name aside. Absent means: not set. Expressions are SQL text. */
export interface ColumnDefinition {
  /** The whole type in the dialect's canonical spelling, such as `varchar(64)`. */
  readonly type: string;
  readonly nullable: boolean;
  readonly default?: string;
  readonly generated?: Generated;
  /** The database counts values up itself, from a sequence or counter that belongs to the column. */
  readonly autoIncrement?: true;
  /** The same by the SQL standard, and whether a row may bring a value of its own. */
  readonly identity?: "ALWAYS" | "BY DEFAULT";
  /** How the sequence of an auto-incremented or identity column counts. */
  readonly sequence?: SequenceOptions;
  readonly collation?: string;
  /** The only values allowed, in order, where the dialect keeps them with the column. */
  readonly enumValues?: readonly string[];
  readonly notNullConflict?: ConflictAction;
  readonly comment?: string;
}

/** One column of a table. */
export interface Column extends ColumnDefinition {
  readonly name: string;
}

/** When a constraint is checked; one that is not deferrable, the default, leaves it out. */
export type Deferrable = "INITIALLY IMMEDIATE" | "INITIALLY DEFERRED";

/** What every constraint may have. */
interface ConstraintParts {
  /** Absent where the database or its author gave none. */
  readonly name?: string;
  readonly comment?: string;
}

/** The primary key of a table. */
export interface PrimaryKey extends ConstraintParts {
  readonly columns: readonly string[];
  /** Columns that its index holds besides. */
  readonly include?: readonly string[];
  readonly onConflict?: ConflictAction;
  readonly deferrable?: Deferrable;
}

/** A unique constraint; the order of its columns is that of its index. */
export interface Unique extends ConstraintParts {
  readonly columns: readonly string[];
  readonly include?: readonly string[];
  readonly nullsNotDistinct?: true;
  readonly onConflict?: ConflictAction;
  readonly deferrable?: Deferrable;
}

/** What happens to a referencing row; `NO ACTION`, the default, is left out. */
export type ReferentialAction = "CASCADE" | "SET NULL" | "SET DEFAULT" | "RESTRICT";

/** A foreign key from columns of its table to columns of another or the same table. */
export interface ForeignKey extends ConstraintParts {
  readonly columns: readonly string[];
  readonly references: ObjectName;
  readonly referencedColumns: readonly string[];
  readonly onDelete?: ReferentialAction;
  readonly onUpdate?: ReferentialAction;
  /** The columns that `ON DELETE SET NULL` or `SET DEFAULT` sets, where not all of the key. */
  readonly onDeleteColumns?: readonly string[];
  readonly deferrable?: Deferrable;
  readonly match?: "FULL" | "PARTIAL" | "SIMPLE";
  /** Rows that were there before it were never checked. */
  readonly notValid?: true;
}

/** A check constraint of a table. */
export interface Check extends ConstraintParts {
  readonly expression: string;
  readonly noInherit?: true;
  /** Rows that were there before it were never checked. */
  readonly notValid?: true;
}

/** A constraint that no two rows may meet the same conditions: `USING gist (room WITH =, during WITH &&)`. */
export interface Exclusion extends ConstraintParts {
  /** All that stands behind `EXCLUDE`. */
  readonly definition: string;
  readonly deferrable?: Deferrable;
}

/** One element of an index: a column or an expression, with its order where it is not ascending. */
export type IndexElement = {
  readonly order?: "DESC";
  /** Where NULL stands, where not at the end that the order implies. */
  readonly nulls?: "FIRST" | "LAST";
  readonly collation?: string;
  /** The operator class, with its parameters, where it is not the default of the type: `gin_trgm_ops`. */
  readonly operatorClass?: string;
} & (
  | { readonly column: string; readonly expression?: never }
  | { readonly expression: string; readonly column?: never }
);

/** An index of a table, or of a materialized view. */
export interface Index {
  readonly name: string;
  readonly elements: readonly IndexElement[];
  readonly unique?: true;
  readonly nullsNotDistinct?: true;
  /** The access method, where it is not the default one (`btree`). */
  readonly method?: string;
  /** Columns that the index holds besides. */
  readonly include?: readonly string[];
  readonly where?: string;
  /** Storage parameters, such as `fillfactor`. */
  readonly storage?: Readonly<Record<string, string>>;
  readonly comment?: string;
  /** It was left unfinished: the database keeps it up to date, and never reads it. */
  readonly invalid?: true;
}

/** A trigger, as the whole statement that creates it. */
export interface Trigger {
  readonly name: string;
  readonly sql: string;
}

/** Something of a table or view that entities cannot say and no operation is about. */
export interface Extra {
  readonly kind: "rule" | "policy" | "grant" | "statistics" | "option";
  readonly name: string;
  /** The whole statement that makes it anew. */
  readonly sql: string;
  /** The columns that it needs, as far as the catalog tells. */
  readonly columns?: readonly string[];
}

/** Options of a whole table that are not part of any column or constraint. */
export interface TableOptions {
  readonly withoutRowid?: true;
  readonly strict?: true;
  readonly unlogged?: true;
  /** Storage parameters, such as `fillfactor`. */
  readonly storage?: Readonly<Record<string, string>>;
  readonly comment?: string;
}

/** A table with all that belongs to it. */
export interface Table extends ObjectName {
  readonly columns: readonly Column[];
  readonly primaryKey?: PrimaryKey;
  readonly uniques: readonly Unique[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly checks: readonly Check[];
  readonly exclusions?: readonly Exclusion[];
  readonly indexes: readonly Index[];
  readonly triggers: readonly Trigger[];
  readonly options: TableOptions;
  /** What is kept with the table, and never part of a difference. */
  readonly extras?: readonly Extra[];
  /** What the model cannot hold of it, in words. Such a table is listed, and never recreated or dropped. */
  readonly unsupported?: readonly string[];
}

/** A view, as the query that it stands for. */
export interface View extends ObjectName {
  readonly query: string;
  /** The column names, where the view gives its own. */
  readonly columns?: readonly string[];
  /** Its rows are stored, and change only when it is refreshed. */
  readonly materialized?: true;
  /** The indexes of a materialized view. */
  readonly indexes?: readonly Index[];
  readonly comment?: string;
  /** Options such as `security_barrier`, and storage parameters. */
  readonly options?: Readonly<Record<string, string>>;
  readonly triggers: readonly Trigger[];
  /** What is kept with the view, and never part of a difference. */
  readonly extras?: readonly Extra[];
}

/** A type that has a list of values, in their order. */
export interface EnumType extends ObjectName {
  readonly values: readonly string[];
  readonly comment?: string;
}

/** A sequence that belongs to no column. */
export interface Sequence extends ObjectName {
  /** The type of its numbers, where it is not the default one (`bigint`). */
  readonly type?: string;
  readonly options: SequenceOptions;
}

/** Something that brings types, functions and operators with it. */
export interface Extension {
  readonly name: string;
  /** The schema that its objects are in, where not the default one. */
  readonly schema?: string;
}

/** What a view reads: a table or another view, and which of its columns. */
export interface ViewRead {
  readonly view: ObjectName;
  readonly from: ObjectName;
  readonly columns: readonly string[];
}

/** All that a database holds, or a model of one: plain data, each list sorted by name. */
export interface Schema {
  readonly tables: readonly Table[];
  readonly views: readonly View[];
  readonly enums: readonly EnumType[];
  readonly sequences: readonly Sequence[];
  readonly extensions: readonly Extension[];
  /** The names of the schemas besides the default one. */
  readonly schemas: readonly string[];
  /** What each view reads, where the catalog tells; it follows from the rest, and is never compared. */
  readonly reads?: readonly ViewRead[];
}

/** A schema with nothing in it. */
export const emptySchema: Schema = {
  tables: [],
  views: [],
  enums: [],
  sequences: [],
  extensions: [],
  schemas: [],
};
