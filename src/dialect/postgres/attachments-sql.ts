import { inSchemas } from "./catalog-sql.js";

/** The columns of a relation that an object needs, as the catalog tells. */
function neededColumns(catalog: string, id: string, relation: string): string {
  return `(
      SELECT pg_catalog.json_agg(DISTINCT a.attname)::pg_catalog.text
      FROM pg_catalog.pg_depend AS need
      JOIN pg_catalog.pg_attribute AS a ON a.attrelid = need.refobjid AND a.attnum = need.refobjsubid
      WHERE need.classid = 'pg_catalog.${catalog}'::pg_catalog.regclass AND need.objid = ${id}
        AND need.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND need.refobjid = ${relation}
        AND need.refobjsubid > 0)`;
}

/** The join that keeps to what stands in the schemas asked for. */
function onRelation(id: string): string {
  return `JOIN pg_catalog.pg_class AS c ON c.oid = ${id} AND ${inSchemas("c.relnamespace")}`;
}

const triggers = `
  SELECT t.tgrelid, 'trigger', t.tgname::pg_catalog.text, pg_catalog.pg_get_triggerdef(t.oid), NULL
  FROM pg_catalog.pg_trigger AS t ${onRelation("t.tgrelid")}
  WHERE NOT t.tgisinternal`;

/** Triggers that do not simply work: disabled ones, and those that replication decides about. */
const triggerStates = `
  SELECT t.tgrelid, 'trigger state', t.tgname::pg_catalog.text, t.tgenabled::pg_catalog.text, NULL
  FROM pg_catalog.pg_trigger AS t ${onRelation("t.tgrelid")}
  WHERE NOT t.tgisinternal AND t.tgenabled <> 'O'`;

/** What is said of triggers, rules and policies. */
function comments(word: string, catalog: string, relation: string, name: string): string {
  return `
  SELECT one.${relation}, 'comment', one.${name}::pg_catalog.text,
    pg_catalog.json_build_object('on', '${word}', 'comment', note.description)::pg_catalog.text, NULL
  FROM pg_catalog.${catalog} AS one ${onRelation(`one.${relation}`)}
  JOIN pg_catalog.pg_description AS note
    ON note.objoid = one.oid AND note.classoid = 'pg_catalog.${catalog}'::pg_catalog.regclass`;
}

const rules = `
  SELECT r.ev_class, 'rule', r.rulename::pg_catalog.text, pg_catalog.pg_get_ruledef(r.oid),
    ${neededColumns("pg_rewrite", "r.oid", "r.ev_class")}
  FROM pg_catalog.pg_rewrite AS r ${onRelation("r.ev_class")}
  WHERE r.rulename <> '_RETURN'`;

const policies = `
  SELECT p.polrelid, 'policy', p.polname::pg_catalog.text,
    pg_catalog.json_build_object('command', p.polcmd, 'permissive', p.polpermissive,
      'roles', ARRAY(
        SELECT pg_catalog.pg_get_userbyid(role) FROM pg_catalog.unnest(p.polroles) AS role WHERE role <> 0 ORDER BY 1),
      'using', pg_catalog.pg_get_expr(p.polqual, p.polrelid),
      'check', pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid))::pg_catalog.text,
    ${neededColumns("pg_policy", "p.oid", "p.polrelid")}
  FROM pg_catalog.pg_policy AS p ${onRelation("p.polrelid")}`;

const statistics = `
  SELECT s.stxrelid, 'statistics', s.stxname::pg_catalog.text, pg_catalog.pg_get_statisticsobjdef(s.oid),
    ${neededColumns("pg_statistic_ext", "s.oid", "s.stxrelid")}
  FROM pg_catalog.pg_statistic_ext AS s ${onRelation("s.stxrelid")}`;

/** Who may do what, the owner aside, who may do all: https://www.postgresql.org/docs/current/ddl-priv.html */
function grants(from: string, list: string, column: string): string {
  return `
  SELECT c.oid, 'grant', CASE WHEN item.grantee = 0 THEN NULL ELSE pg_catalog.pg_get_userbyid(item.grantee) END,
    pg_catalog.json_build_object('grantable', item.is_grantable, 'column', ${column},
      'privileges', pg_catalog.json_agg(DISTINCT item.privilege_type))::pg_catalog.text, NULL
  FROM ${from}, pg_catalog.aclexplode(${list}) AS item
  WHERE ${inSchemas("c.relnamespace")} AND c.relkind IN ('r', 'p', 'f', 'v', 'm') AND item.grantee <> c.relowner
  GROUP BY c.oid, item.grantee, item.is_grantable, ${column}`;
}

