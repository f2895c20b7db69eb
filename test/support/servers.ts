import { expect, inject, test } from "vitest";

/** A PostgreSQL server that tests may use: they make databases of their own there. */
export interface PostgresServer {
  /** As a test's title names it, such as `PostgreSQL 15`. */
  readonly name: string;
  readonly major: number;
  /** Of a superuser, to a database that tests leave alone. */
  readonly url: string;
}

declare module "vitest" {
  // Vitest's name for what the global setup hands to the tests.
  interface ProvidedContext {
    postgresServers: readonly PostgresServer[];
  }
}

/** The PostgreSQL servers that the suite runs on, the oldest first; `global-setup.ts` finds or starts them. */
export const postgresServers: readonly PostgresServer[] = inject("postgresServers");

const missing = postgresServers.length === 0 ? ["PostgreSQL"] : [];

// Vitest takes a file without any test for a mistake.
test.skipIf(missing.length > 0).each(missing)("there is a server of %s", () => {
  expect(postgresServers).not.toEqual([]);
});
