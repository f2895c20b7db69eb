import { describe, expect, it } from "vitest";
import {
  defaultSchema,
  introspect,
  server as serverOf,
  tableExists,
} from "../../../src/dialect/postgres/introspect.js";
import {
  type DatabaseOptions,
  makeDatabase,
  makeRole,
  openPostgres,
  type PostgresDatabase,
} from "../../support/postgres.js";
import { postgresServers } from "../../support/servers.js";

const own = { schemas: [] };

/** Tables with one of everything that is read of them. */
function tables(count: number, prefix = ""): string {
  return Array.from(
    { length: count },
    (_, n) => `
    CREATE TYPE ${prefix}e${n} AS ENUM ('x');
    CREATE TABLE ${prefix}t${n} (id serial PRIMARY KEY, a ${prefix}e${n} DEFAULT 'x', b text UNIQUE CHECK (b <> ''), c varchar(${n + 1}),
      parent integer REFERENCES ${prefix}t${n});
    CREATE INDEX ON ${prefix}t${n} (lower(b)) WHERE a = 'x';
    CREATE VIEW ${prefix}v${n} AS SELECT * FROM ${prefix}t${n};
    GRANT SELECT ON ${prefix}t${n} TO PUBLIC;`,
  ).join("");
}

describe.each(postgresServers)("introspect, $name", (server) => {
  async function withDatabase(
    test: (database: PostgresDatabase) => Promise<void>,
    options: DatabaseOptions = {},
  ): Promise<void> {
    const database = await makeDatabase(server, options);
    try {
      await test(database);
    } finally {
      await database.drop();
    }
  }

  it("takes as many queries for one table as for fifty, at most eight but for those around them", () =>
    withDatabase(async ({ connection }) => {
      await connection.exec(tables(1));
      const one = await introspect(connection, own);
      const statements = [...connection.statements];
      await connection.exec(`DROP TABLE t0 CASCADE; DROP TYPE e0; ${tables(50)}`);
      const fifty = await introspect(connection, { schemas: "all" });
      expect(one.tables).toHaveLength(1);
      expect(fifty.tables).toHaveLength(50);
      expect(connection.statements.slice(statements.length)).toEqual(statements);
      const reading = statements.filter((sql) => sql.includes("FROM pg_catalog."));
      expect(reading).toHaveLength(8);
      expect(statements.filter((sql) => !reading.includes(sql))).toHaveLength(5);
    }));

  it("names the server's own schema in front of all that is the server's own", () =>
    withDatabase(async ({ connection }) => {
      await introspect(connection, own);
      const sql = connection.statements.join("\n");
      expect(sql).not.toMatch(/information_schema\./);
      expect(sql).not.toMatch(
        /(?<!pg_catalog\.|'pg_catalog\.)\bpg_(?!catalog\b|temp\b|toast)[a-z_]+\s*(?:\(|AS\b)/,
      );
      await connection.exec(`
        CREATE SCHEMA trap; SET search_path = trap, pg_catalog;
        CREATE FUNCTION trap.format_type(oid, integer) RETURNS text LANGUAGE sql AS $$ SELECT 'trapped' $$;
        CREATE TABLE trap.pg_class (oid oid, relname name);
        CREATE TABLE trap.t (a integer)`);
      const { tables: read } = await introspect(connection, own);
      expect(read.map(({ name }) => name)).toEqual(["pg_class", "t"]);
      expect(read[1]?.columns.map(({ type }) => type)).toEqual(["integer"]);
    }));

  it("reads the same outside and inside of a transaction, and leaves the search path alone", () =>
    withDatabase(async ({ connection }) => {
      await connection.exec(`${tables(2)} CREATE SCHEMA other; ${tables(1, "other.")}`);
      await connection.exec("SET search_path = nowhere, public, other");
      const outside = await introspect(connection, { schemas: ["other"] });
      const path = "SELECT current_setting('search_path') AS path";
      expect(await connection.query(path)).toEqual([{ path: "nowhere, public, other" }]);
      await connection.exec("BEGIN; SET LOCAL search_path = public");
      expect(await introspect(connection, { schemas: ["other"] })).toEqual(outside);
      expect(await connection.query(path)).toEqual([{ path: "public" }]);
      await connection.exec("COMMIT");
      expect(await connection.query(path)).toEqual([{ path: "nowhere, public, other" }]);
    }));

  it("reads all schemas but those of the server, and of extensions", () =>
    withDatabase(
      async ({ connection }) => {
        await connection.exec('CREATE SCHEMA "Z z"; CREATE SCHEMA a; CREATE TEMP TABLE t (a integer)');
        const { schemas, tables: read } = await introspect(connection, { schemas: "all" });
        expect(schemas).toEqual(["Z z", "a"]);
        expect(read).toEqual([]);
      },
      { extensions: ["citext"] },
    ));

  it("sees the tables of the schema where temporary ones stand in front of them", () =>
    withDatabase(async ({ connection }) => {
      await connection.exec(`
        CREATE TABLE t (a integer); CREATE VIEW v AS SELECT a + 1 AS b FROM t; CREATE TEMP TABLE t (c integer)`);
      const { tables: read, views } = await introspect(connection, own);
      expect(read[0]?.columns.map(({ name }) => name)).toEqual(["a"]);
      expect(views[0]?.query).toMatch(/FROM t$/);
    }));

  it("leaves schemas out where there are none to read", () =>
    withDatabase(async ({ connection }) => {
      await connection.exec("SET search_path = nowhere");
      expect(await defaultSchema(connection)).toBeUndefined();
      const { tables: read, schemas } = await introspect(connection, { schemas: ["nowhere either"] });
      expect({ read, schemas }).toEqual({ read: [], schemas: [] });
    }));

  it("needs no rights beyond those on its tables", async () => {
    const role = await makeRole(server);
    await withDatabase(
      async (database) => {
        await database.connection.exec(tables(3));
        const owner = await openPostgres(database.url);
        const other = await makeRole(server);
        const stranger = await openPostgres(other.urlOf(database));
        const read = await introspect(owner, own);
        expect(read.tables).toHaveLength(3);
        // Whose a view is stands there for everybody else only.
        const seen = await introspect(stranger, own);
        const withoutOwner = seen.views.map((view) => {
          const { extras: _, ...rest } = view;
          return rest;
        });
        expect({ ...seen, views: withoutOwner }).toEqual(read);
        await Promise.all([owner.close(), stranger.close()]);
        await other.drop();
      },
      { owner: role },
    );
    await role.drop();
  });

  it("takes names as they are", () =>
    withDatabase(async ({ connection }) => {
      const names = ['a"b', "it's", "50 % $1 $$", "ÜBER😀", "new\nline", "back\\slash", "{curly,}", "SELECT"];
      const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;
      const typeOf = (name: string): string => `${quote(name)}.${quote(`${name} E`)}`;
      for (const given of names) {
        const name = quote(given);
        await connection.exec(`
          CREATE SCHEMA ${name}; CREATE TYPE ${typeOf(given)} AS ENUM ('x');
          CREATE TABLE ${name}.${name} (${name} serial, CONSTRAINT ${name} CHECK (${name} > 0), e ${typeOf(given)});
          CREATE INDEX ON ${name}.${name} ((${name} + 1))`);
      }
      const { tables: read, enums, schemas } = await introspect(connection, { schemas: names });
      expect(schemas).toEqual(names.toSorted());
      expect(enums.map(({ name }) => name)).toEqual(names.toSorted().map((name) => `${name} E`));
      expect(read).toHaveLength(names.length);
      for (const { name, schema, columns, checks, indexes, unsupported } of read) {
        expect(schema).toBe(name);
        expect(columns).toEqual([
          { name, type: "integer", nullable: false, autoIncrement: true },
          { name: "e", type: typeOf(name), nullable: true },
        ]);
        expect(checks.map((check) => check.name)).toEqual([name]);
        expect(indexes).toHaveLength(1);
        expect(unsupported).toBeUndefined();
      }
    }));

  it("says which server it is, which schema is the default one, and which tables there are", () =>
    withDatabase(async ({ connection }) => {
      const long = "l".repeat(70);
      await connection.exec(`
        CREATE SCHEMA other; CREATE TABLE other.t (a integer); CREATE TABLE "T" (a integer);
        CREATE TABLE ${long} (a integer); CREATE VIEW v AS SELECT 1 AS a`);
      expect(await serverOf(connection)).toMatch(new RegExp(String.raw`^PostgreSQL ${server.major}\.\d+$`));
      expect(await defaultSchema(connection)).toBe("public");
      const cases: readonly (readonly [string, string | undefined, boolean])[] = [
        ["T", undefined, true],
        ["T", "public", true],
        ["t", undefined, false],
        ["t", "other", true],
        [long, undefined, true],
        ["v", undefined, false],
      ];
      for (const [name, schema, exists] of cases) {
        const found = await tableExists(connection, schema === undefined ? { name } : { name, schema });
        expect([name, schema, found]).toEqual([name, schema, exists]);
      }
    }));
});
