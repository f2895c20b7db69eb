import type { Dialect, EffectContext } from "../dialect/dialect.js";
import { hazardsOf, type Hazard } from "../operation/hazards.js";
import type { Operation } from "../operation/operation.js";
import type { ObjectName } from "../schema/name.js";
import type { Place } from "../runtime/place.js";
import type { RowCounter } from "./row-counter.js";
import type { Loss } from "./questioner.js";

const introduction: Readonly<Record<Hazard["kind"], string>> = {
  destroys: "Loses data",
  mayFail: "May fail on rows that are there",
  converts: "Converts values",
  replaces: "Replaces values",
  blocks: "Holds up others",
  remakes: "Makes anew",
};

function rowsText({ rows, column }: Loss): string {
  const counted = rows === 0 ? "no rows" : rows === 1 ? "1 row" : `${rows} rows`;
  if (column === undefined) return counted;
  return `${counted} ${rows === 1 ? "holds" : "hold"} a value`;
}

/** What the operation destroys, with the number of rows that hold it. */
export async function lossesOf(operation: Operation, dialect: Dialect, counter: RowCounter): Promise<Loss[]> {
  const losses: Loss[] = [];
  const hazards = hazardsOf(operation, dialect);
  for (const { kind, table, column, newType, value, replacement, message } of hazards) {
    if (kind === "converts" && column !== undefined && newType !== undefined) {
      const rows = await counter.rowsLosing(table, column, newType);
      if (rows > 0) losses.push({ message: `${message}, which changes values`, rows, column });
    }
    if (kind === "replaces" && value !== undefined && replacement !== undefined) {
      losses.push({ message, rows: await counter.rowsHolding(table, value) });
    }
    if (kind !== "destroys") continue;
    const rows =
      column === undefined ? await counter.rows(table) : await counter.rowsWhere(table, column, false);
    losses.push({ message, rows, ...(column === undefined ? {} : { column }) });
  }
  return losses;
}

const counted: readonly Hazard["kind"][] = ["destroys", "converts", "replaces"];

/** Whether it takes a look at the rows to know what the operation does to them. */
export function needsCounting(operation: Operation, dialect: Dialect): boolean {
  return hazardsOf(operation, dialect).some(({ kind }) => counted.includes(kind));
}

/** The rows that hold a value which the operation removes, where nobody said what they get instead. */
export async function valuesInUse(
  operation: Operation,
  dialect: Dialect,
  counter: RowCounter,
): Promise<Loss[]> {
  const losses: Loss[] = [];
  for (const { kind, table, value, replacement, message } of hazardsOf(operation, dialect)) {
    if (kind !== "replaces" || value === undefined || replacement !== undefined) continue;
    losses.push({ message, rows: await counter.rowsHolding(table, value) });
  }
  return losses;
}

/** What the comments of operations are made with. */
export interface CommentContext {
  readonly dialect: Dialect;
  /** With it, losses say how many rows they concern. */
  readonly counter?: RowCounter | undefined;
  /** What the operation meets in the database. */
  readonly meets: EffectContext;
  /** Whether the table has no rows that anything could happen to, because the same revision creates it. */
  readonly isEmpty: (table: ObjectName) => boolean;
}

/** The comments that the operation carries in a revision file. */
export async function hazardComments(
  operation: Operation,
  { dialect, counter, meets, isEmpty }: CommentContext,
): Promise<string[]> {
  const losses = counter === undefined ? [] : await lossesOf(operation, dialect, counter);
  return [...hazardsOf(operation, dialect), ...dialect.effects(operation, meets)]
    .filter(({ kind, table }) => kind === "destroys" || !isEmpty(table))
    .map(({ kind, message }) => {
      const loss = losses.find((candidate) => candidate.message === message);
      const begins =
        kind === "destroys" && loss?.rows === 0 ? "Loses data where there is any" : introduction[kind];
      return `${begins}: ${message}${loss === undefined ? "" : ` (${rowsText(loss)})`}.`;
    });
}

/** The comment of an operation that is not in the transaction of its revision. */
export function placeComments(place: Place): string[] {
  if (place === "inside") return [];
  return ["Outside of the transaction: what is before it is committed, and stays if something fails later."];
}

/** A loss on one line, for the screen. */
export function lossLine(loss: Loss): string {
  return `${loss.message} (${rowsText(loss)})`;
}
