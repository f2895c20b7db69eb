import { compareText } from "../../schema/compare.js";
import type { ObjectName } from "../../schema/name.js";
import type { Extra, Trigger } from "../../schema/schema.js";
import { isKeyword, tokenize } from "../../schema/sql-text.js";
import { quoteIdentifier, quoteList, quoteString } from "../standard/sql.js";
import type { Catalog } from "./catalog.js";
import type { AttachmentRow, RelationRow } from "./catalog-rows.js";
import { flag, optionalText, record, text, texts } from "./catalog-values.js";
import { quote } from "./names.js";

/** The statement without the `;` that ends it. */
function unended(sql: string): string {
  return sql.trim().replace(/;$/, "");
}

/**
 * The statement of a rule, a trigger or statistics without the default schema in front of the name behind that word, where
 * the server writes one always: it is the same statement wherever the default schema has another name.
 */
function unqualified(sql: string, word: string, defaultSchema: string | undefined): string {
  const tokens = tokenize(sql);
  const place = tokens.findIndex((token) => isKeyword(token, word));
  const [schema, dot, name] = tokens.slice(place + 1, place + 4);
  if (place === -1 || schema?.value !== defaultSchema || dot?.text !== "." || name === undefined) return sql;
  return sql.slice(0, schema?.start) + sql.slice(name.start);
}

function columnsOf({ columns }: AttachmentRow): Pick<Extra, "columns"> {
  return columns.length === 0 ? {} : { columns };
}

/** https://www.postgresql.org/docs/current/catalog-pg-policy.html */
const commands: Readonly<Record<string, string>> = { r: "SELECT", a: "INSERT", w: "UPDATE", d: "DELETE" };

function policy(row: AttachmentRow, on: ObjectName): Extra {
  const details = record(row.details);
  const [using, check] = [optionalText(details["using"]), optionalText(details["check"])];
  const roles = texts(details["roles"]);
  const name = row.name ?? "";
  const sql = [
    `CREATE POLICY ${quoteIdentifier(name)} ON ${quote(on)}`,
    ...(flag(details["permissive"]) ? [] : ["AS RESTRICTIVE"]),
    `FOR ${commands[text(details["command"])] ?? "ALL"}`,
    `TO ${roles.length === 0 ? "PUBLIC" : quoteList(roles)}`,
    ...(using === undefined ? [] : [`USING (${using})`]),
    ...(check === undefined ? [] : [`WITH CHECK (${check})`]),
  ].join(" ");
  return { kind: "policy", name, sql, ...columnsOf(row) };
}

function grant({ name: grantee, details: json }: AttachmentRow, on: ObjectName): Extra {
  const details = record(json);
  const column = optionalText(details["column"]);
  const suffix = column === undefined ? "" : ` (${quoteIdentifier(column)})`;
  const privileges = texts(details["privileges"])
    .map((privilege) => `${privilege}${suffix}`)
    .join(", ");
  const option = flag(details["grantable"]) ? " WITH GRANT OPTION" : "";
  const role = grantee === undefined ? "PUBLIC" : quoteIdentifier(grantee);
  return {
    kind: "grant",
    name: `${privileges} TO ${role}${option}`,
    sql: `GRANT ${privileges} ON TABLE ${quote(on)} TO ${role}${option}`,
    ...(column === undefined ? {} : { columns: [column] }),
  };
}

/** https://www.postgresql.org/docs/current/catalog-pg-trigger.html */
const triggerStates: Readonly<Record<string, string>> = {
  D: "DISABLE",
  R: "ENABLE REPLICA",
  A: "ENABLE ALWAYS",
};

function triggerState({ name = "", details }: AttachmentRow, on: ObjectName): Extra {
  const state = triggerStates[details] ?? "ENABLE";
  const sql = `ALTER TABLE ${quote(on)} ${state} TRIGGER ${quoteIdentifier(name)}`;
  return { kind: "option", name: `trigger ${quoteIdentifier(name)}`, sql };
}

/** What is said of a trigger, a rule or a policy. */
function commentOn({ name = "", details: json }: AttachmentRow, on: ObjectName): Extra {
  const details = record(json);
  const [word, quoted] = [text(details["on"]), quoteIdentifier(name)];
  return {
    kind: "option",
    name: `${word} ${quoted} comment`,
    sql: `COMMENT ON ${word.toUpperCase()} ${quoted} ON ${quote(on)} IS ${quoteString(text(details["comment"]))}`,
  };
}

function viewColumn({ name = "", details: json }: AttachmentRow, on: ObjectName): Extra[] {
  const details = record(json);
  const column = quoteIdentifier(name);
  const [expression, comment] = [optionalText(details["default"]), optionalText(details["comment"])];
  const option = (what: string, sql: string): Extra => ({
    kind: "option",
    name: `${what} of ${column}`,
    sql,
  });
  return [
    ...(expression === undefined
      ? []
      : [option("default", `ALTER VIEW ${quote(on)} ALTER COLUMN ${column} SET DEFAULT ${expression}`)]),
    ...(comment === undefined
      ? []
      : [option("comment", `COMMENT ON COLUMN ${quote(on)}.${column} IS ${quoteString(comment)}`)]),
  ];
}

