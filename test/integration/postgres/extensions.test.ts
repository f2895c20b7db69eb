import { describe, expect, test } from "vitest";
import { openPostgres } from "../../support/postgres.js";
import { postgresServers, type PostgresServer } from "../../support/servers.js";
import { targets, type Target } from "../../support/targets.js";
import { judge } from "../against-typeorm.js";
import { spatialCases } from "../cases/postgres/spatial.js";
import { vectorCases } from "../cases/postgres/vectors.js";
import { roundTrip, type RoundTripCase } from "../round-trip.js";

const groups: Readonly<Record<string, readonly RoundTripCase[]>> = {
  postgis: spatialCases,
  vector: vectorCases,
};

async function extensionsOf({ url }: PostgresServer): Promise<Set<unknown>> {
  const connection = await openPostgres(url);
  const found = await connection.query("SELECT name FROM pg_available_extensions");
  await connection.close();
  return new Set(found.map(({ name }) => name));
}

const available = await Promise.all(
  postgresServers.map(async (server) => ({ name: server.name, extensions: await extensionsOf(server) })),
);

function targetsWith(extension: string): readonly Target[] {
  const names = available.filter(({ extensions }) => extensions.has(extension)).map(({ name }) => name);
  if (names.length === 0) process.stderr.write(`NOT TESTED: no server has the extension ${extension}\n`);
  return targets.filter(({ name }) => names.includes(name));
}

const trials = Object.entries(groups).flatMap(([extension, cases]) =>
  targetsWith(extension).flatMap((target) => cases.map((testCase) => ({ extension, target, testCase }))),
);

describe("types of extensions that a server may have", () => {
  test.each(trials)("$extension on $target.name: $testCase.name", async ({ target, testCase }) =>
    roundTrip(testCase, target),
  );

  test.each(trials)(
    "$extension on $target.name: TypeORM agrees after $testCase.name",
    async ({ target, testCase }) => {
      const project = await target.makeProject();
      try {
        const set = { name: testCase.name, entities: testCase.to, options: {} };
        const nothing = { found: [], beyond: [], dumps: { onlyTypeOrm: [], onlyAludel: [] } };
        expect(await judge(project, set)).toEqual(nothing);
      } finally {
        await project.remove();
      }
    },
  );

  test.skipIf(trials.length > 0)("no server has any of them", () => {
    expect(trials).toEqual([]);
  });
});
