import type { Step } from "../../revision/plan.js";
import { marksText } from "./revision.js";
import type { Style } from "./style.js";

/** `upgrade 9be02d4c11aa -> 4f1c9a0b2d7e, add customer tier` */
export function stepLine({ direction, revision }: Step, style: Style): string {
  const parents = revision.parents.length === 0 ? "<base>" : revision.parents.join(", ");
  const [from, to] = direction === "upgrade" ? [parents, revision.id] : [revision.id, parents];
  const message = revision.message === "" ? "" : `, ${revision.message.replaceAll(/\s+/g, " ")}`;
  return `${direction} ${from} -> ${style.bold(to)}${message}`;
}

/** `shop.sqlite is at 4f1c9a0b2d7e (head)` */
export function positionText(
  database: string,
  current: readonly string[],
  heads: readonly string[],
  style: Style,
): string {
  if (current.length === 0) return `${database} is at base`;
  const marked = current.map((id) => `${style.bold(id)}${marksText({ isHead: heads.includes(id) }, style)}`);
  return `${database} is at ${marked.join(", ")}`;
}
