import type { ObjectName } from "../schema/name.js";
import type {
  Check,
  Column,
  ColumnDefinition,
  Exclusion,
  ForeignKey,
  PrimaryKey,
  Table,
  TableOptions,
  Unique,
} from "../schema/schema.js";
import type {
  ColumnAttributes,
  ConstraintChange,
  ConstraintType,
  ConstraintTypes,
  TableChange,
} from "./operation.js";

/** The name of a table: a string in the default schema, or an object that names its schema. */
export type NameInput = string | ObjectName;

/** What a column is besides its name and type; it is NOT NULL unless `nullable` says otherwise. */
export type ColumnOptions = Partial<Omit<ColumnDefinition, "type">>;

/** The SQL expression that rows already in the table get. */
export interface BackfillOption {
  readonly backfill?: string;
}

/** The SQL expression that computes the value of a new type, where the database's own conversion is not the right one. */
export interface UsingOption {
  readonly using?: string;
}

/** A part of a table to create or drop. */
export type TableElement =
  | { readonly kind: "column"; readonly column: Column }
  | { readonly kind: "options"; readonly options: TableOptions }
  | {
      [Type in ConstraintType]: { readonly kind: Type; readonly constraint: ConstraintTypes[Type] };
    }[ConstraintType];

function column(name: string, type: string, options: ColumnOptions): Column {
  return { name, type, nullable: false, ...options };
}

function foreignKey(
  columns: readonly string[],
  references: NameInput,
  referencedColumns: readonly string[],
  options: ForeignKeyOptions,
): ForeignKey {
  return { columns, references: toName(references), referencedColumns, ...options };
}

/** What a foreign key is besides its columns and target. */
export type ForeignKeyOptions = Omit<ForeignKey, "columns" | "references" | "referencedColumns">;

/** The name as an object, however it was given. */
export function toName(name: NameInput): ObjectName {
  return typeof name === "string" ? { name } : name;
}

/** The parts that `op.createTable` and `op.dropTable` put a table together from. */
export const tableElements = {
  /** A column: `table.column("tier", "varchar(16)", { default: "'basic'" })`; the default is an SQL expression. */
  column: (name: string, type: string, options: ColumnOptions = {}): TableElement => ({
    kind: "column",
    column: column(name, type, options),
  }),
  /** The primary key, at most one. */
  primaryKey: (columns: readonly string[], options: Omit<PrimaryKey, "columns"> = {}): TableElement => ({
    kind: "primaryKey",
    constraint: { columns, ...options },
  }),
  /** A unique constraint. */
  unique: (columns: readonly string[], options: Omit<Unique, "columns"> = {}): TableElement => ({
    kind: "unique",
    constraint: { columns, ...options },
  }),
  /** A foreign key: columns, the table they point at, and its columns. */
  foreignKey: (
    columns: readonly string[],
    references: NameInput,
    referencedColumns: readonly string[],
    options: ForeignKeyOptions = {},
  ): TableElement => ({
    kind: "foreignKey",
    constraint: foreignKey(columns, references, referencedColumns, options),
  }),
  /** A check constraint, as an SQL expression. */
  check: (expression: string, options: Omit<Check, "expression"> = {}): TableElement => ({
    kind: "check",
    constraint: { expression, ...options },
  }),
  /** An exclusion constraint: all that stands behind `EXCLUDE`, such as `USING gist (room WITH =, during WITH &&)`. */
  exclusion: (definition: string, options: Omit<Exclusion, "definition"> = {}): TableElement => ({
    kind: "exclusion",
    constraint: { definition, ...options },
  }),
  /** Options of the whole table, such as `{ withoutRowid: true }` or `{ comment: "…" }`. */
  options: (options: TableOptions): TableElement => ({ kind: "options", options }),
};

