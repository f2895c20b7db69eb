import { expect, test } from "vitest";
import { sqlite } from "../../src/dialect/sqlite/index.js";
import { AludelError } from "../../src/errors.js";
import { withRetries, type Retry, type RetryContext } from "../../src/runtime/retry.js";

const busy = Object.assign(new Error("database is locked"), { code: "SQLITE_BUSY" });
const inTheWay = new AludelError("E_DATABASE_LOCKED", "+ table a: locked", { cause: busy, hint: "Wait." });

/** A clock that goes on while somebody waits, and what was told. */
function clock(options: Partial<RetryContext> = {}) {
  let time = 0;
  const retries: Retry[] = [];
  const context: RetryContext = {
    dialect: sqlite,
    now: () => time,
    wait: async (milliseconds) => void (time += milliseconds),
    random: () => 1,
    waitTimeout: 60_000,
    onRetry: (retry) => void retries.push(retry),
    ...options,
  };
  return { context, retries };
}

/** Work that fails so many times with that error. */
function failing(times: number, error: unknown): (attempt: number) => Promise<number> {
  return async (attempt) => {
    if (attempt <= times) throw error;
    return attempt;
  };
}

test("what others are in the way of is tried again, after pauses that double", async () => {
  const { context, retries } = clock();
  expect(await withRetries(failing(3, inTheWay), context)).toBe(4);
  expect(retries).toEqual([
    { reason: "+ table a: locked", attempt: 2, pause: 100 },
    { reason: "+ table a: locked", attempt: 3, pause: 200 },
    { reason: "+ table a: locked", attempt: 4, pause: 400 },
  ]);
});

test.each([
  [0, [50, 100, 200]],
  [0.5, [75, 150, 300]],
])("chance makes pauses shorter, by half at most", async (chance, pauses) => {
  const { context, retries } = clock({ random: () => chance });
  await withRetries(failing(3, busy), context);
  expect(retries.map(({ pause }) => pause)).toEqual(pauses);
});

test("after ten times the error stays, and says so", async () => {
  const { context, retries } = clock();
  await expect(withRetries(failing(99, inTheWay), context)).rejects.toMatchObject({
    code: "E_DATABASE_LOCKED",
    message: "+ table a: locked; tried 10 times",
    hint: "Wait.",
  });
  expect(retries).toHaveLength(9);
  expect(Math.max(...retries.map(({ pause }) => pause))).toBe(5000);
});

test("after the time for it the error stays", async () => {
  const { context, retries } = clock({ waitTimeout: 700 });
  await expect(withRetries(failing(99, inTheWay), context)).rejects.toThrow("tried 3 times");
  expect(retries.map(({ pause }) => pause)).toEqual([100, 200]);
});

test.each<[name: string, error: unknown, options: Partial<RetryContext>]>([
  ["another error", new AludelError("E_STATEMENT_FAILED", "no such table"), {}],
  ["what is no error", "a text", {}],
  ["an interruption", inTheWay, { signal: AbortSignal.abort() }],
])("%s is not tried again", async (_name, error, options) => {
  const { context, retries } = clock(options);
  await expect(withRetries(failing(1, error), context)).rejects.toBe(error);
  expect(retries).toEqual([]);
});
