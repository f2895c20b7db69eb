import { DataSource, type DataSourceOptions } from "typeorm";
import type { LockAttempt, LockRequest, MigratorLock, OwnConnection } from "../../../src/dialect/dialect.js";
import { tryLock } from "../../../src/dialect/postgres/lock.js";
import type { ObjectName } from "../../../src/schema/name.js";

/** A connection through TypeORM, as the runner opens it. */
async function connect(options: DataSourceOptions): Promise<OwnConnection> {
  const dataSource = await new DataSource(options).initialize();
  const queryRunner = dataSource.createQueryRunner();
  return {
    query: async (sql, parameters = []) => {
      const rows: unknown = await queryRunner.query(sql, [...parameters]);
      return Array.isArray(rows) ? rows : [];
    },
    close: async () => {
      await queryRunner.release();
      await dataSource.destroy();
    },
  };
}

/** A migrator's request for the lock, with its connections, in the order in which it opens them. */
export interface TestRequest extends LockRequest {
  readonly connections: readonly OwnConnection[];
}

/** A lock request of that migrator; each connection is opened through `open`. */
export function requestFor(
  url: string,
  holder: string,
  table: ObjectName = { name: "aludel_version" },
  open = connect,
): TestRequest {
  const connections: OwnConnection[] = [];
  return {
    options: { type: "postgres", url },
    holder,
    table,
    connections,
    connect: async (options) => {
      const connection = await open(options);
      connections.push(connection);
      return connection;
    },
  };
}

/** Tries to lock as that migrator. */
export async function lockAs(url: string, holder: string, table?: ObjectName): Promise<LockAttempt> {
  return tryLock(requestFor(url, holder, table));
}

/** The lock that was got; fails where somebody else has it. */
export function got(attempt: LockAttempt): MigratorLock {
  if ("lock" in attempt) return attempt.lock;
  throw new Error(`held by ${attempt.heldBy}`);
}

/** Tries again until the lock is got, as often as it takes. */
export async function waitForLock(url: string, holder: string): Promise<MigratorLock> {
  for (;;) {
    const attempt = await lockAs(url, holder);
    if ("lock" in attempt) return attempt.lock;
  }
}

/** The highest number of migrators that were at work at once, out of so many. */
export async function mostAtOnce(urls: readonly string[]): Promise<number> {
  let [working, most] = [0, 0];
  await Promise.all(
    urls.map(async (url, index) => {
      const lock = await waitForLock(url, `migrator ${index}`);
      most = Math.max(most, ++working);
      await lock.check();
      working--;
      await lock.release();
    }),
  );
  return most;
}
