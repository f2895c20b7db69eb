import { spawn, spawnSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { main, stageProject } from "./project.js";

const insertMany = `/** many rows */
export const revision = "dddd00000004";
export const parents = ["cccc00000003"];
export async function up(op) {
  await op.execute("CREATE TABLE many (id integer)");
  for (let row = 0; row < 1_000_000; row++) await op.execute(\`INSERT INTO many VALUES (\${row})\`);
}
`;

/** A project whose last revision takes longer than anybody waits. */
function stageSlow(): string {
  const project = stageProject();
  writeFileSync(join(project, "migrations/20261121T1100_dddd00000004_many.js"), insertMany);
  return project;
}

interface Ended {
  readonly code: number | null;
  readonly stderr: string;
}

/** Runs `upgrade` and sends it a signal when the slow revision runs. */
async function interrupt(project: string, signal: NodeJS.Signals): Promise<Ended> {
  const child = spawn(process.execPath, [main, "upgrade"], { cwd: project });
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => {
    const before = stderr;
    stderr += chunk.toString();
    if (!slow.test(before) && slow.test(stderr)) child.kill(signal);
  });
  return new Promise((resolve) => {
    child.on("close", (code) => resolve({ code, stderr }));
  });
}

const slow = /-> dddd00000004/;

function run(project: string, ...words: readonly string[]) {
  return spawnSync(process.execPath, [main, ...words], { cwd: project, encoding: "utf8" });
}

describe("Ctrl-C during an upgrade", () => {
  it.each(["SIGINT", "SIGTERM"] as const)("%s rolls back what is running and ends with 1", async (signal) => {
    const project = stageSlow();
    const { code, stderr } = await interrupt(project, signal);
    expect(stderr).toContain("error: interrupted after 3 of 4 revisions (E_INTERRUPTED)");
    expect(code).toBe(1);
    expect(run(project, "current").stdout).toBe("cccc00000003, three\n");
  });
});

describe("output", () => {
  it("may be cut off by who reads it", () => {
    const project = stageProject();
    const { stderr, status } = spawnSync(
      "sh",
      ["-c", `"${process.execPath}" "${main}" history -v --json | head -c 1`],
      { cwd: project, encoding: "utf8" },
    );
    expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
  });

  it("has no colours where nobody looks", () => {
    expect(run(stageProject(), "history").stdout).not.toContain("\u001B");
  });

  it("of a process that never ends by itself ends nonetheless", () => {
    const project = stageProject();
    writeFileSync(
      join(project, "endless.js"),
      'export * from "./data-source.js";\nsetInterval(() => {}, 1000);\n',
    );
    expect(run(project, "upgrade", "-d", "endless.js").status).toBe(0);
  });
});

it("no command leaves anything in the revision directory", () => {
  const project = stageProject();
  const before = readdirSync(join(project, "migrations"));
  run(project, "revision", "--autogenerate", "-m", "x");
  run(project, "upgrade");
  run(project, "check");
  expect(readdirSync(join(project, "migrations"))).toEqual(before);
});
