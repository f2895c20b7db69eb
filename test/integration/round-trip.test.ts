import { describe, test } from "vitest";
import { drivers } from "../support/project.js";
import { columnChangeCases } from "./cases/column-changes.js";
import { columnDefaultCases } from "./cases/column-defaults.js";
import { columnTypeCases } from "./cases/column-types.js";
import { addedColumnCases } from "./cases/columns-added.js";
import { renamedColumnCases } from "./cases/columns-renamed.js";
import { constraintCases } from "./cases/constraints.js";
import { foreignKeyCases } from "./cases/foreign-keys.js";
import { indexCases } from "./cases/indexes.js";
import { nameCases } from "./cases/names.js";
import { ownershipCases } from "./cases/ownership.js";
import { relationCases } from "./cases/relations.js";
import { tableCases } from "./cases/tables.js";
import { viewCases } from "./cases/views.js";
import { roundTrip } from "./round-trip.js";

const groups = {
  tables: tableCases,
  "column types": columnTypeCases,
  "column defaults": columnDefaultCases,
  "column changes": columnChangeCases,
  "added and dropped columns": addedColumnCases,
  "renamed columns": renamedColumnCases,
  constraints: constraintCases,
  "foreign keys": foreignKeyCases,
  indexes: indexCases,
  views: viewCases,
  relations: relationCases,
  names: nameCases,
  ownership: ownershipCases,
};

describe.each(drivers)("round trip on %s", (driver) => {
  describe.each(Object.entries(groups))("%s", (_group, cases) => {
    test.concurrent.each(cases)("$name", async (testCase) => roundTrip(testCase, driver));
  });
});
