import type { RenameQuestion } from "../diff/rename.js";

/** Asked where rows need a value that nobody gave. */
export interface BackfillQuestion {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  /** How many rows need a value. */
  readonly rows: number;
}

/** A loss of data that needs a yes. */
export interface Loss {
  /** `drops column customer.nick` */
  readonly message: string;
  /** The column whose values are lost; absent where whole rows are. */
  readonly column?: string;
  /** How many rows hold what is lost. */
  readonly rows: number;
}

/** Answers questions that only a person can answer: at a terminal, or in a test. */
export interface Questioner {
  /** The new name of what went, or `undefined` where it was dropped. */
  rename(question: RenameQuestion): Promise<string | undefined>;
  /** The SQL expression that gives the rows their value, or `undefined` for none. */
  backfill(question: BackfillQuestion): Promise<string | undefined>;
  /** Whether to go on, although that is lost. */
  confirm(losses: readonly Loss[]): Promise<boolean>;
}
