import type { RenameQuestion } from "../diff/rename.js";

/** Asked where rows need a value that nobody gave. */
export interface BackfillQuestion {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  /** How many rows need a value. */
  readonly rows: number;
}

/** A value of an enum that goes and that rows hold. */
export interface ValueQuestion {
  /** The enum: its schema if it has one, its name. */
  readonly path: readonly string[];
  /** The enum as people read it. */
  readonly enum: string;
  readonly value: string;
  /** How many rows hold it. */
  readonly rows: number;
  /** What they may get instead. */
  readonly candidates: readonly string[];
  /** Whether they may get NULL. */
  readonly nullable: boolean;
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
  /** What rows get instead of the value, `null` for NULL; `undefined` where nothing will do. */
  replaceValue(question: ValueQuestion): Promise<string | null | undefined>;
  /** Whether to go on, although that is lost. */
  confirm(losses: readonly Loss[]): Promise<boolean>;
}
