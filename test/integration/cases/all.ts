import { columnChangeCases } from "./column-changes.js";
import { columnDefaultCases } from "./column-defaults.js";
import { columnTypeCases } from "./column-types.js";
import { addedColumnCases } from "./columns-added.js";
import { renamedColumnCases } from "./columns-renamed.js";
import { constraintCases } from "./constraints.js";
import { foreignKeyCases } from "./foreign-keys.js";
import { indexCases } from "./indexes.js";
import { nameCases } from "./names.js";
import { ownershipCases } from "./ownership.js";
import { relationCases } from "./relations.js";
import { tableCases } from "./tables.js";
import { viewCases } from "./views.js";

/** Every case of a round trip, by what it is about. */
export const groups = {
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
