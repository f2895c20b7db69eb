// How long readers and writers of a table wait while revisions change it, beside what the plan says of that. DATABASE_URL is a
// superuser's, who makes a role without rights and a database of its own; ROWS is 5000000 unless told.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { DataSource } from "typeorm";
import { withSession } from "../dist/command/session.js";
import { recordRevision } from "../dist/runtime/record.js";

const repository = join(import.meta.dirname, "..");
const rows = Number(process.env.ROWS ?? 5_000_000);
const superuser = process.env.DATABASE_URL ?? "postgres://postgres@127.0.0.1:5432/postgres";
const name = `aludel_bench_${process.pid}`;
const adminUrl = Object.assign(new URL(superuser), { pathname: `/${name}` }).href;
const url = Object.assign(new URL(adminUrl), { username: name, password: name }).href;

const setup = [
  "CREATE TYPE tier AS ENUM ('basic', 'silver', 'gold')",
  "CREATE TABLE owner (id integer PRIMARY KEY)",
  "INSERT INTO owner SELECT generate_series(1, 1000)",
  "CREATE TABLE item (id serial PRIMARY KEY, owner integer NOT NULL, name varchar(20) NOT NULL, price integer NOT NULL," +
    " stock integer, note text, tier tier NOT NULL DEFAULT 'basic', seen integer NOT NULL DEFAULT 0)",
  "INSERT INTO item (owner, name, price, stock)" +
    ` SELECT n % 1000 + 1, 'item ' || n, n % 100, 1 FROM generate_series(1, ${rows}) n`,
  "CREATE VIEW prices AS SELECT id, price FROM item",
  "VACUUM ANALYZE item",
];

const alter = (changes) => `op.alterTable("item", (t) => [${changes}])`;
const retype = (column, from, to) =>
  alter(`t.alterColumn("${column}", { type: "${from}" }, { type: "${to}" })`);
const forbidNull = (column, options) =>
  alter(`t.alterColumn("${column}", { nullable: true }, { nullable: false }, ${options})`);

/** Each is a revision; one follows the other. */
const steps = [
  ["nothing", "undefined"],
  ["add a column", alter('t.addColumn("a", "text", { nullable: true })')],
  ["add a column with a constant", alter('t.addColumn("b", "integer", { default: "7" })')],
  ["add a column NOT NULL, computed", alter('t.addColumn("c", "text", { backfill: "name || id" })')],
  ["varchar(20) to varchar(40)", retype("name", "varchar(20)", "varchar(40)")],
  ["integer to bigint", retype("stock", "integer", "bigint")],
  ["integer to bigint, with a view", retype("price", "integer", "bigint")],
  ["add a foreign key", alter('t.addForeignKey(["owner"], "owner", ["id"], { name: "item_owner" })')],
  ["add a check", alter('t.addCheck("price >= 0", { name: "item_price" })')],
  ["set NOT NULL", forbidNull("stock", "{}")],
  ["set NOT NULL, filled", forbidNull("note", `{ backfill: "''" }`)],
  ["add a unique constraint", alter('t.addUnique(["name"], { name: "item_name" })')],
  ["create an index", 'op.createIndex("item", "item_stock", ["stock"])'],
  [
    "create an index concurrently",
    'op.createIndex("item", "item_owner_id", ["owner"], { concurrently: true })',
  ],
  [
    "add a value to an enum",
    'op.alterEnum("tier", ["basic", "silver", "gold"], ["basic", "silver", "gold", "free"])',
  ],
  [
    "remove a value of an enum",
    'op.alterEnum("tier", ["basic", "silver", "gold", "free"], ["basic", "silver", "gold"], { replacements: { free: "basic" } })',
  ],
  ["rename a column", alter('t.renameColumn("a", "renamed")')],
  ["comment on a column", alter('t.alterColumn("b", { default: "7" }, { default: "7", comment: "said" })')],
  ["drop a column", alter('t.dropColumn("b", "integer", { default: "7", comment: "said" })')],
];

