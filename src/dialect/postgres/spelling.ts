import { tokenize } from "../../schema/sql-text.js";
import type { Connection, Row } from "../dialect.js";
import { quoteList, quoteString } from "../standard/sql.js";
import { attemptStatements } from "./scratch.js";
import { pinned } from "./session-settings.js";

/** What the server must make of a text to give it back in its own spelling. */
export type Form =
  | { readonly kind: "default"; readonly type: string }
  | { readonly kind: "generated"; readonly type: string; readonly table: string }
  | { readonly kind: "exclusion"; readonly table: string }
  | { readonly kind: "query"; readonly columns?: readonly string[] | undefined };

/** A text to be spelled by the server. */
export interface Spelling {
  readonly text: string;
  readonly form: Form;
}

/** A {@link Spelling} with a number that no other one has. */
export interface NumberedSpelling extends Spelling {
  readonly number: number;
}

/** A text as the server spells it. */
export interface Reading {
  readonly text: string;
  /** Its type without modifiers, where it is a default. */
  readonly type: string;
  /** It is a default that is the same for every row, at any time and for anybody. */
  readonly constant: boolean;
}

/** How the server spells each text, or why it refuses to. */
export type Spelled = ReadonlyMap<NumberedSpelling, Reading | { readonly error: unknown }>;

/** Far below the 1600 columns that a table can have. https://www.postgresql.org/docs/current/limits.html */
const columnsPerTable = 500;

function unitName({ number }: NumberedSpelling, round: number): string {
  return `aludel_unit_${round}_${number}`;
}

function defaultColumn(spelling: NumberedSpelling, round: number): string {
  const { form, text } = spelling;
  return form.kind === "default" ? `${unitName(spelling, round)} ${form.type} DEFAULT (${text}\n)` : "";
}

/** Defaults do not read columns, so that those of all tables can be in one. */
function defaultTables(spellings: readonly NumberedSpelling[], round: number): string[] {
  const defaults = spellings.filter(({ form }) => form.kind === "default");
  const chunks = Array.from({ length: Math.ceil(defaults.length / columnsPerTable) }, (_, index) =>
    defaults.slice(index * columnsPerTable, (index + 1) * columnsPerTable),
  );
  return chunks.map((chunk) => {
    const name = `defaults_${chunk.map((spelling) => unitName(spelling, round))[0]}`;
    return `CREATE TEMPORARY TABLE ${name} (${chunk.map((spelling) => defaultColumn(spelling, round)).join(", ")})`;
  });
}

function statementOf(spelling: NumberedSpelling, round: number): string[] {
  const { form, text } = spelling;
  const unit = unitName(spelling, round);
  switch (form.kind) {
    case "default":
      return [];
    case "generated":
      return [
        `ALTER TABLE ${form.table} ADD COLUMN ${unit} ${form.type} GENERATED ALWAYS AS (${text}\n) STORED`,
      ];
    case "exclusion":
      return [`ALTER TABLE ${form.table} ADD CONSTRAINT ${unit} EXCLUDE ${text}`];
    case "query": {
      const columns = form.columns === undefined ? "" : ` (${quoteList(form.columns)})`;
      return [`CREATE TEMPORARY VIEW ${unit}${columns} AS ${text}`];
    }
  }
}

/**
 * Whether a stored expression is made of constants and immutable functions of the server's own: said by its tree, whose
 * text holds no names. https://www.postgresql.org/docs/current/catalog-pg-attrdef.html
 */
const isConstant = `NOT EXISTS (
    SELECT FROM pg_catalog.regexp_matches(d.adbin::text, '\\{([A-Z_]+)', 'g') AS node (parts)
    WHERE parts[1] NOT IN ('CONST', 'RELABELTYPE', 'FUNCEXPR', 'OPEXPR', 'ARRAY', 'ARRAYEXPR', 'ARRAYCOERCEEXPR', 'CASETESTEXPR')
  ) AND NOT EXISTS (
    SELECT FROM pg_catalog.regexp_matches(d.adbin::text, ':(?:op)?funcid (\\d+)', 'g') AS call (parts)
      LEFT JOIN pg_catalog.pg_proc p ON p.oid = parts[1]::pg_catalog.oid
    WHERE p.provolatile IS DISTINCT FROM 'i' OR p.pronamespace <> 'pg_catalog'::pg_catalog.regnamespace
  )`;

/** A default of NULL is not stored at all. */
function readSql(round: number): string {
  const isUnit = `OPERATOR(pg_catalog.~) ${quoteString(`^aludel_unit_${round}_`)}`;
  return `
SELECT a.attname::text AS unit, coalesce(pg_catalog.pg_get_expr(d.adbin, d.adrelid), 'NULL') AS text,
  pg_catalog.format_type(a.atttypid, -1) AS type, ${isConstant} AS constant
FROM pg_catalog.pg_attribute a
  JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
  LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE c.relnamespace = pg_catalog.pg_my_temp_schema() AND c.relkind = 'r' AND a.attname ${isUnit}
UNION ALL
SELECT c.relname::text, pg_catalog.pg_get_viewdef(c.oid), '', false
FROM pg_catalog.pg_class c
WHERE c.relnamespace = pg_catalog.pg_my_temp_schema() AND c.relkind = 'v' AND c.relname ${isUnit}
UNION ALL
SELECT n.conname::text, pg_catalog.pg_get_constraintdef(n.oid), '', false
FROM pg_catalog.pg_constraint n
WHERE n.connamespace = pg_catalog.pg_my_temp_schema() AND n.contype = 'x' AND n.conname ${isUnit}`;
}

/** The reading as a text that stands where the first one stood. */
function readingOf(row: Row | undefined, { kind }: Form): Reading {
  const text = String(row?.["text"]);
  return {
    text:
      kind === "query" ? text.replace(/;$/, "") : kind === "exclusion" ? text.replace(/^EXCLUDE /, "") : text,
    type: String(row?.["type"]),
    constant: row?.["constant"] === true,
  };
}

/** What else than one expression or query a text is, which must not reach the server among other statements. */
function oddity(text: string): Error | undefined {
  const tokens = tokenize(text);
  if (tokens.length === 0) return new Error("there is nothing in it");
  return tokens.some((token) => token.text === ";") ? new Error("there is a semicolon in it") : undefined;
}

/**
 * Has the server spell all texts, in a few round trips however many they are. Names in them are resolved as the
 * connection resolves them, and come back as introspection reads them.
 */
export async function spell(
  connection: Connection,
  defaultSchema: string | undefined,
  spellings: readonly NumberedSpelling[],
  round: number,
): Promise<Spelled> {
  const spelled = new Map<NumberedSpelling, Reading | { readonly error: unknown }>();
  for (const spelling of spellings) {
    const error = oddity(spelling.text);
    if (error !== undefined) spelled.set(spelling, { error });
  }
  const asked = spellings.filter((spelling) => !spelled.has(spelling));
  if (asked.length === 0) return spelled;
  const failures = await attemptStatements(connection, asked, (items) => [
    ...defaultTables(items, round),
    ...items.flatMap((item) => statementOf(item, round)),
  ]);
  const rows = await pinned(connection, defaultSchema, () => connection.query(readSql(round)));
  const readings = new Map(rows.map((row) => [String(row["unit"]), row]));
  for (const spelling of asked) {
    if (failures.has(spelling)) spelled.set(spelling, { error: failures.get(spelling) });
    else spelled.set(spelling, readingOf(readings.get(unitName(spelling, round)), spelling.form));
  }
  return spelled;
}
