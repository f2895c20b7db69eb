import { catalogColumn } from "./version.js";

/*
 * Every query takes the names of the schemas as its first parameter. Lists come as JSON, which reads the same whatever
 * parsers the driver was given for arrays. https://www.postgresql.org/docs/current/catalogs.html
 */

/** The condition that the object's schema, by its identifier, is one of those asked for. */
export function inSchemas(schema: string): string {
  return `${schema} IN (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = ANY ($1::pg_catalog.text[]))`;
}

/** The condition that no extension brought the object. https://www.postgresql.org/docs/current/catalog-pg-depend.html */
export function isOwn(catalog: string, id: string): string {
  return `NOT EXISTS (
    SELECT FROM pg_catalog.pg_depend AS member
    WHERE member.classid = 'pg_catalog.${catalog}'::pg_catalog.regclass AND member.objid = ${id} AND member.deptype = 'e')`;
}

/** The join that brings `description`. */
function comment(catalog: string, id: string, part = "0"): string {
  return `LEFT JOIN pg_catalog.pg_description AS note
    ON note.objoid = ${id} AND note.classoid = 'pg_catalog.${catalog}'::pg_catalog.regclass AND note.objsubid = ${part}`;
}

/** Tables and views; `parents` and what follows is told of those that are no ordinary tables. */
export const relationsSql = `
  SELECT c.oid AS id, home.nspname AS schema, c.relname AS name, c.relkind AS kind, note.description AS comment,
    c.relpersistence = 'u' AS unlogged,
    pg_catalog.array_to_json(c.reloptions)::pg_catalog.text AS options,
    pg_catalog.array_to_json(toast.reloptions)::pg_catalog.text AS toast_options,
    CASE WHEN c.relkind IN ('v', 'm') THEN pg_catalog.pg_get_viewdef(c.oid) END AS query,
    c.relispopulated AS filled, c.relrowsecurity AS row_security, c.relforcerowsecurity AS forced_row_security,
    c.relreplident AS replica_identity,
    CASE WHEN c.relreplident = 'i' THEN (
      SELECT x.relname FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS x ON x.oid = i.indexrelid
      WHERE i.indrelid = c.oid AND i.indisreplident) END AS replica_index,
    CASE WHEN c.relkind IN ('v', 'm') THEN
      nullif(pg_catalog.pg_get_userbyid(c.relowner), current_user)::pg_catalog.text END AS owner,
    CASE WHEN c.relkind = 'p' THEN pg_catalog.pg_get_partkeydef(c.oid) END AS partition_key,
    pg_catalog.pg_get_expr(c.relpartbound, c.oid) AS partition_bound,
    (SELECT pg_catalog.json_agg(p.inhparent::pg_catalog.regclass ORDER BY p.inhseqno)::pg_catalog.text
      FROM pg_catalog.pg_inherits AS p WHERE p.inhrelid = c.oid) AS parents,
    CASE WHEN c.relkind = 'f' THEN (
      SELECT s.srvname FROM pg_catalog.pg_foreign_table AS f JOIN pg_catalog.pg_foreign_server AS s ON s.oid = f.ftserver
      WHERE f.ftrelid = c.oid) END AS server,
    CASE WHEN c.reloftype <> 0 THEN c.reloftype::pg_catalog.regtype::pg_catalog.text END AS row_type,
    CASE WHEN c.relkind IN ('r', 'm') THEN method.amname END AS method
  FROM pg_catalog.pg_class AS c
  JOIN pg_catalog.pg_namespace AS home ON home.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_class AS toast ON toast.oid = c.reltoastrelid AND c.reltoastrelid <> 0
  LEFT JOIN pg_catalog.pg_am AS method ON method.oid = c.relam
  ${comment("pg_class", "c.oid")}
  WHERE ${inSchemas("c.relnamespace")} AND c.relkind IN ('r', 'p', 'f', 'v', 'm') AND ${isOwn("pg_class", "c.oid")}
  ORDER BY home.nspname, c.relname`;

/** The columns of everything that has rows. */
export const columnsSql = `
  SELECT a.attrelid AS table, a.attnum AS number, a.attname AS name, a.atttypid AS type, a.atttypmod AS modifier,
    a.attnotnull AS not_null, a.attcollation AS collation, a.attidentity AS identity, a.attgenerated AS generated,
    pg_catalog.pg_get_expr(d.adbin, d.adrelid) AS expression, note.description AS comment
  FROM pg_catalog.pg_attribute AS a
  JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
  LEFT JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  ${comment("pg_class", "a.attrelid", "a.attnum")}
  WHERE ${inSchemas("c.relnamespace")} AND c.relkind IN ('r', 'p', 'f', 'm') AND a.attnum > 0 AND NOT a.attisdropped
  ORDER BY a.attrelid, a.attnum`;

/** The names of columns that a foreign key refers to, as its table may be in any schema. */
const referencedColumns = `
      SELECT pg_catalog.json_agg(a.attname ORDER BY k.place)::pg_catalog.text
      FROM pg_catalog.unnest(con.confkey) WITH ORDINALITY AS k(number, place)
      JOIN pg_catalog.pg_attribute AS a ON a.attrelid = con.confrelid AND a.attnum = k.number`;

/**
 * The constraints that the model has. NOT NULL, a constraint from version 18 on, is told by the column. A foreign key to a
 * partitioned table has copies for its partitions, which are left out.
 */
