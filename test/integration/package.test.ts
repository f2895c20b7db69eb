import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, symlink } from "node:fs/promises";
import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { stage } from "../config/project.js";

const run = promisify(execFile);
const repository = join(import.meta.dirname, "../..");
const projects = readdirSync(join(repository, "fixtures/projects"));

/** The projects whose loading takes a TypeScript of their own. */
const compilers: Readonly<Record<string, "typescript" | "typescript-7">> = {
  "esm-union-types": "typescript-7",
  "registered-loader": "typescript",
  "union-types": "typescript-7",
  "union-types-globs": "typescript-7",
};

let store: string;
let packed: string[];

beforeAll(async () => {
  store = await mkdtemp(join(tmpdir(), "aludel-package-"));
  const { stdout } = await run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", store], {
    cwd: repository,
  });
  const [pack]: { filename: string; files: { path: string }[] }[] = JSON.parse(stdout);
  packed = (pack?.files ?? []).map(({ path }) => path);
  await mkdir(join(store, "node_modules"));
  const flags = [
    "--prefix",
    store,
    "--ignore-scripts",
    "--omit=dev",
    "--prefer-offline",
    "--no-audit",
    "--no-fund",
  ];
  await run("npm", ["install", ...flags, join(store, pack?.filename ?? "")], { cwd: store });
}, 300_000);
afterAll(() => rm(store, { recursive: true, force: true }));

test("the package holds what is needed and no more", () => {
  const folders = new Set(
    packed.map((path) =>
      path
        .split("/")
        .slice(0, path.startsWith("dist/") ? 2 : 1)
        .join("/"),
    ),
  );
  expect([...folders].toSorted()).toEqual([
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "dist/cli",
    "dist/command",
    "dist/config",
    "dist/dialect",
    "dist/diff",
    "dist/errors.d.ts",
    "dist/errors.js",
    "dist/index.d.ts",
    "dist/index.js",
    "dist/model",
    "dist/operation",
    "dist/revision",
    "dist/runtime",
    "dist/schema",
    "package.json",
  ]);
  expect(packed.filter((path) => path.startsWith("dist/") && !/\.(?:js|d\.ts)$/.test(path))).toEqual([]);
});

test("nothing in it is left of a build before", async () => {
  const sources = (await readdir(join(repository, "src"), { recursive: true })).filter((path) =>
    path.endsWith(".ts"),
  );
  const built = packed
    .filter((path) => path.endsWith(".js"))
    .map((path) => path.replace(/^dist\//, "").replace(/js$/, "ts"));
  expect(built.toSorted()).toEqual(sources.toSorted());
});

test.concurrent.each(projects)("installed into %s, it does the whole job", async (name) => {
  const typescript = compilers[name];
  const typeorm = process.env["TYPEORM"] === "1" ? "typeorm-1" : "typeorm";
  const directory = stage(name, { typeorm, typescript });
  await symlink(join(store, "node_modules/aludel"), join(directory, "node_modules/aludel"));
  const file = name.startsWith("config-")
    ? []
    : ["-d", `src/data-source.${name.endsWith("-js") ? "js" : "ts"}`];
  const loader = name === "registered-loader" ? ["--require", "./register.cjs"] : [];
  const aludel = async (...args: string[]): Promise<string> => {
    const main = join(directory, "node_modules/aludel/dist/cli/main.js");
    const { stdout } = await run(process.execPath, [...loader, main, ...args, ...file], { cwd: directory });
    return stdout;
  };
  await aludel("init");
  expect(await aludel("revision", "--autogenerate", "-m", "first tables")).toMatch(
    /^wrote .*_first_tables\.ts$/m,
  );
  expect(await aludel("upgrade", "head")).toMatch(/is at [0-9a-f]{12} \(head\)/);
  expect(await aludel("check")).toMatch(/^No differences/);
  expect(await aludel("history", "-i")).toMatch(/\(current\)/);
  await aludel("downgrade", "base");
});
