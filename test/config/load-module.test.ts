import { readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { run, stage, write } from "./project.js";

const revisionFile = `import type { Operations } from "aludel";

export const revision = "4f1c9a0b2d7e";
export const parents: readonly string[] = [];

export async function up(op: Operations): Promise<void> {}
`;

describe("revision files", () => {
  const projects: readonly { readonly kind: string; readonly files: Readonly<Record<string, string>> }[] = [
    { kind: "a CommonJS project", files: { "package.json": "{}", "tsconfig.json": "{}" } },
    { kind: "an ESM project", files: { "package.json": '{ "type": "module" }', "tsconfig.json": "{}" } },
    { kind: "a project without tsconfig.json", files: { "package.json": "{}" } },
    { kind: "a folder without package.json", files: {} },
    {
      kind: "a project under nodenext",
      files: { "package.json": "{}", "tsconfig.json": '{ "compilerOptions": { "module": "nodenext" } }' },
    },
  ];

  test.concurrent.each(projects)("load in $kind", async ({ files }) => {
    const directory = stage(undefined);
    write(directory, {
      ...files,
      "migrations/a.ts": revisionFile,
      "migrations/b.mts": revisionFile,
      "migrations/c.cts": revisionFile,
    });
    const { value } = await run(
      "module",
      ["a.ts", "b.mts", "c.cts"].map((name) => join(directory, "migrations", name)),
    );
    expect(value).toEqual(
      Array.from({ length: 3 }, () => expect.arrayContaining(["revision: 4f1c9a0b2d7e", "parents: "])),
    );
  });

  test("load quicker as CommonJS, unless they cannot", async () => {
    const directory = stage(undefined);
    const awaiting = "export const revision = await Promise.resolve(2);";
    const meta =
      'export const revision = import.meta.url.endsWith(".ts") && import.meta.filename.endsWith("c.ts");';
    write(directory, {
      "package.json": '{ "type": "module" }',
      "a.ts": revisionFile,
      "b.ts": awaiting,
      "c.ts": meta,
    });
    const { value } = await run(
      "standalone",
      ["a.ts", "b.ts", "c.ts"].map((name) => join(directory, name)),
    );
    expect(value).toEqual([
      expect.arrayContaining(["revision: 4f1c9a0b2d7e"]),
      ["revision: 2"],
      ["revision: true"],
    ]);
  });

  test.concurrent.each(["commonjs", "module"])(
    "load as they are now where %s is asked to load afresh",
    async (type) => {
      const directory = stage(undefined);
      write(directory, {
        "package.json": JSON.stringify({ type }),
        "a.ts": "export const value: number = 1;",
      });
      const { value } = await run("rewritten", [join(directory, "a.ts"), "export const value: number = 2;"]);
      expect(value).toEqual([1, 1, 2]);
    },
  );
});

interface Failure {
  readonly what: string;
  readonly files: Readonly<Record<string, string>>;
  readonly code: string;
  readonly message: RegExp;
  readonly hint: RegExp;
}

const failures: readonly Failure[] = [
  {
    what: "a file that is not there",
    files: {},
    code: "E_FILE_NOT_FOUND",
    message: /main\.ts does not exist$/,
    hint: /path/,
  },
  {
    what: "a syntax error",
    files: { "main.ts": "const a: number = 1;\nconst b = ;\n" },
    code: "E_SYNTAX",
    message: /main\.ts:2: Expression expected$/,
    hint: /Tried: .*main\.ts as CommonJS, by the TypeScript loader of Aludel/,
  },
  {
    what: "a syntax error in an imported file",
    files: {
      "package.json": '{ "type": "module" }',
      "main.ts": 'import "./other.js";',
      "other.ts": "\n\nclass {",
    },
    code: "E_SYNTAX",
    message: /other\.ts:3: /,
    hint: /Tried: .*main\.ts as an ES module/,
  },
  {
    what: "a syntax error in JavaScript",
    files: { "main.ts": 'import "./other";', "other.js": "\nlet a a" },
    code: "E_SYNTAX",
    message: /other\.js:2: Unexpected identifier/,
    hint: /Mend the file/,
  },
  {
    what: "an import of no file",
    files: { "main.ts": 'import "./a";', "a.ts": 'import { b } from "./b.js";\nb();' },
    code: "E_IMPORT_NOT_FOUND",
    message: /a\.ts imports "\.\/b\.js", which cannot be found/,
    hint: /Check the path/,
  },
  {
    what: "an import of no package, from CommonJS",
    files: { "main.ts": 'import { a } from "@scope/missing/deep";\na();' },
    code: "E_IMPORT_NOT_FOUND",
    message: /main\.ts imports "@scope\/missing\/deep"/,
    hint: /npm install @scope\/missing`/,
  },
  {
    what: "an import of no package, from an ES module",
    files: { "main.ts": 'import "./a.mjs";', "a.mts": 'import { a } from "missing";\na();' },
    code: "E_IMPORT_NOT_FOUND",
    message: /a\.m?ts imports "missing"/,
    hint: /npm install missing/,
  },
  {
    what: "an error that is thrown, at its place in the source",
    files: {
      "main.ts":
        'interface A {\n  readonly b: 1;\n}\n\n\nfunction f(a: A): void {\n  throw new Error("no environment");\n}\nf({ b: 1 });',
    },
    code: "E_LOAD_FAILED",
    message: /main\.ts threw an error while it was loaded: no environment$/,
    hint: /thrown at .*main\.ts:7\./,
  },
  {
    what: "await at the top level of CommonJS",
    files: { "main.ts": "export const a = await Promise.resolve(1);" },
    code: "E_LOAD_FAILED",
    message: /main\.ts is CommonJS, where `await` at the top level is not possible/,
    hint: /\.mts/,
  },
  {
    what: "a tsconfig.json that cannot be read",
    files: { "main.ts": "", "tsconfig.json": '{ "extends": "./missing.json" }' },
    code: "E_TSCONFIG",
    message: /cannot read the tsconfig\.json for .*main\.ts: .*missing/,
    hint: /--showConfig/,
  },
];

test.concurrent.each(failures)("$what", async ({ files, code, message, hint }) => {
  const directory = stage(undefined);
  write(directory, { "package.json": "{}", ...files });
  const { error } = await run("module", [join(directory, "main.ts")]);
  expect(error).toMatchObject({
    code,
    message: expect.stringMatching(message),
    hint: expect.stringMatching(hint),
  });
});

interface Source {
  readonly what: string;
  readonly files: Readonly<Record<string, string>>;
  readonly exports: readonly string[];
}

const sources: readonly Source[] = [
  {
    what: "CommonJS imports a package that is an ES module, and JSON",
    files: {
      "tsconfig.json": '{ "compilerOptions": { "esModuleInterop": true, "resolveJsonModule": true } }',
      "main.ts":
        'import esm from "./esm.mjs";\nimport { b } from "./data.json";\nexport const sum: number = esm + b;',
      "esm.mjs": "export default 1;",
      "data.json": '{ "b": 2 }',
    },
    exports: ["sum: 3"],
  },
  {
    what: "CommonJS imports dynamically",
    files: {
      "main.ts": 'export { f } from "./f";',
      "f.ts": 'export const f = import("./g").then(({ g }) => g as number);',
      "g.ts": "export const g = 1;",
    },
    exports: ["f: [object Promise]"],
  },
  {
    what: "without esModuleInterop a namespace can be called",
    files: {
      "tsconfig.json": '{ "compilerOptions": { "esModuleInterop": false } }',
      "main.ts": 'import * as f from "./f.cjs";\nexport const called: number = f();',
      "f.cjs": "module.exports = () => 1;",
    },
    exports: ["called: 1"],
  },
  {
    what: "an ES module imports without extensions, a folder, and TypeScript that does not say what it is",
    files: {
      "package.json": '{ "type": "module" }',
      "main.ts":
        'export { a } from "./a";\nexport { b } from "./b";\nexport { c } from "./node_modules/c/c.ts";',
      "a.ts": "export const a = 1;",
      "b/index.ts": "export const b = 2;",
      "node_modules/c/package.json": "{}",
      "node_modules/c/c.ts": "export const c = 3;",
    },
    exports: ["a: 1", "b: 2", "c: 3"],
  },
  {
    what: "an ES module has its own URL and awaits",
    files: {
      "package.json": '{ "type": "module" }',
      "main.ts": 'export const name = await import.meta.url.split("/").at(-1);',
    },
    exports: ["name: main.ts"],
  },
  {
    what: "enums, fields and parameter properties",
    files: {
      "main.ts":
        "enum A { B = 4 }\nclass C { d = this.e; constructor(private readonly e: A) {} }\nexport const d = new C(A.B).d;",
    },
    exports: ["d: 4"],
  },
];

test.concurrent.each(sources)("$what", async ({ files, exports }) => {
  const directory = stage(undefined);
  write(directory, {
    "package.json": "{}",
    "tsconfig.json": '{ "compilerOptions": { "target": "es2021" } }',
    ...files,
  });
  expect(await run("module", [join(directory, "main.ts")])).toMatchObject({ value: [exports] });
});

describe("the cache", () => {
  const files = { "package.json": "{}", "main.ts": "export const a: number = 1;" };

  test("spares SWC until a file changes, and holds one entry for each file", async () => {
    const directory = stage(undefined);
    const cache = join(directory, "node_modules/.cache/aludel");
    write(directory, files);
    const main = join(directory, "main.ts");
    expect((await run("module", [main])).packages).toContain("@swc/core");
    expect((await run("module", [main])).packages).not.toContain("@swc/core");
    write(directory, { "main.ts": "export const a: number = 2;" });
    expect(await run("module", [main])).toMatchObject({
      value: [["a: 2"]],
      packages: expect.arrayContaining(["@swc/core"]),
    });
    write(directory, { "tsconfig.json": '{ "compilerOptions": { "esModuleInterop": false } }' });
    expect((await run("module", [main])).packages).toContain("@swc/core");
    expect(readdirSync(cache)).toHaveLength(1);
  });

  test("is left out where nothing can be written", async () => {
    const directory = stage(undefined);
    write(directory, { ...files, "node_modules/.cache": "a file", tmp: "a file" });
    const outcome = await run("module", [join(directory, "main.ts")], {
      env: { TMPDIR: join(directory, "tmp") },
    });
    expect(outcome).toMatchObject({ value: [["a: 1"]] });
  });

  test("goes to a folder for temporary files where there is no node_modules", async () => {
    const directory = stage(undefined);
    write(directory, { ...files, "node_modules/.cache": "a file", "tmp/x": "" });
    await run("module", [join(directory, "main.ts")], { env: { TMPDIR: join(directory, "tmp") } });
    expect(readdirSync(join(directory, "tmp"))).toEqual([expect.stringMatching(/^aludel-/), "x"]);
  });

  test("serves several processes at once", async () => {
    const directory = stage("esm-globs");
    const main = join(directory, "src/data-source.ts");
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => run("dataSource", [main])));
    expect(outcomes.map(({ error }) => error)).toEqual(outcomes.map(() => undefined));
    expect(readdirSync(join(directory, "node_modules/.cache/aludel"))).toHaveLength(3);
  });
});

describe("a loader that the user registered", () => {
  test("is respected", async () => {
    const directory = stage("registered-loader", { typescript: "typescript" });
    const nodeOptions = ["--require", join(directory, "register.cjs")];
    const outcome = await run("dataSource", [join(directory, "src/data-source.ts")], { nodeOptions });
    expect(outcome).toMatchObject({ value: { warnings: [] }, registered: true });
    expect(outcome.packages).not.toContain("@swc/core");
  });

  test("is named when it fails", async () => {
    const directory = stage(undefined);
    write(directory, {
      "package.json": "{}",
      "main.ts": "throw 1;",
      "node_modules/ts-node/register.js": 'require.extensions[".ts"] = require.extensions[".js"];',
    });
    symlinkSync(join(directory, "node_modules/ts-node"), join(directory, "node_modules/alias"));
    const { error } = await run("module", [join(directory, "main.ts")], {
      cwd: directory,
      env: { NODE_OPTIONS: "-r ts-node/register" },
    });
    expect(error).toMatchObject({
      code: "E_LOAD_FAILED",
      hint: expect.stringContaining("as CommonJS, by ts-node/register"),
    });
  });
});
