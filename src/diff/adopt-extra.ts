import type { Extra } from "../schema/schema.js";
import type { Unmanaged } from "./ownership.js";

/** The state or the comment of something that is listed itself. */
function isOfAnother({ kind, name }: Extra): boolean {
  return kind === "option" && /^(?:trigger|rule|policy) /.test(name);
}

/** Extras as they are listed: one line for each kind. */
export function listedExtras(extras: readonly Extra[], table: string): Unmanaged[] {
  const listed = extras.filter((extra) => !isOfAnother(extra));
  const kinds = [...new Set(listed.map(({ kind }) => kind))];
  return kinds.map((kind) => {
    const names = listed.filter((extra) => extra.kind === kind).map(({ name }) => name);
    return { kind, name: names.join(", "), table };
  });
}

/** Whether the extra needs one of the columns. */
export function losesColumn({ columns = [] }: Extra, gone: readonly string[]): boolean {
  return columns.some((column) => gone.includes(column));
}

/** Whether the database drops the extra by itself, with a column that it needs. */
export function goesAlong({ kind }: Extra): boolean {
  return kind === "grant" || kind === "statistics" || kind === "option";
}
