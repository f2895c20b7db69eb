import { spawn, type ChildProcess } from "node:child_process";
import { symlink, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { makeProject, type drivers, type TestProject } from "./project.js";

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

/** A project whose data source is a JavaScript file, so that commands can run in it; it knows no entities. */
export async function makeCommandProject(driver: (typeof drivers)[number]): Promise<TestProject> {
  const project = await makeProject(driver);
  await symlink(fileURLToPath(new URL("node_modules", root)), project.file("node_modules"));
  const typeorm = process.env["TYPEORM"] === "1" ? "typeorm-1" : "typeorm";
  await writeFile(
    project.file("data-source.js"),
    `import { DataSource } from "${typeorm}";
export default new DataSource({ type: "${driver}", database: "db.sqlite", entities: [] });
`,
  );
  await writeFile(project.file("aludel.config.json"), JSON.stringify({ dataSource: "data-source.js" }));
  return project;
}

/** Writes a chain of revisions: the bodies of their `up` and `down`, in JavaScript. The ids count from 1. */
export async function writeChain(
  project: TestProject,
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
