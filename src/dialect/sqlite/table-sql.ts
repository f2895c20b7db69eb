import type { Column, Index, IndexElement, PrimaryKey, Table } from "../../schema/schema.js";
import { tokenize } from "../../schema/sql-text.js";
import {
  checkClause,
  constraintName,
  foreignKeyClause,
  quoteIdentifier,
  quoteList,
  quoteString,
} from "../standard/sql.js";

function onConflict(action: string | undefined): string {
  return action === undefined ? "" : ` ON CONFLICT ${action}`;
}

/**
 * Whether a default is a literal. SQLite adds a column in place only with such a default: an expression or the current
 * time would give each row a value of its own. https://www.sqlite.org/lang_altertable.html#altertabaddcol
 */
export function isLiteral(expression: string): boolean {
  const tokens = tokenize(expression);
  const [first, second] = tokens;
  if (tokens.length === 2) return /^[-+]$/.test(first?.text ?? "") && second?.kind === "number";
  if (tokens.length !== 1 || first === undefined) return false;
  return ["string", "number", "blob"].includes(first.kind) || /^(?:null|true|false)$/i.test(first.text);
}

function defaultClause(expression: string): string {
  return ` DEFAULT ${isLiteral(expression) ? expression : `(${expression})`}`;
}

/**
 * The clause of one column. Its order and spelling are those of TypeORM, which reads the values of an enum back from
 * the text of the statement.
 */
export function columnSql(column: Column, primaryKey?: PrimaryKey): string {
  const parts = [`${quoteIdentifier(column.name)} ${column.type}`.trimEnd()];
  if (column.enumValues !== undefined) {
    parts.push(
      ` CHECK( ${quoteIdentifier(column.name)} IN (${column.enumValues.map(quoteString).join(",")}) )`,
    );
  }
  if (primaryKey !== undefined) {
    parts.push(` ${constraintName(primaryKey)}PRIMARY KEY${onConflict(primaryKey.onConflict)}`);
  }
  if (column.autoIncrement) parts.push(" AUTOINCREMENT");
  if (column.collation !== undefined) parts.push(` COLLATE ${quoteIdentifier(column.collation)}`);
  if (!column.nullable) parts.push(` NOT NULL${onConflict(column.notNullConflict)}`);
  if (column.generated !== undefined) {
    parts.push(` AS (${column.generated.expression}) ${column.generated.stored ? "STORED" : "VIRTUAL"}`);
  }
  if (column.default !== undefined) parts.push(defaultClause(column.default));
  return parts.join("");
}

/** The statement that creates the table under that name, without its indexes and triggers. */
export function createTableSql(table: Table, name: string = table.name): string {
  const { primaryKey } = table;
  const single = primaryKey?.columns.length === 1 ? primaryKey : undefined;
  const clauses = [
    ...table.columns.map((column) =>
      columnSql(column, single?.columns[0] === column.name ? single : undefined),
    ),
    ...table.uniques.map(
      (unique) =>
        `${constraintName(unique)}UNIQUE (${quoteList(unique.columns)})${onConflict(unique.onConflict)}`,
    ),
    ...table.checks.map(checkClause),
    ...table.foreignKeys.map((key) => foreignKeyClause(key, quoteIdentifier(key.references.name))),
  ];
  if (primaryKey !== undefined && single === undefined) {
    clauses.push(
      `${constraintName(primaryKey)}PRIMARY KEY (${quoteList(primaryKey.columns)})${onConflict(primaryKey.onConflict)}`,
    );
  }
  const options = [
    ...(table.options.withoutRowid ? ["WITHOUT ROWID"] : []),
    ...(table.options.strict ? ["STRICT"] : []),
  ];
  const tail = options.length === 0 ? "" : ` ${options.join(", ")}`;
  // TypeORM finds a check at the end only where the statement's own parenthesis follows at once.
  return `CREATE TABLE ${quoteIdentifier(name)} (\n  ${clauses.join(",\n  ")})${tail}`;
}

function elementSql(element: IndexElement): string {
  const subject = element.column === undefined ? `(${element.expression})` : quoteIdentifier(element.column);
  const collation = element.collation === undefined ? "" : ` COLLATE ${quoteIdentifier(element.collation)}`;
  return `${subject}${collation}${element.order === undefined ? "" : ` ${element.order}`}`;
}

/** The statement that creates the index on that table. */
export function createIndexSql(table: string, index: Index): string {
  const head = `CREATE ${index.unique ? "UNIQUE " : ""}INDEX ${quoteIdentifier(index.name)}`;
  const where = index.where === undefined ? "" : ` WHERE ${index.where}`;
  return `${head} ON ${quoteIdentifier(table)} (${index.elements.map(elementSql).join(", ")})${where}`;
}
