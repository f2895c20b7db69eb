import { spawn } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir, userInfo } from "node:os";
import { delimiter, isAbsolute, join } from "node:path";

const repository = join(import.meta.dirname, "../..");
const fixtures = join(repository, "fixtures");

/** The program under test: of this repository's build, unless ALUDEL_MAIN names another. */
const main = process.env["ALUDEL_MAIN"] ?? "dist/cli/main.js";

/** What a session is played with. */
export interface Scene {
  /** The directory in `fixtures` whose copy the commands run in. */
  readonly project: string;
  /** The programs besides `aludel`, each a file of this directory and its first words. */
  readonly programs: Readonly<Record<string, readonly string[]>>;
  readonly env: Readonly<Record<string, string>>;
  /** Masks what only this scene has. */
  readonly mask: (text: string) => string;
}

/** Sessions on an SQLite database. */
const sqliteScene: Scene = {
  project: "sessions/project",
  programs: { sql: ["sql.mjs"], locked: ["locked.mjs"] },
  env: {},
  mask: (text) => text,
};

/** Where the commands of a session run. */
interface Stage {
  readonly project: string;
  readonly bin: string;
  readonly scene: Scene;
}

/**
 * Runs the command lines of a session in a fresh copy of the scene's project and gives the session as it went: after each
 * line its stdout, its stderr (`! `), and its exit code where that is not 0. What differs from run to run is masked.
 */
export async function replaySession(text: string, scene: Scene = sqliteScene): Promise<string> {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "aludel-session-")));
  try {
    const stage = { project: join(directory, "shop"), bin: join(directory, "bin"), scene };
    build(stage);
    const mask = createMask(stage);
    const parts: string[] = [];
    for (const block of text.split(/^(?=\$ |# )/m)) {
      if (!block.startsWith("$ ")) parts.push(block.trim());
      else parts.push(await replayCommand(block, stage, mask));
    }
    return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function build({ project, bin, scene }: Stage): void {
  cpSync(join(fixtures, scene.project), project, { recursive: true });
  symlinkSync(join(repository, "node_modules"), join(project, "node_modules"));
  mkdirSync(bin);
  const program = isAbsolute(main) ? main : join(repository, main);
  const own = Object.entries(scene.programs).map(
    ([name, [file = "", ...words]]) => [name, [join(import.meta.dirname, file), ...words]] as const,
  );
  for (const [name, words] of [["aludel", [program]] as const, ...own]) {
    const path = join(bin, name);
    const command = [process.execPath, ...words].map((word) => `'${word}'`).join(" ");
    writeFileSync(path, `#!/bin/sh\nexec ${command} "$@"\n`);
    chmodSync(path, 0o755);
  }
}

async function replayCommand(block: string, stage: Stage, mask: Mask): Promise<string> {
  const written = /^\$ .*(?:\n> .*)*/.exec(block)?.[0] ?? "";
  const command = mask.open(written.replace(/^\$ /, "").replaceAll(/^> /gm, ""));
  const { stdout, stderr, code } = await runShell(command, stage);
  const lines = [
    written,
    ...linesOf(mask.close(stdout)),
    ...linesOf(mask.close(stderr)).map((line) => `! ${line}`.trimEnd()),
    ...(code === 0 ? [] : [`[exit ${code}]`]),
  ];
  return lines.join("\n");
}

function linesOf(text: string): readonly string[] {
  return text === "" ? [] : text.replace(/\n+$/, "").split("\n");
}

interface Output {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
}

async function runShell(command: string, { project, bin, scene }: Stage): Promise<Output> {
  const path = `${bin}${delimiter}${process.env["PATH"] ?? ""}`;
  const env = { ...process.env, ...scene.env, PATH: path, FIXTURES: fixtures };
  const child = spawn("sh", ["-c", command], { cwd: project, env, stdio: ["ignore", "pipe", "pipe"] });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ stdout, stderr, code }));
  });
}

/** Turns what differs from run to run into placeholders, and `{id1}` or its beginning `{id1:6}` back into the id. */
interface Mask {
  close(text: string): string;
  open(text: string): string;
}

function createMask({ project, scene }: Stage): Mask {
  const ids: string[] = [];
  const placeholder = (id: string): string => {
    // The ids of fixtures/revisions are readable as they are.
    if (id.includes("00000")) return id;
    if (!ids.includes(id)) ids.push(id);
    return `{id${ids.indexOf(id) + 1}}`;
  };
  return {
    close: (text) =>
      scene
        .mask(text)
        .replaceAll(project, "{project}")
        .replaceAll(fixtures, "{fixtures}")
        .replaceAll(`${userInfo().username}@${hostname()}`, "{user}")
        .replaceAll(/\b(process|PID) \d+/g, "$1 {pid}")
        .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "{at}")
        .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, "{date}")
        .replaceAll(/\bon \d{4}-\d\d-\d\d/g, "on {day}")
        .replaceAll(/\b\d{8}T\d{4}_/g, "{time}_")
        .replaceAll(/\b\d+ ms\b/g, "{n} ms")
        .replaceAll(/SQLite \d+(?:\.\d+)*/g, "SQLite {version}")
        .replaceAll(/\b[0-9a-f]{64}\b/g, "{checksum}")
        .replaceAll(/(?<![0-9a-f])[0-9a-f]{12}(?![0-9a-f])/g, placeholder),
    open: (text) =>
      text.replaceAll(/\{id(\d+)(?::(\d+))?\}/g, (_, index: string, length?: string) =>
        (ids[Number(index) - 1] ?? "").slice(0, length === undefined ? undefined : Number(length)),
      ),
  };
}
