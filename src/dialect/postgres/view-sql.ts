import type { View } from "../../schema/schema.js";
import type { Statement } from "../dialect.js";
import { quoteList } from "../standard/sql.js";
import { commentOf } from "./comment-sql.js";
import { extrasOfNew } from "./extras-sql.js";
import { createIndex, withStorage } from "./index-sql.js";
import { clearGrants } from "./kept-grants.js";
import { quote } from "./names.js";

function kindOf(view: View): "VIEW" | "MATERIALIZED VIEW" {
  return view.materialized ? "MATERIALIZED VIEW" : "VIEW";
}

/** Whether the materialized view was never filled, or was emptied. */
function hasNoRows({ extras = [] }: View): boolean {
  return extras.some(({ kind, name }) => kind === "option" && name === "no rows");
}

/** A materialized view is filled at once. https://www.postgresql.org/docs/current/sql-creatematerializedview.html */
function bareView(view: View): Statement[] {
  const unfilled = hasNoRows(view) ? " WITH NO DATA" : "";
  const columns = view.columns === undefined ? "" : ` (${quoteList(view.columns)})`;
  return [
    {
      sql: `CREATE ${kindOf(view)} ${quote(view)}${columns}${withStorage(view.options)} AS ${view.query}${unfilled}`,
    },
    ...commentOf(kindOf(view), quote(view), view.comment),
  ];
}

/** The statements that create the view, without its indexes and triggers. */
export function createView(view: View): Statement[] {
  return [...bareView(view), ...extrasOfNew(view.extras)];
}

/** The statement that drops the view; it fails where something else reads it. */
export function dropView(view: View): Statement {
  return { sql: `DROP ${kindOf(view)} ${quote(view)}` };
}

/** The statements that bring the view back as it was, with everything on it. */
export function restoreView(view: View): Statement[] {
  return [
    ...bareView(view),
    clearGrants(view),
    ...(view.indexes ?? []).flatMap((index) => createIndex(view, index)),
    ...view.triggers.map(({ sql }) => ({ sql })),
    ...(view.extras ?? []).map(({ sql }) => ({ sql })),
  ];
}
