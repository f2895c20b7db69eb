import { AludelError } from "../errors.js";
import type { Connection, Dialect, StatementLimits } from "../dialect/dialect.js";
import type { Operation } from "../operation/operation.js";
import type { Step } from "../revision/plan.js";
import type { JournalEntry } from "./journal.js";
import type { Parts } from "./parts.js";
import type { Place } from "./place.js";
import type { Recording, RevisionModule } from "./record.js";
import type { Retry } from "./retry.js";
import type { TableNames } from "./version-table.js";

/** How many transactions an upgrade or downgrade runs in: one for each revision, one for all, none. */
export type TransactionMode = "each" | "all" | "none";

/** A step with the code that carries it out. */
export interface LoadedStep {
  readonly step: Step;
  readonly module: RevisionModule;
  /** What the step does in its direction, as far as that can be known beforehand. */
  readonly recording: Recording;
  readonly checksum: string | undefined;
}

/** What a run tells while it goes on. */
export type ProgressEvent =
  | { readonly kind: "waiting"; readonly holder: string }
  | { readonly kind: "step"; readonly step: Step }
  /** An operation begins; `bare` where its revision has no transaction at all. */
  | {
      readonly kind: "operation";
      readonly operation: Operation;
      readonly place: Place;
      readonly bare: boolean;
    }
  /** An operation that was done before, when the revision was under way. */
  | { readonly kind: "skipped"; readonly operation: Operation }
  /** An operation that was cut short before: it turned out to be done, or is cleaned up and run again. */
  | { readonly kind: "recovered"; readonly operation: Operation; readonly state: "done" | "undone" }
  | ({ readonly kind: "retrying" } & Retry)
  | { readonly kind: "done"; readonly step: Step; readonly milliseconds: number };

/** An operation that does not fit what the revisions before it made, and why. */
export interface Misfit {
  readonly operation: Operation;
  readonly problem: string;
}

/** What a run works with. Times are in milliseconds, moments since 1970. */
export interface MigrateContext {
  readonly dialect: Dialect;
  readonly connection: Connection;
  readonly names: TableNames;
  readonly transaction: TransactionMode;
  /** How long the statements of a transaction may take. Outside of one, what the role has set counts. */
  readonly limits: StatementLimits;
  /** How long to go on trying while others are in the way. */
  readonly waitTimeout: number;
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
  /** A number from 0 to 1. */
  readonly random: () => number;
  /** Rejects where the lock of the one migrator is lost. */
  readonly checkLock: () => Promise<void>;
  /** Who runs it, for the log. */
  readonly by: string;
  /** The version of Aludel, for the log. */
  readonly tool: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((event: ProgressEvent) => void) | undefined;
  /** What of the step does not fit what the revisions before it made, where that can be known. */
  readonly misfit?: (loaded: LoadedStep) => Promise<Misfit | undefined>;
  /** Tries again while somebody else holds the database, and gives up in the end. */
  readonly retry: <Result>(attempt: () => Promise<Result>) => Promise<Result>;
}

/** The function that a step calls. Throws `E_IRREVERSIBLE` where the revision has none. */
export function functionOf({ step, module }: LoadedStep): NonNullable<RevisionModule["down"]> {
  const direction = step.direction === "upgrade" ? module.up : module.down;
  if (direction !== undefined) return direction;
  throw new AludelError(
    "E_IRREVERSIBLE",
    `revision ${step.revision.id} has no down (${step.revision.name})`,
    {
      hint: "Write its down, or restore a backup.",
    },
  );
}

/** Whether each operation of the step is by itself. */
export function isBare({ step }: LoadedStep, transaction: TransactionMode): boolean {
  return transaction === "none" || !step.revision.transaction;
}

/** Whether the step may give tables another shape, as the dialect means it. */
export function mayReshape({ recording }: LoadedStep, dialect: Dialect): boolean {
  return !recording.complete || recording.operations.some((operation) => dialect.reshapes(operation));
}

/** How far a step came: what the journal said last of what was committed. */
export interface StepProgress {
  entry: JournalEntry | undefined;
}

/** A step on its way. */
export interface StepRun {
  readonly loaded: LoadedStep;
  readonly context: MigrateContext;
  readonly parts: Parts;
  readonly progress: StepProgress;
  /** When it began. */
  readonly started: number;
}
