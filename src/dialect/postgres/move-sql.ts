import { sameName, type ObjectName } from "../../schema/name.js";
import type { Schema } from "../../schema/schema.js";
import type { Statement } from "../dialect.js";
import { quoteIdentifier } from "../standard/sql.js";
import { doBlock } from "./do-block.js";
import { beside, cutName, quote } from "./names.js";
import { literal } from "./rows-sql.js";

/** The default schema has no name here, so that the server must say it. */
function setSchema(what: "TABLE" | "TYPE", object: ObjectName, schema: string | undefined): Statement {
  const alter = `ALTER ${what} ${quote(object)} SET SCHEMA`;
  if (schema !== undefined) return { sql: `${alter} ${quoteIdentifier(schema)}` };
  return doBlock([], [`EXECUTE concat(${literal(`${alter} `)}, quote_ident(current_schema()));`]);
}

/**
 * The statements that give a table or type another name, another schema, or both: by a name in between where the old schema
 * has something of the new name already.
 */
export function move(
  what: "TABLE" | "TYPE",
  from: ObjectName,
  to: ObjectName,
  { tables, views, enums, sequences }: Schema,
): Statement[] {
  const rename = (old: ObjectName, name: string): Statement[] =>
    old.name === name ? [] : [{ sql: `ALTER ${what} ${quote(old)} RENAME TO ${quoteIdentifier(name)}` }];
  if (from.schema === to.schema) return rename(from, to.name);
  const others = [...tables, ...views, ...enums, ...sequences];
  const isTaken = from.name !== to.name && others.some((other) => sameName(other, beside(from, to.name)));
  const name = isTaken ? cutName(`_aludel_renamed_${from.name}`) : to.name;
  return [
    ...rename(from, name),
    setSchema(what, beside(from, name), to.schema),
    ...rename(beside(to, name), to.name),
  ];
}
