import type { Extra } from "../../schema/schema.js";
import type { Statement } from "../dialect.js";

/** Whether the extra is about a trigger or an index, which comes after the table or view itself. */
function needsMore({ kind, name, sql }: Extra): boolean {
  if (kind !== "option") return false;
  return (
    name === "cluster" ||
    name.startsWith("trigger ") ||
    (name === "replica identity" && sql.includes(" USING INDEX "))
  );
}

/** The statements for what nobody describes of a table or view that was made a moment ago, with nothing on it yet. */
export function extrasOfNew(extras: readonly Extra[] | undefined): Statement[] {
  return (extras ?? []).filter((extra) => !needsMore(extra)).map(({ sql }) => ({ sql }));
}
