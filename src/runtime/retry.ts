import type { Dialect } from "../dialect/dialect.js";
import { AludelError } from "../errors.js";
import { passes } from "./statement-error.js";

const firstPause = 100;
const longestPause = 5000;
const mostAttempts = 10;

/** What a wait before another attempt is about. */
export interface Retry {
  /** What was in the way. */
  readonly reason: string;
  /** Which attempt comes next, counted from 1. */
  readonly attempt: number;
  /** How long it waits, in milliseconds. */
  readonly pause: number;
}

/** How work is tried again. */
export interface RetryContext {
  readonly dialect: Dialect;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
  /** A number from 0 to 1. */
  readonly random: () => number;
  /** How long to go on trying, in milliseconds. */
  readonly waitTimeout: number;
  readonly signal?: AbortSignal | undefined;
  readonly onRetry: (retry: Retry) => void;
}

/**
 * Does the work, again and again while others are in its way: after pauses that double and differ by chance, so that two
 * who are in each other's way do not meet again. `attempt` counts from 1. Gives up after ten times or the time given for
 * it, with the last error, which then says how often it was tried.
 */
export async function withRetries<Result>(
  work: (attempt: number) => Promise<Result>,
  context: RetryContext,
): Promise<Result> {
  const { dialect, now, wait, random, waitTimeout, signal, onRetry } = context;
  const end = now() + waitTimeout;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work(attempt);
    } catch (error) {
      if (signal?.aborted || !passes(error, dialect)) throw error;
      const longest = Math.min(firstPause * 2 ** (attempt - 1), longestPause);
      const pause = Math.round(longest * (0.5 + random() / 2));
      if (attempt === mostAttempts || now() + pause >= end) throw triedOften(error, attempt);
      onRetry({
        reason: error instanceof Error ? error.message : String(error),
        attempt: attempt + 1,
        pause,
      });
      await wait(pause);
    }
  }
}

function triedOften(error: unknown, attempts: number): unknown {
  if (!(error instanceof AludelError) || attempts === 1) return error;
  const { code, message, hint, exitCode } = error;
  return new AludelError(code, `${message}; tried ${attempts} times`, {
    cause: error,
    exitCode,
    ...(hint === undefined ? {} : { hint }),
  });
}
