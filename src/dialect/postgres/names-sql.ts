import { inSchemas, isOwn } from "./catalog-sql.js";

/**
 * The types asked for by the identifiers and modifiers in the second and third parameter. A type of the server's own is
 * spelled out; any other comes by the name of its element, with what stands behind that in parentheses. The base of a domain
 * is the type at its bottom. https://www.postgresql.org/docs/current/catalog-pg-type.html
 */
const types = `
  SELECT 'type', wanted.id || ':' || wanted.modifier, home.nspname, element.typname,
    pg_catalog.json_build_object(
      'text', pg_catalog.format_type(wanted.id, wanted.modifier),
      'modifier', pg_catalog.substr(pg_catalog.format_type(element.oid, wanted.modifier),
        pg_catalog.length(pg_catalog.format_type(element.oid, -1)) + 1),
      'array', element.oid <> t.oid, 'collation', t.typcollation,
      'base', CASE WHEN t.typtype <> 'd' THEN t.oid ELSE (
        WITH RECURSIVE chain AS (
          SELECT t.typbasetype AS id
          UNION ALL
          SELECT b.typbasetype FROM chain JOIN pg_catalog.pg_type AS b ON b.oid = chain.id AND b.typtype = 'd'
        ) SELECT b.oid FROM chain JOIN pg_catalog.pg_type AS b ON b.oid = chain.id AND b.typtype <> 'd') END)
  FROM ROWS FROM (pg_catalog.unnest($2::pg_catalog.oid[]), pg_catalog.unnest($3::pg_catalog.int4[]))
    AS wanted(id, modifier)
  JOIN pg_catalog.pg_type AS t ON t.oid = wanted.id
  JOIN LATERAL (
    SELECT e.oid, e.typname, e.typnamespace FROM pg_catalog.pg_type AS e
    WHERE e.oid = CASE WHEN EXISTS (
        SELECT FROM pg_catalog.pg_type AS i WHERE i.oid = t.typelem AND i.typarray = t.oid)
      THEN t.typelem ELSE t.oid END
  ) AS element ON true
  JOIN pg_catalog.pg_namespace AS home ON home.oid = element.typnamespace`;

const enums = `
  SELECT 'enum', t.oid::pg_catalog.text, home.nspname, t.typname,
    pg_catalog.json_build_object(
      'values', ARRAY(
        SELECT v.enumlabel FROM pg_catalog.pg_enum AS v WHERE v.enumtypid = t.oid ORDER BY v.enumsortorder),
      'comment', pg_catalog.obj_description(t.oid, 'pg_type'))
  FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS home ON home.oid = t.typnamespace
  WHERE t.typtype = 'e' AND ${inSchemas("t.typnamespace")} AND ${isOwn("pg_type", "t.oid")}`;

/** Every operator class, as which one is the default follows from all of them. */
const classes = `
  SELECT 'class', o.oid::pg_catalog.text, home.nspname, o.opcname,
    pg_catalog.json_build_object('default', o.opcdefault, 'type', o.opcintype, 'method', o.opcmethod)
  FROM pg_catalog.pg_opclass AS o JOIN pg_catalog.pg_namespace AS home ON home.oid = o.opcnamespace`;

const collations = `
  SELECT 'collation', l.oid::pg_catalog.text, home.nspname, l.collname, NULL
  FROM pg_catalog.pg_collation AS l JOIN pg_catalog.pg_namespace AS home ON home.oid = l.collnamespace
  WHERE l.oid = ANY ($4::pg_catalog.oid[])`;

const extensions = `
  SELECT 'extension', e.oid::pg_catalog.text, home.nspname, e.extname, NULL
  FROM pg_catalog.pg_extension AS e JOIN pg_catalog.pg_namespace AS home ON home.oid = e.extnamespace
  WHERE e.extname <> 'plpgsql'`;

const schemas = `
  SELECT 'schema', oid::pg_catalog.text, nspname, nspname, NULL FROM pg_catalog.pg_namespace WHERE ${inSchemas("oid")}`;

/** What has a name and belongs to no table, by its sort and a key. */
export const namesSql = `
  SELECT kind, key, schema, name, details::pg_catalog.text AS details
  FROM (${[types, enums, classes, collations, extensions, schemas].join("\n  UNION ALL")}) AS named(kind, key, schema, name, details)
  ORDER BY kind, schema, name, key`;
