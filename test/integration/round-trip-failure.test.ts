import { describe, test } from "vitest";
import { drivers } from "../support/project.js";
import { failureCases } from "./cases/failures.js";
import { failCleanly } from "./round-trip-failure.js";

describe.each(drivers)("failures on %s", (driver) => {
  describe.each(Object.entries(failureCases))("%s", (_group, cases) => {
    test.concurrent.each(cases)("$name", async (testCase) => failCleanly(testCase, driver));
  });
});
