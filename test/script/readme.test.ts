import { execFile } from "node:child_process";
import { chmod, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const repository = join(import.meta.dirname, "../..");
const run = promisify(execFile);

/** What differs from run to run, as a placeholder; ids by the order in which they come. */
function masked(text: string): string {
  const ids: string[] = [];
  const placeholder = (id: string): string => {
    if (!ids.includes(id)) ids.push(id);
    return `{id${ids.indexOf(id)}}`;
  };
  return text
    .replaceAll(/(?<![0-9a-f])[0-9a-f]{12}(?![0-9a-f])/g, placeholder)
    .replaceAll(/\d{8}T\d{4}/g, "{time}")
    .replaceAll(/\d{4}-\d\d-\d\d/g, "{day}")
    .replaceAll(/\d+ ms/g, "{n} ms")
    .replaceAll(/SQLite \d[\d.]+\d/g, "SQLite {version}");
}

/** The commands of the README's console blocks, and what it says that they print. */
async function tour(): Promise<{ command: string; output: string }[]> {
  const readme = await readFile(join(repository, "README.md"), "utf8");
  const blocks = [...readme.matchAll(/^```console\n([\s\S]*?)^```$/gm)].map(([, block = ""]) => block);
  return blocks.flatMap((block) =>
    block
      .split(/^\$ /m)
      .slice(1)
      .map((part) => {
        const [command = "", ...output] = part.split("\n");
        return { command, output: output.join("\n") };
      }),
  );
}

test("the README's tour prints what the README shows", async () => {
  const directory = await mkdtemp(join(tmpdir(), "aludel-readme-"));
  try {
    const project = join(directory, "tour");
    const bin = join(directory, "bin");
    await cp(join(repository, "fixtures/tour"), project, { recursive: true });
    await symlink(join(repository, "node_modules"), join(project, "node_modules"));
    await mkdir(bin);
    await writeFile(
      join(bin, "aludel"),
      `#!/bin/sh\nexec '${process.execPath}' '${join(repository, "dist/cli/main.js")}' "$@"\n`,
    );
    await chmod(join(bin, "aludel"), 0o755);
    const env = { ...process.env, PATH: `${bin}${delimiter}${process.env["PATH"] ?? ""}` };
    const commands = await tour();
    const printed: string[] = [];
    for (const { command } of commands) {
      const { stdout } = await run("sh", ["-c", `(${command}) 2>&1; true`], { cwd: project, env });
      printed.push(`$ ${command}\n${stdout}`);
    }
    expect(masked(printed.join(""))).toBe(
      masked(commands.map(({ command, output }) => `$ ${command}\n${output}`).join("")),
    );
    expect(commands.length).toBeGreaterThan(10);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});
