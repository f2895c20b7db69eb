import { hazardsOf, type Hazard, type HazardRules } from "../operation/hazards.js";
import type { Operation } from "../operation/operation.js";
import type { RowCounter } from "./row-counter.js";
import type { Loss } from "./questioner.js";

const introduction: Readonly<Record<Hazard["kind"], string>> = {
  destroys: "Loses data",
  mayFail: "May fail on rows that are there",
  converts: "Converts values",
};

function rowsText({ rows, column }: Loss): string {
  const counted = rows === 0 ? "no rows" : rows === 1 ? "1 row" : `${rows} rows`;
  if (column === undefined) return counted;
  return `${counted} ${rows === 1 ? "holds" : "hold"} a value`;
}

/** What the operation destroys, with the number of rows that hold it. */
export async function lossesOf(
  operation: Operation,
  rules: HazardRules,
  counter: RowCounter,
): Promise<Loss[]> {
  const losses: Loss[] = [];
  for (const { kind, table, column, newType, message } of hazardsOf(operation, rules)) {
    if (kind === "converts" && column !== undefined && newType !== undefined) {
      const rows = await counter.rowsLosing(table, column, newType);
      if (rows > 0) losses.push({ message: `${message}, which changes values`, rows, column });
    }
    if (kind !== "destroys") continue;
    const rows =
      column === undefined ? await counter.rows(table) : await counter.rowsWhere(table, column, false);
    losses.push({ message, rows, ...(column === undefined ? {} : { column }) });
  }
  return losses;
}

/** The comments that the operation carries in a revision file; with a counter, losses say how many rows they concern. */
export async function hazardComments(
  operation: Operation,
  rules: HazardRules,
  counter?: RowCounter,
): Promise<string[]> {
  const losses = counter === undefined ? [] : await lossesOf(operation, rules, counter);
  return hazardsOf(operation, rules).map(({ kind, message }) => {
    const loss = losses.find((candidate) => candidate.message === message);
    return `${introduction[kind]}: ${message}${loss === undefined ? "" : ` (${rowsText(loss)})`}.`;
  });
}

/** A loss on one line, for the screen. */
export function lossLine(loss: Loss): string {
  return `${loss.message} (${rowsText(loss)})`;
}
