import type { View } from "../../schema/schema.js";
import type { Statement } from "../dialect.js";
import { doBlock } from "./do-block.js";
import { quote } from "./names.js";
import { literal } from "./rows-sql.js";

/** Holds, from the drop of a view until it is there again, the statements that give it its owner and grants. */
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

/** The statement that, before a view is dropped, remembers what is granted on it; a column that goes takes its grants along. */
export function keepGrants(view: View): Statement {
  const name = quote(view);
  return doBlock(
    ["granted record;"],
    [
      `FOR granted IN ${grantsOf(name).join("\n    ")}`,
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
    ["granted text;"],
    [
      `IF pg_catalog.to_regclass('${kept}') IS NOT NULL THEN`,
      `  FOR granted IN SELECT sql FROM ${kept} WHERE view = ${name} ORDER BY place LOOP`,
      "    BEGIN",
      "      EXECUTE granted;",
      "    EXCEPTION WHEN undefined_column THEN",
      "      RAISE NOTICE '% is not done: the column is gone', granted;",
      "    END;",
      "  END LOOP;",
      `  DELETE FROM ${kept} WHERE view = ${name};`,
      `  IF NOT EXISTS (SELECT FROM ${kept}) THEN DROP TABLE ${kept}; END IF;`,
      "END IF;",
    ],
  );
}
