import { describe, test } from "vitest";
import { drivers } from "../support/project.js";
import { wrongAnswers } from "./cases/failures-answers.js";
import { halfWay } from "./cases/failures-half-way.js";
import { misfitRows } from "./cases/failures-rows.js";
import { failCleanly } from "./round-trip-failure.js";

const groups = { answers: wrongAnswers, rows: misfitRows, "half-way": halfWay };

describe.each(drivers)("failures on %s", (driver) => {
  describe.each(Object.entries(groups))("%s", (_group, cases) => {
    test.concurrent.each(cases)("$name", async (testCase) => failCleanly(testCase, driver));
  });
});
