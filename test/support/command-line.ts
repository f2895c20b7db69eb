import { spawn, type ChildProcess } from "node:child_process";
import { rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeProject, makeProjectDirectory, type drivers, type TestProject } from "./project.js";

const root = new URL("../../", import.meta.url);
const main = fileURLToPath(new URL("dist/cli/main.js", root));

/** What a process left behind. */
export interface Outcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process that runs, and what becomes of it. */
export interface RunningCommand {
  readonly child: ChildProcess;
  readonly outcome: Promise<Outcome>;
}

/** Starts `aludel` in the directory. `limit` is the largest file that it may write, in blocks of 1 KiB. */
export function start(directory: string, args: readonly string[], limit?: number): RunningCommand {
  const command = limit === undefined ? process.execPath : "/bin/bash";
  const shell = ["-c", `ulimit -f ${limit ?? 0}; exec "$@"`, "bash", process.execPath];
  const child = spawn(command, [...(limit === undefined ? [] : shell), main, ...args], { cwd: directory });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const outcome = new Promise<Outcome>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return { child, outcome };
}

/** Writes the data source as a JavaScript file; `entities` is the code of a list, in which `EntitySchema` is known. */
export async function writeDataSource(
  project: Pick<TestProject, "file">,
  options: Readonly<Record<string, unknown>>,
  entities = "[]",
): Promise<void> {
  const typeorm = process.env["TYPEORM"] === "1" ? "typeorm-1" : "typeorm";
  await writeFile(
    project.file("data-source.js"),
    `import { DataSource, EntitySchema } from "${typeorm}";
const entities = ${entities};
export default new DataSource({ ...${JSON.stringify(options)}, entities });
`,
  );
}

async function equip(project: Pick<TestProject, "file">): Promise<void> {
  await symlink(fileURLToPath(new URL("node_modules", root)), project.file("node_modules"));
  await writeFile(project.file("aludel.config.json"), JSON.stringify({ dataSource: "data-source.js" }));
}

/** A project whose data source is a JavaScript file, so that commands can run in it; it knows no entities. */
export async function makeCommandProject(driver: (typeof drivers)[number]): Promise<TestProject> {
  const project = await makeProject(driver);
  await equip(project);
  await writeDataSource(project, { type: driver, database: "db.sqlite" });
  return project;
}

/** A directory for commands on a server, whose data source has those options. */
export async function makeServerProject(
  options: Readonly<Record<string, unknown>>,
  entities?: string,
): Promise<Pick<TestProject, "directory" | "file" | "remove">> {
  const directory = await makeProjectDirectory();
  const project = { directory, file: (name: string) => join(directory, name) };
  await equip(project);
  await writeDataSource(project, options, entities);
  return { ...project, remove: () => rm(directory, { recursive: true, force: true }) };
}

/** Writes a chain of revisions: the bodies of their `up` and `down`, in JavaScript. The ids count from 1. */
export async function writeChain(
  project: Pick<TestProject, "file">,
  bodies: readonly (readonly [string, string])[],
): Promise<string[]> {
  const ids = bodies.map((_, index) => `rev${String(index + 1).padStart(4, "0")}`);
  for (const [index, [up, down]] of bodies.entries()) {
    const parents = index === 0 ? [] : [ids[index - 1]];
    await writeFile(
      project.file(`migrations/20260101T00${String(index).padStart(2, "0")}_${ids[index]}_step.js`),
      `/** step ${index + 1} */
export const revision = "${ids[index]}";
export const parents = ${JSON.stringify(parents)};
export async function up(op) { ${up} }
export async function down(op) { ${down} }
`,
    );
  }
  return ids;
}
