import { describe, test } from "vitest";
import { targets } from "../support/targets.js";
import { casesFor, postgresGroups } from "./cases/all.js";
import { roundTrip } from "./round-trip.js";

const servers = targets.filter(({ family }) => family === "postgres");

describe.each(servers)("round trip on $name", (target) => {
  describe.each(casesFor(postgresGroups, target))("%s", (_group, cases) => {
    test.concurrent.each(cases)("$name", async (testCase) => roundTrip(testCase, target));
  });
});
