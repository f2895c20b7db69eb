import { equal } from "../../schema/compare.js";
import type { ObjectName } from "../../schema/name.js";
import type { Column, SequenceOptions } from "../../schema/schema.js";
import type { Statement } from "../dialect.js";
import { quoteIdentifier } from "../standard/sql.js";
import { identitySql } from "./column-sql.js";
import { doBlock } from "./do-block.js";
import { cutName, quote } from "./names.js";
import { literal } from "./rows-sql.js";
import { changedClauses, isDescending, sequenceClauses, startOf } from "./sequence-sql.js";
import { pass, subcommand, type Step } from "./steps.js";

/** Who counts the values of a column up: a sequence of its own, the column itself, or nobody. */
export function counterOf({ autoIncrement, identity }: Column): "serial" | "identity" | "none" {
  if (identity !== undefined) return "identity";
  return autoIncrement ? "serial" : "none";
}

/** The sequence that belongs to the column, whatever its name. https://www.postgresql.org/docs/current/functions-info.html */
function ownedSequence(table: ObjectName, column: string): string {
  return `pg_get_serial_sequence(${literal(quote(table))}, ${literal(column)})`;
}

function executeOnSequence(table: ObjectName, column: string, command: string): Statement {
  return doBlock([], [`EXECUTE format('${command}', ${ownedSequence(table, column)});`]);
}

/** The statement that tells the sequence of a serial column how to count from now on; none where nothing changes. */
function alterSequence(
  table: ObjectName,
  column: string,
  from: SequenceOptions,
  to: SequenceOptions,
): Statement[] {
  const clauses = changedClauses(from, to);
  if (clauses.length === 0) return [];
  return [executeOnSequence(table, column, `ALTER SEQUENCE %s ${clauses.join(" ")}`)];
}

/** The same for a sequence that was made a moment ago, and begins where it is told to. */
export function setUpSequence(table: ObjectName, column: string, options: SequenceOptions): Statement[] {
  const clauses = changedClauses({}, options);
  if (clauses.length === 0) return [];
  return [executeOnSequence(table, column, `ALTER SEQUENCE %s ${clauses.join(" ")} RESTART`)];
}

/** The sequence of a serial column goes on to the numbers of its new type; that of an identity column does so by itself. */
export function retypeSequence(table: ObjectName, column: Column): Statement {
  return executeOnSequence(table, column.name, `ALTER SEQUENCE %s AS ${column.type}`);
}

/** The statement that makes the sequence go on after the values that rows have. */
function skipValues(table: ObjectName, column: Column): Statement {
  const options = column.sequence ?? {};
  const [last, compare] = isDescending(options) ? ["min", "<="] : ["max", ">="];
  const value = `${last}(${quoteIdentifier(column.name)})`;
  return {
    sql: `SELECT setval(${ownedSequence(table, column.name)}, ${value}) FROM ${quote(table)} HAVING ${value} ${compare} ${startOf(options)}`,
  };
}

/** The lines that give the column a sequence as `serial` would, under the first name that is free. */
function serialLines(table: ObjectName, column: Column): string[] {
  const base = literal(`${cutName(`${table.name}_${column.name}`, 8)}_seq`);
  const name = literal(column.name);
  const clauses = [`AS ${column.type}`, ...sequenceClauses(column.sequence ?? {})].join(" ");
  return [
    "SELECT format('%I.%I', home.nspname, candidate.name) INTO STRICT owned",
    "FROM pg_catalog.pg_class AS holder JOIN pg_catalog.pg_namespace AS home ON home.oid = holder.relnamespace,",
    `  (SELECT attempt, ${base} || coalesce(nullif(attempt, 0)::text, '') AS name FROM generate_series(0, 999) AS attempt) AS candidate`,
    "WHERE holder.oid = target AND NOT EXISTS (",
    "  SELECT FROM pg_catalog.pg_class AS other WHERE other.relname = candidate.name AND other.relnamespace = home.oid",
    ") ORDER BY attempt LIMIT 1;",
    `EXECUTE format('CREATE SEQUENCE %s ${clauses}', owned);`,
    `EXECUTE format('ALTER SEQUENCE %s OWNED BY %s.%I', owned, target, ${name});`,
    `EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET DEFAULT nextval(%L::regclass)', target, ${name}, owned);`,
  ];
}

function declarations(table: ObjectName): string[] {
  return [`target constant regclass := ${literal(quote(table))};`, "owned text;"];
}

function alterColumn(table: ObjectName, column: string, action: string): string {
  return `ALTER TABLE ${quote(table)} ALTER COLUMN ${quoteIdentifier(column)} ${action};`;
}

