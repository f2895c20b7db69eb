import { setImmediate } from "node:timers/promises";
import type { OperationSink } from "../operation/builders.js";

/** A sink that also tells when all that was given to it is done. */
export interface Executor extends OperationSink {
  /** Resolves when every operation so far was carried out; rejects with the first failure. */
  done(): Promise<void>;
}

/** Hands operations and questions on one after the other, in the order in which they come; after a failure no more. */
export function createExecutor(target: OperationSink): Executor {
  let queue: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const turn = queue.then(work);
    queue = turn;
    // A revision that forgets an await must not end the process: done() rejects with the same failure.
    turn.catch(() => undefined);
    return turn;
  };
  return {
    run: (operation) => inTurn(() => target.run(operation)),
    query: (sql, parameters) => inTurn(() => target.query(sql, parameters)),
    done: async () => {
      // What a revision does not await may go on with its next operation only after the one before is done.
      for (let last: unknown; last !== queue; await setImmediate()) {
        last = queue;
        await queue;
      }
    },
  };
}
