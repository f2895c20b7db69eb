import { describe, test } from "vitest";
import { targets } from "../support/targets.js";
import { casesFor, tableGroups } from "./cases/all.js";
import { roundTrip } from "./round-trip.js";

describe.each(targets)("round trip on $name", (target) => {
  describe.each(casesFor(tableGroups, target))("%s", (_group, cases) => {
    test.concurrent.each(cases)("$name", async (testCase) => roundTrip(testCase, target));
  });
});
