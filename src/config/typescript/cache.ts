import { createHash } from "node:crypto";
import {
  accessSync,
  constants,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const byDirectory = new Map<string, string | undefined>();

/**
 * Where things made from a file are kept: `node_modules/.cache/aludel` of its project, else a folder of the user's own
 * among the temporary files; undefined if nothing can be written anywhere.
 */
export function cacheDirectory(file: string): string | undefined {
  const directory = dirname(file);
  if (!byDirectory.has(directory)) byDirectory.set(directory, firstWritable(directory));
  return byDirectory.get(directory);
}

/** The text kept under a name, if it was made from what `key` stands for. */
export function readCache(directory: string, name: string, key: string): string | undefined {
  try {
    const text = readFileSync(join(directory, name), "utf8");
    const head = headOf(key);
    return text.startsWith(head) ? text.slice(head.length) : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a text under a name, in place of the one before; a cache that cannot be written is no error. */
export function writeCache(directory: string, name: string, key: string, text: string): void {
  const temporary = join(directory, `${name}.${process.pid}.${performance.now()}`);
  try {
    writeFileSync(temporary, headOf(key) + text);
    renameSync(temporary, join(directory, name));
  } catch {
    rmSync(temporary, { force: true });
  }
}

/** A short name for a text, safe as a file's. */
export function hash(...texts: readonly string[]): string {
  const sum = createHash("sha256");
  for (const text of texts) sum.update(text).update("\0");
  return sum.digest("hex").slice(0, 32);
}

function headOf(key: string): string {
  return `//${key}\n`;
}

function firstWritable(directory: string): string | undefined {
  const modules = nearestModules(directory);
  const places = modules === undefined ? [] : [join(modules, ".cache", "aludel")];
  return [...places, join(tmpdir(), `aludel-${process.getuid?.() ?? "cache"}`)].find(isOurs);
}

function nearestModules(directory: string): string | undefined {
  const modules = join(directory, "node_modules");
  if (statSync(modules, { throwIfNoEntry: false })?.isDirectory()) return modules;
  const parent = dirname(directory);
  return parent === directory ? undefined : nearestModules(parent);
}

/** Code is run from it, so a folder that belongs to somebody else will not do. */
function isOurs(directory: string): boolean {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    accessSync(directory, constants.W_OK);
    return process.getuid === undefined || statSync(directory).uid === process.getuid();
  } catch {
    return false;
  }
}
