import { describe, test } from "vitest";
import { drivers } from "../support/project.js";
import { columnGroups } from "./cases/all.js";
import { roundTrip } from "./round-trip.js";

describe.each(drivers)("round trip on %s", (driver) => {
  describe.each(Object.entries(columnGroups))("%s", (_group, cases) => {
    test.concurrent.each(cases)("$name", async (testCase) => roundTrip(testCase, driver));
  });
});
