import { AludelError } from "../errors.js";
import type { Terminal } from "./terminal.js";

const signals = ["SIGINT", "SIGTERM"] as const;

/**
 * Does work that the first SIGINT or SIGTERM stops at the next safe point, by the signal that it gets; the second one kills
 * the process at once, as it would without this.
 */
export async function interruptible<Result>(
  terminal: Terminal,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const ignore = (): void => {
    for (const signal of signals) process.off(signal, stop);
  };
  const stop = (): void => {
    ignore();
    terminal.note("interrupted: what is not committed is rolled back; once more to end at once");
    controller.abort(new AludelError("E_INTERRUPTED", "interrupted; nothing was changed"));
  };
  for (const signal of signals) process.on(signal, stop);
  try {
    return await work(controller.signal);
  } finally {
    ignore();
  }
}
