import type { ObjectName } from "../../schema/name.js";
import type { EnumType, Extension, Schema, Sequence } from "../../schema/schema.js";
import type { Connection, IntrospectRequest } from "../dialect.js";
import { type Catalog, readCatalog } from "./catalog.js";
import { optionalText, text, textList, texts } from "./catalog-values.js";
import { isOwn } from "./catalog-sql.js";
import { readTable } from "./introspect-table.js";
import { readReads, readView } from "./introspect-view.js";
import { normalize } from "./normalize.js";
import { pinned } from "./session-settings.js";
import { majorVersion } from "./version.js";

/** The default schema of the connection: the first one on its search path that exists. */
export async function defaultSchema(connection: Connection): Promise<string | undefined> {
  const [row] = await connection.query("SELECT pg_catalog.current_schema() AS schema");
  return optionalText(row?.["schema"]);
}

/** Vendor and version: `PostgreSQL 15.6`. */
export async function server(connection: Connection): Promise<string> {
  const [row] = await connection.query("SELECT pg_catalog.current_setting('server_version') AS version");
  return `PostgreSQL ${text(row?.["version"]).split(" ", 1).join()}`;
}

/** Whether there is a table of that name, in the default schema where it names none; names are cut as the server does. */
export async function tableExists(connection: Connection, { name, schema }: ObjectName): Promise<boolean> {
  const rows = await connection.query(
    `SELECT FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS home ON home.oid = c.relnamespace
     WHERE c.relname = $1::pg_catalog.name AND c.relkind IN ('r', 'p', 'f')
       AND home.nspname = coalesce($2::pg_catalog.name, pg_catalog.current_schema())`,
    [name, schema ?? null],
  );
  return rows.length > 0;
}

function readEnums({ names, objectName }: Catalog): EnumType[] {
  return names.enums.map(({ schema, name, details }) => {
    const comment = optionalText(details["comment"]);
    return {
      ...objectName(schema, name),
      values: texts(details["values"]),
      ...(comment === undefined ? {} : { comment }),
    };
  });
}

function readSequences({ sequences, objectName }: Catalog): Sequence[] {
  return sequences
    .filter(({ table }) => table === undefined)
    .map(({ schema, name, type, options }) => ({ ...objectName(schema, name), type, options }));
}

function readExtensions({ names, defaultSchema: home }: Catalog): Extension[] {
  return names.extensions.map(({ schema, name }) => (schema === home ? { name } : { name, schema }));
}

function schemaOf(catalog: Catalog): Schema {
  const isView = ({ kind }: { readonly kind: string }): boolean => kind === "v" || kind === "m";
  const views = catalog.relations.filter(isView);
  return normalize({
    tables: catalog.relations
      .filter((relation) => !isView(relation))
      .map((relation) => readTable(relation, catalog)),
    views: views.map((relation) => readView(relation, catalog)),
    enums: readEnums(catalog),
    sequences: readSequences(catalog),
    extensions: readExtensions(catalog),
    schemas: catalog.names.schemas.map(({ name }) => name).filter((name) => name !== catalog.defaultSchema),
    reads: views.flatMap((view) => readReads(view, catalog)),
  });
}

/** What must be known of the server before its catalog is read: also all schemas that are neither its own nor an extension's. */
const placeSql = `
  SELECT pg_catalog.current_schema() AS schema, pg_catalog.current_setting('server_version_num') AS version,
    (SELECT pg_catalog.json_agg(nspname ORDER BY nspname)::pg_catalog.text FROM pg_catalog.pg_namespace
      WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' AND ${isOwn("pg_namespace", "oid")}) AS schemas`;

/**
 * All that the default schema and those asked for hold, normalized, as one state of the database. It takes eight queries,
 * however large the database is, and no rights but to connect. A table that the model cannot hold comes with
 * `unsupported`, never with a guess; what belongs to an extension is left out. Throws `E_CATALOG_CHANGED` where the schema
 * changes meanwhile so that it cannot be read.
 */
export async function introspect(connection: Connection, { schemas }: IntrospectRequest): Promise<Schema> {
  const [row] = await connection.query(placeSql);
  const home = optionalText(row?.["schema"]);
  const request = {
    defaultSchema: home,
    schemas: schemas === "all" ? textList(row?.["schemas"]) : schemas,
    version: majorVersion(text(row?.["version"])),
  };
  return pinned(connection, home, async () => schemaOf(await readCatalog(connection, request)));
}