/** What is granted on the sequence that goes, and said of it, as statements in which `%s` is the one that comes. */
const rememberGrants: readonly string[] = [
  "SELECT array_agg(format('GRANT %s ON SEQUENCE %%s TO %s%s', g.privilege_type,",
  "  CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE replace(quote_ident(pg_get_userbyid(g.grantee)), '%', '%%') END,",
  "  CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)) INTO granted",
  "FROM pg_catalog.pg_class AS c, aclexplode(c.relacl) AS g WHERE c.oid = owned::regclass AND g.grantee <> c.relowner;",
  "note := obj_description(owned::regclass, 'pg_class');",
];

function grantAgain(table: ObjectName, column: string): string[] {
  return [
    `owned := ${ownedSequence(table, column)};`,
    "FOREACH one IN ARRAY coalesce(granted, '{}') LOOP EXECUTE format(one, owned); END LOOP;",
    "IF note IS NOT NULL THEN EXECUTE format('COMMENT ON SEQUENCE %s IS %L', owned, note); END IF;",
  ];
}

/**
 * From one sort of counter to the other; where both count alike, the numbers go on where they were. What is granted on the
 * sequence stays granted: an application needs it to count.
 */
function exchange(table: ObjectName, before: Column, after: Column): Step[] {
  const isSerial = counterOf(before) === "serial";
  const keeps = equal(before.sequence ?? {}, after.sequence ?? {});
  const lines = [
    `owned := ${ownedSequence(table, before.name)};`,
    ...rememberGrants,
    "EXECUTE format('SELECT last_value, is_called FROM %s', owned) INTO STRICT reached, used;",
    alterColumn(table, before.name, isSerial ? "DROP DEFAULT" : "DROP IDENTITY"),
    ...(isSerial ? ["EXECUTE format('DROP SEQUENCE %s', owned);"] : []),
    ...(after.identity === undefined
      ? serialLines(table, after)
      : [alterColumn(table, after.name, `ADD ${identitySql(after.identity, after.sequence)}`)]),
    ...(keeps ? [`PERFORM setval(${ownedSequence(table, after.name)}, reached, used);`] : []),
    ...grantAgain(table, after.name),
  ];
  const variables = ["reached bigint;", "used boolean;", "granted text[];", "one text;", "note text;"];
  return [
    doBlock([...declarations(table), ...variables], lines),
    ...(keeps ? [] : [skipValues(table, after)]),
  ];
}

/**
 * The steps that take the counter off a column that is to have none; they come before all others. A type that cannot count
 * is refused for a column that was an identity when the statement began.
 */
export function leaveCounter(table: ObjectName, before: Column, after: Column): Step[] {
  const from = counterOf(before);
  if (from === "none" || counterOf(after) !== "none") return [];
  const alter = `ALTER COLUMN ${quoteIdentifier(before.name)}`;
  if (from === "identity") {
    const clause = `${alter} DROP IDENTITY`;
    return before.type === after.type
      ? [subcommand(pass.drop, clause)]
      : [{ sql: `ALTER TABLE ${quote(table)} ${clause}` }];
  }
  return [
    subcommand(pass.drop, `${alter} DROP DEFAULT`),
    executeOnSequence(table, before.name, "DROP SEQUENCE %s"),
  ];
}

function alterIdentity(before: Column, after: Column): Step[] {
  const clauses = [
    ...(before.identity === after.identity ? [] : [`SET GENERATED ${after.identity}`]),
    ...changedClauses(before.sequence ?? {}, after.sequence ?? {}).map((clause) => `SET ${clause}`),
  ];
  if (clauses.length === 0) return [];
  const alter = `ALTER COLUMN ${quoteIdentifier(after.name)}`;
  return [subcommand(pass.rest, `${alter} ${clauses.join(" ")}`)];
}

/** The steps that put a counter onto a column which is NOT NULL by then, or change the one that it has. */
export function enterCounter(table: ObjectName, before: Column, after: Column): Step[] {
  const [from, to] = [counterOf(before), counterOf(after)];
  if (to === "none") return [];
  if (from === to) {
    return to === "identity"
      ? alterIdentity(before, after)
      : alterSequence(table, after.name, before.sequence ?? {}, after.sequence ?? {});
  }
  if (from !== "none") return exchange(table, before, after);
  if (to === "serial")
    return [doBlock(declarations(table), serialLines(table, after)), skipValues(table, after)];
  const alter = `ALTER COLUMN ${quoteIdentifier(after.name)}`;
  return [
    subcommand(
      pass.otherConstraint,
      `${alter} ADD ${identitySql(after.identity ?? "BY DEFAULT", after.sequence)}`,
    ),
    skipValues(table, after),
  ];
}