function moduleText([what, up], at) {
  const parents = at === 0 ? [] : [`step${at - 1}`];
  return `/** ${what} */
export const revision = "step${at}";
export const parents = ${JSON.stringify(parents)};
export async function up(op) { await ${up}; }
`;
}

function makeProject() {
  const directory = mkdtempSync(join(tmpdir(), "aludel-blocking-"));
  const write = (file, text) => writeFileSync(join(directory, file), text);
  mkdirSync(join(directory, "migrations"));
  symlinkSync(join(repository, "node_modules"), join(directory, "node_modules"));
  write("package.json", JSON.stringify({ type: "module" }));
  write("aludel.config.json", JSON.stringify({ dataSource: "data-source.js" }));
  write(
    "data-source.js",
    `import { DataSource } from "typeorm";
export default new DataSource({ type: "postgres", url: ${JSON.stringify(url)} });
`,
  );
  for (const [at, step] of steps.entries())
    write(`migrations/20260101T00${String(at).padStart(2, "0")}_step${at}_.js`, moduleText(step, at));
  return directory;
}

async function administer(connection, statements) {
  const client = new Client(connection);
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

/** Runs the statement again and again, and keeps the longest time that it took. */
async function startLoop(sql) {
  const client = new Client(url);
  await client.connect();
  const loop = { longest: 0, isRunning: true };
  const repeat = async () => {
    while (loop.isRunning) {
      const began = performance.now();
      await client.query(sql, [1 + Math.floor(Math.random() * rows)]);
      loop.longest = Math.max(loop.longest, performance.now() - began);
    }
    await client.end();
  };
  return Object.assign(loop, { end: repeat() });
}

async function upgrade(directory) {
  const main = join(repository, "dist/cli/main.js");
  const child = spawn(process.execPath, [main, "upgrade", "+1", "--yes"], { cwd: directory });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (said += data));
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(said);
  return Number(/done in (\d+) ms/.exec(said)?.[1]);
}

/** What the file of such a revision would say of others who wait. */
async function planOf(step) {
  const module = await import(`data:text/javascript,${encodeURIComponent(moduleText(step, 0))}`);
  const { up } = await recordRevision(step[0], module);
  return withSession(new DataSource({ type: "postgres", url }), async ({ dialect, connection }) => {
    const schema = await dialect.introspect(connection, { schemas: [] });
    const hazards = up.operations.flatMap((operation) => dialect.effects(operation, { schema, before: [] }));
    return hazards.flatMap(({ kind, message }) => (kind === "blocks" ? [message] : [])).join(" | ");
  });
}

async function measure(directory, step) {
  const plan = await planOf(step);
  const read = "SELECT name, seen FROM item WHERE id = $1";
  const write = "UPDATE item SET seen = seen + 1 WHERE id = $1";
  const loops = await Promise.all([read, read, write, write].map(startLoop));
  const milliseconds = await upgrade(directory);
  for (const loop of loops) loop.isRunning = false;
  await Promise.all(loops.map((loop) => loop.end));
  const [first, second, third, fourth] = loops.map(({ longest }) => longest);
  return [milliseconds, Math.max(first, second), Math.max(third, fourth), plan];
}

const seconds = (milliseconds) => (milliseconds / 1000).toFixed(1).padStart(7);

await administer(superuser, [
  `CREATE ROLE ${name} LOGIN PASSWORD '${name}'`,
  `CREATE DATABASE ${name} TEMPLATE template0`,
]);
const directory = makeProject();
try {
  await administer(adminUrl, [`GRANT CREATE ON SCHEMA public TO ${name}`]);
  await administer(url, setup);
  console.log(`${rows} rows, as a role without rights\n`);
  console.log(`${"".padEnd(32)} seconds  reader  writer  what the plan says`);
  for (const step of steps) {
    const [whole, reader, writer, plan] = await measure(directory, step);
    console.log(`${step[0].padEnd(32)} ${seconds(whole)} ${seconds(reader)} ${seconds(writer)}  ${plan}`);
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
  await administer(superuser, [`DROP DATABASE ${name} WITH (FORCE)`, `DROP ROLE ${name}`]);
}
