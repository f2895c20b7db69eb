import { createRequire } from "node:module";

const loaders =
  /(^|[/@-])(ts-?node|tsx|tsimp|swc(-node)?|oxc(-node)?|esbuild|jiti|sucrase|babel|esm-?module-?alias)\b/;

/**
 * What loads TypeScript in this process already, because the user said so (`--require`, `--import`, `--loader`, on the
 * command line or in NODE_OPTIONS); undefined if nothing does. Node's own type stripping does not count: it refuses decorators.
 */
export function registeredLoader(): string | undefined {
  registered ??= { name: findLoader() };
  return registered.name;
}

/** Looked for once, before our own hook is there to be found. */
let registered: { readonly name: string | undefined } | undefined;

function findLoader(): string | undefined {
  const named = preloaded().find((name) => loaders.test(name));
  if (named !== undefined) return named;
  // eslint-disable-next-line typescript/no-deprecated -- nothing else tells which extensions `require` takes
  const extension: unknown = createRequire(import.meta.url).extensions[".ts"];
  const isForeign = typeof extension === "function" && extension.name !== "loadTS";
  return isForeign ? "a hook of require for .ts files" : undefined;
}

function preloaded(): readonly string[] {
  const words = [...process.execArgv, ...(process.env["NODE_OPTIONS"] ?? "").split(/\s+/)];
  return words.flatMap((word, index) => {
    const option = /^(?:-r|--require|--import|--loader|--experimental-loader)(?:=(.*))?$/.exec(word);
    if (option === null) return [];
    return [option[1] ?? words[index + 1] ?? ""];
  });
}