const ofColumns =
  "pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid AND a.attacl IS NOT NULL AND NOT a.attisdropped";

/** Comments and defaults that columns of views have by themselves. */
const viewColumns = `
  SELECT a.attrelid, 'view column', a.attname::pg_catalog.text,
    pg_catalog.json_build_object('default', pg_catalog.pg_get_expr(d.adbin, d.adrelid),
      'comment', note.description)::pg_catalog.text, NULL
  FROM pg_catalog.pg_attribute AS a ${onRelation("a.attrelid")} AND c.relkind IN ('v', 'm')
  LEFT JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  LEFT JOIN pg_catalog.pg_description AS note
    ON note.objoid = a.attrelid AND note.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND note.objsubid = a.attnum
  WHERE a.attnum > 0 AND (d.oid IS NOT NULL OR note.description IS NOT NULL)`;

/** How columns are stored and looked at by the planner, where not as by default; PostgreSQL 13 has no compression of columns. */
const columnStates = `
  SELECT a.attrelid, 'column state', a.attname::pg_catalog.text,
    pg_catalog.json_build_object('storage', CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage END,
      'compression', NULLIF(pg_catalog.to_json(a) ->> 'attcompression', ''),
      'statistics', CASE WHEN a.attstattarget >= 0 THEN a.attstattarget::pg_catalog.text END)::pg_catalog.text,
    pg_catalog.json_build_array(a.attname)::pg_catalog.text
  FROM pg_catalog.pg_attribute AS a ${onRelation("a.attrelid")} AND c.relkind IN ('r', 'p')
  JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
  WHERE a.attnum > 0 AND NOT a.attisdropped AND (a.attstorage <> t.typstorage OR a.attstattarget >= 0
    OR pg_catalog.to_json(a) ->> 'attcompression' <> '')`;

/** The index that CLUSTER sorts a table by. */
const clusters = `
  SELECT i.indrelid, 'cluster', own.relname::pg_catalog.text, '', NULL
  FROM pg_catalog.pg_index AS i ${onRelation("i.indrelid")}
  JOIN pg_catalog.pg_class AS own ON own.oid = i.indexrelid
  WHERE i.indisclustered`;

/** What the rules of a view read, that of its query among them; the rules of tables read for nobody but themselves. */
const reads = `
  SELECT r.ev_class, 'read', source.relname::pg_catalog.text, home.nspname::pg_catalog.text,
    (pg_catalog.json_agg(DISTINCT a.attname) FILTER (WHERE a.attname IS NOT NULL))::pg_catalog.text
  FROM pg_catalog.pg_rewrite AS r ${onRelation("r.ev_class")} AND c.relkind IN ('v', 'm')
  JOIN pg_catalog.pg_depend AS need
    ON need.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND need.objid = r.oid
    AND need.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND need.refobjid <> r.ev_class
  JOIN pg_catalog.pg_class AS source ON source.oid = need.refobjid AND source.relkind IN ('r', 'p', 'f', 'v', 'm')
  JOIN pg_catalog.pg_namespace AS home ON home.oid = source.relnamespace
  LEFT JOIN pg_catalog.pg_attribute AS a
    ON a.attrelid = need.refobjid AND a.attnum = need.refobjsubid AND need.refobjsubid > 0
  GROUP BY r.ev_class, source.relname, home.nspname`;

/**
 * All that is attached to tables and views: what it is on, which sort of thing, its name, what it is, and the columns that
 * it needs.
 */
export const attachmentsSql = `
  SELECT of AS relation, kind, name, details, columns
  FROM (${[
    triggers,
    triggerStates,
    comments("trigger", "pg_trigger", "tgrelid", "tgname"),
    comments("rule", "pg_rewrite", "ev_class", "rulename"),
    comments("policy", "pg_policy", "polrelid", "polname"),
    rules,
    policies,
    statistics,
    grants("pg_catalog.pg_class AS c", "c.relacl", "NULL::pg_catalog.text"),
    grants(ofColumns, "a.attacl", "a.attname"),
    viewColumns,
    columnStates,
    clusters,
    reads,
  ].join("\n  UNION ALL")}) AS attachment(of, kind, name, details, columns)
  ORDER BY kind, name COLLATE "C", details COLLATE "C"`;
