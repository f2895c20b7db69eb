import { describe, expect, test } from "vitest";
import { openPostgres } from "../../support/postgres.js";
import { postgresServers, type PostgresServer } from "../../support/servers.js";
import { targets } from "../../support/targets.js";
import { judge } from "../against-typeorm.js";
import { spatialCases } from "../cases/postgres/spatial.js";
import { roundTrip } from "../round-trip.js";

async function hasPostgis({ url }: PostgresServer): Promise<boolean> {
  const connection = await openPostgres(url);
  const found = await connection.query("SELECT FROM pg_available_extensions WHERE name = 'postgis'");
  await connection.close();
  return found.length > 0;
}

const having = await Promise.all(postgresServers.map(hasPostgis));
const names = postgresServers.filter((_, index) => having[index]).map(({ name }) => name);
if (names.length === 0) process.stderr.write("NOT TESTED: no server has PostGIS\n");

describe.each(targets.filter(({ name }) => names.includes(name)))("PostGIS on $name", (target) => {
  test.each(spatialCases)("round trip: $name", (testCase) => roundTrip(testCase, target));

  test.each(spatialCases)("TypeORM and Aludel agree after: $name", async ({ name, to }) => {
    const project = await target.makeProject();
    try {
      const nothing = { found: [], beyond: [], dumps: { onlyTypeOrm: [], onlyAludel: [] } };
      expect(await judge(project, { name, entities: to, options: {} })).toEqual(nothing);
    } finally {
      await project.remove();
    }
  });
});

test.skipIf(names.length > 0)("there is a server with PostGIS", () => {
  expect(names).toEqual([]);
});
