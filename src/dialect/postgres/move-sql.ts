import type { ObjectName } from "../../schema/name.js";
import type { Statement } from "../dialect.js";
import { quoteIdentifier } from "../standard/sql.js";
import { doBlock } from "./do-block.js";
import { beside, quote } from "./names.js";
import { literal } from "./rows-sql.js";

/** The default schema has no name here, so that the server must say it. */
function setSchema(what: "TABLE" | "TYPE", object: ObjectName, schema: string | undefined): Statement {
  const alter = `ALTER ${what} ${quote(object)} SET SCHEMA`;
  if (schema !== undefined) return { sql: `${alter} ${quoteIdentifier(schema)}` };
  return doBlock([], [`EXECUTE concat(${literal(`${alter} `)}, quote_ident(current_schema()));`]);
}

/** The statements that give a table, view or type another name, another schema, or both. */
export function move(what: "TABLE" | "TYPE", from: ObjectName, to: ObjectName): Statement[] {
  const rename = `ALTER ${what} ${quote(from)} RENAME TO ${quoteIdentifier(to.name)}`;
  return [
    ...(from.name === to.name ? [] : [{ sql: rename }]),
    ...(from.schema === to.schema ? [] : [setSchema(what, beside(from, to.name), to.schema)]),
  ];
}
