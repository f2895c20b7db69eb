import type { DataSource } from "typeorm";
import { keyOf } from "../schema/name.js";
import type { Schema, Table } from "../schema/schema.js";
import type { Model } from "../model/read-model.js";
import { displayName } from "../schema/name.js";
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

/** Tests whether a table or view is left out of autogenerate: by the config, or because it belongs to a tool. */
function ignores(project: Project, dataSource: DataSource, model: Model): (name: string) => boolean {
  const { migrationsTableName, metadataTableName, cache } = dataSource.options;
  const cacheTable = typeof cache === "object" ? cache.tableName : undefined;
  const own = [
    project.names.version,
    project.names.log,
    migrationsTableName ?? "migrations",
    metadataTableName ?? "typeorm_metadata",
    cacheTable ?? "query-result-cache",
    ...model.unmanaged.map(displayName),
  ];
  const wanted = new Set([...model.schema.tables, ...model.schema.views].map(displayName));
  const tools = new Set(own.filter((name) => !wanted.has(name)));
  const patterns = project.options.ignore.map(patternOf);
  return (name) => tools.has(name) || patterns.some((pattern) => pattern.test(name));
}

/** The two schemas that autogenerate compares, without what it leaves alone on either side. */
export function comparable(
  live: Schema,
  model: Model,
  dataSource: DataSource,
  project: Project,
): { readonly current: CurrentSchema; readonly target: Schema } {
  const ignored = ignores(project, dataSource, model);
  const isSeen = (object: { readonly name: string }): boolean => !ignored(object.name);
  const unsupported = live.tables.filter((table) => table.unsupported !== undefined && isSeen(table));
  const odd = new Set(unsupported.map(keyOf));
  const isCompared = (object: Table): boolean => isSeen(object) && !odd.has(keyOf(object));
  return {
    current: {
      schema: { tables: live.tables.filter(isCompared), views: live.views.filter(isSeen) },
      unsupported,
    },
    target: { tables: model.schema.tables.filter(isCompared), views: model.schema.views.filter(isSeen) },
  };
}
