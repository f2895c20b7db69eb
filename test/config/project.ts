import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll } from "vitest";

const repository = join(import.meta.dirname, "../..");
const temporary = realpathSync(mkdtempSync(join(tmpdir(), "aludel-config-")));
let projects = 0;

afterAll(() => rmSync(temporary, { recursive: true, force: true }));

/** Which packages of this repository stand for a project's own. */
interface Installed {
  readonly typeorm?: "typeorm" | "typeorm-1";
  readonly typescript?: "typescript" | "typescript-5" | "typescript-7" | undefined;
}

/** A copy of a project of fixtures/projects, or an empty one, with its packages installed. */
export function stage(fixture: string | undefined, installed: Installed = {}): string {
  const directory = join(temporary, `${fixture ?? "empty"}-${++projects}`);
  mkdirSync(join(directory, "node_modules/@types"), { recursive: true });
  if (fixture !== undefined)
    cpSync(join(repository, "fixtures/projects", fixture), directory, { recursive: true });
  const { typeorm = "typeorm", typescript } = installed;
  link(directory, typeorm, "typeorm");
  if (typescript !== undefined) link(directory, typescript, "typescript");
  // Hides what happens to be installed further up.
  else write(directory, { "node_modules/typescript/package.json": "{}" });
  for (const name of ["reflect-metadata", "better-sqlite3", "@types/node"]) link(directory, name, name);
  return directory;
}

/** Writes files into a project, their paths relative to it. */
export function write(directory: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
}

/** What child.mjs prints. */
export interface Outcome {
  readonly value?: unknown;
  readonly error?: {
    readonly code: string;
    readonly message: string;
    readonly hint: string;
    readonly exitCode: number;
  };
  /** The packages that were required in the main thread. */
  readonly packages: readonly string[];
  /** Whether the loader of fixtures/projects/registered-loader loaded anything. */
  readonly registered: boolean;
}

/** Settings of the process that {@link run} starts. */
interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly nodeOptions?: readonly string[];
}

/** Runs a function of the built package in a process of its own: see child.mjs. */
export async function run(
  name: string,
  parameters: readonly string[],
  options: RunOptions = {},
): Promise<Outcome> {
  const { cwd = temporary, env = {}, nodeOptions = [] } = options;
  const words = [...nodeOptions, join(import.meta.dirname, "child.mjs"), name, ...parameters];
  const { stdout } = await promisify(execFile)(process.execPath, words, {
    cwd,
    env: { ...process.env, NODE_PATH: "", ...env },
  });
  const outcome: Outcome = JSON.parse(stdout);
  return outcome;
}

/** Compiles a project with TypeScript 7, the quickest, as its authors would. */
export async function compile(directory: string): Promise<void> {
  const tsc = join(repository, "node_modules/typescript-7/bin/tsc");
  await promisify(execFile)(process.execPath, [tsc, "--project", directory], { cwd: directory });
}

function link(directory: string, from: string, to: string): void {
  symlinkSync(join(repository, "node_modules", from), join(directory, "node_modules", to));
}
