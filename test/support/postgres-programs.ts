import { execFile, spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import type { PostgresServer } from "./servers.js";

type Name = "psql" | "pg_dump";

interface Program {
  readonly path: string;
  readonly major: number;
}

const debian = "/usr/lib/postgresql";

/** Where PostgreSQL's programs may be; `TEST_POSTGRES_BIN` names more directories, as `PATH` does. */
function directories(): string[] {
  const lists = [process.env["TEST_POSTGRES_BIN"], process.env["PATH"]];
  const listed = lists
    .flatMap((list) => list?.split(delimiter) ?? [])
    .filter((directory) => directory !== "");
  const versions = existsSync(debian) ? readdirSync(debian) : [];
  return [...listed, ...versions.map((version) => join(debian, version, "bin"))];
}

function programsAt(path: string): Program[] {
  if (!existsSync(path)) return [];
  const { stdout } = spawnSync(path, ["--version"], { encoding: "utf8" });
  const major = Number(/\(PostgreSQL\) (\d+)/.exec(stdout)?.[1]);
  return Number.isNaN(major) ? [] : [{ path, major }];
}

/** The newest program of that name, which knows every older server, too. */
function newest(name: Name): Program | undefined {
  const programs = directories().flatMap((directory) => programsAt(join(directory, name)));
  const [best] = programs.toSorted((a, b) => b.major - a.major);
  return best;
}

const psql = newest("psql");
const dump = newest("pg_dump");

/** On a laptop, what lacks a program is left out, loudly; anywhere else it is a failure. */
function isThere(program: Program | undefined, name: Name): boolean {
  if (program !== undefined) return true;
  if (process.env["CI"] !== undefined) throw new Error(`${name} is not installed`);
  process.stderr.write(`NOT TESTED: ${name} is not installed\n`);
  return false;
}

/** Whether {@link runPsql} works here; else a test that needs it is skipped. */
export const hasPsql: boolean = isThere(psql, "psql");

/** Whether {@link pgDump} works here with that server, which must not be newer; else a test that needs it is skipped. */
export function hasPgDump({ name, major }: PostgresServer): boolean {
  if (dump === undefined) return isThere(dump, "pg_dump");
  if (dump.major < major)
    process.stderr.write(`NOT TESTED: ${name} has no pg_dump, only that of PostgreSQL ${dump.major}\n`);
  return dump.major >= major;
}

/** Runs a script as `psql` does that stops at the first error, and gives what it prints; rejects with its error output. */
export async function runPsql(url: string, script: string): Promise<string> {
  const run = promisify(execFile)(psql?.path ?? "psql", [
    "-X",
    "-v",
    "ON_ERROR_STOP=1",
    "-d",
    url,
    "-f",
    "-",
  ]);
  run.child.stdin?.end(script);
  const { stdout } = await run.catch((error: unknown) => {
    const hasOutput = error instanceof Error && "stderr" in error && error.stderr !== "";
    throw hasOutput ? new Error(String(error.stderr), { cause: error }) : error;
  });
  return stdout;
}

const volatileLines = /^(?:\\(?:un)?restrict |-- Dumped (?:from|by) ).*\n/gm;

/** What `pg_dump` writes about a database's schema, without the lines that differ from one dump to the next. */
export async function pgDump(url: string): Promise<string> {
  const options = ["--schema-only", "--no-owner", "-d", url];
  const { stdout } = await promisify(execFile)(dump?.path ?? "pg_dump", options, { maxBuffer: 2 ** 26 });
  return stdout.replaceAll(volatileLines, "").replaceAll(/\n{3,}/g, "\n\n");
}