export function constraintsSql(version: number): string {
  return `
  SELECT con.conrelid AS table, con.contype AS kind, con.conname AS name, note.description AS comment,
    con.condeferrable AS deferrable, con.condeferred AS deferred, con.convalidated AS validated,
    con.connoinherit AS no_inherit,
    ${catalogColumn("pg_constraint.conenforced", "con", version)} AS enforced,
    ${catalogColumn("pg_constraint.conperiod", "con", version)} AS period,
    pg_catalog.array_to_json(con.conkey)::pg_catalog.text AS columns,
    i.indkey::pg_catalog.text AS index_columns,
    ${catalogColumn("pg_index.indnullsnotdistinct", "i", version)} AS nulls_not_distinct,
    CASE con.contype
      WHEN 'c' THEN pg_catalog.pg_get_expr(con.conbin, con.conrelid)
      WHEN 'x' THEN pg_catalog.pg_get_constraintdef(con.oid) END AS definition,
    target_home.nspname AS target_schema, target.relname AS target,
    CASE WHEN con.contype = 'f' THEN (${referencedColumns}) END AS target_columns,
    con.confupdtype AS on_update, con.confdeltype AS on_delete, con.confmatchtype AS match,
    pg_catalog.array_to_json(${catalogColumn("pg_constraint.confdelsetcols", "con", version)})::pg_catalog.text
      AS on_delete_columns
  FROM pg_catalog.pg_constraint AS con
  JOIN pg_catalog.pg_class AS c ON c.oid = con.conrelid
  LEFT JOIN pg_catalog.pg_index AS i ON con.contype IN ('p', 'u') AND i.indexrelid = con.conindid
  LEFT JOIN pg_catalog.pg_class AS target ON con.contype = 'f' AND target.oid = con.confrelid
  LEFT JOIN pg_catalog.pg_namespace AS target_home ON target_home.oid = target.relnamespace
  ${comment("pg_constraint", "con.oid")}
  WHERE ${inSchemas("c.relnamespace")} AND con.contype IN ('p', 'u', 'f', 'c', 'x')
    AND NOT (con.contype = 'f' AND con.conparentid <> 0)
  ORDER BY con.conrelid, con.conname`;
}

/** The indexes that belong to no constraint; the whole `definition` and its `parts` of those with expressions only. */
export function indexesSql(version: number): string {
  return `
  SELECT i.indrelid AS table, c.relname AS name, method.amname AS method, note.description AS comment,
    i.indisunique AS unique, i.indisvalid AS valid,
    ${catalogColumn("pg_index.indnullsnotdistinct", "i", version)} AS nulls_not_distinct,
    i.indnkeyatts AS keys, i.indkey::pg_catalog.text AS columns, i.indoption::pg_catalog.text AS orders,
    i.indclass::pg_catalog.text AS classes, i.indcollation::pg_catalog.text AS collations,
    pg_catalog.pg_get_expr(i.indpred, i.indrelid) AS predicate,
    CASE WHEN i.indexprs IS NOT NULL THEN pg_catalog.pg_get_indexdef(i.indexrelid) END AS definition,
    CASE WHEN i.indexprs IS NOT NULL THEN (
      SELECT pg_catalog.json_agg(pg_catalog.pg_get_indexdef(i.indexrelid, n, false) ORDER BY n)::pg_catalog.text
      FROM pg_catalog.generate_series(1, i.indnkeyatts::pg_catalog.int4) AS n) END AS parts,
    class_options.by_key::pg_catalog.text AS class_options,
    pg_catalog.array_to_json(c.reloptions)::pg_catalog.text AS options
  FROM pg_catalog.pg_index AS i
  JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid
  JOIN pg_catalog.pg_am AS method ON method.oid = c.relam
  LEFT JOIN (
    SELECT a.attrelid, pg_catalog.json_object_agg(a.attnum, pg_catalog.array_to_json(a.attoptions)) AS by_key
    FROM pg_catalog.pg_attribute AS a WHERE a.attoptions IS NOT NULL GROUP BY a.attrelid
  ) AS class_options ON class_options.attrelid = i.indexrelid
  ${comment("pg_class", "i.indexrelid")}
  WHERE ${inSchemas("c.relnamespace")} AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_constraint AS con
    WHERE con.conindid = i.indexrelid AND con.conrelid = i.indrelid AND con.contype IN ('p', 'u', 'x'))
  ORDER BY c.relname`;
}

/** The sequences, and the columns that they belong to; `regclass` is how an expression names them. */
export const sequencesSql = `
  SELECT home.nspname AS schema, c.relname AS name, c.oid::pg_catalog.regclass::pg_catalog.text AS regclass,
    pg_catalog.format_type(s.seqtypid, NULL) AS type,
    s.seqstart::pg_catalog.text AS start, s.seqincrement::pg_catalog.text AS increment,
    s.seqmin::pg_catalog.text AS minimum, s.seqmax::pg_catalog.text AS maximum,
    s.seqcache::pg_catalog.text AS cache, s.seqcycle AS cycle,
    owner.refobjid AS table, owner.refobjsubid AS column, owner.deptype = 'i' AS internal
  FROM pg_catalog.pg_sequence AS s
  JOIN pg_catalog.pg_class AS c ON c.oid = s.seqrelid
  JOIN pg_catalog.pg_namespace AS home ON home.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_depend AS owner
    ON owner.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND owner.objid = c.oid AND owner.objsubid = 0
    AND owner.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND owner.refobjsubid > 0
    AND owner.deptype IN ('a', 'i')
  WHERE ${inSchemas("c.relnamespace")} AND ${isOwn("pg_class", "c.oid")}
  ORDER BY home.nspname, c.relname`;
