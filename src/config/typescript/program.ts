import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, parse, relative } from "node:path";
import { promisify } from "node:util";
import { cacheDirectory, hash, readCache, writeCache } from "./cache.js";
import { installedTypeScript } from "./installed-typescript.js";
import type { InstalledTypeScript } from "./installed-typescript.js";
import { isTypeScript } from "./module-format.js";
import { settingsFor } from "./settings.js";
import type { Program } from "./state.js";

/** A compiled program as it is kept in the cache. */
interface Manifest {
  readonly outDir: string;
  /** The program before this one: another process may still be reading it, so it goes when the next one comes. */
  readonly before: string | undefined;
  /** What the program was compiled from, each file with its size and time. */
  readonly sources: Readonly<Record<string, string>>;
}

/** Type information is all that is wanted of tsc: no check of types, no other output, no rule that stops it from writing. */
const compilerOptions = {
  noEmit: false,
  noCheck: true,
  noEmitOnError: false,
  emitDeclarationOnly: false,
  declaration: false,
  declarationMap: false,
  isolatedDeclarations: false,
  composite: false,
  incremental: false,
  sourceMap: false,
  inlineSourceMap: false,
  inlineSources: false,
  allowJs: false,
};

/** Used where a project has no tsconfig.json. */
const defaultOptions = {
  target: "es2022",
  module: "nodenext",
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
};

/**
 * What the project's own `tsc` made of its TypeScript before, if no source has changed since: with it, types that a file
 * by file transpiler loses are right from the first attempt on.
 */
export function compiledBefore(file: string): Program | undefined {
  const manifest = readManifest(file);
  if (manifest === undefined) return undefined;
  const sources = Object.entries(manifest.sources);
  return sources.every(([source, stamp]) => stampOf(source) === stamp) ? programOf(manifest) : undefined;
}

/** Compiles the program that a file belongs to with the project's own `tsc`, of any version; undefined if it has none. */
export async function compileProgram(file: string): Promise<Program | undefined> {
  const typescript = installedTypeScript(file);
  const directory = cacheDirectory(file);
  if (typescript === undefined || directory === undefined) return undefined;
  mkdirSync(join(directory, "tsc"), { recursive: true });
  const outDir = mkdtempSync(join(directory, "tsc", "program-"));
  const sources = await runTsc(typescript, file, outDir);
  const old = readManifest(file);
  if (old?.before !== undefined) rmSync(old.before, { recursive: true, force: true });
  const stamps = Object.fromEntries(sources.map((source) => [source, stampOf(source) ?? ""]));
  const manifest: Manifest = { outDir, before: old?.outDir, sources: stamps };
  writeCache(directory, manifestName(file), manifestKey(file), JSON.stringify(manifest));
  return programOf(manifest);
}

/** Errors of types do not matter; what cannot be compiled at all is missing afterwards, and SWC will say why. */
async function runTsc(
  typescript: InstalledTypeScript,
  file: string,
  outDir: string,
): Promise<readonly string[]> {
  const config = join(outDir, "tsconfig.json");
  writeFileSync(config, JSON.stringify(tsconfigFor(file, outDir)));
  const parameters = [typescript.tsc, "--project", config, "--listFiles", "--pretty", "false"];
  const options = { cwd: dirname(file), maxBuffer: 1 << 28 };
  const run = promisify(execFile)(process.execPath, parameters, options);
  const { stdout } = await run.catch((error: unknown) => ({ stdout: outputOf(error) }));
  const files = stdout
    .split(/\r?\n/)
    .filter((line) => isTypeScript(line) && !line.includes("/node_modules/"));
  return files.filter((path) => stampOf(path) !== undefined).map((path) => join(path));
}

function outputOf(error: unknown): string {
  const output = typeof error === "object" && error !== null && "stdout" in error ? error.stdout : undefined;
  return typeof output === "string" ? output : "";
}

/** The project's own tsconfig.json, extended; `files` adds the loaded file should `include` not cover it. */
function tsconfigFor(file: string, outDir: string): object {
  const tsconfig = settingsFor(file).tsconfig;
  const options = { ...compilerOptions, outDir, rootDir: parse(file).root };
  if (tsconfig === undefined) return { compilerOptions: { ...defaultOptions, ...options }, files: [file] };
  const { include, files } = tsconfig.config;
  const all =
    include === undefined && files === undefined ? { include: [join(dirname(tsconfig.path), "**/*")] } : {};
  return { extends: tsconfig.path, compilerOptions: options, files: [file], references: [], ...all };
}

function programOf(manifest: Manifest): Program {
  const pairs = Object.keys(manifest.sources).map(
    (source) => [source, emittedFor(source, manifest.outDir)] as const,
  );
  return { emitted: new Map(pairs.filter(([, emitted]) => stampOf(emitted) !== undefined)) };
}

function emittedFor(source: string, outDir: string): string {
  const path = join(outDir, relative(parse(source).root, source));
  return path.replace(/\.([mc]?)tsx?$/, ".$1js");
}

function stampOf(path: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isFile() === true ? `${found.size} ${found.mtimeMs}` : undefined;
}

function readManifest(file: string): Manifest | undefined {
  const directory = cacheDirectory(file);
  const text = directory && readCache(directory, manifestName(file), manifestKey(file));
  if (text === undefined) return undefined;
  const manifest: Manifest = JSON.parse(text);
  return manifest;
}

function manifestName(file: string): string {
  return `program-${hash(file)}.json`;
}

/** A program compiled by another TypeScript, or with other settings, is another program. */
function manifestKey(file: string): string {
  const { tsconfig } = settingsFor(file);
  return hash(
    JSON.stringify(compilerOptions),
    installedTypeScript(file)?.version ?? "",
    JSON.stringify(tsconfig) ?? "",
  );
}
