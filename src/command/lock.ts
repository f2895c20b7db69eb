import type { DataSource } from "typeorm";
import type { Dialect, MigratorLock } from "../dialect/dialect.js";
import { AludelError } from "../errors.js";
import { namesFor } from "./names.js";
import type { Project } from "./project.js";
import { connectorOf, databaseName } from "./session.js";

const firstPause = 20;
const longestPause = 500;

/** What a wait for others is told to, and stopped by. */
export interface WaitOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onWait?: ((holder: string) => void) | undefined;
}

/** Calls until it gives something, with growing pauses; gives up after the time for that, with the error given for it. */
async function poll<Result>(
  { options, system }: Project,
  wait: WaitOptions,
  attempt: () => Promise<{ readonly result: Result } | { readonly heldBy: string }>,
  givenUp: (heldBy: string) => Error,
): Promise<Result> {
  const end = system.now() + options.waitTimeout;
  for (let pause = firstPause; ; pause = Math.min(pause * 2, longestPause)) {
    wait.signal?.throwIfAborted();
    const outcome = await attempt();
    if ("result" in outcome) return outcome.result;
    if (pause === firstPause) wait.onWait?.(outcome.heldBy);
    if (system.now() >= end) throw givenUp(outcome.heldBy);
    await system.wait(pause);
  }
}

/** Takes the lock of the one migrator; waits while another has it. Throws `E_LOCK_TIMEOUT`, which names the holder. */
export async function acquireLock(
  project: Project,
  dialect: Dialect,
  dataSource: DataSource,
  wait: WaitOptions,
): Promise<MigratorLock> {
  const { system, options } = project;
  const holder = `${system.user}, ${system.process}, since ${new Date(system.now()).toISOString()}`;
  const request = {
    options: dataSource.options,
    holder,
    table: namesFor(project, dataSource).version,
    connect: connectorOf(dataSource),
  };
  return poll(
    project,
    wait,
    async () => {
      const outcome = await dialect.tryLock(request);
      return "lock" in outcome ? { result: outcome.lock } : outcome;
    },
    (heldBy) =>
      new AludelError("E_LOCK_TIMEOUT", `another migrator works on ${databaseName(dataSource)}: ${heldBy}`, {
        hint: `Waited ${options.waitTimeout} ms. Run the command again, or wait longer: --wait-timeout.`,
      }),
  );
}

/** Repeats what fails because somebody else holds the database, until the time for waiting is over. */
export function retryWhileBusy(project: Project, dialect: Dialect, wait: WaitOptions) {
  return async <Result>(attempt: () => Promise<Result>): Promise<Result> => {
    let last: unknown;
    return poll(
      project,
      wait,
      async () => {
        try {
          return { result: await attempt() };
        } catch (error) {
          if (dialect.explain(error)?.passes !== true) throw error;
          last = error;
          return { heldBy: "another connection" };
        }
      },
      () => (last instanceof Error ? last : new Error(String(last))),
    );
  };
}
