import { makeDatabase, openPostgres, type PostgresConnection, type PostgresDatabase } from "./postgres.js";
import type { PostgresServer } from "./servers.js";
import { warmProcesses } from "./warm-pool.js";

/** A database that other tests have used before, and that cannot be told from a new one. */
export interface LeasedDatabase extends Omit<PostgresDatabase, "drop"> {
  /** Empties the database for the next test, whoever is connected. */
  release(): Promise<void>;
}

/** Drops the objects of a query; it is run to its end first, as nothing can be said of an object that is gone. */
function dropEach(typesAndNames: string): string {
  return `
DO $$
DECLARE
  command text;
BEGIN
  FOR command IN
    SELECT unnest(array_agg(format('DROP %s IF EXISTS %s CASCADE', type, name)))
    FROM (${typesAndNames}) AS objects (type, name)
  LOOP
    EXECUTE command;
  END LOOP;
END $$;`;
}

/** Ends all connections but those that wait to be used again. */
function ending(kept: readonly number[]): string {
  return `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND pid <> ALL ('{${kept.join(",")}}');`;
}

/**
 * Drops all that tests usually make. The schema `public` stays: a new one has another identity and other rights. What belongs
 * to something else, such as the sequence of an identity column, cannot be dropped by itself, and goes with it.
 */
const emptying = [
  "SET client_min_messages = error;",
  dropEach("SELECT 'event trigger', quote_ident(evtname) FROM pg_event_trigger"),
  dropEach("SELECT 'extension', quote_ident(extname) FROM pg_extension WHERE extname <> 'plpgsql'"),
  dropEach(`
    SELECT 'schema', quote_ident(nspname) FROM pg_namespace
    WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'public')`),
  dropEach(`
    SELECT replace(replace(o.type, 'composite ', ''), ' object', ''), o.identity
    FROM pg_depend d, pg_identify_object(d.classid, d.objid, 0) o
    WHERE d.refclassid = 'pg_namespace'::regclass AND d.refobjid = to_regnamespace('public') AND d.deptype = 'n'
      AND NOT EXISTS (
        SELECT FROM pg_depend i WHERE i.classid = d.classid AND i.objid = d.objid AND i.objsubid = 0 AND i.deptype = 'i')`),
].join("\n");

/** Gives a query that counts the rows of every catalog of the database, save what statistics and large objects hold. */
const listing = `
SELECT string_agg(format('SELECT %L AS catalog, count(*) AS rows FROM pg_catalog.%I%s', relname, relname,
  CASE relname WHEN 'pg_namespace' THEN $$ WHERE nspname !~ '^pg_(toast_)?temp_'$$ END), ' UNION ALL ') AS query
FROM pg_class
WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind = 'r' AND NOT relisshared
  AND relname NOT IN ('pg_statistic', 'pg_statistic_ext_data', 'pg_largeobject')`;

/** What the catalogs that all databases share, and the schema that is never dropped, say of the database. */
const particulars = `
SELECT d.datdba, d.datacl, d.datconnlimit, n.oid AS schema, n.nspowner, n.nspacl,
  obj_description(n.oid, 'pg_namespace') AS schema_comment, shobj_description(d.oid, 'pg_database') AS comment,
  (SELECT array_agg(s.setconfig) FROM pg_db_role_setting s WHERE s.setdatabase = d.oid) AS settings
FROM pg_database d LEFT JOIN pg_namespace n ON n.nspname = 'public'
WHERE d.datname = current_database()`;

/** Differs between databases of a server where something has been made in one of them, or changed for all of it. */
async function fingerprint(connection: PostgresConnection): Promise<string> {
  const [list] = await connection.query(listing);
  const counts = await connection.query(`${String(list?.["query"])} ORDER BY catalog`);
  return JSON.stringify([counts, await connection.query(particulars)]);
}

/** A server's databases that nobody uses, and the fingerprint of a new one. */
interface Idle {
  readonly databases: PostgresDatabase[];
  fresh?: string;
}

const idle = new Map<string, Idle>();

async function take(server: PostgresServer, found: Idle): Promise<PostgresDatabase> {
  const known = found.databases.pop();
  if (known !== undefined) return known;
  const database = await makeDatabase(server);
  found.fresh ??= await fingerprint(database.connection);
  return database;
}

/** The connection of the database as it was opened, or another one where a test has cut it. */
async function freshConnection({ connection, url }: PostgresDatabase): Promise<PostgresConnection> {
  const isCut = await connection.reset().then(
    () => false,
    () => true,
  );
  return isCut ? openPostgres(url) : connection;
}

/** Empties the database; one that is not like new then is dropped. */
async function giveBack(database: PostgresDatabase, { databases, fresh }: Idle): Promise<void> {
  const connection = await freshConnection(database);
  await connection.exec(ending(warmProcesses()) + emptying);
  const isLikeNew = (await fingerprint(connection)) === fresh;
  await connection.reset();
  if (isLikeNew) databases.push({ ...database, connection });
  else await database.drop();
}

/** Gives an empty database as {@link makeDatabase} does, in less time, as databases go from one test of a file to the next. */
export async function leaseDatabase(server: PostgresServer): Promise<LeasedDatabase> {
  const found = idle.get(server.url) ?? { databases: [] };
  idle.set(server.url, found);
  const database = await take(server, found);
  return { ...database, release: () => giveBack(database, found) };
}
