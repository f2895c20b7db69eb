import { describe, test } from "vitest";
import { drivers } from "../support/project.js";
import { columnCases } from "./cases/columns.js";
import { roundTrip } from "./round-trip.js";

const groups = { columns: columnCases };

describe.each(drivers)("round trip on %s", (driver) => {
  describe.each(Object.entries(groups))("%s", (_group, cases) => {
    test.concurrent.each(cases)("$name", async (testCase) => roundTrip(testCase, driver));
  });
});
