import { postgres } from "../../dist/dialect/postgres/index.js";
import { sqlite } from "../../dist/dialect/sqlite/index.js";
import type { Dialect } from "../../src/dialect/dialect.js";
import { makePostgresProject } from "./postgres-project.js";
import { drivers, makeProject, type TestProject } from "./project.js";
import { postgresServers } from "./servers.js";

/** Something that a suite runs on: a driver of SQLite, or a server. */
export interface Target {
  /** As a test's title names it. */
  readonly name: string;
  readonly family: "sqlite" | "postgres";
  /** The server's version; 0 where there is no server. */
  readonly major: number;
  /** Whether scripts run there, too: their text depends on the family alone, so that one server is enough. */
  readonly runsScripts: boolean;
  readonly dialect: Dialect;
  makeProject(): Promise<TestProject>;
}

/** All that this machine has. */
export const targets: readonly Target[] = [
  ...drivers.map((driver): Target => ({
    name: driver,
    family: "sqlite",
    major: 0,
    runsScripts: true,
    dialect: sqlite,
    makeProject: () => makeProject(driver),
  })),
  ...postgresServers.map((server): Target => ({
    name: server.name,
    family: "postgres",
    major: server.major,
    runsScripts: server === postgresServers.at(-1),
    dialect: postgres,
    makeProject: () => makePostgresProject(server),
  })),
];
