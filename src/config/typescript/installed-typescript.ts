import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { readJson } from "./module-format.js";

/** The TypeScript that a project has installed. */
export interface InstalledTypeScript {
  readonly version: string;
  /** The file to run with Node as `tsc`; versions 5 and 6 are a library too, 7 is this command only. */
  readonly tsc: string;
}

/** The TypeScript that a file's project would run, of whatever version; undefined if none is installed. */
export function installedTypeScript(file: string): InstalledTypeScript | undefined {
  let manifestFile: string;
  try {
    manifestFile = createRequire(file).resolve("typescript/package.json");
  } catch {
    return undefined;
  }
  const manifest = readJson(manifestFile);
  if (typeof manifest !== "object" || manifest === null || !("version" in manifest)) return undefined;
  const bin = "bin" in manifest ? manifest.bin : undefined;
  const tsc = typeof bin === "object" && bin !== null && "tsc" in bin ? bin.tsc : "bin/tsc";
  if (typeof manifest.version !== "string" || typeof tsc !== "string") return undefined;
  return { version: manifest.version, tsc: join(dirname(manifestFile), tsc) };
}