/** The changes that `op.alterTable` takes. What is dropped is given whole, so that the revision can be undone. */
export const tableChanges = {
  /** A new column; `backfill` is the SQL expression that rows already there get. */
  addColumn: (name: string, type: string, options: ColumnOptions & BackfillOption = {}): TableChange => {
    const { backfill, ...rest } = options;
    return {
      kind: "addColumn",
      column: column(name, type, rest),
      ...(backfill === undefined ? {} : { backfill }),
    };
  },
  /** A column that goes, with its values. */
  dropColumn: (name: string, type: string, options: ColumnOptions = {}): TableChange => ({
    kind: "dropColumn",
    column: column(name, type, options),
  }),
  /** A column that gets another name; what refers to it follows. */
  renameColumn: (from: string, to: string): TableChange => ({ kind: "renameColumn", from, to }),
  /** A column whose attributes change: those it had, then those it gets; an attribute only in the first is removed. */
  alterColumn: (
    name: string,
    from: ColumnAttributes,
    to: ColumnAttributes,
    options: BackfillOption & UsingOption = {},
  ): TableChange => ({ kind: "alterColumn", name, from, to, ...options }),
  /** Gives the table its primary key. */
  addPrimaryKey: (columns: readonly string[], options: Omit<PrimaryKey, "columns"> = {}): TableChange =>
    primaryKeyChange("addConstraint", columns, options),
  /** Takes the primary key off. */
  dropPrimaryKey: (columns: readonly string[], options: Omit<PrimaryKey, "columns"> = {}): TableChange =>
    primaryKeyChange("dropConstraint", columns, options),
  /** Adds a unique constraint. */
  addUnique: (columns: readonly string[], options: Omit<Unique, "columns"> = {}): TableChange =>
    uniqueChange("addConstraint", columns, options),
  /** Drops a unique constraint. */
  dropUnique: (columns: readonly string[], options: Omit<Unique, "columns"> = {}): TableChange =>
    uniqueChange("dropConstraint", columns, options),
  /** Adds a foreign key. */
  addForeignKey: (
    columns: readonly string[],
    references: NameInput,
    referencedColumns: readonly string[],
    options: ForeignKeyOptions = {},
  ): TableChange =>
    foreignKeyChange("addConstraint", foreignKey(columns, references, referencedColumns, options)),
  /** Drops a foreign key. */
  dropForeignKey: (
    columns: readonly string[],
    references: NameInput,
    referencedColumns: readonly string[],
    options: ForeignKeyOptions = {},
  ): TableChange =>
    foreignKeyChange("dropConstraint", foreignKey(columns, references, referencedColumns, options)),
  /** Adds a check constraint. */
  addCheck: (expression: string, options: Omit<Check, "expression"> = {}): TableChange =>
    checkChange("addConstraint", expression, options),
  /** Drops a check constraint. */
  dropCheck: (expression: string, options: Omit<Check, "expression"> = {}): TableChange =>
    checkChange("dropConstraint", expression, options),
  /** Adds an exclusion constraint. */
  addExclusion: (definition: string, options: Omit<Exclusion, "definition"> = {}): TableChange =>
    exclusionChange("addConstraint", definition, options),
  /** Drops an exclusion constraint. */
  dropExclusion: (definition: string, options: Omit<Exclusion, "definition"> = {}): TableChange =>
    exclusionChange("dropConstraint", definition, options),
  /** Gives a constraint of any sort another name. */
  renameConstraint: (from: string, to: string): TableChange => ({ kind: "renameConstraint", from, to }),
  /** Changes options of the whole table: those it had, then those it gets. */
  alterOptions: (from: TableOptions, to: TableOptions): TableChange => ({ kind: "alterOptions", from, to }),
};

type ChangeKind = ConstraintChange["kind"];

function primaryKeyChange(
  kind: ChangeKind,
  columns: readonly string[],
  rest: Omit<PrimaryKey, "columns">,
): TableChange {
  return { kind, type: "primaryKey", constraint: { columns, ...rest } };
}

function uniqueChange(
  kind: ChangeKind,
  columns: readonly string[],
  rest: Omit<Unique, "columns">,
): TableChange {
  return { kind, type: "unique", constraint: { columns, ...rest } };
}

function foreignKeyChange(kind: ChangeKind, constraint: ForeignKey): TableChange {
  return { kind, type: "foreignKey", constraint };
}

function checkChange(kind: ChangeKind, expression: string, rest: Omit<Check, "expression">): TableChange {
  return { kind, type: "check", constraint: { expression, ...rest } };
}

function exclusionChange(
  kind: ChangeKind,
  definition: string,
  rest: Omit<Exclusion, "definition">,
): TableChange {
  return { kind, type: "exclusion", constraint: { definition, ...rest } };
}

/** The table that those elements make up, without indexes and triggers. */
export function tableOf(name: NameInput, elements: readonly TableElement[]): Table {
  const table: Table = {
    ...toName(name),
    columns: [],
    uniques: [],
    foreignKeys: [],
    checks: [],
    indexes: [],
    triggers: [],
    options: {},
  };
  return elements.reduce(addElement, table);
}

function addElement(table: Table, element: TableElement): Table {
  switch (element.kind) {
    case "column":
      return { ...table, columns: [...table.columns, element.column] };
    case "primaryKey":
      return { ...table, primaryKey: element.constraint };
    case "unique":
      return { ...table, uniques: [...table.uniques, element.constraint] };
    case "foreignKey":
      return { ...table, foreignKeys: [...table.foreignKeys, element.constraint] };
    case "check":
      return { ...table, checks: [...table.checks, element.constraint] };
    case "exclusion":
      return { ...table, exclusions: [...(table.exclusions ?? []), element.constraint] };
    case "options":
      return { ...table, options: element.options };
  }
}
