import { dirname, join } from "node:path";
import { createFilesMatcher, createPathsMatcher, getTsconfig, parseTsconfig } from "get-tsconfig";
import type { TsConfigJsonResolved, TsConfigResult } from "get-tsconfig";
import { AludelError, messageOf } from "../../errors.js";
import { installedTypeScript } from "./installed-typescript.js";

/** What a tsconfig.json says that changes the JavaScript of a file. */
export interface CompilerSettings {
  readonly legacyDecorators: boolean;
  readonly decoratorMetadata: boolean;
  readonly defineFields: boolean;
  readonly interop: boolean;
  readonly verbatim: boolean;
  readonly jsx: string | undefined;
}

/** The tsconfig.json of a file, read; without one, what TypeORM needs is assumed. */
export interface ProjectSettings {
  /** The tsconfig.json, when there is one. */
  readonly tsconfig: TsConfigResult | undefined;
  readonly compiler: CompilerSettings;
  /** Turns an import that `paths` or `baseUrl` may mean into the paths to try, without extension. */
  readonly aliases: (specifier: string) => readonly string[];
}

const files = new Map<string, unknown>();
const byDirectory = new Map<string, ProjectSettings>();

/**
 * The settings of the tsconfig.json nearest to a file, or of the one that it references for the file.
 *
 * @throws {AludelError} `E_TSCONFIG` when it, or one that it extends, cannot be read.
 */
export function settingsFor(file: string): ProjectSettings {
  const directory = dirname(file);
  const known = byDirectory.get(directory);
  if (known !== undefined) return known;
  const settings = readSettings(file);
  byDirectory.set(directory, settings);
  return settings;
}

function readSettings(file: string): ProjectSettings {
  try {
    const nearest = getTsconfig(file, "tsconfig.json", files) ?? undefined;
    const tsconfig = nearest && referencedFor(file, nearest);
    return {
      tsconfig,
      compiler: compilerSettings(tsconfig?.config.compilerOptions, file),
      aliases: (tsconfig && createPathsMatcher(tsconfig)) ?? (() => []),
    };
  } catch (error) {
    throw new AludelError("E_TSCONFIG", `cannot read the tsconfig.json for ${file}: ${messageOf(error)}`, {
      hint: "Mend tsconfig.json (or the file that it extends): `npx tsc --showConfig` must print it.",
      cause: error,
    });
  }
}

/** A tsconfig.json that only has references leaves its files to one of them: take the one that includes the file. */
function referencedFor(file: string, tsconfig: TsConfigResult): TsConfigResult {
  const references = tsconfig.config.references ?? [];
  if (references.length === 0 || createFilesMatcher(tsconfig)(file) !== undefined) return tsconfig;
  const candidates = references.map(({ path }) => {
    const target = join(dirname(tsconfig.path), path);
    const config = target.endsWith(".json") ? target : join(target, "tsconfig.json");
    return { path: config, config: parseTsconfig(config, new Map()) };
  });
  return candidates.find((candidate) => createFilesMatcher(candidate)(file) !== undefined) ?? tsconfig;
}

type CompilerOptions = NonNullable<TsConfigJsonResolved["compilerOptions"]>;

function compilerSettings(options: CompilerOptions | undefined, file: string): CompilerSettings {
  const target = (options?.target ?? "es2022").toLowerCase();
  return {
    legacyDecorators: options?.experimentalDecorators ?? true,
    decoratorMetadata: options === undefined || options.emitDecoratorMetadata === true,
    defineFields:
      options?.useDefineForClassFields ?? (target === "esnext" || /^es20(2[2-9]|[3-9]\d)$/.test(target)),
    interop: options?.esModuleInterop ?? interopByDefault(options, file),
    verbatim: options?.verbatimModuleSyntax ?? false,
    jsx: options?.jsx?.toLowerCase(),
  };
}

/** https://www.typescriptlang.org/tsconfig/#esModuleInterop and, for 6, its release notes: it is on by default. */
function interopByDefault(options: CompilerOptions | undefined, file: string): boolean {
  if (/^(node|preserve)/i.test(options?.module ?? "")) return true;
  const version = installedTypeScript(file)?.version;
  return version === undefined || Number.parseInt(version, 10) >= 6;
}
