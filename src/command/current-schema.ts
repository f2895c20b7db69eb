import type { DataSource } from "typeorm";
import { dialectOf } from "../dialect/dialects.js";
import { displayName, keyOf, type ObjectName } from "../schema/name.js";
import type { Schema, Table } from "../schema/schema.js";
import type { Model } from "../model/read-model.js";
import { namesFor } from "./names.js";
import type { Project } from "./project.js";

/** What a database holds, parted into what autogenerate looks at and what it leaves alone. */
export interface CurrentSchema {
  /** What may differ from the entities. */
  readonly schema: Schema;
  /** Tables that the model cannot hold, with the reasons. */
  readonly unsupported: readonly Table[];
}

function patternOf(glob: string): RegExp {
  const escaped = glob.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll("*", ".*");
  return new RegExp(`^${escaped}$`);
}

/** The names of tables that belong to a tool, in whatever schema. */
function toolTables(project: Project, dataSource: DataSource): Set<string> {
  const { migrationsTableName, metadataTableName, cache } = dataSource.options;
  const cacheTable = typeof cache === "object" ? cache.tableName : undefined;
  return new Set([
    ...Object.values(namesFor(project, dataSource)).map(({ name }) => name),
    ...dialectOf(dataSource.options).lockTables,
    migrationsTableName ?? "migrations",
    metadataTableName ?? "typeorm_metadata",
    cacheTable ?? "query-result-cache",
  ]);
}

/**
 * Tests whether a table or view is left out of autogenerate: by the config, which may name its schema, or because no
 * managed entity wants it and a tool or an entity with `synchronize: false` does.
 */
function ignores(project: Project, dataSource: DataSource, model: Model): (object: ObjectName) => boolean {
  const tools = toolTables(project, dataSource);
  const unmanaged = new Set(model.unmanaged.map(displayName));
  const wanted = new Set([...model.schema.tables, ...model.schema.views].map(displayName));
  const patterns = project.options.ignore.map(patternOf);
  return (object) => {
    const name = displayName(object);
    const isAnothers = !wanted.has(name) && (tools.has(object.name) || unmanaged.has(name));
    return isAnothers || patterns.some((pattern) => pattern.test(name) || pattern.test(object.name));
  };
}

/** The two schemas that autogenerate compares, without what it leaves alone on either side. */
export function comparable(
  live: Schema,
  model: Model,
  dataSource: DataSource,
  project: Project,
): { readonly current: CurrentSchema; readonly target: Schema } {
  const ignored = ignores(project, dataSource, model);
  const isSeen = (object: ObjectName): boolean => !ignored(object);
  const unsupported = live.tables.filter((table) => table.unsupported !== undefined && isSeen(table));
  const odd = new Set(unsupported.map(keyOf));
  const isCompared = (object: Table): boolean => isSeen(object) && !odd.has(keyOf(object));
  return {
    current: {
      schema: { ...live, tables: live.tables.filter(isCompared), views: live.views.filter(isSeen) },
      unsupported,
    },
    target: {
      ...model.schema,
      tables: model.schema.tables.filter(isCompared),
      views: model.schema.views.filter(isSeen),
    },
  };
}
