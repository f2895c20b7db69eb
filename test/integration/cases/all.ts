import { checkCases } from "./checks.js";
import { columnChangeCases } from "./column-changes.js";
import { columnDefaultCases } from "./column-defaults.js";
import { columnTypeCases } from "./column-types.js";
import { addedColumnCases } from "./columns-added.js";
import { renamedColumnCases } from "./columns-renamed.js";
import { foreignKeyCases } from "./foreign-keys.js";
import { indexCases } from "./indexes.js";
import { manyToManyCases } from "./many-to-many.js";
import { nameCases } from "./names.js";
import { ownershipCases } from "./ownership.js";
import { primaryKeyCases } from "./primary-keys.js";
import { relationCases } from "./relations.js";
import { survivalCases } from "./survival.js";
import { tableCases } from "./tables.js";
import { uniqueCases } from "./uniques.js";
import { viewCases } from "./views.js";

/** Every case that is about columns and names. */
export const columnGroups = {
  "column types": columnTypeCases,
  "column defaults": columnDefaultCases,
  "column changes": columnChangeCases,
  "added and dropped columns": addedColumnCases,
  "renamed columns": renamedColumnCases,
  names: nameCases,
};

/** Every other case of a round trip. */
export const tableGroups = {
  tables: tableCases,
  "primary keys": primaryKeyCases,
  uniques: uniqueCases,
  checks: checkCases,
  "foreign keys": foreignKeyCases,
  indexes: indexCases,
  views: viewCases,
  relations: relationCases,
  "many-to-many": manyToManyCases,
  survival: survivalCases,
  ownership: ownershipCases,
};

/** Every case of a round trip, by what it is about. */
export const groups = { ...tableGroups, ...columnGroups };
