import { execFile, spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** What a server of the tests needs to start. */
interface ServerCommand {
  readonly command: readonly string[];
  /** What it writes to its error output once it takes connections. */
  readonly ready: string;
  /** What ends it at once. */
  readonly signal: "INT" | "KILL";
}

/** A server that runs until it is stopped, or until this process is gone. */
export interface KeptProcess {
  stop(): Promise<void>;
}

/** A directory of a server's own, and how programs run in it. */
export interface ServerDirectory {
  readonly directory: string;
  /** Runs a program to its end; rejects where it fails. */
  run(program: string, args: readonly string[]): Promise<void>;
  start(server: ServerCommand): Promise<KeptProcess>;
}

/** Whom a program runs as; ourselves where that is left open. */
interface User {
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * Runs `$3 …` until the other end of the pipe is closed, which it is however that process ends; then removes `$1`. By
 * then nobody reads what the shell says, so that it must not stop at that.
 */
const keeper = `
trap '' PIPE
exec 3<&0
directory=$1 signal=$2; shift 2
"$@" & server=$!
{ cat <&3 >/dev/null; kill -$signal $server; } & watcher=$!
exec 3<&-
wait $server
kill $watcher 2>/dev/null
rm -rf "$directory"`;

function idOf(option: "-u" | "-g", user: string): number {
  const { status, stdout } = spawnSync("id", [option, user], { encoding: "utf8" });
  return status === 0 ? Number(stdout) : 0;
}

/** Somebody who is not root, whom database servers refuse. */
function unprivilegedUser(): User {
  if (process.getuid?.() !== 0) return {};
  const name = ["postgres", "nobody"].find((user) => idOf("-u", user) > 0);
  if (name === undefined) throw new Error("there is no user postgres or nobody for a server to run as");
  return { uid: idOf("-u", name), gid: idOf("-g", name) };
}

/** Resolves once the server is ready; rejects with its output where it ends before. */
async function untilReady(server: ChildProcess, text: string): Promise<void> {
  let output = "";
  await new Promise<void>((resolve, reject) => {
    server.stderr?.on("data", (data: Buffer) => {
      output += data.toString();
      if (output.includes(text)) resolve();
    });
    server.once("error", reject);
    server.once("close", () => reject(new Error(`a server did not start:\n${output}`)));
  });
  server.stderr?.removeAllListeners("data").resume();
}

/** Prepares a directory of its own for a server, and what starts it there; neither outlasts this process. */
export async function inServerDirectory<Result>(
  name: string,
  prepare: (directory: string) => Promise<void>,
  start: (place: ServerDirectory) => Promise<Result>,
): Promise<Result> {
  const directory = await mkdtemp(join(tmpdir(), `aludel-${name}-`));
  try {
    await prepare(directory);
    const user = unprivilegedUser();
    if (user.uid !== undefined)
      await promisify(execFile)("chown", ["-R", `${user.uid}:${user.gid}`, directory]);
    return await start(placeFor(directory, user));
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
}

function placeFor(directory: string, user: User): ServerDirectory {
  const options = { ...user, cwd: directory, env: { ...process.env, LC_ALL: "C" } };
  return {
    directory,
    run: async (program, args) => void (await promisify(execFile)(program, args, options)),
    start: async ({ command, ready, signal }) => {
      const server = spawn("sh", ["-c", keeper, "sh", directory, signal, ...command], {
        ...options,
        detached: true,
        stdio: ["pipe", "ignore", "pipe"],
      });
      await untilReady(server, ready);
      return {
        stop: async () => {
          const exit = once(server, "exit");
          server.stdin.end();
          await exit;
        },
      };
    },
  };
}

/** A port of the loopback interface that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
