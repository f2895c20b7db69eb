// What sessions do on a PostgreSQL server besides `aludel`, as the superuser of ADMIN_URL:
// sql STATEMENTS: runs SQL; prints the rows of a query, one JSON array each.
// meanwhile STATEMENTS COMMAND…: runs a command while a transaction is open that ran the statements.
// cutting STATEMENTS COMMAND…: the same, and ends the connection of whoever waits for that transaction.
// unchanged COMMAND…: runs a command, and says so if the database has something else afterwards.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { Client } from "pg";

async function open() {
  const client = new Client(process.env.ADMIN_URL);
  await client.connect();
  return client;
}

async function run([command, ...words]) {
  const child = spawn(command, words, { stdio: "inherit" });
  const [code] = await once(child, "exit");
  process.exitCode = code ?? 1;
}

/** All that the catalog and the tables hold, save what belongs to Aludel itself. */
async function contents() {
  const client = await open();
  const { rows } = await client.query(`
    SELECT CASE WHEN c.relkind IN ('r', 'm') THEN 'table' ELSE 'relation' END AS what, c.oid::regclass::text AS name, c.oid::text, c.relfilenode::text AS version
    FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relname NOT LIKE 'aludel%'
    UNION ALL
    SELECT 'column', a.attrelid::regclass || '.' || a.attname, a.attnum::text,
      concat_ws(' ', format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid))
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE c.relnamespace = 'public'::regnamespace AND c.relname NOT LIKE 'aludel%' AND a.attnum > 0
    UNION ALL
    SELECT 'constraint', conname, oid::text, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND conname NOT LIKE '%aludel%'
    UNION ALL
    SELECT 'enum', enumtypid::regtype || '.' || enumlabel, oid::text, enumsortorder::text FROM pg_enum
    UNION ALL
    SELECT 'extension', extname, oid::text, extversion FROM pg_extension
    ORDER BY 1, 2, 3`);
  for (const { name } of rows.filter(({ what }) => what === "table")) {
    const rowsOf = `SELECT to_jsonb(r)::text AS row FROM ${name} r ORDER BY 1`;
    rows.push({ name }, ...(await client.query(rowsOf)).rows);
  }
  await client.end();
  return JSON.stringify(rows);
}

async function holding(statements, work) {
  const client = await open();
  await client.query(`BEGIN; ${statements}`);
  await work();
  await client.query("ROLLBACK");
  await client.end();
}

/** Ends the session that waits for a lock in this database, once there is one. */
async function endWaiting() {
  const client = await open();
  for (;;) {
    const { rows } = await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_locks l JOIN pg_stat_activity a USING (pid)
       WHERE a.datname = current_database() AND NOT l.granted`,
    );
    if (rows.length > 0) break;
    await setTimeout(20);
  }
  await client.end();
}

const actions = {
  sql: async ([statements]) => {
    const client = await open();
    const { fields, rows } = await client.query({ text: statements, rowMode: "array" });
    if (fields?.length > 0) for (const row of rows) process.stdout.write(`${JSON.stringify(row)}\n`);
    await client.end();
  },
  meanwhile: ([statements, ...command]) => holding(statements, () => run(command)),
  cutting: ([statements, ...command]) => holding(statements, () => Promise.all([run(command), endWaiting()])),
  unchanged: async (command) => {
    const before = await contents();
    await run(command);
    if ((await contents()) !== before) process.stderr.write("THE DATABASE WAS CHANGED\n");
  },
};

const [action, ...words] = process.argv.slice(2);
await actions[action](words);
