import { describe, test } from "vitest";
import { drivers } from "../support/project.js";
import { columnChangeCases } from "./cases/column-changes.js";
import { columnDefaultCases } from "./cases/column-defaults.js";
import { columnTypeCases } from "./cases/column-types.js";
import { roundTrip } from "./round-trip.js";

const groups = {
  "column types": columnTypeCases,
  "column defaults": columnDefaultCases,
  "column changes": columnChangeCases,
};

describe.each(drivers)("round trip on %s", (driver) => {
  describe.each(Object.entries(groups))("%s", (_group, cases) => {
    test.concurrent.each(cases)("$name", async (testCase) => roundTrip(testCase, driver));
  });
});
