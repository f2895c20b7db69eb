import type { View } from "../../schema/schema.js";
import type { Statement } from "../dialect.js";
import { doBlock } from "./do-block.js";
import { quote } from "./names.js";
import { literal } from "./rows-sql.js";

/** Holds, from the drop of a view until it is there again, the statements that give it what was on it. */
const kept = "pg_temp._aludel_grants";

/** Whom something is granted to, as SQL writes it. */
const grantee =
  "CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(g.grantee)) END";

/**
 * What is granted on a relation and on its columns, and who owns it where that is not who works now, as statements.
 * https://www.postgresql.org/docs/current/ddl-priv.html
 */
function grantsOf(view: string): string[] {
  const option = "CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END";
  return [
    `SELECT 1 AS place, pg_catalog.format('GRANT %s ON %s TO %s%s', g.privilege_type, ${literal(view)}, ${grantee}, ${option}) AS sql`,
    "FROM pg_catalog.pg_class AS c, pg_catalog.aclexplode(c.relacl) AS g",
    `WHERE c.oid = ${literal(view)}::pg_catalog.regclass AND g.grantee <> c.relowner`,
    "UNION ALL",
    `SELECT 1, pg_catalog.format('GRANT %s (%I) ON %s TO %s%s', g.privilege_type, a.attname, ${literal(view)}, ${grantee}, ${option})`,
    "FROM pg_catalog.pg_attribute AS a, pg_catalog.aclexplode(a.attacl) AS g",
    `WHERE a.attrelid = ${literal(view)}::pg_catalog.regclass AND NOT a.attisdropped`,
    "UNION ALL",
    `SELECT 2, pg_catalog.format('ALTER TABLE %s OWNER TO %I', ${literal(view)}, pg_catalog.pg_get_userbyid(c.relowner))`,
    "FROM pg_catalog.pg_class AS c",
    `WHERE c.oid = ${literal(view)}::pg_catalog.regclass AND pg_catalog.pg_get_userbyid(c.relowner) <> current_user`,
  ];
}

/** The rules of a view besides its query, with their comments, as statements. */
function rulesOf(view: string): string[] {
  const comment = `pg_catalog.format(' COMMENT ON RULE %I ON %s IS %L', r.rulename, ${literal(view)}, note.description)`;
  return [
    `SELECT 0 AS place, pg_catalog.concat(pg_catalog.pg_get_ruledef(r.oid), CASE WHEN note.description IS NOT NULL THEN ${comment} END) AS sql`,
    "FROM pg_catalog.pg_rewrite AS r LEFT JOIN pg_catalog.pg_description AS note",
    "  ON note.objoid = r.oid AND note.classoid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass",
    `WHERE r.ev_class = ${literal(view)}::pg_catalog.regclass AND r.rulename <> '_RETURN'`,
  ];
}

/** Comments and defaults that columns of the view have by themselves, as statements. */
function columnsOf(view: string): string[] {
  return [
    `SELECT 1, pg_catalog.format('COMMENT ON COLUMN %s.%I IS %L', ${literal(view)}, a.attname, note.description)`,
    "FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_description AS note",
    "  ON note.objoid = a.attrelid AND note.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND note.objsubid = a.attnum",
    `WHERE a.attrelid = ${literal(view)}::pg_catalog.regclass AND a.attnum > 0`,
    "UNION ALL",
    `SELECT 1, pg_catalog.format('ALTER TABLE %s ALTER COLUMN %I SET DEFAULT %s', ${literal(view)}, a.attname, pg_catalog.pg_get_expr(d.adbin, d.adrelid))`,
    "FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum",
    `WHERE a.attrelid = ${literal(view)}::pg_catalog.regclass`,
  ];
}

/**
 * The statement that, before a view is dropped, remembers its rules, what is said of its columns, what is granted on it, and
 * whose it is. A column that goes takes along what is on it, but no rule.
 */
export function keepGrants(view: View): Statement {
  const name = quote(view);
  const statements = [...rulesOf(name), "UNION ALL", ...columnsOf(name), "UNION ALL", ...grantsOf(name)];
  return doBlock(
    ["granted record;"],
    [
      `FOR granted IN ${statements.join("\n    ")}`,
      "LOOP",
      `  CREATE TEMPORARY TABLE IF NOT EXISTS _aludel_grants (view text, place integer, sql text);`,
      `  INSERT INTO ${kept} VALUES (${literal(name)}, granted.place, granted.sql);`,
      "END LOOP;",
    ],
  );
}

/**
 * The statement that takes off a new view what default privileges granted on it, which the one before it may not have had.
 * https://www.postgresql.org/docs/current/sql-alterdefaultprivileges.html
 */
export function clearGrants(view: View): Statement {
  const name = quote(view);
  return doBlock(
    ["granted record;"],
    [
      `FOR granted IN SELECT DISTINCT ${grantee} AS name`,
      "  FROM pg_catalog.pg_class AS c, pg_catalog.aclexplode(c.relacl) AS g",
      `  WHERE c.oid = ${literal(name)}::pg_catalog.regclass AND g.grantee <> c.relowner`,
      "LOOP",
      `  EXECUTE pg_catalog.format('REVOKE ALL ON %s FROM %s', ${literal(name)}, granted.name);`,
      "END LOOP;",
    ],
  );
}

/** The statement that gives a view that was made anew what {@link keepGrants} remembers. */
export function restoreGrants(view: View): Statement {
  const name = literal(quote(view));
  return doBlock(
    ["granted record;"],
    [
      `IF pg_catalog.to_regclass('${kept}') IS NOT NULL THEN`,
      `  FOR granted IN SELECT place, sql FROM ${kept} WHERE view = ${name} ORDER BY place LOOP`,
      "    BEGIN",
      "      EXECUTE granted.sql;",
      "    EXCEPTION WHEN undefined_column THEN",
      "      IF granted.place = 0 THEN RAISE; END IF;",
      "      RAISE NOTICE '% is not done: the column is gone', granted.sql;",
      "    END;",
      "  END LOOP;",
      `  DELETE FROM ${kept} WHERE view = ${name};`,
      `  IF NOT EXISTS (SELECT FROM ${kept}) THEN DROP TABLE ${kept}; END IF;`,
      "END IF;",
    ],
  );
}
