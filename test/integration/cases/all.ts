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
import { constraintCases } from "./postgres/constraints.js";
import { enumCases } from "./postgres/enums.js";
import { extensionCases, postgresTypeCases } from "./postgres/column-types.js";
import { postgresColumnCases } from "./postgres/columns.js";
import { postgresDefaultCases } from "./postgres/defaults.js";
import { postgresNameCases } from "./postgres/names.js";
import { postgresIndexCases } from "./postgres/indexes.js";
import { schemaCases } from "./postgres/schemas.js";
import { postgresSurvivalCases } from "./postgres/survival.js";
import { postgresViewCases } from "./postgres/views.js";
import { primaryKeyCases } from "./primary-keys.js";
import { relationCases } from "./relations.js";
import { survivalCases } from "./survival.js";
import { tableCases } from "./tables.js";
import { uniqueCases } from "./uniques.js";
import type { Target } from "../../support/targets.js";
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

/** Every case of a round trip that is not for PostgreSQL alone, by what it is about. */
export const groups = { ...tableGroups, ...columnGroups };

/** What only PostgreSQL has. */
export const postgresGroups = {
  types: postgresTypeCases,
  extensions: extensionCases,
  columns: postgresColumnCases,
  defaults: postgresDefaultCases,
  enums: enumCases,
  constraints: constraintCases,
  indexes: postgresIndexCases,
  views: postgresViewCases,
  names: postgresNameCases,
  schemas: schemaCases,
  survival: postgresSurvivalCases,
};

/** What says which databases a case is for. */
interface Targeted<Case> {
  readonly only?: Target["family"];
  readonly since?: number;
  readonly onPostgres?: Partial<Case>;
}

/** The cases of each group that are for that target, by the group's name; groups without any are left out. */
export function casesFor<Case extends Targeted<Case>>(
  all: Readonly<Record<string, readonly Case[]>>,
  { family, major }: Target,
): (readonly [string, readonly Case[]])[] {
  return Object.entries(all)
    .map(([group, cases]) => {
      const fitting = cases.filter(({ only = family, since = major }) => only === family && since <= major);
      return [
        group,
        fitting.map((one) => (family === "postgres" ? { ...one, ...one.onPostgres } : one)),
      ] as const;
    })
    .filter(([, cases]) => cases.length > 0);
}
