import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { AludelError } from "../errors.js";
import { readJson } from "./typescript/module-format.js";

/**
 * Checks the version of the TypeORM that a file imports; one that cannot be found is left to the import to complain about.
 *
 * @throws {AludelError} `E_TYPEORM_VERSION`.
 */
export function checkTypeOrmVersion(file: string): void {
  const version = typeOrmVersion(file);
  if (version === undefined || isSupported(version)) return;
  throw new AludelError("E_TYPEORM_VERSION", `TypeORM ${version} is not supported`, {
    hint: "Install 0.3.20 or later of 0.3, or 1.x: `npm install typeorm@latest`.",
  });
}

/** The version of the TypeORM that a file would import; undefined if it finds none. */
export function typeOrmVersion(file: string): string | undefined {
  let entry: string;
  try {
    entry = createRequire(file).resolve("typeorm");
  } catch {
    return undefined;
  }
  const manifest = readJson(join(dirname(entry), "package.json"));
  if (typeof manifest !== "object" || manifest === null || !("version" in manifest)) return undefined;
  return typeof manifest.version === "string" ? manifest.version : undefined;
}

function isSupported(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split(/[.-]/).map(Number);
  return major === 1 || (major === 0 && minor === 3 && patch >= 20);
}
