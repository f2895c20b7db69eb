import type { Difference } from "../../command/autogenerate.js";
import type { ShownDirection } from "../../command/show.js";
import type { Unmanaged } from "../../diff/ownership.js";
import type { Description } from "../../operation/describe.js";
import type { Style } from "./style.js";

const mostListed = 8;

/** `  + column customer.tier text` */
export function changeLine({ sign, text }: Description, style: Style): string {
  const color = { "+": style.green, "-": style.red, "~": style.yellow }[sign];
  return `  ${color(`${sign} ${text.replaceAll(/\s+/g, " ")}`)}`;
}

/** What a revision does in one direction, under a heading. */
export function directionText(title: string, { lines, complete }: ShownDirection, style: Style): string {
  const none = complete && lines.length === 0 ? ["  nothing"] : [];
  const more = complete ? [] : ["  … and what it decides when it runs: it asks the database"];
  return [`${title}:`, ...lines.map((line) => changeLine(line, style)), ...none, ...more].join("\n");
}

function unmanagedText({ kind, name, table }: Unmanaged): string {
  return table === undefined ? `${kind} ${name}` : `${kind} ${name} of ${table}`;
}

/** What is left alone in the database because no entity describes it, on one line; nothing where there is no such thing. */
export function unmanagedNotes(unmanaged: readonly Unmanaged[], all: boolean): string[] {
  if (unmanaged.length === 0) return [];
  const names = unmanaged.map(unmanagedText);
  if (all)
    return ["unmanaged (no entity describes it, so it is left alone):", ...names.map((name) => `  ${name}`)];
  const more = names.length - mostListed;
  const rest = more > 0 ? ` and ${more} more; -v lists all` : "";
  return [
    `unmanaged (no entity describes it, so it is left alone): ${names.slice(0, mostListed).join(", ")}${rest}`,
  ];
}

/** What could not be compared, a warning for each. */
export function uncomparedWarnings({
  unsupported,
  unknown,
}: Pick<Difference, "unsupported" | "unknown">): string[] {
  return [
    ...unsupported.map(
      ({ name, reasons }) => `table ${name} is left alone, Aludel cannot hold it: ${reasons.join(", ")}`,
    ),
    ...unknown.map(
      ({ where, reason }) => `${where} is left alone, nobody can say whether it changed: ${reason}`,
    ),
  ];
}