/** https://www.postgresql.org/docs/current/catalog-pg-attribute.html */
const storages: Readonly<Record<string, string>> = { p: "PLAIN", e: "EXTERNAL", m: "MAIN", x: "EXTENDED" };
const compressions: Readonly<Record<string, string>> = { p: "pglz", l: "lz4" };

function columnState({ name = "", details: json }: AttachmentRow, on: ObjectName): Extra[] {
  const details = record(json);
  const column = quoteIdentifier(name);
  const values = {
    storage: storages[optionalText(details["storage"]) ?? ""],
    compression: compressions[optionalText(details["compression"]) ?? ""],
    statistics: optionalText(details["statistics"]),
  };
  return Object.entries(values).flatMap(([what, value]): Extra[] =>
    value === undefined
      ? []
      : [
          {
            kind: "option",
            name: `${what} of ${column}`,
            sql: `ALTER TABLE ${quote(on)} ALTER COLUMN ${column} SET ${what.toUpperCase()} ${value}`,
            columns: [name],
          },
        ],
  );
}

function cluster({ name = "" }: AttachmentRow, on: ObjectName): Extra {
  const sql = `ALTER TABLE ${quote(on)} CLUSTER ON ${quoteIdentifier(name)}`;
  return { kind: "option", name: "cluster", sql };
}

function attachmentExtras(row: AttachmentRow, on: ObjectName, { defaultSchema }: Catalog): Extra[] {
  const name = row.name ?? "";
  const statement = (word: string): string => unended(unqualified(row.details, word, defaultSchema));
  switch (row.kind) {
    case "rule":
      return [{ kind: "rule", name, sql: statement("TO"), ...columnsOf(row) }];
    case "statistics":
      return [{ kind: "statistics", name, sql: statement("STATISTICS"), ...columnsOf(row) }];
    case "policy":
      return [policy(row, on)];
    case "grant":
      return [grant(row, on)];
    case "trigger state":
      return [triggerState(row, on)];
    case "view column":
      return viewColumn(row, on);
    case "column state":
      return columnState(row, on);
    case "cluster":
      return [cluster(row, on)];
    default:
      return [];
  }
}

/** https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-REPLICA-IDENTITY */
function replicaIdentity({ replicaIdentity: letter, replicaIndex }: RelationRow): string | undefined {
  if (letter === "i" && replicaIndex !== undefined) return `USING INDEX ${quoteIdentifier(replicaIndex)}`;
  return letter === "f" ? "FULL" : letter === "n" ? "NOTHING" : undefined;
}

function tableOptions(relation: RelationRow, on: ObjectName): Extra[] {
  const identity = replicaIdentity(relation);
  const option = (name: string, action: string): Extra => ({
    kind: "option",
    name,
    sql: `ALTER TABLE ${quote(on)} ${action}`,
  });
  return [
    ...(relation.rowSecurity ? [option("row security", "ENABLE ROW LEVEL SECURITY")] : []),
    ...(relation.forcedRowSecurity ? [option("forced row security", "FORCE ROW LEVEL SECURITY")] : []),
    ...(identity === undefined ? [] : [option("replica identity", `REPLICA IDENTITY ${identity}`)]),
  ];
}

/** A view reads with the rights of its owner, so that it stays theirs whoever makes it anew; what is empty stays so. */
function viewOptions({ owner, kind, filled }: RelationRow, on: ObjectName): Extra[] {
  const option = (name: string, sql: string): Extra => ({ kind: "option", name, sql });
  return [
    ...(kind === "m" && !filled
      ? [option("no rows", `REFRESH MATERIALIZED VIEW ${quote(on)} WITH NO DATA`)]
      : []),
    ...(owner === undefined
      ? []
      : [option("owner", `ALTER TABLE ${quote(on)} OWNER TO ${quoteIdentifier(owner)}`)]),
  ];
}

function isComment({ kind }: AttachmentRow): boolean {
  return kind === "comment";
}

/** What is kept with the table or view, and no entity can say: rules, policies, statistics, rights and a few options. */
export function readExtras(relation: RelationRow, catalog: Catalog): { readonly extras?: readonly Extra[] } {
  const on = catalog.objectName(relation.schema, relation.name);
  const rows = catalog.attachments.get(relation.id) ?? [];
  const [comments, attached] = [rows.filter(isComment), rows.filter((row) => !isComment(row))];
  const extras = [
    ...(relation.kind === "v" || relation.kind === "m"
      ? viewOptions(relation, on)
      : tableOptions(relation, on)),
    ...attached.flatMap((row) => attachmentExtras(row, on, catalog)),
  ];
  const sorted = extras.toSorted((a, b) => compareText(a.kind, b.kind) || compareText(a.name, b.name));
  // Nothing can be said of what is not there yet.
  const all = [...sorted, ...comments.map((row) => commentOn(row, on))];
  return all.length === 0 ? {} : { extras: all };
}

/** The triggers of a table or view, each as the server writes it. */
export function readTriggers({ id }: RelationRow, { attachments, defaultSchema }: Catalog): Trigger[] {
  return (attachments.get(id) ?? [])
    .filter(({ kind }) => kind === "trigger")
    .map(({ name = "", details }) => ({ name, sql: unended(unqualified(details, "ON", defaultSchema)) }));
}
