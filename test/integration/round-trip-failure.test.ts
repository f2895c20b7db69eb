import { describe, test } from "vitest";
import { targets } from "../support/targets.js";
import { casesFor } from "./cases/all.js";
import { wrongAnswers } from "./cases/failures-answers.js";
import { halfWay } from "./cases/failures-half-way.js";
import { misfitRows } from "./cases/failures-rows.js";
import { postgresFailures } from "./cases/postgres/failures.js";
import { failCleanly, type FailureCase } from "./round-trip-failure.js";

const groups = { answers: wrongAnswers, rows: misfitRows, "half-way": halfWay };

const ofFamily = { sqlite: groups, postgres: { ...groups, ...postgresFailures } };

describe.each(targets)("failures on $name", (target) => {
  describe.each(casesFor<FailureCase>(ofFamily[target.family], target))("%s", (_group, cases) => {
    test.concurrent.each(cases)("$name", async (testCase) => failCleanly(testCase, target));
  });
});
