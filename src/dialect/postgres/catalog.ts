import type { ObjectName } from "../../schema/name.js";
import type { Connection, Row } from "../dialect.js";
import { attachmentsSql } from "./attachments-sql.js";
import {
  type AttachmentRow,
  attachmentRow,
  type ColumnRow,
  columnRow,
  type RelationRow,
  relationRow,
  type SequenceRow,
  sequenceRow,
} from "./catalog-rows.js";
import { columnsSql, constraintsSql, indexesSql, relationsSql, sequencesSql } from "./catalog-sql.js";
import { arrayLiteral } from "./catalog-values.js";
import { type Names, readNames } from "./catalog-names.js";
import { type ConstraintRow, constraintRow, type IndexRow, indexRow } from "./constraint-rows.js";

/** Which part of which server's catalog is read. */
export interface CatalogRequest {
  /** The schema whose name is left out of names. */
  readonly defaultSchema: string | undefined;
  /** The schemas to read besides. */
  readonly schemas: readonly string[];
  /** The major version of the server. */
  readonly version: number;
}

/** All that PostgreSQL says of some schemas; what belongs to a table or view is by the identifier of that. */
export interface Catalog {
  readonly defaultSchema: string | undefined;
  readonly relations: readonly RelationRow[];
  readonly columns: ReadonlyMap<number, readonly ColumnRow[]>;
  readonly constraints: ReadonlyMap<number, readonly ConstraintRow[]>;
  readonly indexes: ReadonlyMap<number, readonly IndexRow[]>;
  readonly sequences: readonly SequenceRow[];
  /** The sequences that belong to columns of a table. */
  readonly ownedSequences: ReadonlyMap<number, readonly SequenceRow[]>;
  readonly attachments: ReadonlyMap<number, readonly AttachmentRow[]>;
  readonly names: Names;
  readonly objectName: (schema: string, name: string) => ObjectName;
}

/** The items by key, in their order; those without one are left out. */
function groupBy<Item>(items: readonly Item[], key: (item: Item) => number | undefined): Map<number, Item[]> {
  const groups = new Map<number, Item[]>();
  for (const item of items) {
    const at = key(item);
    if (at === undefined) continue;
    const group = groups.get(at);
    if (group === undefined) groups.set(at, [item]);
    else group.push(item);
  }
  return groups;
}

/** Names in the default schema go without it. */
function namer(defaultSchema: string | undefined): Catalog["objectName"] {
  return (schema, name) => (schema === defaultSchema ? { name } : { schema, name });
}

/**
 * Reads the catalog in seven queries, however much is in it. The connection must have its settings pinned to the same
 * default schema. Throws `E_CATALOG_CHANGED` where an object vanished between two queries.
 */
export async function readCatalog(connection: Connection, request: CatalogRequest): Promise<Catalog> {
  const { defaultSchema, version } = request;
  const schemas = [...new Set([...(defaultSchema === undefined ? [] : [defaultSchema]), ...request.schemas])];
  const read = async <Item>(sql: string, decode: (row: Row) => Item): Promise<Item[]> => {
    const rows = await connection.query(sql, [arrayLiteral(schemas)]);
    return rows.map(decode);
  };
  const relations = await read(relationsSql, relationRow);
  const columns = await read(columnsSql, columnRow);
  const constraints = await read(constraintsSql(version), constraintRow);
  const indexes = await read(indexesSql(version), indexRow);
  const sequences = await read(sequencesSql, sequenceRow);
  const attachments = await read(attachmentsSql, attachmentRow);
  const objectName = namer(defaultSchema);
  return {
    defaultSchema,
    relations,
    columns: groupBy(columns, ({ table }) => table),
    constraints: groupBy(constraints, ({ table }) => table),
    indexes: groupBy(indexes, ({ table }) => table),
    sequences,
    ownedSequences: groupBy(sequences, ({ table }) => table),
    attachments: groupBy(attachments, ({ relation }) => relation),
    names: await readNames(connection, { schemas, columns, indexes, objectName }),
    objectName,
  };
}
